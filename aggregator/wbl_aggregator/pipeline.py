"""One run: sources → crawl → accept → match and merge → publish → health."""

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from wbl_aggregator.accept import Decision, Holding
from wbl_aggregator.crawl import Crawled, FetcherFor, Known, Waiting, crawl
from wbl_aggregator.crawl.adopted import adopter, move_or_retire
from wbl_aggregator.crawl.raw import RAW, RawBodies
from wbl_aggregator.decisions.schedule import is_due
from wbl_aggregator.elsewhere import Elsewhere
from wbl_aggregator.judging import Judge
from wbl_aggregator.marks import manifest_mark, mark, settings_shown, way
from wbl_aggregator.match.employers import employers_with
from wbl_aggregator.moderating import Moderating
from wbl_aggregator.outcome import Run as Run
from wbl_aggregator.outcome import published_of
from wbl_aggregator.published import site_folder
from wbl_aggregator.publishing import Keep, Written, publish
from wbl_aggregator.rebuild import rebuild, refuse_other_feed
from wbl_aggregator.reporting.happened import happened
from wbl_aggregator.reporting.health import write_health
from wbl_aggregator.reporting.rows import Row
from wbl_aggregator.sources import Config, Matching, Source
from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.statewide import Update, make_envelope, update
from wbl_aggregator.statewide.rematching import rematch
from wbl_aggregator.store import Store, open_for_reading
from wbl_aggregator.store.holdings import Numbers
from wbl_aggregator.store.kept import is_damage
from wbl_aggregator.store.shelf import StoredShelf
from wbl_aggregator.store.store import DATABASE
from wbl_aggregator.verdict import Hub
from wbl_aggregator.visiting import pace_of, staleness_of, with_state
from wbl_aggregator.visits import Visit
from wbl_aggregator.workers import Crew, Workers
from wbl_feed import __version__, collector
from wbl_feed.errors import NothingPublishedError
from wbl_feed.fetch import HttpFetcher, Validators
from wbl_feed.locking import refusal
from wbl_feed.models import Envelope
from wbl_feed.times import format_instant, parse_instant

_MANY = 50
"""Sources that are read for the first time in one run, so that there is much to do."""
_OF_A_BATCH = 200_000
"""What making entries together takes, as :class:`Workers` counts it."""


def run(
    config: Config,
    out: Path,
    state: Path,
    at: datetime,
    fetcher_for: FetcherFor | None = None,
    progress: Callable[[Crawled], None] = lambda crawled: None,
    *,
    now: bool = False,
    only: Collection[str] | None = None,
    moderation: Moderation | None = None,
    matching: Matching | None = None,
    dry: bool = False,
) -> Run:
    """Visit the sources that are due and republish. One bad source never stops the others.

    ``now`` asks those too that are not due, and ``only`` asks none but the named; Retry-After holds all the same.
    ``dry`` writes nothing into ``out`` but the feeds of adopted sites.
    Raises ``LockedError`` while another run is under way, ``NothingPublishedError`` when no source has
    ever been read or a folder cannot be written; what was published before then still stands. Raises
    ``UsageError`` where ``out`` holds another feed.
    """
    once = _Once(
        config, out, at, fetcher_for or _http(config), progress, now, None if only is None else frozenset(only),
        moderation or Moderation(), matching or Matching(config.match), dry,
    )  # fmt: skip
    with collector.paused():
        try:
            return once.run(state)
        except sqlite3.Error as error:
            if not is_damage(error):
                raise refusal(state, error) from error
            for path in state.glob(f"{DATABASE}*"):  # a cache like any other is begun anew
                path.unlink()
        try:
            return once.run(state)
        except sqlite3.Error as error:
            raise refusal(state, error) from error


def _http(config: Config) -> FetcherFor:
    def fetcher_for(source: Source) -> HttpFetcher:
        return HttpFetcher(config.crawl.limits, allow_private=source.allow_private, contact=config.crawl.contact)

    return fetcher_for


