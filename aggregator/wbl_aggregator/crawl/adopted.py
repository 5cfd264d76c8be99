"""Sites that publish no feed: each gets one, and its postings keep their ids when it begins one of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from wbl_aggregator.accept import Decision, Holding
from wbl_aggregator.crawl.values import Adopt, Crawled
from wbl_aggregator.published import site_folder
from wbl_aggregator.sources import Source, feed_of
from wbl_feed import json_format
from wbl_feed.adoption import Adopted, Adoption, load_publisher
from wbl_feed.fetch import Fetcher
from wbl_feed.reading import Reading


def adopter(out: Path, at: datetime) -> Adopt:
    """What makes the feeds of the sites without one."""

    def adopt(source: Source, fetcher: Fetcher) -> Adopted:
        folder = out / site_folder(source.id)
        adoption = Adoption(source.kind, source.url, Path(source.map or ""), folder, source.accept_drop)
        return load_publisher().adopt(adoption, at, fetcher)

    return adopt


def succeeded(crawled: Crawled, before: Holding, out: Path) -> tuple[Crawled, Holding]:
    """The first and every later answer of a site that was adopted and has a feed of its own now.

    Its postings name the ids they had as earlier ones of theirs, so that statewide ids stay; and its feed takes the
    place of the one that was made for it.
    """
    if crawled.adopted and crawled.reading and crawled.reading.envelope and before.envelope:  # adopted once more
        return crawled, replace(before, envelope=before.envelope.evolve(id=crawled.reading.envelope.id))
    folder = out / site_folder(crawled.source.id)
    made = folder / "feed.json"
    if crawled.source.adopted or crawled.reading is None or not made.is_file():
        return crawled, before
    envelope = json_format.read(made.read_bytes()).envelope
    if envelope is None or crawled.reading.envelope is None:
        return crawled, before
    publisher = load_publisher()
    reading = _with_former(crawled.reading, publisher.former_ids(folder, crawled.reading.postings))
    if before.envelope and before.envelope.id == envelope.id:
        before = replace(before, envelope=before.envelope.evolve(id=crawled.reading.envelope.id))
    return replace(crawled, reading=reading), before


def retire(decision: Decision, postings: int, out: Path, at: datetime) -> None:
    """End the feed that was made of a site, once its own was taken without anything held back.

    ``postings`` is how many are kept of it then.
    """
    folder = out / site_folder(decision.source.id)
    taken = decision.state in ("new", "changed", "unchanged") and not decision.message and postings
    if taken and not decision.source.adopted and (folder / "feed.json").is_file():
        load_publisher().retire(folder, at)


def move_or_retire(sources: Sequence[Source], out: Path, at: datetime) -> None:
    """Look after the folders of sites that are no source any more: one that was renamed moves, the others end."""
    names = {source.id for source in sources}
    orphans = [one for one in sorted((out / site_folder("")).glob("*/feed.json")) if one.parent.name not in names]
    feeds = {feed_of(source): source.id for source in sources if source.adopted} if orphans else {}
    for made in orphans:
        envelope = json_format.read(made.read_bytes()).envelope
        to = out / site_folder(feeds[envelope.id]) if envelope and envelope.id in feeds else None
        if to and not to.exists():
            made.parent.rename(to)
        elif envelope:
            load_publisher().retire(made.parent, at)


def with_records(decision: Decision, crawled: Crawled) -> Decision:
    """A decision on the feed that was made of a site, with what was found in the site's own records."""
    made = crawled.adopted
    if made is None:
        return decision
    return replace(decision, refused=decision.refused + made.refused, notices=(*made.notices, *decision.notices))


def _with_former(reading: Reading, former: Mapping[str, str]) -> Reading:
    """The reading with the id that each posting had before among its earlier ones."""
    items = []
    for item in reading.items:
        earlier = item.posting.previous_ids or ()
        before = former.get(item.posting.id)
        if before and before not in earlier:
            item = replace(item, posting=item.posting.evolve(previous_ids=(*earlier, before)))
        items.append(item)
    return replace(reading, items=tuple(items))
