"""What one visit of a source changes in what is known of asking it, and what is to be told of it."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wbl_aggregator.accept import Decision
from wbl_aggregator.crawl import Crawled
from wbl_aggregator.crawl.resync import may_have_missed, moment_of
from wbl_aggregator.decisions import gone, moves, schedule, stale, state
from wbl_aggregator.sources import CrawlSettings, Source
from wbl_aggregator.store.holdings import Numbers
from wbl_aggregator.visits import Visit
from wbl_feed.fetch import Failed, Fetched, NotModified
from wbl_feed.times import format_instant, parse_instant

_DAY = timedelta(days=1)
_WAITS = (429, 503)
"""Statuses with which Retry-After means something (RFC 9110 section 10.2.3)."""


def visited(
    before: Visit,
    decision: Decision,
    crawled: Crawled,
    numbers: Numbers,
    ttl: int | None,
    crawl: CrawlSettings,
    at: datetime,
    codes: Mapping[str, int] | None = None,
) -> Visit:
    """The visit after the one before it. Pure: the same arguments give the same."""
    source, outcome = decision.source, crawled.outcome
    failed = decision.state == "failed"
    status = outcome.status if isinstance(outcome, Failed) else None
    now = format_instant(at)
    changes: dict[str, Any] = {
        "url": source.listed,
        "last_visit": now,
        "failures": before.failures + 1 if failed else 0,
        "code": decision.code,
        "message": decision.message,
        "postings": numbers.postings,
        "live": numbers.live,
        "blocked": numbers.blocked,
    }
    if isinstance(outcome, Fetched | NotModified) or status is not None:
        changes |= _counted(before, status, at)
    if not failed:
        changes |= _answered(before, decision, crawled, numbers, at, now)
    if codes is not None and isinstance(outcome, Fetched) and not failed:
        changes["top_notices"] = dict(Counter(codes).most_common(5))
    after = before._replace(**changes)
    return after._replace(next_visit=format_instant(_next(after, crawled, crawl, ttl, failed, status, at)))


def _counted(before: Visit, status: int | None, at: datetime) -> dict[str, Any]:
    """The counts of 410 and 404 after an answer of the server, of whatever kind."""
    ended = gone.count_gone(gone_count(before), status != 410, at)
    missing = gone.count_gone(missing_count(before), status != 404, at)
    return {
        "gone_first": _text(ended.first),
        "gone_last": _text(ended.last),
        "gone_count": ended.times,
        "missing_first": _text(missing.first),
        "missing_last": _text(missing.last),
        "missing_count": missing.times,
    }


def _answered(
    before: Visit, decision: Decision, crawled: Crawled, numbers: Numbers, at: datetime, now: str
) -> dict[str, Any]:
    outcome, source = crawled.outcome, decision.source
    redirects = outcome.redirects if isinstance(outcome, Fetched | NotModified) else ()
    asked = crawled.asked or before.address or source.listed
    address, runs = moves.moved((before.address, before.moved_runs), redirects, asked, outcome.url)
    if crawled.found and not address:
        address, runs = crawled.found, 0
    envelope = decision.holding.envelope
    changes: dict[str, Any] = {
        "last_success": now,
        "address": address,
        "moved_runs": runs if source.url else 0,  # the page that led to the feed is what is listed
        "name": source.name or (envelope.name if envelope else before.name),
        "contact": source.contact or ((envelope.publisher.email or "") if envelope else before.contact),
    }
    if numbers.live:
        changes["last_yield"] = now
    if decision.state in ("new", "changed"):
        changes["last_change"] = now
    if isinstance(outcome, Fetched):
        held = len(decision.held) if decision.reason else 0
        changes["held"], changes["to_review"] = held, 0 if decision.reason == "not_intact" else held
        changes["refused"] = decision.refused
    if decision.confirmed:
        changes["yields"] = (*before.yields, decision.items)[-5:]
    if _confirmed(decision, crawled, before):
        changes["last_read"] = format_instant(moment_of(outcome.headers, at))
    return changes


def _confirmed(decision: Decision, crawled: Crawled, before: Visit) -> bool:
    """Whether no deletion can have been missed (spec section 8.4, *last read*)."""
    if decision.confirmed or isinstance(crawled.outcome, NotModified):
        return True
    envelope = crawled.envelope
    last = parse_instant(before.last_read) if before.last_read else None
    return envelope is not None and not may_have_missed(envelope, last)


def _next(
    visit: Visit,
    crawled: Crawled,
    crawl: CrawlSettings,
    ttl: int | None,
    failed: bool,
    status: int | None,
    at: datetime,
) -> datetime:
    ended, missing = gone_count(visit), missing_count(visit)
    if gone.is_ended(ended) or gone.is_missing(missing):
        return at + _DAY
    headers: Mapping[str, str] = crawled.outcome.headers
    if failed and status not in _WAITS:
        headers = {name: value for name, value in headers.items() if name.lower() != "retry-after"}
    return schedule.next_visit(
        at,
        ok=not failed,
        headers=headers,
        ttl=ttl,
        failures=visit.failures,
        pace=pace_of(crawl),
        draw=_draw(visit.source, at),
    )


def pace_of(crawl: CrawlSettings) -> schedule.Pace:
    """The shortest and longest time between two visits."""
    return schedule.Pace(timedelta(minutes=crawl.least_minutes), timedelta(days=crawl.most_days))


def gone_count(visit: Visit) -> gone.Count:
    """How often it answered 410 in a row."""
    return gone.Count(_moment(visit.gone_first), _moment(visit.gone_last), visit.gone_count)


def missing_count(visit: Visit) -> gone.Count:
    """How often it answered 404 in a row."""
    return gone.Count(_moment(visit.missing_first), _moment(visit.missing_last), visit.missing_count)


def staleness_of(visit: Visit, source: Source, crawl: CrawlSettings, at: datetime) -> stale.Staleness:
    """Whether what is held of a source is good, marked, or no longer shown."""
    keep = timedelta(days=source.keep_days or crawl.keep_days)
    return stale.staleness(
        _moment(visit.last_success), at, stale_after=timedelta(days=crawl.stale_after_days), keep=keep
    )


def with_state(visit: Visit, source: Source, crawl: CrawlSettings, at: datetime, *, over: bool) -> Visit:
    """The visit with the state of its source at a moment; ``over``: its feed ended by its own date."""
    found = state.state_of(
        source.status,
        read=bool(visit.last_success),
        failures=visit.failures,
        ended=over or gone.is_ended(gone_count(visit)),
        missing=gone.is_missing(missing_count(visit)),
        staleness=staleness_of(visit, source, crawl, at),
        held=visit.to_review,
        live=visit.live,
    )
    return visit if visit.state == found else visit._replace(state=found)


def _draw(source: str, at: datetime) -> float:
    """A number from 0 to 1 that differs from source to source and from time to time, and is the same when run again."""
    digest = hashlib.sha256(f"{source} {at.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def _moment(text: str) -> datetime | None:
    return parse_instant(text) if text else None


def _text(moment: datetime | None) -> str:
    return format_instant(moment) if moment else ""
