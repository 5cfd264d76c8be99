"""One visit of one source: which address is asked, and what is read of its answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from threading import Semaphore

from wbl_aggregator.crawl.bodies import Bodies
from wbl_aggregator.crawl.change_log import agrees, as_reading, follow_log
from wbl_aggregator.crawl.home import find_feed
from wbl_aggregator.crawl.polite import Visitor
from wbl_aggregator.crawl.resync import may_have_missed
from wbl_aggregator.crawl.values import Adopt, Crawled, Documents, Known
from wbl_aggregator.sources import Source
from wbl_feed import formats
from wbl_feed.fetch import Failed, Fetched, NotModified, Outcome, Validators
from wbl_feed.json_format import MEDIA_TYPE
from wbl_feed.models import Envelope
from wbl_feed.reading import Reading

_GONE = (404, 410)


@dataclass
class Turn:
    """Leave to hold a feed in memory; there are few of them, and none is kept while the network is waited for."""

    turns: Semaphore
    held: bool = False

    def take(self) -> None:
        """Wait for one."""
        if not self.held:
            self.turns.acquire()
            self.held = True

    def give(self) -> None:
        """Let another source have it."""
        if self.held:
            self.held = False
            self.turns.release()


@dataclass
class Visit:
    """One visit."""

    source: Source
    known: Known
    visitor: Visitor
    turn: Turn
    found: str = ""

    def adopt(self, adopt: Adopt) -> Crawled:
        """The feed made of a site that has none, read as if the site had answered with it."""
        adopted = adopt(self.source, self.visitor)
        outcome = Fetched(self.source.url, b"", MEDIA_TYPE, Validators(), {})
        self.turn.take()
        documents = Documents(outcome.url, adopted.content)
        return self._told(Crawled(self.source, outcome, documents=documents, adopted=adopted).read())

    def read(self) -> Crawled:
        """The source's answer, with its feed where that is new."""
        first = self.known.address or self.source.url or self._discovered()
        if isinstance(first, Failed):
            return self._told(Crawled(self.source, first))
        crawled = self._ask(first)
        if first == self.known.address and self._is_lost(crawled):
            other = self.source.url or self._discovered()
            if isinstance(other, str) and other != first:
                again = self._ask(other)
                crawled = crawled if isinstance(again.outcome, Failed) else again
        return self._told(crawled)

    def _discovered(self) -> str | Failed:
        if waiting := self.visitor.waiting(self.source.home):
            return waiting
        found = find_feed(self.source.home, self.visitor)
        self.found = found if isinstance(found, str) else ""
        return found

    def _is_lost(self, crawled: Crawled) -> bool:
        """Whether the remembered address does not lead to the known feed any more."""
        outcome = crawled.outcome
        if isinstance(outcome, Failed):
            return outcome.status in _GONE or outcome.code == "unreachable"
        if not isinstance(outcome, Fetched) or self.known.envelope is None:
            return False
        envelope = crawled.envelope
        return envelope is None or self.known.envelope.id not in (envelope.id, *(envelope.supersedes or ()))

    def _told(self, crawled: Crawled) -> Crawled:
        if not (self.found or self.visitor.raw or self.visitor.waits):
            return crawled
        return replace(
            crawled,
            found=self.found if crawled.asked == self.found else "",
            raw=tuple(self.visitor.raw),
            waits=dict(self.visitor.waits),
        )

    def _ask(self, address: str) -> Crawled:
        outcome = self.visitor.fetch(address, self.known.validators)
        if isinstance(outcome, Fetched):
            return replace(self._read(outcome), asked=address)
        by_log = self._by_log_alone(outcome, address)
        validators = _kept(outcome) if isinstance(outcome, NotModified) else self.known.validators
        if by_log:
            return replace(by_log, asked=address)
        return Crawled(self.source, outcome, validators=validators, asked=address)

    def _read(self, outcome: Fetched) -> Crawled:
        """What came, with what has to be asked for besides: pages, changes, or the whole feed."""
        self.turn.take()
        documents = Documents(outcome.url, outcome.body)
        answer = replace(outcome, body=b"")  # which the documents have
        crawled = Crawled(self.source, answer, documents=documents, validators=_kept(outcome))
        envelope = formats.envelope_of(outcome.body)
        if envelope is None:  # another form, which has to be read whole for that
            crawled = crawled.read()
            envelope = crawled.envelope
        crawled = replace(crawled, envelope=envelope)
        missed = envelope is not None and _may_have_missed(envelope, self.known)
        if envelope is None or not (envelope.pages or missed):
            return crawled
        self.turn.give()
        if changes := self._by_log(envelope, outcome.url):
            return replace(crawled, documents=None, reading=changes, envelope=changes.envelope, by_log=True)
        crawled = replace(crawled, reading=None, documents=self._with_pages(envelope, documents))
        if missed:
            self.turn.give()
            whole = self._resync(envelope, outcome.url)
            self.turn.take()
            crawled = replace(crawled, missed=True, whole=whole)
        return crawled

    def _with_pages(self, envelope: Envelope, documents: Documents) -> Documents:
        """A feed with all its pages; they are kept on disk while they are asked for, so that none is in memory."""
        if not envelope.pages:
            return documents
        with Bodies() as bodies:
            bodies.fetch_all(envelope, documents.address, self.visitor)
            self.turn.take()
            return replace(documents, pages=bodies.all())

    def _resync(self, envelope: Envelope, address: str) -> Documents | None:
        """The whole feed of a delta, from its ``feedUrl``; ``None`` if it cannot be had or is another feed."""
        if not envelope.feed_url or envelope.feed_url == address:
            return None
        outcome = self.visitor.fetch(envelope.feed_url)
        if not isinstance(outcome, Fetched):
            return None
        self.turn.take()
        found = formats.envelope_of(outcome.body) or formats.read(outcome.body).envelope
        if found is None or found.id != envelope.id or found.completeness == "delta":
            return None
        self.turn.give()
        return self._with_pages(found, Documents(outcome.url, outcome.body))

    def _by_log(self, envelope: Envelope, address: str) -> Reading | None:
        """The changes since the last reading, where the log tells them all and they lead to this feed.

        Once a week the whole feed is read all the same, since only that proves its digest.
        """
        held, last = self.known.envelope, self.known.last_read
        if held is None or held.sequence is None or envelope.id != held.id or not envelope.change_log:
            return None
        if last is None or _week(last) != _week(self.visitor.at):
            return None
        log = follow_log(self.visitor, address, envelope, held.sequence)
        if log is None or not agrees(log, envelope, self.known.ids()):
            return None
        self.turn.take()
        return as_reading(log, envelope, last)

    def _by_log_alone(self, outcome: Outcome, address: str) -> Crawled | None:
        """What changed, where the feed itself cannot be had for now and its log can."""
        held = self.known.envelope
        if not isinstance(outcome, Failed) or held is None or not held.change_log:
            return None
        broken = outcome.code == "too_large" or (outcome.code == "http_status" and (outcome.status or 0) >= 500)
        if not broken or held.sequence is None:
            return None
        log = follow_log(self.visitor, address, held, held.sequence)
        if log is None or log.last == held.sequence:
            return None
        self.turn.take()
        reading = as_reading(log, held, None)  # whether no deletion was missed before, only the feed can show
        came = Fetched(outcome.url, b"", MEDIA_TYPE, Validators(), {})
        return Crawled(self.source, came, reading, envelope=reading.envelope, by_log=True)


def _kept(outcome: Fetched | NotModified) -> dict[str, Validators]:
    """What the address that answered is asked with the next time; others are forgotten with what they had."""
    return {outcome.url: outcome.validators} if outcome.validators != Validators() else {}


def _may_have_missed(envelope: Envelope, known: Known) -> bool:
    return envelope.completeness == "delta" and may_have_missed(envelope, known.last_read)


def _week(moment: datetime) -> tuple[int, int]:
    year, week, _ = moment.isocalendar()
    return year, week
