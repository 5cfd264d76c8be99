"""When a source is asked next: what its feed and its server say, within what the operator allows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wbl_aggregator.decisions.http_date import parse_http_date

TOLERANCE = timedelta(seconds=60)
"""How much earlier than told a source may be asked, since no cron is to the second."""
SILENCE = 3600
"""Seconds between two visits to a feed that states no ``ttl`` (spec section 4.2)."""
_DAY = timedelta(days=1)
_ZERO = timedelta()
_LONGEST = 2**31
"""Seconds that any number of them counts for at most (RFC 9111 section 1.2.2)."""
_DIRECTIVE = re.compile(r'([^\s,;="]+)\s*(?:=\s*("(?:\\.|[^"\\])*"?|[^\s,;"]*))?')


@dataclass(frozen=True)
class Pace:
    """The shortest and the longest time between two visits; where they cross, the shortest holds."""

    least: timedelta = timedelta(hours=1)
    most: timedelta = timedelta(days=31)

    def within(self, span: timedelta) -> timedelta:
        """The time, or the bound that it is beyond."""
        return max(self.least, min(span, self.most))


def freshness(headers: Mapping[str, str], at: datetime | None = None) -> timedelta | None:
    """How long the server says that its answer stays good (RFC 9111 section 4.2); ``None`` if it does not say.

    ``at`` is when the answer came, for an ``Expires`` without a ``Date``. ``s-maxage`` is not for us: an aggregator
    keeps the answer for itself, which is a private cache, and those ignore it (section 5.2.2.10). What cannot be read
    counts as stale already (sections 4.2.1 and 5.3), and never makes a feed be asked more often than its ``ttl`` says.
    """
    directives = _directives(_header(headers, "cache-control") or "")
    if (
        directives.get("no-store") is not None or directives.get("no-cache") == ""
    ):  # with field names: those fields only
        return _ZERO
    stated = directives.get("max-age")
    if stated is not None:
        return max(_ZERO, (_seconds(stated) or _ZERO) - _age(headers))
    expires = _header(headers, "expires")
    if expires is None:
        return None
    end, date = parse_http_date(expires, at), _date(headers, at) or at
    if end is None or date is None:
        return _ZERO
    return max(_ZERO, min(end - date, timedelta(seconds=_LONGEST)) - _age(headers))


def retry_after(headers: Mapping[str, str], at: datetime) -> datetime | None:
    """The moment that ``Retry-After`` names, never one before ``at``; ``None`` if there is none that can be read.

    A date is read by the server's own clock, as its ``Date`` shows it, so that a clock that is wrong costs nothing.
    """
    text = (_header(headers, "retry-after") or "").strip()
    span = _seconds(text)
    if span is None:
        date = parse_http_date(text, at)
        if date is None:
            return None
        span = date - (_date(headers, at) or at)
    return at + max(_ZERO, min(span, timedelta(seconds=_LONGEST)))


def next_visit(
    at: datetime,
    *,
    ok: bool,
    headers: Mapping[str, str],
    ttl: int | None,
    failures: int,
    pace: Pace,
    draw: float,
) -> datetime:
    """When to ask a source again that answered at ``at``. Never raises for what the feed or the server says.

    After an answer it is the longest of ``pace.least``, ``ttl`` and HTTP freshness (spec 18.2 rule 6). After a failure
    it is ``pace.least``, doubled with each further one up to a day, of which ``draw`` (0 to 1) takes off up to half;
    and never before ``Retry-After`` (rule 4). That header means something with 429 and 503; the caller leaves it out
    of ``headers`` of any other answer. Nobody can keep a feed from being read for longer than ``pace.most``.
    """
    if ok:
        told = timedelta(seconds=max(0, min(SILENCE if ttl is None else ttl, _LONGEST)))
        return at + pace.within(max(told, freshness(headers, at) or _ZERO))
    longest = pace.within(_DAY)
    doubled = min(2.0 ** max(0, min(failures - 1, 40)) * pace.least.total_seconds(), longest.total_seconds())
    back_off = timedelta(seconds=doubled * (0.5 + (draw if 0 <= draw <= 1 else 1.0) / 2))
    allowed = retry_after(headers, at)
    # The tolerance is added because `is_due` takes it off, and Retry-After is a MUST.
    return at + max(back_off, min(allowed - at, pace.most) + TOLERANCE if allowed else _ZERO)


def is_due(next_visit: datetime | None, at: datetime, most: timedelta | None = None) -> bool:
    """Whether a source is asked in a run at ``at``: its time has come, give or take a minute, or it never had one.

    ``most`` is the pace's: a next visit further off than that was set by a clock that was wrong, and does not count.
    """
    if next_visit is None:
        return True
    wait = next_visit - at
    return wait <= TOLERANCE or (most is not None and wait > most + TOLERANCE)


def _header(headers: Mapping[str, str], name: str) -> str | None:
    """A header, whatever the case of its name; several are one, joined by commas (RFC 9110 section 5.2)."""
    values = [value for key, value in headers.items() if key.lower() == name]
    return ", ".join(values) if values else None


def _directives(text: str) -> dict[str, str]:
    """The directives of ``Cache-Control`` with their arguments; of one that stands twice the first counts."""
    found: dict[str, str] = {}
    for name, argument in _DIRECTIVE.findall(text):
        found.setdefault(name.lower(), argument.strip('"').strip())
    return found


def _seconds(text: str) -> timedelta | None:
    """A number of seconds; ``None`` for anything else. One too large is the largest there is."""
    if not re.fullmatch(r"[0-9]+", text):
        return None
    digits = text.lstrip("0") or "0"
    return timedelta(seconds=_LONGEST if len(digits) > 10 else min(int(digits), _LONGEST))


def _age(headers: Mapping[str, str]) -> timedelta:
    """How long the answer had been in caches on its way; of several, the first (RFC 9111 section 5.1)."""
    return _seconds((_header(headers, "age") or "").split(",")[0].strip()) or _ZERO


def _date(headers: Mapping[str, str], at: datetime | None) -> datetime | None:
    return parse_http_date(_header(headers, "date") or "", at)
