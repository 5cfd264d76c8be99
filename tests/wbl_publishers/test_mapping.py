"""Every error of a mapping file gives one line that names the file, the fault and the way to mend it."""

import re

import pytest
from sheet_site import MAP
from wbl_publishers.mapping.drafting import Draft, draft
from wbl_publishers.mapping.mapping_file import Mapping, read_mapping
from wbl_publishers.members import member

from wbl_feed.adapter import Record
from wbl_feed.errors import UsageError


def row_draft(cells: dict[str, str], mapping: Mapping, place: str) -> Draft:
    """The draft of a row."""
    return draft(Record(place, cells), mapping)


FEED = MAP[MAP.index("[feed]") : MAP.index("[fields]")].encode()
# What is wrong is a pattern, in which a dot stands for whatever the message puts between two keys.
FAULTS = {
    "a member that is not there": ('"/hiringOrganization/name"', '"/hiringOrganisation/name"',
        "the posting has no member “/hiringOrganisation/name”", "Did you mean “hiringOrganization”?"),
    "a member that is not there, one step down": ('"/hiringOrganization/name"', '"/hiringOrganization/nmae"',
        "the posting has no member “/hiringOrganization/nmae”", "Did you mean “name”?"),
    "a member like no other": ('"/hiringOrganization/name"', '"/xyzzy"',
        "the posting has no member “/xyzzy”", "See spec/v1/wbl-feed.md section 5."),
    "a dotted name": ('"/hiringOrganization/name"', '"hiringOrganization.name"',
        "“hiringOrganization.name” is no JSON Pointer", "Write it as “/hiringOrganization/name”."),
    "a bare name in constants": ('"/status" = ', "status = ", "“status” is no JSON Pointer", "Write it as “/status”."),
    "an object that no cell can say": ('"/compensation" = "Pay"', '"/eligibility" = "Pay"',
        "“/eligibility” has several parts", "Map them one by one, such as “/eligibility/minimumAge”."),
    "a list of objects that no cell can say": ('"/compensation" = "Pay"', '"/credentials" = "Pay"',
        "“/credentials” has several parts", "such as “/credentials/0/name”."),
    "an unknown table": ("[constants]", "[constant]", "the key “constant” is not known", "Did you mean “constants”?"),
    "an unknown key of the feed": ('license = "', 'licence = "',
        "the key “feed.licence” is not known", "Did you mean “license”?"),
    "an unknown key of a column": ('"/title" = "Title"', '"/title" = { column = "Title", splt = ";" }',
        "the key “fields./title.splt” is not known", "Did you mean “split”?"),
    "an unknown key of the ids": ("[fields]", '[id]\ncolum = "Ref"\n[fields]',
        "the key “id.colum” is not known", "Did you mean “column”?"),
    "an unknown key like no other": ('license = "', 'qwertz = 1\nlicense = "',
        "the key “feed.qwertz” is not known", "Take it out."),
    "a column without its heading": ('"/title" = "Title"', '"/title" = { split = ";" }',
        "the key “fields./title.column” is missing", "Add it."),
    "a publisher that is a text": ('publisher = { name = "A site" }', 'publisher = "A site"',
        "“feed.publisher” is not right", "it must be a table, such as { name = "),
    "a name that is a number": ('name = "A site"\nl', "name = 1\nl", "“feed.name” is not right",
        "it must be a text in quotation marks"),
    "a time zone that is not one": ('license = "', 'time_zone = "America/NewYork"\nlicense = "',
        "“America/NewYork” is no IANA time zone", "America/New_York"),
    "a wrong code in constants": ('"/status" = "open"', '"/status" = "opne"',
        "/status is “opne”, which is no code", "Did you mean “open”?"),
    "a wrong code in values": ('"/activityType" = "Kind"',
        '"/activityType" = { column = "Kind", values = { "Job" = "internshp" } }',
        "/activityType is “internshp”, which is no code", "Did you mean “internship”?"),
    "a wrong code like no other": ('"/status" = "open"', '"/status" = "open"\n"/workMode" = "qq"',
        "/workMode is “qq”, which is no code", "Use one of: onsite, hybrid, remote."),
    "a wrong code inside an object": ('"/status" = "open"', '"/status" = "open"\n"/compensation" = { status = "payd" }',
        "/compensation/status is “payd”, which is no code", "Did you mean “paid”?"),
    "a wrong code in a list": ('"/status" = "open"', '"/status" = "open"\n"/schedule/window" = ["sumer"]',
        "/schedule/window/0 is “sumer”, which is no code", "Did you mean “summer”?"),
    "a wrong part of a constant": ('"/status" = "open"', '"/status" = "open"\n"/compensation" = { staus = "paid" }',
        "the posting has no member “/compensation/staus”", "Did you mean “status”?"),
    "a text where a number must stand": ('"/status" = "open"', '"/status" = "open"\n"/totalOpenings" = "4"',
        "the value of /totalOpenings, “4”, is not right", "It must be a whole number, without quotation marks."),
    "a date without quotation marks": ('"/status" = "open"', '"/status" = "open"\n"/lastVerified" = 2026-11-01',
        "the value of /lastVerified, “2026-11-01”, is not right", "It must be a text in quotation marks."),
    "a text where a list must stand": ('"/status" = "open"', '"/status" = "open"\n"/programs" = "us-ma:mycap"',
        "the value of /programs, “us-ma:mycap”, is not right", "It must be a list in square brackets."),
    "a translation that is no date": ('"/applicationDeadline" = "Deadline"',
        '"/applicationDeadline" = { column = "Deadline", values = { "x" = "2027-02-30" } }',
        "the value of /applicationDeadline, “2027-02-30”, is not right", "It must be a date or an instant"),
    "a code for pay that is none": ('"/compensation" = "Pay"',
        '"/compensation" = { column = "Pay", values = { "No" = "unpayed" } }',
        "/compensation/status is “unpayed”, which is no code", "Did you mean “unpaid”?"),
    "an id among the fields": ('"/title" = "Title"', '"/title" = "Title"\n"/id" = "Ref"',
        "“/id” is made when the feed is published", "name their column in the [id] table."),
    "a date of change among the constants": ('"/status" = "open"', '"/status" = "open"\n"/dateModified" = "2027-01-01"',
        "“/dateModified” is made when the feed is published", "Take the line out"),
    "a provenance": ('"/status" = "open"', '"/status" = "open"\n"/provenance/0/feed" = "https://a.example/"',
        "“/provenance/0/feed” is made when the feed is published", "Take the line out"),
    "no title": ('"/title" = "Title"\n', "", "the required member /title is not mapped", 'Add "/title" = "…"'),
    "no url": ('"/url" = "Link"\n', "", "the required member /url is not mapped", 'Add "/url" = "…" under [fields]'),
    "no activity type": ('"/activityType" = "Kind"\n', "",
        "the required member /activityType is not mapped", "or a value under [constants]."),
    "no status": ('"/status" = "open"\n', "", "the required member /status is not mapped", 'Add "/status" = "…"'),
    "no config_version": ("config_version = 1\n", "", "config_version is missing", "Write config_version = 1 at its top."),
    "another config_version": ("config_version = 1\n", "config_version = 2\n",
        "config_version is missing or not 1", "Write config_version = 1"),
    "bad TOML": ('"/url" = "Link"', "/url = Link", "not valid TOML", "(at line 11, column 1). Texts and keys with a slash"),
    "a key given twice": ('"/url" = "Link"', '"/title" = "Link"', "not valid TOML", "line 11"),
    "an id of the feed that is no IRI": ('id = "https://site.example/feed"', 'id = "our feed"',
        "“feed.id” is not right", "it must be an IRI that never changes, such as"),
    "a licence in words": ('license = "CC-BY-4.0"', 'license = "all may use it"',
        "“all may use it” is no SPDX identifier", "such as CC-BY-4.0, and no address of a licence"),
    "a licence in small letters": ('license = "CC-BY-4.0"', 'license = "cc-by-4.0"',
        "“cc-by-4.0” is no SPDX identifier", "did you mean “CC-BY-4.0”?"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault", "fix"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_mapping_is_one_clear_line(site, old: str, new: str, fault: str, fix: str):
    """The command ends with exit code 2 and one line with file, fault and fix, and writes nothing."""
    site.write([])
    site.remap(old, new)
    result = site.run()
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith((f"wbl: {site.map}: ", "wbl: the table [feed]: "))
    assert re.search(fault, lines[0])
    assert fix in lines[0]
    assert set(site.files()) == {"map.toml"}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe\x00", "Save it as UTF-8."),
        (b"", "Write config_version = 1"),
        (b"= 1", "at line 1, column 1"),
        (b"config_version = 1", "the table .feed. is missing. Add the table"),
        (b"config_version = 1\nfields = 4\n[feed]", "the key “feed.id” is missing. Add it."),
        (MAP.partition("[fields]")[0].encode(), "the column “Activity type” of the mapping is not in the sheet"),
        (b"config_version = 1\nfields = 4\n" + FEED, "“fields” is not right: it must be a table."),
        (b'config_version = 1\nfields = { "/title" = 4 }\n' + FEED, "“fields./title” is not right: it must be a table"),
    ],
    ids=lambda part: part[-30:].decode("latin-1") if isinstance(part, bytes) else "",
)
def test_a_file_that_is_no_mapping_is_refused(site, content: bytes, fault: str):
    """A mapping file that is no text, or empty, or no TOML, or lacks a table, is refused with a fix."""
    site.write([])
    site.map.write_bytes(content)
    result = site.run()
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert re.search(fault, result.stderr)


