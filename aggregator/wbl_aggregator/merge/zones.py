"""Writes what a feed of another time zone says as what it means there (spec section 10)."""

from typing import Any

from wbl_feed.models import Envelope
from wbl_feed.times import first_moment, format_instant, last_moment

_BOUNDS = {
    "date_posted": first_moment,
    "application_start_date": first_moment,
    "application_deadline": last_moment,
    "valid_through": last_moment,
}


def in_zone(name: str, value: Any, envelope: Envelope, time_zone: str) -> Any:
    """A member as it stands in a feed of a time zone: a date as its instant, clock times with their zone."""
    if envelope.time_zone == time_zone:
        return value
    if name in _BOUNDS and len(value) == len("2027-03-01"):
        return format_instant(_BOUNDS[name](value, envelope.time_zone).replace(microsecond=0))
    if name == "schedule" and value.start_time and not value.schedule_timezone:
        return value.evolve(schedule_timezone=envelope.time_zone)
    return value
