"""Labels made more: the records of a folder again and again, most at other employers, the rest for other teams.

Of four employers in five the name is other letters in each copy, but for words that several employers have; alike stays
alike. The postings of the fifth stay with their employer and get a team each, so that employers grow too. What is known to
be the same or ignored holds within a copy. Chance is seeded: the same folder and size give the same files.
"""

import csv
import hashlib
import random
import re
from collections import Counter
from pathlib import Path

COLUMNS = ("id", "source", "title", "employer", "location", "term", "posted")
STAY = 0.2
"""How many of the employers stay as they are in a copy."""
_COMMON = 3
"""Employers that have a word, from which on it is no name."""
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS, _OTHERS = "aeiou", "bcdfghjklmnpqrstvwxyz"
Row = dict[str, str]
Pairs = list[tuple[str, str]]


def write_many(folder: Path, base: int, size: int, to: Path) -> None:
    """Labels of ``size`` records: those of a folder copied up to ``base``, and what comes of it copied up to ``size``."""
    rows = _rows(folder / "records.csv")
    judge = folder / "judge.csv"
    judges = {row["id"]: row["ns"] for row in _rows(judge)} if judge.is_file() else {}
    known = {name: [(row["id_a"], row["id_b"]) for row in _rows(folder / name)] for name in ("truth.csv", "ignore.csv")}
    for level, count in enumerate((base, size)):
        rows, known = _copied(rows, known, count, f"x{level}")
    to.mkdir(parents=True, exist_ok=True)
    _write(to / "records.csv", COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    for name, pairs in known.items():
        _write(to / name, ("id_a", "id_b"), pairs)
    if judges:
        _write(to / "judge.csv", ("id", "ns"), ((row["id"], judges.get(row["id"].split("~")[0], "")) for row in rows))


def _copied(rows: list[Row], known: dict[str, Pairs], count: int, level: str) -> tuple[list[Row], dict[str, Pairs]]:
    groups = _groups(rows, known["truth.csv"])
    rows = sorted(rows, key=lambda row: (_chance(groups[row["id"]], level).random(), row["id"]))
    having = Counter(word for name in {row["employer"].casefold() for row in rows} for word in set(_WORD.findall(name)))
    made, pairs = [], {name: list(some) for name, some in known.items()}
    for copy in range(-(-count // len(rows))):
        part = rows[: count - len(made)]
        made += part if copy == 0 else [_copy(row, groups[row["id"]], f"{level}-{copy}", having) for row in part]
        if copy:
            for name, some in known.items():
                pairs[name] += [tuple(f"{one}~{level}-{copy}" for one in pair) for pair in some]
    there = {row["id"] for row in made}
    return made, {name: [pair for pair in some if there.issuperset(pair)] for name, some in pairs.items()}


def _copy(row: Row, group: str, copy: str, having: Counter[str]) -> Row:
    chance = _chance(group, copy)
    new = row | {"id": f"{row['id']}~{copy}"}
    if chance.random() < STAY:
        return new | {"title": f"{row['title']} - {_invented(_chance(group, copy, 'team'))} Team"}
    letters = dict(zip(_VOWELS + _OTHERS, _shuffled(chance, _VOWELS) + _shuffled(chance, _OTHERS), strict=True))
    names = {word for word in _WORD.findall(row["employer"].casefold()) if having[word] < _COMMON}

    def renamed(found: re.Match[str]) -> str:
        return "".join(letters.get(one, one) for one in word) if (word := found[0].casefold()) in names else found[0]

    return new | {name: _WORD.sub(renamed, row[name]) for name in ("employer", "title")}


def _groups(rows: list[Row], same: Pairs) -> dict[str, str]:
    """Of each record, what it is copied with: the records of its employer, and of those that are the same as one."""
    of = {row["id"]: " ".join(_WORD.findall(row["employer"].casefold())) for row in rows}
    first = {name: name for name in of.values()}

    def root(name: str) -> str:
        while first[name] != name:
            name = first[name]
        return name

    for a, b in same:
        one, other = sorted((root(of[a]), root(of[b])))
        first[other] = one
    return {identity: root(name) for identity, name in of.items()}


def _chance(*what: str) -> random.Random:
    return random.Random(hashlib.sha256("|".join(what).encode()).digest())


def _shuffled(chance: random.Random, letters: str) -> str:
    return "".join(chance.sample(letters, len(letters)))


def _invented(chance: random.Random) -> str:
    return "".join(chance.choice(_OTHERS) + chance.choice(_VOWELS) for _ in range(3)).capitalize()


def _rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, restval=""))


def _write(path: Path, columns: tuple[str, ...], rows: object) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerow(columns)
        csv.writer(file).writerows(rows)
