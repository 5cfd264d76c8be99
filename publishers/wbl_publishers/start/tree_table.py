"""Records that are trees, of JSON or front matter, as columns of a table, to be guessed as those of a sheet are."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from wbl_feed.adapter import Input
from wbl_feed.errors import UsageError
from wbl_publishers.adapters.folders.files import list_files, read_alone, read_file
from wbl_publishers.adapters.folders.front_matter import FrontMatterOptions
from wbl_publishers.content import open_source
from wbl_publishers.start.sheet import LOOKED_AT, Column, Sheet

_DEEPEST = 3
_MOST_COLUMNS = 200
_USUAL = ("", "data", "items", "jobs", "results", "postings", "openings", "entries", "records", "events")
"""Where services have their records."""


def json_table(asked: Input) -> tuple[str, Sheet]:
    """Where the records of a document stand, and their first values by their paths.

    Raises ``UsageError`` if it cannot be had, is no JSON, or has no list of objects.
    """
    try:
        document = json.loads(open_source(asked).content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UsageError("this is not valid JSON.", place=asked.location, fix="Check the address.") from None
    lists = list(_lists(document, ""))
    if not lists:
        fix = "Say with “items” under [options] where its records stand."
        raise UsageError("it has no list of records.", place=asked.location, fix=fix)
    items, records = max(lists, key=lambda one: (one[0].rpartition(".")[2] in _USUAL, len(one[1])))
    return items or "@", _table(records, _expression)


def matter_table(folder: Path) -> Sheet:
    """What stands in the front matter of the first files of a folder, or in one data file."""
    patterns = FrontMatterOptions().files
    if folder.is_dir():
        files = list_files(folder, patterns, recursive=True).files
        matters = [read_file(path, folder) for path in files[:LOOKED_AT]]
    else:
        matters = read_alone(folder)
    return _table([matter.values for matter in matters if not matter.fault], str)


def files_about(folder: Path, asked: Callable[[str], bool]) -> list[str]:
    """The files of a folder whose front matter has something at a key that is asked for."""
    if not folder.is_dir():
        return []
    files = list_files(folder, FrontMatterOptions().files, recursive=True).files
    return [
        path.as_posix()
        for path in files
        if any(asked(key) for key, _ in _leaves(read_file(path, folder).values, "", str))
    ]


def _table(records: list[dict[str, Any]], named: Callable[[str], str]) -> Sheet:
    """A column for each path; ``named`` is how a path has a key."""
    cells: dict[str, list[str]] = {}
    for record in records[:LOOKED_AT]:
        for path, text in _leaves(record, "", named):
            if path in cells or len(cells) < _MOST_COLUMNS:
                cells.setdefault(path, []).append(text)
    rows = min(len(records), LOOKED_AT)
    return Sheet(0, rows, tuple(Column(one, tuple(texts), rows - len(texts)) for one, texts in cells.items()))


def _lists(value: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of objects that is not within another list, with its path."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield path, value
    elif isinstance(value, dict) and path.count(".") < _DEEPEST:
        for key, part in value.items():
            yield from _lists(part, f"{path}.{_expression(key)}" if path else _expression(key))


def _leaves(value: Any, path: str, named: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Every text, number, and list of them in a record, with its path."""
    if isinstance(value, dict):
        for key, part in value.items() if path.count(".") < _DEEPEST else ():
            name = named(str(key))
            yield from _leaves(part, f"{path}.{name}" if path else name, named)
    elif isinstance(value, list):
        texts = [text for one in value if not isinstance(one, dict | list) and (text := _text(one))]
        if texts and len(texts) == len(value):
            yield path, "; ".join(texts)
    elif text := _text(value):
        yield path, text


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).strip()


def _expression(key: str) -> str:
    """A key as JMESPath has it: in quotation marks where it is no plain name."""
    return key if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", key) else json.dumps(key)
