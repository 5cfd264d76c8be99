"""What several sources say of one opportunity, drawn at random, for the properties of merging."""

from typing import Any

from hypothesis import strategies as st
from wbl_aggregator.match import Edge, Group, Member
from wbl_aggregator.merge import Contribution
from wbl_aggregator.sources import Source

from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Envelope, Posting
from wbl_feed.times import read_clock

AT = read_clock("2026-12-01T00:00:00Z")
ENTRY = "https://hub.example/feed/1"
ZONES = ("America/New_York", "America/Los_Angeles")
HUB = FeedSettings.model_validate(
    {
        "id": "https://hub.example/feed",
        "name": "Hub",
        "license": "CC-BY-4.0",
        "publisher": {"name": "Hub"},
        "language": "en-US",
    }
)
_ENDS = st.sampled_from(["2027-03-01", "2027-03-15", "2027-03-02T04:59:59Z", "2027-03-02T05:00:00Z"])
_SALARIES = st.sampled_from(
    [{"currency": "USD", "value": 15}, {"currency": "USD", "minValue": 14, "maxValue": 16, "unitText": "HOUR"}]
)
_OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "applicationDeadline": _ENDS,
    "validThrough": _ENDS,
    "datePosted": st.sampled_from(["2026-10-01", "2026-10-01T12:00:00Z"]),
    "compensation": st.fixed_dictionaries(
        {"status": st.sampled_from(["paid", "unpaid", "unknown"])},
        optional={
            "payer": st.sampled_from(["employer", "program"]),
            "baseSalary": _SALARIES,
            "note": st.just("Lunch."),
        },
    ),
    "eligibility": st.fixed_dictionaries(
        {},
        optional={
            "minimumAge": st.sampled_from([14, 16]),
            "gradeLevels": st.lists(st.integers(9, 11), unique=True, max_size=2),
            "workPermit": st.sampled_from(["required", "unknown"]),
        },
    ),
    "jobLocation": st.sampled_from(
        [
            [{"address": {"streetAddress": "1 Pier", "addressLocality": "Boston"}}],
            [{"address": {"addressLocality": "Boston"}}],
            [{"address": {"addressRegion": "MA"}}],
            [],
        ]
    ),
    "hiringOrganization": st.sampled_from(
        [{"name": "Site A, Inc."}, {"name": "Harbor", "url": "https://b.example/"}, {"name": "Harbor"}]
    ),
    "summary": st.sampled_from(["Help.", "Ayuda."]),
    "description": st.sampled_from(["Feed oysters.", "Alimenta ostras."]),
    "inLanguage": st.sampled_from(["en", "es"]),
    "regions": st.sampled_from([["us-ma-stem:boston"], ["us-ma-stem:central"]]),
    "totalOpenings": st.integers(1, 3),
    "rolling": st.booleans(),
    "skills": st.lists(st.sampled_from([{"name": "Pipetting"}, {"name": "Diving", "termCode": "7"}]), max_size=2),
}


@st.composite
def contributions(draw: st.DrawFn, most: int = 4) -> list[Contribution]:
    """What two sources or more say, each in its time zone and trusted more or less."""
    return [_contribution(draw, "abcd"[number]) for number in range(draw(st.integers(2, most)))]


def _contribution(draw: st.DrawFn, source: str) -> Contribution:
    names = draw(st.lists(st.sampled_from(sorted(_OPTIONAL)), unique=True, max_size=len(_OPTIONAL)))
    day = draw(st.sampled_from(["2026-11-01", "2026-11-05", "2027-05-01"]))
    posting = Posting.from_members(
        {
            "id": f"urn:{source}:1",
            "url": f"https://{source}.example/1",
            "title": f"Intern {source}",
            "dateModified": f"{day}T00:00:00Z",
            "activityType": draw(st.sampled_from(["internship", "other", "unspecified"])),
            "status": draw(st.sampled_from(["open", "closed"])),
            **{name: draw(_OPTIONAL[name]) for name in names},
        }
    )
    head = Envelope.from_members(
        {
            "type": "DataFeed",
            "specVersion": "1.0",
            "id": f"https://{source}.example/feed",
            "name": f"Site {source}",
            "publisher": {"name": f"Site {source}", "url": f"https://www.{source}.example/"},
            "license": "CC-BY-4.0",
            "timeZone": draw(st.sampled_from(ZONES)),
            "dateModified": "2026-11-01T00:00:00Z",
            "completeness": "complete",
        }
    )
    described = Source(id=source, url=f"https://{source}.example/feed", trust=draw(st.sampled_from([1, 5])))
    return Contribution(Member(source, posting.id), posting, described, head)


def group_of(found: list[Contribution]) -> Group:
    """The members as one group, whatever joined them."""
    members = tuple(sorted(one.member for one in found))
    return Group(members, tuple(Edge(0, "urn:x", members[0], other) for other in members[1:]))
