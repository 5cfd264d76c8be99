"""Asks every source for its feed: many hosts at once, one host one request at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Semaphore
from typing import Generic, TypeVar

from wbl_aggregator.crawl.hosts import Hosts, host_of
from wbl_aggregator.crawl.polite import Visitor
from wbl_aggregator.crawl.robots import Kept, RobotsCache, RobotsRules, origin_of
from wbl_aggregator.crawl.threads import LOOK, Threads
from wbl_aggregator.crawl.values import Adopt, Crawled, FetcherFor, Known
from wbl_aggregator.crawl.visit import Turn, Visit
from wbl_aggregator.sources import CrawlSettings, Source
from wbl_feed.errors import WblFeedError
from wbl_feed.fetch import Failed, FailureCode, Fetcher

T = TypeVar("T")
FEEDS_AT_ONCE = 4
"""Feeds in memory at a time, whatever the number of sources."""
_TIMES = 10
_TIMES_FOR_A_SITE = 6
"""A site without a feed is read page by page, with a pause between two."""
_NOTHING = Known()


def crawl(
    sources: Iterable[Source],
    known: Mapping[str, Known],
    fetcher_for: FetcherFor,
    settings: CrawlSettings,
    hosts: Mapping[str, datetime],
    at: datetime,
    adopt: Adopt | None = None,
    robots: RobotsCache | None = None,
    *,
    then: Callable[[Crawled], T],
    keep_raw: bool = False,
    sleep: Callable[[float], None] | None = None,
) -> Iterator[T]:
    """What ``then`` makes of every source's answer, as soon as it is there. Never raises for what a source does.

    ``known`` is what was learnt of the sources earlier, ``hosts`` when hosts may be asked again that said so; ``adopt``
    reads sites without a feed; ``robots`` keeps what robots.txt said. ``then`` is called in the thread that asked, and
    raises what this raises. A feed is given up for the next one as soon as the next answer is asked for, so that few
    are in memory.
    """
    groups = _by_host(sources, known)
    obeying = [source for group in groups for source in group if _obeys(source, settings)]
    rules = {private: RobotsRules(_kept(robots, _origins(obeying, known, private)), at) for private in (False, True)}
    run = _Run(
        known, fetcher_for, settings, Hosts(hosts, sleep) if sleep else Hosts(hosts), at, adopt, rules, keep_raw,
        then, Semaphore(FEEDS_AT_ONCE), SimpleQueue(), Event(),
    )  # fmt: skip
    left = sum(map(len, groups))
    with Threads(min(settings.at_once, max(len(groups), 1)), partial(run.visit_hosts, deque(groups))) as threads:
        try:
            for _ in range(left):
                answer, turn = _next(run.answers, threads)
                for learnt in rules.values():
                    _keep(learnt, robots)
                try:
                    yield answer.result()
                finally:
                    del answer
                    turn.give()
        finally:
            run.stop.set()
            for _ in range(left):  # whoever still waits for a turn sees then that nobody wants its answer
                run.turns.release()
            threads.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class _Run(Generic[T]):
    known: Mapping[str, Known]
    fetcher_for: FetcherFor
    settings: CrawlSettings
    hosts: Hosts
    at: datetime
    adopt: Adopt | None
    rules: Mapping[bool, RobotsRules]
    """By whether private addresses are allowed: what is learnt within a network is for those alone who may ask there,
    and that others may not is nothing that these should hear of."""
    keep_raw: bool
    then: Callable[[Crawled], T]
    turns: Semaphore
    answers: SimpleQueue[tuple[Future[T], Turn]]
    stop: Event

    def visit_hosts(self, groups: deque[list[Source]]) -> None:
        """Visit the sources of one host after another, as long as there are hosts."""
        while groups and not self.stop.is_set():
            try:
                group = groups.popleft()
            except IndexError:  # another thread took it
                return
            self.visit_all(group)

    def visit_all(self, group: list[Source]) -> None:
        """Visit the sources of one host, one after the other."""
        fetchers: dict[bool, Fetcher] = {}
        try:
            for source in group:
                if self.stop.is_set():
                    return
                turn = Turn(self.turns)
                self.answers.put((self._answer(source, turn, fetchers), turn))
        finally:
            for fetcher in fetchers.values():
                getattr(fetcher, "close", bool)()

    def _answer(self, source: Source, turn: Turn, fetchers: dict[bool, Fetcher]) -> Future[T]:
        answer: Future[T] = Future()
        try:
            answer.set_result(self.then(self._visit(source, turn, fetchers)))
        except Exception as error:
            answer.set_exception(error)
        return answer

    def _visit(self, source: Source, turn: Turn, fetchers: dict[bool, Fetcher]) -> Crawled:
        """A source's answer; a fault of ours that one source brings out must not cost the others."""
        visitor: Visitor | None = None
        code: FailureCode
        try:
            if source.allow_private not in fetchers:
                fetchers[source.allow_private] = self.fetcher_for(source)
            visitor = self._visitor(source, fetchers[source.allow_private])
            visit = Visit(source, self.known.get(source.id, _NOTHING), visitor, turn)
            return visit.adopt(self.adopt) if source.adopted and self.adopt else visit.read()
        except WblFeedError as error:
            code, message = "site_unread", str(error)
        except Exception as error:
            code = "bad_response"
            message = f"it could not be read, by a fault of this program ({type(error).__name__}: {error})"
        outcome = Failed(source.listed, code, message)
        return Crawled(source, outcome, waits=dict(visitor.waits) if visitor else {})

    def _visitor(self, source: Source, fetcher: Fetcher) -> Visitor:
        settings = self.settings
        seconds = settings.seconds_per_source or settings.seconds * _TIMES
        return Visitor(
            fetcher,
            self.hosts,
            self.at,
            self.rules[source.allow_private] if _obeys(source, settings) else None,
            max(settings.pause_seconds, source.pause_seconds or 0.0),
            seconds * (_TIMES_FOR_A_SITE if source.adopted else 1),
            timedelta(minutes=settings.least_minutes),
            timedelta(days=settings.most_days),
            self.keep_raw,
        )


