"""Each member of an entry comes whole from the best source, by the stated order and whatever came first."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from contributions import AT, ENTRY, HUB, contributions, group_of
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_aggregator.match import Group, Member
from wbl_aggregator.merge import Contribution, conflicts, merge
from wbl_aggregator.merge.choice import giver_of, giver_of_texts, in_order
from wbl_aggregator.merge.specific import specificity
from wbl_aggregator.sources import Source

from wbl_feed.models import Envelope, Posting

UNIONS = {"regions", "programs", "satisfies"}
NOT_GIVEN = {"id", "dateModified", "provenance", "license", "previousIds"}
OLD, NEW = "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"
LAB = {"name": "Harbor Lab, Inc.", "url": "https://www.harbor.example/"}


def contribute(posting: Posting, source: str, trust: int = 5, **about: Any) -> Contribution:
    """A posting of a source whose feed is described so."""
    head = {
        "type": "DataFeed", "spec_version": "1.0", "id": f"https://{source}.example/feed", "name": source,
        "publisher": {"name": source}, "license": "CC-BY-4.0", "time_zone": "America/New_York",
        "date_modified": OLD, "completeness": "complete",
    }  # fmt: skip
    described = Source(id=source, url=f"https://{source}.example/feed.json", trust=trust)
    return Contribution(Member(source, posting.id), posting, described, Envelope.model_validate({**head, **about}))


def merged(found: list[Contribution]) -> Posting:
    return merge(ENTRY, group_of(found), found, HUB, AT)


def giver(name: str, *found: Contribution) -> str:
    one = giver_of(name, in_order(found, AT))
    return one.member.source if one else ""


@settings(max_examples=300, deadline=None)
@given(contributions(), st.randoms())
def test_the_order_of_arrival_does_not_count(found: list[Contribution], random: Any) -> None:
    """Whichever source comes first, the entry and its conflicts are the same."""
    shuffled = random.sample(found, len(found))
    assert merged(found).canonical == merged(shuffled).canonical
    assert conflicts(found, HUB, AT) == conflicts(shuffled, HUB, AT)


@settings(max_examples=300, deadline=None)
@given(contributions())
def test_what_is_merged_already_stays_as_it_is(found: list[Contribution]) -> None:
    """Merged once more, alone, an entry says the same, and its sources are the same with one hop more."""
    once = merged(found)
    alone = contribute(once, "hub")
    again = merge(ENTRY, Group((alone.member,)), [alone], HUB, AT)
    assert {**again.to_json_value(), "provenance": []} == {**once.to_json_value(), "provenance": []}
    assert [(one.feed, one.id, one.fields) for one in again.provenance or ()] == [
        (one.feed, one.id, one.fields) for one in once.provenance or ()
    ]
    assert conflicts([alone], HUB, AT) == ()


@settings(max_examples=500, deadline=None)
@given(contributions())
def test_every_member_is_traceable_to_its_source(found: list[Contribution]) -> None:
    """Each member of an entry is in ``fields`` of one source, and is what that one says; nothing is mixed or made."""
    entry = merged(found)
    value = entry.to_json_value()
    by_feed = {one.envelope.id: one for one in found}
    fields = {by_feed[origin.feed].member: set(origin.fields or ()) for origin in entry.provenance or ()}
    for name in value.keys() - NOT_GIVEN - UNIONS:
        (one,) = [one for one in found if name in fields[one.member]]
        assert meaning(name, value[name], "America/New_York") == meaning(
            name, one.posting.to_json_value()[name], one.envelope.time_zone
        )
    regions = {code for one in found for code in one.posting.regions or ()}
    assert set(value.get("regions", ())) == regions
    said = {name for one in found for name, what in one.posting.to_json_value().items() if what not in ([], {})}
    texts = {"summary", "description", "inLanguage"}
    assert said - texts <= value.keys()


def meaning(name: str, value: Any, zone: str) -> Any:
    """A value with its date as the moment that it means."""
    if name not in ("datePosted", "applicationDeadline", "validThrough"):
        return value
    moment = datetime.fromisoformat(value)
    if moment.tzinfo:
        return moment
    of_day = timedelta() if name == "datePosted" else timedelta(hours=23, minutes=59, seconds=59)
    return (moment + of_day).replace(tzinfo=ZoneInfo(zone))


@settings(max_examples=300, deadline=None)
@given(contributions())
def test_texts_are_of_one_source_and_one_language(found: list[Contribution]) -> None:
    """Title, summary, description and their language are all those of one source."""
    value = merged(found).to_json_value()
    names = ("title", "summary", "description", "inLanguage")
    said = [one.posting.to_json_value() for one in found]
    assert [value.get(name) for name in names] in [[one.get(name) for name in names] for one in said]


def test_the_employers_own_goes_before_trust_and_news(posting) -> None:
    """What the employer publishes itself is shown, although another source is trusted more and newer."""
    own = contribute(
        posting("urn:a:1", hiring_organization=LAB, total_openings=2), "a", 9, publisher={"name": "HARBOR LAB"}
    )
    other = posting("urn:b:1", hiring_organization=LAB, total_openings=3, duration="P6W", date_modified=NEW)
    entry = merged([own, contribute(other, "b", 1)])
    assert (entry.total_openings, entry.duration) == (2, "P6W")


@pytest.mark.parametrize(
    ("about", "own"),
    [
        ({"publisher": {"name": "Harbor lab"}}, True),
        ({"publisher": {"name": "HL", "url": "https://harbor.example/"}}, True),
        ({"publisher": {"name": "HL", "url": "https://careers.harbor.example/students"}}, True),
        ({"publisher": {"name": "HL"}, "home_page_url": "https://harbor.example/internships"}, True),
        ({"publisher": {"name": "HL", "url": "https://bad-harbor.example/"}}, False),
        ({"publisher": {"name": "HL", "url": "https://harbor.example.net/"}}, False),
        ({"publisher": {"name": "Inc."}}, False),
        ({"publisher": {"name": "HL"}}, False),
    ],
)
def test_who_is_the_employer(posting, about: dict[str, Any], own: bool) -> None:
    """A feed is the employer's own where its publisher bears the employer's name or is on the employer's site."""
    assert contribute(posting("urn:a:1", hiring_organization=LAB), "a", **about).is_employers_own is own


