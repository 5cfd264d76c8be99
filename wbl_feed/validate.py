"""Runs every rule over a reading and says which postings pass."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wbl_feed.models import Posting
from wbl_feed.notices import Notice
from wbl_feed.reading import Reading
from wbl_feed.rules import FEED_RULES, ITEM_RULES, Context


@dataclass(frozen=True)
class Report:
    """The outcome of validating one feed."""

    reading: Reading
    notices: tuple[Notice, ...]
    accepted: tuple[Posting, ...]
    """Postings without a conformance error, each id once."""
    refused: int
    """Items that are not accepted."""
    sound: tuple[Posting, ...] = ()
    """Postings that a consumer takes (spec section 13.4): those that satisfy the schema, the first of each id."""

    @property
    def valid(self) -> bool:
        """Whether this is a feed of this standard, or a page of one, and no MUST of the specification is broken."""
        ours = self.reading.envelope is not None or self.reading.page_of is not None
        return ours and not any(notice.fails for notice in self.notices)

    def to_json_value(self) -> dict[str, Any]:
        """The report as JSON, for scripts."""
        severities = [notice.severity for notice in self.notices]
        envelope = self.reading.envelope
        return {
            "valid": self.valid,
            "format": self.reading.format,
            "feed": envelope.id if envelope else None,
            "postings": len(self.accepted),
            "refused": self.refused,
            "errors": severities.count("error"),
            "warnings": severities.count("warning"),
            "infos": severities.count("info"),
            "notices": [notice.to_json_value() for notice in self.notices],
        }


def validate(reading: Reading, at: datetime) -> Report:
    """Check a reading against every rule, as of the moment ``at``. Never raises for what is in the data."""
    context = Context(reading.envelope, at)
    notices = list(reading.notices)
    for feed_rule in FEED_RULES:
        notices += feed_rule(reading, context)
    for item in reading.items:
        for rule in ITEM_RULES:
            notices += rule(item, context)
    failing = {pointer for notice in notices if notice.fails and (pointer := _item(notice.pointer))}
    accepted = tuple(item.posting for item in reading.items if item.pointer not in failing)
    sound: dict[str, Posting] = {}
    for item in reading.items:
        sound.setdefault(item.posting.id, item.posting)
    return Report(reading, tuple(notices), accepted, len(reading.received) - len(accepted), tuple(sound.values()))


def _item(pointer: str) -> str:
    """The pointer of the item that a pointer leads into, page included."""
    parts = pointer.split("/")
    return "/".join(parts[: parts.index("items") + 2]) if "items" in parts[:-1] else ""
