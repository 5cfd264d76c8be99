"""The entry of a posting that only one source has, made of its JSON: the same as ``merge`` makes, without models."""

from datetime import datetime
from typing import Any

from wbl_aggregator.sources import Source
from wbl_feed.facts import FACTS_ONLY
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Envelope
from wbl_feed.times import format_instant, parse_instant

Json = dict[str, Any]
_CIVIL = ("datePosted", "applicationStartDate", "applicationDeadline", "validThrough")


def single(
    entry: str,
    value: Json,
    source: Source,
    envelope: Envelope,
    feed: FeedSettings,
    at: datetime,
    former: tuple[str, ...] = (),
) -> Json | None:
    """The entry, or ``None`` where it takes a merge to make it: facts alone, or dates of another time zone."""
    license_ = value.get("license") or envelope.license
    if license_ == FACTS_ONLY or (envelope.time_zone != feed.time_zone and _has_local_times(value)):
        return None
    made = {**value, "id": entry, "license": license_}
    moment = min(parse_instant(value["dateModified"]), at)
    made["dateModified"] = format_instant(moment)
    regions = value.get("regions", source.regions or envelope.regions)
    unions = {"regions": regions, "programs": value.get("programs"), "satisfies": value.get("satisfies")}
    for name, codes in unions.items():
        made.pop(name, None)
        if codes:
            made[name] = list(dict.fromkeys(codes))
    if "inLanguage" not in value and envelope.in_language not in (None, feed.language):
        made["inLanguage"] = envelope.in_language
    earlier = sorted({*former, *value.get("previousIds", ())})
    made.pop("previousIds", None)
    if earlier:
        made["previousIds"] = earlier
    made["provenance"] = _provenance(value, source, envelope, license_)
    return made


def _has_local_times(value: Json) -> bool:
    schedule = value.get("schedule") or {}
    local = any(len(value.get(name, "")) == 10 for name in _CIVIL)
    return local or ("startTime" in schedule and "scheduleTimezone" not in schedule)


def _provenance(value: Json, source: Source, envelope: Envelope, license_: str) -> list[Json]:
    if value.get("provenance"):
        hop = {"feed": envelope.id, "id": value["id"]}
        return [{**origin, "via": [*origin.get("via", ()), hop]} for origin in value["provenance"]]
    return [
        {
            "feed": envelope.id,
            "id": value["id"],
            "feedTitle": envelope.name,
            "url": value["url"],
            "license": license_,
            "method": source.method,
        }
    ]
