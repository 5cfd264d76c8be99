"""Reads addresses of web pages and mailboxes; none is completed or taken out of other words."""

import re

from wbl_publishers.cleaning.text import UnreadableError, unmarked

_URL = re.compile(r"(https?)(://[^\s/]+\S*)", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./~-]*)?", re.ASCII | re.IGNORECASE)
_LONGEST_SHOWN = 100
_NAMED = re.compile(r"[^<>@]*<([^<>\s]+)>")


def read_url(text: str) -> str:
    """An absolute ``http`` or ``https`` address. Whether ``www.site.example`` answers to https is not for us to say."""
    text = unmarked(text)
    if found := _URL.fullmatch(text):
        return found[1].lower() + found[2]
    bare = len(text) <= _LONGEST_SHOWN and _BARE.fullmatch(text)
    example = f", perhaps https://{text}" if bare else " or http://"
    raise UnreadableError(f"an address without spaces that starts with https://{example}")


def read_email(text: str) -> str:
    """A mailbox, without the name before it, and without ``mailto:`` and what that may have after it."""
    text = unmarked(text)
    found = _NAMED.fullmatch(text)
    address = found[1] if found else text
    return address[7:].partition("?")[0] if address[:7].casefold() == "mailto:" else address
