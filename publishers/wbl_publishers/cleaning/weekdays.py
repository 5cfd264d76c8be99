"""Reads days of the week, in English and Spanish."""

import re

from wbl_publishers.cleaning.text import UnreadableError, folded

WEEK = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
_WORDS = (
    *("monday mon lunes lun", "tuesday tues tue martes mar", "wednesday weds wed miercoles mie"),
    *(
        "thursday thurs thur thu jueves jue",
        "friday fri viernes vie",
        "saturday sat sabado sab",
        "sunday sun domingo dom",
    ),
)
_NUMBER = {word: number for number, words in enumerate(_WORDS) for word in words.split()}
WEEKDAY = rf"(?:{'|'.join(sorted(_NUMBER, key=len, reverse=True))})"
"""The name of a weekday, as a pattern for folded text."""
_SPANS = {"weekdays": (0, 4), "weekends": (5, 6), "weekend": (5, 6), "entre semana": (0, 4), "fines de semana": (5, 6)}
_SPAN = re.compile(r"(?P<first>[a-z]+)\.?(?: ?- ?| to | through | thru | a )(?P<last>[a-z]+)\.?")


def weekday(word: str) -> int | None:
    """The number of a weekday by its folded name, 0 for Monday; one of its plural, too."""
    number = _NUMBER.get(word)
    return _NUMBER.get(word.removesuffix("s")) if number is None else number


def read_weekdays(text: str) -> list[str]:
    """Names of weekdays: ``Mon, Wed``, ``Saturdays``, ``Monday-Friday``."""
    days: set[int] = set()
    for part in re.split(r" ?[,/&+] ?(?:and )?| and | y ", folded(text)):
        first, last = _span(part)
        if first is None or last is None or first > last:
            raise UnreadableError("a day of the week or several, such as Monday or Monday, Friday")
        days.update(range(first, last + 1))
    return [WEEK[day] for day in sorted(days)]


def _span(part: str) -> tuple[int | None, int | None]:
    if part in _SPANS:
        return _SPANS[part]
    found = _SPAN.fullmatch(part)
    if found:
        return weekday(found["first"]), weekday(found["last"])
    day = weekday(part.rstrip("."))
    return day, day
