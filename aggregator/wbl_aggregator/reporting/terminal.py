"""The table of sources for a terminal: in colours, and readable in a narrow one too."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wbl_aggregator.reporting.overview import HEADINGS, NUMBERS

_COLOURS = {"ok": "green", "empty": "yellow", "new": "blue", "paused": "dim", "development": "dim", "deprecated": "dim"}
_WIDE = 110
"""Columns from which on the reasons have room beside the rest."""
_INDENT = 4


def coloured(cells: Sequence[Sequence[str]], width: int) -> RenderableType:
    """The table for a terminal of so many columns; in a narrow one the reasons have a line of their own."""
    return _table(cells) if width >= _WIDE else Group(*_lines(cells))


def _table(cells: Sequence[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(
            heading,
            justify="right" if heading in NUMBERS else "left",
            overflow="fold",
            no_wrap=heading in ("source", "state"),
        )
    for line in cells:
        table.add_row(*(Text(cell, style=style) for cell, style in zip(line, _styles(line), strict=True)))
    return table


def _lines(cells: Sequence[Sequence[str]]) -> Iterator[RenderableType]:
    """The heads, and for each source its row and below it the reasons, indented."""
    heads = HEADINGS[:-1]
    widths = [max(len(line[place]) for line in (heads, *cells)) for place in range(len(heads))]
    yield _row(heads, ["bold"] * len(heads), widths)
    for line in cells:
        yield _row(line[:-1], _styles(line)[:-1], widths)
        if line[-1]:
            yield Padding(Text(line[-1]), (0, 0, 0, _INDENT), expand=False)


def _row(line: Sequence[str], styles: Sequence[str], widths: Sequence[int]) -> Text:
    padded = (
        Text(cell.rjust(width) if heading in NUMBERS else cell.ljust(width), style=style)
        for heading, cell, style, width in zip(HEADINGS, line, styles, widths, strict=False)  # without the reasons
    )
    text = Text("  ").join(padded)
    text.rstrip()
    return text


def _styles(line: Sequence[str]) -> list[str]:
    return [_COLOURS.get(line[1], "red") if heading == "state" else "" for heading in HEADINGS]
