"""Telephone numbers and signs of data about a student in texts (spec section 20.1).

The words are those of English and, for a student's name, of Spanish. A sign is no proof: what may as well be an
office's is let pass, since a warning that is wrong makes people overlook the next.
"""

import re
from collections.abc import Iterator

from wbl_feed.notices.base import Notice
from wbl_feed.notices.safety import PhoneInText, StudentData
from wbl_feed.rules.words import words

_PHONE = re.compile(
    r"""
    (?<![\w/.=#-])
    (?:\+?1[ .-]?)?
    (?: \((?P<area>[2-9][0-9]{2})\)[ ]?[2-9][0-9]{2}[ .\u2011-]   # (508) 555-0142
      | (?P<code>[2-9][0-9]{2})[.\u2011-][2-9][0-9]{2}[.\u2011-]       # 508-555-0142
      | (?P<plain>[2-9][0-9]{2})[ ][2-9][0-9]{2}-            # 508 555-0142
      | (?<=1[ ])(?P<long>[2-9][0-9]{2})[ ][2-9][0-9]{2}[ ]  # +1 508 555 0142
    )
    [0-9]{4} (?![\w-])
    """,
    re.VERBOSE,
)
"""Numbers of the North American plan as people write them; other spellings are too like other numbers."""
_TOLL_FREE = words("800 833 844 855 866 877 888")
"""Area codes that only organizations have."""
_DAY = r"(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\b"
_IS = r"\s{0,3}[:=\#]\s{0,3}"
_RECORD = re.compile(
    rf"""
      \bstudent(?:['’]?s)?\ (?:id|i\.d\.|number|phone|telephone|cell){_IS}[(+]?[0-9][0-9 ().-]{{5,}}
    | \b(?:date\ of\ birth|birth\ ?date|dob)\s{{0,3}}[:=]?\s{{0,3}}{_DAY}
      (?!\s{{0,3}}(?:or|and|through|to|until|[-–—]))            # a bound for applicants is nobody's birthday
    | \b(?:ssn|sasid|lasid|social\ security\ number)\s{{0,3}}[:=\#]?\s{{0,3}}[0-9][0-9-]{{7,}}
    """,
    re.VERBOSE,
)
_MAILBOX = re.compile(rf"(?i:\bstudent(?:['’]?s)? e-?mail){_IS}([\w.+-]{{1,64}}@[\w-]{{1,63}}\.[\w.-]{{2,}})")
_RECORD_WORDS = "student", "birth", "dob", "ssn", "asid", "social security"
_CHILD = re.compile(r"\b[Mm]y (?:son|daughter),? ([A-Z][a-z]+)\b")
_NAME = re.compile(
    rf"""(?i:\bstudent(?:['’]?s)?\ name|\bname\ of\ (?:the\ )?student|\bnombre\ del?\ (?:estudiante|alumn[oa])){_IS}
    ([^\W\d_]+)\ (?:[A-Z]\.\ )?([^\W\d_]+)""",
    re.VERBOSE,
)
_OF_FORMS = words(
    "first last full your name legal print please type school grade required optional application internship as and",
    "the on in or middle enter write title teacher subject program nombre completo apellido escriba",
)
"""Words that stand where a form or an instruction asks for a name."""
_SECURITY_NUMBER = re.compile(
    r"(?<![\w.#-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000|19[0-9]{2}|20[0-9]{2})[0-9]{4}(?![\w-])"
)
"""As the Social Security Administration gives them; an end like a year is that of a course or a form."""


def phones(text: str) -> Iterator[Notice]:
    """The first telephone number in a text that is not free of charge for the caller."""
    for number in _PHONE.finditer(text):
        if not _TOLL_FREE.intersection(number.groups()):
            yield PhoneInText(found=number[0])
            return


def _masked(found: re.Match[str]) -> str:
    """What was found without what must not be handed on: a report is read by many."""
    text = found[0]
    for part in filter(None, found.groups()):
        text = text.replace(part, f"{part[0]}···")
    return re.sub("[0-9]", "·", text)


def records(text: str) -> Iterator[Notice]:
    """A number or a birthday of a student."""
    small = text.lower()
    if any(word in small for word in _RECORD_WORDS) and (found := _RECORD.search(small)):
        yield StudentData(found=_masked(found))


def student_mailboxes(text: str) -> Iterator[Notice]:
    """A student's mailbox where a form has it."""
    if found := _MAILBOX.search(text):
        yield StudentData(found=_masked(found))


def children(text: str) -> Iterator[Notice]:
    """A parent's word about a child with its name."""
    if found := _CHILD.search(text):
        yield StudentData(found=_masked(found))


def names(text: str) -> Iterator[Notice]:
    """The name of a student where a form has it."""
    for found in _NAME.finditer(text):
        both = found[1], found[2]
        if all(name[0].isupper() and name.casefold() not in _OF_FORMS for name in both):
            yield StudentData(found=_masked(found))
            return


def security_numbers(text: str) -> Iterator[Notice]:
    """A number of the form of a social security number."""
    if found := _SECURITY_NUMBER.search(text):
        yield StudentData(found=_masked(found))
