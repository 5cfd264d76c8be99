"""Gives the texts of a new hub's files, and writes those that are not there yet."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment

from wbl_aggregator.sources.start import schedule
from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.starting import Intended, minute_of, requirement, templates
from wbl_feed.toml_text import quoted, shown

Scheduler = Literal["github", "systemd", "cron"]
SCHEDULERS: tuple[Scheduler, ...] = ("github", "systemd", "cron")
WORKFLOW = ".github/workflows/aggregate.yml"
CRONTAB, SERVICE, TIMER = "schedule/crontab.txt", "schedule/wbl-aggregate.service", "schedule/wbl-aggregate.timer"
_FILES = {
    "sources.toml": "sources.toml",
    "moderation.toml": "moderation.toml",
    ".gitignore": "gitignore",
    "README.md": "README.md",
}
_JOBS: dict[Scheduler, dict[str, str]] = {
    "github": {WORKFLOW: "aggregate.yml"},
    "systemd": {SERVICE: "wbl-aggregate.service", TIMER: "wbl-aggregate.timer"},
    "cron": {CRONTAB: "crontab.txt"},
}


class Hub(Intended):
    """What a person says of a hub."""

    PATH = "id/feed"

    @property
    def feed_url(self) -> str:
        """Where ``feed.json`` will be; empty while there is no address."""
        return self.below_home("feed.json")

    def checked(self) -> "Hub":
        """The same, if it is sound. Raises ``UsageError`` where something is not."""
        if self.home and not re.fullmatch(r"https?://[^\s/?#]+[^\s]*", self.home):
            raise UsageError(f"“{self.home}” is no address.", place="--home", fix="It begins with https://.")
        self.check_settings()
        return self


REQUIREMENT = requirement("all")
"""What pip installs where a hub runs."""


@dataclass(frozen=True)
class Begun:
    """What was written of a hub, and what was there already and stays."""

    written: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def texts(hub: Hub, folder: Path, schedulers: Collection[Scheduler] = SCHEDULERS) -> dict[str, str]:
    """The texts of a hub's files by their paths in its folder. Raises ``UsageError`` for a folder of an odd name."""
    hub = hub.checked()
    place = schedule.Place.of(folder)
    chosen = dict(_FILES)
    for one in SCHEDULERS:
        chosen |= _JOBS[one] if one in schedulers else {}
    values = {
        "hub": hub,
        "title": shown(hub.name, 200) or "The hub",
        "jobs": list(schedulers),
        "minute": _minute(hub, folder),
        "requirement": REQUIREMENT,
        "place": place,
        "cron_line": schedule.cron_line(place, _minute(hub, folder)),
    }
    return {path: _templates().get_template(f"{name}.j2").render(values) for path, name in chosen.items()}


def begin(hub: Hub, folder: Path, schedulers: Collection[Scheduler] = SCHEDULERS) -> Begun:
    """Write the files of a hub; one that is there stays as it is, whatever is in it.

    Raises ``UsageError`` for an odd folder or option, ``NothingPublishedError`` when the disk refuses.
    """
    begun = Begun()
    for name, text in texts(hub, folder, schedulers).items():
        path = folder / name
        if path.exists() or path.is_symlink():
            begun.left.append(name)
        else:
            write_if_changed(path, text.encode())
            begun.written.append(name)
    return begun


def _minute(hub: Hub, folder: Path) -> int:
    return minute_of(f"{hub.feed} {hub.name} {folder.resolve().name}")


@cache
def _templates() -> Environment:
    environment = templates("wbl_aggregator.sources.start")
    environment.filters["toml"] = quoted
    return environment
