"""Validation finds each fault at its place, and no fault takes its neighbours along."""

import json
from collections import Counter

import pytest

from wbl_feed import json_format
from wbl_feed.models import Feed, Posting
from wbl_feed.reading import parse
from wbl_feed.resources import spec_json
from wbl_feed.times import read_clock
from wbl_feed.validate import Report, validate

AT = read_clock("2026-11-22T12:00:00Z")


def posting(number: int, **members: object) -> dict:
    base = {
        "id": f"https://site.example/postings/{number}",
        "url": f"https://site.example/postings/{number}",
        "title": f"Posting {number}",
        "dateModified": "2026-11-01T12:00:00Z",
        "activityType": "internship",
        "status": "open",
        "description": "Students measure growth, help in the nursery twice a week, and present what they found at the end.",
        "applicationDeadline": "2027-03-01",
    }
    return {name: value for name, value in {**base, **members}.items() if value is not None}


def feed(items: list, **members: object) -> dict:
    base = {
        "type": "DataFeed",
        "specVersion": "1.0",
        "id": "https://site.example/feed",
        "name": "A site",
        "publisher": {"name": "A site"},
        "license": "CC-BY-4.0",
        "timeZone": "America/New_York",
        "dateModified": "2026-11-01T12:00:00Z",
        "completeness": "complete",
        "totalItems": len(items),
    }
    return {name: value for name, value in {**base, **members, "items": items}.items() if value is not None}


def check(value: dict) -> Report:
    return validate(json_format.read(json.dumps(value).encode()), AT)


BREAKS = [
    ({"title": None}, "/title", "missing_member"),
    ({"id": None}, "/id", "missing_member"),
    ({"url": "site.example/4"}, "/url", "invalid_value"),
    ({"dateModified": "11/01/2026"}, "/dateModified", "invalid_value"),
    ({"activityType": "Intership"}, "/activityType", "invalid_value"),
    ({"activityType": "intership"}, "/activityType", "unknown_code"),
    ({"status": "live"}, "/status", "invalid_value"),
    ({"applicationDeadline": "2027-02-30"}, "/applicationDeadline", "invalid_value"),
    ({"eligibility": {"gradeLevels": ["10"]}}, "/eligibility/gradeLevels/0", "wrong_type"),
    ({"compensation": {"status": "paid", "baseSalary": {"currency": "USD", "value": "$15/hr"}}},
     "/compensation/baseSalary/value", "wrong_type"),
]  # fmt: skip


def mixed() -> tuple[list, dict[str, str]]:
    """A thousand postings, every tenth broken in one of ten ways, and the notice that each should get."""
    items, expected = [], {}
    for number in range(1_000):
        members, pointer, code = BREAKS[number // 10 % 10]
        broken = number % 10 == 3
        items.append(posting(number, **(members if broken else {})))
        if broken:
            expected[f"/items/{number}{pointer}"] = code
    return items, expected


def test_ten_percent_broken_lose_no_neighbour():
    """Of 1,000 postings with 100 broken in ten ways, 900 pass and each of the 100 gets one notice at its pointer."""
    items, expected = mixed()
    report = check(feed(items))
    assert (len(report.accepted), report.refused) == (900, 100)
    assert {notice.pointer: notice.code for notice in report.notices} == expected
    assert len(report.notices) == 100
    assert not report.valid


def test_exit_code_tells_findings(run_wbl, tmp_path):
    """wbl validate ends with 1 for a feed with errors and says how many pass."""
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(feed(mixed()[0])), encoding="utf-8")
    result = run_wbl("validate", path, "--at", "2026-11-22")
    assert result.exit_code == 1
    assert "900 postings sound, 100 refused." in result.output
    path.write_text(json.dumps(feed([posting(1)])), encoding="utf-8")
    assert run_wbl("validate", path, "--at", "2026-11-22").exit_code == 0


@pytest.mark.parametrize(
    ("members", "pointer", "code"),
    [
        ({"license": None}, "/license", "missing_member"),
        ({"timeZone": "Boston"}, "/timeZone", "unknown_time_zone"),
        ({"specVersion": "2.0"}, "/specVersion", "unsupported_version"),
        ({"totalItems": 3}, "/totalItems", "total_items_mismatch"),
        ({"digest": "sha-256:" + "0" * 64}, "/digest", "digest_mismatch"),
        ({"ttl": "3600"}, "/ttl", "wrong_type"),
        ({"completeness": "full"}, "/completeness", "invalid_value"),
        ({"tombstones": [{"id": "urn:a:1", "dateDeleted": "2026-11-01T00:00:00Z", "reason": "filed"}]},
         "/tombstones/0/reason", "unknown_code"),
    ],
)  # fmt: skip
def test_faults_of_the_envelope(members, pointer, code):
    """A fault of the envelope is named at its pointer."""
    report = check(feed([posting(1)], **members))
    assert (pointer, code) in {(notice.pointer, notice.code) for notice in report.notices}
    assert not report.valid


