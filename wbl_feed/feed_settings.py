"""The ``[feed]`` table of map.toml and sources.toml: what a feed says of itself."""

from typing import Any

from pydantic import field_validator

from wbl_feed.errors import UsageError
from wbl_feed.licenses import spelled
from wbl_feed.models import Envelope, Feed
from wbl_feed.models.base import Code
from wbl_feed.profiles import bundled
from wbl_feed.reading import parse
from wbl_feed.settings import Settings, did_you_mean
from wbl_feed.times import is_zone


class PublisherSettings(Settings):
    """Who publishes the feed."""

    name: str
    url: str | None = None
    email: str | None = None


class FeedSettings(Settings):
    """The envelope of a feed."""

    id: str
    """IRI of the feed, which never changes."""
    name: str
    license: str
    """SPDX identifier or address of the licence; there is no default."""
    publisher: PublisherSettings
    time_zone: str = "America/New_York"
    language: str | None = None
    home_page_url: str | None = None
    feed_url: str | None = None
    description: str | None = None
    attribution_text: str | None = None
    regions: tuple[Code, ...] = ()
    profiles: tuple[str, ...] = ()
    """Profiles that the feed follows: names of bundled ones, or IRIs."""

    @field_validator("profiles")
    @classmethod
    def _profiles(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        known = bundled()
        for name in names:
            if name not in known and ":" not in name:
                hint = did_you_mean(name, list(known)) or f"There are: {', '.join(known)}."
                raise ValueError(f"there is no profile “{name}”. {hint} Others are named by their IRI")
        return tuple(known[name].iri if name in known else name for name in names)

    @field_validator("id")
    @classmethod
    def _iri(cls, value: str) -> str:
        if not value.startswith(("https://", "http://", "urn:", "tag:")):
            raise ValueError('it must be an IRI that never changes, such as "https://site.example/feed"')
        return value

    @field_validator("license")
    @classmethod
    def _license(cls, value: str) -> str:
        known = spelled(value)
        if known != value:
            hint = f"; did you mean “{known}”?" if known else ", such as CC-BY-4.0, and no address of a licence"
            raise ValueError(f"“{value}” is no SPDX identifier{hint}")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if not is_zone(value):
            raise ValueError(f"“{value}” is no IANA time zone, such as America/New_York")
        return value

    def feed(self, **members: Any) -> Feed:
        """A complete feed with this envelope and the given members, by their Python names.

        Raises ``UsageError`` when the table makes no valid envelope.
        """
        envelope: dict[str, Any] = {
            "type": "DataFeed",
            "spec_version": "1.0",
            "id": self.id,
            "name": self.name,
            "publisher": self.publisher.model_dump(exclude_none=True),
            "license": self.license,
            "time_zone": self.time_zone,
            "completeness": "complete",
            "home_page_url": self.home_page_url,
            "feed_url": self.feed_url,
            "description": self.description,
            "attribution_text": self.attribution_text,
            "in_language": self.language,
            "regions": self.regions or None,
            "profiles": self.profiles or None,
            **members,
        }
        stated = {Feed.model_fields[name].alias or name: value for name, value in envelope.items() if value is not None}
        checked = parse(Envelope, {name: value for name, value in stated.items() if name != "items"}, "")
        if isinstance(checked, tuple):
            raise UsageError(f"{checked[0].message} {checked[0].fix}", place="the table [feed]")
        return Feed.from_members(stated)
