// A small consumer: section 8.4 for JSON feeds and their pages. It knows no Atom, and of the schema only what is below.
import { createHash } from "node:crypto";

const REQUIRED = ["id", "url", "title", "dateModified", "activityType", "status"];
const DATES = ["dateModified", "datePosted", "applicationStartDate", "applicationDeadline", "validThrough", "lastVerified"];
const STATUSES = ["open", "paused", "filled", "closed"];
const DAY = 86_400_000;

const sound = (item) =>
  REQUIRED.every((name) => typeof item?.[name] === "string" && item[name])
  && DATES.every((name) => item[name] === undefined || exists(item[name]))
  && STATUSES.includes(item.status) && finite(item);

// Section 10, rule 7: a day of the calendar, in the years 1900 to 2199, alone or with a time and its offset.
function exists(text) {
  const [day] = /^(?:19|20|21)\d\d-\d\d-\d\d(?=$|T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$)/.exec(text) ?? [];
  const [year, month, date] = (day ?? "").split("-").map(Number);
  return day !== undefined && new Date(Date.UTC(year, month - 1, date)).toISOString().startsWith(day);
}

const finite = (value) =>
  typeof value === "object" && value ? Object.values(value).every(finite) : !(Math.abs(value) === Infinity);

// RFC 8785: numbers and texts as ECMAScript writes them, names in the order of their UTF-16 code units.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

function digest(items, tombstones) {
  return `sha-256:${createHash("sha256").update(canonical({ items, tombstones })).digest("hex")}`;
}

// Section 3, rule 3: JSON.parse rounds an integer beyond 2^53 - 1 without a word, so it is made Infinity beforehand.
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(\.\d+)?([eE][+-]?\d+)?/g;
const marked = (token, fraction, exponent) =>
  token.startsWith('"') || fraction || exponent || Number.isSafeInteger(Number(token)) ? token : "1e999";

function parsed(body) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body); // the decoder drops a byte order mark
    return JSON.parse(text.replace(TOKEN, marked));
  } catch {
    return undefined;
  }
}

export class Consumer {
  constructor(feed, held, lastRead) {
    this.feed = feed;
    this.held = new Map(held.map((posting) => [posting.id, posting]));
    this.renamed = new Map(); // old id → new id
    this.reasons = new Map(); // of what is gone: why, where a tombstone says so
    this.timeZone = "UTC";
    this.lastRead = lastRead ? Date.parse(lastRead) : -Infinity;
    this.resync = this.heldBack = false;
    this.newest = -Infinity; // dateModified of the newest envelope
    this.ended = undefined; // the moment of the first 410
    this.firstRead = new Map(); // what was dated in the future → the moment it was first read
  }

  visit(answer, get, at) {
    const now = Date.parse(at);
    this.resync = this.heldBack = false;
    if (answer.status === 304) this.lastRead = this.told(answer, now);
    if (answer.status === 410) {
      this.ended ??= now;
      if (now - this.ended >= DAY) this.held.clear();
    } else if (answer.status === 200) {
      this.ended = undefined;
    }
    const document = answer.status === 200 ? parsed(answer.body) : undefined;
    if (this.expected(document)) this.read(document, answer, get, now); // else step 1 or 2: nothing changes
  }

  expected(document) {
    const ids = [document?.id, ...(document?.supersedes ?? [])];
    const ours = document?.type === "DataFeed" && /^1\.\d+$/.test(document.specVersion);
    return ours && ids.includes(this.feed.id) && Array.isArray(document.items);
  }

