"""The plug-in's PHP of the standard against other implementations: JSON, time, vocabularies, and verdicts on postings."""

import json
import math
import random
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import rfc8785
from fuzz import broken
from hypothesis import strategies as st
from strategies import JSON_VALUES, documents, mutated
from wordpress.standard_php import AT, SPEC, answer, answers, drawn, has_name_of_nul, needs_php, unix

from wbl_feed import vocabulary
from wbl_feed.discovery.discover import Discovery
from wbl_feed.licenses import spelled
from wbl_feed.profiles import bundled
from wbl_feed.report.single import summarise_posting
from wbl_feed.times import parse_instant

pytestmark = needs_php
POSTING = json.loads((SPEC / "examples" / "posting.json").read_text(encoding="utf-8"))
ZONES = "America/New_York", "America/Chicago", "Europe/London", "America/Sao_Paulo", "America/Havana", "Asia/Beirut", "Pacific/Apia", "Africa/Cairo", "UTC", "Asia/Kathmandu"  # fmt: skip


@pytest.mark.slow
def test_json_is_canonical_as_the_package_rfc8785_has_it() -> None:
    """What is written is ASCII and the same value, and its canonical form is that of RFC 8785 to the byte."""
    values = drawn(JSON_VALUES, 2_000)
    for value, told in zip(values, answers({"do": "json", "text": json.dumps(one)} for one in values), strict=True):
        if has_name_of_nul(json.dumps(value)):
            assert "U+0000" in told["refused"]
            continue
        assert told["written"].isascii()
        assert "\n" not in told["written"]
        assert json.loads(told["written"]) == value
        assert told["canonical"] == rfc8785.dumps(value).decode()


def test_numbers_are_written_as_ecmascript_writes_them() -> None:
    """Every table row of section 19 and doubles of all magnitudes; whole ones beyond 2^53 stay no integer of ours (3)."""
    chance = random.Random(8785)
    texts = [
        "15.0",
        "17.250",
        "0.1",
        "1e2",
        "1e21",
        "0.000001",
        "1E-7",
        "-0",
        "-0.0",
        "5e-324",
        "1.7976931348623157e308",
    ]
    texts += [
        "9007199254740991",
        "-9007199254740991",
        "9007199254740992.0",
        "1e20",
        "123456789012345680000.0",
        "333333333.33333329",
    ]
    texts += [repr(chance.uniform(-10, 10) * 10.0 ** chance.randint(-320, 300)) for _ in range(3_000)]
    texts += [repr(math.ldexp(chance.getrandbits(53), chance.randint(-1074, 960))) for _ in range(3_000)]
    for text, told in zip(texts, answers({"do": "json", "text": text} for text in texts), strict=True):
        assert told["canonical"] == rfc8785.dumps(float(text)).decode(), text
        assert float(told["written"]) == float(text)
        whole = told["written"].lstrip("-").isdigit()
        assert not whole or abs(int(told["written"])) < 2**53, text


def test_the_digest_vectors_of_the_standard() -> None:
    """The items and tombstones of section 19.1 have the canonical form that is printed there."""
    text = (SPEC / "wbl-feed.md").read_text(encoding="utf-8")
    vectors = text.partition("### 19.1")[2].partition("\n## ")[0]
    document = vectors.partition("```json\n")[2].partition("```")[0]
    canonical = next(line for line in vectors.splitlines() if line.startswith('{"items":[{'))
    assert answer({"do": "json", "text": document})["canonical"] == canonical
    assert len(canonical.encode()) == 659


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("{", "bracket"),
        ("[1,]", "comma"),
        ('{"a": NaN}', "not JSON"),
        ('"\\ud800"', "half"),
        ('"\\udc00x"', "half"),
        ('"a\nb"', "escaped"),
        ("[" * 201 + "]" * 201, "200"),
        ('{"\\u0000a": 1}', "U+0000"),
    ],
)
def test_json_that_is_none_is_refused_with_a_sentence(text: str, why: str) -> None:
    """Each fault of a text has a sentence; what is just within the limit is read."""
    told = answer({"do": "json", "text": text})
    assert why in told["refused"]
    assert told["refused"].endswith(".")
    assert "written" in answer({"do": "json", "text": "[" * 200 + "]" * 200})


