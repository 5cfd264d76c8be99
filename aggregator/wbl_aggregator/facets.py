"""What an entry can be found under: folders such as ``by/region/us-ma-stem.cape-cod``."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from wbl_feed.files import is_reserved


def codes(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Facet and code of all that a posting, as JSON, can be found under."""
    for region in value.get("regions", ()):
        yield "region", region
    yield "activity", value["activityType"]
    for grade in (value.get("eligibility") or {}).get("gradeLevels", ()):
        yield "grade", str(grade)
    if "compensation" in value:
        yield "paid", value["compensation"]["status"]


def facets(value: Mapping[str, Any]) -> list[str]:
    """The folders of all that a posting, as JSON, can be found under, each once."""
    return list(dict.fromkeys(folder(facet, code) for facet, code in codes(value)))


@lru_cache(maxsize=10_000)
def folder(facet: str, code: str) -> str:
    """The folder of a code: one that every system takes; an odd code goes by its hash."""
    name = code.replace(":", ".", 1)
    if not re.fullmatch(r"[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60})?", name) or is_reserved(name):
        name = f"code_{hashlib.sha256(code.encode()).hexdigest()[:16]}"
    return f"by/{facet}/{name}"
