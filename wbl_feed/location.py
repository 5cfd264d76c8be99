"""Opens the feed that somebody names: a file, an address, or standard input."""

import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from wbl_feed import formats
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched, HttpFetcher, Limits
from wbl_feed.pages import PageError, fetch_page, read_pages
from wbl_feed.reading import Reading


def open_feed(location: str | Path, *, allow_private: bool = False) -> Reading:
    """The feed at a path or address, or of ``-`` (standard input), with its pages.

    ``allow_private`` admits addresses of private networks. Raises ``UsageError`` if it cannot be had.
    """
    source = str(location)
    if source == "-":
        return formats.read(sys.stdin.buffer.read())
    if source.startswith(("http://", "https://")):
        fetcher = HttpFetcher(allow_private=allow_private)
        address, content = _fetch(fetcher, source)
        return read_pages(formats.read(content), address, lambda url: fetch_page(fetcher, url))
    path = Path(source)
    if path.is_dir():
        raise UsageError("this is a folder.", place=source, fix="Name the feed's file in it.")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError("there is no such file.", place=source, fix="Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"it cannot be read: {getattr(error, 'strerror', None) or error}.", place=source) from None
    path = path.resolve()
    return read_pages(formats.read(content), path.as_uri(), lambda url: _local_page(url, path.parent))


def _fetch(fetcher: HttpFetcher, url: str) -> tuple[str, bytes]:
    outcome = fetcher.fetch(url)
    if isinstance(outcome, Fetched):
        return outcome.url, outcome.body
    message = outcome.message if isinstance(outcome, Failed) else "304 to a first request"
    refused = isinstance(outcome, Failed) and outcome.code == "refused_address"
    raise UsageError(
        f"{message}.", place=url, fix="Use --allow-private for one of your own network." if refused else ""
    )


def _local_page(url: str, folder: Path) -> bytes:
    """The bytes of a page that is a file below the folder of the feed. Raises ``PageError``."""
    try:
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if not path.is_relative_to(folder):
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
