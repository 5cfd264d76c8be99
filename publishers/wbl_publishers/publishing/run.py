"""Publishes a site: reads its inputs, compares with the feed published before, and writes what changed."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from wbl_feed import collector, json_format
from wbl_feed.adapter import Input, Record, WindowAdapter, load_adapter
from wbl_feed.catalog import JSON_FILE
from wbl_feed.cli.output import count
from wbl_feed.errors import UsageError, WblFeedError
from wbl_feed.facts import facts, facts_of
from wbl_feed.fetch import Fetcher
from wbl_feed.locking import locked
from wbl_feed.models import Feed
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import RecordsPassedOver
from wbl_publishers.mapping.drafting import Draft, Drafter
from wbl_publishers.publishing.batch import Batch, after
from wbl_publishers.publishing.build import Build, build
from wbl_publishers.publishing.config import Reader, Site, single
from wbl_publishers.publishing.id_map import IdMap, load, save
from wbl_publishers.publishing.site_files import write_feed, write_site

_MOST_RECORDS = 200_000

FetcherFor = Callable[[Reader], Fetcher]
Progress = Callable[[str, int], None]
"""Is told the name of an input and how many of its records were read."""


@dataclass(frozen=True)
class Published:
    """What was built and which files were written."""

    build: Build
    written: tuple[Path, ...]


def publish(
    kind: str,
    source: str,
    map_path: Path,
    out: Path,
    at: datetime,
    fetcher: Fetcher,
    *,
    accept_drop: bool = False,
    dry_run: bool = False,
) -> Published:
    """Publish one source with its mapping file; see ``publish_site``."""
    site = single(kind, source, map_path, out)
    return publish_site(site, at, lambda _: fetcher, accept_drop=accept_drop, dry_run=dry_run)


def publish_site(
    site: Site,
    at: datetime,
    fetcher_for: FetcherFor,
    *,
    accept_drop: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda name, number: None,
) -> Published:
    """Read every input, compare with the feed in the site's folder, and write what changed.

    An input that cannot be used keeps what was published of it, and the others are published all the same. Raises
    ``UsageError`` where there is no input that can be used, ``NothingPublishedError`` when most postings vanished,
    ``LockedError`` while another run is under way; then no file changes.
    """
    with _alone(site, dry_run), collector.paused():
        previous = _previous(site.out / JSON_FILE)
        if previous and previous.id != site.feed.id:
            fix = "Publish each feed in a folder of its own; a feed never changes its id."
            raise UsageError(f"the folder holds another feed, {previous.id}.", place=str(site.out), fix=fix)
        if previous and any(reader.facts_only for reader in site.readers):
            previous = _facts_of(previous, at)
        batches = [_read(reader, fetcher_for(reader), at, progress) for reader in site.readers]
        result = build(batches, site.feed, previous, at, accept_drop=accept_drop)
        if dry_run:
            return Published(result, ())
        # Ids first: one that was kept and never published does no harm, one that was published and forgotten would.
        told = {one.id for one in result.feed.items} | {one.id for one in result.feed.tombstones or ()}
        for reader, settled in zip(site.readers, result.inputs, strict=True):
            if not settled.failure:
                save(settled.ids.of(told), reader.ids)
        if site.feed_alone:
            return Published(result, write_feed(result.feed, site.out))
        return Published(result, write_site(result.feed, site.out, page=site.page))


@contextmanager
def _alone(site: Site, dry_run: bool) -> Iterator[None]:
    if dry_run or site.state is None:
        yield
    else:
        with locked(site.state):
            yield


def _read(reader: Reader, fetcher: Fetcher, at: datetime, progress: Progress) -> Batch:
    """The drafts of an input, or why it cannot be used."""
    ids = IdMap()
    notices: list[Notice] = []
    drafts: list[Draft] = []
    try:
        ids = load(reader.ids)
        adapter = load_adapter(reader.kind)
        source = Input(
            reader.location,
            tuple(reader.mapping.columns),
            reader.mapping.options,
            fetcher,
            at,
            reader.mapping.feed.time_zone,
            reader.folder,
        )
        drafter = Drafter(reader.mapping)
        passed_over: defaultdict[str, list[Draft]] = defaultdict(list)
        withdrawn: list[Draft] = []
        for found in adapter.records(source):
            if isinstance(found, Record):
                if found.withdrawn:
                    withdrawn.append(drafter.draft(found))
                    continue
                unfit = any(notice.fails for notice in found.notices)
                if not unfit and (line := drafter.passed_over(found)):
                    passed_over[line].append(drafter.draft(found))
                    continue
                one = drafter.draft(found)
                drafts.append(replace(one, members=facts(one.members)) if reader.facts_only else one)
                progress(reader.name, len(drafts))
                if len(drafts) > _MOST_RECORDS:
                    fix = "Split it into several inputs."
                    raise UsageError(f"it has more than {_MOST_RECORDS:,} records.", place=reader.location, fix=fix)
            else:
                notices.append(found)
        total = len(drafts) + sum(map(len, passed_over.values()))
        for line, some in passed_over.items():
            found_of = f"{len(some):,} of {count(total, 'record')}"
            notices.append(RecordsPassedOver(found=found_of, expected=line, place=reader.location))
        whole = not isinstance(adapter, WindowAdapter) or adapter.complete(source)
    except WblFeedError as error:
        return Batch(reader.name, reader.mapping, ids, notices=tuple(notices), failure=error)
    except Exception as error:  # a fault of ours that one source brings out must not cost the other inputs
        message = f"it could not be read, by a fault of this program ({type(error).__name__}: {error})."
        failure = UsageError(message, place=reader.name, fix="Please report it.")
        return Batch(reader.name, reader.mapping, ids, notices=tuple(notices), failure=failure)
    others = tuple(one for some in passed_over.values() for one in some)
    return Batch(
        reader.name, reader.mapping, ids, tuple(drafts), tuple(notices), whole,
        passed_over=others, withdrawn=tuple(withdrawn),
    )  # fmt: skip


def _facts_of(feed: Feed, at: datetime) -> Feed:
    """A published feed without texts, since nobody states a licence any more; what changes by it gets a new date."""
    items = []
    for posting in feed.items:
        kept = facts_of(posting)
        items.append(posting if kept is posting else kept.evolve(date_modified=after(posting.date_modified, at)))
    return feed.evolve(items=tuple(items))


def _previous(path: Path) -> Feed | None:
    if not path.is_file():
        return None
    reading = json_format.read(path.read_bytes())
    feed = reading.feed
    if feed is None or reading.refused:
        fix = "Restore it from a copy, or move it away to begin a new feed."
        raise UsageError("the feed published before is damaged, so deletions cannot be told.", place=str(path), fix=fix)
    return feed
