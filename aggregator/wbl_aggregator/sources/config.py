"""The sources file: which feeds are crawled, and what the statewide feed says of itself."""

import re
from collections.abc import Mapping

from pydantic import Field, field_validator, model_validator

from wbl_aggregator.sources.matching import MatchSettings
from wbl_aggregator.sources.source import Source
from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.fetch import Limits
from wbl_feed.settings import Settings

FROM_ENVIRONMENT = "env:"


class CrawlSettings(Settings):
    """How sources are asked."""

    contact: str = ""
    """Address or mailbox that the User-Agent names, in ASCII."""
    seconds: float = Field(60.0, gt=0)
    """For one request."""
    seconds_per_source: float | None = Field(None, gt=0)
    """For all requests and pauses of one source, pages included. Silence: ten times ``seconds``; for a site without a
    feed, which is read page by page, six times as long."""
    megabytes: float = Field(50.0, gt=0)
    """Of one document, before and after decompression."""
    at_once: int = Field(16, ge=1, le=64)
    """Hosts that are asked at the same time at most; one host gets one request at a time."""
    least_minutes: int = Field(60, ge=1, le=44_640)
    """Between two visits of a source, whatever it asks for."""
    most_days: int = Field(31, ge=1, le=366)
    """Between two visits of a source, whatever it asks for."""
    pause_seconds: float = Field(1.0, ge=0, le=3600)
    """Between two requests to a host."""
    robots: bool = True
    """Whether robots.txt is obeyed."""
    stale_after_days: int = Field(3, ge=1)
    """After how long without an answer a source is marked as stale."""
    keep_days: int = Field(30, ge=1)
    """How long the postings of a source stay while it cannot be read."""
    webhook: str = ""
    """Address that changes of the sources' states are sent to, or ``env:NAME`` of the variable that holds it."""

    @field_validator("contact")
    @classmethod
    def _ascii(cls, value: str) -> str:
        if not re.fullmatch(r"[ -~]*", value):
            raise ValueError("it must be an address or a mailbox in ASCII")
        return value

    @field_validator("webhook")
    @classmethod
    def _hook(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://\S+|env:[A-Za-z_][A-Za-z0-9_]*", value):
            raise ValueError("it must be an address, or env: and the name of the environment variable that holds it")
        return value

    @model_validator(mode="after")
    def _ordered(self) -> "CrawlSettings":
        if self.stale_after_days > self.keep_days:
            raise ValueError("“stale_after_days” is longer than “keep_days”, when the postings are gone already")
        if self.least_minutes > self.most_days * 24 * 60:
            raise ValueError("“least_minutes” is longer than “most_days”")
        return self

    @property
    def limits(self) -> Limits:
        return Limits(seconds=self.seconds, step_seconds=min(20.0, self.seconds), bytes=int(self.megabytes * 1_000_000))

    def webhook_address(self, environment: Mapping[str, str]) -> str:
        """Where changes of state are sent to; empty for nowhere. Raises ``UsageError`` if its variable is not set."""
        if not self.webhook.startswith(FROM_ENVIRONMENT):
            return self.webhook
        name = self.webhook.removeprefix(FROM_ENVIRONMENT)
        if not environment.get(name):
            message = f"the environment variable {name} is not set."
            raise UsageError(message, place="crawl.webhook", fix="Set it to the address, or take “webhook” out.")
        return environment[name]


class PublishSettings(Settings):
    """How long what was published stays."""

    log_days: int = Field(90, ge=1)
    """How far the change log reaches back."""
    tombstone_days: int = Field(365, ge=1)
    """How long the feed says of a posting that it is gone."""
    keep_hours: float = Field(24.0, ge=0)
    """How long a page that nothing names any more stays for those who are reading."""
    raw_days: int = Field(0, ge=0)
    """How long the documents of the sources are kept as they came; 0 keeps none."""


class Config(Settings):
    """Everything that an operator decides: a whole sources file, or folder."""

    feed: FeedSettings
    crawl: CrawlSettings = Field(default_factory=lambda: CrawlSettings.model_validate({}))
    publish: PublishSettings = Field(default_factory=lambda: PublishSettings.model_validate({}))
    match: MatchSettings = Field(default_factory=lambda: MatchSettings.model_validate({}))
    sources: tuple[Source, ...] = Field((), alias="source")

    @model_validator(mode="after")
    def _unique(self) -> "Config":
        seen: set[str] = set()
        for source in self.sources:
            for key, what in ((source.id, "id"), (source.listed, "home" if source.home else "url")):
                if key in seen:
                    raise ValueError(f"two sources have the {what} “{key}”")
                seen.add(key)
        for source in self.sources:
            known = source.redirect in seen and source.redirect != source.id
            if source.redirect and not known and "://" not in source.redirect:
                raise ValueError(f"“redirect” of “{source.id}” names “{source.redirect}”, which is no other source")
        for name in (name for pair in self.match.pairs for name in pair.sources):
            if name not in {source.id for source in self.sources}:
                raise ValueError(f"a [[match.pair]] names “{name}”, which is no source")
        return self