def test_who_is_not_known_to_be_the_employer(posting) -> None:
    """Silence, a page on a host of many, and a way through another feed make nobody the employer."""
    shared = {"name": "Harbor Lab", "url": "https://sites.example/harbor"}
    through = posting("urn:a:1", hiring_organization=LAB, provenance=[{"feed": "urn:f", "id": "urn:x"}])
    publisher = {"name": "Other", "url": "https://sites.example/other"}
    assert not contribute(posting("urn:a:1"), "a", publisher={"name": "Harbor Lab"}).is_employers_own
    assert not contribute(posting("urn:a:1", hiring_organization=shared), "a", publisher=publisher).is_employers_own
    assert not contribute(through, "a", publisher={"name": "Harbor Lab"}).is_employers_own


def test_trust_then_what_is_specific_then_what_is_new(posting) -> None:
    """Of sources that are equal so far the next rule decides, and at last the name of the source."""
    town, street = ({"address": {"address_locality": "Boston"}}, {"address": {"street_address": "1 Pier"}})
    vague = contribute(posting("urn:a:1", job_location=[town], date_modified=NEW), "a")
    exact = contribute(posting("urn:b:1", job_location=[street], date_modified=OLD), "b")
    assert giver("job_location", vague, exact) == "b"
    assert giver("job_location", contribute(vague.posting, "a", 1), exact) == "a"
    assert giver("url", vague, exact) == "a"
    assert giver("url", contribute(vague.posting.evolve(date_modified=OLD), "c"), exact) == "b"