@pytest.mark.parametrize(
    ("text", "pointer", "new", "after"),
    [
        ("{}", "/jobLocation/0/address/addressLocality", '"Boston"', '{"jobLocation":[{"address":{"addressLocality":"Boston"}}]}'),
        ('{"a":[1,2,3],"b":1}', "/a/1", "null", '{"a":[1,3],"b":1}'),
        ('{"a":[{"b":{"c":1}}],"d":2}', "/a/0/b/c", "null", '{"d":2}'),
        ('{"a":[1]}', "/a/-", "2", '{"a":[1,2]}'),
        ('{"a":{"0":1}}', "/a/0", "2", '{"a":{"0":2}}'),
        ('{"a":false}', "/a/b", "null", '{"a":false}'),
        ('{"ext":{}}', "/ext/https:~1~1a.example~1t", "true", '{"ext":{"https://a.example/t":true}}'),
        ('{"a":1}', "", "[]", "[]"),
    ],
)  # fmt: skip
def test_a_member_is_set_and_taken_away(text: str, pointer: str, new: str, after: str) -> None:
    """Objects and lists are made on the way, and those that are empty by it are taken away."""
    assert answer({"do": "with", "text": text, "pointer": pointer, "new": new})["written"] == after
    if new != "null" and "-" not in pointer:
        assert answer({"do": "at", "text": after, "pointer": pointer})["written"] == new


def test_days_begin_and_end_as_everywhere() -> None:
    """Random days and all days of a change of clocks, in zones where midnight comes twice or not at all."""
    chance = random.Random(10)
    days = [date(1990, 1, 1) + timedelta(chance.randrange(17_000)) for _ in range(120)]
    days += [
        date(2018, 11, 4),
        date(2011, 12, 29),
        date(2011, 12, 30),
        date(2026, 3, 29),
        date(2024, 10, 26),
        date(2026, 11, 1),
    ]
    asked = [(day, zone) for day in days for zone in ZONES]
    told = answers({"do": "time", "date": day.isoformat(), "zone": zone} for day, zone in asked)
    for (day, zone), one in zip(asked, told, strict=True):
        assert one == {"begins": _begins(day, zone), "ends": _begins(day + timedelta(1), zone)}, (day, zone)


def _begins(day: date, zone: str) -> int:
    """The first second whose local date is not before a day, found by halving; no clock goes back by more than a day."""
    early = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 2 * 86_400
    place = ZoneInfo(zone)
    for second in _steps(early, early + 4 * 86_400, lambda at: datetime.fromtimestamp(at, place).date() >= day):
        return second
    raise AssertionError(day)


def _steps(low: int, high: int, holds: Callable[[int], bool]) -> list[int]:
    """The first second at which something holds; it may hold for a while and cease, so that hours are tried one by one."""
    hour = next(at for at in range(low, high, 900) if holds(at))
    return [next(at for at in range(hour - 900, hour + 1) if holds(at))]


def test_instants_are_moments() -> None:
    """Offsets count, fractions wait for the next whole second, and an unknown zone is UTC."""
    zones = {"do": "time", "zone": "America/New_York"}
    assert answer({**zones, "date": "2026-11-22T12:00:00-00:00"})["ends"] == unix("2026-11-22T12:00:00+00:00")
    assert answer({**zones, "date": "2026-11-22T12:00:00.000000001+05:30"})["begins"] == unix(
        "2026-11-22T06:30:01+00:00"
    )
    assert answer({**zones, "date": "2026-11-22T12:00:00.000Z"})["begins"] == unix("2026-11-22T12:00:00+00:00")
    assert answer({"do": "time", "date": "2026-11-22", "zone": "Mars/Base"})["ends"] == unix(
        "2026-11-23T00:00:00+00:00"
    )
    assert answer({"do": "day", "unix": unix("2026-11-22T02:00:00+00:00"), "zone": "America/New_York"}) == {
        "day": "2026-11-21",
        "instant": "2026-11-22T02:00:00Z",
    }


