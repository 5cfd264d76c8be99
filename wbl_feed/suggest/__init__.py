"""A valid value in place of one that is not: what somebody most likely meant, and an example of what is valid.

Both are shown to a person and never put into a feed by a program.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from wbl_feed.resources import spec_json
from wbl_feed.suggest import scalars
from wbl_feed.suggest.objects import as_list, as_object

EXAMPLES: dict[str, Any] = {
    "id": "https://site.example/postings/4821",
    "url": "https://site.example/postings/4821",
    "title": "Aquaculture internship",
    "dateModified": "2026-11-01T12:00:00Z",
    "dateDeleted": "2026-11-01T12:00:00Z",
    "description": "Students measure growth, help in the nursery twice a week, and present what they found at the end.",
    "activityType": "internship",
    "status": "open",
    "license": "CC-BY-4.0",
    "timeZone": "America/New_York",
    "completeness": "complete",
    "specVersion": "1.0",
    "type": "DataFeed",
    "name": "Harbor STEM Network",
    "publisher": {"name": "Harbor STEM Network"},
    "items": [],
}
_BY_FORM: dict[str, Any] = {
    "iri": "https://site.example/postings/4821",
    "url": "https://site.example/apply",
    "urlReference": "pages/2.json",
    "code": "internship",
    "email": "internships@site.example",
    "languageTag": "en-US",
    "civilDate": "2027-03-01",
    "instant": "2026-11-01T12:00:00Z",
    "dateOrInstant": "2027-03-01",
    "clockTime": "15:30",
    "duration": "P6W",
    "currency": "USD",
    "mediaType": "application/pdf",
    "license": "CC-BY-4.0",
    "specVersion": "1.0",
    "text": "Students help in the nursery.",
    "number": 15,
    "whole": 1,
    "boolean": True,
}
_TEXTS = {"title", "shortText", "text"}
_MAKERS: dict[str, Callable[[str, str, Any], Any]] = {
    "civilDate": scalars.day,
    "dateOrInstant": scalars.day_or_instant,
    "instant": scalars.instant,
    "clockTime": scalars.clock_time,
    "url": scalars.url,
    "iri": scalars.iri,
    "code": scalars.code,
    "email": scalars.email,
    "languageTag": scalars.language,
    "currency": scalars.currency,
    "number": scalars.number,
    "whole": scalars.whole_number,
    "boolean": scalars.flag,
    "text": scalars.text,
    "choice": scalars.choice,
    "list": as_list,
    "object": as_object,
}


_UNSURE = {"instant"}
"""Forms in which what was meant cannot be told from what was found: a moment without its zone is none."""


class Suggestion(NamedTuple):
    """Valid values for a member; ``None`` where none is known."""

    replacement: Any = None
    """What was most likely meant."""
    example: Any = None
    """What would be valid."""


def suggest(pointer: str, form: str, found: Any) -> Suggestion:
    """Values for the member at ``pointer``, which has to have a form and has ``found``.

    ``form`` is the name of a scalar type of section 5.2, or ``number``, ``whole``, ``boolean``, ``text``,
    ``list``, ``object`` or ``choice``.
    """
    member = next((part for part in reversed(pointer.split("/")) if not part.isdigit()), "")
    if form == "text":
        named = scalar_at(pointer)
        form = "text" if named in _TEXTS else named or form
    maker = _MAKERS.get(form)
    made = maker(member, pointer, found) if maker else None
    example = EXAMPLES.get(member, _BY_FORM.get(form))
    unsure = form in _UNSURE or (form == "dateOrInstant" and ":" in str(found))
    return Suggestion(None, made or example) if unsure else Suggestion(made, example)


def scalar_at(pointer: str) -> str:
    """The name of the scalar type (spec section 5.2) of the member at a pointer; empty if it has none."""
    tokens, file = pointer.split("/")[1:], "feed.schema.json"
    if "items" in tokens[:-1]:
        tokens, file = tokens[tokens.index("items") + 2 :], "posting.schema.json"
    schema = node = spec_json(file)
    name = ""
    for token in tokens:
        node = node.get("items", {}) if token.isdigit() else node.get("properties", {}).get(token, {})
        file, _, fragment = node.get("$ref", "").partition("#")
        schema = spec_json(file) if file else schema
        name = fragment.rsplit("/", 1)[-1]
        node = schema["$defs"][name] if name else node
    return "" if "properties" in node else name
