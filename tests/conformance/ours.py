"""Our aggregator as the consumer of a case: the real pipeline over real HTTP, visit after visit."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from conformance.web import CaseFetcher, Request, Web
from pydantic import ValidationError
from wbl_aggregator.accept import Decision
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config

from wbl_feed.errors import NothingPublishedError

STATEWIDE = {
    "id": "https://statewide.example/id/feed", "name": "Statewide", "license": "CC-BY-4.0",
    "publisher": {"name": "Statewide"}, "timeZone": "America/New_York",
}  # fmt: skip
_SETTINGS = {"timeZone": "time_zone"}


@dataclass(frozen=True)
class Visit:
    """What one run did and what it came to."""

    run: Run | None
    """``None`` when nothing was ever read, so that nothing is published."""
    requests: tuple[Request, ...]

    @property
    def decision(self) -> Decision | None:
        """What was decided on the first source."""
        return self.run.decisions[0] if self.run else None

    @property
    def held(self) -> set[str]:
        """Ids of the postings that are kept from the first source."""
        return set(self.decision.holding.postings) if self.decision else set()


class Ours:
    """One aggregator with a folder of its own."""

    def __init__(
        self, folder: Path, web: Web, aggregator: dict[str, Any] | None = None, limits: dict[str, Any] | None = None
    ) -> None:
        self.out, self._state, self._web = folder / "public", folder / ".wbl", web
        self._feed = {_SETTINGS.get(name, name): value for name, value in (aggregator or STATEWIDE).items()}
        self._crawl: dict[str, Any] = {"contact": "ops@statewide.example"}
        if limits:
            self._crawl |= {"megabytes": limits["bytes"] / 1_000_000, "seconds": limits["seconds"]}

    def visit(self, at: datetime, sources: list[dict[str, Any]]) -> Visit:
        """Run once over the sources."""
        self._web.requests.clear()
        try:
            config = Config.model_validate({"feed": self._feed, "crawl": self._crawl, "source": sources})
        except ValidationError:  # an address that no source may have
            return Visit(None, ())
        try:
            outcome = run(config, self.out, self._state, at, lambda source: self._fetcher(config))
        except NothingPublishedError:
            outcome = None
        return Visit(outcome, tuple(self._web.requests))

    def _fetcher(self, config: Config) -> CaseFetcher:
        return CaseFetcher(self._web, config.crawl.limits, contact=config.crawl.contact)

    def published(self) -> dict[str, Any]:
        """The published feed with the items of all its pages; empty where nothing is published."""
        path = self.out / "feed.json"
        if not path.is_file():
            return {}
        feed: dict[str, Any] = json.loads(path.read_bytes())
        for page in feed.get("pages", ()):
            feed["items"] += json.loads((self.out / page).read_bytes())["items"]
        return feed
