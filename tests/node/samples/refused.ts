// What must not compile. Each line below a @ts-expect-error has one fault; tsc fails where it finds none.
import type { ChangePage, Feed, Known, Place, Posting, Tombstone, Vocabulary } from "../../../spec/v1/types.d.ts";

declare const posting: Posting;
declare const feed: Feed;
declare const log: ChangePage;
declare const vocabulary: Vocabulary;

// @ts-expect-error: no title
export const untitled: Posting = { id: "urn:a", url: "https://a.example/", dateModified: "2026-01-01T00:00:00Z", activityType: "other", status: "open" };
// @ts-expect-error: not a status
export const opened: Posting = { ...posting, status: "opened" };
// @ts-expect-error: absent, never null
export const nothing: Posting = { ...posting, summary: null };
// @ts-expect-error: absent, never undefined
export const undecided: Posting = { ...posting, summary: undefined };
// @ts-expect-error: one place must stand in a list
export const place: Posting = { ...posting, jobLocation: { name: "Boston" } };
// @ts-expect-error: a number, not its digits
export const age: Posting = { ...posting, eligibility: { minimumAge: "16" } };
// @ts-expect-error: compensation without its status
export const unpaid: Posting = { ...posting, compensation: { note: "none" } };
// @ts-expect-error: a unit in lower case
export const wage: Posting = { ...posting, compensation: { status: "paid", baseSalary: { currency: "USD", value: 15, unitText: "hour" } } };
// @ts-expect-error: a code is text
export const code: Posting = { ...posting, activityType: 7 };
// @ts-expect-error: days are named in English
export const day: Posting = { ...posting, schedule: { byDay: ["Montag"] } };
// @ts-expect-error: a page is not a feed
export const page: Feed = { ...feed, type: "DataFeedPage" };
// @ts-expect-error: not a kind of completeness
export const partial: Feed = { ...feed, completeness: "partial" };
// @ts-expect-error: a tombstone without its date
export const tombstone: Tombstone = { id: "urn:a" };
// @ts-expect-error: a deletion has no item
export const change: ChangePage = { ...log, changes: [{ type: "delete", sequence: 1, item: posting }] };
// @ts-expect-error: not a code of CEDS
export const term: Vocabulary = { ...vocabulary, terms: [{ code: "a", label: { en: "A" }, definition: "A.", source: "A", ceds: "Internship" }] };
// @ts-expect-error: a name in English is required
export const label: Vocabulary = { ...vocabulary, terms: [{ code: "a", label: { es: "A" }, definition: "A.", source: "A" }] };
// @ts-expect-error: an unknown member is not any
export const length: number = posting["futureMember"].length;
// @ts-expect-error: geo needs both of its numbers
export const geo: Place = { geo: { latitude: 42.3 } };

// For those who write: a member that the standard does not know is refused, at any depth.
const smallest = { id: "urn:a", url: "https://a.example/", title: "A", dateModified: "2026-01-01T00:00:00Z", activityType: "other" as const, status: "open" as const };
// @ts-expect-error: dateposted for datePosted
export const misspelt = { ...smallest, dateposted: "2026-01-01" } satisfies Known<Posting>;
// @ts-expect-error: zip for postalCode
export const deeper = { ...smallest, jobLocation: [{ address: { zip: "02110" } }] } satisfies Known<Posting>;
// @ts-expect-error: no title
export const thin = { id: "urn:a", url: "https://a.example/", dateModified: "2026-01-01T00:00:00Z", activityType: "other", status: "open" } satisfies Known<Posting>;
