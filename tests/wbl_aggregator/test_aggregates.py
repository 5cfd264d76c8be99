"""Aggregators crawl aggregators: originals, licences and ids survive, deletions reach the top, and a ring stops."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config

from wbl_demo.server import serving
from wbl_feed import json_format, open_feed
from wbl_feed.facts import FACTS_ONLY
from wbl_feed.fetch import HttpFetcher
from wbl_feed.models import Feed, Posting
from wbl_feed.times import read_clock

AT = read_clock("2026-11-22T12:00:00Z")
AIDE, HELPER, DIVER = (f"https://school.example/{number}" for number in (1, 2, 3))


class Aggregator:
    """An aggregator with its folder, over feeds by host: the bytes of one, or the folder of another aggregator."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.out, self.state = name, folder / name, folder / f"{name}.state"

    def run(self, hour: int = 0, **feeds: "bytes | Aggregator") -> Run:
        """One run, so many hours after the first, over real HTTP."""
        hub = {
            "id": f"https://{self.name}.example/feed",
            "name": self.name,
            "license": "CC-BY-4.0",
            "publisher": {"name": self.name},
            "feed_url": f"https://{self.name}.example/feed.json",
        }
        sources = [{"id": host, "url": f"https://{host}.example/feed.json"} for host in feeds]
        config = Config.model_validate({"feed": hub, "crawl": {"pause_seconds": 0}, "source": sources})
        documents = {}
        for host, feed in feeds.items():
            files = {"feed.json": feed} if isinstance(feed, bytes) else feed.files()
            for name, content in files.items():
                documents[f"{host}.example", f"/{name}"] = ("application/json", content)
        with serving(documents) as (address, _):
            route = {f"{host}.example": address for host in feeds}
            return run(
                config,
                self.out,
                self.state,
                AT + timedelta(hours=hour),
                lambda _: HttpFetcher(allow_private=True, route=route),
                now=True,
            )

    def files(self) -> dict[str, bytes]:
        """Every published file but those of health, which change with each run."""
        paths = (path for path in self.out.rglob("*") if path.is_file() and "health" not in path.parts)
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in paths}

    def postings(self) -> dict[str, Posting]:
        """What is published, by the id that its first publisher gave it."""
        feed = open_feed(self.out / "feed.json")
        assert feed.whole
        return {posting.provenance[0].id: posting for posting in feed.postings if posting.provenance}

    def feed(self) -> dict[str, Any]:
        """The first document."""
        found: dict[str, Any] = json.loads((self.out / "feed.json").read_bytes())
        return found


@pytest.fixture
def school_with(envelope) -> Callable[..., bytes]:
    """Makes a school's feed of postings."""

    def make(*items: Posting, **about: Any) -> bytes:
        head = envelope("school", **about)
        members = {name: getattr(head, name) for name in head.model_fields_set}
        return json_format.write(json_format.seal(Feed.model_validate({**members, "items": items})))

    return make


@pytest.fixture
def items(posting) -> dict[str, Posting]:
    """What a school has: a posting with a licence of its own, one with active HTML, one of which facts alone are free."""
    found = (
        posting(AIDE, title="Lab aide", license="CC0-1.0"),
        posting(HELPER, description_html='<p onclick="x()">Hi</p><script>alert(1)</script>'),
        posting(DIVER, title="Diver", license=FACTS_ONLY, description="Words of the school."),
    )
    return {one.id: one for one in found}


@pytest.fixture
def school(school_with, items) -> bytes:
    """A school's feed of three postings."""
    return school_with(*items.values())


@pytest.fixture
def levels(tmp_path) -> list[Aggregator]:
    """Town, region and state, of which each reads the one before."""
    return [Aggregator(tmp_path, name) for name in ("town", "region", "state")]


def pass_up(levels: list[Aggregator], school: bytes, hour: int = 0) -> None:
    """Run every level over what the one below it publishes."""
    below: bytes | Aggregator = school
    for level in levels:
        level.run(hour, below=below)
        below = level


def test_three_levels_keep_what_the_school_said(levels, school, items):
    """Town → region → state: the original id, feed, address and licence stay in the provenance, with a hop a level."""
    pass_up(levels, school)
    town, region, state = levels
    found = state.postings()
    assert found.keys() == items.keys()
    for identity, made in found.items():
        (origin,) = made.provenance
        assert (origin.feed, origin.id, origin.feed_title) == ("https://school.example/feed", identity, "Site school")
        assert origin.url == made.url == items[identity].url
        below = [level.postings()[identity].id for level in (town, region)]
        feeds = ["https://town.example/feed", "https://region.example/feed"]
        assert [(hop.feed, hop.id) for hop in origin.via] == list(zip(feeds, below, strict=True))
        assert made.id.startswith("https://state.example/feed/")
    for level in levels:
        made = level.postings()
        assert made[AIDE].license == made[AIDE].provenance[0].license == "CC0-1.0"
        assert made[HELPER].license == made[HELPER].provenance[0].license == "CC-BY-4.0"
        # where no licence is known, facts and the link go up, and no level says that there is one (spec 11 rule 4)
        assert made[DIVER].provenance[0].license is None
        assert b"Words of the school" not in b"".join(level.files().values())


