"""Keeps what the verdict on a source's answer says, and notes what became of it. One transaction each."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from wbl_aggregator.accept import Decision
from wbl_aggregator.crawl import Crawled
from wbl_aggregator.crawl.adopted import retire
from wbl_aggregator.crawl.raw import RAW, RawBodies
from wbl_aggregator.match import Member
from wbl_aggregator.reporting.happened import happened
from wbl_aggregator.sources import Config, Source
from wbl_aggregator.store import Store
from wbl_aggregator.store.holdings import Kept, Numbers
from wbl_aggregator.verdict import Hub, Verdict, judged, of_fault
from wbl_aggregator.visiting import visited, with_state
from wbl_aggregator.visits import Happening, Life, Visit
from wbl_aggregator.workers import Workers
from wbl_feed.errors import WblFeedError
from wbl_feed.fetch import Fetched, NotModified, Validators
from wbl_feed.times import format_instant

_AT_ONCE = 250
"""Visits without a change that are kept in one transaction."""


class Judge:
    """Judges the answers of one run, each by itself, so that no source costs another one anything."""

    def __init__(self, store: Store, config: Config, hub: Hub, visits: dict[str, Visit], workers: Workers) -> None:
        self._store, self._config, self._hub, self._workers = store, config, hub, workers
        self._out, self._at = hub.out, hub.at
        self._raw = RawBodies(hub.state / RAW)
        self.visits = visits
        """What is known of asking each source, as of now."""
        self.validators = store.asking.validators()
        """What each source was asked with at the beginning of the run, by address."""
        self._ttls = store.holdings.ttls()
        self._later: list[tuple[Visit, Visit, Crawled]] = []

    def visit_of(self, source: Source) -> Visit:
        """What is known of asking a source; another address in the sources file begins anew what was learnt there."""
        visit = self.visits.get(source.id, Visit(source.id))
        if visit.url in ("", source.listed):
            return visit
        return Visit(
            source.id,
            last_success=visit.last_success,
            last_yield=visit.last_yield,
            last_change=visit.last_change,
            last_read=visit.last_read,
            state=visit.state,
            yields=visit.yields,
            postings=visit.postings,
            live=visit.live,
            name=visit.name,
        )

    def judged(self, crawled: Crawled) -> Verdict:
        """The verdict on an answer, which may be found in any thread. Raises what :func:`verdict.judged` raises."""
        documents, raw = crawled.documents, crawled.raw
        if documents is None:
            return judged(self._hub, crawled, self.visit_of(crawled.source))
        light = replace(crawled, raw=())
        verdict = self._workers.call(documents.size, judged, self._hub, light, self.visit_of(crawled.source))
        return replace(verdict, crawled=replace(verdict.crawled, raw=raw)) if raw else verdict

    def take(self, verdict: Verdict) -> Decision:
        """Keep what came of an answer; one that brings out a fault of ours counts as failed."""
        try:
            return self._take(verdict)
        except (sqlite3.Error, OSError, WblFeedError):  # the disk, which no other source could be kept on either
            raise
        except Exception as error:
            return self._take(of_fault(verdict.crawled, error))

    def _take(self, verdict: Verdict) -> Decision:
        crawled, decision, store = verdict.crawled, verdict.decision, self._store
        source, visit = crawled.source, self.visit_of(crawled.source)
        if isinstance(crawled.outcome, NotModified):
            return self._unchanged(verdict, visit)
        if crawled.raw:
            self._raw.keep(source.id, crawled.raw, self._at)
        with store.writing():
            for one in verdict.rights:
                store.purge_by_rights(Member(source.id, one))
            kept = Kept()
            if verdict.change is not None:
                kept = store.holdings.keep(source.id, verdict.change)
                store.set_meta("published", None)  # with the change itself: the run after a killed one publishes it
            self._tell(verdict, kept)
            if decision.state != "failed":
                self._keep_validators(verdict)
                reasons = dict.fromkeys(decision.held, decision.reason)
                if isinstance(crawled.outcome, Fetched):
                    store.holdings.hold(source.id, reasons, format_instant(self._at))
            if isinstance(crawled.outcome, Fetched):
                store.asking.keep_notices(source.id, list(verdict.notices))
            for host, until in crawled.waits.items():
                store.asking.wait(host, until)
            self._note(visit, verdict)
        if verdict.rights:
            self._raw.purge(self._raw.holding(verdict.rights))
        retire(decision, verdict.postings, self._out, self._at)
        return decision

    def _unchanged(self, verdict: Verdict, visit: Visit) -> Decision:
        """An answer by which nothing changed but the visit itself, which is kept with others like it: if the run is
        killed before, the source is only asked once more.
        """
        crawled, decision = verdict.crawled, verdict.decision
        source = crawled.source
        numbers = Numbers(visit.postings, visit.live, visit.blocked)
        after = visited(visit, decision, crawled, numbers, self._ttls.get(source.id), self._config.crawl, self._at)
        after = with_state(after, source, self._config.crawl, self._at, over=False)
        self._later.append((visit, after, crawled))
        if len(self._later) == _AT_ONCE:
            self.finish()
        return decision

    def finish(self) -> None:
        """Keep what was put off."""
        with self._store.writing():
            for before, after, crawled in self._later:
                if crawled.validators != self.validators.get(after.source, {}):
                    self._store.asking.keep_validators(after.source, crawled.validators)
                self._store.story.tell(happened(before, after, format_instant(self._at)))
            self._store.asking.note(after for _, after, _ in self._later)
        self.visits |= {after.source: after for _, after, _ in self._later}
        self._later.clear()

    def _keep_validators(self, verdict: Verdict) -> None:
        source, outcome = verdict.decision.source.id, verdict.crawled.outcome
        if isinstance(outcome, Fetched | NotModified):
            keep: dict[str, Validators] = dict(verdict.crawled.validators) if verdict.settled else {}
            self._store.asking.keep_validators(source, keep)
        elif verdict.decision.code == "ended":  # a 304 to them would bring nothing back, should the feed return
            self._store.asking.keep_validators(source, {})

    def _note(self, visit: Visit, verdict: Verdict) -> None:
        store, decision, source = self._store, verdict.decision, verdict.decision.source
        codes = Counter(str(one["code"]) for one in verdict.notices)
        numbers = store.holdings.numbers(self._at, source.id).get(source.id, Numbers())
        ttl = store.holdings.ttl(source.id)
        after = visited(visit, decision, verdict.crawled, numbers, ttl, self._config.crawl, self._at, codes)
        said, reviewed = store.review(source.id)
        if said == "keep" and reviewed >= set(decision.held):
            after = after._replace(to_review=0)  # the operator knows
        if said and decision.confirmed:
            store.end_review(source.id)
        after = with_state(after, source, self._config.crawl, self._at, over=False)
        store.asking.note([after])
        self.visits[source.id] = after
        before = verdict.kinds_before
        told = happened(
            visit, after, format_instant(self._at), kinds_before=before, kinds_after=verdict.kinds or before
        )
        store.story.tell(told)

    def _tell(self, verdict: Verdict, kept: Kept) -> None:
        """Note in the lives of postings what this answer changed."""
        decision = verdict.decision
        now, source = format_instant(self._at), decision.source.id
        ever = self._known_before(source, kept.added)

        def lives(ids: Iterable[str], what: Happening, detail: str = "") -> list[Life]:
            return [Life(now, source, one, "", what, detail) for one in ids]

        stones = verdict.withdrawn
        before = {one for _, one, _, _ in self._store.holdings.held(source)}
        told = lives((one for one in kept.added if one not in ever), "seen")
        told += lives((one for one in kept.added if one in ever), "relisted")
        told += lives(kept.changed, "changed")
        told += lives((one for one in kept.removed if one in stones), "withdrawn", "a tombstone of the source")
        told += lives((one for one in kept.removed if one not in stones), "absent", "missing from a whole feed")
        told += lives((one for one in decision.held if one not in before), "held", decision.reason)
        told += lives((one for one in kept.blocked if one in {*kept.added, *kept.changed}), "blocked")
        self._store.story.live(told)

    def _known_before(self, source: str, ids: tuple[str, ...]) -> set[str]:
        """Which postings were there once, went, and are back."""
        query = "select 1 from life where id = ? and source = ? and what in ('withdrawn', 'absent', 'lapsed')"
        return {one for one in ids if self._store.database.execute(query, (one, source)).fetchone()}
