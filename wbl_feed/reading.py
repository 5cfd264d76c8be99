"""What reading a document gives: the postings that are sound, and notices for the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, TypeVar, get_args

from pydantic import ValidationError

from wbl_feed.digest import holdable, unholdable
from wbl_feed.models import Envelope, Feed, Posting, Value
from wbl_feed.models.base import (
    CivilDate,
    ClockTime,
    Code,
    Currency,
    DateOrInstant,
    Digest,
    Duration,
    Email,
    Instant,
    Iri,
    LanguageTag,
    License,
    MediaType,
    SpecVersion,
    Url,
    UrlReference,
)
from wbl_feed.notices.base import Notice, pointer_of, tokens_of
from wbl_feed.notices.posting import InvalidValue, MissingMember, NullMember, NumberOutOfRange, WrongType
from wbl_feed.suggest import EXAMPLES, suggest

MOST_FAULTS = 100
"""Faults of one posting or envelope that are told; more help nobody, and each takes memory."""
MOST_ERRORS = 1_000
V = TypeVar("V", bound=Value)
Format = Literal["json", "atom", "foreign", "json-feed", "schema-org", "csv", "unknown"]


@dataclass(frozen=True)
class Item:
    """A sound posting with its place in the document and the JSON value it was read from."""

    posting: Posting
    pointer: str
    value: Any


@dataclass(frozen=True)
class Reading:
    """One document, read: nothing in it is lost, what is not sound is a notice."""

    format: Format
    envelope: Envelope | None = None
    items: tuple[Item, ...] = ()
    notices: tuple[Notice, ...] = ()
    received: tuple[Any, ...] = ()
    """Every item as it came, sound or not, for the digest."""
    gone: tuple[Any, ...] = ()
    """Every tombstone as it came, sound or not, for the digest."""
    page_of: str | None = None
    """Id of the feed, when the document is a page of one."""
    page_members: tuple[str, ...] = ()
    """Names of the members of a page."""
    well_formed: bool = True
    """Whether the document could be parsed to its end."""
    pages_read: bool = False
    """Whether the further pages of a paged feed are in this reading."""

    @property
    def postings(self) -> tuple[Posting, ...]:
        """The sound postings."""
        return tuple(item.posting for item in self.items)

    @property
    def refused(self) -> int:
        """How many items were not sound."""
        return len(self.received) - len(self.items)

    @property
    def whole(self) -> bool:
        """Whether every document of the feed was read to its end (spec section 8.2)."""
        if self.envelope is None or not self.well_formed:
            return False
        pages, completeness = bool(self.envelope.pages), self.envelope.completeness
        as_told = completeness == "delta" or pages == (completeness == "paged")
        return as_told and (self.pages_read or not pages)

    @property
    def feed(self) -> Feed | None:
        """Envelope and sound postings as one feed; ``None`` without a sound envelope."""
        if self.envelope is None:
            return None
        return Feed.from_members({**self.envelope.members(), "items": self.postings})


_EXAMPLES = {
    "id": 'an IRI that never changes, such as "https://site.example/postings/4821".',
    "url": 'an http or https address, such as "https://site.example/postings/4821".',
    "title": 'a text of 1 to 200 characters, such as "Aquaculture internship".',
    "dateModified": 'an instant with its offset, such as "2026-11-01T12:00:00Z".',
    "dateDeleted": 'an instant with its offset, such as "2026-11-01T12:00:00Z".',
    "activityType": 'a code such as "internship", or "unspecified".',
    "status": '"open", "paused", "filled" or "closed".',
    "license": 'an SPDX identifier or a URL, such as "CC-BY-4.0".',
    "timeZone": 'an IANA time zone, such as "America/New_York".',
    "completeness": '"complete", "paged" or "delta".',
    "specVersion": 'a version such as "1.0".',
    "applicationDeadline": 'a date or an instant, such as "2027-03-01".',
    "datePosted": 'a date or an instant, such as "2026-11-01".',
    "compensation/status": 'a code such as "paid" or "unpaid".',
    "howToApply/method": 'a code such as "url" or "email".',
    "hiringOrganization/name": 'a text, such as "Bay Shellfish".',
    "publisher/name": 'a text, such as "Harbor STEM Network".',
    "email": 'an e-mail address, such as "internships@site.example".',
}
_FORMS = {
    'an IRI, such as "https://site.example/postings/4821".': ("iri", Iri),
    'an http or https address, such as "https://site.example/apply".': ("url", Url),
    "an address without spaces.": ("urlReference", UrlReference),
    'a code in lower case, such as "job-shadow", or with a prefix, such as "us-ma:petm".': ("code", Code),
    'an e-mail address, such as "internships@site.example".': ("email", Email),
    'a language tag, such as "en-US".': ("languageTag", LanguageTag),
    'a date that exists, such as "2027-03-01".': ("civilDate", CivilDate),
    'an instant with its offset, such as "2026-11-01T12:00:00Z".': ("instant", Instant),
    'a date or an instant, such as "2027-03-01".': ("dateOrInstant", DateOrInstant),
    'a time of day, such as "15:30".': ("clockTime", ClockTime),
    'a length of time in ISO 8601, such as "P6W".': ("duration", Duration),
    'a currency code, such as "USD".': ("currency", Currency),
    'a media type, such as "application/pdf".': ("mediaType", MediaType),
    '"sha-256:" and 64 hexadecimal digits.': ("digest", Digest),
    'an SPDX identifier or a URL, such as "CC-BY-4.0".': ("license", License),
    'a version such as "1.0".': ("specVersion", SpecVersion),
}
_BY_PATTERN = {get_args(scalar)[1].pattern: (text, form) for text, (form, scalar) in _FORMS.items()}
_TYPES = {
    "string_type": ("a text in quotation marks.", "text"),
    "model_type": ("an object in braces.", "object"),
    "model_attributes_type": ("an object in braces.", "object"),
    "dict_type": ("an object in braces.", "object"),
    "tuple_type": ("a list in square brackets.", "list"),
    "bool_type": ("true or false, without quotation marks.", "boolean"),
    "int_type": ("a whole number, without quotation marks.", "whole"),
    "number": ("a number, without quotation marks.", "number"),
}
_OTHERS = {"literal_error": "choice", "string_too_long": "text", "string_too_short": "text"}


def parse(model: type[V], value: Any, pointer: str) -> V | tuple[Notice, ...]:
    """A JSON value as a model, or one notice for each fault in it."""
    try:
        return model.from_members(value)
    except ValidationError as error:
        if error.error_count() > MOST_ERRORS:  # to list them takes hundreds of times the memory of the value
            count = f"{error.error_count():,} faults"
            return (
                InvalidValue(
                    pointer=pointer, found=count, expected="an object like those of spec/v1/examples/feed.json."
                ),
            )
        identity = value.get("id", "") if isinstance(value, dict) else ""
        posting = identity if isinstance(identity, str) else ""
        return tuple(
            _notice(detail, pointer, posting)
            for detail in islice(error.errors(include_url=False, include_context=True), MOST_FAULTS)
        )


def parse_sound(model: type[V], value: Any, pointer: str) -> V | tuple[Notice, ...]:
    """The same, unless a number in the value is one that not every reader can hold (spec section 3)."""
    if holdable(value):
        return parse(model, value, pointer)
    identity = value.get("id") if isinstance(value, dict) else ""
    posting = identity if isinstance(identity, str) else ""
    return tuple(
        NumberOutOfRange(pointer=pointer + pointer_of(*place), found=number, posting=posting)
        for place, number in islice(unholdable(value), MOST_FAULTS)
    )


def salvage(model: type[V], members: Mapping[str, Any]) -> tuple[V | None, tuple[Notice, ...]]:
    """A document's own members, without the faulty optional ones, and what is wrong with those."""
    value = parse_sound(model, members, "")
    if not isinstance(value, tuple):
        return value, ()
    if not all(notice.pointer for notice in value):
        return None, value
    faulty = {tokens_of(notice.pointer)[0] for notice in value}
    again = parse_sound(model, {name: member for name, member in members.items() if name not in faulty}, "")
    if not isinstance(again, tuple):
        return again, value
    return None, value + tuple(notice for notice in again if tokens_of(notice.pointer)[0] not in faulty)


