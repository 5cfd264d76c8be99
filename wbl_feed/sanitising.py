"""HTML of a feed with nothing active in it (spec section 20.3)."""

import nh3

MOST_TAGS = 5_000
"""Starts of tags beyond which HTML is not looked at: the time that nh3 takes grows with the square of the nesting."""
_MOST_ENTITIES = 50_000
"""Ampersands beyond which HTML is not looked at: the time that nh3 takes grows with the square of their number."""
_LONGEST = 500_000
"""Characters beyond which HTML is not looked at."""
LINKS = {"http", "https", "mailto"}
"""Schemes of the addresses that may stay."""
_ADDRESSES = {"cite", "href", "src"}


def sanitised(marked: str, *, relative: bool = True) -> str:
    """The HTML without scripts, styles, forms, frames, event handlers and other addresses.

    It is empty where nothing is left, and where there is more than any description has.

    ``relative`` says whether relative addresses stay, which lead elsewhere in each program that shows them.
    """
    if not is_moderate(marked):
        return ""
    return nh3.clean(marked, url_schemes=LINKS, attribute_filter=None if relative else _absolute)


def is_moderate(marked: str) -> bool:
    """Whether HTML is no more than any description has, so that looking at it takes no time to speak of."""
    return len(marked) <= _LONGEST and marked.count("<") <= MOST_TAGS and marked.count("&") <= _MOST_ENTITIES


def _absolute(_tag: str, name: str, value: str) -> str | None:
    elsewhere = name in _ADDRESSES and value.strip().partition(":")[0].lower() not in LINKS
    return None if elsewhere else value
