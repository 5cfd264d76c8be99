"""Asks every source for its feed: many hosts at once, one host one request at a time."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from urllib.parse import urlsplit

from wbl_aggregator.resync import may_have_missed, read_whole
from wbl_aggregator.sources import Source
from wbl_feed import formats
from wbl_feed.adoption import Adopted
from wbl_feed.errors import WblFeedError
from wbl_feed.fetch import Failed, Fetched, Fetcher, Outcome, Validators
from wbl_feed.json_format import MEDIA_TYPE
from wbl_feed.location import network_pages
from wbl_feed.pages import read_pages
from wbl_feed.reading import Reading

FetcherFor = Callable[[Source], Fetcher]
Adopt = Callable[[Source, Fetcher], Adopted]
"""Makes the feed of a site that has none. Raises ``WblFeedError`` where that cannot be done."""


@dataclass(frozen=True)
class Crawled:
    """What one source answered, and its feed where there is a new one."""

    source: Source
    outcome: Outcome
    reading: Reading | None = None
    missed: bool = False
    """Whether deletions may have been missed, so that the whole feed was asked for."""
    whole: Reading | None = None
    """The whole feed, where it was asked for and could be had."""
    adopted: Adopted | None = None
    """The feed that was made of a site without one."""


def crawl(
    sources: Iterable[Source],
    validators: dict[tuple[str, str], Validators],
    fetcher_for: FetcherFor,
    at_once: int,
    progress: Callable[[Crawled], None] = lambda crawled: None,
    last_reads: Mapping[str, datetime] | None = None,
    adopt: Adopt | None = None,
) -> list[Crawled]:
    """Every source's answer, in the order of the sources file. Never raises for what a source does.

    ``last_reads`` says when each source was last read so that no deletion was missed; ``adopt`` reads sites
    without a feed.
    """
    wanted = list(sources)
    hosts = [list(group) for _, group in groupby(sorted(wanted, key=_host), key=_host)]
    answers: dict[str, Crawled] = {}
    with ThreadPoolExecutor(max_workers=min(at_once, max(len(hosts), 1))) as pool:
        tasks = [
            pool.submit(_crawl_host, group, validators, fetcher_for, progress, last_reads or {}, adopt)
            for group in hosts
        ]
        for task in as_completed(tasks):
            answers |= {crawled.source.id: crawled for crawled in task.result()}
    return [answers[source.id] for source in wanted]


def _host(source: Source) -> str:
    return urlsplit(source.url).netloc.lower()


def _crawl_host(
    sources: list[Source],
    validators: dict[tuple[str, str], Validators],
    fetcher_for: FetcherFor,
    progress: Callable[[Crawled], None],
    last_reads: Mapping[str, datetime],
    adopt: Adopt | None,
) -> list[Crawled]:
    answers = []
    for source in sources:
        fetcher = fetcher_for(source)
        if source.adopted and adopt:
            ask = partial(_adopt_one, source, fetcher, adopt)
        else:
            known = validators.get((source.id, source.url))
            ask = partial(_crawl_one, source, known, fetcher, last_reads.get(source.id))
        crawled = _ask(ask, source)
        progress(crawled)
        answers.append(crawled)
    return answers


def _ask(ask: Callable[[], Crawled], source: Source) -> Crawled:
    """A source's answer; a fault of ours that one source brings out must not cost the others."""
    try:
        return ask()
    except WblFeedError as error:
        message = str(error)
    except Exception as error:
        message = f"it could not be read, by a fault of this program ({type(error).__name__}: {error})"
    return Crawled(source, Failed(source.url, "bad_response", message))


def _adopt_one(source: Source, fetcher: Fetcher, adopt: Adopt) -> Crawled:
    """The feed made of a site that has none, read as if the site had answered with it."""
    adopted = adopt(source, fetcher)
    outcome = Fetched(source.url, adopted.content, MEDIA_TYPE, Validators(), {})
    return Crawled(source, outcome, formats.read(adopted.content), adopted=adopted)


def _crawl_one(source: Source, validators: Validators | None, fetcher: Fetcher, last_read: datetime | None) -> Crawled:
    outcome = fetcher.fetch(source.url, validators)
    if not isinstance(outcome, Fetched):
        return Crawled(source, outcome)
    reading = read_pages(formats.read(outcome.body), outcome.url, network_pages(fetcher))
    envelope = reading.envelope
    if envelope and envelope.completeness == "delta" and may_have_missed(envelope, last_read):
        return Crawled(source, outcome, reading, True, read_whole(envelope, outcome.url, fetcher))
    return Crawled(source, outcome, reading)