def test_faulty_optional_member_costs_only_itself():
    """A wrong optional member of the envelope is left out, and the feed and its postings are read."""
    reading = json_format.read(json.dumps(feed([posting(1)], ttl="3600")).encode())
    assert reading.envelope is not None
    assert reading.envelope.ttl is None
    assert len(reading.postings) == 1


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"applicationDeadline": None}, "missing_deadline"),
        ({"applicationDeadline": "2026-11-21"}, "deadline_passed"),
        ({"stem": {"value": "yes", "basis": [{"scheme": "declared"}]}}, "weak_stem_evidence"),
        ({"salaryRange": 1}, "unknown_member"),
        ({"howToApply": {"method": "url", "adress": 1}}, "unknown_member"),
    ],
)
def test_quality_never_fails_a_feed(members, code):
    """Quality findings and unknown members are said, and the posting passes."""
    report = check(feed([posting(1, **members)]))
    assert code in {notice.code for notice in report.notices}
    assert report.valid
    assert len(report.accepted) == 1


def test_deadline_lasts_to_the_end_of_its_day():
    """A deadline given as a date ends with that day in the feed's time zone, not at its start and not in UTC."""
    value = feed([posting(1, applicationDeadline="2026-11-22")])
    reading = json_format.read(json.dumps(value).encode())
    late = {notice.code for notice in validate(reading, read_clock("2026-11-23T04:59:59Z")).notices}
    past = {notice.code for notice in validate(reading, read_clock("2026-11-23T05:00:00Z")).notices}
    assert "deadline_passed" not in late
    assert "deadline_passed" in past


def test_mistyped_member_gets_a_hint():
    """An unknown member close to a known one is asked about by name."""
    report = check(feed([posting(1, applicationDeadlin="2027-01-01")]))
    (notice,) = [notice for notice in report.notices if notice.code == "unknown_member"]
    assert "applicationDeadline" in notice.fix


def test_newer_minor_version_may_use_newer_codes():
    """Codes that this version does not know are no error in a feed of a newer minor version."""
    report = check(feed([posting(1, activityType="hackathon")], specVersion="1.4"))
    assert report.valid


def test_two_postings_of_one_id():
    """Of two postings with one id the first passes and the second is refused."""
    report = check(feed([posting(1), posting(1, title="Again"), posting(2)]))
    assert [(notice.code, notice.pointer) for notice in report.notices] == [("duplicate_id", "/items/1/id")]
    assert [accepted.title for accepted in report.accepted] == ["Posting 1", "Posting 2"]


def test_null_is_refused_and_python_names_are_unknown():
    """An explicit null is no value, and a member is known by its JSON name alone."""
    assert Counter(n.code for n in check(feed([posting(1, summary="x") | {"summary": None}])).notices) == {
        "null_member": 1
    }
    reading = parse(Posting, posting(1) | {"date_posted": "nonsense"}, "")
    assert isinstance(reading, Posting)
    assert reading.date_posted is None


def test_digest_of_the_worked_example():
    """The digest that the paged example states is the digest of its two documents."""
    first = json_format.read(json.dumps(spec_json("examples/paged-feed.json")).encode())
    from wbl_feed.pages import read_pages

    reading = read_pages(first, "", lambda name: json.dumps(spec_json("examples/paged-feed-page-2.json")).encode())
    codes = {notice.code for notice in validate(reading, AT).notices}
    assert reading.pages_read
    assert not codes & {"digest_mismatch", "total_items_mismatch"}


def test_models_are_frozen_and_evolve():
    """A model cannot be changed; evolve gives a changed copy and takes members away."""
    value = parse(Feed, feed([posting(1)]), "")
    assert isinstance(value, Feed)
    with pytest.raises(ValueError, match="frozen"):
        value.name = "Other"  # type: ignore[misc]
    assert value.evolve(name="Other").name == "Other"
    assert "applicationDeadline" not in value.items[0].evolve(application_deadline=None).to_json_value()
