"""Several inputs make one feed: each keeps its ids, and one that fails loses nothing of its own or of the others."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from wbl_feed import open_feed
from wbl_feed.errors import LockedError
from wbl_feed.locking import locked

PUBLISH = """\
config_version = 1
out = "public"
[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }
[[input]]
name = "jobs"
kind = "csv"
source = "jobs.csv"
map = "map.toml"
[[input]]
name = "shadows"
kind = "csv"
source = "shadows.csv"
map = "map.toml"
"""
MAP = """\
config_version = 1
[fields]
"/title" = "Title"
"/url" = "Link"
"/compensation" = "Pay"
[constants]
"/activityType" = "internship"
"/status" = "open"
"""
AT = "2026-11-{:02}T12:00:00Z"


def table(titles: list[str], **columns: str) -> str:
    """A sheet with a row a title."""
    names = {"Title": "Title", "Link": "Link", "Pay": "Pay"} | columns
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names.values())
    for title in titles:
        writer.writerow([title, f"https://apply.example/{title.replace(' ', '-')}", "$17/hr"])
    return text.getvalue()


class Site:
    """A folder with a publish.toml of two sheets."""

    def __init__(self, folder: Path, run_wbl: Callable[..., Result]) -> None:
        self.folder, self._run = folder, run_wbl
        self.write("publish.toml", PUBLISH)
        self.write("map.toml", MAP)

    def write(self, name: str, text: str) -> None:
        """Write a file of the site."""
        (self.folder / name).write_text(text, encoding="utf-8", newline="")

    def sheets(self, jobs: list[str], shadows: list[str]) -> None:
        """Write both sheets."""
        self.write("jobs.csv", table(jobs))
        self.write("shadows.csv", table(shadows))

    def run(self, *options: str, day: int = 1, code: int = 0) -> Result:
        """Publish, and expect an exit code."""
        result = self._run("publish", "run", self.folder / "publish.toml", "--at", AT.format(day), *options)
        assert result.exit_code == code, result.output
        return result

    def report(self, *options: str, day: int = 1, code: int = 0) -> dict[str, Any]:
        """Publish, and give the report."""
        report: dict[str, Any] = json.loads(self.run("--json", *options, day=day, code=code).stdout)
        return report

    def ids(self) -> dict[str, str]:
        """The id of each posting by its title."""
        return {posting.title: posting.id for posting in open_feed(self.folder / "public" / "feed.json").postings}

    def files(self) -> dict[str, bytes]:
        """Every published file."""
        paths = (path for path in (self.folder / "public").rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}


@pytest.fixture
def site(tmp_path: Path, run_wbl: Callable[..., Result]) -> Site:
    """A site that has published nothing."""
    return Site(tmp_path, run_wbl)


def test_two_inputs_make_one_feed(site: Site):
    """The feed has the postings of both, in their order; a second run writes nothing."""
    site.sheets(["A", "B"], ["C"])
    report = site.report()
    assert list(site.ids()) == ["A", "B", "C"]
    assert [(one["name"], one["rows"], one["postings"]) for one in report["inputs"]] == [
        ("jobs", 2, 2),
        ("shadows", 1, 1),
    ]
    before = site.files()
    assert site.report(day=2)["written"] == []
    assert site.files() == before


@pytest.mark.parametrize(
    "shadows", ["", "<html>log in</html>", table(["C", "D"], Link="Address"), table([]), table(["C"] * 0)]
)
def test_an_input_that_fails_keeps_its_postings(site: Site, shadows: str):
    """The other input is published all the same, and the exit code is 3."""
    site.sheets(["A", "B"], ["C", "D"])
    site.run()
    ids = site.ids()
    site.sheets(["A", "New"], [])
    site.write("shadows.csv", shadows)
    report = site.report(day=2, code=3)
    assert site.ids().keys() == {"A", "New", "C", "D"}
    assert {title: identity for title, identity in site.ids().items() if title in ids} == {
        title: ids[title] for title in ("A", "C", "D")
    }
    assert len(report["withdrawn"]) == 1
    assert [bool(one["error"]) for one in report["inputs"]] == [False, True]
    assert "Input “shadows”" in report["inputs"][1]["error"] or "shadows.csv" in report["inputs"][1]["error"]


def test_a_posting_may_move_to_another_input(site: Site):
    """A row that is cut from one sheet and pasted in the other keeps its id, and no id stands twice."""
    site.sheets(["A", "B", "X"], ["C"])
    site.run()
    ids = site.ids()
    site.sheets(["A", "B"], ["C", "X"])
    report = site.report(day=2)
    assert site.ids() == ids
    assert (report["added"], report["withdrawn"]) == ([], [])


def test_an_input_that_is_taken_out_withdraws_its_postings(site: Site):
    """They get tombstones; where they are most of the feed, nothing is published without --accept-drop."""
    site.sheets(["A", "B"], ["C"])
    site.run()
    site.write("publish.toml", PUBLISH[: PUBLISH.rindex("[[input]]")])
    assert len(site.report(day=2)["withdrawn"]) == 1
    site.write("publish.toml", PUBLISH)
    site.sheets(["A"], ["C", "D"])
    site.run("--accept-drop", day=3)
    site.write("publish.toml", PUBLISH[: PUBLISH.rindex("[[input]]")])
    before = site.files()
    assert "2 of 3 postings are of an input that there is no more" in site.run(day=4, code=4).stderr
    assert site.files() == before
    assert len(site.report("--accept-drop", day=5)["withdrawn"]) == 2


def test_an_input_that_is_renamed_keeps_its_ids(site: Site):
    """What is remembered under the old name is told again by the postings themselves."""
    site.sheets(["A", "B"], ["C", "D"])
    site.run()
    ids = site.ids()
    site.write("publish.toml", PUBLISH.replace('name = "shadows"', 'name = "job-shadows"'))
    site.sheets(["A", "B"], ["D", "C"])
    report = site.report(day=2)
    assert site.ids() == ids
    assert (report["added"], report["withdrawn"]) == ([], [])


def test_lost_memory_is_made_anew_from_the_feed(site: Site):
    """Without .wbl/ every posting whose address or words are the same keeps its id."""
    site.sheets(["A", "B"], ["C", "D"])
    site.run()
    ids = site.ids()
    for path in (site.folder / ".wbl").glob("ids-*"):
        path.unlink()
    assert site.report(day=2)["withdrawn"] == []
    assert site.ids() == ids


def test_a_column_that_is_emptied_stops_the_run(site: Site):
    """Where most rows had pay and none has now, the column was renamed or lost: nothing is published."""
    titles = ["A", "B", "C", "D", "E"]
    site.sheets(titles, ["X"])
    site.run()
    site.write("jobs.csv", table(titles).replace("$17/hr", ""))
    report = site.report(day=2, code=3)
    assert "“Pay” had something in most records last time" in report["inputs"][0]["error"]
    assert all(posting.compensation for posting in open_feed(site.folder / "public" / "feed.json").postings)
    site.run("--accept-drop", day=3)
    assert sum(1 for one in open_feed(site.folder / "public" / "feed.json").postings if one.compensation) == 1


def test_a_trial_run_shows_what_would_change_and_writes_nothing(site: Site):
    """Each posting that would be added, changed, withdrawn, and each row that would be refused, has a line."""
    site.sheets(["A", "B", "C"], ["X"])
    site.run()
    before = site.files()
    site.write("jobs.csv", table(["A", "C", "New", ""]).replace("A,https", "A,https").replace("$17/hr", "$18/hr", 1))
    result = site.run("--dry-run", day=2, code=1)
    lines = result.stdout.splitlines()
    assert any(line.startswith("added") and "New" in line for line in lines)
    assert any(line.startswith("changed") and "compensation" in line and "→" in line for line in lines)
    assert any(line.startswith("withdrawn") and "B" in line for line in lines)
    assert any(line.startswith("refused") and "row 5" in line for line in lines)
    assert lines[-1] == "nothing written"
    assert site.files() == before
    assert not (site.folder / ".wbl" / "x").exists()


def test_one_run_at_a_time(site: Site):
    """A second run while one is under way ends with exit code 5; a trial run may go on beside it."""
    site.sheets(["A"], ["B"])
    with locked(site.folder / ".wbl"):
        with pytest.raises(LockedError), locked(site.folder / ".wbl"):
            pass
        site.run(code=5)
        site.run("--dry-run")
    site.run()


FAULTS = {
    "two inputs of one name": ('name = "shadows"', 'name = "jobs"', "two inputs have the name “jobs”"),
    "no input": (PUBLISH[PUBLISH.index("[[input]]") :], "", "the key “input” is missing"),
    "an unknown adapter": ('kind = "csv"\nsource = "jobs.csv"', 'kind = "cvs"\nsource = "jobs.csv"',
        "Did you mean “csv”?"),
    "a mapping that is not there": ('source = "jobs.csv"\nmap = "map.toml"', 'source = "jobs.csv"\nmap = "m.toml"',
        "there is no such file"),
    "a name with a space": ('name = "jobs"', 'name = "my jobs"', "lower-case letters, digits and hyphens"),
    "an unknown key": ('kind = "csv"\nsource = "jobs.csv"', 'kind = "csv"\nsorce = "jobs.csv"', "Did you mean “source”?"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_settings_is_one_line(site: Site, old: str, new: str, words: str):
    """It names the file and the way to mend it, with exit code 2."""
    site.sheets(["A"], ["B"])
    assert old in PUBLISH
    site.write("publish.toml", PUBLISH.replace(old, new, 1))
    result = site.run(code=2)
    assert words in result.stderr
    assert "publish.toml" in result.stderr or "m.toml" in result.stderr or "adapter" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_mapping_for_another_feed_is_refused(site: Site):
    """A mapping file whose [feed] is another one was not meant for this publish.toml."""
    site.sheets(["A"], ["B"])
    feed = '[feed]\nid = "https://other.example/feed"\nname = "B"\nlicense = "CC0-1.0"\npublisher = { name = "B" }\n'
    site.write("map.toml", MAP + feed)
    assert "it is for another feed than publish.toml is" in site.run(code=2).stderr


def test_when_no_input_can_be_read_nothing_is_published(site: Site):
    """The first failure is told, and what was published stands."""
    site.sheets(["A"], ["B"])
    site.run()
    before = site.files()
    (site.folder / "jobs.csv").unlink()
    site.write("shadows.csv", "")
    assert "jobs.csv: there is no such file" in site.run(day=2, code=2).stderr
    assert site.files() == before


TITLES = st.lists(st.sampled_from(["A", "B", "C", "D", "E", "F", ""]), unique=True, max_size=6)


@settings(deadline=None, max_examples=40)
@given(worlds=st.lists(st.tuples(TITLES, TITLES), min_size=2, max_size=4))
def test_nothing_is_lost_whatever_the_sheets_do(tmp_path_factory, worlds: list[tuple[list[str], list[str]]]):
    """In every run rows = postings + refused, every id ever published is live or has a tombstone, none stands twice."""
    from click.testing import CliRunner

    from wbl_feed.cli import wbl

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(wbl, [str(argument) for argument in arguments], prog_name="wbl")

    site = Site(tmp_path_factory.mktemp("site"), run)
    ever: set[str] = set()
    for day, (jobs, shadows) in enumerate(worlds, 1):
        site.sheets(jobs, shadows)
        result = run("publish", "run", site.folder / "publish.toml", "--at", AT.format(day), "--json", "--accept-drop")
        assert result.exit_code in (0, 1), result.output
        report = json.loads(result.stdout)
        assert report["rows"] == sum(one["postings"] + one["refused"] for one in report["inputs"])
        assert report["rows"] == len(jobs) + len(shadows)
        feed = json.loads((site.folder / "public" / "feed.json").read_bytes())
        live = [posting["id"] for posting in feed["items"]]
        dead = {stone["id"] for stone in feed.get("tombstones", ())}
        assert len(set(live)) == len(live)
        assert not dead & set(live)
        ever |= set(live)
        assert ever == dead | set(live)


@pytest.mark.parametrize(
    "columns",
    ["[only]\n'Kind' = ['job', 'Intern']\n", "[except]\n'Kind' = ['shadow', 'FILLED']\n", "[except]\n'Pay' = ['*']\n"],
)
def test_records_that_are_not_for_the_feed_are_counted(site: Site, columns: str):
    """They are neither published nor refused; one that was published before is withdrawn by its title."""
    site.write("publish.toml", PUBLISH[: PUBLISH.rindex("[[input]]")])
    kinds = {"A": "Internship", "B": "Job shadow", "C": "intern", "D": "Job (FILLED)", "E": "A JOB"}
    lines = [f"{title},https://apply.example/{title},,{kind}" for title, kind in kinds.items()]
    site.write("jobs.csv", "\n".join(["Title,Link,Pay,Kind", *lines]))
    site.run()
    site.write("map.toml", MAP + columns)
    report = site.report("--accept-drop", day=2)
    shown = {"A", "C", "D", "B", "E"} - ({"B", "D"} if "FILLED" in columns else set())
    assert site.ids().keys() == shown
    assert report["rows"] == 5 == len(shown) + report["inputs"][0]["passedOver"]
    if "FILLED" in columns:
        assert "2 of 5 records are not for this feed: [except] Kind." in [one["message"] for one in report["notices"]]
        assert len(report["withdrawn"]) == 2


def test_what_is_withdrawn_is_named(site: Site):
    """The titles stand in the output of a run, which is all that a log keeps."""
    site.sheets(["A", "B", "Oyster intern"], ["C"])
    site.run()
    site.sheets(["A", "B"], ["C"])
    assert "withdrawn  Oyster intern\n" in site.run(day=2).stdout


def test_a_posting_that_contradicts_itself_loses_only_that(site: Site):
    """An end before its start, or a greatest number below the least, is left out with a notice; the feed is valid."""
    site.write("publish.toml", PUBLISH[: PUBLISH.rindex("[[input]]")])
    fields = '[fields]\n"/schedule/startDate" = "S"\n"/schedule/endDate" = "E"\n"/eligibility/minimumAge" = "L"\n"/eligibility/maximumAge" = "M"\n'
    site.write("map.toml", MAP.replace("[fields]\n", fields))
    site.write("jobs.csv", "Title,Link,Pay,S,E,L,M\nA,https://a.example,$17/hr,2027-07-01,2027-06-01,18,14\n")
    report = site.report()
    assert [one["code"] for one in report["notices"]] == ["member_left_out", "member_left_out"]
    (posting,) = open_feed(site.folder / "public" / "feed.json").postings
    assert posting.compensation
    assert not posting.schedule or not posting.schedule.end_date
    assert site._run("validate", site.folder / "public" / "feed.json").exit_code == 0


def test_a_refused_row_whose_posting_is_still_open_is_named(site: Site):
    """Whoever wanted to close it reads that it is still shown as open."""
    site.write("map.toml", MAP.replace('"/status" = "open"', "").replace("[fields]", '[fields]\n"/status" = "Pay"'))
    site.write("publish.toml", PUBLISH[: PUBLISH.rindex("[[input]]")])
    site.write("jobs.csv", "Title,Link,Pay\nA,https://a.example,open\nB,https://b.example,open\n")
    site.run()
    site.write("jobs.csv", "Title,Link,Pay\nA,https://a.example,open\nB,https://b.example,gone fishing\n")
    assert "as published before, shown as open: “B”" in site.run(day=2, code=1).stdout
