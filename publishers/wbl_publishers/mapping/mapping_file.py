"""The mapping file: what in a record becomes which member of a posting, constants, and translations of values."""

from collections.abc import Iterator
from collections.abc import Mapping as Table
from functools import cached_property
from typing import Any

from pydantic import AliasChoices, Field, model_validator

from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.notices import shown
from wbl_feed.rules import unknown_code
from wbl_feed.settings import Settings, check
from wbl_publishers.cleaning import reads
from wbl_publishers.members import member

_MADE = "id", "dateModified", "provenance"
_NEEDED = ("/title", "/url", "/activityType", "/status")


class Column(Settings):
    """Where the value of a member comes from."""

    column: str = Field(validation_alias=AliasChoices("column", "from"))
    """The place in a record: a heading, or the path, selector, element or key that its adapter takes."""
    values: dict[str, Any] = Field(default_factory=dict)
    """Translations of cells, compared without regard to case and surrounding space."""
    split: str = ""
    """Text between the parts of a cell that holds several values."""
    label: str = ""
    """What a line of the cell begins with, before a colon; the rest of that line alone is the value."""
    html: bool = False
    """Whether the cell is HTML; a member that is plain text gets the text of it."""
    template: str = ""
    """Text with ``{}`` for the cell, such as an address that ends with it; the cell is escaped as a part of a path."""
    default: Any = None
    """The value where the cell is empty or cannot be read; what cannot be read is kept as text, with a notice."""

    def translate(self, cell: str) -> Any:
        """The translation of a cell, or ``None`` where the mapping has none."""
        return self._folded.get(cell.strip().casefold())

    @cached_property
    def _folded(self) -> dict[str, Any]:
        return {text.strip().casefold(): value for text, value in self.values.items()}


class Ids(Settings):
    """How postings get their ids."""

    base: str = ""
    """What ids begin with. Silence: the feed's id and a slash."""
    column: str | None = Field(None, validation_alias=AliasChoices("column", "from"))
    """Place of the site's own id. Silence: the id that the format states, if any, else ids are minted from the
    address, else from employer and title."""


class Mapping(Settings):
    """A whole mapping file."""

    feed: FeedSettings
    extends: str = ""
    """Name of a mapping that comes with the adapters, such as ``greenhouse``; what this file says comes before it."""
    id: Ids = Ids()
    fields: dict[str, Column] = Field(default_factory=dict)
    constants: dict[str, Any] = Field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Which records are for the feed: by place, texts of which the cell must have one as a part, in any case; ``*``
    stands for any text."""
    excepted: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="except")
    """Which are not: by place, texts of which the cell must have none."""
    options: dict[str, Any] = Field(default_factory=dict)
    """What the adapter is told; each adapter has its own."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, values: Any) -> Any:
        """Short forms of a line become long ones."""
        if isinstance(values, dict) and isinstance(values.get("fields"), dict):
            fields = {pointer: _long_form(pointer, rule) for pointer, rule in values["fields"].items()}
            return {**values, "fields": fields}
        return values

    @property
    def columns(self) -> list[str]:
        """Every place of a record that the mapping needs, each once."""
        named = [*(rule.column for rule in self.fields.values()), *self.only, *self.excepted]
        return list(dict.fromkeys([*named, self.id.column] if self.id.column else named))

    @property
    def base(self) -> str:
        """What ids begin with."""
        return self.id.base or f"{self.feed.id.rstrip('/')}/"


def _long_form(pointer: str, rule: Any) -> Any:
    """A heading alone stands for its column; for pay, a code alone stands for its status."""
    if isinstance(rule, str):
        return {"column": rule}
    if pointer == "/compensation" and isinstance(rule, dict) and isinstance(rule.get("values"), dict):
        values = {text: {"status": one} if isinstance(one, str) else one for text, one in rule["values"].items()}
        return {**rule, "values": values}
    return rule


def read_mapping(values: Table[str, Any], place: str, states: frozenset[str] = frozenset()) -> Mapping:
    """A mapping from its table. Raises ``UsageError`` for unknown members, codes and keys.

    ``states`` are the required members that the adapter's records state by themselves.
    """
    mapping = check(Mapping, dict(values), place)
    try:
        for pointer in (*mapping.fields, *mapping.constants):
            _refuse_made(pointer)
        for pointer, rule in mapping.fields.items():
            target = member(pointer)
            if rule.template and "{}" not in rule.template:
                raise UsageError(f"the template of “{pointer}” has no {{}}.", fix="Write {} where the cell goes.")
            if not rule.values and not reads(target):
                part = f"{pointer}/0/{target.parts[0]}" if target.many else f"{pointer}/{target.parts[0]}"
                raise UsageError(f"“{pointer}” has several parts.", fix=f"Map them one by one, such as “{part}”.")
        for pointer, value in _fixed(mapping):
            _check(pointer, value)
    except UsageError as error:
        raise UsageError(error.message, place=place, fix=error.fix) from None
    for pointer in _NEEDED:
        if pointer not in mapping.fields and pointer not in mapping.constants and pointer not in states:
            fix = f'Add "{pointer}" = "…" under [fields], or a value under [constants].'
            raise UsageError(f"the required member {pointer} is not mapped.", place=place, fix=fix)
    return mapping


def _refuse_made(pointer: str) -> None:
    """Raises ``UsageError`` for a member that publishing makes."""
    if pointer.split("/")[1:2] and pointer.split("/")[1] in _MADE:
        fix = "Take the line out; where the source has ids of its own, name their column in the [id] table."
        raise UsageError(f"“{pointer}” is made when the feed is published and cannot be mapped.", fix=fix)


def _fixed(mapping: Mapping) -> Iterator[tuple[str, Any]]:
    """The values that the mapping itself gives, each with its member."""
    yield from mapping.constants.items()
    for pointer, rule in mapping.fields.items():
        many = member(pointer).many
        for value in (*rule.values.values(), *([] if rule.default is None else [rule.default])):
            yield pointer, [value] if many and not isinstance(value, list) else value


def _check(pointer: str, value: Any) -> None:
    target = member(pointer)
    if target.many and isinstance(value, list):
        for number, one in enumerate(value):
            _check(f"{pointer}/{number}", one)
        return
    vocabulary = target.vocabulary
    if vocabulary and isinstance(value, str) and value not in vocabulary and ":" not in value:
        notice = unknown_code(value, vocabulary, pointer)
        raise UsageError(notice.message, fix=notice.fix)
    if target.parts and isinstance(value, dict):
        for name, part in value.items():
            _check(f"{pointer}/{name}", part)
        return
    if expected := "a list in square brackets" if target.many else target.fault(value):
        raise UsageError(f"the value of {pointer}, “{shown(value)}”, is not right.", fix=f"It must be {expected}.")