@pytest.mark.parametrize(
    ("name", "less", "more"),
    [
        ("application_deadline", "2027-03-01", "2027-03-01T12:00:00Z"),
        ("activity_type", "other", "internship"),
        ("job_location", [{"address": {"address_region": "MA"}}], [{"address": {"address_locality": "Boston"}}]),
        ("job_location", [{"address": {"address_locality": "Boston"}}, {"name": "Pier"}],
         [{"address": {"street_address": "1 Pier"}}]),
        ("job_location", [{"name": "Pier"}], [{"geo": {"latitude": 42, "longitude": -71}}]),
        ("compensation", {"status": "paid", "payer": "employer", "note": "Weekly."},
         {"status": "paid", "base_salary": {"currency": "USD", "value": 15}}),
        ("costs_to_student", {"note": "See the page."}, {"amount": {"currency": "USD", "value": 0}}),
        ("hiring_organization", {"name": "A laboratory with a long name"}, {"name": "Lab", "url": "https://lab.example"}),
        ("skills", [{"name": "Pipetting"}], [{"name": "A"}, {"name": "B"}]),
    ],
)  # fmt: skip
def test_what_is_more_specific(posting, name: str, less: Any, more: Any) -> None:
    """Of two values of a member the one that says more is taken, though the other is newer."""
    vague = contribute(posting("urn:a:1", **{name: less, "date_modified": NEW}), "a")
    exact = contribute(posting("urn:b:1", **{name: more, "date_modified": OLD}), "b")
    assert giver(name, vague, exact) == "b"


def test_longer_is_not_more_specific() -> None:
    """Of texts, numbers and flags none says more than another of its kind."""
    assert specificity("duration", "P1Y2M3D") == specificity("duration", "P6W")
    assert specificity("total_openings", 1) == specificity("total_openings", 20)
    assert specificity("rolling", False) == specificity("rolling", True)


def test_who_says_nothing_gives_nothing(posting) -> None:
    """An empty array and a code for unknown lose against any other source's word; alone they are handed on."""
    silent = posting(
        "urn:a:1", activity_type="unspecified", skills=[], stem={"value": "unknown"}, compensation={"status": "unknown"}
    )
    telling = posting("urn:b:1", skills=[{"name": "Diving"}], stem={"value": "yes"}, compensation={"status": "unpaid"})
    entry = merged([contribute(silent, "a", 1), contribute(telling, "b", 9)])
    assert entry.activity_type == "internship"
    assert (entry.skills, entry.stem, entry.compensation) == (telling.skills, telling.stem, telling.compensation)
    alone = merged([contribute(silent, "a", 1), contribute(posting("urn:b:1"), "b")])
    assert (alone.skills, alone.compensation) == (silent.skills, silent.compensation)


def test_status_of_the_nearest_to_the_employer(posting) -> None:
    """Of sources that are trusted alike, the status is that of the one read without a feed between."""
    far = posting("urn:a:1", status="open", date_modified=NEW, provenance=[{"feed": "urn:f", "id": "urn:x"}])
    near = posting("urn:b:1", status="filled", date_modified=OLD)
    assert giver("status", contribute(far, "a"), contribute(near, "b")) == "b"
    assert giver("status", contribute(far, "a", 1), contribute(near, "b")) == "a"
    assert giver("url", contribute(far, "a"), contribute(near, "b")) == "a"


def test_texts_in_the_language_of_the_feed(posting) -> None:
    """Of sources that stand alike the texts are in the feed's language, then with a description; a title alone is none."""
    spanish = contribute(posting("urn:a:1", in_language="es", description="Largo", date_modified=NEW), "a")
    english = contribute(posting("urn:b:1", in_language="en-GB", summary="Short"), "b")
    longer = contribute(posting("urn:c:1", description="Long"), "c", in_language="en")
    title = contribute(posting("urn:d:1"), "d", 1)

    def texts(*found: Contribution) -> str:
        return giver_of_texts(in_order(found, AT), "en-US").member.source

    assert texts(spanish, english) == "b"
    assert texts(spanish, english, longer) == "c"
    assert texts(spanish, english, longer, title) == "c"
    assert texts(contribute(spanish.posting, "a", 1), english, longer) == "a"
