"""Looks for the feeds of a site: links in its page, then its catalogue (spec section 15.1, steps 2 to 4)."""

from urllib.parse import urljoin

from wbl_feed.discovery.catalog_feeds import feeds_of
from wbl_feed.discovery.kinds import kind_of
from wbl_feed.discovery.search import Found, Search, identify, same
from wbl_feed.discovery.web_page import FeedLink, feed_links
from wbl_feed.documents import PageError
from wbl_feed.json_format import MEDIA_TYPE
from wbl_feed.location import Opened
from wbl_feed.notices.discovery import FeedLinkBroken, TooManyFeeds

LINK = "link rel=alternate in the page"
WELL_KNOWN = "/.well-known/wbl-feed"
AT_ROOT = "/wbl-feed.json"
BESIDE = "wbl-feed.json in the folder of the address"


def feeds_of_site(page: Opened, search: Search, *, development: bool = False) -> list[Found]:
    """The feeds of a site by the first step that gives one; what the others gave goes to the search.

    ``page`` is what its address gave, and may be empty. An Atom feed that is not of this standard is no success:
    many sites link to their news so. It is given only if the catalogue gives nothing either.
    """
    links = feed_links(page.content, page.address, page.charset)
    if len(links) > search.limits.feeds:
        words = f"only the first {search.limits.feeds} are tried"
        search.notices.append(TooManyFeeds(found=len(links), expected=words, place=page.address))
    links = links[: search.limits.feeds]
    if page.content and not links:
        search.tried.append(f'its <link rel="alternate"> of type {MEDIA_TYPE} (there is none)')
    foreign: list[Found] = []
    for of_standard in (True, False):
        chosen = [link for link in links if (link.media_type == MEDIA_TYPE) is of_standard]
        ours, others = _linked(chosen, page, search, development)
        foreign += others
        if ours:
            return ours
    seen: list[str] = []
    for how, reference in ((WELL_KNOWN, WELL_KNOWN), (AT_ROOT, AT_ROOT), (BESIDE, "wbl-feed.json")):
        url = urljoin(page.address, reference)
        if not any(same(url, other) for other in (*seen, page.address)):
            seen.append(url)
            if feeds := _by_catalogue(url, how, search, development):
                return feeds
    return foreign


def _linked(links: list[FeedLink], page: Opened, search: Search, development: bool) -> tuple[list[Found], list[Found]]:
    """The feeds of the standard, and the foreign ones, that some links lead to; each feed once."""
    ours: dict[str, Found] = {}
    foreign: list[Found] = []
    for number, link in enumerate(links):
        if any(same(link.url, other.url) for other in links[:number]):
            continue
        try:
            if same(link.url, page.address):
                raise PageError("it is the page itself")
            opened = search.open(link.url)
            if kind_of(opened.content) == "catalog":
                ours |= {found.address: found for found in feeds_of(opened, LINK, search, development=development)}
                continue
            identity = identify(opened.content)
        except PageError as error:
            search.tried.append(f"{LINK} to {link.url} ({error})")
            search.notices.append(FeedLinkBroken(found=link.url, expected=str(error), place=page.address))
            continue
        if identity.foreign:
            foreign.append(search.found(opened, LINK))
        else:
            ours.setdefault(identity.id or opened.address, search.found(opened, LINK))
    return list(ours.values()), foreign


def _by_catalogue(url: str, how: str, search: Search, development: bool) -> list[Found]:
    try:
        opened = search.open(url)
    except PageError as error:
        search.tried.append(f"{how} ({error})")
        return []
    if (kind := kind_of(opened.content)) != "catalog":
        search.tried.append(
            f"{how} (it is {'a feed' if kind == 'feed' else 'a document of another kind'}, no catalogue)"
        )
        return []
    return feeds_of(opened, how, search, development=development)