@pytest.mark.slow
def test_words_lead_to_the_codes_that_they_lead_to_in_python() -> None:
    """Each code, label and synonym of the core is found, in capitals and with other spaces too."""
    asked, wanted = [], []
    for one in vocabulary.vocabularies().values():
        for term in one.terms.values():
            for text in (term.code, *term.labels.values(), *term.synonyms):
                for spelling in (text, text.upper(), f" {text.replace('-', ' ')} "):
                    asked.append({"do": "find", "pointer": one.field, "text": spelling, "profiles": []})
                    named = {other.code for other in one.terms.values() if _names(other, spelling)}
                    wanted.append(
                        term.code if text == spelling == term.code else named.pop() if len(named) == 1 else None
                    )
    told = [one["code"] for one in answers(asked)]
    assert [(one["text"], code) for one, code in zip(asked, told, strict=True)] == [
        (one["text"], code) for one, code in zip(asked, wanted, strict=True)
    ]
    assert sum(code is None for code in told) < len(told) / 50


def _names(term: vocabulary.Term, text: str) -> bool:
    return vocabulary._fold(text) in map(vocabulary._fold, (term.code, *term.labels.values(), *term.synonyms))


def test_terms_and_labels() -> None:
    """Codes of the core stand before those of profiles, and labels are in the nearest language there is."""
    assert answer({"do": "terms", "pointer": "/workMode", "profiles": []})["codes"] == ["onsite", "hybrid", "remote"]
    regions = answer({"do": "terms", "pointer": "/regions/3", "profiles": ["us-ma"]})["codes"]
    assert len(regions) == 25
    assert "us-ma-stem:cape-cod" in regions
    stages = answer({"do": "terms", "pointer": "/careerStage", "profiles": ["us-tx"]})["codes"]
    assert stages[0] == "self-discovery"
    assert stages[-1].startswith("us-tx:")
    label = {"do": "label", "pointer": "/workMode", "code": "remote", "profiles": []}
    wanted = {
        "es_MX": "Remoto",
        "pt-BR": "Remoto",
        "hat": "A distans",
        "zh_CN": "远程",
        "zh_TW": "Remote",
        "vi": "Từ xa",
        "fr_FR": "Remote",
    }
    assert {locale: answer({**label, "locale": locale})["label"] for locale in wanted} == wanted
    assert answer({**label, "locale": "es", "code": "urn:x:y"})["label"] == "urn:x:y"


def test_a_word_that_names_several_codes_names_none(tmp_path: Path) -> None:
    """Where two terms have a synonym in common, it leads to neither; accents may be written as marks of their own."""
    name = "vocabulary/work-mode.json"
    document = json.loads((SPEC / name).read_text(encoding="utf-8"))
    for term in document["terms"][:2]:
        term["synonyms"] = ["at the site"]
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
    find = {"do": "find", "pointer": "/workMode", "profiles": []}
    assert answer({**find, "text": "At the site"}, tmp_path)["code"] is None
    assert answer({**find, "text": "on-site"}, tmp_path)["code"] == "onsite"
    assert answer({**find, "text": unicodedata.normalize("NFD", "Híbrido")})["code"] == "hybrid"


