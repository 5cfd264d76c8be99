"""The tabs of a workbook: which of them has the postings, and which have data about students."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from wbl_feed.adapter import Input
from wbl_feed.errors import UsageError
from wbl_feed.profiles import Profile
from wbl_feed.settings import did_you_mean
from wbl_feed.toml_text import shown
from wbl_publishers.adapters.tables.rows import Row, fold
from wbl_publishers.adapters.tables.sheet_text import refuse_page, whole
from wbl_publishers.adapters.tables.workbook_check import check_workbook
from wbl_publishers.adapters.tables.workbook_sheets import opened
from wbl_publishers.extras import library
from wbl_publishers.start.guess import guess
from wbl_publishers.start.headings import STUDENT
from wbl_publishers.start.sheet import Sheet, look

_LOOKED_AT = 200
_STUDENTS = 100
"""What columns about students count against a tab: more than any headings for it."""


@dataclass(frozen=True)
class Tab:
    """One tab of a workbook."""

    name: str
    hidden: bool
    sheet: Sheet | None
    """Its headings and first rows; none where it has no headings."""
    students: tuple[str, ...]
    """Headings that look like data about students."""
    likeness: int
    """How much its headings are those of postings."""


def tabs(asked: Input, profiles: Iterable[Profile] = ()) -> list[Tab]:
    """Every tab in its order, hidden ones too. Raises ``UsageError`` if the workbook cannot be opened."""
    library("python_calamine", "xlsx")
    content = whole(asked, "xlsx")
    refuse_page(content[:1000], asked.location)
    profiles = tuple(profiles)
    with opened(check_workbook(content, asked.location).content, asked.location) as sheets:
        return [looked_at(one.name, one.rows, profiles, hidden=one.hidden) for one in sheets]


def looked_at(name: str, rows: Iterable[Row], profiles: Iterable[Profile] = (), *, hidden: bool = False) -> Tab:
    """A tab, or a table of a database, by its first rows."""
    try:
        sheet = look(list(islice(rows, _LOOKED_AT)), name)
    except UsageError:
        return Tab(name, hidden, None, (), -1)
    guesses = guess(sheet, profiles)
    students = tuple(said.column.heading for said in guesses if said.topic == STUDENT)
    used = {said.member for said in guesses if said.used}
    likeness = len(used) + 2 * ("/title" in used) - (_STUDENTS if students else 0)
    return Tab(name, hidden, sheet, students, likeness)


def chosen(found: list[Tab], wanted: str, place: str) -> tuple[Tab, Sheet]:
    """The tab with this name, else of those that can be seen the one that is likest to postings.

    Raises ``UsageError`` if there is none, or it has no headings.
    """
    seen = [tab for tab in found if not tab.hidden]
    if wanted:
        asked = [tab for tab in found if fold(tab.name) == fold(wanted)]
        names = [tab.name for tab in seen]
        hint = f"{did_you_mean(wanted, names)} There are: {', '.join(f'“{shown(name)}”' for name in names)}.".strip()
        if not asked:
            raise UsageError(f"the workbook has no sheet {wanted}.", place=place, fix=hint)
        best = asked[0]
    elif seen:
        best = max(seen, key=lambda tab: tab.likeness)
    else:
        raise UsageError("the workbook has no sheet that can be seen.", place=place, fix="Unhide it and save it again.")
    if best.sheet is None:
        raise UsageError("the sheet is empty.", place=place, fix="Its first row has the names of the columns.")
    return best, best.sheet


def told(found: list[Tab], best: Tab) -> str:
    """Which tab is read and which others there are, as a sentence; nothing where there is one alone."""
    others = [f"“{shown(tab.name)}”{' (hidden)' if tab.hidden else ''}" for tab in found if tab is not best]
    if not others:
        return ""
    return f"The tab “{shown(best.name)}” is read, not {', '.join(others)}; --sheet NAME takes another."


def with_students(found: list[Tab], best: Tab) -> tuple[str, ...]:
    """The other tabs that look like data about students, with their headings, as a person is told of them."""
    return tuple(
        f"the {'hidden ' if tab.hidden else ''}tab “{shown(tab.name)}” ({', '.join(map(shown, tab.students))})"
        for tab in found
        if tab.students and tab is not best
    )
