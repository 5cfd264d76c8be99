"""The standard columns of a sheet of postings (``spec/v1/columns.json``), and what a cell of each says."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from wbl_feed.resources import spec_json

_HARMFUL = re.compile(r"['\s]*[\t\r\n=+\-@＝＋－＠]")  # noqa: RUF001 - spreadsheets take the wide forms too
_NUMBERS = {"number", "integer"}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,308})(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,4})?")


class CellError(ValueError):
    """A cell cannot hold the value, or the text of a cell is no value; the message says what it should be."""


@dataclass(frozen=True)
class Column:
    """One column: a heading and the member it stands for."""

    heading: str
    pointer: str
    """JSON Pointer into the posting."""
    many: bool
    """Whether a cell holds several values, with semicolons between them."""
    example: str
    help: str

    @property
    def kind(self) -> str:
        """JSON type of a value: ``string``, ``number``, ``integer``, ``boolean``, or ``term`` for a named one."""
        return _kind(self.pointer)

    def write(self, value: Any) -> str:
        """The cell of a value. Raises ``CellError`` if a list has a part that a cell cannot hold."""
        if not self.many:
            return harmless(self._write_one(value))
        parts = [self._write_one(one) for one in value]
        if any(part != part.strip() or not part or re.search(r"[;\r\n]", part) for part in parts):
            raise CellError("parts without semicolons, line breaks, and space at their ends")
        return harmless("; ".join(parts))

    def read(self, cell: str) -> Any:
        """The value of a cell that is not empty. Raises ``CellError``."""
        text = as_written(cell)
        if not self.many:
            return self._read_one(text)
        return [self._read_one(part.strip()) for part in text.split(";") if part.strip()]

    def _write_one(self, value: Any) -> str:
        if self.kind == "term":
            return str(value["name"])
        if self.kind == "boolean":
            return "yes" if value else "no"
        return value if isinstance(value, str) else json.dumps(value)

    def _read_one(self, text: str) -> Any:
        if self.kind == "term":
            return {"name": text}
        if self.kind == "boolean":
            if text not in ("yes", "no"):
                raise CellError("yes or no")
            return text == "yes"
        if self.kind in _NUMBERS:
            if not _NUMBER.fullmatch(text):
                raise CellError("a number alone, such as 15 or 15.5")
            return json.loads(text)
        return text


@cache
def columns() -> tuple[Column, ...]:
    """The standard columns in their order."""
    return tuple(Column(**column) for column in spec_json("columns.json")["columns"])


@cache
def required() -> frozenset[str]:
    """The headings by which a sheet is known to have standard columns: those of the required members."""
    members = {f"/{name}" for name in spec_json("posting.schema.json")["required"]}
    return frozenset(column.heading for column in columns() if column.pointer in members)


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe comes before one that it could (section 20.3)."""
    return f"'{text}" if _HARMFUL.match(text) else text


def as_written(cell: str) -> str:
    """The text of a cell that ``harmless`` made; the two undo each other for every text."""
    return cell[1:] if cell.startswith("'") and _HARMFUL.match(cell[1:]) else cell


@cache
def _kind(pointer: str) -> str:
    node, name = _resolved(spec_json("posting.schema.json"))
    for part in pointer.split("/")[1:]:
        node, name = _resolved(node["items"] if part.isdigit() else node["properties"][part])
    if node.get("type") == "array":
        node, name = _resolved(node["items"])
    return "term" if name == "definedTerm" else str(node.get("type", "string"))


def _resolved(node: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What a reference of the schema leads to, with the name of the definition."""
    name = ""
    while "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[1]
        node = spec_json("posting.schema.json")["$defs"][name]
    return node, name
