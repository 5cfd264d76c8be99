"""What a page states of its postings, as members of a posting."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_publishers.adapters.pages.page import Page, read_page
from wbl_publishers.adapters.pages.references import References
from wbl_publishers.adapters.pages.statements import Stated, Statements, statements

from wbl_feed.projections.partial import read_item

ADDRESS = "https://site.example/jobs/1"


def of(html: str) -> Statements:
    page = read_page(html.encode("utf-8", "replace"), ADDRESS)
    assert isinstance(page, Page)
    return statements(page.root, page, "page")


def stated(kind: str = "JobPosting", **members: Any) -> Stated:
    """The only posting of a page with one node."""
    node = {"@context": "https://schema.org/", "@type": kind, **members}
    (found,) = of(f'<script type="application/ld+json">{json.dumps(node)}</script>').postings
    return found


JOBS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("entities", {"title": "Research &amp; Design &#8211; aide"}, {"title": "Research & Design – aide"}),
    ("markup", {"title": " <b>Lab</b>\n aide "}, {"title": "Lab aide"}),
    ("name for title", {"name": "Lab aide"}, {"title": "Lab aide"}),
    ("html", {"description": "<p>A &amp; B</p>"}, {"descriptionHtml": "<p>A &amp; B</p>", "description": "A & B"}),
    ("escaped html", {"description": "&lt;p&gt;A&lt;/p&gt;"}, {"descriptionHtml": "<p>A</p>", "description": "A"}),
    ("plain", {"description": "A &amp; B\nC < D"}, {"description": "A & B\nC < D"}),
    ("no url", {"title": "A"}, {"url": ADDRESS}),
    ("relative url", {"url": "../1?a=1&amp;b=2"}, {"url": "https://site.example/1?a=1&b=2"}),
    ("entity-like url", {"url": "https://b.example/?a=1&copy=2"}, {"url": "https://b.example/?a=1&copy=2"}),
    ("empty url", {"url": " "}, {"url": ADDRESS}),
    ("no address", {"url": "call us"}, {"url": ADDRESS}),
    ("script", {"url": "javascript:void(0)"}, {"url": ADDRESS}),
    ("intern", {"employmentType": ["FULL_TIME", "INTERN"]}, {"activityType": "internship"}),
    ("internship", {"employmentType": "Internship"}, {"activityType": "internship"}),
    ("term", {"employmentType": "https://schema.org/INTERN"}, {"activityType": "internship"}),
    ("with comma", {"employmentType": "Part-time, intern"}, {"activityType": "internship"}),
    ("part time", {"employmentType": "Part-Time"}, {"activityType": "part-time-employment"}),
    ("volunteer", {"employmentType": "VOLUNTEER"}, {"activityType": "unspecified"}),
    ("day", {"datePosted": "2026-02-14", "validThrough": "02/24/2026"}, {"datePosted": "2026-02-14", "validThrough": "2026-02-24"}),
    ("time", {"validThrough": "2026-02-24T23:59"}, {"validThrough": "2026-02-24"}),
    ("moment", {"validThrough": "2026-02-24T23:59:00-05:00"}, {"validThrough": "2026-02-24T23:59:00-05:00"}),
    ("words", {"validThrough": "February 24, 2026"}, {"validThrough": "2026-02-24"}),
    ("past", {"validThrough": "2019-01-01"}, {"validThrough": "2019-01-01", "status": "open"}),
    ("start", {"jobStartDate": "2026-06-01T09:00:00Z"}, {"schedule": {"startDate": "2026-06-01"}}),
    ("employer", {"hiringOrganization": "Søn &amp; Co"}, {"hiringOrganization": {"name": "Søn & Co"}}),
    (
        "organization",
        {"hiringOrganization": {"@type": "Organization", "@id": "#org", "name": "A", "url": "/a", "email": "mailto:b@c.example", "description": "<p>x</p>", "logo": "l.png", "sameAs": ""}},
        {"hiringOrganization": {"name": "A", "url": "https://site.example/a", "email": "b@c.example", "description": "x"}},
    ),
    ("number", {"identifier": 17}, {"identifier": [{"propertyID": "identifier", "value": "17"}]}),
    ("named", {"identifier": {"@type": "PropertyValue", "name": "ACME", "value": "R-1"}}, {"identifier": [{"propertyID": "ACME", "value": "R-1"}]}),
    ("direct", {"directApply": "true"}, {"howToApply": {"method": "url", "directApply": True}}),
    ("remote", {"jobLocationType": ["Telecommute"]}, {"workMode": "remote"}),
    ("openings", {"totalJobOpenings": "3"}, {"totalOpenings": 3}),
    ("picture", {"image": {"@type": "ImageObject", "url": "/a.png"}}, {"image": {"url": "https://site.example/a.png"}}),
    ("skills", {"skills": ["a", {"@type": "DefinedTerm", "name": "b"}], "industry": None}, {"skills": [{"name": "a"}, {"name": "b"}]}),
    ("half character", {"title": "Lab\ud800"}, {"title": "Lab?"}),
]  # fmt: skip


@pytest.mark.parametrize(("members", "expected"), [case[1:] for case in JOBS], ids=[case[0] for case in JOBS])
def test_jobs_are_read_as_pages_write_them(members: dict[str, Any], expected: dict[str, Any]):
    """Entities, markup, dates, types and addresses are brought to what the standard says, and no fact is added."""
    found = stated(**members)
    assert {name: found.members.get(name) for name in expected} == expected
    assert found.notices == ()
    more = found.members.keys() - expected.keys() - {"title", "url", "status", "activityType"}
    assert not more


PAY: list[tuple[Any, dict[str, Any]]] = [
    ({"currency": "USD", "value": {"value": 17.5, "unitText": "HOUR"}}, {"value": 17.5, "unitText": "HOUR"}),
    ({"currency": "usd", "value": {"value": "17.50", "unitText": "per hour"}}, {"value": 17.5, "unitText": "HOUR"}),
    ({"currency": "USD", "minValue": "$15", "maxValue": "18", "unitText": "hourly"}, {"minValue": 15, "maxValue": 18, "unitText": "HOUR"}),
    ({"value": {"value": "40,000", "unitText": "Yearly"}}, {"value": 40000, "unitText": "YEAR"}),
    ([{"currency": "USD", "value": 600}], {"value": 600}),
    (17, {"value": 17}),
    ("$17/hr", {"value": 17, "unitText": "HOUR"}),
]  # fmt: skip


@pytest.mark.parametrize(("salary", "expected"), PAY)
def test_pay_is_read_as_pages_write_it(salary: Any, expected: dict[str, Any]):
    """Amounts in texts, units in other words, a range beside its currency, and the job's own currency."""
    found = stated(baseSalary=salary, salaryCurrency="USD")
    assert found.members["compensation"] == {"status": "paid", "baseSalary": {"currency": "USD", **expected}}
    assert found.notices == ()


