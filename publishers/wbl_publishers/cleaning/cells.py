"""Reads the text of a cell as the value of a member; what cannot be read is refused, never guessed."""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from wbl_publishers.cleaning.addresses import read_email, read_url
from wbl_publishers.cleaning.choices import read_choice, read_choices, read_code, read_codes
from wbl_publishers.cleaning.clock import read_clock_time
from wbl_publishers.cleaning.dates import read_date, read_date_or_instant
from wbl_publishers.cleaning.flags import read_flag
from wbl_publishers.cleaning.grades import read_grade, read_grades
from wbl_publishers.cleaning.lengths import read_length
from wbl_publishers.cleaning.numbers import read_number, read_openings
from wbl_publishers.cleaning.pay import read_pay
from wbl_publishers.cleaning.places import read_place, read_town
from wbl_publishers.cleaning.quantities import (
    read_grade_point_average,
    read_hours_per_week,
    read_maximum_age,
    read_minimum_age,
    read_total_hours,
)
from wbl_publishers.cleaning.text import LONGEST, UnreadableError, is_error, tidy
from wbl_publishers.members import Member

Reader = Callable[[str], Any]

_BY_TYPE: dict[str, Reader] = {
    "civilDate": read_date,
    "dateOrInstant": read_date_or_instant,
    "clockTime": read_clock_time,
    "boolean": read_flag,
    "duration": read_length,
    "number": read_number,
    "amount": read_number,
    "positiveCount": read_openings,
    "grade": read_grade,
    "compensation": read_pay,
    "place": read_place,
    "url": read_url,
    "email": read_email,
    "definedTerm": lambda text: {"name": text},
    "area": lambda text: {"name": text},
    "organization": lambda text: {"name": text},
}
_BY_NAME: dict[str, Reader] = {
    "hoursPerWeek": read_hours_per_week,
    "totalHours": read_total_hours,
    "minimumAge": read_minimum_age,
    "maximumAge": read_maximum_age,
    "gradeLevels": read_grades,
    "minimumGpa": read_grade_point_average,
    "addressLocality": read_town,
}
_SURE = {
    *("civilDate", "dateOrInstant", "clockTime", "boolean", "enum", "grade", "age", "quantitativeValue"),
    *("positiveCount", "compensation"),
}
"""Types of which the readers give nothing that is not valid."""
_AT_LENGTH = {"text", "shortText", "title", "iri", "url", "code", "email"}
"""Types of which a cell may be longer than others; the standard says how long."""
_MOST_PARTS = 500


def split_cell(text: str, separator: str = "") -> list[str]:
    """The parts of a cell that holds several values, at semicolons, bars and line breaks if nothing else is said."""
    parts = text.split(separator) if separator else re.split(r"[;|\n]", text)
    return [part.strip() for part in parts if part.strip()]


def read_cell(text: str, target: Member) -> Any:
    """The value of a cell for a member, or of one part of it. Raises ``UnreadableError``.

    What is read is valid for the member, with one exception: a word that its vocabulary does not know is given back as
    it is, for the caller to say which code is the nearest.
    """
    text, reader = tidy(text), _reader(target)
    if not target.many:
        return _checked(reader(_readable(text, target)), target)
    parts = [text] if target.type == "grade" else split_cell(text)
    if len(parts) > _MOST_PARTS:
        raise UnreadableError(f"a list of at most {_MOST_PARTS} values")
    return [_checked(value, target) for part in parts for value in reader(_readable(part, target))]


def reads(target: Member) -> bool:
    """Whether a cell's text can say the member; objects are mapped part by part, but for a few."""
    return not target.parts or target.type in _BY_TYPE or _name(target) in _BY_NAME


@cache
def _reader(target: Member) -> Reader:
    """What reads a cell of the member, or a part of it as a list."""
    if target.type == "enum":
        return partial(read_choices if target.many else read_choice, target=target)
    if target.type == "code":
        return partial(read_codes if target.many else read_code, target=target)
    if reader := _BY_NAME.get(_name(target)):
        return reader
    one = _BY_TYPE.get(target.type, str)
    return (lambda text: [one(text)]) if target.many else one


def _name(target: Member) -> str:
    return target.pointer.rpartition("/")[2]


def _readable(text: str, target: Member) -> str:
    if is_error(text):
        raise UnreadableError("a value, which the formula of the spreadsheet did not give")
    if len(text) > LONGEST and target.type not in _AT_LENGTH:
        raise UnreadableError(f"a text of at most {LONGEST} characters")
    return text


def _checked(value: Any, target: Member) -> Any:
    unknown = target.type == "code" and target.vocabulary is not None and ":" not in value
    if not unknown and target.type not in _SURE and (expected := target.fault(value)):
        raise UnreadableError(expected)
    return value
