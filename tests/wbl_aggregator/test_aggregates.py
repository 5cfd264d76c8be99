"""Aggregators crawl aggregators: originals, licences and ids survive, and a ring stops."""

import json
from pathlib import Path

import pytest
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config

from wbl_demo.server import serving
from wbl_feed import json_format
from wbl_feed.fetch import HttpFetcher
from wbl_feed.models import Feed
from wbl_feed.times import read_clock

AT = read_clock("2026-11-22T12:00:00Z")


@pytest.fixture
def school(posting, envelope) -> bytes:
    """A school's feed of two postings, one with active HTML."""
    items = (
        posting("https://school.example/1", title="Lab aide", license="CC0-1.0"),
        posting("https://school.example/2", description_html='<p onclick="x()">Hi</p><script>alert(1)</script>'),
    )
    members = {name: getattr(envelope("school"), name) for name in envelope("school").model_fields_set}
    return json_format.write(json_format.seal(Feed.model_validate({**members, "items": items})))


def aggregate(folder: Path, name: str, feeds: dict[str, bytes], own: str = "") -> tuple[Run, bytes]:
    """Run the aggregator ``name`` over feeds by host; gives the run and the published first document."""
    hub = {
        "id": own or f"https://{name}.example/feed",
        "name": name,
        "license": "CC-BY-4.0",
        "publisher": {"name": name},
    }
    sources = [{"id": host, "url": f"https://{host}.example/feed.json"} for host in feeds]
    config = Config.model_validate({"feed": hub, "source": sources})
    documents = {(f"{host}.example", "/feed.json"): ("application/json", content) for host, content in feeds.items()}
    with serving(documents) as (address, _):
        route = {f"{host}.example": address for host in feeds}
        outcome = run(
            config, folder / name, folder / f"{name}.state", AT, lambda _: HttpFetcher(allow_private=True, route=route)
        )
    return outcome, (folder / name / "feed.json").read_bytes()


def test_three_levels_keep_what_the_school_said(tmp_path, school):
    """Town → region → state: the original id, feed and licence stay in the provenance, with a hop a level."""
    feed = school
    for level in ("town", "region", "state"):
        _, feed = aggregate(tmp_path, level, {"below": feed})
    postings = json_format.read(feed).postings
    (aide,) = [item for item in postings if item.title == "Lab aide"]
    (origin,) = aide.provenance
    assert (origin.feed, origin.id) == ("https://school.example/feed", "https://school.example/1")
    assert origin.license == aide.license == "CC0-1.0"
    assert [hop.feed for hop in origin.via] == ["https://town.example/feed", "https://region.example/feed"]


def test_two_ways_to_one_original_are_one_entry(tmp_path, school):
    """A posting that comes straight from its source and through a region is one entry by its original id."""
    _, region = aggregate(tmp_path, "region", {"below": school})
    outcome, _ = aggregate(tmp_path, "state", {"school": school, "region": region})
    assert outcome.statewide is not None
    assert len(outcome.statewide.feed.items) == 2
    assert {edge.rule for group in outcome.statewide.merged.values() for edge in group.edges} == {"same-id"}


def test_ring_of_two_stops(tmp_path, school):
    """An aggregator refuses postings that have been in its own feed, so that a ring adds nothing."""
    _, one = aggregate(tmp_path, "one", {"school": school})
    _, two = aggregate(tmp_path, "two", {"one": one})
    outcome, again = aggregate(tmp_path, "one", {"school": school, "two": two})
    assert [len(decision.holding.postings) for decision in outcome.decisions] == [2, 0]
    assert json_format.read(again).postings == json_format.read(one).postings


def test_active_html_is_not_handed_on(tmp_path, school):
    """Scripts and event handlers of a source's HTML are nowhere in what is published."""
    aggregate(tmp_path, "state", {"school": school})
    files = [path for path in (tmp_path / "state").rglob("*") if path.is_file() and "health" not in path.parts]
    published = b"".join(path.read_bytes() for path in files)  # health/ names what was taken out, as text
    assert b"<p>Hi</p>" in published
    assert b"alert(1)" not in published
    assert b"onclick" not in published


def test_pages_of_a_large_feed(tmp_path, posting, envelope):
    """A statewide feed of more than 500 entries is published in pages, which a change of one entry leaves mostly alone."""
    head = envelope("school")
    members = {name: getattr(head, name) for name in head.model_fields_set}
    items = [posting(f"https://school.example/{number}") for number in range(1_200)]
    whole = Feed.model_validate({**members, "items": tuple(items)})
    _, first = aggregate(tmp_path, "state", {"school": json_format.write(json_format.seal(whole))})
    index = json.loads(first)
    assert (index["completeness"], index["totalItems"], len(index["items"]), len(index["pages"])) == (
        "paged",
        1200,
        500,
        2,
    )
    items[3] = items[3].evolve(title="Changed", date_modified="2026-11-20T00:00:00Z")
    changed = Feed.model_validate({**members, "items": tuple(items)})
    outcome, second = aggregate(tmp_path, "state", {"school": json_format.write(json_format.seal(changed))})
    assert len([name for name in outcome.written.written if name.startswith("postings/")]) == 1
    assert json.loads(second)["sequence"] == index["sequence"] + 1
    assert all((tmp_path / "state" / page).is_file() for page in json.loads(second)["pages"])