def table(fields: dict | None = None, constants: dict | None = None) -> dict:
    """A mapping file as a table."""
    feed = {"id": "https://s.example/f", "name": "S", "license": "CC0-1.0", "publisher": {"name": "S"}}
    usual = {"/title": "T", "/url": "U", "/activityType": "K"}
    return {"feed": feed, "fields": usual | (fields or {}), "constants": {"/status": "open"} | (constants or {})}


@pytest.mark.parametrize(
    ("fields", "constants"),
    [
        ({"/compensation/status": "Paid?"}, {"/compensation": {"note": "Paid by the employer"}}),
        ({"/programs": {"column": "P", "values": {"MyCAP": "us-ma:mycap", "Both": ["us-ma:mycap", "us-ma:petm"]}}}, {}),
        ({"/compensation": {"column": "Paid?", "values": {"Yes": {"status": "paid"}}}}, {}),
        ({"/stem": {"column": "STEM", "values": {"Yes": {"value": "yes"}}}}, {}),
        ({}, {"/jobLocation": [{"address": {"addressLocality": "Boston"}}]}),
        ({}, {"/schedule/window": ["summer", "https://site.example/windows/dusk"], "/totalOpenings": 4}),
        ({}, {"/ext": {"https://site.example/terms/badge": {"any": "thing"}}}),
    ],
)
def test_what_a_posting_may_hold_a_mapping_may_say(fields: dict, constants: dict):
    """Objects, lists, codes with a prefix and private terms are taken as constants and as translations."""
    mapping = read_mapping(table(fields, constants), "map.toml")
    assert set(mapping.fields) | set(mapping.constants) >= {*fields, *constants}


