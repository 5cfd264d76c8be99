"""The scalar types of the standard and the frozen base of every model.

Instants and civil dates stay the text they were written as, so that reading and writing lose
nothing; :mod:`wbl_feed.times` turns them into ``datetime`` values. The patterns are those of
``spec/v1/*.schema.json``, in the syntax of the Rust regex engine that pydantic uses.
"""

import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema

from wbl_feed.digest import canonical_json

_YEAR = r"(?:19|20|21)[0-9]{2}"
_LEAP = r"(?:(?:19|21)(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))"
_DATE = (
    rf"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP}-02-29)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_INSTANT = rf"{_DATE}T{_CLOCK}:[0-5][0-9](?:\.[0-9]{{1,9}})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
_NOT_IN_IRI = (
    r"\x00-\x20\x7f-\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
    r'\x{fdd0}-\x{fdef}\x{fffe}\x{ffff}<>"{}|\\^`'
)
_IRI = rf"[A-Za-z][A-Za-z0-9+.-]*:[^{_NOT_IN_IRI}]+"

Text = Annotated[str, StringConstraints(min_length=1)]
"""Plain text, no markup, at least one character."""
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""Plain text of at most 300 characters (Unicode code points)."""
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""Plain text of at most 200 characters (Unicode code points)."""
Iri = Annotated[str, StringConstraints(pattern=rf"^{_IRI}$", max_length=2000)]
"""An absolute IRI (RFC 3987), a URN included."""
UrlReference = Annotated[str, StringConstraints(pattern=rf"^[^{_NOT_IN_IRI}]+$", max_length=2000)]
"""A URL, absolute or relative to the document that holds it (RFC 3986 section 4.1)."""
Url = Annotated[str, StringConstraints(pattern=rf"^https?://[^{_NOT_IN_IRI}/?#]+[^{_NOT_IN_IRI}]*$", max_length=2000)]
"""An absolute http or https URL."""
Code = Annotated[str, StringConstraints(pattern=rf"^(?:[a-z0-9]+(?:-[a-z0-9]+)*|{_IRI})$", max_length=2000)]
"""A vocabulary code: unprefixed from the core, ``prefix:code`` from a profile, else an IRI."""
Email = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x20\x7f-\xa0@<>]+@[^\x00-\x20\x7f-\xa0@<>]+$", max_length=254)
]
"""An e-mail address, a role mailbox by preference."""
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$", max_length=35)]
"""A language tag (BCP 47), such as ``en-US``."""
CivilDate = Annotated[str, StringConstraints(pattern=rf"^{_DATE}$")]
"""A day of the calendar, ``YYYY-MM-DD``, read in the feed's time zone."""
Instant = Annotated[str, StringConstraints(pattern=rf"^{_INSTANT}$")]
"""A moment with its offset (RFC 3339), such as ``2026-11-01T12:00:00Z``."""
DateOrInstant = Annotated[str, StringConstraints(pattern=rf"^(?:{_DATE}|{_INSTANT})$")]
"""A civil date or an instant; a deadline given as a date ends with that day."""
ClockTime = Annotated[str, StringConstraints(pattern=rf"^{_CLOCK}$")]
"""A time of day, ``HH:MM``, on a 24-hour clock."""
Duration = Annotated[
    str,
    StringConstraints(
        pattern=r"^P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
        r"(?:T(?:[0-9]+H(?:[0-9]+M)?|[0-9]+M))?|T(?:[0-9]+H(?:[0-9]+M)?|[0-9]+M))$",
        max_length=40,
    ),
]
"""A length of time (ISO 8601), such as ``P6W`` for six weeks."""
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""A currency code (ISO 4217), such as ``USD``."""
MediaType = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:; *[A-Za-z0-9-]+=[A-Za-z0-9._-]+)*$"),
]
"""A media type (RFC 6838), such as ``application/atom+xml``."""
Digest = Annotated[str, StringConstraints(pattern=r"^sha-256:[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal, ``sha-256:…``."""
License = Annotated[
    str, StringConstraints(pattern=rf"^(?:[A-Za-z0-9][A-Za-z0-9.+-]*|https?://[^{_NOT_IN_IRI}]+)$", max_length=2000)
]
"""An SPDX licence identifier, such as ``CC-BY-4.0``, or the URL of a licence."""
SpecVersion = Annotated[str, StringConstraints(pattern=r"^1\.(?:0|[1-9][0-9]{0,3})$")]
"""The version of the standard, ``major.minor``; a reader of version 1 reads any ``1.x``."""
TriState = Literal["yes", "no", "unknown"]
Flag = Annotated[bool, Field(strict=True)]


