"""The template as a workbook: a sheet to fill in, an example, help, and the words of the drop-downs."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wbl_publishers.adapters.tables.rows import letters
from wbl_publishers.extras import library
from wbl_publishers.template.columns import TemplateColumn

POSTINGS, EXAMPLE, HELP, LISTS = "Postings", "Example", "Help", "Lists"
_ROWS = 2_000
"""Rows for which cells are checked as somebody types."""
_LONGEST_HINT = 255
_DAY = "yyyy-mm-dd"
_INTRODUCTION = (
    "Fill in the sheet “Postings”, one posting a row. The sheet “Example” shows one; it is not published.",
    "Columns with a dark heading are required. Leave other cells empty, or delete columns that you do not need.",
    "A cell that turns red is missing: without its currency, a wage cannot be published.",
    "Do not change the headings. Several values in a cell have semicolons between them.",
)


def xlsx_template(columns: Sequence[TemplateColumn]) -> bytes:
    """The workbook; the same columns give the same bytes. Raises ``UsageError`` if XlsxWriter is not installed."""
    content = io.BytesIO()
    book = library("xlsxwriter", "xlsx").Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": "Postings", "created": datetime(2026, 1, 1)})
    formats = _formats(book)
    postings, example, help_, lists = (book.add_worksheet(name) for name in (POSTINGS, EXAMPLE, HELP, LISTS))
    for sheet in (postings, example):
        _write_headings(sheet, columns, formats)
    for index, one in enumerate(columns):
        lists.write_column(0, index, [one.column.heading, *one.words])
        postings.data_validation(1, index, _ROWS, index, _check(one, index))
        _mark_missing(postings, index, columns, formats)
        _write_example(example, index, one, formats)
    lists.hide()
    _write_help(help_, columns, formats)
    book.close()
    return content.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    heading = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    return {
        "required": book.add_format({**heading, "bg_color": "#1F3864", "font_color": "#FFFFFF"}),
        "heading": book.add_format({**heading, "bg_color": "#E7E6E6"}),
        # Kept as text, 02667 keeps its zero and 9-12 does not become a day.
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": _DAY, "align": "left"}),
        "number": book.add_format({"align": "left"}),
        "count": book.add_format({"num_format": "0", "align": "left"}),
        "missing": book.add_format({"bg_color": "#FF9999"}),
        "help": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
    }


def _write_headings(sheet: Any, columns: Sequence[TemplateColumn], formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for index, one in enumerate(columns):
        width = min(max(len(one.column.heading) + 2, len(one.example), 10), 40)
        sheet.set_column(index, index, width, formats[one.kind])
        sheet.write_string(0, index, one.column.heading, formats["required" if one.required else "heading"])


def _mark_missing(sheet: Any, index: int, columns: Sequence[TemplateColumn], formats: dict[str, Any]) -> None:
    """Makes a cell red that is empty while one that means nothing without it is filled; its heading says why."""
    one = columns[index]
    of = [number for number, other in enumerate(columns) if other.column.heading in one.needed_with]
    if not of:
        return
    sheet.write_comment(0, index, one.help)
    # One range, so that it shrinks where somebody deletes a column.
    amounts = f"${letters(of[0])}2:${letters(of[-1])}2"
    missing = f'=AND(TRIM(${letters(index)}2)="",COUNTA({amounts})>0)'
    rule = {"type": "formula", "criteria": missing, "format": formats["missing"]}
    sheet.conditional_format(1, index, _ROWS, index, rule)


def _write_example(sheet: Any, index: int, one: TemplateColumn, formats: dict[str, Any]) -> None:
    if one.kind == "day":
        sheet.write_datetime(1, index, datetime.fromisoformat(one.example), formats["day"])
    elif one.kind in ("number", "count") and one.example:
        sheet.write_number(1, index, float(one.example), formats[one.kind])
    else:
        sheet.write_string(1, index, one.example, formats["text"])


def _write_help(sheet: Any, columns: Sequence[TemplateColumn], formats: dict[str, Any]) -> None:
    for number, line in enumerate(_INTRODUCTION):
        sheet.write_string(number, 0, line)
    top = len(_INTRODUCTION) + 1
    widths = {"Column": 22, "Required": 10, "What it is": 50, "Example": 34, "Words": 50}
    for index, (heading, width) in enumerate(widths.items()):
        sheet.set_column(index, index, width)
        sheet.write_string(top, index, heading, formats["heading"])
    sheet.freeze_panes(top + 1, 1)
    for number, one in enumerate(columns, top + 1):
        words = "\n".join(f"{code}: {label}" if label else code for code, label in one.words.items())
        example = "101" if one.column.pointer == "/id" else one.column.example
        texts = one.column.heading, "yes" if one.required else "", one.help, example, words
        for index, text in enumerate(texts):
            sheet.write_string(number, index, text, formats["help"])


def _check(one: TemplateColumn, index: int) -> dict[str, Any]:
    """What a spreadsheet says as somebody goes to a cell, and what it warns of; anything can be typed in the end."""
    hint = f"{'Required. ' if one.required else ''}{one.help}"
    if one.column.many:
        hint += " Semicolons between several."
    said = {
        "input_title": one.column.heading,
        "input_message": hint[:_LONGEST_HINT],
        "error_type": "warning",
        "error_title": one.column.heading,
    }
    return said | _condition(one, index)


def _condition(one: TemplateColumn, index: int) -> dict[str, Any]:
    if one.words:
        # By reference, since words that stand in the rule itself may have 255 characters in all.
        source = f"={LISTS}!${letters(index)}$2:${letters(index)}${len(one.words) + 1}"
        message = "This is none of the words in the list."
        return {"validate": "list", "source": source, "error_message": message, "show_error": not one.column.many}
    if one.kind == "day":
        message = "This is no day, such as 2027-03-01."
        return {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1), "error_message": message}
    if one.kind == "number":
        return {"validate": "decimal", "criteria": ">", "value": -1e9, "error_message": "This is no number."}
    if one.kind == "count":
        return {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "This is no whole number."}
    return {"validate": "any"}