def test_the_short_form_of_a_column_means_the_long_one():
    """A heading alone is a column without translations."""
    short = read_mapping(table({"/summary": "S"}), "map.toml")
    assert short == read_mapping(table({"/summary": {"column": "S"}}), "map.toml")
    assert short.columns == ["T", "U", "K", "S"]


def test_translations_pass_over_case_and_space():
    """A cell is translated whatever its case and the space around it, and no other cell is."""
    rule = read_mapping(table({"/summary": {"column": "S", "values": {" Both Days": "all"}}}), "m").fields["/summary"]
    assert (rule.translate("both days "), rule.translate("both")) == ("all", None)


def test_a_code_alone_translates_pay():
    """Under values of /compensation a code means its status, beside objects in braces and what is read without."""
    values = {"Ask the office": "varies", "Lunch": {"status": "unpaid", "note": "lunch is free"}}
    mapping = read_mapping(table({"/compensation": {"column": "P", "values": values}}), "map.toml")
    cells = ("ask the office", "Lunch", "$17/hr")
    drafts = [row_draft({"T": "A", "P": cell}, mapping, "row 2") for cell in cells]
    assert [draft.members["compensation"]["status"] for draft in drafts] == ["varies", "unpaid", "paid"]


@pytest.mark.parametrize(
    ("code", "country", "kept"),
    [
        ("1970", "", False),
        ("501", "US", False),
        ("1970", "AU", True),
        ("01970", "", True),
    ],
)
def test_a_postal_code_that_lost_its_zero_is_left_out(code: str, country: str, kept: bool):
    """A postal code of the United States with four digits or three gets a warning instead of being published."""
    address = "/jobLocation/0/address"
    fields = {f"{address}/postalCode": "ZIP", f"{address}/addressCountry": "C", f"{address}/addressLocality": "Town"}
    cells = {"T": "A", "U": "https://a.example", "K": "internship", "ZIP": code, "C": country, "Town": "Salem"}
    found = row_draft(cells, read_mapping(table(fields), "map.toml"), "row 2")
    (place,) = found.members["jobLocation"]
    assert (place["address"].get("postalCode"), place["address"]["addressLocality"]) == (
        code if kept else None,
        "Salem",
    )
    assert [notice.code for notice in found.notices] == ([] if kept else ["unreadable_cell"])


