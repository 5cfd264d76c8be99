"""Readers of a site's feed that keep what they read, by section 8.4 of the standard."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wordpress.real_site import RealSite

from wbl_feed.digest import canonical_json, content_digest


def whole_feed(site: RealSite, head: dict[str, Any]) -> list[dict[str, Any]]:
    """All postings of a feed whose first document was read."""
    return [*head["items"], *(item for page in head.get("pages", ()) for item in site.ask(page).json["items"])]


def assert_intact(head: dict[str, Any], items: list[dict[str, Any]]) -> None:
    """The feed is whole: its count and its digest are those of what was received (8.2)."""
    assert head["totalItems"] == len(items) == len({item["id"] for item in items})
    assert head["digest"] == content_digest(map(canonical_json, items), map(canonical_json, head.get("tombstones", [])))


@dataclass
class Reader:
    """One who asks now and then, with a condition, and keeps postings by their ids."""

    condition: tuple[str, str]
    """The header in which it gives back what header of the last answer."""
    by_absence: bool
    """Whether it concludes from absence (8.4, step 5), or goes by tombstones alone (step 4)."""
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_read: str = ""
    unchanged: int = 0
    """How often it was told that nothing had changed."""
    _given: str | None = None

    def poll(self, site: RealSite, now: str) -> None:
        """Ask, and do what section 8.4 says."""
        asked, answered = self.condition
        answer = site.ask("feed/wbl.json", headers={asked: self._given} if self._given else {})
        if answer.status == 304:
            self.last_read, self.unchanged = now, self.unchanged + 1
            return
        assert answer.status == 200, answer.text
        self._given = answer.headers[answered]
        head = json.loads(answer.body)
        items = whole_feed(site, head)
        assert_intact(head, items)
        self.held |= {item["id"]: item for item in items}
        for stone in head.get("tombstones", ()):
            one = self.held.get(stone["id"])
            if one and _moment(stone["dateDeleted"]) >= _moment(one["dateModified"]):
                del self.held[stone["id"]]
        if self.by_absence:
            self.held = {item["id"]: self.held[item["id"]] for item in items}
        elif self.last_read:
            assert head["deletion"]["tombstonesSince"] <= self.last_read, "it would have to read all anew"
        self.last_read = now


def _moment(instant: str) -> datetime:
    return datetime.fromisoformat(instant)
