"""A fetcher with manners: robots.txt, pace, Retry-After and a budget of time, at every step of the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from wbl_aggregator.crawl.hosts import Host, Hosts
from wbl_aggregator.crawl.robots import RobotsRules
from wbl_aggregator.crawl.values import Waiting
from wbl_aggregator.decisions.schedule import retry_after
from wbl_feed.fetch import Failed, Fetched, Fetcher, LedElsewhere, Outcome, Redirect, Validators
from wbl_feed.origins import origin, shown_address
from wbl_feed.robots import Robots

MOST_REDIRECTS = 5
LONGEST_DELAY = 60.0
"""Seconds of a Crawl-delay that are kept at most; a feed could not be read in the time of a run otherwise."""
MOST_RAW = 50_000_000
"""Bytes that are kept of what one source answers, in memory until it is read and then on disk."""
_SHORT_OF_TIME = (429, 503)


@dataclass
class Visitor:
    """Asks for one source; it is a ``Fetcher`` itself, so that all that reads over the network keeps to the same."""

    fetcher: Fetcher
    hosts: Hosts
    at: datetime
    rules: RobotsRules | None = None
    """``None`` where the publisher asked us to read its feed, or the operator knows better."""
    pause: float = 0.0
    seconds: float = 600.0
    """For all requests and pauses together."""
    least_wait: timedelta = timedelta(hours=1)
    """How long a host is left alone that says 429 and not until when."""
    most_wait: timedelta = timedelta(days=31)
    """How long a host is left alone at most, whatever it says."""
    keep_raw: bool = False
    raw: list[tuple[str, bytes]] = field(default_factory=list)
    """Address and body of what was got, where bodies are kept."""
    waits: dict[str, datetime] = field(default_factory=dict)
    """Hosts that said when they may be asked again."""
    _end: float | None = None
    _raw_bytes: int = 0

    def fetch(
        self,
        url: str,
        validators: Validators | Mapping[str, Validators] | None = None,
        *,
        same_origin: bool = False,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Outcome:
        """Get ``url``; each address on the way is asked by its own rules and with its own validators."""
        known = {url: validators} if isinstance(validators, Validators) else validators or {}
        redirects: list[Redirect] = []
        address = url
        while True:
            outcome = self._ask(address, known.get(address), headers)
            step = outcome.redirect if isinstance(outcome, LedElsewhere) else None
            if step is None:
                return self._done(outcome, tuple(redirects))
            if not follow or ((same_origin or headers) and not _alike(step.url, url)):
                message = "it was redirected to another host" if follow else "it was redirected"
                return LedElsewhere(url, "bad_address", message, redirects=tuple(redirects), redirect=step)
            if len(redirects) == MOST_REDIRECTS:
                message = f"more than {MOST_REDIRECTS} redirects"
                return Failed(url, "too_many_redirects", message, redirects=tuple(redirects))
            redirects.append(step)
            address = step.url

    def _done(self, outcome: Outcome, redirects: tuple[Redirect, ...]) -> Outcome:
        if self.keep_raw and isinstance(outcome, Fetched) and self._raw_bytes + len(outcome.body) <= MOST_RAW:
            self._raw_bytes += len(outcome.body)
            self.raw.append((outcome.url, outcome.body))
        return replace(outcome, redirects=redirects) if redirects else outcome

    def _ask(self, address: str, validators: Validators | None, headers: Mapping[str, str] | None) -> Outcome:
        """One request, if robots.txt allows it."""
        pause = self.pause
        if self.rules:
            rules = self.rules.of(address, self._robots)
            if not isinstance(rules, Robots):
                return self._without_rules(address, rules)
            if not rules.allow(address):
                rule = rules.rule(address)
                named = f" (“{rule}”)" if rule else ""
                message = f"its robots.txt does not allow to read {shown_address(address)}{named}"
                return Failed(address, "robots", message)
            pause = max(pause, min(rules.delay, LONGEST_DELAY))
        return self._request(address, validators, headers, pause)

    def _robots(self, place: str) -> Outcome:
        """The robots.txt, over redirects to wherever they lead (RFC 9309 section 2.3.1.2)."""
        address = place
        for _ in range(MOST_REDIRECTS + 1):
            outcome = self._request(address, None, None, self.pause, counts=False)
            if not isinstance(outcome, LedElsewhere) or outcome.redirect is None:
                return outcome
            address = outcome.redirect.url
        return Failed(place, "too_many_redirects", f"more than {MOST_REDIRECTS} redirects")

    def _without_rules(self, address: str, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Waiting):
            return replace(outcome, url=address)
        if isinstance(outcome, Failed) and outcome.status is None:  # the feed could not be had either
            return replace(outcome, url=address)
        why = outcome.message if isinstance(outcome, Failed) else "the server answered 304"
        headers = outcome.headers if isinstance(outcome, Failed) else {}
        message = f"its robots.txt could not be had ({why}), so nothing may be read"
        return Failed(address, "robots", message, headers=headers)

    def _request(
        self,
        address: str,
        validators: Validators | None,
        headers: Mapping[str, str] | None,
        pause: float,
        *,
        counts: bool = True,
    ) -> Outcome:
        """One request; one that does not count needs no time left and is followed by no pause."""
        host = self.hosts.of(address)
        with host.lock:
            if waiting := self._waiting(host, address):
                return waiting
            if counts and self._over():
                return Failed(address, "timeout", f"the source took longer than {self.seconds:g} seconds in all")
            self.hosts.pause(host, pause)
            outcome = self.fetcher.fetch(address, validators, headers=headers, follow=False)
            if counts:
                host.asked = self.hosts.clock()
            self._listen(host, outcome)
            return outcome

    def waiting(self, address: str) -> Waiting | None:
        """Whether the host of an address is not to be asked yet."""
        return self._waiting(self.hosts.of(address), address)

    def _waiting(self, host: Host, address: str) -> Waiting | None:
        until = host.until
        if until is None or self.at >= until:
            return None
        message = f"the server said that it may be asked again from {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC on"
        return Waiting(address, "waiting", message, until=until)

    def _over(self) -> bool:
        now = self.hosts.clock()
        if self._end is None:
            self._end = now + self.seconds
        return now > self._end

    def _listen(self, host: Host, outcome: Outcome) -> None:
        """Note how long a host wants to be left alone (spec 18.2, rule 4)."""
        if not isinstance(outcome, Failed) or outcome.status not in _SHORT_OF_TIME:
            return
        until = retry_after(outcome.headers, self.at)
        if until is None and outcome.status == 429:
            until = self.at + self.least_wait
        if until and until > self.at:
            host.until = self.waits[host.name] = min(until, self.at + self.most_wait)


def _alike(one: str, other: str) -> bool:
    try:
        return origin(one) == origin(other)
    except ValueError:
        return False
