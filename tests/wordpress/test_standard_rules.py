"""The plug-in's PHP finds in postings what the Python validator finds, in the very texts that the rules' own tests have."""

import ast
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from strategies import documents
from wordpress.standard_php import AT, answers, drawn, has_name_of_nul, needs_php, unix
from wordpress.test_standard_kit import ELSEWHERE

from wbl_feed import json_format
from wbl_feed.models import Posting
from wbl_feed.profiles import bundled
from wbl_feed.reading import parse_sound
from wbl_feed.resources import NAMESPACE
from wbl_feed.times import read_clock
from wbl_feed.validate import validate

pytestmark = [needs_php, pytest.mark.slow]
TESTS = sorted((Path(__file__).parents[1] / "wbl_feed").glob("test_rules_*.py"))
POSTING: dict[str, Any] = {
    "id": "https://site.example/id/4821",
    "url": "https://site.example/postings/4821",
    "title": "Aquaculture in Barnstable",
    "dateModified": "2026-11-01T12:00:00Z",
    "activityType": "internship",
    "status": "open",
    "summary": "Six weeks at a shellfish farm, with technicians who test water and keep a log of growth.",
    "description": "Interns help in the nursery and measure growth.",
    "applicationDeadline": "2027-03-01",
}
FEED = {
    "type": "DataFeed", "specVersion": "1.0", "id": "https://site.example/id/feed", "name": "A site", "publisher": {"name": "A site"},
    "license": "CC-BY-4.0", "timeZone": "America/New_York", "dateModified": "2026-11-01T12:00:00Z", "completeness": "complete",
}  # fmt: skip
PROFILES = ["us-ma", "us-tx"]


def _literals(kind: type[ast.AST]) -> Iterator[Any]:
    """The values of all literals of a kind in the tests of the rules."""
    for path in TESTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                try:
                    yield ast.literal_eval(node)
                except ValueError:
                    continue


def _postings() -> Iterator[dict[str, Any]]:
    """Postings with each text as a description, a title and more, and with each object's members."""
    for text in dict.fromkeys(one for one in _literals(ast.Constant) if isinstance(one, str) and one):
        yield {**POSTING, "description": text}
        yield {
            **POSTING,
            "description": text,
            "summary": text[:300],
            "costsToStudent": {"note": text},
            "status": "filled",
        }
        yield {**POSTING, "title": text[:200], "id": f"https://site.example/{text.lower().replace(' ', '-')[:80]}"}
        yield {**{name: value for name, value in POSTING.items() if name != "description"}, "descriptionHtml": text}
        yield {**POSTING, "url": text}
        yield {**POSTING, "applicationContact": {"email": text}}
        yield {**POSTING, "translations": [{"inLanguage": "es", "title": text[:200]}], "applicationDeadline": text}
    for members in _literals(ast.Dict):
        if all(isinstance(name, str) for name in members):
            yield {name: value for name, value in {**POSTING, **members}.items() if value is not None}
            yield {
                **POSTING,
                "schedule": members,
                "eligibility": members,
                "safety": members,
                "hoursPerWeek": members,
                "totalHours": members,
            }
            yield {
                **POSTING,
                "eligibility": {"gradeLevels": [9, 10]},
                "compensation": {"status": "paid"},
                "schedule": members,
            }


def _sound(posting: dict[str, Any]) -> bool:
    text = json.dumps(posting)
    return not isinstance(parse_sound(Posting, json.loads(text), ""), tuple) and not has_name_of_nul(text)


def _found_by_python(posting: dict[str, Any]) -> set[tuple[str, str]]:
    named = [f"{NAMESPACE}profiles/{name}" for name in PROFILES]
    feed = {**FEED, "profiles": named, "totalItems": 1, "items": [posting]}
    reading = json_format.read(json.dumps(feed).encode())
    report = validate(reading, read_clock(AT), profiles=[bundled()[name] for name in PROFILES])
    told = (
        (one.code, one.pointer.removeprefix("/items/0")) for one in report.notices if one.pointer.startswith("/items/0")
    )
    return {(code, pointer) for code, pointer in told if code not in ELSEWHERE}


def _compare(postings: list[dict[str, Any]]) -> set[str]:
    """The codes that both find; the test fails where they differ."""
    more = {"do": "posting", "profiles": PROFILES, "now": unix(AT), "zone": FEED["timeZone"]}
    codes = set()
    differing = []
    for posting, told in zip(postings, answers({**more, "text": json.dumps(one)} for one in postings), strict=True):
        found = {(one["code"], one["pointer"]) for one in told["notices"]}
        wanted = _found_by_python(posting)
        codes |= {code for code, _ in wanted}
        if found != wanted:
            differing.append((found - wanted, wanted - found, posting))
    assert not differing, f"{len(differing)} differ\n" + "\n".join(str(one) for one in differing[:8])
    return codes


def test_rules_find_in_the_texts_of_their_tests_what_python_finds() -> None:
    """Each text and object in the tests of the rules of quality, safety and links has the same findings at the same places."""
    postings = [one for one in _postings() if _sound(one)]
    assert len(postings) > 2_000
    assert len(_compare(postings)) >= 25


