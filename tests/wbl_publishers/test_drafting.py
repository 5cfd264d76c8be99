"""What the mapping does with a record, whatever adapter it comes from."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_publishers.mapping.drafting import UNREAD, Draft, draft
from wbl_publishers.mapping.mapping_file import read_mapping

from wbl_feed.adapter import Record

FEED = {"id": "https://site.example/feed", "name": "A", "license": "CC0-1.0", "publisher": {"name": "A"}}
STATED = frozenset({"/title", "/url", "/activityType", "/status"})
MEMBERS = {"title": "A", "url": "https://a.example", "activityType": "unspecified", "status": "open"}


def drafted(fields: dict[str, Any], cells: dict[str, Any], profiles: tuple[str, ...] = (), **record: Any) -> Draft:
    """The draft of a record whose format states what every posting needs."""
    mapping = read_mapping({"feed": {**FEED, "profiles": profiles}, "fields": fields}, "map.toml", STATED)
    return draft(Record("record 1", cells, **{"members": MEMBERS, **record}), mapping)


@pytest.mark.parametrize(
    ("rule", "cell", "value"),
    [
        ({"from": "b", "label": "Application Deadline"}, "Posted 02/14/2024\nApplication Deadline: 02/24/2024", "2024-02-24"),
        ({"from": "b", "label": "deadline"}, "  Deadline 2/24/2024 ", "2024-02-24"),
        ({"from": "b", "label": "Deadline"}, ["x", "Deadline: 2/24/2024"], "2024-02-24"),
        ({"from": "b", "html": True, "label": "Deadline"}, "<p>Hi</p><p>Deadline: 2/24/2024</p><p>x</p>", "2024-02-24"),
        ({"from": "b", "label": "Deadline"}, "No such line", None),
        ({"from": "b", "label": "Dead"}, "Deadline: 2/24/2024", None),
        ({"from": "b", "label": "Deadline"}, "Deadline:\n2/24/2024", None),
    ],
)  # fmt: skip
def test_a_labelled_line(rule: dict[str, Any], cell: Any, value: str | None):
    """The rest of the line that begins with the label is the value, in any case and with or without a colon."""
    assert drafted({"/applicationDeadline": rule}, {"b": cell}).members.get("applicationDeadline") == value


def test_an_address_is_made_of_a_part():
    """The cell is escaped as one part of a path, so that it cannot lead elsewhere."""
    rule = {"from": "slug", "template": "https://site.example/jobs/{}"}
    assert (
        drafted({"/url": rule}, {"slug": "a b/../c?d"}).members["url"] == "https://site.example/jobs/a%20b%2F..%2Fc%3Fd"
    )


def test_html_gives_text_to_a_text_and_stays_in_html():
    """Entities and markup go where the member is plain text; active markup goes in any case."""
    cell = "<p>Fish &amp; boats</p><script>x</script><p onclick='y'>Second</p>"
    rule = {"from": "c", "html": True}
    members = drafted({"/description": rule, "/descriptionHtml": "c"}, {"c": cell}).members
    assert drafted({"/descriptionHtml": "c"}, {"c": cell}).members == members
    assert members["description"].split() == ["Fish", "&", "boats", "Second"]
    assert members["descriptionHtml"] == "<p>Fish &amp; boats</p><p>Second</p>"


def test_html_that_a_format_states_is_made_harmless():
    """What an adapter hands on as HTML is sanitised here, and nothing that is only active stays."""
    kept = drafted({}, {}, members={**MEMBERS, "descriptionHtml": "<b>x</b><iframe src=y></iframe>"}).members
    assert kept["descriptionHtml"] == "<b>x</b>"
    assert (
        "descriptionHtml" not in drafted({}, {}, members={**MEMBERS, "descriptionHtml": "<script>x</script>"}).members
    )


def test_codes_of_the_profiles_of_the_feed_are_known_by_their_labels():
    """With us-ma, “Connecting Activities” is a programme; without it, it is not understood and kept as written."""
    cells = {"P": "Connecting Activities; early college"}
    known = drafted({"/programs": "P"}, cells, ("us-ma",))
    assert known.members["programs"] == ["us-ma:connecting-activities", "us-ma:early-college"]
    assert drafted({"/activityType": "P"}, {"P": "Internship"}, ("us-ma",)).members["activityType"] == "internship"
    unknown = drafted({"/programs": "P"}, cells)
    assert "programs" not in unknown.members
    assert unknown.members["ext"] == {UNREAD: {"/programs": cells["P"]}}


def test_what_cannot_be_read_is_kept_as_it_was_written():
    """The posting keeps the text under its pointer, with a notice that names the place; its other members stay."""
    found = drafted({"/applicationDeadline": "D", "/compensation": "P"}, {"D": "Spring 2027", "P": "$17/hr plus tips"})
    assert found.members["ext"] == {
        UNREAD: {"/applicationDeadline": "Spring 2027", "/compensation": "$17/hr plus tips"}
    }
    assert [notice.place for notice in found.notices] == ["record 1, column “D”", "record 1, column “P”"]
    assert not found.refused


def test_a_translation_comes_before_silence():
    """“TBD” says nothing of a status, unless the mapping file says what it means."""
    rule = {"from": "S", "values": {"TBD": "paused"}}
    assert drafted({"/status": rule}, {"S": "TBD"}).members["status"] == "paused"
    assert drafted({"/status": "S"}, {"S": "TBD"}).members["status"] == "open"


def test_a_mapping_comes_before_what_the_format_states():
    """A field that is mapped and filled wins; an empty cell leaves what the format states."""
    assert drafted({"/title": "T"}, {"T": "Better"}).members["title"] == "Better"
    assert drafted({"/title": "T"}, {"T": ""}).members["title"] == "A"


def test_a_code_of_a_long_vocabulary_is_not_answered_with_all_of_it():
    """Eight codes and where the others are."""
    (notice,) = drafted({"/eligibility/priorityPopulations": "P"}, {"P": "zzz qqq"}).notices
    assert notice.message.count(",") <= 8


def test_the_id_of_the_source_comes_before_addresses():
    """A column under [id] is the key alone; else an id that the format states; else addresses and words."""
    mapping = read_mapping({"feed": FEED, "id": {"from": "N"}}, "map.toml", STATED)
    assert draft(Record("r", {"N": "7"}, MEMBERS, ("id 9",)), mapping).keys[0] == "id 7"
    assert drafted({}, {}, keys=("url x", "id 9", "url x")).keys == (
        "id 9",
        "url x",
        "url https://a.example",
        "row  | a | ",
    )
    assert draft(Record("r", {"N": ""}, MEMBERS, ("id 9",)), mapping).keys == ()
    assert drafted({}, {}, members={}, keys=("page x",)).keys == ("page x",)
    assert drafted({}, {}, keys=("file a.md",)).keys == ("file a.md", "url https://a.example", "row  | a | ")


FIELDS = {
    "/title": "a", "/applicationDeadline": "b", "/compensation": "c", "/jobLocation/0": "d", "/programs": "e",
    "/eligibility/gradeLevels": "f", "/howToApply/url": "g", "/descriptionHtml": "h", "/hoursPerWeek": "i",
    "/applicationContact/email": {"from": "j", "label": "Mail"}, "/url": {"from": "k", "template": "https://a.example/{}"},
}  # fmt: skip
CELLS = st.text(max_size=40) | st.lists(st.text(max_size=10), max_size=3)


@settings(max_examples=300, deadline=None)
@given(cells=st.dictionaries(st.sampled_from("abcdefghijk"), CELLS))
def test_no_cells_raise_and_what_is_read_is_valid(cells: dict[str, Any]):
    """Whatever stands in a record, the draft is refused by name or becomes a posting once it has id and date."""
    from wbl_feed.models import Posting
    from wbl_feed.projections.partial import read_item

    found = drafted(FIELDS, cells)
    if not found.refused:
        made = {"id": "urn:a:1", **found.members, "dateModified": "2026-11-22T00:00:00Z"}
        item, notices = read_item(made, "")
        assert item is not None, notices
        assert isinstance(item.posting, Posting)


@pytest.mark.parametrize("flood", ["&" * 2_000_000, "<b>" * 600_000, "x " * 600_000])
def test_a_flood_of_markup_takes_no_time_and_leaves_no_text(flood: str):
    """What is more than any description has is not looked at, whether an adapter states it or a cell holds it."""
    stated = drafted({}, {}, members={**MEMBERS, "descriptionHtml": flood}).members
    mapped = drafted({"/description": {"from": "c", "html": True}}, {"c": flood[:900_000]}).members
    assert "descriptionHtml" not in stated
    assert "description" not in mapped
