"""Objects of a site become postings: nothing is made up, nothing is lost in silence, and a bad one harms no other."""

import enum
import logging
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents
from wbl_publishers.web.exchange import Request
from wbl_publishers.web.postings import plain, postings_of, tombstones_of
from wbl_publishers.web.site import SiteFeed
from web_sites import BEGUN, SETTINGS, posting

from wbl_feed import json_format
from wbl_feed.errors import NothingPublishedError, UsageError
from wbl_feed.models import Posting, Tombstone
from wbl_feed.validate import validate


class Told(list):
    """What was told."""

    def __call__(self, text, error):
        self.append(text)


def read(items, make=None):
    """The postings of some items, and what was told."""
    told = Told()
    return postings_of(items, make, told), told


class Kind(enum.Enum):
    INTERNSHIP = "internship"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 11, 1, 7, tzinfo=timezone(timedelta(hours=-5))), "2026-11-01T12:00:00Z"),
        (datetime(2026, 11, 1, 7), "2026-11-01T07:00:00"),
        (date(2026, 11, 1), "2026-11-01"),
        (Decimal("17.50"), 17.5),
        (Decimal("17.00"), 17),
        (Kind.INTERNSHIP, "internship"),
        ("", None),
        ([], None),
        ({"a": None, "b": {"c": ""}}, None),
        ({"a": ("x", None, "")}, {"a": ["x"]}),
        (0, 0),
        (False, False),
        (" ", " "),
    ],
)
def test_values_of_python_become_values_of_json(value, expected):
    """What a database gives becomes JSON; an empty field is no member, while 0 and false are values."""
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


def test_models_and_dicts_may_be_mixed():
    """A posting may come as a model too, and comes out as it was."""
    model = Posting.from_members(json_format.load(read([posting(1)])[0][0].to_json()))
    (one, two), told = read([model, posting(2)])
    assert one == model
    assert two.title == "Harbor intern 2"
    assert not told


def test_private_terms_stay_as_they_are():
    """In ``ext`` any JSON is a value, empty ones too (spec section 12, rule 3)."""
    terms = {"https://board.example/terms#n": [None, "", {}, []]}
    (one,), told = read([posting(1, ext=terms)])
    assert one.ext == terms
    assert not told


def test_a_function_makes_postings_of_objects():
    """Each object goes through the function; one that it makes nothing of is no posting."""
    jobs = [SimpleNamespace(pk=number, public=number != 2) for number in range(4)]
    made, told = read(jobs, lambda job: posting(job.pk) if job.public else None)
    assert [one.title for one in made] == ["Harbor intern 0", "Harbor intern 1", "Harbor intern 3"]
    assert not told


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (posting(1, title=""), "item 2 (https://board.example/id/1) is left out: The member /title is missing."),
        (posting(1, dateModified=datetime(2026, 11, 1)), "2026-11-01T00:00:00”. It must be an instant with its offset"),
        (posting(1, url="javascript:alert(1)"), "/url is “javascript:alert(1)”"),
        (posting(0), "item 2 is left out: the id https://board.example/id/0 stands at an item before it"),
        ("a text", "item 2 is left out: a str is neither a Posting nor a dict"),
        (
            posting(1, status=object()),
            "/status of item 2 (https://board.example/id/1) is left out: it is no JSON value",
        ),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_bad_posting_is_told_and_harms_no_other(bad, words):
    """An item with a fault in a required member is left out with a reason; those around it are published."""
    made, told = read([posting(0), bad, posting(2)])
    assert [one.id[-1] for one in made] == ["0", "2"]
    assert words in told[0]


