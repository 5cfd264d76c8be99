"""The rules about quality and safety say of the kit's cases what these expect, never raise, and suggest what mends."""

import copy
import json
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import FEED, POSTING, of_feed
from strategies import SCALARS, documents

from wbl_feed.models import Envelope, Posting
from wbl_feed.notices import Notice, catalogue
from wbl_feed.profiles import bundled
from wbl_feed.reading import Item
from wbl_feed.resources import spec_folder
from wbl_feed.rules import ITEM_RULES, Context, look
from wbl_feed.rules.markup import plain_text
from wbl_feed.times import read_clock

AT = read_clock("2026-11-22T12:00:00Z")


# Cases of the conformance kit

KIT = spec_folder() / "conformance"
OURS = sorted(code for code, kind in catalogue.items() if kind.__module__.endswith((".quality", ".safety")))
STEMS = tuple(code.replace("_", "-") for code in OURS)


def cases(group: str) -> dict[str, dict[str, Any]]:
    """The cases of these notices in a group of the kit, by name."""
    files = (
        entry for entry in KIT.joinpath(group).iterdir() if re.sub("-[0-9]+[.]json|[.]json", "", entry.name) in STEMS
    )
    found = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    return {case["id"].partition("/")[2]: case for case in sorted(found, key=lambda case: case["id"])}


SHOWN, MENDED = cases("invalid"), cases("valid")


@pytest.mark.parametrize("case", [*SHOWN.values(), *MENDED.values()], ids=lambda case: case["id"])
def test_case_of_the_kit(case):
    """The rules say of each case what it expects, all warnings and errors, and never that the feed fails."""
    given, expect = case["given"], case["expect"]
    envelope = {name: value for name, value in given["document"].items() if name != "items"}
    at = given.get("at", "2026-11-22T12:00:00Z")
    found = of_feed(given["document"]["items"], *given.get("profiles", ()), at=at, **envelope)
    expected = {(one["code"], one["pointer"]) for one in expect["notices"]}
    assert {(one.code, one.pointer) for one in found if one.severity != "info"} <= expected
    assert expected <= {(one.code, one.pointer) for one in found}
    assert expect["valid"] is not any(one.fails for one in found)
    assert not {one.code for one in found}.intersection(expect.get("absent", ()))


def test_each_notice_has_its_cases():
    """Each notice has a case that shows it alone, and one of the same name in which it is gone."""
    assert SHOWN.keys() == MENDED.keys()
    assert set(STEMS) <= SHOWN.keys()
    for name, case in SHOWN.items():
        code = re.sub("-[0-9]+$", "", name).replace("-", "_")
        assert [one["code"] for one in case["expect"]["notices"]] == [code]
        assert MENDED[name]["expect"]["absent"] == [code]
        assert MENDED[name]["given"] != case["given"]


# Properties

TELLING = st.sampled_from(
    [
        "<b>Help</b>", "Call 508-555-0142", "jane.doe@farm.example", "A $40 registration fee.", "Commission-only", "SSN 123-45-6789",
        "Student name: Jane Silva", "&amp;&lt;b&gt;", "CNC MACHINING CO-OP PROGRAM", "DOB 1/2/2010", "İİİİİİİİİİİİİ ŞIMARIK" * 4, "𝐂𝐍𝐂 MACHINING",
        "&#" + "9" * 5_000 + ";<br>", "<p>" * 40, "Internship", "my son Pedro",
    ]
)  # fmt: skip
URLS = st.sampled_from(
    [
        "http://localhost",
        "https://bit.ly/x",
        "http://[::1]:80/",
        "https://[bad",
        "https://\u2100.example/",
        "http://a.example:80",
        "https://@/",
    ]
)


