"""A hub as its operator has it before him: a sources file, a state and a published folder, after real runs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from faults.hub import AT, feed, posting
from local_web import served
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import MODERATION, read_config, read_matching, read_moderation

HEAD = """\
config_version = 1
[feed]
id = "https://hub.example/feed"
name = "The hub"
license = "CC0-1.0"
publisher = { name = "The hub" }
[crawl]
contact = "ops@hub.example"
robots = false
pause_seconds = 0
"""
SITES = ("north", "south", "east", "west")


class Desk:
    """A hub of four sources, of which south has a posting that is refused and west is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.config, self.out = folder, folder / "sources.toml", folder / "public"
        self.web: dict[str, Any] = {}
        self.serve(feed("north", range(1, 4)))
        self.serve(feed("south", range(1, 2), [{**posting("south", 9), "status": "sleeping"}]))
        self.serve(feed("east", range(1, 9)))
        self.answer("west", status=404)
        tables = (f'[[source]]\nid = "{site}"\nurl = "https://{site}.example/feed.json"\n' for site in SITES)
        self.config.write_text(HEAD + "".join(tables), encoding="utf-8")

    def serve(self, value: dict[str, Any]) -> None:
        """Serve the feed of a site, or an answer."""
        self.web[f"{value['id'].rsplit('/', 1)[0]}/feed.json"] = value

    def answer(self, site: str, **answer: Any) -> None:
        """Let a site answer something else."""
        self.web[f"https://{site}.example/feed.json"] = answer

    def run(self, day: int = 0) -> Run:
        """One run, so many days after the first."""
        config = read_config(self.config)
        with served(self.web) as local:
            return run(
                config,
                self.out,
                self.folder / ".wbl",
                AT + timedelta(days=day),
                lambda source: local.fetcher,
                now=True,
                moderation=read_moderation(self.folder / MODERATION),
                matching=read_matching(self.folder, config.match),
            )
