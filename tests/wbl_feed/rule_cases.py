"""A posting without fault, and what the rules say of it once members of it are changed."""

import json
from typing import Any

from wbl_feed import json_format
from wbl_feed.notices import Notice
from wbl_feed.profiles import bundled
from wbl_feed.times import read_clock
from wbl_feed.validate import validate

POSTING: dict[str, Any] = {
    "id": "https://site.example/id/4821",
    "url": "https://site.example/postings/4821",
    "title": "Aquaculture in Barnstable",
    "dateModified": "2026-11-01T12:00:00Z",
    "activityType": "internship",
    "status": "open",
    "summary": "Six weeks at a shellfish farm, with technicians who test water and keep a log of growth.",
    "description": "Interns help in the nursery and measure growth.",
    "applicationDeadline": "2027-03-01",
}
FEED: dict[str, Any] = {
    "type": "DataFeed",
    "specVersion": "1.0",
    "id": "https://site.example/id/feed",
    "name": "A site",
    "publisher": {"name": "A site"},
    "license": "CC-BY-4.0",
    "timeZone": "America/New_York",
    "dateModified": "2026-11-01T12:00:00Z",
    "completeness": "complete",
}
GONE = None
"""In place of a member: it is left out."""


def notices(members: dict[str, Any], *profiles: str, at: str = "2026-11-22T12:00:00Z", **envelope: Any) -> list[Notice]:
    """What is said of a feed with the posting so changed."""
    posting = {name: value for name, value in {**POSTING, **members}.items() if value is not GONE}
    return of_feed([posting], *profiles, at=at, **envelope)


def of_feed(items: list[Any], *profiles: str, at: str = "2026-11-22T12:00:00Z", **envelope: Any) -> list[Notice]:
    """What is said of a feed with these items."""
    value = {**FEED, "totalItems": len(items), **envelope, "items": items}
    reading = json_format.read(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    report = validate(reading, read_clock(at), profiles=[bundled()[name] for name in profiles])
    return list(report.notices)


def codes(members: dict[str, Any], *profiles: str, at: str = "2026-11-22T12:00:00Z", **envelope: Any) -> list[str]:
    """The codes alone."""
    return [one.code for one in notices(members, *profiles, at=at, **envelope)]
