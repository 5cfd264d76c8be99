"""wbl aggregate why: the life of a posting, by whatever somebody has in hand of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from faults.hub import NEW, feed, posting
from operator_desk import Desk

SHARED = {"howToApply": {"method": "url", "url": "https://apply.example/requisitions/4711"}}
Why = Callable[..., Result]


def at(site: str, number: int) -> str:
    """The id of a posting at its site, which is its address too."""
    return str(posting(site, number)["id"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A hub after three days: a merger and a change, a withdrawal, a drop that is held, a refusal and a block."""
    desk = Desk(tmp_path)
    desk.run()
    desk.serve(feed("north", range(1, 3), [posting("north", 9, **SHARED)]))
    desk.serve(
        feed("south", range(1, 2), [{**posting("south", 9), "status": "sleeping"}, posting("south", 7, **SHARED)])
    )
    desk.serve(feed("east", range(1, 3)))
    desk.run(day=1)
    stone = {"id": at("north", 1), "dateDeleted": NEW, "reason": "filled"}
    renamed = posting("north", 9, title="A new\x1b title", dateModified=NEW, **SHARED)
    desk.serve(feed("north", range(2, 3), [renamed], tombstones=[stone]))
    desk.run(day=2)
    return desk


@pytest.fixture
def why(desk: Desk, run_wbl: Why) -> Why:
    """Runs the command on it."""

    def run(*arguments: str) -> Result:
        return run_wbl("aggregate", "why", "--config", desk.config, *arguments)

    return run


def entry_of(desk: Desk, identity: str) -> str:
    """The statewide id of what a site calls so."""
    items = json.loads((desk.out / "feed.json").read_bytes())["items"]
    return next(item["id"] for item in items if any(one["id"] == identity for one in item["provenance"]))


def test_a_merged_entry_tells_its_members_and_why_they_are_one(desk: Desk, why: Why):
    """By its own id, and by the id or the address of each member, which are the same here."""
    entry = entry_of(desk, at("north", 9))
    told = why(entry).output
    assert told == why(at("north", 9)).output == why(f" {at('south', 7)} ").output
    for words in (
        entry, "A new· title", "seen at north", "seen at south", "Internship 7 in the south", "One entry because of:",
        "apply-url: apply.example/requisitions/4711", "2026-11-23T12:00:00Z  merged", "2026-11-24T12:00:00Z  changed at north",
    ):  # fmt: skip
        assert words in told
    assert "\x1b" not in told


def test_a_held_posting_says_why_it_is_still_shown(why: Why):
    """With the reason in words, and how its source is."""
    told = why(at("east", 5)).output
    for words in (
        "In the feed",
        "Held, since its source no longer has it",
        "vanished at once",
        "source is held",
        "held at east",
    ):
        assert words in told


def test_a_withdrawn_posting_says_since_when_and_why(why: Why):
    """By the reason that its source gave."""
    told = why(at("north", 1)).output
    assert f"Not in the feed since {NEW}: filled." in told
    assert "was at  north" in told
    assert "withdrawn at north" in told


def test_a_refused_posting_says_what_is_wrong_and_how_to_mend_it(why: Why):
    """Though it was never in any entry."""
    told = why(at("south", 9)).output
    assert "sleeping" in told
    assert "[invalid_value]" in told
    assert '"open"' in told


def test_a_blocked_posting_says_so(desk: Desk, why: Why):
    """Its entry is gone, and its life says why."""
    (desk.folder / "moderation.toml").write_text(
        f'config_version = 1\n[[block]]\nid = "{at("north", 2)}"\nreason = "not theirs"\n', encoding="utf-8"
    )
    desk.run(day=3)
    told = why(at("north", 2)).output
    assert "Not in the feed" in told
    assert "You block it: not theirs" in told


def test_a_forgotten_posting_says_so(desk: Desk, why: Why, run_wbl: Why):
    """By its own id and by that of its entry, and after its source was read again; no word of it is left."""
    entry = entry_of(desk, at("north", 2))
    told = ("--config", desk.config, "--out", desk.out, "--at", "2026-11-25T12:00:00Z", "--yes")
    assert run_wbl("aggregate", "forget", at("north", 2), "--reason", "names a student", *told).exit_code == 0
    assert "You had it forgotten: names a student" in why(entry).output
    desk.run(day=4)
    assert "You had it forgotten: names a student" in why(at("north", 2)).output
    assert "You" not in why(at("north", 1)).output
    (member,) = json.loads(why("--json", entry).output)["entries"][0]["members"]
    assert (member["title"], member["moderated"]) == ("", "You had it forgotten: names a student")


def test_one_that_was_forgotten_before_it_was_published_says_so_too(desk: Desk, why: Why):
    """Though nothing else is known of it."""
    (desk.folder / "moderation.toml").write_text(
        'config_version = 1\n[[block]]\nid = "urn:x-north:0"\nreason = "a name"\nforget = true\n', encoding="utf-8"
    )
    result = why("urn:x-north:0")
    assert (result.exit_code, result.output) == (0, "urn:x-north:0\n  You had it forgotten: a name\n")
    assert json.loads(why("--json", "urn:x-north:0").output)["forgotten"] == "You had it forgotten: a name"


def test_an_override_is_told(desk: Desk, why: Why):
    """Since what is published is not what the source says."""
    (desk.folder / "moderation.toml").write_text(
        f'config_version = 1\n[[override]]\nid = "{at("north", 2)}"\n[override.set]\ntitle = "Corrected"\n',
        encoding="utf-8",
    )
    desk.run(day=3)
    told = why(at("north", 2)).output
    assert "“Corrected”" in told
    assert "You override some of its members." in told


def test_scripts_get_all_of_it(desk: Desk, why: Why):
    """As JSON, with the posting as it is published."""
    value = json.loads(why("--json", at("north", 9)).output)
    (entry,) = value["entries"]
    assert entry["posting"]["provenance"]
    assert [(member["source"], member["present"]) for member in entry["members"]] == [("north", True), ("south", True)]
    assert entry["evidence"][0]["rule"] == "apply-url"
    assert {one["what"] for one in entry["life"]} >= {"seen", "merged", "changed"}
    (refusal,) = json.loads(why("--json", at("south", 9)).output)["refusals"]
    assert (refusal["source"], refusal["code"]) == ("south", "invalid_value")


@pytest.mark.parametrize("asked", ["https://nowhere.example/1", "", "'; drop table entry; --"])
def test_of_what_is_not_known_it_says_where_it_looked(why: Why, asked: str):
    """With exit code 2."""
    result = why(asked)
    assert result.exit_code == 2
    assert f"nothing is known of “{asked}”" in result.output
    assert "4 sources" in result.output
