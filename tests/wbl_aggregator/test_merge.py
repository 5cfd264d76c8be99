"""A merged posting takes each member from the right source and says so."""

from wbl_aggregator.match import Group, Member, cluster, find_edges
from wbl_aggregator.merge import Contribution, merge
from wbl_aggregator.sources import Source

from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Posting
from wbl_feed.times import read_clock

ID = "https://hub.example/feed/1"
AT = read_clock("2026-12-01T00:00:00Z")


def contribute(source: str, posting: Posting, envelope, trust: int = 5, **about: object) -> Contribution:
    described = Source(id=source, url=f"https://{source}.example/feed.json", trust=trust)
    return Contribution(Member(source, posting.id), posting, described, envelope(source, **about))


def hub(zone: str = "America/New_York") -> FeedSettings:
    about = {"id": "https://hub.example/feed", "name": "Hub", "license": "CC-BY-4.0", "publisher": {"name": "Hub"}}
    return FeedSettings.model_validate({**about, "time_zone": zone, "language": "en-US"})


def merged(*contributions: Contribution, zone: str = "America/New_York") -> Posting:
    postings = {one.member: one.posting for one in contributions}
    edges, _ = find_edges(postings)
    (group,) = cluster(postings, edges)
    return merge(ID, group, list(contributions), hub(zone), AT)


def test_fields_come_from_the_trusted_then_the_newest(posting, envelope):
    """Each member, the status too, comes from the most trusted source that has it, then from the newest."""
    old = posting("urn:a:1", total_openings=2, duration="P6W", status="open")
    new = posting("urn:b:1", same_as=["urn:a:1"], total_openings=3, rolling=True, status="filled",
                  date_modified="2026-11-05T00:00:00Z")  # fmt: skip
    equal = merged(contribute("a", old, envelope), contribute("b", new, envelope))
    assert (equal.total_openings, equal.duration, equal.rolling, equal.status) == (3, "P6W", True, "filled")
    trusted = merged(contribute("a", old, envelope, trust=1), contribute("b", new, envelope))
    assert (trusted.total_openings, trusted.status) == (2, "open")
    assert trusted.date_modified == "2026-11-05T00:00:00Z"
    fields = {origin.feed: set(origin.fields or ()) for origin in trusted.provenance or ()}
    assert "totalOpenings" in fields["https://a.example/feed"]
    assert "rolling" in fields["https://b.example/feed"]


def test_texts_and_licence_come_from_one_source(posting, envelope):
    """Title, summary and description are of one source, whose licence the entry bears; languages are not mixed."""
    bare = posting("urn:a:1", title="Practicante de laboratorio", in_language="es")
    full = posting("urn:b:1", same_as=["urn:a:1"], title="Lab intern", description="Long text", summary="Short")
    one = merged(contribute("a", bare, envelope, trust=1), contribute("b", full, envelope, license="CC0-1.0"))
    assert (one.title, one.description, one.in_language, one.license) == ("Lab intern", "Long text", None, "CC0-1.0")


def test_regions_and_programs_are_united(posting, envelope):
    """An entry belongs to the regions and programmes of all its members; the feed's own where a posting states none."""
    a = posting("urn:a:1", programs=["us-ma:petm"])
    b = posting("urn:b:1", same_as=["urn:a:1"], regions=["us-ma-stem:boston"], programs=["us-ma:petm", "us-ma:mycap"])
    one = merged(contribute("a", a, envelope, regions=["us-ma-stem:central"]), contribute("b", b, envelope))
    assert set(one.regions or ()) == {"us-ma-stem:central", "us-ma-stem:boston"}
    assert set(one.programs or ()) == {"us-ma:petm", "us-ma:mycap"}


def test_civil_deadline_of_another_time_zone_becomes_an_instant(posting, envelope):
    """A date of a feed in another time zone is handed on as the instant it means."""
    one = merged(contribute("a", posting("urn:a:1", application_deadline="2027-01-15"), envelope,
                            time_zone="America/Los_Angeles"))  # fmt: skip
    assert one.application_deadline == "2027-01-16T07:59:59Z"