def test_a_narrowed_feed_has_narrowed_items() -> None:
    """The posting schema that a profile narrows is the one of the items in its feed schema."""
    feed = {**json.loads((SPEC / "examples" / "feed.json").read_text(encoding="utf-8")), "items": [POSTING]}
    ask = {"do": "narrowed_feed", "profile": "us-ma"}
    assert answer({**ask, "text": json.dumps(feed)})["notices"] == []
    pay = {**POSTING["compensation"], "baseSalary": {"currency": "EUR", "value": 20}}
    feed["items"] = [{**POSTING, "compensation": pay}]
    told = answer({**ask, "text": json.dumps(feed)})["notices"]
    assert [one["pointer"] for one in told] == ["/items/0/compensation/baseSalary/currency"]
    assert told[0]["mend"] == 'It must be "USD".'


def test_licences_are_those_of_the_spdx_list() -> None:
    """Identifiers in any case, with a plus or of one's own, are spelled as in Python; other words are none."""
    texts = ["CC-BY-4.0", "cc-by-4.0", "MIT", "GPL-2.0+", "gpl-2.0-OR-later", "LicenseRef-Mine", "licenseref-mine", "Mine", "CC-BY-9.0",
             "0BSD", "https://a.example/terms", "http://a.example", "LicenseRef-", "LicenseRef-a_b", "+", "or", "CC0-1.0"]  # fmt: skip
    told = [one["spelled"] for one in answers({"do": "licence", "text": text} for text in texts)]
    assert told == [spelled(text) for text in texts]


@pytest.mark.parametrize(
    ("schema", "sound", "unsound"),
    [
        ({"exclusiveMinimum": 1, "multipleOf": 0.5}, ["1.5", '"x"'], ["1", "1.25"]),
        ({"uniqueItems": True, "maxItems": 2}, ["[1,2]", "[1,true]"], ["[1,1.0]", "[1,2,3]", '[{"a":1,"b":2},{"b":2,"a":1}]']),
        ({"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": False}, ['{"x":""}'], ['{"x":1}', '{"y":1}']),
        ({"if": {"const": 1}, "then": False, "else": {"type": "integer"}}, ["2", "2.0"], ["1", "1.0", "2.5"]),
        ({"oneOf": [{"minimum": 5}, {"maximum": 9}]}, ["1", "10"], ["7"]),
        ({"contains": {"enum": ["a", 1]}, "not": {"maxItems": 1}}, ['["a",0]'], ["[0,0]", '["a"]']),
        ({"maxLength": 2, "minLength": 1, "pattern": "^[^\\u0000-\\u0020]*$"}, ['"é🦀"'], ['"abc"', '""', '"a "', '"a\\n"']),
        ({"$ref": "https://w3id.org/wbl-feed/v1/posting.schema.json#/$defs/civilDate"}, ['"2028-02-29"'], ['"2027-02-29"', "1"]),
        ({"propertyNames": {"maxLength": 1}, "minProperties": 1}, ['{"a":1}'], ['{"ab":1}', "{}"]),
    ],
)  # fmt: skip
def test_the_keywords_of_schemas(schema: dict[str, Any], sound: list[str], unsound: list[str]) -> None:
    """Each keyword that a schema or a profile may use lets pass what it must, and nothing else."""
    told = answers({"do": "schema_of_ones_own", "schema": schema, "text": text} for text in sound + unsound)
    assert [one["notices"] == [] for one in told] == [True] * len(sound) + [False] * len(unsound)


def test_a_text_too_long_for_a_regular_expression_is_not_sound() -> None:
    """Where PCRE gives up, the value is refused and not let pass."""
    schema = {"pattern": "^(a+)+$"}
    [told] = answers([{"do": "schema_of_ones_own", "schema": schema, "text": json.dumps("a" * 40_000 + "b")}])
    assert [one["code"] for one in told["notices"]] == ["invalid_value"]


def _stops_in_python(text: str) -> bool:
    """Whether the posting may not be in a feed, for the Python validator."""
    found = Discovery("", "posting", content=text.encode("utf-8", "surrogatepass"))
    return any(notice.fails for notice in summarise_posting(found, parse_instant(AT), [bundled()["us-ma"]]).notices)


