"""What the adapter of web pages is told, in the table ``[options]`` of the mapping file."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from wbl_feed.settings import Settings


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""One text, or a list of them."""


class PagesOptions(Settings):
    """Which pages are read, and how."""

    links: str = ""
    """CSS selector of the links on a listing page that lead to the pages of postings."""
    next: str = ""
    """CSS selector of the link to the next page of the list."""
    item: str = ""
    """CSS selector of one posting, where a page holds several; a page without one has no posting."""
    include: Texts = ()
    """Parts of addresses after the host, of which one must be there; ``*`` is any text."""
    exclude: Texts = ()
    """The same for addresses that are not read."""
    hosts: Texts = ()
    """Other hosts from which pages are read."""
    most: int = Field(2_000, ge=1, le=100_000)
    """How many pages are read at most."""
    pace: float = Field(1.0, ge=0, le=60)
    """Seconds between two requests; a longer Crawl-delay in the site's robots.txt is kept."""
    minutes: float = Field(60.0, gt=0, le=10_000)
    """How long is waited between requests, all in all, at most."""
    base: str = ""
    """Where saved pages are from: the address of the folder, or that of the page if there is one."""
