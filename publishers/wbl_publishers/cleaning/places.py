"""Reads places; what is not sure to be a town, a state or a street is kept as the name of the place."""

import re
from functools import lru_cache
from typing import Any

from wbl_feed.vocabulary import vocabulary_of
from wbl_publishers.cleaning.states import STATES, state
from wbl_publishers.cleaning.text import UnreadableError, folded

_A_TOWN = "a town, such as Woods Hole, MA, with remote work said in a column for /workMode"
_A_WHOLE_CODE = "a place with a postal code of five digits, such as Salem, MA 01970"
_NO_PLACE = {
    *("various", "various locations", "various sites", "multiple", "multiple locations", "multiple sites", "anywhere"),
    *("varies", "several locations", "different locations", "location varies", "varios lugares", "varias ubicaciones"),
    *("tbd", "tba", "to be determined", "n/a"),
}
_AWAY = re.compile(
    r"(?:fully |100% )?(?:remote|virtual|online|zoom|google meet|microsoft teams|webinar)"
    r"(?:$| ?[-,:;/(]| (?:in|within|from|anywhere|only|work|position|us|usa)\b)"
)
_COUNTRIES = {"usa", "us", "united states", "united states of america", "u.s.a.", "u.s."}
_OTHER_COUNTRIES = {"canada", "mexico", "méxico", "united kingdom", "estados unidos"}
_CODE = r"[0-9]{5}(?:-[0-9]{4})?"
_LAST = re.compile(rf"(?P<state>[^0-9]*?) ?(?P<code>{_CODE}|[0-9]{{3,4}})?")
_WITHOUT_COMMA = re.compile(rf"(?P<town>[^,0-9]+?)(?: (?P<state>[A-Z]{{2}}))?(?: (?P<code>{_CODE}|[0-9]{{3,4}}))?")
_STREET = re.compile(r"[0-9]+[a-z]?(?:-[0-9]+)? [^0-9]|p\.? ?o\.? box ", re.IGNORECASE)
_TOWN = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")
_SMALL_WORDS = {"of", "on", "by", "the", "de", "del"}
_BETWEEN_TOWNS = re.compile(r" (?:and|or|&|y|o|in|at|near) ", re.IGNORECASE)
# Words of sites and regions. A town that bears one, such as College Park, is kept as a name, which is true as well.
_NO_TOWN = {
    *("academy", "airport", "aquarium", "area", "avenue", "ave", "base", "building", "campus", "cape", "center"),
    *("centre", "church", "club", "college", "company", "corp", "county", "department", "district", "downtown"),
    *("farm", "field", "foundation", "garden", "greater", "hall", "high", "hospital", "inc", "institute", "lab"),
    *("laboratory", "library", "llc", "metro", "metrowest", "museum", "nearby", "office", "onsite", "park", "region"),
    *("road", "room", "school", "shore", "site", "sites", "society", "statewide", "station", "street", "studio"),
    *(
        "theater",
        "theatre",
        "throughout",
        "university",
        "valley",
        "zoo",
        "headquarters",
        "hq",
        "clinic",
        "bank",
        "store",
    ),
    *("plant", "factory", "camp", "court", "courthouse", "hotel", "association", "services"),
}
_LONGEST_SHORT_FORM = 4
"""Capital letters alone, such as NYC and MIT, are no town's name."""
_PARTED = re.compile(r"[(/:]|[-–—] ")
_MIXED = re.compile(
    r"(?P<first>[^()]+?)(?: ?\((?P<inside>[^()]+)\)| ?[-–—/:] (?P<last>[^()]+)| ?/ ?(?P<other>[^()/]+))"
)


def read_place(text: str) -> dict[str, Any]:
    """A place: ``Woods Hole, MA 02543``, a whole address, a town, a postal code, or the name of a site."""
    lines = (line.strip(" ,") for line in text.splitlines())
    text = " ".join(", ".join(line for line in lines if line).split())
    read_town(text)
    if not re.search(r"\w", text) or "://" in text or _AWAY.match(folded(text)):
        raise UnreadableError(_A_TOWN)
    mixed = _MIXED.fullmatch(text) if _PARTED.search(text) else None
    if mixed:
        one, other = mixed["first"], mixed["inside"] or mixed["last"] or mixed["other"]
        for place, mode in ((one, other), (other, one)):
            if _is_mode(mode):
                return {**read_place(place), "name": text}
    return _site(text)


