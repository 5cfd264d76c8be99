"""Our aggregator as the consumer of a case: the real pipeline over real HTTP, visit after visit."""

import json
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from conformance.web import CaseFetcher, Request, Web
from pydantic import ValidationError
from wbl_aggregator.accept import Decision, Holding
from wbl_aggregator.match.verdicts import Verdicts
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config, Matching, MatchSettings
from wbl_aggregator.store import open_for_reading

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
    holding: Holding = field(default_factory=Holding)
    """What is kept of the first source afterwards."""

    @property
    def decision(self) -> Decision | None:
        """What was decided on the first source."""
        return self.run.decisions[0] if self.run else None

    @property
    def held(self) -> set[str]:
        """Ids of the postings that are kept from the first source."""
        return set(self.holding.postings)


class Ours:
    """One aggregator with a folder of its own."""

    def __init__(
        self,
        folder: Path,
        web: Web,
        aggregator: dict[str, Any] | None = None,
        limits: dict[str, Any] | None = None,
        verdicts: Verdicts | None = None,
    ) -> None:
        self.out, self._state, self._web = folder / "public", folder / ".wbl", web
        self._feed = {_SETTINGS.get(name, name): value for name, value in (aggregator or STATEWIDE).items()}
        self._crawl: dict[str, Any] = {"contact": "ops@statewide.example", "pause_seconds": 0}
        declared = MatchSettings.model_validate({"preset": "declared"})  # as the kit asks for
        self._matching = Matching(declared, verdicts or Verdicts())
        if limits:
            self._crawl |= {"megabytes": limits["bytes"] / 1_000_000, "seconds": limits["seconds"]}

    def visit(self, at: datetime, sources: list[dict[str, Any]], *, now: bool = True) -> Visit:
        """Run once over the sources; one whose publisher asked for it is read without its robots.txt (18.2, rule 5)."""
        self._web.requests.clear()
        try:
            config = Config.model_validate(
                {"feed": self._feed, "crawl": self._crawl, "source": [{"robots": False, **one} for one in sources]}
            )
        except ValidationError:  # an address that no source may have
            return Visit(None, ())
        try:
            outcome = run(
                config,
                self.out,
                self._state,
                at,
                lambda source: self._fetcher(config),
                now=now,
                matching=self._matching,
            )
        except NothingPublishedError:
            outcome = None
        with closing(open_for_reading(self._state)) as store:
            holding = store.holdings.of(sources[0]["id"])
        return Visit(outcome, tuple(self._web.requests), holding)

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
