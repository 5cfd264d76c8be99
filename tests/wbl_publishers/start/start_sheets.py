"""Sheets for the tests of ``wbl publish init``."""

import csv
import io
from pathlib import Path

from wbl_publishers.start.guess import Guess
from wbl_publishers.start.plan import Plan, plan
from wbl_publishers.start.sheet import look

HERE = Path(__file__).parent
SHEETS = sorted((HERE / "sheets").glob("*.csv"))
HOME = "https://harbor.example/opportunities"
SITE = ("--name", "Harbor Network", "--home", HOME, "--license", "CC-BY-4.0", "--profile", "us-ma")
FEED = {
    "id": "https://harbor.example/feed",
    "name": "Harbor Network",
    "license": "CC-BY-4.0",
    "publisher": {"name": "Harbor Network"},
}


def columns(**cells: list[str]) -> list[list[str]]:
    """The rows of a sheet from its columns; in names, two underscores stand for a space."""
    names = [name.replace("__", " ") for name in cells]
    return [names, *map(list, zip(*cells.values(), strict=True))]


def planned(rows: list[list[str]], home: str = HOME) -> Plan:
    """The plan of a sheet."""
    return plan(look(enumerate(rows, 1), "sheet.csv"), "sheet.csv", home)


def said(found: Plan, heading: str) -> list[Guess]:
    """What is said of the column with a heading."""
    return [one for one in found.guesses if one.column.heading == heading]


def mapped(found: Plan) -> dict[str, str]:
    """The heading that each member comes from."""
    return {one.member: one.column.heading for one in found.used}


def as_csv(rows: list[list[str]]) -> str:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
