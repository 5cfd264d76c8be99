"""Goes through the XML of a workbook without opening it: its sheets, how far they reach, formulas without result."""

import re
from functools import cache
from typing import Any
from xml.parsers import expat

_CELLS = 5_000_000
"""Cells of the smallest rectangle that has all cells of a sheet; whoever opens a sheet makes room for all of them."""
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_KINDS = {f"{space} {name}": name for space in _SPACES for name in ("row", "c", "f", "v", "is")}
"""The elements that matter (ISO/IEC 29500-1 section 18.3.1), in the namespaces of its two forms."""
_MOST_LOST = 1_000
"""Formulas without result of a sheet that are told one by one; those after them are counted."""
_LONGEST = 40
"""Characters of an error such as #REF! that are kept."""


class TooWideError(ValueError):
    """Cells of a sheet are so far apart that room for all between them would fill the memory."""


class EntityError(ValueError):
    """A part of a workbook declares a document type, by which entities could be (XML 1.0 section 4.2)."""


class XmlScan:
    """Sees that a part is well-formed and has no document type. Raises ``ValueError`` and ``ExpatError``."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._listen(self._parser)

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Take the next bytes."""
        self._parser.Parse(chunk, last)

    def _listen(self, parser: expat.XMLParserType) -> None:
        """What else is looked for."""

    def _refuse(self, *_: Any) -> None:
        raise EntityError


class BookScan(XmlScan):
    """The sheets of a workbook in their order."""

    def _listen(self, parser: expat.XMLParserType) -> None:
        self.sheets: list[tuple[str, str]] = []
        """The id of a relation to the part of each, and the name of each."""
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith("relationships id")), "")
            self.sheets.append((key, attributes.get("name", "")))


class RelationScan(XmlScan):
    """Where the parts of a workbook are, by the ids of the relations."""

    def _listen(self, parser: expat.XMLParserType) -> None:
        self.targets: dict[str, str] = {}
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class SheetScan(XmlScan):
    """The cells of a sheet whose formula has no result, and whether its cells lie too far apart."""

    def _listen(self, parser: expat.XMLParserType) -> None:
        self.without_result: dict[tuple[int, int], str] = {}
        """What such a cell shows, by the number of its row and the index of its column."""
        self.more_without_result = 0
        """How many more there are."""
        self._row = self._column = self._rows = self._columns = 0
        self._type = self._value = ""
        self._filled = self._formula = self._inside = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = _KINDS.get(name)
        if kind == "c":
            self._move(attributes.get("r"))
            self._type, self._value = attributes.get("t", ""), ""
            self._filled = self._formula = False
        elif kind == "v" or kind == "is":
            self._inside = True
        elif kind == "f":
            self._formula = True
        elif kind == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0

    def _move(self, place: str | None) -> None:
        """Go to a cell; one that does not say its place is the next of its row."""
        if place is None:
            self._column += 1
            return
        letters = place.rstrip("0123456789")
        self._row, self._column = int(place[len(letters) :]), _column(letters)

    def _text(self, text: str) -> None:
        if self._inside:
            self._filled = True
            if self._type == "e":
                self._value += text[: _LONGEST - len(self._value)]

    def _end(self, name: str) -> None:
        kind = _KINDS.get(name)
        if kind == "v" or kind == "is":
            self._inside = False
        elif kind == "c":
            if self._type == "e" or (self._formula and not self._filled and self._type != "str"):
                self._lose()
            if self._filled or self._formula or self._type == "e":
                self._reach()

    def _lose(self) -> None:
        if len(self.without_result) < _MOST_LOST:
            self.without_result[self._row, self._column - 1] = self._value
        else:
            self.more_without_result += 1

    def _reach(self) -> None:
        self._rows, self._columns = max(self._rows, self._row), max(self._columns, self._column)
        if self._rows * self._columns > _CELLS:
            raise TooWideError


@cache
def _column(letters: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(f"{letters} is no column")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
