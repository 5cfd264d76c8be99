"""Proposes the short names of sources: once given they never change."""

import re
import unicodedata
from collections.abc import Container
from itertools import count
from urllib.parse import urlsplit

from wbl_aggregator.sources.source import ID
from wbl_feed.files import is_reserved

_LONGEST = 40


def free_id(name: str, address: str, taken: Container[str]) -> str:
    """An id for a source of a name, or else of an address, that no other source has."""
    proposed = next((slug for text in (name, _host(address)) if (slug := _slug(text))), "source")
    for number in count(1):
        one = proposed if number == 1 else f"{proposed}-{number}"
        if one not in taken and may_be_id(one):
            return one
    raise AssertionError("numbers do not end")


def may_be_id(text: str) -> bool:
    """Whether a source can have this id, which is the name of files too."""
    return ID.fullmatch(text) is not None and text != "index" and not is_reserved(text)


def _slug(text: str) -> str:
    """The words of a text as an id has them; empty where nothing is left."""
    folded = unicodedata.normalize("NFKD", text).replace("ß", "ss").encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", folded.replace("'", ""))
    short = ""
    for word in words:
        longer = f"{short}-{word}" if short else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        short = longer
    return short


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
