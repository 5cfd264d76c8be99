"""The envelope of a made-up feed."""

from datetime import datetime, timedelta
from typing import Any

from wbl_feed.sample.postings import site
from wbl_feed.times import format_instant

_REASONS = ("filled", "closed", "withdrawn", "expired", "error")


def envelope(count: int, seed: int, at: datetime) -> dict[str, Any]:
    """The members of a feed of so many postings, but for its items and what is computed from them."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    home, name = site(seed), f"Sample network {seed}"
    gone = [
        {
            "id": f"{home}/id/posting/{number + 1}",
            "dateDeleted": format_instant(day - timedelta(days=60 - 11 * number)),
            "reason": reason,
        }
        for number, reason in enumerate(_REASONS[: count // 10])
    ]
    return {
        "type": "DataFeed",
        "specVersion": "1.0",
        "id": f"{home}/id/feed",
        "name": name,
        "publisher": {"name": name, "url": f"{home}/", "email": f"opportunities@{home.partition('//')[2]}"},
        "license": "CC0-1.0",
        "timeZone": "America/New_York",
        "dateModified": format_instant(day),
        "completeness": "complete",
        "profiles": ["https://w3id.org/wbl-feed/v1/profiles/us-ma"],
        "homePageUrl": f"{home}/opportunities",
        "feedUrl": f"{home}/feed.json",
        "description": "Made up by “wbl sample” to code against. No employer, place of work or offer in it is real.",
        "inLanguage": "en-US",
        "sequence": count,
        "deletion": {"tombstonesSince": format_instant(day - timedelta(days=90))},
        **({"tombstones": gone} if gone else {}),
    }
