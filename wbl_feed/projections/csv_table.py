"""CSV with the standard columns (spec section 23.3): one posting a row, for people with a spreadsheet."""

import csv
import io
from codecs import BOM_UTF8
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from wbl_feed import collector
from wbl_feed.models import Feed
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import InvalidEncoding, NotAFeed
from wbl_feed.notices.projection import EnvelopeMissing, MemberUnread, UnknownColumn
from wbl_feed.projections.columns import CellError, Column, columns, required
from wbl_feed.projections.loss import Lost, envelope, of_posting
from wbl_feed.projections.outcome import LeftOut, Projection, Reason
from wbl_feed.projections.partial import read_item
from wbl_feed.reading import Item, Reading

MEDIA_TYPE = "text/csv; charset=utf-8"
LOSS = (
    Lost(envelope(), "left out; the postings alone are in the sheet"),
    Lost(
        of_posting(
            "previousIds", "sameAs", "notSameAs", "replaces", "identifier", "descriptionHtml", "translations", "image",
            "attachments", "stem/basis/0/list", "stem/basis/0/listVersion", "stem/assessedBy", "stem/date",
            "instructionalProgram", "skills/*/termCode", "skills/*/inDefinedTermSet", "hiringOrganization/id",
            "hiringOrganization/sameAs", "hiringOrganization/description", "hiringOrganization/email", "provider/id",
            "provider/url", "provider/sameAs", "provider/description", "provider/email",
            "applicationContact/contactType", "siteType", "applicantLocationRequirements",
            "transportation/transitAccessible", "transportation/stops", "transportation/reimbursed",
            "transportation/carpool", "transportation/note", "accessibility", "schedule/flexible", "schedule/note",
            "compensation/payerProgram", "costsToStudent/amount", "eligibility/districts", "eligibility/minimumGpa",
            "eligibility/eligibilityToWork", "eligibility/documents", "eligibility/note", "safety/trainingRequired",
            "safety/note", "supervision/supervisorRole", "supervision/studentsPerMentor", "supervision/learningPlan",
            "supervision/learningPlanUrl", "supervision/teamBased", "training", "academicCredit/awardedBy",
            "academicCredit/dualEnrollment", "credentials", "reflection", "buildsOn", "partnership", "quality",
            "howToApply/directApply", "howToApply/requiredDocuments", "provenance", "ext",
        ),
        "left out",
    ),
    Lost(
        of_posting("stem/basis/1", "occupationalCategory/1", "industry/1", "jobLocation/1"),
        "left out; a row holds the first alone",
    ),
)  # fmt: skip
_HEAD = 50_000
csv.field_size_limit(2**31 - 1)  # a limit of the reader would break a row in two


def project(feed: Feed, at: datetime) -> Projection:
    """Every posting, live or not; a value that no cell can hold is named."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.heading for column in columns())
    left_out: list[LeftOut] = []
    for posting in feed.items:
        value = posting.to_json_value()
        cells = []
        for column in columns():
            found = _get(value, column.pointer)
            try:
                cells.append("" if found in (None, []) else column.write(found))
            except CellError:
                cells.append("")
                left_out.append(LeftOut(posting.id, Reason.NOT_A_CELL, column.pointer))
        writer.writerow(cells)
    return Projection(BOM_UTF8 + text.getvalue().encode(), tuple(left_out))


def write(feed: Feed) -> bytes:
    """The feed's postings as CSV in UTF-8, with a byte order mark so that spreadsheets know it."""
    return project(feed, datetime.min).content


def recognised(content: bytes) -> bool:
    """Whether a document is CSV whose first row has the headings of the required members."""
    if not content or b"Activity type" not in content[:_HEAD]:
        return False
    text = content[:_HEAD].removeprefix(BOM_UTF8).decode("utf-8", errors="replace")
    try:
        header = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return False
    return required() <= set(header)


def read(content: bytes) -> Reading:
    """Read CSV with the standard columns, cell by cell as ``write`` writes them; never raises for what is in it."""
    try:
        text = content.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as fault:
        found = f"byte {fault.start + 1} is 0x{content[fault.start]:02x}"
        return Reading("csv", notices=(InvalidEncoding(found=found),), well_formed=False)
    with collector.paused():
        return _read(text)


def _read(text: str) -> Reading:
    known = {column.heading: column for column in columns()}
    items: list[Item] = []
    notices: list[Notice] = [EnvelopeMissing(found="a sheet")]
    received: list[Any] = []
    number = 1
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        if not required() <= set(header):
            return Reading("csv", notices=(NotAFeed(found="a sheet without the standard columns"),), well_formed=False)
        used = [known.pop(heading, None) for heading in header]  # a heading that comes twice is read once
        unknown = [heading for heading, column in zip(header, used, strict=True) if column is None and heading.strip()]
        notices += [UnknownColumn(found=heading, place="row 1") for heading in unknown]
        for number, row in enumerate(rows, 2):
            if not any(cell.strip() for cell in row):
                continue
            pointer = f"/items/{len(received)}"
            value, faults = _members(row, used, pointer)
            item, more = read_item(value, pointer)
            received.append(value)
            items += [item] if item else []
            notices += [replace(notice, place=f"row {number}{notice.place}") for notice in (*faults, *more)]
    except csv.Error:
        notices.append(NotAFeed(found=f"a sheet whose row {number + 1} has a quotation mark that is not closed"))
        return Reading("csv", None, tuple(items), tuple(notices), tuple(received), well_formed=False)
    return Reading("csv", None, tuple(items), tuple(notices), tuple(received))


def _members(row: list[str], used: list[Column | None], pointer: str) -> tuple[dict[str, Any], list[Notice]]:
    """What the cells of a row say, and a notice for each that cannot be read."""
    value: dict[str, Any] = {}
    notices: list[Notice] = [UnknownColumn(found=cell, place="") for cell in row[len(used) :] if cell.strip()]
    for column, cell in zip(used, row, strict=False):
        if column is None or not cell:
            continue
        try:
            found = column.read(cell)
        except CellError as fault:
            place = f", column “{column.heading}”"
            notices.append(
                MemberUnread(pointer=pointer + column.pointer, found=cell, expected=f"{fault}.", place=place)
            )
        else:
            _put(value, column.pointer, found)
    return value, notices


def _get(value: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _put(value: dict[str, Any], pointer: str, found: Any) -> None:
    node: Any = value
    parts = pointer.split("/")[1:]
    for part, following in pairwise(parts):
        fresh: Any = [] if following == "0" else {}
        if isinstance(node, list):
            node.extend([fresh] if not node else [])
            node = node[0]
        else:
            node = node.setdefault(part, fresh)
    node[parts[-1]] = found
