"""What webmasters get wrong most often: each mistake gets one notice that names its place and shows a value that mends it."""

import copy
import json
from typing import Any

import pytest

from wbl_feed import json_format
from wbl_feed.times import read_clock
from wbl_feed.validate import validate

AT = read_clock("2026-11-22T12:00:00Z")
TEXT = "Students measure growth, help in the nursery twice a week, and present what they found at the end."


def posting(number: int) -> dict[str, Any]:
    return {
        "id": f"https://site.example/id/{number}",
        "url": f"https://site.example/postings/{number}",
        "title": f"Aquaculture internship, group {number}",
        "dateModified": "2026-11-01T12:00:00Z",
        "activityType": "internship",
        "status": "open",
        "description": TEXT,
        "datePosted": "2026-11-01",
        "applicationDeadline": "2027-03-01",
        "hiringOrganization": {"name": "Bay Shellfish"},
        "jobLocation": [{"address": {"addressLocality": "Barnstable", "addressRegion": "MA", "postalCode": "02630"}}],
        "schedule": {"startDate": "2027-07-01", "endDate": "2027-08-12", "startTime": "09:00", "endTime": "15:00"},
        "hoursPerWeek": {"minValue": 15, "maxValue": 20},
        "compensation": {"status": "paid", "baseSalary": {"currency": "USD", "value": 17.5, "unitText": "HOUR"}},
        "eligibility": {"minimumAge": 16, "gradeLevels": [10, 11, 12]},
        "howToApply": {"method": "url", "url": "https://site.example/apply"},
    }


def feed() -> dict[str, Any]:
    return {
        "type": "DataFeed",
        "specVersion": "1.0",
        "id": "https://site.example/id/feed",
        "name": "A site",
        "publisher": {"name": "A site", "url": "https://site.example/"},
        "license": "CC-BY-4.0",
        "timeZone": "America/New_York",
        "dateModified": "2026-11-01T12:00:00Z",
        "completeness": "complete",
        "totalItems": 2,
        "items": [posting(1), posting(2)],
    }


GONE = object()
MISTAKES: list[tuple[str, str, Any, str, str]] = [
    # what happened, where it is made, what stands there, the code, and the place that is named if it is another one
    ("a date that cannot be", "/items/0/applicationDeadline", "13/45/2024", "invalid_value", ""),
    ("a word in place of a date", "/items/0/applicationDeadline", "ASAP", "invalid_value", ""),
    ("an American date", "/items/0/applicationDeadline", "03/15/2027", "invalid_value", ""),
    ("a date with the month in letters", "/items/0/applicationDeadline", "March 15, 2027", "invalid_value", ""),
    ("the number of a day in Excel", "/items/0/applicationDeadline", 46461, "wrong_type", ""),
    ("the number of a day in Excel, as text", "/items/0/schedule/startDate", "46461", "invalid_value", ""),
    ("a day that no year has", "/items/0/schedule/endDate", "2027-09-31", "invalid_value", ""),
    ("a moment without its zone", "/items/0/dateModified", "2026-11-01 12:00:00", "invalid_value", ""),
    ("a clock of twelve hours", "/items/0/schedule/startTime", "9:00 AM", "invalid_value", ""),
    ("pay in words where a number goes", "/items/0/compensation/baseSalary/value", "$15-18/hr DOE", "wrong_type", ""),
    ("pay in words where an object goes", "/items/0/compensation", "$17.50/hr", "wrong_type", ""),
    ("a currency sign", "/items/0/compensation/baseSalary/currency", "$", "invalid_value", ""),
    ("a unit of the sheet", "/items/0/compensation/baseSalary/unitText", "per hour", "invalid_value", ""),
    ("one amount and a range", "/items/0/compensation/baseSalary/minValue", 15, "amount_and_range", "/items/0/compensation/baseSalary"),
    ("grades as people write them", "/items/0/eligibility/gradeLevels", "10th–12th", "wrong_type", ""),
    ("a grade in quotation marks", "/items/0/eligibility/gradeLevels/0", "10", "wrong_type", ""),
    ("an age in words", "/items/0/eligibility/minimumAge", "16+", "wrong_type", ""),
    ("the ends of a range swapped", "/items/0/hoursPerWeek/maxValue", 10, "range_reversed", ""),
    ("the status left out", "/items/0/status", GONE, "missing_member", ""),
    ("a status of the own program", "/items/0/status", "Active", "invalid_value", ""),
    ("a label in place of a code", "/items/0/activityType", "Job Shadow", "invalid_value", ""),
    ("a mistyped code", "/items/0/activityType", "intership", "unknown_code", ""),
    ("a deadline before the day of posting", "/items/0/datePosted", "2027-04-01", "dates_out_of_order", "/items/0/applicationDeadline"),
    ("an end before the start", "/items/0/schedule/endDate", "2026-08-12", "end_before_start", ""),
    ("a relative link", "/items/0/url", "/jobs/4821", "invalid_value", ""),
    ("a link without https", "/items/0/url", "www.site.example/jobs/4821", "invalid_value", ""),
    ("a link to the own machine", "/items/0/howToApply/url", "http://localhost/apply", "unreachable_link", ""),
    ("a link over http", "/items/0/howToApply/url", "http://site.example/apply", "insecure_link", ""),
    ("a number as id", "/items/0/id", 4821, "wrong_type", ""),
    ("the same id twice", "/items/1/id", "https://site.example/id/1", "duplicate_id", ""),
    ("HTML in a title", "/items/0/title", "<b>Aquaculture internship</b> &amp; more", "markup_in_text", ""),
    ("a title in capitals", "/items/0/title", "AQUACULTURE INTERNSHIP IN BARNSTABLE", "shouted_title", ""),
    ("an empty text", "/items/0/description", "", "invalid_value", ""),
    ("null for what is not known", "/items/0/datePosted", None, "null_member", ""),
    ("a yes where true goes", "/items/0/rolling", "yes", "wrong_type", ""),
    ("the employer as a text", "/items/0/hiringOrganization", "Bay Shellfish", "wrong_type", ""),
    ("the town as a text", "/items/0/jobLocation", "Barnstable, MA", "wrong_type", ""),
    ("a postal code as a number", "/items/0/jobLocation/0/address/postalCode", 2630, "wrong_type", ""),
    ("a zone in words", "/timeZone", "Eastern", "unknown_time_zone", ""),
    ("a licence in words", "/license", "cc-by-4.0", "unknown_license", ""),
    ("a private mailbox", "/items/0/howToApply/email", "jane@gmail.com", "personal_email", ""),
    ("a mailbox with a name", "/items/0/howToApply/email", "Internships <internships@site.example>", "invalid_value", ""),
    ("postings that are not counted", "/totalItems", 3, "total_items_mismatch", ""),
    ("the language in words", "/items/0/inLanguage", "English (US)", "invalid_value", ""),
]  # fmt: skip


