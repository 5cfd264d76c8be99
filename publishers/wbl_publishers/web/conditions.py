"""Reads the conditions of a request, and whether it takes gzip (RFC 9110, sections 13.1 and 12.5.3); never raises."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def names_tag(if_none_match: str, etag: str) -> bool:
    """Whether ``If-None-Match`` names a strong entity tag, or any (``*``), by weak comparison (section 13.1.2)."""
    return if_none_match.strip() == "*" or etag in _TAG.findall(if_none_match)


def not_since(if_modified_since: str, modified: datetime) -> bool:
    """Whether what changed at ``modified`` has not changed since; a text that is no HTTP date says nothing (13.1.3)."""
    try:
        moment = parsedate_to_datetime(if_modified_since)
        return modified <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return False


def takes_gzip(accept_encoding: str) -> bool:
    """Whether gzip is accepted, and no less than no coding at all; nothing said means no coding."""
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        coding, *parameters = (text.strip() for text in part.split(";"))
        weights[coding] = _weight(parameters)
    gzip = next((weights[name] for name in ("gzip", "x-gzip", "*") if name in weights), 0.0)
    return gzip > 0 and gzip >= weights.get("identity", 0)


def _weight(parameters: list[str]) -> float:
    """A quality value (section 12.4.2); one that cannot be read counts as a refusal."""
    stated = [text for text in parameters if text.startswith("q")]
    if not stated:
        return 1.0
    value = _WEIGHT.fullmatch(stated[0].replace(" ", ""))
    return float(value[1]) if value else 0.0
