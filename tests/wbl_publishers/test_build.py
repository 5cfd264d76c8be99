"""From one run to the next: ids stay, dates change with content alone, what is gone leaves a tombstone."""

import json
import random
import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_site import HEADER, MAP, row
from wbl_publishers.mapping.drafting import draft
from wbl_publishers.mapping.mapping_file import read_mapping
from wbl_publishers.publishing.batch import Batch
from wbl_publishers.publishing.build import Build, build
from wbl_publishers.publishing.id_map import IdMap

from wbl_feed import atom_format, json_format
from wbl_feed.adapter import Record
from wbl_feed.models import Feed
from wbl_feed.validate import validate

SHEET = [row("Robotics intern"), row("Job shadow", Kind="job shadow"), row("Lab helper"), row("Mentor", Pay="Unpaid")]
ONE_FORM = [row(title, Link="https://site.example/form") for title in ("A", "B", "C", "D")]


def mapping_table() -> dict:
    """The mapping file as a table."""
    table = tomllib.loads(MAP)
    del table["config_version"]
    return table


def with_ids(site) -> None:
    """Give the site a column with its own ids."""
    site.remap("[fields]", '[id]\ncolumn = "Ref"\nbase = "https://site.example/postings/"\n\n[fields]')


def ref(identity: str, title: str, **cells: str) -> dict[str, str]:
    """A row with the site's own id."""
    return row(title, **cells) | {"Ref": identity}


def gone(site) -> dict[str, str]:
    """When each posting that has a tombstone went."""
    return {tombstone["id"]: tombstone["dateDeleted"] for tombstone in site.feed.get("tombstones", [])}


@pytest.mark.parametrize("rows", [SHEET, ONE_FORM], ids=["a link each", "one form for all"])
def test_ids_stay_under_reordering(site, rows: list):
    """A new order of the rows changes no id and no date, even where all rows lead to the same form."""
    site.publish(rows)
    before = site.by_title(), site.by_title("dateModified")
    assert len(set(before[0].values())) == 4
    for seed in range(4):
        report = site.publish(random.Random(seed).sample(rows, 4), day=2 + seed)
        assert (site.by_title(), site.by_title("dateModified")) == before
        assert (report["added"], report["changed"], report["withdrawn"]) == ([], [], [])


@pytest.mark.parametrize(
    "edit",
    [
        {"Title": "Robotics internship, summer"},
        {"Employer": "ACME Robotics, Inc."},
        {"Link": "https://new.example/apply/77"},
        {"Town": "Lowell, MA", "Deadline": "4/1/2027", "Pay": "$18/hr"},
        {"Title": "Robotics internship", "Employer": "ACME Robotics", "Town": "Lowell, MA"},
    ],
    ids=" and ".join,
)
def test_an_edited_row_keeps_its_id_and_alone_gets_a_new_date(site, edit: dict):
    """An edit of the link, or of anything but the link, changes the date of that posting and no id."""
    site.publish(SHEET)
    before = {posting["id"]: posting["dateModified"] for posting in site.feed["items"]}
    first = site.by_title()["Robotics intern"]
    report = site.publish([SHEET[0] | edit, *SHEET[1:]], day=2)
    assert report["changed"] == [first]
    after = {posting["id"]: posting["dateModified"] for posting in site.feed["items"]}
    assert after == before | {first: "2026-11-02T12:00:00Z"}
    assert site.feed["dateModified"] == "2026-11-02T12:00:00Z"


def test_one_edit_after_another_keeps_the_id(site):
    """Title, link and employer may all change over time, a run between them, and the id is still the first one."""
    now = dict(SHEET[0])
    site.publish([now])
    first = site.by_title()["Robotics intern"]
    edits = (
        {"Title": "B"},
        {"Link": "https://b.example"},
        {"Title": "C"},
        {"Employer": "C"},
        {"Link": "https://c.example"},
    )
    for day, edit in enumerate(edits, 2):
        now |= edit
        site.publish([now], day=day)
        assert list(site.by_title().values()) == [first]


def test_a_second_row_with_the_same_link_takes_no_id_away(site):
    """When a new row leads to the same form as an old one, wherever it stands, the old one keeps its id."""
    site.publish([SHEET[0]])
    old = site.by_title()
    site.publish([SHEET[0] | {"Title": "Drone intern"}, SHEET[0]], day=2)
    assert site.by_title()["Robotics intern"] == old["Robotics intern"]
    assert site.by_title()["Drone intern"] != old["Robotics intern"]
    assert gone(site) == {}


