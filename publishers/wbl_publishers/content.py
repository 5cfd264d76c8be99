"""The bytes of a source, from a file, standard input, or the network through the guarded fetcher."""

from collections.abc import Mapping

from wbl_feed.adapter import Input
from wbl_feed.fetch import Fetched
from wbl_feed.location import Opened, fetched, is_address, open_file, unfetched


def open_source(source: Input, location: str = "", headers: Mapping[str, str] | None = None) -> Opened:
    """What the input's location holds, or another one of the same source. Raises ``UsageError`` if it cannot be had.

    ``headers`` go with a request to the network, and never to another origin.
    """
    location = location or source.location
    if is_address(location):
        outcome = source.fetcher.fetch(location, headers=headers)
        if isinstance(outcome, Fetched):
            return fetched(outcome)
        raise unfetched(outcome, location)
    return open_file(location if location == "-" else str(source.folder / location))
