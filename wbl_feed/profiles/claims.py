"""What belongs to one profile alone: its name, its IRI and its prefixes (spec section 22.2)."""

from collections.abc import Iterable, Iterator
from typing import Any

from wbl_feed.profiles.profile import Profile

_SCHEMES = {"http", "https", "urn", "tag", "mailto", "tel", "data", "file", "ftp", "info", "did", "ark", "doi"}
"""The URI schemes that one meets; no prefix of a profile is the name of a scheme (section 13)."""


def stolen(value: dict[str, Any], others: Iterable[Profile]) -> Iterator[tuple[str, str, str]]:
    """What the profile.json of one profile claims and must not: the place, what is wrong, how to mend it."""
    prefixes = value.get("prefixes")
    for number, prefix in enumerate(prefixes if isinstance(prefixes, list) else ()):
        if isinstance(prefix, str) and prefix in _SCHEMES:
            sentence = f"“{prefix}” begins IRIs, so that a code and an IRI could not be told apart."
            yield f"/prefixes/{number}", sentence, "Take another one, such as avalon."
    for other in others:
        whose = f"belongs to the profile “{other.name}” ({other.title}), which comes with the standard."
        if value.get("id") == other.iri:
            yield "/id", f"the IRI {other.iri} {whose}", "Take an IRI under an address that you control."
        if value.get("name") == other.name:
            yield "/name", f"the name {whose}", "Take another name."
        for number, prefix in enumerate(prefixes if isinstance(prefixes, list) else ()):
            if prefix in other.prefixes:
                yield f"/prefixes/{number}", f"the prefix “{prefix}” {whose}", "Take the name of your own profile."
