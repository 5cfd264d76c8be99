"""What the beginnings of a site's feed and of a hub have in common: what a person says of it, and the files written."""

import hashlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit, urlunsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from wbl_feed import __version__
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.settings import check

_MINUTES = [minute for minute in range(6, 55) if minute % 5]
"""Those at which few others begin."""


@dataclass(frozen=True)
class Intended:
    """What a person says of a feed that is to begin; empty where it is not known yet."""

    PATH: ClassVar[str]
    """What the feed's id has after the address of the home page."""

    name: str = ""
    home: str = ""
    """Address of the home page, from which the feed's id is made."""
    license: str = ""
    contact: str = ""
    """A mailbox of a role."""
    profiles: tuple[str, ...] = ()
    time_zone: str = "America/New_York"

    @property
    def feed(self) -> str:
        """The feed's id; empty while there is no home page."""
        return self.below_home(self.PATH)

    def below_home(self, path: str) -> str:
        """An address below the home page; empty while there is none."""
        if not self.home:
            return ""
        parts = urlsplit(self.home)
        return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{path}", "", ""))

    @property
    def missing(self) -> list[str]:
        """The settings without which nothing is published."""
        known = {"id": self.feed, "name": self.name, "license": self.license}
        return [key for key, value in known.items() if not value]

    def check_settings(self) -> None:
        """Raises ``UsageError`` where something that was said is not sound."""
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


def requirement(extra: str) -> str:
    """What pip installs: the library with an extra, up to the next version that may break."""
    major, minor = __version__.split(".")[:2]
    below = f"{int(major) + 1}" if int(major) else f"0.{int(minor) + 1}"
    return f"wbl-feed{f'[{extra}]' if extra else ''}>={major}.{minor},<{below}"


def minute_of(text: str) -> int:
    """A minute that is always the same for a text and not the same for all."""
    digest = hashlib.sha256(text.encode(errors="replace")).digest()
    return _MINUTES[digest[0] % len(_MINUTES)]


def program() -> str:
    """Where ``wbl`` is on this computer."""
    beside = Path(sys.executable).with_name("wbl")
    return str(beside) if beside.is_file() else shutil.which("wbl") or "wbl"


def templates(package: str) -> Environment:
    """The templates of a package, with marks that neither YAML, Markdown, TOML nor a shell uses."""
    return Environment(
        loader=PackageLoader(package, "templates"),
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
