"""What a mapping file will say: the guesses, and what stands in for the required members that no column has."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from wbl_feed.errors import UsageError
from wbl_feed.profiles import Profile
from wbl_feed.toml_text import shown
from wbl_publishers.start.fitting import share
from wbl_publishers.start.guess import ID, Guess, guess, has_standard_columns
from wbl_publishers.start.headings import APPROVAL, STUDENT
from wbl_publishers.start.sheet import Sheet

_APPLY = {"/howToApply/url": "url", "/howToApply/email": "email", "/howToApply/telephone": "phone"}
_LONGEST_TITLE = 120
_AMOUNT = "/compensation/baseSalary/"
_KIND = "/activityType"
_TOWN, _STATE = "/jobLocation/0/address/addressLocality", "/jobLocation/0/address/addressRegion"


@dataclass(frozen=True)
class Constant:
    """A value that is the same in every row."""

    member: str
    value: Any
    why: str
    used: bool = True
    """Whether the mapping file says it, or only proposes it."""


@dataclass(frozen=True)
class Plan:
    """A mapping file before it is written."""

    sheet: Sheet
    guesses: tuple[Guess, ...]
    """In the order of the sheet; a column may be there twice."""
    constants: tuple[Constant, ...]
    defaults: dict[str, str]
    """What a member is where its cell says nothing."""
    beside: tuple[str, ...] = ()
    """What else of the source looks like data about students, such as another tab, as a person is told of it."""

    @property
    def used(self) -> list[Guess]:
        """The guesses that the mapping file will use."""
        return [one for one in self.guesses if one.used]

    @property
    def students(self) -> str:
        """What looks like data about students, as a person is told of it; empty if nothing does."""
        return "; ".join([*([_named(own)] if (own := _about_students(self.guesses)) else []), *self.beside])

    @property
    def careful(self) -> list[str]:
        """What a person must know before anything is published, as sentences."""
        said = []
        if _about_students(self.guesses):
            source, other = ("sheet", "sheet or tab") if self.sheet.row else ("source", "one")
            said.append(
                f"{self.students} look like data about students. They are not used. But everybody who can open the "
                f"{source} can read them, so publish another {other}, without them."
            )
        elif self.beside:
            said.append(
                f"{self.students}: data about students, by its looks. It is not read. But everybody who can open the "
                "source can read it too, so publish a file of its own, without it."
            )
        if doubled := list(dict.fromkeys(one.column.heading for one in self.guesses if one.column.twice)):
            said.append(
                f"{_named(doubled)} is the heading of several columns, so none of them can be used: rename them in the "
                "sheet, and begin again."
            )
        if approval := [one.column.heading for one in self.guesses if one.topic == APPROVAL]:
            said.append(
                f"{_named(approval)} says which rows are approved, but all of them are published, until you "
                "take the # away from the table for it in map.toml."
            )
        return said


def plan(sheet: Sheet, place: str, home: str = "", profiles: Iterable[Profile] = ()) -> Plan:
    """The mapping of a sheet; ``home`` is where postings lead that have no address of their own.

    Raises ``UsageError`` if no column can be the title.
    """
    profiles = tuple(profiles)
    guesses = _with_title(guess(sheet, profiles), place)
    guesses = _with_address(guesses)
    mapped = {one.member for one in guesses if one.used}
    defaults = {_KIND: "unspecified", "/url": home}
    if has_standard_columns(sheet):
        defaults = {}  # such a sheet says what each cell must be; the example in the template has faults on purpose
    defaults = {pointer: value for pointer, value in defaults.items() if value and pointer in mapped}
    return Plan(sheet, tuple(guesses), tuple(_constants(guesses, mapped, home, profiles)), defaults)


def plan_beside(sheet: Sheet, states: frozenset[str], home: str = "", profiles: Iterable[Profile] = ()) -> Plan:
    """The mapping of a source of which every record states some members by itself; ``sheet`` is what else it has.

    What it states of the kind of activity is that it says none, so that a column may say more.
    """
    profiles = tuple(profiles)
    stated = {one.split("/")[1] for one in states - {_KIND}}
    guesses = [
        one for one in guess(sheet, profiles) if one.member != ID and one.member.strip("/").split("/")[0] not in stated
    ]
    mapped = {one.member for one in guesses if one.used}
    constants = _constants(guesses, mapped | states, home, profiles)
    return Plan(sheet, tuple(guesses), tuple(constants), {_KIND: "unspecified"} if _KIND in mapped else {})


def _with_title(guesses: list[Guess], place: str) -> list[Guess]:
    """The guesses; where no heading says title, the column of names that is nearest to one."""
    if any(one.member == "/title" and one.used for one in guesses):
        return guesses
    if students := _about_students(guesses):
        fix = "Publish a sheet of postings, without students; one column has the heading “Title”."
        raise UsageError(
            f"no column has titles of postings, and {_named(students)} look like data about students.",
            place=place,
            fix=fix,
        )
    free = [one for one in guesses if one.confidence == "left out" and not one.why] + [
        one for one in guesses if one.confidence == "question" and one.member not in (ID, "/title")
    ]
    asked = [one for one in guesses if one.confidence == "question" and one.member == "/title"]
    if doubled := next((one.column.heading for one in asked if one.column.twice), ""):
        fix = "Rename them in the sheet, such as “Title” and “Employer”."
        raise UsageError(
            f"“{shown(doubled)}” is the heading of several columns, one with titles.", place=place, fix=fix
        )
    for one in sorted([*asked, *free], key=_like_a_title, reverse=True):
        if not one.column.twice and _like_a_title(one) > 0:
            why = "no heading says that it is the title, and these cells are the likest to one"
            return [Guess(one.column, "/title", "likely", why) if other is one else other for other in guesses]
    raise UsageError("no column can be the title of a posting.", place=place, fix="Give one the heading “Title”.")


def _about_students(guesses: Iterable[Guess]) -> list[str]:
    return [one.column.heading for one in guesses if one.topic == STUDENT]


def _named(headings: list[str]) -> str:
    return ", ".join(f"“{shown(heading, 80)}”" for heading in headings)


def _like_a_title(said: Guess) -> float:
    """How much the cells of a column are like titles: short, all different, and no numbers or addresses."""
    cells = said.column.cells
    if not cells:
        return 0.0
    short = sum(len(cell) <= _LONGEST_TITLE for cell in cells) / len(cells)
    return share(cells, "/title") * short * len(set(cells)) / len(cells)


def _with_address(guesses: list[Guess]) -> list[Guess]:
    """The guesses; where no column has the page of a posting, that is where one applies."""
    if any(one.member == "/url" and one.used for one in guesses):
        return guesses
    for place, one in enumerate(guesses):
        if one.member == "/howToApply/url" and one.used:
            why = "no column has a page of its own for each posting, so this is where people are sent"
            return [*guesses[:place], replace(one, member="/url", confidence="likely", why=why), *guesses[place:]]
    return guesses


def _constants(guesses: list[Guess], mapped: set[str], home: str, profiles: tuple[Profile, ...]) -> list[Constant]:
    found = []
    if "/url" not in mapped:
        why = "no column has an address for each posting, so all of them lead here; a column with their pages is better"
        found.append(Constant("/url", home or "https://…", why, used=bool(home)))
    if _KIND not in mapped:
        found.append(Constant(_KIND, "unspecified", "no column says what kind of activity it is"))
    if "/status" not in mapped:
        found.append(Constant("/status", "open", "no column has it, so every row is open: delete a row that is not"))
    elif any(one.member == "/status" and one.used and one.column.blanks for one in guesses):
        why = "use it if an empty cell means open; without it such rows are refused"
        found.append(Constant("/status", "open", why, used=False))
    method = next((method for pointer, method in _APPLY.items() if pointer in mapped), "")
    if method and "/howToApply/method" not in mapped:
        found.append(Constant("/howToApply/method", method, "how one applies, by the column for it"))
    asked = {one.member for one in guesses if not one.used and one.member.startswith(_AMOUNT)}
    if asked and f"{_AMOUNT}currency" not in mapped | asked:
        found.append(
            Constant(f"{_AMOUNT}currency", "USD", "use it, with the amounts above, if they are US dollars", used=False)
        )
        if not any(one.startswith("/compensation") for one in mapped):
            found.append(Constant("/compensation/status", "paid", "use it with the amounts", used=False))
    pay = {one for one in mapped if one.startswith("/compensation")}
    if pay and not pay & {"/compensation", "/compensation/status"}:
        found.append(Constant("/compensation/status", "unknown", "no column says in one word whether there is pay"))
    states = [one.name.removeprefix("us-").upper() for one in profiles if one.name.startswith("us-")]
    if states and _TOWN in mapped and _STATE not in mapped:
        found.append(Constant(_STATE, states[0], "use it if every town is in this state", used=False))
    return found