LOOP: list[object] = []
LOOP.append(LOOP)


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        ({"applicationDeadline": "soon"}, "/applicationDeadline of item 1 (https://board.example/id/1) is left out"),
        ({"totalOpenings": "three"}, "/totalOpenings of item 1"),
        ({"compensation": {"note": "ask"}}, "/compensation/status of item 1"),
        ({"totalOpenings": Decimal("NaN")}, "/totalOpenings of item 1"),
        ({"totalOpenings": float("inf")}, "/totalOpenings"),
        ({"ext": {"https://board.example/n": 2**60}}, "/ext/https:~1~1board.example~1n of item 1"),
        ({"ext": {"https://board.example/n": b"\xff"}}, "/ext of item 1"),
        ({"ext": {"https://board.example/n": LOOP}}, "/ext of item 1"),
        ({"x-note": LOOP}, "/x-note of item 1"),
        pytest.param({"x-note": object()}, "/x-note of item 1", id="an object of its own"),
        ({"description": "\ud800"}, "/description of item 1"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_faulty_optional_member_is_left_out(faulty, words):
    """The posting stays without it, and nothing is put in its place."""
    (one,), told = read([posting(1, **faulty)])
    assert one.title == "Harbor intern 1"
    assert not {*faulty} & {*one.to_json_value()}
    assert words in told[0]


@pytest.mark.parametrize("error", [KeyError("employer"), AttributeError("'NoneType' has no …"), ZeroDivisionError()])
def test_a_function_that_fails_for_one_object_leaves_that_one_out(error):
    """What is wrong with one object ends nothing."""

    def make(number):
        if number == 1:
            raise error
        return posting(number)

    made, told = read(range(3), make)
    assert len(made) == 2
    assert told == [f"item 2 is left out: {type(error).__name__}: {error}"]


@pytest.mark.parametrize("error", [OSError("no connection"), MemoryError(), RuntimeError("pool")])
def test_a_fault_that_is_not_the_objects_ends_all(error):
    """A database that fails half-way must not look like a feed without the second half."""

    def make(number):
        if number == 1:
            raise error
        return posting(number)

    with pytest.raises(type(error)):
        read(range(3), make)


@pytest.mark.parametrize(("good", "bad", "served"), [(1, 0, 1), (1, 3, 1), (2, 4, 0), (4, 4, 1), (0, 1, 0), (0, 0, 1)])
def test_where_most_are_bad_nothing_is_served(good, bad, served):
    """From four bad items on, more bad than good ones raise, and so does a site without a good one; no item does not."""
    items = [posting(number) for number in range(good)] + [{}] * bad
    if served:
        assert len(read(items)[0]) == good
    else:
        with pytest.raises(NothingPublishedError, match=f"{bad} of {good + bad} items"):
            read(items)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes()
    | st.decimals() | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
MEMBERS = st.sampled_from(sorted(field.alias or name for name, field in Posting.model_fields.items()))


@settings(deadline=None)
@given(st.lists(st.dictionaries(MEMBERS, JUNK, max_size=4) | JUNK, max_size=5))
def test_nothing_is_lost_in_silence_and_nothing_raises(changes):
    """Whatever stands in the members, each item is a posting or told, and the feed that comes out is valid JSON."""
    items = [posting(number) | one if isinstance(one, dict) else one for number, one in enumerate(changes)]
    none = sum(item is None for item in items)
    sure = [posting(number) for number in range(100, 110)]
    made, told = read([*sure, *items])
    left_out = [text for text in told if text.startswith("item ")]
    assert {one.id for one in made} >= {one["id"] for one in sure}
    assert len(made) + len({text.split()[1] for text in left_out}) == len(sure) + len(items) - none
    assert all(Posting.from_members(one.to_json_value()) == one for one in made)


@settings(deadline=None)
@given(documents("posting.schema.json"))
def test_a_sound_posting_stays_as_it_is(value):
    """A posting with any members is published with the values that it came with; what is empty is left out."""
    (one,), told = read([value])
    assert plain(one.to_json_value()) == plain(value)
    assert not told


def test_tombstones_are_those_of_postings_that_are_gone():
    """A tombstone of a posting that is there is taken away, a faulty one is told, one as a model is taken as well."""
    told = Told()
    values = [
        {"id": "https://board.example/id/1", "dateDeleted": BEGUN},
        {"id": "https://board.example/id/2", "dateDeleted": BEGUN, "reason": "", "replacedBy": None},
        Tombstone(id="https://board.example/id/3", date_deleted="2026-11-01T12:00:00Z", reason="filled"),
        {"id": "https://board.example/id/4"},
    ]
    stones = tombstones_of(values, ["https://board.example/id/1"], told)
    assert [one.to_json_value() for one in stones] == [
        {"id": "https://board.example/id/2", "dateDeleted": "2026-11-01T12:00:00Z"},
        {"id": "https://board.example/id/3", "dateDeleted": "2026-11-01T12:00:00Z", "reason": "filled"},
    ]
    (text,) = told
    assert text.startswith("tombstone 4 (https://board.example/id/4) is left out: The member /dateDeleted is missing")


def feed(site):
    """What a site serves, read."""
    return json_format.read(site.respond(Request("GET", "feed.json")).body)


def test_a_tombstone_dates_the_feed():
    """When a posting went is a change of content, and may be the newest."""
    gone = {"id": "https://board.example/id/9", "dateDeleted": BEGUN + timedelta(days=5)}
    site = SiteFeed(SETTINGS, lambda: [posting(1)], tombstones=lambda: [gone])
    assert feed(site).envelope.date_modified == "2026-11-06T12:00:00Z"


def test_a_feed_without_postings_is_a_feed():
    """A site that has none now serves an empty, valid feed, dated when the site began."""
    site = SiteFeed(SETTINGS, list, clock=lambda: BEGUN)
    reading = feed(site)
    assert reading.envelope.date_modified == "2026-11-01T12:00:00Z"
    assert reading.envelope.total_items == 0
    assert [one for one in validate(reading, BEGUN + timedelta(days=1)).notices if one.severity == "error"] == []


def test_what_is_wrong_is_logged_once(caplog):
    """The log names a fault when it is new, and not at every request."""
    items = [posting(1), posting(2, applicationDeadline="soon")]
    site = SiteFeed(SETTINGS, lambda: items)
    with caplog.at_level(logging.WARNING):
        feed(site)
        feed(site)
        items[0] = posting(1, totalOpenings="many")
        feed(site)
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert told[0].startswith("https://board.example/id/feed: /applicationDeadline of item 2")
    assert "/totalOpenings of item 1" in told[1]


def test_what_a_posting_holds_makes_no_line_of_the_log(caplog):
    """A fault is one line, however long the value is and whatever characters it has."""
    site = SiteFeed(SETTINGS, lambda: [posting(1), posting(2, id="x\nERROR all is lost" + "!" * 9_999, title="")])
    feed(site)
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert "The member /title is missing" in "".join(told)
    assert all("\n" not in text and len(text) < 600 for text in told)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lisense": "CC0-1.0"}, "Did you mean “license”?"),
        ({"license": "cc by"}, "is no SPDX identifier"),
        ({"time_zone": "Boston"}, "is no IANA time zone"),
        ({"name": "x" * 201}, "/name"),
    ],
    ids=str,
)
def test_settings_that_cannot_be_used_are_told_when_the_site_starts(change, words):
    """A slip in the settings is an error at once, with a way to mend it, and not at the first request."""
    with pytest.raises(UsageError) as caught:
        SiteFeed({**SETTINGS, **change}, list)
    assert words in str(caught.value)


@pytest.mark.parametrize("folder", ["a b", "<name>", "{x}", "../up", "a?b", "é"])
def test_a_folder_is_a_plain_path(folder):
    """A folder with characters that mean something in an address, or in the routes of a framework, is refused."""
    with pytest.raises(UsageError, match="cannot be the folder of a feed"):
        SiteFeed(SETTINGS, list, folder=folder)
