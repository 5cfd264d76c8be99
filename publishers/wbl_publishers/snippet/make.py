"""Makes the snippet from its template, the vocabularies and a few words in six languages."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from wbl_feed import vocabulary
from wbl_feed.errors import UsageError

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_NOT_JSON = re.compile(r"\.(atom|csv|html?|ics|rss|xml)", re.IGNORECASE)

_BEGINS = b"<div data-wbl "


@dataclass(frozen=True)
class Snippet:
    """What a snippet shows, and how."""

    feed: str
    """Address of a feed in JSON."""
    heading: str = ""
    """What stands above the postings; empty for the usual words in the language."""
    level: int = 2
    """Level of that heading in the page, 1 to 6."""
    language: str = "en"
    """One of ``wbl_feed.vocabulary.LANGUAGES``."""
    most: int = 10
    """Postings that are shown at once. A search is offered where there are more."""


def html(snippet: Snippet) -> str:
    """The block to paste: ASCII alone, so that no page can misread its characters.

    Raises ``UsageError`` where the feed's address is none that a page can read.
    """
    tag = snippet.language
    said = _words()[tag]
    text = _template().render(
        feed=_address(snippet.feed),
        heading=snippet.heading.strip() or said["heading"],
        level=snippet.level,
        below=min(snippet.level + 1, 6),
        lang=tag,
        most=snippet.most,
        words={"locale": tag, "months": None, **said},
        type=vocabulary.vocabulary("activity-type").title_in(tag),
        types=_labels("activity-type", tag),
        pays=_labels("compensation-status", tag),
        modes=_labels("work-mode", tag),
    )
    markup, script = text.encode("ascii", "xmlcharrefreplace").decode().split("<script>")
    # Markup on one line and a script without an empty one: WordPress makes paragraphs of other line breaks.
    return f"{_joined(markup, '')}<script>\n{_joined(script, chr(10))}\n"


def doubt(feed: str) -> str:
    """Why an address is perhaps that of a site and not of its feed, and what to do; empty if nothing speaks for it."""
    parts = urlsplit(feed)
    if parts.query or parts.path.lower().endswith(".json"):
        return ""
    named = parts._replace(path=f"{parts.path.rstrip('/')}/feed.json", fragment="").geturl()
    return (
        f"{feed} does not look like a feed, which the snippet needs: its address mostly ends with .json,"
        f" perhaps {named}. Check it: wbl validate {feed}"
    )


def is_ours(path: Path) -> bool:
    """Whether a file is a snippet, and nothing stands before it."""
    with path.open("rb") as file:
        return file.read(len(_BEGINS)) == _BEGINS


def _address(feed: str) -> str:
    """The address as it was given, if a page may read it; plain http only on this machine, to look at it first."""
    try:
        parts = urlsplit(feed)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or " " in feed or not feed.isprintable():
        raise UsageError("this is not an address.", place=feed, fix="Write it like https://hub.example/feed.json.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL):
        raise UsageError("a page can only read an https address.", place=feed, fix="Begin it with https://.")
    if parts.username is not None:
        raise UsageError("the address holds a name or a password, and everybody could read it.", place=feed)
    if found := _NOT_JSON.fullmatch(parts.path[parts.path.rfind(".") :]):
        raise UsageError(f"a snippet reads JSON, not {found[0]}.", place=feed, fix="Name the feed.json beside it.")
    return feed


def _joined(text: str, between: str) -> str:
    return between.join(line.strip() for line in text.splitlines() if line.strip())


def _labels(name: str, language: str) -> dict[str, str]:
    return {code: term.label_in(language) for code, term in vocabulary.vocabulary(name).terms.items()}


@cache
def _words() -> dict[str, Any]:
    """What the snippet says besides the labels of vocabularies, by language tag."""
    words: dict[str, Any] = json.loads(files(__package__).joinpath("words.json").read_text(encoding="utf-8"))
    return words


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("wbl_publishers.snippet", "."),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    return environment.get_template("snippet.html")