@pytest.mark.parametrize(
    "salary", ["competitive", {"currency": "USD", "value": "DOE"}, {"value": {"minValue": "fifteen"}}]
)
def test_pay_that_cannot_be_read_is_left_out_with_a_notice(salary: Any):
    """Nothing is guessed, and the notice shows what was written."""
    found = stated(baseSalary=salary)
    (notice,) = found.notices
    assert ("compensation" in found.members, notice.code, notice.place) == (False, "unreadable_cell", "page")
    assert (
        str(salary if isinstance(salary, str) else next(word for word in ("DOE", "fifteen") if word in str(salary)))
        in notice.message
    )


PLACES: list[tuple[Any, list[dict[str, Any]]]] = [
    ("Woods Hole, MA 02543", [{"address": {"addressLocality": "Woods Hole", "addressRegion": "MA", "postalCode": "02543"}}]),
    ({"@type": "Place", "name": "Lab", "address": "Salem, MA"}, [{"name": "Lab", "address": {"addressLocality": "Salem", "addressRegion": "MA"}}]),
    ({"@type": "PostalAddress", "addressLocality": "Salem"}, [{"address": {"addressLocality": "Salem"}}]),
    ({"address": [{"addressLocality": "Salem", "postalCode": 10001, "addressCountry": {"@type": "Country", "name": "US"}}]}, [{"address": {"addressLocality": "Salem", "postalCode": "10001", "addressCountry": "US"}}]),
    ({"address": {"addressLocality": "Salem", "postalCode": 1970}}, [{"address": {"addressLocality": "Salem"}}]),
    ({"address": {"addressRegion": "MA", "streetAddress": ""}, "geo": {"latitude": "42.5", "longitude": -70}}, [{"address": {"addressRegion": "MA"}, "geo": {"latitude": 42.5, "longitude": -70}}]),
    ([{"name": "A"}, {"name": "B", "geo": {"latitude": "north"}}], [{"name": "A"}, {"name": "B"}]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "expected"), PLACES)
def test_places_are_read_as_pages_write_them(place: Any, expected: list[dict[str, Any]]):
    """Addresses in one text, an address in place of a place, and codes and degrees of the wrong type."""
    for kind, name in (("JobPosting", "jobLocation"), ("Event", "location")):
        found = stated(kind, **{name: place})
        assert found.members["jobLocation"] == expected
        assert found.notices == ()


def test_a_place_that_is_none_is_left_out_with_a_notice():
    """“Remote” is no town."""
    found = stated(jobLocation=["Remote", "Salem, MA"])
    assert found.members["jobLocation"] == [{"address": {"addressLocality": "Salem", "addressRegion": "MA"}}]
    assert [notice.found for notice in found.notices] == ["Remote"]


