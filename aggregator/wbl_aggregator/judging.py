"""Takes in what a source answered: decides, keeps the outcome, and notes what became of it. One transaction each."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from wbl_aggregator.accept import Decision, Guard, Holding, State, accept
from wbl_aggregator.crawl import Crawled
from wbl_aggregator.crawl.adopted import retire, succeeded, with_records
from wbl_aggregator.crawl.raw import RAW, RawBodies
from wbl_aggregator.decisions.gone import is_ended
from wbl_aggregator.match import Member
from wbl_aggregator.moderating import Moderating
from wbl_aggregator.reporting.happened import happened
from wbl_aggregator.sources import Config, Source
from wbl_aggregator.store import Store
from wbl_aggregator.store.holdings import Kept, Numbers
from wbl_aggregator.visiting import gone_count, visited, with_state
from wbl_aggregator.visits import Happening, Life, Visit
from wbl_feed.errors import WblFeedError
from wbl_feed.fetch import Failed, Fetched, NotModified, Validators
from wbl_feed.times import format_instant, parse_instant

_UNCONFIRMED = "Deletions may have been missed, and the whole feed could not be read; what is kept is not confirmed."
_AT_ONCE = 250
"""Visits without a change that are kept in one transaction."""
_BESIDE_OTHERS = frozenset({"duplicate_id", "likely_double"})
"""Notices of what a posting is beside others, which are found anew each time."""
_MOST_NOTICES = 20_000
"""Of one document that are kept; the first are told and the others counted."""


class Judge:
    """Judges the answers of one run, each by itself, so that no source costs another one anything."""

    def __init__(
        self, store: Store, config: Config, moderating: Moderating, out: Path, state: Path, at: datetime
    ) -> None:
        self._store, self._config, self._moderating, self._out, self._at = store, config, moderating, out, at
        self._raw = RawBodies(state / RAW)
        self.visits = store.visits()
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

    def take(self, crawled: Crawled) -> Decision:
        """Decide on an answer and keep what came of it; an answer that brings out a fault of ours counts as failed."""
        try:
            return self._take(crawled)
        except (sqlite3.Error, OSError, WblFeedError):  # the disk, which no other source could be kept on either
            raise
        except Exception as error:
            failed = Failed(crawled.outcome.url, "bad_response", _fault(error))
            return self._take(Crawled(crawled.source, failed, asked=crawled.asked))

    def _take(self, crawled: Crawled) -> Decision:
        source, store = crawled.source, self._store
        visit = self.visit_of(source)
        if isinstance(crawled.outcome, NotModified):
            return self._unchanged(visit, crawled)
        if crawled.raw:
            self._raw.keep(source.id, crawled.raw, self._at)
        decision = self._given_up(self._decide(crawled, visit), crawled, visit)
        with store.writing():
            kept = Kept()
            rights = self._by_rights(decision)
            if decision.state in ("new", "changed"):
                kept = store.holdings.keep(source.id, decision.holding, self._moderating.shown_of(source.id))
                store.set_meta("published", None)  # with the change itself: the run after a killed one publishes it
            self._tell(decision, kept)
            if decision.state != "failed":
                self._keep_validators(decision, crawled)
                reasons = dict.fromkeys(decision.held, decision.reason)
                if isinstance(crawled.outcome, Fetched):
                    store.holdings.hold(source.id, reasons, format_instant(self._at))
            before = store.asking.notices(source.id)
            codes: Counter[str] = Counter()
            if isinstance(crawled.outcome, Fetched):
                told = _told(decision, crawled, before)
                codes.update(str(one["code"]) for one in told)
                store.asking.keep_notices(source.id, told)
            for host, until in crawled.waits.items():
                store.asking.wait(host, until)
            kinds = {str(one["code"]) for one in before if one["severity"] == "error"}
            self._note(visit, decision, crawled, codes, kinds)
        if rights:
            self._raw.purge(self._raw.holding(rights))
        retire(decision, self._out, self._at)
        return decision

    def _unchanged(self, visit: Visit, crawled: Crawled) -> Decision:
        """An answer by which nothing changed but the visit itself, which is kept with others like it: if the run is
        killed before, the source is only asked once more.
        """
        source = crawled.source
        decision = Decision(source, "unchanged", Holding(), refused=visit.refused)
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

    def _by_rights(self, decision: Decision) -> list[str]:
        """The postings of which a source says now that they had to go: out of the log and old pages too, and out of
        what came from it (spec section 20.1 rule 5).
        """
        source, store = decision.source.id, self._store
        stones = (one for one in decision.holding.tombstones.values() if one.reason == "rights")
        ids = [one.id for one in stones if getattr(store.holdings.tombstone(source, one.id), "reason", "") != "rights"]
        for one in ids:
            store.purge_by_rights(Member(source, one))
        return ids

    def _decide(self, crawled: Crawled, visit: Visit) -> Decision:
        source = crawled.source
        if isinstance(crawled.outcome, Failed):
            return Decision(source, "failed", Holding(), crawled.outcome.message, crawled.outcome.code)
        if crawled.reading is None:
            return Decision(source, "unchanged", Holding(), refused=visit.refused)
        before = self._store.holdings.of(source.id)
        verdict, reviewed = self._store.review(source.id)
        guard = Guard(visit.yields, self._judged(visit), verdict, reviewed, self._moderating.forgotten)
        own = self._config.feed.id
        try:
            crawled, before = succeeded(crawled, before, self._out)
            decision = with_records(accept(crawled, before, own, self._at, guard), crawled)
            if not crawled.missed or decision.state == "failed":
                return decision
            if crawled.whole is None:
                return replace(decision, message=decision.message or _UNCONFIRMED)
            whole = accept(replace(crawled, reading=crawled.whole), decision.holding, own, self._at, guard)
            return whole if whole.state != "unchanged" else replace(whole, state=decision.state)
        except Exception as error:  # a fault of ours that one feed brings out must not cost the other sources
            return Decision(source, "failed", before, _fault(error), "bad_response")

    def _judged(self, visit: Visit) -> bool:
        """Whether what has not changed since the last visit was judged lately: some rules go by date, and once a week
        all is judged anew.
        """
        if not visit.last_success:
            return False
        return parse_instant(visit.last_success).isocalendar()[:2] == self._at.isocalendar()[:2]

    def _given_up(self, decision: Decision, crawled: Crawled, visit: Visit) -> Decision:
        """The end of a feed that answers 410, and did so a day ago and ever since (spec section 8.6)."""
        if not isinstance(crawled.outcome, Failed) or crawled.outcome.status != 410:
            return decision
        after = visited(visit, decision, crawled, Numbers(), None, self._config.crawl, self._at)
        if not is_ended(gone_count(after)):
            return decision
        before = self._store.holdings.of(crawled.source.id)
        state: State = "changed" if before.postings else "unchanged"
        message = "The feed has ended: it answers 410. Take it out of the sources."
        return Decision(crawled.source, state, replace(before, postings={}), message, "ended")

    def _keep_validators(self, decision: Decision, crawled: Crawled) -> None:
        if isinstance(crawled.outcome, Fetched | NotModified):
            keep: dict[str, Validators] = dict(crawled.validators) if decision.settled else {}
            self._store.asking.keep_validators(decision.source.id, keep)
        elif decision.code == "ended":  # a 304 to them would bring nothing back, should the feed return as it was
            self._store.asking.keep_validators(decision.source.id, {})

    def _note(self, visit: Visit, decision: Decision, crawled: Crawled, codes: Counter[str], kinds: set[str]) -> None:
        store, source = self._store, decision.source
        numbers = store.holdings.numbers(self._at, source.id).get(source.id, Numbers())
        ttl = store.holdings.ttl(source.id)
        after = visited(visit, decision, crawled, numbers, ttl, self._config.crawl, self._at, codes)
        verdict, reviewed = store.review(source.id)
        if verdict == "keep" and reviewed >= set(decision.held):
            after = replace(after, to_review=0)  # the operator knows
        if verdict and decision.confirmed:
            store.end_review(source.id)
        after = with_state(after, source, self._config.crawl, self._at, over=False)
        store.asking.note([after])
        self.visits[source.id] = after
        now = {notice.code for notice in decision.notices if notice.fails} or kinds
        told = happened(visit, after, format_instant(self._at), kinds_before=kinds, kinds_after=now)
        store.story.tell(told)

    def _tell(self, decision: Decision, kept: Kept) -> None:
        """Note in the lives of postings what this answer changed."""
        now, source = format_instant(self._at), decision.source.id
        ever = self._known_before(source, kept.added)

        def lives(ids: Iterable[str], what: Happening, detail: str = "") -> list[Life]:
            return [Life(now, source, one, "", what, detail) for one in ids]

        stones = decision.holding.tombstones
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


def _fault(error: Exception) -> str:
    return f"it could not be judged, by a fault of this program ({type(error).__name__}: {error})"


def _told(decision: Decision, crawled: Crawled, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The notices of a document: what was found now, and what was found before of postings that are still the same."""
    now = [notice.to_json_value() for notice in decision.notices[:_MOST_NOTICES]]
    if not before:
        return now
    reading = crawled.reading
    places = {item.posting.id: item.pointer for item in reading.items} if reading else {}
    still = set(decision.known)
    if reading and reading.envelope and reading.envelope.completeness == "delta":
        still |= decision.holding.postings.keys() - places.keys()
    kept = (one for one in before if one.get("posting") in still and one["code"] not in _BESIDE_OTHERS)
    return now + [{**one, "pointer": _moved(str(one.get("pointer", "")), places.get(one["posting"]))} for one in kept]


def _moved(pointer: str, place: str | None) -> str:
    """A pointer into a posting, where that stands in another place now."""
    return re.sub(r"^(?:/pages/\d+)?/items/\d+", place, pointer) if place else pointer
