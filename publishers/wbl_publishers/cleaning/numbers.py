"""Reads numbers and counts."""

import re

from wbl_publishers.cleaning.text import UnreadableError, folded

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,6})?"
"""A number as it is written in the United States: commas between thousands or none, a point before the fraction."""
_AMERICAN = re.compile(rf"-?{NUMBER}")
# A comma before one, two or four digits cannot stand between thousands, nor can one that comes after a point.
_EUROPEAN = re.compile(r"-?(?:[0-9]{1,15},(?:[0-9]{1,2}|[0-9]{4,6})|[0-9]{1,3}(?:\.[0-9]{3}){1,4},[0-9]{1,6})")
_WORDS = (
    *("one un una uno", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete"),
    *("eight ocho", "nine nueve", "ten diez", "eleven", "twelve doce"),
)
COUNTS = {word: count for count, words in enumerate(_WORDS, 1) for word in words.split()}
"""Numbers by their folded words."""
_WHOLE = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.0{1,2})?")
_PLACES = re.compile(
    r"(?P<number>[a-z]+|[0-9.,]+) (?:available )?(?:openings?|positions?|spots?|places?|slots?|seats?|vacanc(?:y|ies)"
    r"|students?|interns?|plazas?|vacantes?|cupos?|puestos?|estudiantes?|pasantes?)(?: available| disponibles?)?"
)


def read_number(text: str) -> float | int:
    """A number, thousands separated by commas or not; with a decimal comma where it can be nothing else."""
    plain = text.removeprefix("$").strip()
    if _EUROPEAN.fullmatch(plain):
        return number(plain.replace(".", "").replace(",", "."))
    if not _AMERICAN.fullmatch(plain):
        raise UnreadableError("a number, such as 15")
    return number(plain)


def read_openings(text: str) -> int:
    """A number of places, ``4``, ``4 openings`` or ``two``. At most so many, or at least, is no number of places."""
    words = folded(text)
    found = _PLACES.fullmatch(words)
    words = found["number"] if found else words
    count = COUNTS.get(words) or (int(number(words)) if _WHOLE.fullmatch(words) else 0)
    if count < 1:
        raise UnreadableError("a whole number of 1 or more, such as 4")
    return count


def number(text: str) -> float | int:
    """The value of digits in American notation; a whole one is an integer however it is written."""
    value = float(text.replace(",", "")) if "." in text else int(text.replace(",", ""))
    return int(value) if value == int(value) else value
