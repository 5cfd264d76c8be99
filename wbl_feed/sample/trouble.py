"""Named ways to break a posting, each with the notice that a validator gives for it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wbl_feed.sample.draws import Draws

Json = dict[str, Any]


@dataclass(frozen=True)
class Trouble:
    """One broken posting: where it stands, what is wrong, and what a validator says."""

    name: str
    code: str
    """Code of the notice."""
    pointer: str
    """Into the logical feed: ``/items/7/title``."""
    posting: str
    """Id of the posting, where it still has one."""

    def to_json_value(self, page_size: int | None = None) -> dict[str, str]:
        """As JSON; in a feed whose pages have ``page_size`` postings the pointer leads through the page."""
        return {
            "trouble": self.name,
            "code": self.code,
            "pointer": self.place(page_size),
            "posting": self.posting,
        }

    def place(self, page_size: int | None) -> str:
        """The pointer in a paged feed, as notices have it: ``/pages/0/items/7`` is in the second document."""
        _, _, number, *rest = self.pointer.split("/")
        page, place = divmod(int(number), page_size) if page_size else (0, int(number))
        return "/".join([*([f"/pages/{page - 1}"] if page else [""]), "items", str(place), *rest])


def _drop_title(item: Json) -> None:
    del item["title"]


def _drop_url(item: Json) -> None:
    del item["url"]


def _null(item: Json) -> None:
    item["summary"] = None


def _no_such_day(item: Json) -> None:
    item["datePosted"] = "2027-02-30"


def _american_date(item: Json) -> None:
    item["datePosted"] = "11/22/2026"


def _no_scheme(item: Json) -> None:
    item["url"] = item["url"].removeprefix("https://")


def _long_title(item: Json) -> None:
    item["title"] = (item["title"] + ", ") * 12


def _mistyped_code(item: Json) -> None:
    item["activityType"] = "intership"


def _unknown_status(item: Json) -> None:
    item["status"] = "available"


def _quoted_number(item: Json) -> None:
    item["totalOpenings"] = str(item["totalOpenings"])


def _backwards_hours(item: Json) -> None:
    item["totalHours"] = {"minValue": 40, "maxValue": 20}


def _backwards_days(item: Json) -> None:
    days = item["schedule"]
    days["startDate"], days["endDate"] = "2027-08-13", "2027-07-05"


def _mistyped_member(item: Json) -> None:
    item["applicationDeadLine"] = "2027-03-01"


def _no_deadline(item: Json) -> None:
    item["status"] = "open"
    for name in ("applicationDeadline", "rolling"):
        item.pop(name, None)


def _deadline_passed(item: Json) -> None:
    _no_deadline(item)
    item["applicationDeadline"] = "2020-03-01"
    item["datePosted"] = "2020-01-15"


def _bare_claim(item: Json) -> None:
    item["stem"] = {"value": "yes"}


TROUBLES: tuple[tuple[str, Callable[[Json], None], str, str], ...] = (
    ("title-missing", _drop_title, "missing_member", "/title"),
    ("url-missing", _drop_url, "missing_member", "/url"),
    ("null", _null, "null_member", "/summary"),
    ("day-that-does-not-exist", _no_such_day, "invalid_value", "/datePosted"),
    ("date-in-american-order", _american_date, "invalid_value", "/datePosted"),
    ("address-without-scheme", _no_scheme, "invalid_value", "/url"),
    ("title-too-long", _long_title, "invalid_value", "/title"),
    ("code-mistyped", _mistyped_code, "unknown_code", "/activityType"),
    ("status-unknown", _unknown_status, "invalid_value", "/status"),
    ("number-in-quotes", _quoted_number, "wrong_type", "/totalOpenings"),
    ("range-reversed", _backwards_hours, "range_reversed", "/totalHours/maxValue"),
    ("end-before-start", _backwards_days, "end_before_start", "/schedule/endDate"),
    ("member-mistyped", _mistyped_member, "unknown_member", "/applicationDeadLine"),
    ("deadline-missing", _no_deadline, "missing_deadline", ""),
    ("deadline-passed", _deadline_passed, "deadline_passed", "/applicationDeadline"),
    ("stem-without-evidence", _bare_claim, "weak_stem_evidence", "/stem"),
)
"""Name, what is done to the posting, the code of the notice, and where it points in the posting."""


def with_trouble(postings: Iterator[Json], share: float, seed: int, told: Callable[[Trouble], None]) -> Iterator[Json]:
    """The postings, some of them broken; ``told`` hears of each before it is handed out.

    The others are the same as without trouble, since the choice has draws of its own.
    """
    draws, whole = Draws(seed + 1), ""
    for number, posting in enumerate(postings):
        if not draws.some(share):
            whole = posting["id"]
            yield posting
            continue
        at, identity = f"/items/{number}", posting["id"]
        kind = draws.below(len(TROUBLES) + 2)
        if kind == len(TROUBLES) and whole:
            told(Trouble("id-twice", "duplicate_id", f"{at}/id", whole))
            yield {**posting, "id": whole}
        elif kind == len(TROUBLES) + 1:
            told(Trouble("posting-as-text", "wrong_type", at, ""))
            yield json.dumps(posting)  # type: ignore[misc]
        else:
            name, break_it, code, where = TROUBLES[kind % len(TROUBLES)]
            break_it(posting)
            told(Trouble(name, code, at + where, identity))
            yield posting
