"""The published set is whole, portable, and forgets what is gone."""

import json

import pytest
from wbl_aggregator import publish as publishing
from wbl_aggregator.accept import Holding
from wbl_aggregator.publish import _folder, publish
from wbl_aggregator.published import Published, read_published
from wbl_aggregator.sources import Config
from wbl_aggregator.statewide import make_statewide

from wbl_feed.errors import NothingPublishedError
from wbl_feed.times import read_clock

AT = read_clock("2026-12-01T00:00:00Z")
CONFIG = Config.model_validate(
    {
        "feed": {"id": "https://hub.example/feed", "name": "Hub", "license": "CC0-1.0", "publisher": {"name": "Hub"}},
        "source": [{"id": "a", "url": "https://a.example/feed.json"}],
    }
)


@pytest.fixture
def write(tmp_path, envelope):
    """Publishes postings of one source into a folder; gives what was written and removed."""

    def put(*postings):
        holdings = {"a": Holding(envelope("a"), {posting.id: posting for posting in postings})}
        return publish(make_statewide(CONFIG, holdings, read_published(tmp_path), AT), tmp_path)

    return put


@pytest.mark.parametrize(
    ("code", "folder"),
    [("internship", "internship"), ("us-ma-stem:cape-cod", "us-ma-stem.cape-cod"), ("us-ma-stem:cape:cod", "code_"),
     ("con", "code_"), ("aux", "code_"), ("https://x.example/../../etc", "code_"), ("urn:" + "x" * 300, "code_")],
)  # fmt: skip
def test_folder_of_a_code(code, folder):
    """A code gives a folder that every system takes, and no other code the same."""
    name = _folder(code)
    assert name == folder if folder != "code_" else name.startswith("code_")
    assert len(name) < 130
    assert "/" not in name
    assert ":" not in name


def test_facets_of_odd_codes_do_not_collide(write, posting, tmp_path):
    """Two regions whose codes look alike have two feeds."""
    write(posting("urn:a:1", regions=["us-ma-stem:cape-cod"]), posting("urn:a:2", regions=["us-ma-stem:cape:cod"]))
    feeds = [json.loads(path.read_bytes()) for path in tmp_path.glob("by/region/*/feed.json")]
    assert [len(feed["items"]) for feed in feeds] == [1, 1]


def test_killed_before_removing_leaves_nothing_for_good(write, posting, tmp_path, monkeypatch):
    """A run that ends before it takes old files away names them, so that the next one does."""
    write(posting("urn:a:1"), posting("urn:a:2"))
    with monkeypatch.context() as broken:
        broken.setattr("wbl_aggregator.publish.remove", lambda path: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            write(posting("urn:a:1"))
    assert len(list(tmp_path.glob("postings/*/*"))) == 2
    write(posting("urn:a:1"))
    assert len(list(tmp_path.glob("postings/*/*"))) == 1


def test_old_pages_stay_for_readers_in_the_middle(write, posting, tmp_path):
    """A page that is no longer listed stays until the next publishing."""
    many = [posting(f"urn:a:{number}") for number in range(600)]
    write(*many)
    old = set(tmp_path.glob("pages/*"))
    write(*many[:-1])
    assert old <= set(tmp_path.glob("pages/*"))
    write(*many[:-2])
    assert not old & set(tmp_path.glob("pages/*"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ledger.ndjson", b"<<<<<<< HEAD\n"),
        ("ledger.ndjson", b"5\n"),
        ("feed.json", b""),
        ("feed.json", b"5\n"),
        ("feed.json", b'{"type":"DataFeed"'),
    ],
)
def test_damaged_memory_stops_the_run(write, posting, tmp_path, name, content):
    """A ledger or feed that is there and damaged is not taken for an empty one: nothing is published over it."""
    write(posting("urn:a:1"))
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NothingPublishedError, match="damaged"):
        write(posting("urn:a:1"))
    assert (tmp_path / name).read_bytes() == content


def test_hostile_manifest_removes_nothing_elsewhere(write, posting, tmp_path):
    """Names in a manifest that lead out of the folder are passed over."""
    write(posting("urn:a:1"))
    victim = tmp_path.parent / f"{tmp_path.name}-victim"
    victim.write_bytes(b"x")
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    names = [f"../{victim.name}", str(victim), f"a/../../{victim.name}", f"..\\{victim.name}", 5]
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "former": names}), encoding="utf-8")
    write(posting("urn:a:2"))
    assert victim.read_bytes() == b"x"
    victim.unlink()


def test_one_odd_posting_costs_nobody_else(posting, envelope, monkeypatch):
    """A posting that cannot be merged is left out with its reason, and the others are published."""
    from wbl_aggregator import statewide

    real = statewide.merge

    def merge(entry, group, members, *more):
        if members[0].posting.title == "Odd":
            raise ValueError("odd")
        return real(entry, group, members, *more)

    def make(title, before):
        held = {p.id: p for p in (posting("urn:a:1", title=title), posting("urn:a:2"))}
        return make_statewide(CONFIG, {"a": Holding(envelope("a"), held)}, before, AT)

    fine = make("Fine", Published()).feed
    monkeypatch.setattr(statewide, "merge", merge)
    made = make("Odd", Published())
    assert [item.title for item in made.feed.items] == ["A title"]
    assert made.left_out == ("a urn:a:1: odd",)
    kept = make("Odd", Published({item.id: item for item in fine.items}, {}, fine.envelope))
    assert {item.title for item in kept.feed.items} == {"A title", "Fine"}
    assert kept.feed.tombstones is None


def test_killed_before_the_index_leaves_no_orphan(write, posting, tmp_path, monkeypatch):
    """New files of a run that is killed before its index are known to the next one, which takes them away."""
    write(posting("urn:a:1"))
    real = publishing.write_if_changed

    def kill(path, content):
        if path.name == "feed.json" and path.parent == tmp_path:
            raise KeyboardInterrupt
        return real(path, content)

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "write_if_changed", kill)
        with pytest.raises(KeyboardInterrupt):
            write(posting("urn:a:1"), posting("urn:a:2"))
    assert len(list(tmp_path.glob("postings/*/*"))) == 2
    write(posting("urn:a:1"))
    assert len(list(tmp_path.glob("postings/*/*"))) == 1


def test_missing_feed_stops_the_run(write, posting, tmp_path):
    """A feed that is gone while its manifest stands is not begun anew with its tombstones lost."""
    write(posting("urn:a:1"))
    (tmp_path / "feed.json").unlink()
    with pytest.raises(NothingPublishedError, match="missing"):
        write(posting("urn:a:1"))
