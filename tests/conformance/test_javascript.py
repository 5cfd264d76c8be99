"""The runner and the consumer in JavaScript that the page for implementers shows: the kit needs no program of ours."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conformance.kit import read_cases
from conformance.requirements import KIT

HERE = Path(__file__).parent / "javascript"
BEYOND_IT = {
    "deletion/atom-intact": "it reads no Atom",
    "deletion/atom-tombstone": "it reads no Atom",
    "deletion/atom-with-foreign-entry": "it reads no Atom",
    "deletion/json-feed-intact": "it reads no JSON Feed",
    "deletion/json-feed-says-otherwise": "it reads no JSON Feed",
}


def outcome(consumer: Path, kit: Path = KIT) -> dict[str, bool]:
    """Whether each case is satisfied, by id."""
    node = shutil.which("node")
    if not node:
        pytest.skip("Node.js is not installed; CONTRIBUTING.md says how to get it")
    command = [node, str(HERE / "runner.mjs"), str(kit), str(consumer)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert not ran.stderr
    lines = ran.stdout.splitlines()
    assert ran.returncode == (1 if any(line.startswith("not ok ") for line in lines) else 0)
    return {line.removeprefix("not ").split()[1].rstrip(":"): line.startswith("ok ") for line in lines}


def test_the_small_consumer_passes_all_that_it_claims() -> None:
    """It satisfies every case of the group but those that need what it does not have."""
    found = outcome(HERE / "consumer.mjs")
    assert set(found) == {case["id"] for case in read_cases("deletion")}
    assert {name for name, satisfied in found.items() if not satisfied} == set(BEYOND_IT)


def test_the_page_says_how_long_it_is_and_what_it_fails() -> None:
    """The page gives an upper bound of its lines, not far above, and names each case that it fails, and no other."""
    text = (Path(__file__).parents[2] / "docs" / "implementers.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"in fewer than (\d+) lines", text)
    lines = len((HERE / "consumer.mjs").read_text(encoding="utf-8").splitlines())
    assert int(said) - 10 <= lines < int(said)
    (paragraph,) = [part for part in text.split("\n\n") if "prints `ok` or `not ok`" in part]
    assert set(re.findall(r"`([a-z]+-[a-z-]+)`", paragraph)) == {name.partition("/")[2] for name in BEYOND_IT}


@pytest.mark.parametrize(
    ("sound", "faulty", "case"),
    [
        ("(feed.totalItems ?? items.length) === items.length", "true", "deletion/wrong-total"),
        ("[undefined, digest(items, stones)].includes(feed.digest)", "true", "deletion/wrong-digest"),
        ("deleted >= this.moment(", "deleted > this.moment(", "deletion/tombstone-same-moment"),
        ("before.size >= 6 &&", "false &&", "deletion/shrunken-feed"),
        ("!present.has(old) && this.held.delete(old)", "false", "deletion/renamed-in-delta"),
        ("this.renamed.set(old, item.id)", "continue", "deletion/renamed"),
        (
            "this.held.set(item.id, item);",
            "this.held.set(item.id, this.held.get(item.id) ?? item);",
            "deletion/new-and-changed",
        ),
        ("set(stone.id, stone.reason)", 'set(stone.id, "closed")', "deletion/tombstone"),
        ('status === "open" && ', "", "deletion/offered-by-status"),
        ("timeZone: this.timeZone", 'timeZone: "UTC"', "deletion/deadline-lasts-its-day"),
        ("now >= this.terminated", "false", "deletion/terminated"),
        ("Number.isSafeInteger(Number(token))", "true", "deletion/unsound-number"),
        ("toISOString().startsWith(day)", "toISOString()", "deletion/date-that-does-not-exist"),
    ],
)
def test_a_fault_is_seen(tmp_path: Path, sound: str, faulty: str, case: str) -> None:
    """A consumer that leaves one check out fails the case about it."""
    text = (HERE / "consumer.mjs").read_text(encoding="utf-8")
    assert text.count(sound) == 1
    (tmp_path / "consumer.mjs").write_text(text.replace(sound, faulty), encoding="utf-8")
    assert not outcome(tmp_path / "consumer.mjs")[case]


@pytest.mark.parametrize(
    ("where", "member"),
    [("expect", {"confirmed": True}), ("expect", {"toString": {}}), ("given", {"responses": [{"truncateAt": 9}]})],
)
def test_what_the_runner_does_not_know_fails(tmp_path: Path, where: str, member: dict[str, Any]) -> None:
    """A case that expects or gives something the runner cannot compare or do is not satisfied."""
    case = json.loads((KIT / "deletion" / "404.json").read_text(encoding="utf-8"))
    (tmp_path / "deletion").mkdir()
    (tmp_path / "deletion" / "404.json").write_text(json.dumps(case), encoding="utf-8")
    assert outcome(HERE / "consumer.mjs", tmp_path) == {"deletion/404": True}
    case[where] |= member
    (tmp_path / "deletion" / "404.json").write_text(json.dumps(case), encoding="utf-8")
    assert outcome(HERE / "consumer.mjs", tmp_path) == {"deletion/404": False}