def test_a_bad_status_points_to_translations():
    """A word that is no status refuses the row with a hint that the mapping file can translate it."""
    columns = {"/title": "T", "/url": "U", "/activityType": "K", "/status": "S"}
    mapping = read_mapping({**table(), "fields": columns, "constants": {}}, "map.toml")
    cells = {"T": "A", "U": "https://a.example", "K": "internship", "S": "Accepting"}
    (notice,) = row_draft(cells, mapping, "row 2").notices
    assert "one of open, paused, filled, closed" in notice.message
    assert "translated under “values” in the mapping file" in notice.message


def test_a_pointer_may_not_lead_below_a_text():
    """A pointer into a text, or with a step left empty, leads nowhere."""
    for pointer in ("/title/0", "/", "", "/jobLocation/first", "/jobLocation//name"):
        with pytest.raises(UsageError):
            member(pointer)


def test_a_constant_object_is_not_shared_between_rows():
    """What one row adds to an object of the mapping does not appear in the next row."""
    mapping = read_mapping(table({"/provider/url": "P"}, {"/provider": {"name": "The network"}}), "map.toml")
    first, second = (row_draft({"T": "A", "P": address}, mapping, "row 2") for address in ("https://a.example", ""))
    assert first.members["provider"] == {"name": "The network", "url": "https://a.example"}
    assert second.members["provider"] == {"name": "The network"}


def test_a_blank_cell_leaves_no_gap_in_a_list():
    """Of two columns for one list, the first may be blank."""
    columns = {"/skills/0": "X", "/skills/1": "Skill", "/sameAs/0": "X", "/sameAs/1": "Link"}
    cells = {"X": "", "Skill": "Soldering", "Link": "https://a.example"}
    found = row_draft(cells, read_mapping(table(columns), "map.toml"), "row 2")
    assert found.members["skills"] == [{"name": "Soldering"}]
    assert found.members["sameAs"] == ["https://a.example"]