@dataclass(frozen=True)
class _Once:
    """What one run was asked for."""

    config: Config
    out: Path
    at: datetime
    fetcher_for: FetcherFor
    progress: Callable[[Crawled], None]
    now: bool
    only: frozenset[str] | None
    moderation: Moderation
    matching: Matching
    dry: bool

    def run(self, state: Path) -> Run:
        refuse_other_feed(self.out, self.config.feed.id)
        with closing(Store.open(state)) as store, Workers() as workers:
            if store.meta("feed") not in (None, self.config.feed.id):  # its ids would go on in this feed
                store.begin_anew()
            rebuilt = store.new and rebuild(store, self.out, self.at, self.config.feed.id)
            self._rename(store)
            moderating = Moderating(store, self.moderation)
            visits = store.visits()
            self._settle(store, moderating, visits)
            hub = self._hub(state)
            judge = Judge(store, self.config, hub, visits, workers)
            move_or_retire(self.config.sources, self.out, self.at)
            decisions = self._crawl(store, judge, state, workers)
            if not store.sources_read():
                self._health(store, judge, decisions)
                raise _nothing(decisions)
            elsewhere = self._elsewhere(state)
            outcome, envelope = self._take_in(store, judge.visits, elsewhere, workers)
            written = Written((), (), 0)
            if envelope is not None:
                written = self._publish(store, moderating, envelope, elsewhere, workers)
            self._health(store, judge, decisions)
            RawBodies(state / RAW).prune(self.at, self.config.publish.raw_days)
            done = None
            if envelope and (written.changed or self.dry):
                done = published_of(store, outcome, envelope.sequence or 0, self.matching)
            return Run(decisions, judge.visits, done, written, bool(rebuilt))

    def _hub(self, state: Path) -> Hub:
        employers = self.matching.employers
        return Hub(self.config.feed.id, self.config.crawl, self.moderation, employers, self.out, state, self.at)

    # before the crawl

    def _settle(self, store: Store, moderating: Moderating, visits: dict[str, Visit]) -> None:
        """Have what the operator changed since the last run matched again, and forget sources that were taken out.

        ``visits`` is brought up to date.
        """
        config, moderation = self.config, self.moderation
        listed = {source.id for source in config.sources if source.status != "deprecated"}
        metas = store.metas()
        with store.writing():
            for name in sorted(visits.keys() - listed):
                if visits[name].state != "deprecated":  # one that is has nothing to be forgotten
                    store.forget_source(name)
                    del visits[name]
            if (metas.get("moderation"), metas.get("reads")) != (moderation.digest, self.matching.reads):
                employers = employers_with(self.matching.employers)
                store.holdings.reshow(sorted(listed), moderating.shown_of, employers)
                store.set_meta("moderation", moderation.digest)
                store.set_meta("reads", self.matching.reads)
            if metas.get("moderation") != moderation.digest:
                store.asking.forget_validators()  # what was not even kept may be wanted now
            rematch(store, self.matching, {source.id for source in config.sources}, metas)
            if metas.get("program") != __version__:
                store.asking.forget_validators()  # another program may take what this one's forerunner refused
                store.set_meta("program", __version__)
            feed = config.feed.model_dump_json()
            for source in config.sources:
                name, told = f"settings {source.id}", mark(feed, settings_shown(source))
                if metas.get(name) != told:
                    store.holdings.touch_all(source.id)
                    store.set_meta(name, told)
            self._hurry(store, metas, visits)

    def _hurry(self, store: Store, metas: Mapping[str, str], visits: dict[str, Visit]) -> None:
        """Have a source asked at once whose own settings or mapping were changed, since a mistake may be mended."""
        for source in self.config.sources:
            name, told = f"way {source.id}", mark(way(source))
            before = metas.get(name)
            if before != told:
                store.set_meta(name, told)
            if before not in (None, told) and source.id in visits:
                visits[source.id] = visits[source.id]._replace(next_visit="")
                store.asking.note([visits[source.id]])

    def _rename(self, store: Store) -> None:
        """What is known of a source goes on under the name that its address bears now, so that one which cannot be
        read at this moment loses nothing by it.
        """
        known = set(store.sources_known())
        listed = {source.id for source in self.config.sources}
        fresh = {
            source.listed: source.id
            for source in self.config.sources
            if source.status != "deprecated" and source.id not in known
        }
        if not fresh or known <= listed:
            return
        with store.writing():
            for name, visit in store.visits().items():
                if name not in listed and visit.url in fresh:
                    store.rename_source(name, fresh.pop(visit.url))

    # the crawl

    def _crawl(self, store: Store, judge: Judge, state: Path, workers: Workers) -> list[Decision]:
        sources = self.config.sources
        visits = {source.id: judge.visit_of(source) for source in sources}
        asked = [source for source in sources if self._is_asked(source, visits[source.id])]
        if sum(not visits[source.id].last_success for source in asked) >= _MANY:
            workers.expect_much()
        decisions = {source.id: _unasked(source) for source in sources}
        answers = crawl(
            asked,
            self._known(store, asked, visits, judge.validators, state),
            self.fetcher_for,
            self.config.crawl,
            store.asking.hosts(),
            self.at,
            adopter(self.out, self.at),
            store.asking,
            then=judge.judged,
            keep_raw=self.config.publish.raw_days > 0,
        )
        for verdict in answers:
            if not isinstance(verdict.crawled.outcome, Waiting):
                decisions[verdict.crawled.source.id] = judge.take(verdict)
            self.progress(verdict.crawled)
        judge.finish()
        return list(decisions.values())

    def _is_asked(self, source: Source, visit: Visit) -> bool:
        if self.only is not None:
            return source.id in self.only and source.status in ("active", "development")
        if source.status != "active":
            return False
        due = parse_instant(visit.next_visit) if visit.next_visit else None
        return self.now or is_due(due, self.at, pace_of(self.config.crawl).most)

    def _known(
        self,
        store: Store,
        asked: list[Source],
        visits: Mapping[str, Visit],
        validators: Mapping[str, Mapping[str, Validators]],
        state: Path,
    ) -> dict[str, Known]:
        logged, found = set(store.holdings.with_log()), {}
        for source in asked:
            visit = visits[source.id]
            needed = visit.address or source.id in logged
            found[source.id] = Known(
                visit.address,
                validators.get(source.id, {}),
                parse_instant(visit.last_read) if visit.last_read else None,
                store.holdings.envelope(source.id) if needed else None,
                _ids_of(state, source.id),
            )
        return found

    # match, merge, publish

    def _elsewhere(self, state: Path) -> Elsewhere:
        sources = {source.id: source for source in self.config.sources}
        licences = {one.id: one.license for one in self.config.sources if one.license}
        return Elsewhere(state, self.config.feed, sources, licences, self.moderation, self.at)

    def _take_in(
        self, store: Store, visits: Mapping[str, Visit], elsewhere: Elsewhere, workers: Workers
    ) -> tuple[Update, Envelope | None]:
        """Bring the entries up to date; the envelope to publish, or ``None`` where nothing is to be published."""
        with store.writing(), Crew(workers) as crew:
            self._hide(store, visits)
            standing = elsewhere.standing(store, frozenset(json.loads(store.meta("hidden") or "[]")))
            make = partial(crew.each, _OF_A_BATCH, partial(elsewhere.make_entries, standing.hidden))
            maker = make if workers.begun() else None
            outcome = update(store, self.config.feed, standing, self.at, maker, self.matching)
            changed = outcome.upserts or outcome.deletions
            if not changed and store.meta("published") == self._mark(manifest_mark(self.out)):
                return outcome, None
            store.set_meta("published", None)
            day = self.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)  # as publishing has it
            oldest = day - timedelta(days=self.config.publish.tombstone_days)
            return outcome, make_envelope(store, self.config.feed, standing, self.at, oldest)

    def _hide(self, store: Store, visits: Mapping[str, Visit]) -> None:
        """Note whose postings are not shown now; those of sources for which that changed are matched again."""
        before = set(json.loads(store.meta("hidden") or "[]"))
        hidden = {source for source, end in store.holdings.ends().items() if parse_instant(end) <= self.at}
        hidden |= {source.id for source in self.config.sources if source.status == "development"}
        for source in self.config.sources:
            visit = visits.get(source.id)
            if visit is None or (source.status != "active" and source.id not in before):
                continue  # one that is not asked keeps what it has, and what has lapsed does not come back by that
            if staleness_of(visit, source, self.config.crawl, self.at) == "lapsed":
                hidden.add(source.id)
        for name in before ^ hidden:
            store.holdings.touch_all(name)
        store.set_meta("hidden", json.dumps(sorted(hidden)))

    def _publish(
        self, store: Store, moderating: Moderating, envelope: Envelope, elsewhere: Elsewhere, workers: Workers
    ) -> Written:
        if self.dry:
            return Written((), (), 0)
        shelf = StoredShelf(store.database, self._sites(store), moderating.published, elsewhere.licences)
        if store.meta("manifest") != manifest_mark(self.out):  # another folder, or one that somebody touched
            with store.writing():
                store.entries.all_dirty()
        settings = self.config.publish
        keep = Keep(settings.log_days, settings.tombstone_days, settings.keep_hours)
        written = publish(
            shelf, envelope, self.out, self.at, keep, store.to_purge(),
            opened=elsewhere.shelf, workers=workers,
        )  # fmt: skip
        manifest = manifest_mark(self.out)
        with store.writing():
            store.entries.clean()
            store.set_meta("purge", None)
            store.set_meta("manifest", manifest)
            store.set_meta("published", self._mark(manifest))
        return written

    def _sites(self, store: Store) -> Callable[[], list[tuple[str, Envelope]]]:
        def sites() -> list[tuple[str, Envelope]]:
            adopted = sorted(source.id for source in self.config.sources if source.adopted)
            found = ((site_folder(source), store.holdings.envelope(source)) for source in adopted)
            return [(folder, envelope) for folder, envelope in found if envelope is not None]

        return sites

    def _mark(self, manifest: str) -> str:
        """What tells that this configuration was published in this folder, which was not touched since."""
        sources = "".join(settings_shown(source) for source in self.config.sources)
        day = self.at.date().isoformat()  # so that what is old goes though nothing changes
        return mark(day, self.config.feed.model_dump_json(), sources, manifest)

    # health

    def _health(self, store: Store, judge: Judge, decisions: list[Decision]) -> None:
        """Bring numbers and states up to date, which change by time alone too, and write ``health/``."""
        numbers, ends = store.holdings.numbers(self.at), store.holdings.ends()
        rows, changed = [], []
        for decision in decisions:
            source = decision.source
            before = judge.visits.get(source.id, Visit(source.id))
            count = numbers.get(source.id, Numbers())
            over = source.id in ends and parse_instant(ends[source.id]) <= self.at
            after = before
            if (before.postings, before.live, before.blocked) != (count.postings, count.live, count.blocked):
                after = before._replace(postings=count.postings, live=count.live, blocked=count.blocked)
            after = with_state(after, source, self.config.crawl, self.at, over=over)
            if after != before:
                changed.append((before, after))
                judge.visits[source.id] = after
            outcome = decision.state
            rows.append(Row(source, after, outcome, bool(decision.notices) or outcome in ("new", "changed")))
        with store.writing():
            store.asking.note(after for _, after in changed)
            for before, after in changed:
                store.story.tell(happened(before, after, format_instant(self.at)))
        if not self.dry:
            write_health(rows, self.out, self.at, store, self.config.feed)


def _unasked(source: Source) -> Decision:
    return Decision(source, "waiting" if source.status == "active" else "paused", Holding())


def _nothing(decisions: list[Decision]) -> NothingPublishedError:
    first = next((one for one in decisions if one.state == "failed"), decisions[0] if decisions else None)
    why = f" {first.source.id}: {first.message or first.state}." if first else " There is no source."
    return NothingPublishedError(f"No source could be read, so nothing was published.{why}")


def _ids_of(state: Path, source: str) -> Callable[[], frozenset[str]]:
    """Asks for the ids of a source's postings on a connection of its own, since another thread asks."""

    def ids() -> frozenset[str]:
        with closing(open_for_reading(state)) as store:
            return store.holdings.ids(source)

    return ids
