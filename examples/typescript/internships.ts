// Prints the internships of a feed that one can apply for now.
import type { Feed, FeedPage, Known, Posting } from "./wbl-feed.js";

const address = "https://site.example/feed.json";

async function load<Document>(url: string | URL): Promise<Document> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as Document; // a claim: nothing has checked it
}

const feed = await load<Known<Feed>>(address);
const items = [...feed.items];
for (const page of feed.pages ?? []) items.push(...(await load<Known<FeedPage>>(new URL(page, address))).items);

const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: feed.timeZone } as const;
const today = new Intl.DateTimeFormat("sv-SE", parts).format(); // such as 2026-11-22
const begun = (start = "1900-01-01") => (start.length === 10 ? start <= today : Date.parse(start) <= Date.now());
const over = (end = "2199-12-31") => (end.length === 10 ? end < today : Date.parse(end) <= Date.now());

function open({ status, applicationStartDate, applicationDeadline, validThrough }: Known<Posting>): boolean {
  const live = status === "open" && !over(feed.terminationDate);
  return live && begun(applicationStartDate) && !over(applicationDeadline) && !over(validThrough);
}

for (const posting of items.filter((one) => one.activityType === "internship" && open(one))) {
  console.log(posting.title, "|", posting.applicationDeadline ?? "no deadline stated", "|", posting.url);
}