def test_provenance_of_an_aggregate_grows_by_a_hop(posting, envelope):
    """A posting that came through an aggregator keeps its origin and gets the aggregator as a hop."""
    origin = {"feed": "https://school.example/feed", "id": "urn:s:1", "license": "CC0-1.0"}
    one = merged(contribute("region", posting("urn:r:1", provenance=[origin]), envelope))
    (kept,) = one.provenance or ()
    assert (kept.feed, kept.id, kept.license) == ("https://school.example/feed", "urn:s:1", "CC0-1.0")
    assert [(hop.feed, hop.id) for hop in kept.via or ()] == [("https://region.example/feed", "urn:r:1")]


def test_unknown_members_are_handed_on(posting, envelope):
    """Members that this version does not know pass through a merge."""
    value = Posting.model_validate({**posting("urn:a:1").to_json_value(), "futureMember": {"a": None}})
    assert merged(contribute("a", value, envelope)).to_json_value()["futureMember"] == {"a": None}


def test_single_member_states_no_fields(posting, envelope):
    """An entry of one member says its source without listing every field."""
    one = contribute("a", posting("urn:a:1"), envelope)
    result = merge(ID, Group((one.member,)), [one], hub(), AT)
    assert (result.provenance or ())[0].fields is None
    assert result.id == ID


def test_previous_ids_of_all_members_and_former_ones(posting, envelope):
    """An entry's previousIds are those of its members and the ids that led to it before."""
    one = contribute("a", posting("urn:a:1", previous_ids=["urn:a:0"]), envelope)
    result = merge(ID, Group((one.member,)), [one], hub(), AT, ("https://hub.example/feed/0", "urn:b:9"))
    assert result.previous_ids == ("https://hub.example/feed/0", "urn:a:0", "urn:b:9")


def test_date_in_the_future_wins_nothing(posting, envelope):
    """A source that dates its posting in the future gets no precedence by it, and the date is not handed on."""
    honest = posting("urn:a:1", title="Lab intern", date_modified="2026-11-30T00:00:00Z")
    boaster = posting(
        "urn:b:1", same_as=["urn:a:1"], title="Hijacked", status="closed", date_modified="2198-01-01T00:00:00Z"
    )
    one = merged(contribute("a", honest, envelope, trust=4), contribute("b", boaster, envelope))
    assert (one.title, one.status, one.date_modified) == ("Lab intern", "open", "2026-12-01T00:00:00Z")


def test_source_that_gives_nothing_is_named_all_the_same(posting, envelope):
    """Every source of an entry says what came from it: regions and programmes too, and its mention where nothing else."""
    full = posting("urn:a:1", rolling=True, regions=["us-ma-stem:boston"])
    bare = posting("urn:b:1", url="https://b.example/1", same_as=["urn:a:1"], regions=["us-ma-stem:central"])
    one = merged(contribute("a", full.evolve(same_as=["urn:b:1"]), envelope, trust=1), contribute("b", bare, envelope))
    fields = {origin.feed: origin.fields for origin in one.provenance or ()}
    assert fields["https://b.example/feed"] == ("regions",)
    assert "regions" in (fields["https://a.example/feed"] or ())
    mention = merged(contribute("a", full.evolve(same_as=["urn:b:1"]), envelope, trust=1),
                     contribute("b", bare.evolve(regions=None), envelope))  # fmt: skip
    assert {origin.fields for origin in mention.provenance or ()} >= {("provenance",)}


def test_times_of_another_zone_name_it(posting, envelope):
    """Clock times of a feed in another time zone say whose they are."""
    schedule = {"start_time": "09:00"}
    one = merged(contribute("a", posting("urn:a:1", schedule=schedule), envelope, time_zone="America/Los_Angeles"))
    assert one.schedule is not None
    assert one.schedule.schedule_timezone == "America/Los_Angeles"


def test_day_of_posting_of_another_zone_becomes_an_instant(posting, envelope):
    """The day on which a posting of another time zone was published is handed on as the moment it began."""
    one = merged(
        contribute("a", posting("urn:a:1", date_posted="2026-10-01"), envelope, time_zone="America/Los_Angeles")
    )
    assert one.date_posted == "2026-10-01T07:00:00Z"
