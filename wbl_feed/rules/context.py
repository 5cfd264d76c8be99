"""What a rule may know besides the posting that it looks at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from wbl_feed.models import Envelope
from wbl_feed.profiles import Profile, bundled
from wbl_feed.times import is_zone, parse_instant

KNOWN_MINOR = 0
"""The newest ``1.x`` whose vocabularies are bundled here; a newer feed may use newer codes."""
STALE = timedelta(days=60)
"""How long an open posting may go unchecked."""
MOST_HINTS = 100
"""How many findings of a kind get a did-you-mean in one feed."""


@dataclass(frozen=True)
class Context:
    """The feed, the moment and the profiles that a posting is judged by."""

    envelope: Envelope | None
    at: datetime
    profiles: tuple[Profile, ...] = ()
    asked: Counter[str] = field(default_factory=Counter)
    """How often a kind of finding was given a did-you-mean."""

    @cached_property
    def zone(self) -> str:
        """The zone in which civil dates are read."""
        zone = self.envelope.time_zone if self.envelope else "UTC"
        return zone if is_zone(zone) else "UTC"

    @cached_property
    def today(self) -> str:
        """The day of the moment, in UTC."""
        return self.at.astimezone(UTC).date().isoformat()

    @cached_property
    def yesterday(self) -> str:
        """The day before; an instant with an earlier day in its text has passed everywhere."""
        return (self.at.astimezone(UTC) - timedelta(days=1)).date().isoformat()

    @cached_property
    def tomorrow(self) -> str:
        """The day after, which some places have reached."""
        return (self.at.astimezone(UTC) + timedelta(days=1)).date().isoformat()

    @cached_property
    def stale(self) -> str:
        """The day before which an unchecked posting is stale."""
        return (self.at.astimezone(UTC) - STALE).date().isoformat()

    @cached_property
    def newer(self) -> bool:
        """Whether the feed follows a newer minor version than this library."""
        return self.envelope is not None and int(self.envelope.spec_version.split(".")[1]) > KNOWN_MINOR

    @cached_property
    def prefixes(self) -> dict[str, Profile]:
        """The profiles that are known here, by the prefixes of their codes."""
        known = {profile.iri: profile for profile in (*bundled().values(), *self.profiles)}
        return {prefix: profile for profile in known.values() for prefix in profile.prefixes}

    @cached_property
    def named(self) -> frozenset[str]:
        """IRIs of the profiles that the feed names."""
        return frozenset((self.envelope and self.envelope.profiles) or ())

    @cached_property
    def aggregate(self) -> bool:
        """Whether the feed is an aggregate, which names its sources (section 17.1)."""
        return bool(self.envelope and self.envelope.sources)

    @cached_property
    def ended(self) -> bool:
        """Whether the feed's terminationDate has passed."""
        end = self.envelope and self.envelope.termination_date
        return bool(end) and parse_instant(str(end)) <= self.at

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Hosts of the feed's publisher."""
        envelope = self.envelope
        if envelope is None:
            return frozenset()
        return hosts((envelope.id, envelope.feed_url, envelope.home_page_url, envelope.publisher.url))

    def hints(self, kind: str) -> bool:
        """Whether one more finding of a kind gets a did-you-mean; looking for one is slow, so that few do."""
        self.asked[kind] += 1
        return self.asked[kind] <= MOST_HINTS

    def once(self, what: str) -> bool:
        """Whether this is the first time that somebody asks for it; for what one finding in a feed is enough."""
        self.asked[what] += 1
        return self.asked[what] == 1


def hosts(addresses: Iterable[str | None]) -> frozenset[str]:
    """The hosts of addresses, without ``www.``."""
    found = {host_of(address) for address in addresses if address}
    return frozenset(found - {""})


def host_of(address: str) -> str:
    """The host of an address, without ``www.``; empty if it has none."""
    scheme, _, rest = address.partition("://")
    return _host_of(rest.partition("/")[0]) if scheme.isalnum() else ""


@lru_cache(maxsize=4_096)
def _host_of(authority: str) -> str:
    try:
        host = urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
