"""Reads school grades: 0 is kindergarten, 13 the first year of college."""

import re

from wbl_publishers.cleaning.text import UnreadableError, folded

_NAMES = {
    0: "k kindergarten",
    9: "freshman freshmen ninth noveno",
    10: "sophomore sophomores tenth decimo",
    11: "junior juniors eleventh undecimo onceavo",
    12: "senior seniors twelfth duodecimo doceavo",
}
_GRADE_OF = {name: grade for grade, names in _NAMES.items() for name in names.split()}
_LAST = 16
# Words that go with grades and say nothing more. “Rising juniors” say more: they are in grade 10 when they apply.
_AROUND = re.compile(
    r"\b(?:open to|for|current|high school|students? in|students?|estudiantes de|graders?|grades?|grados?|only)\b:?"
)
_GRADE = rf"(?:{'|'.join(_GRADE_OF)}|[0-9]{{1,2}}(?:\.0)?(?:st|nd|rd|th|\.?[º°]|no|mo|vo)?)"
_SPAN = re.compile(rf"(?:from |de )?(?P<first>{_GRADE})(?: ?- ?| to | through | thru | a )(?P<last>{_GRADE})")
_EITHER = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_BETWEEN = re.compile(r" ?[,;&/+] ?(?:and |or |y )?| and | or | y | o ")


def read_grades(text: str) -> list[int]:
    """School grades: ``9-12``, ``10th, 11th``, ``juniors and seniors``, ``K-12``.

    “High school” names no grades, since not all have the same.
    """
    words = " ".join(_AROUND.sub(" ", folded(text)).split())
    grades: set[int] = set()
    for part in _parts(words):
        span = _SPAN.fullmatch(part)
        first, last = (_grade(span["first"]), _grade(span["last"])) if span else (_grade(part), _grade(part))
        if first is None or last is None or first > last:
            raise UnreadableError("grades, such as 9-12 or 10, 11")
        grades.update(range(first, last + 1))
    return sorted(grades)


def read_grade(text: str) -> int:
    """One grade."""
    grades = read_grades(text)
    if len(grades) != 1:
        raise UnreadableError("a grade, such as 11")
    return grades[0]


def _parts(words: str) -> list[str]:
    """What stands between commas and the like. 11/12 is read, since a list and a span of them are the same."""
    either = _EITHER.fullmatch(words)
    if either and int(either[2]) - int(either[1]) != 1:
        return [words]
    return _BETWEEN.split(words)


def _grade(word: str) -> int | None:
    if word in _GRADE_OF:
        return _GRADE_OF[word]
    found = re.fullmatch(r"([0-9]{1,2})(?:\.0)?(?:st|nd|rd|th|\.?[º°]|no|mo|vo)?", word)
    grade = int(found[1]) if found else _LAST + 1
    return grade if grade <= _LAST else None