def test_a_copy_of_a_row_gets_an_id_of_its_own(site):
    """A new row that says what an edited row said before is another posting, not a duplicate."""
    site.publish([SHEET[0]])
    old = site.by_title()["Robotics intern"]
    site.publish([SHEET[0] | {"Title": "Robotics intern, spring"}, SHEET[0] | {"Link": "https://new.example"}], day=2)
    assert site.by_title()["Robotics intern, spring"] == old
    assert site.by_title()["Robotics intern"] != old


def test_a_row_that_takes_over_a_title_does_not_take_over_an_old_id(site):
    """What a row is known by follows the row, even where a withdrawn row was known by it before."""
    gone_row, other = row("Robotics intern"), row("Drone intern")
    site.publish([gone_row, other])
    identity = site.by_title()["Drone intern"]
    site.publish([other | {"Title": "Robotics intern"}], day=2)
    site.publish([gone_row | {"Link": "https://new.example"}], day=3)
    assert list(site.by_title().values()) == [identity]


def test_a_lost_id_map_mints_the_same_ids(site):
    """Ids are made from links, so that an unchanged sheet gets the same ones without the map."""
    site.publish(SHEET)
    before = site.by_title()
    site.ids.unlink()
    site.publish(SHEET[::-1], day=2)
    assert site.by_title() == before


def test_an_id_column_decides_alone(site):
    """With a column of ids, every other cell may change; the id is the base and the cell, percent-encoded."""
    with_ids(site)
    site.publish([ref("SE 1/ö", "A"), ref("0042", "B")], header=("Ref", *HEADER))
    ids = site.by_title()
    assert ids == {
        "A": "https://site.example/postings/SE%201%2F%C3%B6",
        "B": "https://site.example/postings/0042",
    }
    site.publish([ref("0042", "A"), ref("SE 1/ö", "B")], header=("Ref", *HEADER), day=2)
    assert site.by_title() == {"A": ids["B"], "B": ids["A"]}


@pytest.mark.parametrize(
    ("identity", "code", "message"),
    [
        ("1", "duplicate_row", "The row has the same id as an earlier one: https://site.example/postings/1."),
        (" ", "row_refused", "The id column “Ref” is empty."),
    ],
)
def test_a_row_without_an_id_of_its_own_is_refused(site, identity: str, code: str, message: str):
    """Of two rows with one id the second is refused, and so is a row whose id is empty."""
    with_ids(site)
    report = site.publish([ref("1", "A"), ref(identity, "B")], header=("Ref", *HEADER), code=1)
    ((refused,), (notice,)) = report["refused"], report["refused"][0]["notices"]
    assert list(site.by_title()) == ["A"]
    assert (refused["place"], notice["code"], notice["message"]) == ("row 3", code, message)


@pytest.mark.parametrize("day", [1, 2])
def test_nothing_is_written_when_nothing_changed(site, day: int):
    """A second run over the same sheet, at once or later, writes no file."""
    site.publish(SHEET)
    before = site.files()
    result = site.run(day=day)
    assert "4 rows: 4 postings (0 new, 0 changed), 0 refused, 0 withdrawn.\nnothing changed\n" in result.stdout
    assert site.files() == before


def test_two_sites_with_the_same_sheet_publish_the_same_bytes(site, tmp_path_factory, run_wbl):
    """What is published depends on sheet, mapping and clock alone."""
    other = type(site)(tmp_path_factory.mktemp("other"), run_wbl)
    site.publish(SHEET)
    other.publish(SHEET)
    assert {path: content for path, (content, _) in site.files().items()} == {
        path: content for path, (content, _) in other.files().items()
    }


def test_a_vanished_row_becomes_a_tombstone_and_stays_one(site):
    """A tombstone keeps its day over later runs, until a year has passed and consumers have been told so."""
    site.publish(SHEET)
    mentor = site.by_title()["Mentor"]
    report = site.publish(SHEET[:3], day=2)
    assert (report["withdrawn"], gone(site)) == ([mentor], {mentor: "2026-11-02T12:00:00Z"})
    report = site.publish([*SHEET[:3], row("New")], day=3)
    assert (report["withdrawn"], gone(site)) == ([], {mentor: "2026-11-02T12:00:00Z"})
    site.publish(SHEET[:3], "--at", "2027-11-02T12:00:00Z")
    assert mentor in gone(site)
    site.publish(SHEET[:3], "--at", "2027-11-02T12:00:01Z")
    assert mentor not in gone(site)
    assert site.feed["deletion"]["tombstonesSince"] == "2026-11-02T12:00:01Z"


