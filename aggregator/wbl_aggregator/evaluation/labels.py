"""Labels: records of several sources, and which pairs of them are the same opportunity; a folder of CSV files."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.record import Record, record_of_texts
from wbl_feed.errors import UsageError

Pair = frozenset[str]
"""The ids of two records."""
_RECORDS = ("id", "source", "title", "employer", "location", "term", "posted")
_PAIRS = ("id_a", "id_b")
_FIX = "The files and their columns are in docs/aggregator-reference.md, under evaluate."


@dataclass(frozen=True)
class Labels:
    """What is known of some records."""

    records: tuple[Record, ...]
    same: frozenset[Pair]
    """Pairs that are one opportunity."""
    ignored: frozenset[Pair]
    """Pairs that are neither right nor wrong."""
    texts: dict[str, str]
    """Each record in one line, as it is written."""
    judges: dict[str, str]
    """By what each record was judged; a pair of two kinds that is not known to be the same cannot be judged."""

    def across(self, pair: Pair) -> bool:
        """Whether a pair is of two sources."""
        return len({self.sources[one] for one in pair}) == 2

    def can_judge(self, pair: Pair) -> bool:
        """Whether a pair that is not known to be the same is known not to be."""
        return len({self.judges.get(one, "") for one in pair}) == 1

    def is_other(self, pair: Pair) -> bool:
        """Whether a pair is neither known to be the same nor ignored."""
        return pair not in self.same and pair not in self.ignored

    @cached_property
    def sources(self) -> dict[str, str]:
        """The source of each record."""
        return {record.member.id: record.member.source for record in self.records}


def read_labels(folder: Path) -> Labels:
    """The labels of a folder: ``records.csv``, ``truth.csv``, ``ignore.csv`` and, if it is there, ``judge.csv``.

    Raises ``UsageError``, with file and row, for what is missing or names a record that is not there.
    """
    rows = [row for _, row in _rows(folder / "records.csv", _RECORDS)]
    records = tuple(
        record_of_texts(
            Member(row["source"], row["id"]), row["title"], row["employer"], row["location"], row["term"], row["posted"]
        )
        for row in rows
    )
    known = {row["id"]: ", ".join(filter(None, (row[name] for name in _RECORDS[1:]))) for row in rows}
    if len(known) < len(records):
        raise UsageError("an id stands twice.", place=str(folder / "records.csv"), fix="Give every record its own id.")
    judges = {}
    if (folder / "judge.csv").is_file():
        judges = {row["id"]: row["ns"] for _, row in _rows(folder / "judge.csv", ("id", "ns"))}
    return Labels(records, _pairs(folder / "truth.csv", known), _pairs(folder / "ignore.csv", known), known, judges)


def _pairs(path: Path, known: Collection[str]) -> frozenset[Pair]:
    found = set()
    for number, row in _rows(path, _PAIRS):
        pair = frozenset((row["id_a"], row["id_b"]))
        unknown = sorted(one for one in pair if one not in known)
        if len(pair) < 2 or unknown:
            what = ", ".join(unknown) or "a record and itself"
            raise UsageError(f"no pair of records: {what}.", place=f"{path}, row {number}", fix=_FIX)
        found.add(pair)
    return frozenset(found)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file with their numbers, of which the header is the first."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
                raise UsageError(f"the column {missing[0]} is missing.", place=str(path), fix=_FIX)
            for number, row in enumerate(reader, 2):
                yield number, {name: row[name].strip() for name in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"it could not be read: {why}.", place=str(path), fix=_FIX) from None
