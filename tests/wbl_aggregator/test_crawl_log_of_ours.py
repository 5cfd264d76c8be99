"""An aggregate of ours is followed by another one over its change log, and comes to the same as by its pages."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from recorded_web import RecordedWeb, feed_json, posting_json, recorded
from wbl_aggregator.pipeline import run
from wbl_aggregator.sources import Config

START = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
SCHOOL = "school.example"


class Hub:
    """An aggregator with a folder of its own, which is served."""

    def __init__(self, name: str, folder: Path, web: RecordedWeb, below: str) -> None:
        self.name, self.out, self._state, self._web, self._below = (
            name,
            folder / name,
            folder / f"{name}.state",
            web,
            below,
        )

    def run(self, at: datetime) -> list[str]:
        """One run; what was asked for in it, and what is published is served then."""
        feed = {"id": f"https://{self.name}.example/feed", "name": self.name, "license": "CC-BY-4.0", "publisher": {"name": self.name}}  # fmt: skip
        crawl = {"pause_seconds": 0, "robots": False}
        config = Config.model_validate({"feed": feed, "crawl": crawl, "source": [{"id": "below", "url": self._below}]})
        self._web.asked.clear()
        run(config, self.out, self._state, at, lambda _: self._web.fetcher(), now=True)
        asked = self._web.urls()
        for path in self.out.rglob("*.json"):
            address = f"https://{self.name}.example/{path.relative_to(self.out).as_posix()}"
            self._web.answers[address] = {"body": path.read_text(encoding="utf-8")}
        return asked

    def entries(self) -> dict[str, Any]:
        """What is published, by the id that the school gave it; without what says which hub it is."""
        feed = json.loads((self.out / "feed.json").read_bytes())
        items = feed["items"] + [
            one for page in feed.get("pages", ()) for one in json.loads((self.out / page).read_bytes())["items"]
        ]
        assert len(items) == feed["totalItems"]
        return {
            one["provenance"][0]["id"]: (one["title"], one["dateModified"], len(one["provenance"][0]["via"]))
            for one in items
        }


@pytest.mark.slow
def test_the_log_of_an_aggregate_leads_to_what_its_pages_say(tmp_path: Path):
    """Four runs with additions, changes and deletions below: no page is asked for, and a hub that reads them has the same."""
    with recorded() as web:
        postings = {number: posting_json(SCHOOL, number) for number in range(700)}

        def school(at: datetime) -> None:
            feed = feed_json(SCHOOL, dateModified=at.strftime("%Y-%m-%dT%H:%M:%SZ"), items=list(postings.values()))
            web.answers[f"https://{SCHOOL}/feed.json"] = {"json": feed}

        region = Hub("region", tmp_path, web, f"https://{SCHOOL}/feed.json")
        state = Hub("state", tmp_path, web, "https://region.example/feed.json")
        school(START)
        region.run(START)
        assert len(state.run(START)) > 1, "the feed has pages, or there is nothing to be seen here"
        for hour in range(1, 5):
            at = START + timedelta(hours=hour)
            del postings[hour]
            postings[hour + 10] |= {"title": f"Changed {hour}", "dateModified": f"2026-11-23T{12 + hour}:00:00Z"}
            postings[1_000 + hour] = posting_json(SCHOOL, 1_000 + hour)
            school(at)
            region.run(at)
            asked = state.run(at)
            assert [url.partition("example")[2].rstrip("0123456789.json") for url in asked] == ["/feed", "/changes/"]
            whole = Hub(f"whole{hour}", tmp_path, web, "https://region.example/feed.json")
            whole.run(at)
            assert state.entries() == whole.entries()
            assert len(state.entries()) == len(postings)