def test_a_row_that_comes_back_loses_its_tombstone(site):
    """The posting comes back under its old id, with a new date and without a tombstone."""
    site.publish(SHEET)
    mentor = site.by_title()["Mentor"]
    site.publish(SHEET[:3], day=2)
    site.publish(SHEET, day=3)
    assert (site.by_title()["Mentor"], gone(site)) == (mentor, {})
    assert site.by_title("dateModified")["Mentor"] == "2026-11-03T12:00:00Z"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (SHEET, {"Kind": ""}),
        (SHEET, {"Link": "see below"}),
        (SHEET, {"Title": ""}),
        (ONE_FORM, {"Kind": "internshp"}),
        (ONE_FORM, {"Link": ""}),
    ],
)
def test_a_row_that_becomes_faulty_keeps_its_last_posting(site, rows: list, fault: dict):
    """A refused row withdraws nothing: what was published of it stays, unchanged, while its other cells tell it."""
    site.publish(rows)
    before = site.feed
    report = site.publish([rows[1], rows[0] | fault, *rows[2:]], day=2, code=1)
    assert report["kept"] == [before["items"][0]["id"]]
    assert (len(report["refused"]), report["withdrawn"]) == (1, [])
    assert {item["id"]: item for item in site.feed["items"]} == {item["id"]: item for item in before["items"]}


def test_a_row_with_its_id_alone_keeps_its_last_posting(site):
    """A row of which only the id is left is faulty, not gone."""
    with_ids(site)
    site.remap('[constants]\n"/status" = "open"', "")
    site.remap('"/compensation" = "Pay"', '"/status" = "Pay"')
    header = ("Ref", *HEADER)
    site.publish([ref("1", "A", Pay="open"), ref("2", "B", Pay="open")], header=header)
    report = site.publish([{"Ref": "1"}, ref("2", "B", Pay="open")], header=header, day=2, code=1)
    assert (report["kept"], report["withdrawn"]) == (["https://site.example/postings/1"], [])


@pytest.mark.parametrize(
    ("before", "after", "code"), [(4, 2, 0), (4, 1, 4), (4, 0, 4), (3, 0, 4), (3, 1, 0), (9, 5, 0), (9, 4, 4)]
)
def test_more_than_half_gone_publishes_nothing(site, before: int, after: int, code: int):
    """Of four postings or more the loss of more than half, and of any feed the loss of all, stops the run with exit code 4; files stay as they are."""
    rows = [row(f"Posting {number}") for number in range(before)]
    site.publish(rows)
    files = site.files()
    site.publish(rows[:after], day=2, code=code)
    assert (site.files() == files) == (code == 4)
    result = site.run("--accept-drop", day=3)
    assert (result.exit_code, len(site.feed["items"]), len(gone(site))) == (0, after, before - after)


def test_the_guard_says_what_it_did_and_how_to_go_on(site):
    """The message of the guard has both numbers and the option, in one line."""
    site.publish(SHEET)
    site.write(SHEET[:1])
    result = site.run(day=2)
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("wbl: 3 of 4 postings would be withdrawn at once, so nothing was published")
    assert result.stderr.endswith("If that is right, run again with --accept-drop.\n")


def test_a_renamed_column_withdraws_nothing(site):
    """A mapped column that is not there ends the run with exit code 2; files stay as they are."""
    site.publish(SHEET)
    before = site.files()
    text = site.sheet.read_text(encoding="utf-8")
    site.sheet.write_text(text.replace("Employer", "Company", 1), encoding="utf-8", newline="")
    result = site.run("--accept-drop", day=2)
    assert (result.exit_code, site.files()) == (2, before)
    assert "row 1: the column “Employer” of the mapping is not in the sheet." in result.stderr


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"ids": []}', b'{"ids": {"a": 1}}', b'{"id": {}}', b"\xff", b"null"]
)
@pytest.mark.parametrize("damaged", ["ids", "feed"])
def test_a_damaged_memory_stops_the_run(site, damaged: str, content: bytes):
    """Without the id map or the feed published before, ids or deletions could be wrong: exit code 2, nothing written."""
    site.publish(SHEET)
    path = site.ids if damaged == "ids" else site.public / "feed.json"
    path.write_bytes(content)
    before = site.files()
    result = site.run(day=2)
    assert (result.exit_code, result.stdout, site.files()) == (2, "", before)
    said = "the id map is damaged. Restore it from a copy; without it ids could change."
    if damaged == "feed":
        said = "the feed published before is damaged, so deletions cannot be told. Restore it from a copy, or move it"
    assert result.stderr.startswith(f"wbl: {path}: {said}")