  read(feed, answer, get, now) {
    const { items, whole } = this.pages(feed, get);
    const stones = feed.tombstones ?? [];
    const older = Date.parse(feed.dateModified) < this.newest;
    const intact = whole && finite({ ...feed, items: [] }) && (feed.totalItems ?? items.length) === items.length
      && [undefined, digest(items, stones)].includes(feed.digest);
    const before = new Set(this.held.keys());
    const present = this.take(items, now); // step 3
    this.bury(stones, now); // step 4
    const judged = feed.completeness !== "delta" && intact;
    const absent = judged ? [...this.held.keys()].filter((id) => !present.has(id)) : [];
    this.heldBack = absent.length > 0 && (older || (before.size >= 6 && absent.length * 2 > before.size));
    if (judged && !this.heldBack) {
      for (const id of absent) this.held.delete(id); // step 5
      this.lastRead = this.told(answer, now);
    } else if (Date.parse(feed.deletion?.tombstonesSince ?? 8.64e15) > this.lastRead || !feed.deletion) {
      this.resync = true; // step 6
      const there = feed.feedUrl && feed.feedUrl !== this.feed.url ? get(feed.feedUrl) : undefined;
      const wholeFeed = there?.status === 200 ? parsed(there.body) : undefined;
      if (this.expected(wholeFeed) && wholeFeed.completeness !== "delta") {
        this.read(wholeFeed, there, get, now);
        this.resync = true;
      }
    } else {
      this.lastRead = this.told(answer, now);
    }
    this.newest = Math.max(this.newest, Math.min(Date.parse(feed.dateModified), now));
    this.timeZone = feed.timeZone;
    this.terminated = Date.parse(feed.terminationDate); // NaN without one, which nothing is after
  }

  pages(feed, get) {
    const items = [...feed.items];
    const listed = feed.pages ?? [];
    let whole = feed.completeness === "delta" || (feed.completeness === "paged") === listed.length > 0;
    for (const reference of listed) {
      const url = new URL(reference, this.feed.url);
      const answer = url.origin === new URL(this.feed.url).origin ? get(url.href) : { status: 0 };
      const page = answer.status === 200 ? parsed(answer.body) : undefined;
      if (page?.type === "DataFeedPage" && page.feed === feed.id) items.push(...page.items);
      else whole = false;
    }
    return { items, whole };
  }

  take(items, now) {
    const present = new Set(items.map((item) => item?.id)); // an unsound item is not absent
    const taken = new Set();
    for (const item of items.filter(sound)) {
      if (taken.has(item.id)) continue; // section 7.1: the first sound one counts
      taken.add(item.id);
      for (const old of item.previousIds ?? []) {
        if (!present.has(old) && this.held.delete(old)) this.renamed.set(old, item.id);
      }
      this.held.set(item.id, item);
      this.renamed.delete(item.id); // step 7: it is alive again
      this.reasons.delete(item.id);
      this.moment(item.id, item.dateModified, now);
    }
    return present;
  }

  bury(stones, now) {
    for (const stone of stones) {
      const posting = this.held.get(stone.id);
      const deleted = this.moment(`${stone.id} gone`, stone.dateDeleted, now);
      if (posting && deleted >= this.moment(posting.id, posting.dateModified, now)) this.held.delete(stone.id);
      if (!this.held.has(stone.id)) this.reasons.set(stone.id, stone.reason);
    }
  }

  // Sections 4.2, 6 and 10: ids of the postings that one can apply for at that moment.
  offered(at) {
    const now = Date.parse(at);
    const today = this.day(now);
    const begun = (text) => (text.length === 10 ? text <= today : Date.parse(text) <= now);
    const over = (text) => (text.length === 10 ? text < today : Date.parse(text) <= now);
    const open = ({ status, applicationStartDate: start, applicationDeadline: deadline, validThrough: end }) =>
      status === "open" && (!start || begun(start)) && !(deadline && over(deadline)) && !(end && over(end));
    return [...this.held.values()].filter((item) => !(now >= this.terminated) && open(item)).map((item) => item.id);
  }

  day(now) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
    try {
      return new Intl.DateTimeFormat("sv-SE", { ...parts, timeZone: this.timeZone }).format(now); // as 2026-11-22
    } catch {
      return new Date(now).toISOString().slice(0, 10); // section 4.1: a zone that is not known is UTC
    }
  }

  // Section 10: a date in the future counts as the moment of its first reading.
  moment(name, text, now) {
    const stated = Date.parse(text);
    if (stated > now && !this.firstRead.has(`${name} ${text}`)) this.firstRead.set(`${name} ${text}`, now);
    return Math.min(stated, this.firstRead.get(`${name} ${text}`) ?? stated);
  }

  told(answer, now) {
    return answer.headers.Date ? Date.parse(answer.headers.Date) : now;
  }
}
