"""What ordinary feed readers see of a posting: native Atom values, made from it and never read back."""

import json
import re
from collections.abc import Mapping
from typing import Any

from wbl_feed.vocabulary import vocabularies

WBL = "https://w3id.org/wbl-feed/v1/atom#"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"

_NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ascii = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def xml_text(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold or advises against (its section 2.2), controls above all."""
    return _NOT_XML.sub("", text)


def ascii_json(value: Any) -> str:
    """Compact JSON in ASCII, so that no XML parser can change a character of it."""
    return _ascii(value)


def categories(posting: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Term, scheme and label of the coded members of a posting, given as JSON, one scheme a vocabulary (RFC 4287
    section 4.2.2); without a scheme where a code has none.
    """
    known = vocabularies()
    coded = [
        ("activity-type", posting["activityType"]),
        ("posting-status", posting["status"]),
        ("career-stage", posting.get("careerStage")),
        ("work-mode", posting.get("workMode")),
        ("compensation-status", posting["compensation"]["status"] if "compensation" in posting else None),
    ]
    found = []
    for name, code in coded:
        if code is not None:
            term = known[name].terms.get(code)
            found.append((code, known[name].iri, term.label if term else code))
    return found + [(code, "", code) for code in posting.get("programs", ())]


def author(posting: Mapping[str, Any]) -> str:
    """Name of the entry's author: the employer, else who runs the programme, else nobody."""
    organization = posting.get("hiringOrganization") or posting.get("provider")
    return xml_text(organization["name"]) if organization else ""