@st.composite
def postings(draw: st.DrawFn) -> dict[str, Any]:
    """Sound postings, many of them with something that a rule looks for."""
    value = draw(documents("posting.schema.json"))
    text, url, day = draw(TELLING), draw(URLS), draw(st.one_of(SCALARS["civilDate"], SCALARS["instant"]))
    amounts = st.one_of(st.integers(0, 60), st.floats(0, 1e308), st.just(int(1.7e308)))
    more = {
        "title": text[:200],
        "description": text,
        "url": url,
        "applicationDeadline": day,
        "status": "open",
        "schedule": {
            "startDate": "2027-07-05",
            "endDate": draw(SCALARS["civilDate"]),
            "endTime": draw(SCALARS["clockTime"]),
        },
        "eligibility": {"minimumAge": draw(st.integers(0, 130)), "gradeLevels": draw(st.lists(st.integers(0, 16)))},
        "hoursPerWeek": {"minValue": draw(amounts), "maxValue": draw(amounts)},
        "totalHours": {"minValue": draw(amounts), "maxValue": draw(amounts)},
        "activityType": draw(st.sampled_from(["internship", "job-shadow", "part-time-employment"])),
        "careerStage": draw(st.sampled_from(["career-awareness", "career-immersion"])),
        "compensation": {
            "status": "paid",
            "baseSalary": {"currency": "USD", "minValue": draw(amounts), "unitText": "HOUR"},
        },
        "descriptionHtml": f"<p onclick=x>{text}</p>",
        "safety": {"hazardous": "yes", "minorsSupervised": "no"},
        "howToApply": {"method": "url", "url": url},
        "hiringOrganization": {
            "name": "A",
            "url": draw(URLS),
            "email": draw(st.sampled_from(["a@gmail.com", "b@farm.example"])),
        },
    }
    chosen = draw(st.lists(st.sampled_from(sorted(more)), unique=True))
    return {**value, **{name: more[name] for name in chosen}}


def told_of(value: dict[str, Any], *profiles: str) -> list[Notice]:
    """What all item rules say of a sound posting."""
    envelope = Envelope.from_members({name: one for name, one in FEED.items() if name != "items"})
    context = Context(envelope, AT, tuple(bundled()[name] for name in profiles))
    seen = look(Item(Posting.from_members(value), "/items/0", value))
    return [notice for rule in ITEM_RULES for notice in rule(seen, context)]


def resolve(value: Any, pointer: str) -> tuple[Any, Any]:
    """The object or list that holds the place of a pointer, and the key there; raises if even that is not there."""
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    for part in path:
        value = value[int(part)] if isinstance(value, list) else value[part]
    if isinstance(value, list):
        assert int(last) < len(value)
        return value, int(last)
    assert isinstance(value, dict)
    return value, last


@settings(max_examples=300, deadline=None)
@given(postings())
def test_rules_on_any_posting(value):
    """No rule raises on a sound posting, each pointer leads into it, and each notice can be shown."""
    for notice in told_of(value, "us-ma", "us-tx"):
        resolve({"items": [value]}, notice.pointer)
        assert notice.message
        assert notice.fix
        json.dumps(notice.to_json_value())


@settings(max_examples=300, deadline=None)
@given(postings())
def test_replacements_mend(value):
    """What is suggested in place of a value makes that very notice vanish, and the posting stays sound."""
    for notice in told_of(value, "us-ma"):
        if notice.replacement is None or notice.category == "conformance":
            continue
        document = copy.deepcopy({"items": [value]})
        holder, key = resolve(document, notice.pointer)
        holder[key] = notice.replacement
        mended = document["items"][0]
        Posting.from_members(mended)
        assert (notice.code, notice.pointer) not in {(one.code, one.pointer) for one in told_of(mended, "us-ma")}


HOSTILE = [
    "a@", "1-", "<", "student ", "student name: A", "a.", "555-555-", "<a on", "<p>", "<div>", "<script>", "&#", "&amp;", "<a onaaaa   ",
    "application fee ", "pay a ", "$1 a b fee\n", "commission ", "dob 1/", "my son ", " ", "é@", "123-45-", "<!--", "&#9999999999",
    "&amp;<a", "<a a",
]  # fmt: skip


@pytest.mark.parametrize("seed", HOSTILE)
def test_time_grows_with_the_text_alone(seed):
    """A hostile text of a hundred thousand characters is looked at in a moment: no pattern goes over it again and again."""
    text = "@ fee commission name: 12 my son " + seed * (100_000 // len(seed)) + "a" * 20_000
    started = time.process_time()
    told_of({**POSTING, "description": text, "descriptionHtml": text})
    told_of({**POSTING, "description": "x", "descriptionHtml": text})
    assert time.process_time() - started < 4


def test_text_of_html_takes_time_in_proportion():
    """Deeply nested elements cost no more than others."""
    started = time.process_time()
    assert plain_text("<div>" * 200_000 + "Help") == "Help"
    assert time.process_time() - started < 4