def _notice(detail: Any, pointer: str, posting: str) -> Notice:
    location = [part for part in detail["loc"] if part != "[key]"]
    member = next((part for part in reversed(location) if isinstance(part, str)), "")
    place = pointer + pointer_of(*location)
    kind, found = detail["type"], detail["input"]
    if kind == "missing":
        whole = "/".join(str(part) for part in location)
        value = EXAMPLES.get(member)
        shown = f'"{member}": {json.dumps(value)}' if len(location) == 1 and value is not None else "see section 5.4."
        expected = _EXAMPLES.get(whole, shown)
        return MissingMember(pointer=place, posting=posting, expected=expected, example=value)
    if found is None and location:
        return NullMember(pointer=place, posting=posting)
    notice: type[Notice] = InvalidValue
    if kind in _TYPES and not (kind == "number" and isinstance(found, int | float) and not isinstance(found, bool)):
        notice, (expected, form) = WrongType, _TYPES[kind]
    else:
        by_pattern, form = _BY_PATTERN.get(detail.get("ctx", {}).get("pattern"), ("", _OTHERS.get(kind, "")))
        expected = (_EXAMPLES.get(member) if len(location) == 1 else "") or by_pattern or _decapitalised(detail["msg"])
    meant, example = suggest(place, form, found)
    return notice(pointer=place, posting=posting, found=found, expected=expected, replacement=meant, example=example)


def _decapitalised(sentence: str) -> str:
    """A sentence of pydantic's as the end of one of ours: "Input should be …" loses its head."""
    for head, instead in (("Input should be ", ""), ("String should have ", "a text with ")):
        sentence = sentence.replace(head, instead)
    return sentence + "."
