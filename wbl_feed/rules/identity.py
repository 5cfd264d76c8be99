"""Ids and origin of a posting (spec sections 7 and 17)."""

import re
import unicodedata
from collections.abc import Iterator

from wbl_feed.notices.base import Notice
from wbl_feed.notices.posting import (
    AggregateIdForm,
    OwnIdListed,
    ProvenanceFieldsMissing,
    ProvenanceLoop,
    ProvenanceMissing,
)
from wbl_feed.notices.quality import IdLooksLikeTitle
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look

_OTHERS = "previousIds", "notSameAs", "replaces"
_TELLING = 3
"""How many words of a title make it one that ids can be made from."""
_LONG = 12
"""How many characters they have at least; shorter ones stand in an id by chance."""


def check_own_id(look: Look, context: Context) -> Iterator[Notice]:
    """A posting's own id is not among its former ones or those of others (section 7.2)."""
    for name in _OTHERS:
        if look.id in look.value.get(name, ()):
            place = f"{look.pointer}/{name}/{look.value[name].index(look.id)}"
            yield OwnIdListed(pointer=place, found=look.id, posting=look.id)


def check_id_and_title(look: Look, context: Context) -> Iterator[Notice]:
    """An id is not made from the title (section 7); accents and signs count for nothing."""
    title, identity = look.value["title"].casefold(), look.id.casefold()
    words = re.findall("[a-z0-9]+", title if title.isascii() else _without_accents(title))
    if len(words) < _TELLING or not all(word in identity for word in words):
        return
    joined = "-".join(words)
    path = re.sub("[^a-z0-9]+", "-", identity.replace("%20", "-"))
    if len(joined) >= _LONG and f"-{joined}-" in f"-{path}-":
        yield IdLooksLikeTitle(pointer=f"{look.pointer}/id", found=look.id, posting=look.id)


def _without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def check_provenance(look: Look, context: Context) -> Iterator[Notice]:
    """Postings of an aggregate say where they come from, and have ids of the aggregate's own (section 17)."""
    origins = look.value.get("provenance")
    if not context.aggregate or context.envelope is None:
        return
    if not origins:
        yield ProvenanceMissing(pointer=look.pointer, posting=look.id)
        return
    feed = context.envelope.id
    for number, origin in enumerate(origins):
        place = f"{look.pointer}/provenance/{number}"
        if len(origins) > 1 and not origin.get("fields"):
            yield ProvenanceFieldsMissing(pointer=place, posting=look.id)
        if feed in (origin["feed"], *(hop["feed"] for hop in origin.get("via", ()))):
            yield ProvenanceLoop(pointer=place, found=feed, posting=look.id)
    digits = look.id.removeprefix(f"{feed}/")
    if digits == look.id or not re.fullmatch("(?:[0-9a-f]{8}){2,8}", digits):
        expected = f"{feed}/59e36723a1829759"
        yield AggregateIdForm(pointer=f"{look.pointer}/id", found=look.id, expected=expected, posting=look.id)
