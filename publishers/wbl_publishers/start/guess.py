"""Guesses which column of a sheet is which member of a posting, by its heading and by what stands in its cells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from wbl_feed.profiles import Profile
from wbl_publishers.cleaning import reads
from wbl_publishers.members import member
from wbl_publishers.start.fitting import personal, private, share, with_states
from wbl_publishers.start.headings import PERSON, STUDENT, Match, matches, standard_match, words
from wbl_publishers.start.sheet import Column, Sheet
from wbl_publishers.start.translations import Translation, coded, separator, translations, understood

Confidence = Literal["sure", "likely", "question", "left out"]
ID = "id"
_ENOUGH, _MOST, _ENOUGH_CODES = 0.5, 0.8, 0.3
_STANDARD_FROM = 8
"""How many of the standard headings make a sheet one with the standard columns, if it has few others."""
_PAY = "/compensation"
_MAILBOX = frozenset(words("email address username dirección correo electrónico"))
_AMOUNT = "/compensation/baseSalary/"
_EMPLOYER = "/hiringOrganization/name"


@dataclass(frozen=True)
class Guess:
    """What a column is taken for."""

    column: Column
    member: str
    """Pointer of a member, or ``id``; empty where none is near."""
    confidence: Confidence
    """Those that are sure or likely are used; a question is for a person, and what is left out is not published."""
    why: str = ""
    translations: tuple[Translation, ...] = ()
    split: str = ""
    html: bool = False
    topic: str = ""
    """What it is set aside as, such as ``student``."""

    @property
    def used(self) -> bool:
        """Whether the mapping uses the column so."""
        return self.confidence in ("sure", "likely")


@dataclass(frozen=True)
class _Option:
    """A column, what it may be, and how well its cells fit that."""

    place: int
    column: Column
    match: Match
    fit: float = 1.0
    split: str = ""

    @property
    def name(self) -> str:
        return self.match.topic.name

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        return (self.match.exact, self.match.words, not self.match.topic.aside, -self.place)


def guess(sheet: Sheet, profiles: Iterable[Profile] = ()) -> list[Guess]:
    """A guess for each column of a sheet, in its order; a column whose heading and cells say nothing has no member."""
    profiles = tuple(profiles)
    if has_standard_columns(sheet):
        return [_by_the_standard(column, profiles) for column in sheet.columns]
    options = [option for place, column in enumerate(sheet.columns) for option in _options(place, column, profiles)]
    taken: dict[str, Column] = {}
    found: dict[int, Guess] = {}
    for option in sorted(options, key=lambda one: one.rank, reverse=True):
        if option.place in found or option.name in taken or not _fits(option, profiles):
            continue
        said = found[option.place] = _checked(_guess(option, profiles))
        if said.used:
            taken[said.member] = said.column
    for place, column in enumerate(sheet.columns):
        if place not in found:
            own = [option for option in options if option.place == place]
            found[place] = _unclear(column, own, taken, profiles)
    guesses = [found[place] for place in range(len(sheet.columns))]
    sent = any(one.topic == "sent" for one in guesses)
    return [_alone(one, taken, sent=sent) for one in _told_by_shape(guesses)]


def about_students(heading: str) -> bool:
    """Whether a heading, or a key, is about students."""
    return bool(_students(Column(heading, ()), matches(heading)))


def has_standard_columns(sheet: Sheet) -> bool:
    """Whether most headings are those of the standard (spec section 23.3), as in the template of this library."""
    known = sum(bool(standard_match(column.heading)) for column in sheet.columns)
    return known >= max(_STANDARD_FROM, len(sheet.columns) * _MOST)


def _by_the_standard(column: Column, profiles: tuple[Profile, ...]) -> Guess:
    match = standard_match(column.heading)
    if match is None:
        return Guess(column, "", "left out")
    many = not match.topic.aside and match.topic.name != ID and member(match.topic.name).many
    said = _guess(_Option(0, column, match, split=";" if many else ""), profiles)
    return _checked(said) if column.cells else said


def _options(place: int, column: Column, profiles: tuple[Profile, ...]) -> Iterator[_Option]:
    """What a column may be by its heading, the likeliest first; what may be about students is nothing else."""
    heard = matches(column.heading)
    if column.twice:
        heard = matches(f"{column.group} {column.heading}") or heard
    found = [_option(place, column, match, profiles) for match in _students(column, heard) or heard]
    known = [one for one in found if one]
    words = max((one.fit for one in known if one.name == "/compensation/status"), default=0.0)
    for one in known:
        # One cell that can be read is enough: of those that cannot the mapping keeps the text.
        pay = one.name == _PAY and one.fit > words
        yield replace(one, fit=max(one.fit, _ENOUGH)) if pay else one


def _option(place: int, column: Column, match: Match, profiles: tuple[Profile, ...]) -> _Option | None:
    """A column as what its heading means, if cells can be read so at all."""
    name = match.topic.name
    if match.topic.aside or name == ID:
        return _Option(place, column, match)
    if not reads(member(name)) or (name.endswith("/addressLocality") and with_states(column.cells)):
        return None
    split = separator(column.cells, name, profiles)
    is_coded = coded(name, profiles)
    fit = understood(column.cells, name, profiles, split) if is_coded else share(column.cells, name)
    return _Option(place, column, match, fit, split)


def _students(column: Column, heard: list[Match]) -> list[Match]:
    """What says that a column is about students: its heading, or what stands above that."""
    found = [one for one in heard if one.topic.name == STUDENT and _is_about_students(one, heard)]
    if not found and column.group:
        above = [one for one in matches(column.group) if one.exact]
        found = [one for one in [*matches(f"{column.group} {column.heading}"), *above] if one.topic.name == STUDENT]
    return found


def _is_about_students(found: Match, heard: list[Match]) -> bool:
    """Whether no member fits the heading better, nor the name of a contact as well, which is left out too."""
    members = [(one.exact, one.words) for one in heard if not one.topic.aside]
    contacts = [(one.exact, one.words) for one in heard if one.topic.name == PERSON]
    own = (found.exact, found.words)
    return all(own >= one for one in members) and all(own > one for one in contacts)


def _fits(option: _Option, profiles: tuple[Profile, ...]) -> bool:
    if option.match.topic.aside or option.name == ID:
        return True
    lenient = option.match.exact and coded(option.name, profiles)
    return option.fit >= (_ENOUGH_CODES if lenient else _ENOUGH)


def _guess(option: _Option, profiles: tuple[Profile, ...]) -> Guess:
    column, topic = option.column, option.match.topic
    if topic.aside:
        confidence: Confidence = "question" if topic.name == "sent" else "left out"
        return Guess(column, topic.member, confidence, topic.why, topic=topic.name)
    sure = option.match.exact and option.fit >= _MOST and bool(column.cells)
    said = Guess(column, topic.name, "sure" if sure else "likely", split=option.split)
    if topic.name == ID:
        return said
    if coded(topic.name, profiles):
        return replace(said, translations=translations(column.cells, topic.name, profiles, option.split))
    marked = sum(bool(re.search(r"</|<br|<p>", cell)) for cell in column.cells)
    return replace(said, html=member(topic.name).type in ("text", "shortText") and marked * 5 > len(column.cells))


def _checked(said: Guess) -> Guess:
    """The guess as a question where to use the column would do harm."""
    why = ""
    cells = said.column.cells
    if not said.used:
        return said
    if said.column.twice:
        why = "another column has the same heading: rename one of them"
    elif said.member == ID and (not cells or said.column.blanks or len(set(cells)) < len(cells)):
        why = f"an id must stand in every row, and no other row may have it{_gaps(said.column)}"
    elif said.member == ID and [cell.removesuffix(".0") for cell in cells] == [str(n + 1) for n in range(len(cells))]:
        why = "these look like numbers of rows; use them only if a posting keeps its number when rows are moved"
    elif said.member == "/applicationContact/email" and private(cells):
        why = "one of them is where people have mailboxes of their own, such as gmail.com; one of a role is better"
    elif said.member.endswith("/email") and personal(cells):
        why = "these look like mailboxes of persons; one of a role, such as internships@, is better"
    return replace(said, confidence="question", why=why) if why else said


def _gaps(column: Column) -> str:
    """In which rows a column is blank, to be read after what it must be."""
    if not column.empty:
        return ""
    rows = ", ".join(map(str, column.empty))
    more = f" and {column.blanks - len(column.empty)} more" if column.blanks > len(column.empty) else ""
    return f"; it is empty in row{'s' if column.blanks > 1 else ''} {rows}{more}"


def _unclear(column: Column, own: list[_Option], taken: dict[str, Column], profiles: tuple[Profile, ...]) -> Guess:
    """What is said of a column that nothing fits, or whose member another column has."""
    for one in own:
        if one.name in taken and one.fit >= _ENOUGH:
            why = f"the column “{taken[one.name].heading}” is used for it already"
            return Guess(column, one.name, "question", why)
    if not own:
        return Guess(column, "", "left out")
    best = max(own, key=lambda one: one.fit)
    words = translations(column.cells, best.name, profiles, best.split) if coded(best.name, profiles) else ()
    why = f"only {round(best.fit * len(column.cells))} of {len(column.cells)} cells can be read so"
    return Guess(column, best.name, "question", why, words, best.split)


def _told_by_shape(guesses: list[Guess]) -> list[Guess]:
    """The guesses, where no heading says address, with that of the first column of addresses."""
    if any(one.used and one.member in ("/url", "/howToApply/url") for one in guesses):
        return guesses
    for place, one in enumerate(guesses):
        silent = not one.member and not one.why and not one.column.twice
        if silent and one.column.cells and share(one.column.cells, "/url") >= _MOST:
            found = replace(one, member="/url", confidence="likely", why="its cells are addresses")
            return [*guesses[:place], found, *guesses[place + 1 :]]
    return guesses


def _alone(said: Guess, taken: dict[str, Column], *, sent: bool) -> Guess:
    """The guess as a question where the column says something else, or nothing, for what stands beside it.

    ``sent`` tells that the sheet has the answers of a form.
    """
    if not said.used:
        return said
    why = ""
    if said.member.startswith("/hiringOrganization/") and _EMPLOYER not in taken:
        why = "it says nothing without a column for the employer's name"
    elif said.member.startswith(_AMOUNT) and f"{_AMOUNT}currency" not in taken:
        why = "an amount says nothing without its currency: see [constants]"
    elif sent and said.member.endswith("/email") and set(words(said.column.heading)) <= _MAILBOX:
        why = "in the answers of a form this is the mailbox of whoever sent it"
    return replace(said, confidence="question", why=why) if why else said
