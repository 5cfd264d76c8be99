"""From one run to the next: ids stay, dates change with content alone, what is gone leaves a tombstone."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_site import HEADER, MAP, row
from wbl_publishers.build import build
from wbl_publishers.mapping import read_mapping
from wbl_publishers.mint import IdMap
from wbl_publishers.rows import draft_row

from wbl_feed import atom_format, json_format
from wbl_feed.settings import read_toml
from wbl_feed.validate import validate

SHEET = [row("Robotics intern"), row("Job shadow", Kind="job shadow"), row("Lab helper"), row("Mentor", Pay="Unpaid")]
REF = ("Ref", *HEADER)


def test_ids_stay_under_reordering(site):
    """A new order of the rows changes no id and no date."""
    site.publish(SHEET)
    before = site.by_title(), site.by_title("dateModified")
    report = site.publish(SHEET[::-1], day=2)
    assert (site.by_title(), site.by_title("dateModified")) == before
    assert (report["added"], report["changed"], report["withdrawn"]) == ([], [], [])


def test_ids_stay_under_reordering_when_rows_share_a_link(site):
    """Rows that all lead to one form are told apart by employer, title and town, in any order."""
    rows = [row(title, Link="https://site.example/form") for title in ("A", "B", "C", "D")]
    site.publish(rows)
    before = site.by_title()
    assert len(set(before.values())) == 4
    for seed in range(4):
        site.publish(random.Random(seed).sample(rows, 4), day=2 + seed)
        assert site.by_title() == before


@pytest.mark.parametrize(
    "edit",
    [
        {"Title": "Robotics internship, summer"},
        {"Employer": "ACME Robotics, Inc."},
        {"Link": "https://new.example/apply/77"},
        {"Town": "Lowell, MA", "Deadline": "4/1/2027", "Pay": "$18/hr"},
        {"Title": "Robotics internship", "Employer": "ACME Robotics", "Town": "Lowell, MA"},
    ],
    ids=lambda edit: " and ".join(edit),
)
def test_an_edited_row_keeps_its_id(site, edit: dict):
    """An edit of the link, or of anything but the link, changes the date of that posting and no id."""
    site.publish(SHEET)
    before = {posting["id"]: posting["dateModified"] for posting in site.feed["items"]}
    first = site.by_title()["Robotics intern"]
    report = site.publish([SHEET[0] | edit, *SHEET[1:]], day=2)
    after = {posting["id"]: posting["dateModified"] for posting in site.feed["items"]}
    assert report["changed"] == [first]
    assert after == before | {first: "2026-11-02T12:00:00Z"}


def test_edits_year_after_year_keep_an_id(site):
    """Title and link may both change, one at a time, and the id is still the first one."""
    site.publish(SHEET)
    first = site.by_title()["Robotics intern"]
    for day, edit in enumerate(({"Title": "B"}, {"Link": "https://b.example"}, {"Title": "C"}, {"Employer": "C"}), 2):
        SHEET_NOW = [SHEET[0] | {"Title": "B", "Link": "https://b.example"} | edit, *SHEET[1:]] if day > 3 else [SHEET[0] | edit | ({"Title": "B"} if day == 3 else {}), *SHEET[1:]]
        site.publish(SHEET_NOW, day=day)
        assert first in {posting["id"] for posting in site.feed["items"]}
