"""A shelf in memory, for tests of publishing: postings come, change and go, each time with the next number."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wbl_aggregator.facets import facets
from wbl_aggregator.publishing import Line, change_log, newest, plan

from wbl_feed.digest import canonical_json
from wbl_feed.models import Envelope
from wbl_feed.models.feed import Deletion

FEED = "https://hub.example/feed"
MEMBERS: dict[str, Any] = {
    "type": "DataFeed",
    "spec_version": "1.0",
    "id": FEED,
    "name": "Hub",
    "publisher": {"name": "Hub"},
    "license": "CC0-1.0",
    "time_zone": "America/New_York",
    "date_modified": "2026-11-01T00:00:00Z",
    "completeness": "complete",
    "feed_url": "https://hub.example/feed.json",
    "deletion": Deletion(tombstones_since="2026-01-01T00:00:00Z"),
}


def posting(number: int, **members: Any) -> dict[str, Any]:
    """A posting as JSON whose id comes from a number, in the order of numbers."""
    name = f"{number:06d}{hashlib.sha256(str(number).encode()).hexdigest()[:10]}"
    return {
        "id": f"{FEED}/{name}",
        "url": f"https://site.example/{number}",
        "title": f"Posting {number}",
        "dateModified": "2026-11-01T00:00:00Z",
        "activityType": "internship",
        "status": "open",
        **members,
    }


class MemoryShelf:
    """What the store is to publishing, held in dicts."""

    def __init__(self, **members: Any) -> None:
        self._members = {**MEMBERS, **members}
        self._entries: dict[str, tuple[bytes, Line]] = {}
        self._gone: dict[str, tuple[bytes, int]] = {}
        self.sequence = 0
        self.unclean: set[str] = set()
        self.read: list[str] = []
        """Ids that were asked for."""

    @property
    def envelope(self) -> Envelope:
        """The statewide envelope as it is now."""
        members = {name: value for name, value in self._members.items() if value is not None}
        return Envelope.model_validate({**members, "sequence": self.sequence})

    def put(self, value: dict[str, Any]) -> str:
        """A posting is new or has changed."""
        content = canonical_json(value)
        known = self._entries.get(value["id"])
        if known is None or known[0] != content:
            self.sequence += 1
            digest = hashlib.sha256(content).hexdigest()[:32]
            line = Line(value["id"], digest, tuple(facets(value)), value["dateModified"], self.sequence)
            self._entries[value["id"]] = (content, line)
            self._gone.pop(value["id"], None)
            self.unclean.add(value["id"])
        return str(value["id"])

    def take(self, identity: str, when: str = "2026-11-02T00:00:00Z", **members: Any) -> None:
        """A posting is gone."""
        self.sequence += 1
        del self._entries[identity]
        self._gone[identity] = (canonical_json({"id": identity, "dateDeleted": when, **members}), self.sequence)
        self.unclean.add(identity)

    def items(self) -> list[Any]:
        """All postings as JSON, in the order of the feed."""
        return [json.loads(value) for value in self.all_entries()]

    def lines(self) -> list[Line]:
        return [self._entries[identity][1] for identity in sorted(self._entries)]

    def entries(self, ids: Sequence[str]) -> Iterator[bytes]:
        for identity in ids:
            self.read.append(identity)
            yield self._entries[identity][0]

    def all_entries(self) -> Iterator[bytes]:
        return (self._entries[identity][0] for identity in sorted(self._entries))

    def tombstones(self) -> list[tuple[str, bytes, int]]:
        return [(identity, *self._gone[identity]) for identity in sorted(self._gone)]

    def changes(self, after: int) -> Iterator[tuple[int, str, bytes, bool]]:
        found = [(line.sequence, line.id, value, True) for value, line in self._entries.values()]
        found += [(sequence, identity, value, False) for identity, (value, sequence) in self._gone.items()]
        return iter(sorted(one for one in found if one[0] > after))

    def dirty(self) -> tuple[list[str], list[str]]:
        return sorted(self.unclean & self._entries.keys()), sorted(self.unclean - self._entries.keys())

    def posting_file(self, identity: str) -> bytes:
        return b'{"posting":' + self._entries[identity][0] + b"}\n"

    def ledger(self) -> Iterator[bytes]:
        return (json.dumps({"id": identity}).encode() + b"\n" for identity in sorted(self._entries))

    def sites(self) -> list[tuple[str, Envelope]]:
        return []


def small(put: Callable[[Any, str, int], None] = setattr) -> None:
    """Have pages of a few entries, so that a small set has all that a large one has."""
    for place in (plan, newest):
        put(place, "ONE_DOCUMENT", 50)
    put(plan, "_LEAST", 4)
    put(plan, "_ONE_IN", 16)
    put(change_log, "MOST_CHANGES", 50)