class _Number:
    """A JSON number that a double can hold; ``15`` stays an integer and ``15.5`` a float."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.union_schema(
            [
                core_schema.int_schema(strict=True, ge=self.least, le=int(sys.float_info.max)),
                core_schema.float_schema(strict=True, allow_inf_nan=False, ge=self.least),
            ],
            custom_error_type="number",
            custom_error_message="Input should be a number"
            + ("" if self.least is None else f" of at least {self.least}"),
        )

    def __init__(self, least: int | None = None) -> None:
        self.least = least


class _WholeNumber:
    """A JSON integer; ``3.0`` is one too (JSON Schema 2020-12 section 6.1.1)."""

    def __init__(self, least: int, most: int = 2**53 - 1) -> None:
        self.least, self.most = least, most

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: int(value) if isinstance(value, float) and value.is_integer() else value,
            core_schema.int_schema(strict=True, ge=self.least, le=self.most),
        )


Number = Annotated[float, _Number()]
Amount = Annotated[float, _Number(0)]
"""A number that is not negative."""
Count = Annotated[int, _WholeNumber(0)]
PositiveCount = Annotated[int, _WholeNumber(1)]
Age = Annotated[int, _WholeNumber(0, 130)]
Grade = Annotated[int, _WholeNumber(0, 16)]
"""A school grade: 0 is kindergarten, 6 to 12 middle and high school, 13 to 16 college years."""


class _AbsentNotNull:
    """Optional means absent: an explicit ``null`` is refused, as the schemas refuse it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


T = TypeVar("T")
Optional = Annotated[T | None, _AbsentNotNull()]
"""A member that may be left out; what that means is the field's *silence* in the schema."""


class Value(BaseModel):
    """A frozen value that keeps the members it does not know (spec section 12)."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )

    def to_json_value(self) -> dict[str, Any]:
        """The members that were set, by their JSON names, in the order of the model."""
        return self.model_dump(mode="json", exclude_unset=True)

    def to_json(self) -> bytes:
        """The same as compact UTF-8 JSON."""
        return self.__pydantic_serializer__.to_json(self, exclude_unset=True)

    @cached_property
    def canonical(self) -> bytes:
        """The value as canonical JSON (RFC 8785), from which digests are made; computed once."""
        return canonical_json(self.to_json_value())

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        return [(name, value) for name, value in super().__repr_args__() if name in self.model_fields_set]

    def model_post_init(self, context: Any, /) -> None:
        """An unknown member that bears the Python name of a known one does not make that one set."""
        for name in self.__pydantic_extra__ or ():
            if name in self.__dict__ and self.__dict__[name] is None:
                self.__pydantic_fields_set__.discard(name)

    def members(self) -> dict[str, Any]:
        """The members that are set, by their JSON names: the known ones in the order of the model, then the others."""
        fields = type(self).model_fields
        known = {field.alias or name: self.__dict__[name] for name, field in fields.items()}
        return {name: value for name, value in known.items() if value is not None} | (self.__pydantic_extra__ or {})

    @classmethod
    def from_members(cls, members: Mapping[str, Any]) -> Self:
        """A value from its members by their JSON names alone. Raises ``ValidationError``."""
        return cls.model_validate(members, by_alias=True, by_name=False)

    def evolve(self, **changes: Any) -> Self:
        """A copy with members, by their Python names, replaced; ``None`` takes one away.

        Raises ``TypeError`` for a name that the model does not have, and ``ValidationError``.
        """
        fields = type(self).model_fields
        if unknown := changes.keys() - fields.keys():
            raise TypeError(f"{type(self).__name__} has no member {', '.join(sorted(unknown))}")
        members = self.members()
        for name, value in changes.items():
            members[fields[name].alias or name] = value
            if value is None:
                del members[fields[name].alias or name]
        return self.from_members(members)
