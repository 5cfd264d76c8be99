// What must compile: the smallest documents, members and codes that the standard does not know, and reading them.
import type { ChangePage, Feed, FeedPage, Instant, Known, Posting, Tombstone, Vocabulary } from "../../../spec/v1/types.d.ts";

const smallest: Posting = {
  id: "https://site.example/id/4821",
  url: "https://site.example/opportunities/4821",
  title: "Aquaculture internship",
  dateModified: "2026-11-01T12:00:00Z",
  activityType: "internship",
  status: "open",
};

export const feed: Feed = {
  type: "DataFeed",
  specVersion: "1.0",
  id: "https://site.example/id/feed",
  name: "Opportunities at Site",
  publisher: { name: "Site", founded: 1998 },
  license: "CC-BY-4.0",
  timeZone: "America/New_York",
  dateModified: "2026-11-01T12:00:00Z",
  completeness: "complete",
  items: [
    smallest,
    { ...smallest, activityType: "us-ma:petm", workMode: "https://site.example/codes#half", futureMember: [1, null] },
    { ...smallest, ext: { "https://site.example/terms#bus": { line: 1 } }, compensation: { status: "paid" } },
  ],
  tombstones: [{ id: "urn:a:1", dateDeleted: "2026-11-01T12:00:00Z", reason: "us-ma:other" }],
};

export const page: FeedPage = { type: "DataFeedPage", specVersion: "1.0", feed: feed.id, items: [] };

export function titles(received: Feed | FeedPage): string[] {
  const name: string | undefined = received.type === "DataFeed" ? received.name : undefined;
  const live = received.items.filter((posting) => posting.status === "open");
  return live.map((posting) => `${posting.title} ${posting.hiringOrganization?.name ?? name ?? ""}`);
}

export function deleted(log: ChangePage): Tombstone[] {
  return log.changes.flatMap((change) => (change.type === "delete" ? [change.tombstone] : []));
}

export function deadline(posting: Posting): Instant | undefined {
  const later: unknown = posting["futureMember"];
  return typeof later === "string" ? later : posting.applicationDeadline;
}

export const written = {
  ...smallest,
  jobLocation: [{ address: { addressLocality: "Boston", addressRegion: "MA" } }],
  eligibility: { minimumAge: 16, workPermit: "required" },
  ext: { "https://site.example/terms#bus": 1 },
} satisfies Known<Posting>;

export const vocabulary = {
  $schema: "https://w3id.org/wbl-feed/v1/vocabulary.schema.json",
  id: "https://site.example/codes",
  name: "codes",
  title: "Codes",
  description: "Codes of a site.",
  field: "/programs",
  terms: [
    {
      code: "site:a",
      label: { en: "A", es: "A" },
      definition: "A.",
      source: "Site",
      ceds: { paid: "PaidInternship", unpaid: "UnpaidInternship" },
    },
  ],
} satisfies Known<Vocabulary>;