def parts(pointer: str) -> list[Any]:
    return [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]


def put(document: Any, pointer: str, value: Any) -> None:
    *way, last = parts(pointer)
    for part in way:
        document = document[part]
    if value is GONE:
        del document[last]
    else:
        document[last] = value


def findings(document: Any) -> list[Any]:
    report = validate(json_format.read(json.dumps(document).encode()), AT)
    return [notice for notice in report.notices if notice.severity != "info"]


def test_the_feed_without_mistakes_has_no_finding():
    """What the mistakes are made in is clean, so that a finding is the mistake's."""
    assert findings(feed()) == []


@pytest.mark.parametrize(("mistake", "place", "value", "code", "named"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_gets_one_notice_that_mends_it(mistake, place, value, code, named):
    """One mistake, one notice at its place; the value that it shows makes the feed clean again."""
    document = feed()
    put(document, place, value)
    (notice,) = findings(document)
    assert (notice.code, notice.pointer) == (code, named or place)
    assert notice.message
    assert notice.fix
    valid = notice.example if notice.replacement is None else notice.replacement
    if valid is None:
        assert code in {"amount_and_range", "null_member", "dates_out_of_order", "unreachable_link", "personal_email"}
        return
    mended = copy.deepcopy(document)
    put(mended, notice.pointer, valid)
    left = [one for one in findings(mended) if notice.replacement is not None or one.pointer == notice.pointer]
    assert [one for one in left if (one.code, one.category) == (code, "conformance")] == [], valid
    assert notice.replacement is None or left == [], valid


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace('"title"', "“title”", 1), "invalid_json"),
        (lambda text: text.replace('"open",', '"open",,', 1), "invalid_json"),
        (lambda text: text.replace('"', "'"), "invalid_json"),
        (lambda text: text[:-40], "invalid_json"),
        (lambda text: text.replace("17.5", "NaN", 1), "not_a_number"),
    ],
    ids=["smart quotes", "a comma too many", "single quotes", "cut off", "not a number"],
)
def test_a_fault_of_syntax_says_where_it_is(change, code):
    """A document that cannot be read gets one notice, with line and column or the pointer."""
    text = json.dumps(feed(), indent=1, ensure_ascii=False)
    assert change(text) != text
    (notice,) = validate(json_format.read(change(text).encode()), AT).notices
    assert notice.code == code
    assert "line" in notice.place or notice.pointer
