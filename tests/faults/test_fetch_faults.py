"""One fetch of every fault: it ends in time with the right code and words, and the next fetch is well again."""

import json
import time
from collections.abc import Callable
from typing import get_args

import pytest
from faults.fault_list import FAULTS, Fault, Stage, counted

from wbl_feed.fetch import Failed, FailureCode, Fetched, HttpFetcher, NotModified

ITEMS = [
    {"id": f"https://site.example/{number}", "url": f"https://site.example/{number}", "title": "An internship",
     "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship", "status": "open"}
    for number in range(8)
]  # fmt: skip
FEED = json.dumps(
    counted({
        "type": "DataFeed", "specVersion": "1.0", "id": "https://site.example/feed", "name": "A site", "license": "CC0-1.0",
        "publisher": {"name": "A site"}, "timeZone": "America/New_York", "dateModified": "2026-11-01T00:00:00Z",
        "completeness": "complete", "items": ITEMS,
    })
).encode()  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_one_fetch(name: str, stage_for: Callable[[Fault], Stage]) -> None:
    """A fault is told by its code and in words, within the limits, and leaves nothing behind for the next fetch."""
    fault = FAULTS[name]
    stage = stage_for(fault)
    url = stage.set(FEED)
    with HttpFetcher(stage.limits, allow_private=stage.allow_private) as fetcher:
        first = fetcher.fetch(url)
        assert isinstance(first, Fetched)
        fault.strike(stage)
        begun = time.monotonic()
        outcome = fetcher.fetch(url)
        assert time.monotonic() - begun < 5
        if fault.code:
            assert isinstance(outcome, Failed)
            assert (outcome.code, fault.words in outcome.message, len(outcome.message) < 300) == (
                fault.code,
                True,
                True,
            )
            assert "\n" not in outcome.message
        else:
            assert isinstance(outcome, Fetched)
            assert (outcome.body == FEED) is fault.harmless
        assert stage.set(FEED) == url
        assert fetcher.fetch(url) == first
        assert isinstance(fetcher.fetch(url, first.validators), NotModified)


def test_there_are_faults_of_every_code() -> None:
    """The list has at least 45 faults, and every code that a fetch can have, but those of the aggregator's manners."""
    assert len(FAULTS) > 100
    assert {fault.code for fault in FAULTS.values()} == {*get_args(FailureCode), ""} - {
        "robots",
        "waiting",
        "site_unread",
    }
