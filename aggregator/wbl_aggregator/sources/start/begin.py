"""Gives the texts of a new hub's files, and writes those that are not there yet."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from wbl_aggregator.sources.start import schedule
from wbl_feed import __version__
from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.files import write_if_changed
from wbl_feed.settings import check
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
_MINUTES = [minute for minute in range(6, 55) if minute % 5]
"""Those at which few others begin."""


@dataclass(frozen=True)
class Hub:
    """What a person says of a hub; empty where it is not known yet."""

    name: str = ""
    home: str = ""
    """Address that it is published at, from which the feed's id is made."""
    license: str = ""
    contact: str = ""
    """A mailbox of a role."""
    profiles: tuple[str, ...] = ()
    time_zone: str = "America/New_York"

    @property
    def feed(self) -> str:
        """The feed's id; empty while there is no address."""
        return f"{self._base}id/feed" if self.home else ""

    @property
    def feed_url(self) -> str:
        """Where ``feed.json`` will be; empty while there is no address."""
        return f"{self._base}feed.json" if self.home else ""

    @property
    def _base(self) -> str:
        parts = urlsplit(self.home)
        return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/", "", ""))

    @property
    def missing(self) -> list[str]:
        """The settings without which nothing is published."""
        known = {"id": self.feed, "name": self.name, "license": self.license}
        return [key for key, value in known.items() if not value]

    def checked(self) -> "Hub":
        """The same, if it is sound. Raises ``UsageError`` where something is not."""
        if self.home and not re.fullmatch(r"https?://[^\s/?#]+[^\s]*", self.home):
            raise UsageError(f"“{self.home}” is no address.", place="--home", fix="It begins with https://.")
        settings = {
            "id": self.feed or "urn:x-wbl:none",
            "name": self.name or "?",
            "license": self.license or "CC0-1.0",
            "time_zone": self.time_zone,
            "profiles": list(self.profiles),
            "home_page_url": self.home or None,
            "publisher": {"name": self.name or "?", "url": self.home or None, "email": self.contact or None},
        }
        check(FeedSettings, settings, "the options").feed(date_modified="2000-01-01T00:00:00Z", items=())
        return self


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
        "requirement": requirement(),
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


def requirement() -> str:
    """What pip installs: the library with what adapters need, up to the next version that may break."""
    major, minor = __version__.split(".")[:2]
    below = f"{int(major) + 1}" if int(major) else f"0.{int(minor) + 1}"
    return f"wbl-feed[all]>={major}.{minor},<{below}"


def _minute(hub: Hub, folder: Path) -> int:
    """A minute that is always the same for a hub and not the same for all."""
    digest = hashlib.sha256(f"{hub.feed} {hub.name} {folder.resolve().name}".encode(errors="replace")).digest()
    return _MINUTES[digest[0] % len(_MINUTES)]


@cache
def _templates() -> Environment:
    """Marks that neither YAML, Markdown, TOML nor a shell uses."""
    environment = Environment(
        loader=PackageLoader("wbl_aggregator.sources.start", "templates"),
        autoescape=False,  # noqa: S701 - these are no HTML
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        variable_start_string="[=",
        variable_end_string="=]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    environment.filters["toml"] = quoted
    return environment
