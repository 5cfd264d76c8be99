"""A contradiction of sources is in the file of the entry, in the summary and in its life, and outlives the state."""

import json
import shutil
from contextlib import closing
from typing import Any

import pytest
from click.testing import Result
from faults.hub import AT, feed, posting
from operator_desk import Desk
from wbl_aggregator.published import posting_path
from wbl_aggregator.rebuild import rebuild
from wbl_aggregator.store import Store
from wbl_aggregator.summary import print_summary, summary_json

from wbl_feed.facts import FACTS_ONLY

SHARED = {"howToApply": {"method": "url", "url": "https://apply.example/requisitions/4711"}}
GRADES = {"gradeLevels": [9, 10], "note": "Words of the site."}


@pytest.fixture
def desk(tmp_path: Any) -> Desk:
    """A hub of two sites that differ on the deadline of one posting and on who may take part."""
    desk = Desk(tmp_path)
    serve(desk, "2027-03-15", [11, 12])
    return desk


def serve(desk: Desk, deadline: str, grades: list[int]) -> None:
    north = posting("north", 9, applicationDeadline="2027-03-01", eligibility=GRADES, **SHARED)
    south = posting("south", 7, applicationDeadline=deadline, eligibility={"gradeLevels": grades}, **SHARED)
    desk.serve({**feed("north", range(1, 3), [north]), "license": FACTS_ONLY})
    desk.serve(feed("south", range(1, 2), [south]))


def entry_file(desk: Desk) -> dict[str, Any]:
    """The file of the entry that both have."""
    items = json.loads((desk.out / "feed.json").read_bytes())["items"]
    (entry,) = (item["id"] for item in items if len(item["provenance"]) == 2)
    value: dict[str, Any] = json.loads((desk.out / posting_path(entry)).read_bytes())
    return value


def ids(site: str, number: int) -> list[str]:
    return [site, str(posting(site, number)["id"])]


def test_the_file_of_an_entry_has_them(desk: Desk) -> None:
    """Field, chosen value and the others, each with its source; of a site without a licence the facts alone."""
    desk.run()
    file = entry_file(desk)
    assert file["conflicts"] == [
        {
            "field": "applicationDeadline", "from": ids("north", 9), "value": "2027-03-01",
            "others": [{"from": ids("south", 7), "value": "2027-03-15"}],
        },
        {
            "field": "eligibility", "from": ids("north", 9), "value": {"gradeLevels": [9, 10]},
            "others": [{"from": ids("south", 7), "value": {"gradeLevels": [11, 12]}}],
        },
    ]  # fmt: skip
    assert file["posting"]["applicationDeadline"] == "2027-03-01"
    others = [path for path in (desk.out / "postings").rglob("*.json") if b'"conflicts"' in path.read_bytes()]
    assert len(others) == 1
    assert not [path for path in desk.out.rglob("*.json") if b"Words of the site" in path.read_bytes()]


def test_one_that_comes_and_goes(desk: Desk) -> None:
    """The file follows the losing source though the entry says the same; without a conflict it has no such member."""
    desk.run()
    before = entry_file(desk)
    serve(desk, "2027-04-01", [9, 10])
    desk.run(day=1)
    (conflict,) = entry_file(desk)["conflicts"]
    assert conflict["others"] == [{"from": ids("south", 7), "value": "2027-04-01"}]
    assert entry_file(desk)["posting"] == before["posting"]
    serve(desk, "2027-03-01", [9, 10])
    desk.run(day=2)
    assert "conflicts" not in entry_file(desk)


def test_they_outlive_the_state(desk: Desk) -> None:
    """A state that is begun anew knows them from the published files, and publishes the same bytes."""
    desk.run()
    before = {path: path.read_bytes() for path in (desk.out / "postings").rglob("*.json")}
    shutil.rmtree(desk.folder / ".wbl")
    for site in ("north", "south", "east"):
        desk.answer(site, status=503)
    desk.run(day=1)
    assert {path: path.read_bytes() for path in (desk.out / "postings").rglob("*.json")} == before
    with closing(Store.open(desk.folder / "anew")) as store:
        rebuild(store, desk.out, AT, "https://hub.example/feed")
        entry = store.entries.get(entry_file(desk)["posting"]["id"])
        assert entry
        assert list(entry.conflicts) == entry_file(desk)["conflicts"]


def test_the_summary_counts_them(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """One line for people says how many entries, and JSON says which members of which."""
    outcome = desk.run()
    print_summary(outcome, desk.out)
    assert (
        "1 entry has sources that differ on deadline, pay, eligibility or status; `wbl aggregate why ID`"
        in capsys.readouterr().out
    )
    assert [one["conflicts"] for one in summary_json(outcome)["merged"]] == [["applicationDeadline", "eligibility"]]
    serve(desk, "2027-03-01", [9, 10])
    print_summary(desk.run(day=1), desk.out)
    assert "differ" not in capsys.readouterr().out


def test_the_life_of_the_entry_tells_them(desk: Desk, run_wbl: Any) -> None:
    """In words, with what each source says and which is shown, and as JSON."""
    desk.run()
    entry = entry_file(desk)["posting"]["id"]
    told: Result = run_wbl("aggregate", "why", "--config", desk.config, entry)
    assert "Sources differ on the deadline: 2027-03-01 at north (shown), 2027-03-15 at south." in told.output
    assert (
        "Sources differ on eligibility: gradeLevels 9 10 at north (shown), gradeLevels 11 12 at south." in told.output
    )
    as_json = json.loads(run_wbl("aggregate", "why", "--config", desk.config, entry, "--json").output)
    assert as_json["entries"][0]["conflicts"] == entry_file(desk)["conflicts"]