def test_what_the_school_does_reaches_the_top(levels, school_with, items):
    """A change, a withdrawal and a return pass three levels; ids at each level stay, and nothing else moves."""
    pass_up(levels, school_with(*items.values()))
    before = [level.postings() for level in levels]
    changed = items[HELPER].evolve(title="Helper", date_modified="2026-11-21T00:00:00Z")
    stone = {"id": DIVER, "dateDeleted": "2026-11-22T10:00:00Z", "reason": "filled"}
    pass_up(levels, school_with(items[AIDE], changed, tombstones=[stone]), hour=2)
    for level, known in zip(levels, before, strict=True):
        found = level.postings()
        assert {identity: made.id for identity, made in found.items()} == {one: known[one].id for one in (AIDE, HELPER)}
        assert (found[AIDE], found[HELPER].title) == (known[AIDE], "Helper")
        (told,) = level.feed()["tombstones"]
        assert told == {"id": known[DIVER].id, "dateDeleted": "2026-11-22T10:00:00Z", "reason": "filled"}
    pass_up(levels, school_with(items[AIDE], changed, items[DIVER]), hour=4)
    for level, known in zip(levels, before, strict=True):
        assert {identity: made.id for identity, made in level.postings().items()} == {
            identity: made.id for identity, made in known.items()
        }
        assert "tombstones" not in level.feed()
    settled = [level.files() for level in levels]
    pass_up(levels, school_with(items[AIDE], changed, items[DIVER]), hour=6)
    assert [level.files() for level in levels] == settled


def test_two_ways_to_one_original_are_one_entry(tmp_path, school, items):
    """A posting that comes straight from its source and through a region is one entry by its original id."""
    region, state = Aggregator(tmp_path, "region"), Aggregator(tmp_path, "state")
    region.run(below=school)
    outcome = state.run(school=school, region=region)
    assert outcome.published is not None
    assert (outcome.published.entries, outcome.published.members) == (len(items), 2 * len(items))
    assert {edge["rule"] for merged in outcome.published.merged for edge in merged.evidence} == {"same-id"}
    ids = {made.id for made in state.postings().values()}
    outcome = state.run(2, region=region)  # the school is taken out of the sources file
    assert {made.id for made in state.postings().values()} == ids


def test_ring_of_two_stops(tmp_path, school):
    """An aggregator refuses postings that have been in its own feed, so that a ring adds nothing, however long it turns."""
    one, two = Aggregator(tmp_path, "one"), Aggregator(tmp_path, "two")
    one.run(school=school)
    two.run(one=one)
    outcome = one.run(2, school=school, two=two)
    assert {name: visit.postings for name, visit in outcome.visits.items()} == {"school": 3, "two": 0}
    assert "came from this aggregator itself" in outcome.decisions[1].message
    settled, seen = one.postings(), [one.files(), two.files()]
    for turn in range(3):
        two.run(4 + 2 * turn, one=one)
        one.run(5 + 2 * turn, school=school, two=two)
        assert one.postings() == settled
        if turn:  # the first one brings that the ring is a source now
            assert [one.files(), two.files()] == seen
        seen = [one.files(), two.files()]


def test_no_posting_lives_on_in_a_ring(tmp_path, school_with, items, envelope, posting):
    """Two aggregators with a school each and each other: both have all, and what either school withdraws leaves both."""
    one, two = Aggregator(tmp_path, "one"), Aggregator(tmp_path, "two")
    head = envelope("other")
    members = {name: getattr(head, name) for name in head.model_fields_set}
    others = tuple(posting(f"https://other.example/{number}", title=f"Other {number}") for number in range(3))
    other = json_format.write(json_format.seal(Feed.model_validate({**members, "items": others})))
    mine = tuple(items.values())
    for hour in range(3):
        for aggregator, more in ((one, {"two": two}), (two, {"one": one})):
            below = {"school": school_with(*mine)} if aggregator is one else {"other": other}
            aggregator.run(2 * hour, **below, **(more if hour or aggregator is two else {}))
    assert one.postings().keys() == two.postings().keys() == items.keys() | {other.id for other in others}
    gone = Feed.model_validate({**members, "items": others[1:]})
    other = json_format.write(json_format.seal(gone))
    for hour in (3, 4):
        two.run(2 * hour, other=other, one=one)
        one.run(2 * hour + 1, school=school_with(*mine[1:]), two=two)
    two.run(10, other=other, one=one)
    assert one.postings().keys() == two.postings().keys()
    assert one.postings().keys() == {made.id for made in (*mine[1:], *others[1:])}


def test_active_html_is_not_handed_on(tmp_path, school):
    """Scripts and event handlers of a source's HTML are nowhere in what is published."""
    state = Aggregator(tmp_path, "state")
    state.run(school=school)
    published = b"".join(state.files().values())  # without health/, which names what was taken out, as text
    assert b"<p>Hi</p>" in published
    assert b"alert(1)" not in published
    assert b"onclick" not in published


def test_pages_of_a_large_feed(tmp_path, posting, school_with):
    """A statewide feed of more than 500 entries is published in pages, which a change of one entry leaves mostly alone."""
    region, state = Aggregator(tmp_path, "region"), Aggregator(tmp_path, "state")
    many = [posting(f"https://school.example/{number}") for number in range(1_200)]
    region.run(school=school_with(*many))
    index = region.feed()
    assert (index["completeness"], index["totalItems"]) == ("paged", 1200)
    pages = [json.loads((region.out / name).read_bytes()) for name in index["pages"]]
    assert len(pages) > 1
    assert len(index["items"]) + sum(len(page["items"]) for page in pages) == 1200
    state.run(region=region)
    before = state.postings()
    assert len(before) == 1200
    many[3] = many[3].evolve(title="Changed", date_modified="2026-11-20T00:00:00Z")
    for level, below in ((region, {"school": school_with(*many)}), (state, {"region": region})):
        was = level.feed()
        outcome = level.run(2, **below)
        written = outcome.written.written
        assert len([name for name in written if name.startswith("postings/")]) == 1
        assert len([name for name in written if name.startswith("pages/")]) <= 1
        assert level.feed()["sequence"] == was["sequence"] + 1
        assert all((level.out / page).is_file() for page in level.feed()["pages"])
    after = state.postings()
    assert {one for one in before if before[one] != after[one]} == {many[3].id}