def _next(answers: SimpleQueue[tuple[Future[T], Turn]], threads: Threads) -> tuple[Future[T], Turn]:
    """The next answer; while it is waited for, more threads may be begun."""
    while not threads.all_begun:
        threads.look()
        with suppress(Empty):
            return answers.get(timeout=LOOK)
    return answers.get()


def _first(source: Source, known: Mapping[str, Known]) -> str:
    return known.get(source.id, _NOTHING).address or source.listed


def _expected(source: Source, known: Mapping[str, Known]) -> set[str]:
    """The addresses that will be asked, as far as can be told: where temporary redirects led the last time, too."""
    learnt = known.get(source.id, _NOTHING)
    return {source.listed, _first(source, known), *learnt.validators}


def _obeys(source: Source, settings: CrawlSettings) -> bool:
    """Whether the robots.txt of a source's site counts."""
    return settings.robots if source.robots is None else source.robots


def _origins(sources: Iterable[Source], known: Mapping[str, Known], private: bool) -> set[str]:
    asked = (source for source in sources if source.allow_private == private)
    return {origin_of(address) for source in asked for address in _expected(source, known)}


def _kept(robots: RobotsCache | None, origins: Iterable[str]) -> dict[str, Kept]:
    return {origin: found for origin in origins if robots and (found := robots.get(origin))}


def _by_host(sources: Iterable[Source], known: Mapping[str, Known]) -> list[list[Source]]:
    """The sources of each host, the host with most first, since it takes longest."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(host_of(_first(source, known)) or source.id, []).append(source)
    return sorted(groups.values(), key=len, reverse=True)


def _keep(rules: RobotsRules, robots: RobotsCache | None) -> None:
    """Keep what was learnt of robots.txt, in the thread of the store."""
    while not rules.fresh.empty():
        origin, kept = rules.fresh.get()
        if robots:
            robots.put(origin, *kept)
