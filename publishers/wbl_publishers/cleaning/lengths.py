"""Reads how long an activity goes on: ``6 weeks``, ``Summer (8 weeks)``, ``P6W``."""

import re

from wbl_publishers.cleaning.numbers import COUNTS
from wbl_publishers.cleaning.text import UnreadableError, folded

_UNITS = {
    **dict.fromkeys(("week", "weeks", "wk", "wks", "semana", "semanas"), "P{}W"),
    **dict.fromkeys(("day", "days", "dia", "dias"), "P{}D"),
    **dict.fromkeys(("month", "months", "mo", "mos", "mes", "meses"), "P{}M"),
    **dict.fromkeys(("year", "years", "yr", "yrs", "ano", "anos"), "P{}Y"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "hora", "horas"), "PT{}H"),
    **dict.fromkeys(("minute", "minutes", "min", "mins", "minuto", "minutos"), "PT{}M"),
}
_LENGTH = rf"(?P<number>[0-9]{{1,3}}|an?|{'|'.join(COUNTS)})(?: |-| ?)(?P<unit>{'|'.join(_UNITS)})\.?"
_SEASON = "(?:summer|fall|autumn|winter|spring|school year|verano|otono|invierno|primavera)"
_WHAT = "(?: long| total| programme| program| internship| course| session)?"
_FORMS = [
    re.compile(form)
    for form in (
        rf"(?:(?:length|duration|duracion): ?)?{_LENGTH}{_WHAT}",
        rf"{_SEASON}(?:,|:| -)? \(?{_LENGTH}{_WHAT}\)?",
        rf"{_LENGTH} (?:\({_SEASON}\)|(?:in |in the |over the |en )?{_SEASON})",
    )
]
_LONGEST_HOURS = 8


def read_length(text: str) -> str:
    """The length from first to last day, as ISO 8601 writes it; a season beside it is the same length.

    A range is no length. More hours than a day has for work may be those in all, spread over weeks.
    """
    if re.fullmatch(r"P[0-9A-Z]{2,39}", text):
        return text  # which is checked like any other value
    words = folded(text).rstrip(".")
    found = next((found for form in _FORMS if (found := form.fullmatch(words))), None)
    if found:
        count = COUNTS.get(found["number"]) or (int(found["number"]) if found["number"].isdigit() else 1)
        shape = _UNITS[found["unit"]]
        if count and not (shape == "PT{}H" and count > _LONGEST_HOURS):
            return shape.format(count)
    raise UnreadableError("a length of time, such as 6 weeks or P6W")
