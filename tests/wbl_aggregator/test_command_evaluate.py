"""``wbl aggregate evaluate``: figures that can be counted by hand, and files that cannot be used."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from wbl_aggregator.match.rarity import shipped_rarity

from wbl_feed.cli import wbl

RECORDS = [
    ("a1", "a", "Frontend Software Engineer", "Acme", "Boston, MA", "", "2026-09-01"),
    ("b1", "b", "Front-End Software Engineer", "Acme, Inc.", "Boston", "", "2026-09-02"),
    ("a2", "a", "Nursing Assistant", "Mercy Hospital", "Lynn, MA", "Summer 2027", "2026-09-01"),
    ("b2", "b", "Nursing Assistant", "Mercy Hospital", "Lynn, MA", "Fall 2027", "2026-09-01"),
    ("a3", "a", "Machinist", "Tool Works", "Salem, MA", "", "2026-09-01"),
    ("b3", "b", "Machinist", "Tool Works", "Salem, MA", "", "2026-09-01"),
    ("a4", "a", "Welder", "Iron Yard", "Quincy, MA", "", "2026-09-01"),
    ("b4", "b", "Welder", "Iron Yard", "Quincy, MA", "", "2026-09-01"),
    ("a5", "a", "Baker", "Bread Co", "Beverly, MA", "", "2026-09-01"),
    ("b5", "b", "Baker", "Bread Co", "Beverly, MA", "", "2026-09-01"),
]
COLUMNS = ("id", "source", "title", "employer", "location", "term", "posted")


def write(path: Path, *rows: tuple[str, ...]) -> None:
    """A CSV file."""
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Of five pairs that look the same two are, one is not, one cannot be judged, one is ignored; one more is missed."""
    write(tmp_path / "records.csv", COLUMNS, *RECORDS)
    write(tmp_path / "truth.csv", ("id_a", "id_b", "kind"), ("a1", "b1", "cross"), ("b2", "a2", "cross"))
    write(tmp_path / "ignore.csv", ("id_a", "id_b", "kind"), ("a5", "b5", "cross:cohort"))
    write(tmp_path / "judge.csv", ("id", "ns"), *((one[0], "y" if one[0] == "b4" else "x") for one in RECORDS))
    return tmp_path


def evaluated(*arguments: object) -> Result:
    """What the command says."""
    return CliRunner().invoke(wbl, ["aggregate", "evaluate", *map(str, arguments)])


def test_the_figures_can_be_counted_by_hand(labels: Path):
    """One right, one wrong, one that nobody can judge, one left to a person by its season."""
    result = evaluated(labels, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["right"], found["wrong"], found["unjudged"]) == (1, 1, 1)
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5)
    assert found["strict_precision"] == 0.3333
    assert found["worst"]["wrong"][0] | {"points": 0} == {"id_a": "a3", "id_b": "b3", "points": 0}
    assert found["worst"]["missed"] == [{"ids": ["a2", "b2"], "why": "580 points"}]
    assert found["review"] == {"size": 1, "true": 1}
    assert found["balanced"]["least"] < found["least"]
    assert found["records"] == len(RECORDS)
    low, high = found["intervals"]["recall"]
    assert low <= 0.5 <= high


def test_it_is_told_in_words(labels: Path):
    """With the records as they are written."""
    result = evaluated(labels, "--errors", 1)
    assert "a, Machinist, Tool Works, Salem, MA, 2026-09-01" in result.stdout
    assert "missed, 580 points" in result.stdout


def test_the_same_labels_give_the_same_figures(labels: Path):
    """The samples of the bootstrap too."""
    assert evaluated(labels, "--json").stdout == evaluated(labels, "--json").stdout


def test_the_shipped_statistics_can_be_chosen(labels: Path):
    """Both say which they are."""
    own, shipped = (json.loads(evaluated(labels, "--json", *more).stdout) for more in ((), ("--statistics", "shipped")))
    assert shipped["statistics"] == shipped_rarity().version != own["statistics"]
    assert own.keys() == shipped.keys()


def test_nothing_known_to_be_the_same_is_no_fault(labels: Path):
    """Labels without truth and without judges can be measured."""
    write(labels / "truth.csv", ("id_a", "id_b", "kind"))
    (labels / "judge.csv").unlink()
    found = json.loads(evaluated(labels, "--json").stdout)
    assert (found["recall"], found["precision"], found["unjudged"]) == (1.0, 0.0, 0)


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("records.csv", [COLUMNS[:-1], *(one[:-1] for one in RECORDS)], "records.csv: the column posted is missing"),
        ("records.csv", [COLUMNS, RECORDS[0], RECORDS[0]], "an id stands twice"),
        ("truth.csv", [("id_a", "id_b"), ("a1", "zz")], "truth.csv, row 2: no pair of records: zz"),
        ("ignore.csv", [("id_a", "id_b"), ("a1", "a1")], "ignore.csv, row 2: no pair of records: a record and itself"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_place(
    labels: Path, name: str, rows: list[tuple[str, ...]], said: str
):
    """And how to mend it, without a traceback."""
    write(labels / name, *rows)
    result = evaluated(labels)
    assert result.exit_code == 2
    assert said in result.output
    assert ("docs/aggregator-reference.md" in result.output) != ("Give every record its own id" in result.output)


def test_a_file_that_is_missing_is_named(labels: Path):
    """Ignored pairs can be none, but that has to be said."""
    (labels / "ignore.csv").unlink()
    result = evaluated(labels)
    assert result.exit_code == 2
    assert "ignore.csv" in result.output
