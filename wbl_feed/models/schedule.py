"""When it takes place and how much time it takes."""

from typing import Literal

from wbl_feed.models.base import Amount, CivilDate, ClockTime, Code, Flag, Optional, Text, Title, Value

Day = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class QuantitativeValue(Value):
    """A quantity between two bounds, both included (schema.org QuantitativeValue)."""

    min_value: Optional[Amount] = None
    """The least. Silence: unknown."""
    max_value: Optional[Amount] = None
    """The most. Silence: unknown."""


class Schedule(Value):
    """Days and times (schema.org Schedule)."""

    start_date: Optional[CivilDate] = None
    """First day. Silence: unknown."""
    end_date: Optional[CivilDate] = None
    """Last day, included. Silence: unknown."""
    by_day: Optional[tuple[Day, ...]] = None
    """Days of the week. Silence: unknown."""
    start_time: Optional[ClockTime] = None
    """When a day starts. Silence: unknown."""
    end_time: Optional[ClockTime] = None
    """When a day ends. Silence: unknown."""
    schedule_timezone: Optional[Title] = None
    """IANA time zone of the times. Silence: the feed's timeZone."""
    window: Optional[tuple[Code, ...]] = None
    """Parts of the school year or day, from vocabulary schedule-window. Silence: unknown."""
    flexible: Optional[Flag] = None
    """Whether days and times can be arranged around school. Silence: unknown."""
    note: Optional[Text] = None
    """Anything else, in plain text. Silence: nothing to add."""
