"""Makes the feed of a site that an aggregator adopts (``wbl_feed.adoption``)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from wbl_feed import json_format
from wbl_feed.adoption import Adopted, Adoption
from wbl_feed.catalog import JSON_FILE
from wbl_feed.facts import FACTS_ONLY
from wbl_feed.fetch import Fetcher
from wbl_feed.models import Posting
from wbl_feed.times import format_instant
from wbl_publishers.mapping.drafting import keys_of
from wbl_publishers.publishing.config import adopted_site
from wbl_publishers.publishing.id_map import load
from wbl_publishers.publishing.run import publish_site
from wbl_publishers.publishing.site_files import write_feed

IDS = "ids.json"
"""File beside the feed by which ids outlive any state: it says only what the postings say."""


class SitePublisher:
    """Publishes an adopted site as the site itself would."""

    def adopt(self, adoption: Adoption, at: datetime, fetcher: Fetcher) -> Adopted:
        """Read the site, publish its feed in the folder, and give it."""
        site = adopted_site(adoption, adoption.folder / IDS, FACTS_ONLY)
        published = publish_site(site, at, lambda _: fetcher, accept_drop=adoption.accept_drop)
        content = (adoption.folder / JSON_FILE).read_bytes()
        return Adopted(content, published.build.notices, len(published.build.refused))

    def retire(self, folder: Path, at: datetime) -> None:
        """Say in the feed of a site that it ended (spec section 4.2)."""
        feed = json_format.read((folder / JSON_FILE).read_bytes()).feed
        if feed and feed.termination_date is None:
            write_feed(feed.evolve(termination_date=format_instant(at)), folder)

    def former_ids(self, folder: Path, postings: Iterable[Posting]) -> Mapping[str, str]:
        """The id that each posting had while its site was adopted: by its address, else by what it says."""
        ids = load(folder / IDS).ids
        postings = list(postings)
        keys = {posting.id: keys_of(posting.to_json_value()) for posting in postings}
        shared = Counter(key for one in keys.values() for key in one)
        found: dict[str, str] = {}
        taken: set[str] = set()
        for strong in (True, False):
            for identity, own in keys.items():
                for key in own:
                    before = ids.get(key)
                    if key.startswith("row ") == strong or shared[key] > 1 or before is None or identity in found:
                        continue
                    if before not in taken and before != identity:
                        found[identity] = before
                        taken.add(before)
        return found
