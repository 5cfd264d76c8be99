"""The sources file: which feeds are crawled, and what the statewide feed says of itself."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from wbl_feed.adapter import load_adapter
from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.fetch import Limits
from wbl_feed.files import is_reserved
from wbl_feed.models.base import Code
from wbl_feed.settings import Settings, check, read_toml


class CrawlSettings(Settings):
    """How sources are asked."""

    contact: str = ""
    """Address or mailbox that the User-Agent names, in ASCII."""
    seconds: float = Field(60.0, gt=0)
    """For one request, redirects included."""
    megabytes: float = Field(50.0, gt=0)
    """Of one document, before and after decompression."""
    at_once: int = Field(16, ge=1, le=64)
    """Hosts that are asked at the same time; one host gets one request at a time."""

    @field_validator("contact")
    @classmethod
    def _ascii(cls, value: str) -> str:
        if not re.fullmatch(r"[ -~]*", value):
            raise ValueError("it must be an address or a mailbox in ASCII")
        return value

    @property
    def limits(self) -> Limits:
        return Limits(seconds=self.seconds, step_seconds=min(20.0, self.seconds), bytes=int(self.megabytes * 1_000_000))


class Source(Settings):
    """One feed to crawl."""

    id: str
    """Short name that never changes."""
    kind: str = "feed"
    """Name of the adapter that reads a site without a feed. Silence: the site has one."""
    url: str
    """Address of its feed, or what the adapter reads."""
    map: str | None = None
    """Mapping file of that adapter, beside the sources file; its table ``[feed]`` says what the site's feed is."""
    name: str = ""
    """Its name for people. Silence: the feed's own."""
    trust: int = Field(5, ge=1, le=9)
    """1 is trusted most; of two sources of one opportunity the more trusted one is shown."""
    regions: tuple[Code, ...] = ()
    """Regions of postings that state none. Silence: the feed's own."""
    status: Literal["active", "paused"] = "active"
    """A paused source is not asked and its postings are kept."""
    allow_private: bool = False
    """Whether its address may be of a private network."""
    accept_drop: bool = False
    """Whether postings are deleted even if most of them are gone at once."""

    @field_validator("id")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            raise ValueError("it must be of lower-case letters, digits and hyphens, such as cape-cod")
        if value == "index" or is_reserved(value):
            raise ValueError(f"“{value}” cannot be the name of a file; take another one")
        return value

    @field_validator("url")
    @classmethod
    def _http(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("kind") == "feed" and not value.startswith(("https://", "http://")):
            raise ValueError("it must be an address that starts with https://")
        return value

    @model_validator(mode="after")
    def _mapped(self) -> "Source":
        if self.adopted and not self.map:
            raise ValueError(f"the source “{self.id}” of kind “{self.kind}” needs a mapping file under “map”")
        if self.map and not self.adopted:
            raise ValueError(f"the source “{self.id}” has a mapping file, and its “kind” is missing")
        return self

    @property
    def method(self) -> str:
        """How its postings came here, from vocabulary provenance-method."""
        return "converted" if self.adopted and load_adapter(self.kind).states else "imported"

    @property
    def adopted(self) -> bool:
        """Whether the site has no feed, so that an adapter reads it."""
        return self.kind != "feed"


class Config(Settings):
    """A whole sources file."""

    feed: FeedSettings
    crawl: CrawlSettings = Field(default_factory=lambda: CrawlSettings.model_validate({}))
    sources: tuple[Source, ...] = Field(alias="source", min_length=1)

    @model_validator(mode="after")
    def _unique(self) -> "Config":
        seen: set[str] = set()
        for source in self.sources:
            for key, what in ((source.id, "id"), (source.url, "url")):
                if key in seen:
                    raise ValueError(f"two sources have the {what} “{key}”")
                seen.add(key)
        return self


def read_config(path: Path) -> Config:
    """The sources file. Raises ``UsageError`` with the place of the first fault."""
    config = check(Config, read_toml(path), str(path))
    for source in config.sources:
        if source.adopted:
            load_adapter(source.kind)
    placed = (one.model_copy(update={"map": str(path.parent / one.map)}) if one.map else one for one in config.sources)
    config = config.model_copy(update={"sources": tuple(placed)})
    feeds = {config.feed.id: "feed"}
    for source in config.sources:
        name = feed_of(source)
        if name and name in feeds:
            fix = f"Give [feed] in {source.map} an id of its own."
            raise UsageError(f"“{source.id}” has the id of “{feeds[name]}”, {name}.", place=str(path), fix=fix)
        feeds[name] = source.id
    return config


def feed_of(source: Source) -> str:
    """The id of the feed that is made of an adopted site, by its mapping file; empty where that cannot be told."""
    try:
        return str(read_toml(Path(source.map))["feed"]["id"]) if source.map else ""
    except (UsageError, KeyError, TypeError):
        return ""  # the run itself says what is wrong with the file
