"""Opens what somebody names: a file, an address, or standard input."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from wbl_feed import formats
from wbl_feed.documents import Get, PageError
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched, Fetcher, HttpFetcher, Limits, Outcome
from wbl_feed.origins import shown_address
from wbl_feed.pages import fetch_page, read_pages
from wbl_feed.reading import Reading

_HOST = re.compile(
    r"(?:localhost|[0-9.]{7,15}|(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|us|io|example))(?::[0-9]+)?(?:/|$)",
    re.IGNORECASE,
)
"""What looks like an address without its scheme."""


@dataclass(frozen=True)
class Opened:
    """A document as it was had."""

    address: str
    """Where it came from, after redirects; a file's as an IRI; empty for standard input."""
    content: bytes = field(repr=False)
    media_type: str = ""
    """What the server said, in lower case."""
    charset: str = ""
    """What the server said."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What the server said, with names in lower case."""


def open_feed(location: str | Path, *, allow_private: bool = False) -> Reading:
    """The feed at a path or address, or of ``-`` (standard input), with its pages.

    ``allow_private`` admits addresses of private networks. Raises ``UsageError`` if it cannot be had.
    """
    source = str(location)
    if is_address(source):
        fetcher = HttpFetcher(allow_private=allow_private)
        opened = _opened(fetcher.fetch(source), source)
        return read_pages(formats.read(opened.content), opened.address, network_pages(fetcher))
    opened = open_file(source)
    reading = formats.read(opened.content)
    return (
        read_pages(reading, opened.address, local_pages(Path(source).resolve().parent)) if opened.address else reading
    )


def is_address(location: str) -> bool:
    """Whether a location is an address and no file."""
    return location.lower().startswith(("http://", "https://"))


def open_file(location: str) -> Opened:
    """The file at a path, or ``-``, standard input. Raises ``UsageError``."""
    if location == "-":
        return Opened("", sys.stdin.buffer.read())
    path = Path(location)
    if path.is_dir():
        raise UsageError("this is a folder.", place=location, fix="Name the file in it.")
    try:
        return Opened(path.resolve().as_uri(), path.read_bytes())
    except FileNotFoundError:
        fix = "An address begins with https://." if _HOST.match(location) else "Check the name and the folder."
        raise UsageError("there is no such file.", place=location, fix=fix) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"it cannot be read: {getattr(error, 'strerror', None) or error}.", place=location) from None


def _opened(outcome: Outcome, url: str) -> Opened:
    if isinstance(outcome, Fetched):
        return fetched(outcome)
    raise unfetched(outcome, url)


def fetched(outcome: Fetched) -> Opened:
    """A document from the network."""
    parameters = outcome.headers.get("content-type", "").split(";")[1:]
    pairs = (parameter.partition("=") for parameter in parameters)
    charset = next((value.strip(" \"'") for name, _, value in pairs if name.strip().lower() == "charset"), "")
    return Opened(outcome.url, outcome.body, outcome.media_type, charset, outcome.headers)


def unfetched(outcome: Outcome, url: str) -> UsageError:
    """What is said of an address from which nothing came."""
    message = outcome.message if isinstance(outcome, Failed) else "304 to a first request"
    refused = isinstance(outcome, Failed) and outcome.code == "refused_address"
    private = refused or "private" in message
    fix = "Use --allow-private for one of your own network." if private else ""
    return UsageError(f"{message}.", place=shown_address(url), fix=fix)


def network_pages(fetcher: Fetcher) -> Get:
    """Gives the pages of a feed from the network."""
    return lambda url: fetch_page(fetcher, url)


def local_pages(folder: Path) -> Callable[[str], bytes]:
    """Gives the bytes of files below a folder by their IRIs, or raises ``PageError``."""
    return lambda url: _local_page(url, folder)


def _local_page(url: str, folder: Path) -> bytes:
    try:
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(folder):
            raise PageError("it lies outside the folder of the feed")
        if not path.is_file():
            raise PageError("there is no such file")
        if path.stat().st_size > Limits.bytes:
            raise PageError(f"it is larger than {Limits.bytes:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise PageError(error.strerror or "it cannot be read") from None
    except (ValueError, RuntimeError):
        raise PageError("its address is no name of a file") from None
