"""One run: sources → crawl → accept → match and merge → publish → health."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from wbl_aggregator.accept import Decision, Holding, State, accept
from wbl_aggregator.crawl import Crawled, FetcherFor, crawl
from wbl_aggregator.crawl.adopted import adopter, move_or_retire, retire, succeeded, with_records
from wbl_aggregator.crawl.resync import may_have_missed, moment_of
from wbl_aggregator.health import write_health
from wbl_aggregator.publish import LAST, MANIFEST, Written, publish
from wbl_aggregator.published import read_published, restore
from wbl_aggregator.sources import Config, Source
from wbl_aggregator.statewide import Statewide, ended, make_statewide
from wbl_aggregator.store import Store
from wbl_feed.errors import NothingPublishedError, UsageError
from wbl_feed.fetch import Failed, Fetched, HttpFetcher, NotModified, Validators
from wbl_feed.times import format_instant, parse_instant

_ENDED = "ended"
_GONE_FOR_GOOD = timedelta(hours=24)
_UNCONFIRMED = "Deletions may have been missed, and the whole feed could not be read; what is kept is not confirmed."


@dataclass(frozen=True)
class Run:
    """What one run did."""

    decisions: list[Decision]
    statewide: Statewide | None
    """The feed that was published; ``None`` when nothing had changed."""
    written: Written
    rebuilt: bool = False

    @property
    def failed(self) -> list[Decision]:
        """Sources that could not be read this time."""
        return [decision for decision in self.decisions if decision.state == "failed"]


def run(
    config: Config,
    out: Path,
    state: Path,
    at: datetime,
    fetcher_for: FetcherFor | None = None,
    progress: Callable[[Crawled], None] = lambda crawled: None,
) -> Run:
    """Crawl every source once and republish. One bad source never stops the others.

    Raises ``LockedError`` while another run is under way, ``NothingPublishedError`` when no source has
    ever been read or a folder cannot be written; what was published before then still stands.
    """
    with closing(Store(state)) as store:
        rebuilt = store.new and _rebuild(store, out, at)
        store.keep_only(source.id for source in config.sources)
        move_or_retire(config.sources, out, at)
        visits = store.visits()
        active = [source for source in config.sources if source.status == "active" and not _over(source, visits)]
        last = {name: parse_instant(str(row["last_read"])) for name, row in visits.items() if row["last_read"]}
        fetchers = fetcher_for or _http(config)
        answers = crawl(active, store.validators(), fetchers, config.crawl.at_once, progress, last, adopter(out, at))
        decisions = _accept(config, answers, store, out, at)
        nothing = all(decision.holding == Holding() for decision in decisions)
        if not nothing:
            statewide, written = _publish(config, decisions, store, out, at)
        write_health(decisions, store.visits(), out, at)
    if nothing:
        first = decisions[0]
        raise NothingPublishedError(
            f"No source could be read, so nothing was published. {first.source.id}: {first.message or first.state}."
        )
    return Run(decisions, statewide, written, rebuilt)


def _http(config: Config) -> FetcherFor:
    def fetcher_for(source: Source) -> HttpFetcher:
        return HttpFetcher(config.crawl.limits, allow_private=source.allow_private, contact=config.crawl.contact)

    return fetcher_for


def _rebuild(store: Store, out: Path, at: datetime) -> bool:
    """Fill a new state from what was published, so that a source that is down loses nothing."""
    holdings = restore(out, read_published(out))
    with store.writing():
        for source, holding in holdings.items():
            store.keep(source, holding)
        store.set_meta("born", format_instant(at))
    return bool(holdings)


def _accept(config: Config, answers: list[Crawled], store: Store, out: Path, at: datetime) -> list[Decision]:
    """Decide on every answer and keep the outcome; validators only after a good parse."""
    by_source = {crawled.source.id: crawled for crawled in answers}
    decisions = []
    visits = store.visits()
    with store.writing():
        for source in config.sources:
            before = store.holding(source.id)
            crawled = by_source.get(source.id)
            if crawled is None:
                decisions.append(Decision(source, "paused", before))
                continue
            decision = _decide(crawled, before, config.feed.id, out, at)
            decision = _given_up(with_records(decision, crawled), crawled, visits.get(source.id, {}), at)
            if isinstance(crawled.outcome, NotModified):
                decision = replace(decision, refused=int(visits[source.id]["refused"] or 0))
            decisions.append(decision)
            _note(store, decision, crawled, at)
            retire(decision, out, at)
    return decisions


def _decide(crawled: Crawled, before: Holding, own_feed: str, out: Path, at: datetime) -> Decision:
    try:
        crawled, before = succeeded(crawled, before, out)
        decision = accept(crawled, before, own_feed, at)
        if not crawled.missed or decision.state == "failed":
            return decision
        if crawled.whole is None:
            return replace(decision, message=decision.message or _UNCONFIRMED)
        whole = accept(replace(crawled, reading=crawled.whole), decision.holding, own_feed, at)
        return whole if whole.state != "unchanged" else replace(whole, state=decision.state)
    except Exception as error:  # a fault of ours that one feed brings out must not cost the other sources
        message = f"it could not be judged, by a fault of this program ({type(error).__name__}: {error})"
        return Decision(crawled.source, "failed", before, message, "bad_response")


def _given_up(decision: Decision, crawled: Crawled, visit: Mapping[str, str | int | None], at: datetime) -> Decision:
    """The end of a feed that answers 410, and did so a day ago and ever since (spec section 8.6)."""
    if not _is_gone(crawled) or not visit.get("gone_since"):
        return decision
    if at - parse_instant(str(visit["gone_since"])) < _GONE_FOR_GOOD:
        return decision
    holding = decision.holding
    state: State = "changed" if holding.postings else "unchanged"
    message = "The feed has ended: it answers 410. Take it out of the sources."
    return replace(decision, state=state, holding=replace(holding, postings={}), message=message, code=_ENDED)


def _over(source: Source, visits: Mapping[str, Mapping[str, str | int | None]]) -> bool:
    """Whether the feed at this address has ended for good, so that it is not asked for any more."""
    visit = visits.get(source.id, {})
    return visit.get("code") == _ENDED and visit.get("url") == source.url


def _is_gone(crawled: Crawled) -> bool:
    return isinstance(crawled.outcome, Failed) and crawled.outcome.status == 410


def _note(store: Store, decision: Decision, crawled: Crawled, at: datetime) -> None:
    source = decision.source.id
    if not _is_gone(crawled):
        store.note(source, gone_since=None)
    elif not store.visits().get(source, {}).get("gone_since"):
        store.note(source, gone_since=format_instant(at))
    if decision.state == "failed":
        store.note(source, code=decision.code, message=decision.message)
        return
    if isinstance(crawled.outcome, Fetched):
        counts = Counter(notice.code for notice in decision.notices)
        store.note(source, refused=decision.refused, notices=json.dumps(dict(counts.most_common(5))))
    now = format_instant(at)
    if decision.state in ("new", "changed"):
        store.keep(source, decision.holding)
        store.note(source, last_change=now)
        store.set_meta("published", "")  # with the change itself, so that the run after a killed one publishes it
    if isinstance(crawled.outcome, Fetched):
        validators = crawled.outcome.validators if decision.settled else Validators()
        store.note(source, url=decision.source.url, etag=validators.etag, last_modified=validators.last_modified)
    if _is_gone(crawled):
        store.note(source, code=decision.code, message=decision.message)
        return
    if _confirmed(decision, crawled, store):
        headers = getattr(crawled.outcome, "headers", {})
        store.note(source, last_read=format_instant(moment_of(headers, at)))
    store.note(source, last_success=now, code="", message="")


def _confirmed(decision: Decision, crawled: Crawled, store: Store) -> bool:
    """Whether no deletion can have been missed (spec section 8.4, *last read*)."""
    if decision.confirmed or isinstance(crawled.outcome, NotModified):
        return True
    last = store.visits()[decision.source.id]["last_read"]
    envelope = crawled.reading.envelope if crawled.reading else None
    return envelope is not None and not may_have_missed(envelope, parse_instant(str(last)) if last else None)


def _publish(
    config: Config, decisions: list[Decision], store: Store, out: Path, at: datetime
) -> tuple[Statewide | None, Written]:
    """Publish, unless neither a source nor the settings changed since the last publishing."""
    settings = config.model_dump_json()
    changed = any(decision.state in ("new", "changed") or ended(decision.holding, at) for decision in decisions)
    if not changed and store.meta("published") == _mark(settings, out):
        return None, Written((), (), 0)
    holdings = {decision.source.id: decision.holding for decision in decisions}
    held = {source: holding for source, holding in holdings.items() if holding != Holding()}
    published = read_published(out)
    if published.envelope and published.envelope.id != config.feed.id:
        fix = "A feed never changes its id; publish another one in a folder of its own."
        raise UsageError(f"the folder holds the feed {published.envelope.id}.", place=str(out), fix=fix)
    statewide = make_statewide(config, held, published, at)
    store.set_meta("published", "")
    written = publish(statewide, out)
    store.set_meta("published", "" if statewide.left_out else _mark(settings, out))
    return statewide, written


def _mark(settings: str, out: Path) -> str:
    """What tells that these settings were published in this folder: a hash of them and of the folder's manifest."""
    if not all((out / name).is_file() for name in (*LAST, MANIFEST)):
        return "not all is published"
    manifest = (out / MANIFEST).read_bytes()
    return hashlib.sha256(settings.encode() + manifest).hexdigest()