CHOICES: dict[str, list[Any]] = {
    "eligibility": [{"minimumAge": 14}, {"minimumAge": 18}, {"gradeLevels": [9, 10]}, {"gradeLevels": [12], "minimumAge": 16}, {"maximumAge": 20},
                    {"restrictedTo": ["low-income"]}, {"gradeLevels": [11], "minimumAge": 18}],
    "schedule": [{"startDate": "2026-12-01", "endDate": "2027-05-28"}, {"startDate": "2027-07-05", "endDate": "2027-08-13", "endTime": "21:30"},
                 {"window": ["summer"], "startTime": "05:30"}, {"window": ["after-school"], "startTime": "18:00", "endTime": "01:00"},
                 {"startTime": "06:30", "endTime": "19:30"}, {"startDate": "2027-07-05", "endDate": "2027-07-05"}],
    "hoursPerWeek": [{"minValue": 20, "maxValue": 30}, {"maxValue": 50}, {"minValue": 41}, {"minValue": 10, "maxValue": 10}, {"maxValue": 18}],
    "totalHours": [{"minValue": 60, "maxValue": 60}, {"minValue": 1000}, {"maxValue": 5}, {"minValue": 52.5}],
    "duration": ["P6W", "P3M", "P10D", "P1Y", "P0W"],
    "compensation": [{"status": "paid"}, {"status": "unpaid"}, {"status": "stipend", "baseSalary": {"currency": "USD", "value": 1, "unitText": "HOUR"}},
                     {"status": "paid", "baseSalary": {"currency": "USD", "minValue": 7.24, "maxValue": 20, "unitText": "HOUR"}},
                     {"status": "paid", "baseSalary": {"currency": "USD", "value": 15, "unitText": "HOUR"}},
                     {"status": "paid", "baseSalary": {"currency": "USD", "maxValue": 7.25, "unitText": "HOUR"}}],
    "safety": [{"hazardous": "yes"}, {"minorsSupervised": "no", "hazardous": "no"}, {"hazardous": "unknown"}],
    "activityType": ["internship", "job-shadow", "apprenticeship", "career-fair"],
    "careerStage": ["career-awareness", "career-immersion", "us-tx:career-preparation"],
    "stem": [{"value": "yes"}, {"value": "no", "basis": [{"scheme": "declared"}]}, {"value": "yes", "basis": [{"scheme": "soc", "code": "19-4021"}]}],
    "status": ["open", "closed"],
    "lastVerified": ["2026-09-22", "2026-09-23", "2026-11-24"],
    "dateModified": ["2026-09-01T12:00:00Z", "2026-11-22T12:00:00Z", "2026-11-22T12:00:01Z"],
    "applicationDeadline": ["2026-11-21", "2026-11-22", "2026-11-22T12:00:00Z", "2026-11-22T12:00:01Z"],
    "validThrough": ["2026-11-21", "2027-01-01", "2026-11-23T00:00:00-05:00"],
    "datePosted": ["2026-11-22", "2026-12-01T00:00:00Z"],
    "title": ["\u00a09\u0011`", "\u3000ab\u001f", "\u2003Farm\u0085 help ", "\u2028 OPEN POSITIONS AVAILABLE\u00a0"],
    "applicationStartDate": ["2026-11-23", "2026-11-23T04:59:59Z"],
    "rolling": [True, False],
    "howToApply": [{"method": "url", "url": "http://bit.ly/x"}, {"method": "url", "url": "http://site.example:80/a?b#c"}, {"method": "fax"}],
    "summary": ["x" * 33, "x" * 32, "漢" * 11],
    "satisfies": [["us-ma:icp-100-hours"], ["us-ma:no-such"], []],
}  # fmt: skip
"""Values between which the rules about ages, hours, wages and dates decide."""


def test_combined_members_have_the_findings_that_python_has() -> None:
    """Ages, seasons, hours, wages and dates in all kinds of combinations, at and beside each bound, have the same findings."""
    chance = random.Random(22)
    postings = []
    for _ in range(1_500):
        members = {name: chance.choice(values) for name, values in CHOICES.items() if chance.random() < 0.45}
        posting = {**POSTING, **members}
        if chance.random() < 0.3:
            del posting["applicationDeadline"]
        postings.append(posting)
    assert _compare([one for one in postings if _sound(one)]) >= {
        "hazardous_for_minors", "minors_unsupervised", "late_for_minors", "too_many_hours_for_minors", "below_minimum_wage", "hours_do_not_add_up",
        "restricted_population", "weak_stem_evidence", "stage_mismatch", "not_verified_lately", "date_in_future", "modified_in_future",
        "deadline_passed", "missing_deadline", "dates_out_of_order", "thin_description", "unknown_code", "unknown_profile_code", "empty_array",
        "insecure_link", "shortened_link", "us_ma_icp_hours_unstated",
    }  # fmt: skip


def test_generated_postings_have_the_findings_that_python_has() -> None:
    """Sound postings of any kind have the same findings, information included."""
    _compare([one for one in drawn(documents("posting.schema.json"), 600) if _sound(one)])