def test_an_event_is_read():
    """Its days, place, organizer, state and plain description; no clock time (spec section 23.2, rule 9)."""
    found = stated(
        "Event", name="Career &amp; job day", description="<p>Meet<br>us</p>", startDate="2026-05-05T09:00:00-04:00",
        endDate="5/6/2026", eventStatus="https://schema.org/EventCancelled", organizer={"name": "ACME"},
        location=[{"@type": "Place", "name": "Gym"}, {"@type": "VirtualLocation", "url": "https://b.example"}],
    )  # fmt: skip
    assert found.members == {
        "title": "Career & job day",
        "description": "Meet\nus",
        "activityType": "unspecified",
        "status": "closed",
        "schedule": {"startDate": "2026-05-05", "endDate": "2026-05-06"},
        "jobLocation": [{"name": "Gym"}],
        "provider": {"name": "ACME"},
        "url": ADDRESS,
    }


def script(*values: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


def test_parts_of_a_page_refer_to_one_another():
    """A job in a graph names its employer by @id, and a WebPage names the job; it is one posting."""
    graph = [
        {"@type": "WebPage", "@id": "#page", "mainEntity": {"@id": "#job"}},
        {"@type": ["Thing", "JobPosting"], "@id": "#job", "title": "A", "hiringOrganization": {"@id": "#org"}},
    ]
    found = of(
        script(
            {"@context": "https://schema.org", "@graph": graph},
            {"@type": "Organization", "@id": "#org", "name": "ACME"},
        )
    )
    assert [one.members["hiringOrganization"] for one in found.postings] == [{"name": "ACME"}]


def test_microdata_is_read_where_there_is_no_json_ld():
    """A page with both states its posting once, by JSON-LD."""
    microdata = '<div itemscope itemtype="http://schema.org/JobPosting"><b itemprop="title">B</b><p itemprop=description>Feed<br>them</div>'
    (found,) = of(microdata).postings
    assert (found.members["title"], found.members["description"]) == ("B", "Feed\nthem")
    assert [one.members["title"] for one in of(script({"@type": "JobPosting", "title": "A"}) + microdata).postings] == [
        "A"
    ]
    assert [one.members["title"] for one in of(script({"@type": "WebPage"}) + microdata).postings] == ["B"]


def test_a_reference_to_nothing_is_no_posting():
    """A JobPosting of which nothing but its @id is said stands elsewhere."""
    assert of(script({"@type": "JobPosting", "@id": "https://b.example/1"})).postings == ()


def test_an_event_in_json_ld_hides_no_job_in_microdata():
    """Microdata is read too where the JSON-LD has no job; an event in both is one."""
    marked = "".join(
        f'<div itemscope itemtype="https://schema.org/{kind}"><b itemprop="{name}">{said}</b></div>'
        for kind, name, said in (("JobPosting", "title", "Lab aide"), ("Event", "name", "Fair"))
    )
    event, job = ({"@type": "Event", "name": "Fair"}, {"@type": "JobPosting", "title": "Intern"})
    assert [one.members["title"] for one in of(script(event) + marked).postings] == ["Fair", "Lab aide"]
    assert [one.members["title"] for one in of(script(job) + marked).postings] == ["Intern"]


def test_references_cost_no_more_than_a_page_may():
    """What many postings refer to is copied up to a bound for all of them; beyond it the references stay."""
    employer = {"@id": "#e", "@type": "Organization", "name": "A", "subOrganization": [{"name": "B"}] * 4_000}
    jobs = [{"@type": "JobPosting", "title": f"J{n}", "hiringOrganization": {"@id": "#e"}} for n in range(1_000)]
    references = References([employer, *jobs])
    begun = time.process_time()
    named = ["name" in references.whole(one)["hiringOrganization"] for one in jobs]
    assert time.process_time() - begun < 1
    assert (named[:4], any(named[10:])) == ([True] * 4, False)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["2026-01-01", "$17/hr", "Salem, MA", "<p>x", "http://[", "&#xD800;"]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["@id", "@type", "name", "address", "postalCode", "value", "unitText", "geo", "latitude", "url"]), part, max_size=4),
    max_leaves=8,
)  # fmt: skip
NAMES = [
    "title", "name", "description", "url", "@id", "datePosted", "validThrough", "employmentType", "baseSalary",
    "jobLocation", "location", "hiringOrganization", "organizer", "identifier", "directApply", "jobLocationType", "image",
    "salaryCurrency", "totalJobOpenings", "startDate", "eventStatus", "eventSchedule", "skills", "sameAs",
    "applicantLocationRequirements", "additionalType", "jobStartDate", "applicationContact",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["JobPosting", "Event"]), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6))
def test_no_node_raises(kind: str, members: dict[str, Any]):
    """Whatever a node holds, its members are those of a sound posting once what is not sound is left out."""
    found = of(
        f'<script type="application/ld+json">{json.dumps({**members, "@type": kind}).replace("<", chr(92) + "u003c")}</script>'
    )
    for one in found.postings:
        made = {"id": "https://a.example/1", "dateModified": "2026-11-22T12:00:00Z", "title": "A"}
        item, notices = read_item({**one.members, **made}, "")
        assert item, [notice.message for notice in notices]
