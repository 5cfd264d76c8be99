"""What a server gives in place of a page: a log-in, a challenge, maintenance, or another page of the site."""

import re
from urllib.parse import unquote

from wbl_publishers.adapters.pages.page import Page, path_of

_LONGEST_TITLE = 300
_PARTS = re.compile(r"[|–—·»:]| - ")
_NOT_THE_PAGE = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|(?:sign|log)[ -]?in(?: to .*)?"
    r"|(?:site |scheduled |under |down for )maintenance|(?:maintenance mode)"
    r"|(?:error )?(?:403 )?forbidden|(?:error )?(?:503 )?service (?:temporarily )?unavailable"
)


def stands_in(page: Page, address: str) -> str:
    """Why a page is hardly the one that was asked for at an address; empty if nothing speaks against it."""
    if led_to_another(page, address):
        return f"it leads to another page, {page.address}"
    title = _title(page)
    return f"it is titled “{title}”" if _is_notice(title) else ""


def is_log_in(page: Page, address: str) -> bool:
    """Whether a page with a posting, if it had one, would be no page all the same: its title says so, or its form."""
    return _is_notice(_title(page)) or (led_to_another(page, address) and has_password(page))


def has_password(page: Page) -> bool:
    """Whether a password can be given on a page."""
    return any(one.get("type", "").strip().lower() == "password" for one in page.root.iter("input"))


def led_to_another(page: Page, address: str) -> bool:
    """Whether the page comes from another path than was asked for, but for case, the last slash and “www.”."""
    return bool(address and page.address) and _plain_path(page.address) != _plain_path(address)


def _plain_path(address: str) -> str:
    path, _, asked = path_of(address.partition("#")[0]).partition("?")
    return unquote(f"{path.rstrip('/')}?{asked}").casefold()


def _title(page: Page) -> str:
    title = next(page.root.iter("title"), None)
    return " ".join("".join(title.itertext()).split())[:_LONGEST_TITLE] if title is not None else ""


def _is_notice(title: str) -> bool:
    parts = (re.sub(r"^\W+|\W+$", "", part) for part in _PARTS.split(title.casefold()))
    return title.casefold().rstrip(".!") == "maintenance" or any(map(_NOT_THE_PAGE.fullmatch, parts))
