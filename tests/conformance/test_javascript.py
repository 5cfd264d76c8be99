"""The runner and the consumer in JavaScript that the page for implementers shows: the kit needs no program of ours."""

import shutil
import subprocess
from pathlib import Path

import pytest
from conformance.kit import read_cases
from conformance.requirements import KIT

HERE = Path(__file__).parent / "javascript"
BEYOND_IT = {
    "deletion/atom-intact": "it reads no Atom",
    "deletion/atom-tombstone": "it reads no Atom",
    "deletion/atom-with-foreign-entry": "it reads no Atom",
    "deletion/json-feed-intact": "it reads no JSON Feed",
    "deletion/unsound-number-in-envelope": "JSON.parse does not tell that a number was rounded",
}


def outcome(consumer: Path) -> dict[str, bool]:
    """Whether each case is satisfied, by id."""
    node = shutil.which("node")
    if not node:
        pytest.skip("Node.js is not installed; CONTRIBUTING.md says how to get it")
    command = [node, str(HERE / "runner.mjs"), str(KIT), str(consumer)]
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


@pytest.mark.parametrize(
    ("sound", "faulty", "case"),
    [
        ("(feed.totalItems ?? items.length) === items.length", "true", "deletion/wrong-total"),
        ("[undefined, digest(items, stones)].includes(feed.digest)", "true", "deletion/wrong-digest"),
        ("deleted >= this.moment(", "deleted > this.moment(", "deletion/tombstone-same-moment"),
        ("before.size >= 6 &&", "false &&", "deletion/shrunken-feed"),
        ("if (!present.has(old)) this.held.delete(old);", "continue;", "deletion/renamed-in-delta"),
    ],
)
def test_a_fault_is_seen(tmp_path: Path, sound: str, faulty: str, case: str) -> None:
    """A consumer that leaves one check out fails the case about it."""
    text = (HERE / "consumer.mjs").read_text(encoding="utf-8")
    assert text.count(sound) == 1
    (tmp_path / "consumer.mjs").write_text(text.replace(sound, faulty), encoding="utf-8")
    assert not outcome(tmp_path / "consumer.mjs")[case]
