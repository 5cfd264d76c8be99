"""Judges everything that a search for feeds found, each feed beside its earlier copy where there is one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from wbl_feed import formats
from wbl_feed.discovery import serving
from wbl_feed.discovery.discover import Discovery, find_feeds
from wbl_feed.models import Envelope
from wbl_feed.origins import shown_address
from wbl_feed.pages import joined
from wbl_feed.profiles import Profile
from wbl_feed.reading import Reading
from wbl_feed.report.single import summarise_changes, summarise_posting
from wbl_feed.report.summary import Summary, summarise

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Earlier:
    """An earlier copy of a feed: its whole reading, and what is said of it."""

    reading: Reading
    summary: Summary

    def is_of(self, feed: Envelope | None) -> bool:
        """Whether it is a copy of that feed."""
        known = self.reading.envelope.id if self.reading.envelope else ""
        return feed is not None and known in (feed.id, *(feed.supersedes or ()))


def read_earlier(
    location: str, at: datetime, profiles: Iterable[Profile] = (), *, allow_private: bool = False
) -> Earlier:
    """The earlier copy at a file or address, judged as of the same moment. Raises ``UsageError`` if there is none."""
    found = find_feeds(location, allow_private=allow_private)[0]
    documents = list(found.documents())
    first, *pages = documents
    return Earlier(joined(first.reading, pages), summarise(documents, Summary("", "", at), profiles=profiles))


def judge(
    found: Discovery,
    at: datetime,
    profiles: Iterable[Profile] = (),
    earlier: Earlier | None = None,
    progress: Progress = lambda done, pages: None,
) -> Iterator[Summary]:
    """A summary for each feed that was found, or for the page of a change log or the posting that was named."""
    profiles = tuple(profiles)
    if found.kind == "changes":
        yield summarise_changes(found, at, profiles)
    elif found.kind == "posting":
        yield summarise_posting(found, at, profiles)
    alone = len(found.feeds) == 1  # one feed is taken for that of the earlier copy, whatever its id
    for feed in found.feeds:
        summary = Summary(shown_address(feed.address), feed.how, at)
        summary.add(serving.check(feed.address, feed.headers))
        before = None
        if earlier and (alone or earlier.is_of(formats.read(feed.content).envelope)):
            before, summary.before = earlier.reading, earlier.summary.counts
        yield summarise(feed.documents(), summary, profiles=profiles, previous=before, progress=progress)