@pytest.mark.slow
def test_verdicts_are_those_of_python_on_postings_of_every_kind() -> None:
    """Generated postings, sound or with a fault somewhere, conform for PHP if and only if they do for Python."""
    chance = random.Random(5)
    texts = [
        json.dumps(one)
        for one in drawn(documents("posting.schema.json").flatmap(lambda one: st.just(one) | mutated(one)), 1_300)
    ]
    for _ in range(700):
        content = broken(json.dumps(POSTING).encode(), chance)
        try:
            value = json.loads(content)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and value.keys().isdisjoint({"items", "type", "@type", "@context"}):
            texts.append(json.dumps(value))  # a name that came twice comes once
    texts = [
        text
        for text in texts
        if isinstance(json.loads(text), dict) and json.loads(text).keys().isdisjoint({"type", "items"})
    ]
    asked = ({"do": "posting", "text": text, "profiles": ["us-ma"], "now": unix(AT), "zone": "UTC"} for text in texts)
    verdicts = []
    for text, told in zip(texts, answers(asked), strict=True):
        stops = "refused" in told or any(one["stops"] for one in told["notices"])
        if not has_name_of_nul(text):
            assert stops == _stops_in_python(text), f"{told}\n{text}"
        verdicts.append(stops)
    assert len(texts) > 1_500
    assert 200 < sum(verdicts) < len(texts) - 200


def test_each_fault_has_a_sentence_and_a_way_to_mend_it() -> None:
    """What is said about a posting names the place, the value found and what to do, without braces or markup."""
    posting = {
        **POSTING,
        "title": "",
        "status": "Open",
        "applicationDeadline": "1 March",
        "totalOpenings": "two",
        "workMode": None,
    }
    del posting["url"]
    told = answer({"do": "posting", "text": json.dumps(posting), "profiles": [], "now": unix(AT), "zone": "UTC"})[
        "notices"
    ]
    assert {(one["code"], one["pointer"]) for one in told} == {
        ("missing_member", "/url"), ("invalid_value", "/title"), ("invalid_value", "/status"),
        ("invalid_value", "/applicationDeadline"), ("wrong_type", "/totalOpenings"), ("null_member", "/workMode"),
    }  # fmt: skip
    assert all(one["message"].endswith(".") and one["mend"].endswith(".") and one["stops"] for one in told)
    [deadline] = [one for one in told if one["pointer"] == "/applicationDeadline"]
    assert deadline["message"] == "/applicationDeadline is “1 March”."
    assert deadline["mend"] == 'It must be a date or an instant, such as "2027-03-01".'


@pytest.mark.slow
def test_a_hostile_posting_takes_no_time() -> None:
    """A posting is checked in milliseconds, and one of a megabyte, full of what patterns look for, within seconds."""
    ordinary = {
        "do": "time_of_checks",
        "text": json.dumps(POSTING),
        "profiles": ["us-ma"],
        "now": unix(AT),
        "times": 200,
    }
    assert answer(ordinary)["milliseconds"] < 10  # about 1.5 on an idle machine
    pieces = (
        "1-800-555-",
        "<p ",
        "&amp;",
        "a.b@",
        "student name: ",
        "$5 fee ",
        "commission ",
        "((((",
        "\u202e",
        "123-45-",
        "a" * 99,
    )
    hostile = [
        {**POSTING, "description": piece * (1_000_000 // len(piece)), "descriptionHtml": piece * 90_000}
        for piece in pieces
    ]
    hostile.append({**POSTING, "ext": {f"urn:a:{number}": number for number in range(100_000)}})
    hostile.append({**POSTING, "jobLocation": [{"name": 1}] * 50_000})
    for posting in hostile:
        question = {
            "do": "time_of_checks",
            "text": json.dumps(posting),
            "profiles": ["us-ma"],
            "now": unix(AT),
            "times": 1,
        }
        assert answer(question)["milliseconds"] < 5_000, str(posting)[:500]
