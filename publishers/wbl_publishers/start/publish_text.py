"""Writes ``publish.toml``: what the feed says of itself, and its input."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from wbl_feed.errors import UsageError
from wbl_feed.starting import Intended
from wbl_feed.toml_text import comment, quoted

_ZONES = {
    f"{letter}{kind}": zone
    for letter, zone in {
        "E": "America/New_York",
        "C": "America/Chicago",
        "M": "America/Denver",
        "P": "America/Los_Angeles",
        "AK": "America/Anchorage",
        "H": "Pacific/Honolulu",
    }.items()
    for kind in ("T", "ST", "DT", *(f"ST{hours}{letter}DT" for hours in (5, 6, 7, 8)))
}
"""What people write for the zones of the United States. Some are in the database too, without summer time."""


class Publisher(Intended):
    """What a person says of the site."""

    PATH = "feed"

    def checked(self) -> "Publisher":
        """The same, if it is sound. Raises ``UsageError``, with the option to mend, where something is not."""
        if self.home and not (self.home.startswith(("http://", "https://")) and _host(self.home)):
            raise UsageError(f"“{self.home}” is no address.", place="--home", fix="It begins with https://.")
        if zone := _ZONES.get(self.time_zone.strip().upper()):
            message = f"“{self.time_zone}” names an hour and no place, so that summer time may be missing."
            raise UsageError(message, place="--time-zone", fix=f"Did you mean {zone}?")
        self.check_settings()
        if "/" not in self.time_zone and self.time_zone != "UTC":
            fix = "Name one such as America/New_York, or UTC."
            raise UsageError(f"“{self.time_zone}” is no time zone of a place.", place="--time-zone", fix=fix)
        return self


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def publish_text(publisher: Publisher, kind: str, source: str, *, allow_private: bool = False) -> str:
    """The text of ``publish.toml``. What is not known is a comment, so that publishing says that it is missing."""
    private = ["allow_private = true  # the address may be one of a private network"] if allow_private else []
    return "\n".join([*_lines(publisher, kind, source), *private]) + "\n"


def _lines(publisher: Publisher, kind: str, source: str) -> Iterator[str]:
    yield from comment(
        "What is published, and what the feed says of itself. wbl publish init wrote this; "
        "wbl publish run publish.toml --dry-run says what it would publish."
    )
    yield "config_version = 1"
    yield 'out = "public"  # the folder to publish in, beside this file; it goes on the web'
    yield ""
    yield "[feed]"
    yield "# A name for the feed that never changes, even if the site moves. It need not lead anywhere."
    yield _line("id", publisher.feed, "https://your-site.example/feed")
    yield _line("name", publisher.name, "Name of the network")
    yield "# Under what terms others may show the postings: CC-BY-4.0 (with your name), CC0-1.0 (as they like), others"
    yield "# of the SPDX list, or the address of your own terms. Without it nobody may republish them."
    yield _line("license", publisher.license, "CC-BY-4.0")
    yield f"time_zone = {quoted(publisher.time_zone)}  # a deadline ends with that day there"
    yield _line("home_page_url", publisher.home, "https://your-site.example/", needed=False)
    yield '# feed_url = "https://…/feed.json"  # where feed.json will be on the web'
    yield '# language = "en"  # of the postings'
    yield _line("profiles", list(publisher.profiles), ["us-ma"], needed=False)
    yield ""
    yield "[feed.publisher]"
    yield _line("name", publisher.name, "Name of the network")
    yield _line("url", publisher.home, "https://your-site.example/", needed=False)
    yield _line("email", publisher.contact, "internships@your-site.example", needed=False)
    yield ""
    yield "[[input]]"
    yield f"name = {quoted('sheet' if kind in ('csv', 'xlsx') else kind)}  # keeps its ids apart: never change it"
    yield f"kind = {quoted(kind)}"
    yield f"source = {quoted(source)}"
    yield 'map = "map.toml"'


def _line(key: str, value: str | list[str], example: str | list[str], *, needed: bool = True) -> str:
    if value:
        return f"{key} = {quoted(value)}"
    return f"# {key} = {quoted(example)}" + ("  # write yours, and take the # away" if needed else "")
