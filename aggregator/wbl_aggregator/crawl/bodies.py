"""The pages of a feed as they come from the network: on disk, until the feed is read as a whole."""

import tempfile
from typing import Self

from wbl_feed.documents import MOST_BYTES, PageError, pages_of
from wbl_feed.fetch import Fetcher
from wbl_feed.models import Envelope
from wbl_feed.pages import fetch_page
from wbl_feed.reading import Reading


class Bodies:
    """Bodies by address, in a file without a name."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._places: dict[str, tuple[int, int] | PageError] = {}
        self._size, self._most = 0, most_bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def fetch_all(self, envelope: Envelope, address: str, fetcher: Fetcher) -> None:
        """Get every page that a first document lists and may list (spec section 9); ``address`` is its own."""

        def later(url: str) -> bytes:
            self._places[url] = self._fetch(url, fetcher)
            raise PageError("it is read later")  # so that it is not read here

        for _ in pages_of(Reading("json", envelope), address, later):
            pass

    def _fetch(self, url: str, fetcher: Fetcher) -> tuple[int, int] | PageError:
        if self._size > self._most:
            return PageError(f"the pages have more than {self._most:,} bytes in all")
        try:
            body = fetch_page(fetcher, url)
        except PageError as error:
            return error
        self._file.seek(self._size)
        self._file.write(body)
        place = (self._size, len(body))
        self._size += len(body)
        return place

    def all(self) -> dict[str, bytes | PageError]:
        """The bodies, in memory, or the reasons why there is none."""
        return {
            url: place if isinstance(place, PageError) else self._read(*place) for url, place in self._places.items()
        }

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)
