"""What a run makes of labelled postings is what was measured of them: real entries, from real feeds."""

import csv
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from test_match_labels import FOLDER
from test_statewide_update import AT, FEED, envelope
from wbl_aggregator.accept import Holding
from wbl_aggregator.evaluation import Labels, read_labels
from wbl_aggregator.sources import Matching, MatchSettings, Source
from wbl_aggregator.statewide import Envelopes, Standing, update
from wbl_aggregator.store import Store
from wbl_aggregator.store.change import change
from wbl_aggregator.store.kept import kept

from wbl_feed.models import Posting


def postings() -> dict[str, dict[str, Posting]]:
    """The labelled records as postings, by source and id; the term stands in the title, as it has no member."""
    found: dict[str, dict[str, Posting]] = {}
    with (FOLDER / "records.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            term = f" ({row['term']})" if row["term"] and row["term"] not in row["title"] else ""
            value: dict[str, Any] = {
                "id": f"urn:x:{row['id']}", "url": f"https://{row['source']}.example/{row['id']}",
                "title": row["title"] + term, "dateModified": "2026-11-01T00:00:00Z", "activityType": "unspecified",
                "status": "open",
            }  # fmt: skip
            if row["employer"]:
                value["hiringOrganization"] = {"name": row["employer"]}
            if row["location"]:
                value["jobLocation"] = [{"address": {"addressLocality": row["location"]}}]
            if row["posted"]:
                value["datePosted"] = row["posted"]
            found.setdefault(row["source"], {})[value["id"]] = Posting.from_members(value)
    return found


@pytest.fixture(scope="module")
def labels() -> Labels:
    """What is known of them."""
    return read_labels(FOLDER)


@pytest.mark.parametrize(("preset", "recall"), [("careful", 0.75), ("balanced", 0.9)])
def test_no_trap_becomes_an_entry(labels: Labels, tmp_path: Path, preset: str, recall: float):
    """All that is merged is the same, and most of what is the same is merged."""
    matching = Matching(MatchSettings.model_validate({"preset": preset}))
    of = postings()
    with closing(Store.open(tmp_path)) as store:
        with store.writing():
            for source, held in of.items():
                store.holdings.keep(
                    source,
                    change(source, store.holdings.stored(source), Holding(envelope(source), held), lambda one: one),
                )
            sources = {name: Source(id=name, url=f"https://{name}.example/feed.json") for name in of}
            update(store, FEED, Standing(sources, Envelopes(store), frozenset()), AT, matching=matching)
        rows = store.database.execute("select members from entry where evidence != '[]'")
        groups = [[one.removeprefix("urn:x:") for _, one in kept(row[0], list)] for row in rows]
    merged = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
    true = {pair for pair in labels.same - labels.ignored if labels.across(pair)}
    wrong = merged - labels.same - labels.ignored
    assert not wrong, [[labels.texts[one] for one in pair] for pair in wrong]
    assert len(merged & true) >= recall * len(true)