def read_town(text: str) -> str:
    """The name of a town or a place; words such as Remote and Various name none."""
    if _says_no_place(text) or _is_mode(text):
        raise UnreadableError(_A_TOWN)
    return text


def _says_no_place(text: str) -> bool:
    return folded(text).rstrip(".") in _NO_PLACE


@lru_cache(maxsize=1000)
def _is_mode(text: str) -> bool:
    modes = vocabulary_of("/workMode")
    return modes is not None and modes.find(text) is not None


def _site(text: str) -> dict[str, Any]:
    if re.fullmatch(_CODE, text):
        return {"address": {"postalCode": text}}
    if re.fullmatch(r"[0-9]{3,4}", text):
        raise UnreadableError(_A_WHOLE_CODE)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    country = {"addressCountry": "US"} if len(parts) > 2 and parts[-1].casefold() in _COUNTRIES else {}
    before, region, code = _end(parts[:-1] if country else parts)
    if not before or _names_several(text, before):
        return {"address": {"addressLocality": text}} if _is_proper(text) and _is_town(text) else {"name": text}
    if len(code) in (3, 4):
        raise UnreadableError(_A_WHOLE_CODE)
    name, street, town = _beginning(before)
    if not street and not _is_town(town):
        name, town = text, ""
        code = code if region else ""
    address = {"streetAddress": street, "addressLocality": town, "addressRegion": region, "postalCode": code}
    place = {"name": name, "address": {part: value for part, value in {**address, **country}.items() if value}}
    return {part: value for part, value in place.items() if value}


def _names_several(text: str, before: list[str]) -> bool:
    """Whether a text with a state at its end names several places: Boston, MA; Salem, MA."""
    states = (word for part in before if not _STREET.match(part) for word in part.split() if word in STATES)
    return bool(re.search("[;|]", text) or _BETWEEN_TOWNS.search(before[-1]) or next(states, ""))


def _end(parts: list[str]) -> tuple[list[str], str, str]:
    """What stands before the state and the postal code, and these two; nothing if neither is there."""
    if len(parts) == 1:
        found = _WITHOUT_COMMA.fullmatch(parts[0])
        before = [found["town"]] if found else []
    else:
        *before, last = parts
        if len(before) > 1 and re.fullmatch(_CODE, last):
            before, last = before[:-1], f"{before[-1]} {last}"
        found = _LAST.fullmatch(last)
    region = state(found["state"] or "") if found else None
    code = (found["code"] or "") if found else ""
    if not found or (found["state"] and not region) or not (region or len(code) >= 5):
        return [], "", ""
    return before, region or "", code


def _beginning(parts: list[str]) -> tuple[str, str, str]:
    """The name of the site, the street and the town, of which the town is always there."""
    *site, town = parts
    first = next((number for number, part in enumerate(site) if _STREET.match(part)), len(site))
    return ", ".join(site[:first]), ", ".join(site[first:]), town


def _is_town(text: str) -> bool:
    """Whether a text could be the name of a town, and of nothing else that one would write in its place."""
    if not _TOWN.fullmatch(text) or _BETWEEN_TOWNS.search(text) or _says_no_place(text) or _is_mode(text):
        return False
    words = {word.strip(".") for word in folded(text).split()}
    short = text.isupper() and len(text) <= _LONGEST_SHORT_FORM
    return not short and _NO_TOWN.isdisjoint(words | {word.removesuffix("s") for word in words})


def _is_proper(text: str) -> bool:
    """Whether a text alone is written as a town's name is, and is not that of a state or country as well."""
    wide = state(text) or text.casefold() in _COUNTRIES | _OTHER_COUNTRIES
    return not wide and all(word[:1].isupper() or word in _SMALL_WORDS for word in text.split())