def test_a_cut_off_feed_stops_the_run(site):
    """A previous feed that lost its end, or one sound posting, withdraws nothing."""
    site.publish(SHEET)
    feed = site.public / "feed.json"
    whole = feed.read_bytes()
    for content in (whole[: len(whole) // 2], whole.replace(b'"title":"Mentor"', b'"title":""')):
        feed.write_bytes(content)
        assert site.run(day=2).exit_code == 2


def test_a_dry_run_writes_nothing(site):
    """It says what a run would do, with the same exit code, and leaves no file, not even the id map."""
    report = site.publish([*SHEET, row("", Kind="?")], "--dry-run", code=1)
    assert set(site.files()) == {"map.toml"}
    assert (report["rows"], report["postings"], len(report["added"]), report["written"]) == (5, 4, 4, [])
    assert "nothing written" in site.run("--dry-run").stdout
    real = site.publish([*SHEET, row("", Kind="?")], code=1)
    assert {**real, "written": []} == report


def test_what_is_published_is_valid_and_found_through_the_catalogue(site, run_wbl):
    """Both catalogues lead to both formats, which pass validation and hold the same postings."""
    odd = row("Odd <b>&amp;</b> \x0b\x00 “título”", Town="Saint-Étienne", Link="https://apply.example/ñ?a=1&b=2")
    site.publish([*SHEET, odd, row("", Kind="?")], code=1)
    site.publish([*SHEET[:3], odd], day=2)
    for catalogue in (site.public / "wbl-feed.json", site.public / ".well-known" / "wbl-feed"):
        (entry,) = json.loads(catalogue.read_bytes())["feeds"]
        assert entry["id"] == site.feed["id"]
        types = {one["type"]: (catalogue.parent / one["url"]).resolve() for one in entry["distributions"]}
        assert types == {
            "application/vnd.wbl-feed+json": (site.public / "feed.json").resolve(),
            "application/atom+xml": (site.public / "feed.atom").resolve(),
        }
    for name in ("feed.json", "feed.atom"):
        result = run_wbl("validate", site.public / name, "--at", "2026-11-02T12:00:00Z", "--json")
        (report,) = json.loads(result.stdout)["feeds"]
        faults = [notice for notice in report["notices"] if notice["severity"] == "error"]
        assert (result.exit_code, report["postings"], faults) == (0, 4, [])


ODD = st.sampled_from(["", " ", "x" * 201, "\x00\x0b\u2028", "<b>]]>", "=1+1", "https://a.example/<>", "9" * 400])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "Title": st.sampled_from(["A", "B", "C"]) | ODD,
            "Link": st.sampled_from(["https://a.example", "https://b.example/?q=1", "https://c.example"]) | ODD,
            "Employer": st.sampled_from(["ACME", "Søn & Co"]) | ODD,
            "Town": st.sampled_from(["Boston, MA 02110", "Lowell"]) | ODD,
            "Kind": st.sampled_from(["internship", "pasantía", "internshp", "us-ma:petm", "a: b"]) | ODD,
            "Deadline": st.sampled_from(["rolling", "3/1/2027", "2027-02-30T12:00:00Z", "1850-01-01"]) | ODD,
            "Pay": st.sampled_from(["$17/hr", "Unpaid", "lots"]) | ODD,
            "Ref": st.sampled_from(["1", "2", "3"]) | ODD,
        }
    ),
    max_size=8,
)


def check(result: Build, rows: list, before: Feed | None, at: datetime) -> None:
    """What holds after any run."""
    feed = result.feed
    assert result.records == len(rows) == len(feed.items) - len(result.kept) + len(result.refused)
    assert all(draft.refused for draft in result.refused)
    for written, read in ((json_format.write(feed), json_format.read), (atom_format.write(feed), atom_format.read)):
        report = validate(read(written), at)
        assert report.valid, report.notices
        assert report.accepted == feed.items
    alive, dead = {posting.id for posting in feed.items}, {tombstone.id for tombstone in feed.tombstones or ()}
    assert len(alive) == len(feed.items)
    assert not alive & dead
    old = {posting.id: posting for posting in before.items} if before else {}
    assert set(old) <= alive | dead
    for posting in feed.items:
        same = posting.id in old and posting == old[posting.id]
        assert same or (posting.date_modified == at.isoformat().replace("+00:00", "Z"))
        assert not same or posting.date_modified == old[posting.id].date_modified


@settings(deadline=None, max_examples=100)
@given(first=ROWS, second=ROWS, id_column=st.booleans())
def test_every_row_is_accounted_for(first: list, second: list, id_column: bool):
    """Rows in = postings - kept + refused, for any mix of good and bad rows, and what is published is valid."""
    table = mapping_table() | ({"id": {"column": "Ref"}} if id_column else {})
    mapping, ids, previous = read_mapping(table, "map.toml"), IdMap(), None
    for day, rows in enumerate((first, second, first), 1):
        at = datetime(2026, 11, day, tzinfo=UTC)
        drafts = tuple(draft(Record(f"row {number}", cells), mapping) for number, cells in enumerate(rows, 2))
        result = build([Batch("sheet", mapping, ids, drafts)], mapping.feed, previous, at, accept_drop=True)
        check(result, rows, previous, at)
        previous, ids = result.feed, result.inputs[0].ids
