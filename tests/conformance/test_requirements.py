"""The list of requirements is that of the specification, and every one is shown by cases or says why not."""

import pytest
from conformance.coverage import missing, table, without_case, without_notice
from conformance.kit import Case, pending, read_cases
from conformance.requirements import CLASSES, extract, read_requirements, read_spec, renewed, rules, sentences

TESTED = ("cases", "elsewhere", "no")
CASES = read_cases()


def test_the_list_is_that_of_the_specification() -> None:
    """It has each sentence that holds a MUST, to the letter, and no other; ``python -m tests.conformance.requirements`` mends it."""
    listed = read_requirements()
    assert listed == renewed(listed, read_spec())
    ids = [one["id"] for one in listed]
    assert len(ids) == len(set(ids))


def test_every_requirement_says_whom_it_binds_and_how_it_is_tested() -> None:
    """Each has known classes, and one that no case shows says where it is tested, or why no case can."""
    for one in read_requirements():
        assert one["class"], one["id"]
        assert set(one["class"]) <= set(CLASSES), one["id"]
        assert one["tested"] in TESTED, one["id"]
        assert ("reason" in one) == (one["tested"] != "cases"), one["id"]


def test_nothing_is_missing() -> None:
    """Each requirement for cases has one for it and one against it; each notice a case and a twin without it."""
    lacks = missing()
    assert not lacks, table(lacks)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_cases_name_rules_that_exist(case: Case) -> None:
    """Every rule that a case names is one of the specification's, with or without a MUST."""
    known = rules(read_spec())
    assert not [one["rule"] for one in case["spec"] if one["rule"] not in known]


def test_pending_cases_exist() -> None:
    """Every case that is said to be pending is there, with a reason in a sentence."""
    assert set(pending()) <= {case["id"] for case in CASES}
    assert all(reason.endswith(".") for reason in pending().values())


SMALL = """# A standard

## 4 The feed

### 4.1 Rules

A reader MUST NOT guess. It may look.

| word | meaning |
|---|---|
| `error` | a MUST of this document is broken |
| `id` | MUST stay |

1. A feed has a name. It MUST
   be short (Inc. or Co. and so on). It
   SHOULD be kind. It MUST NOT be "MUST that".
2. A feed keeps every MUST that this document lays on it.

**Other things**

1. One MUST be here.

## 5 Decisions

A reader MUST decide as follows.

1. If so, stop.
2. Else go on.

```text
This MUST not be read.
```
"""


def test_requirements_are_taken_out_of_the_text() -> None:
    """Items, tables, running text, parts under bold heads and lists that are led in each give their sentences."""
    found = {identity: rule.requirement for identity, rule in extract(SMALL).items()}
    assert found == {
        "4.1:text": "A reader MUST NOT guess. | `id` | MUST stay |",
        "4.1:1": 'It MUST be short (Inc. or Co. and so on). It MUST NOT be "MUST that".',
        "4.1/other:1": "One MUST be here.",
        "5:text": "A reader MUST decide as follows.",
        "5:1": "If so, stop.",
        "5:2": "Else go on.",
    }
    assert sentences("One. Two?\nThree") == ["One.", "Two?", "Three"]


def test_a_changed_text_keeps_class_and_reason() -> None:
    """A rule whose words change keeps what people said of it; a new one is for cases; one that is gone leaves."""
    before = [
        {"id": "4.1:1", "section": "4.1", "text": "Old.", "class": ["consumer"], "tested": "no", "reason": "So."},
        {"id": "9:9", "section": "9", "text": "Gone.", "class": ["consumer"], "tested": "cases"},
    ]
    found = {one["id"]: one for one in renewed(before, SMALL)}
    assert found["4.1:1"]["reason"] == "So."
    assert found["4.1:1"]["class"] == ["consumer"]
    assert found["4.1:1"]["text"].startswith("It MUST be short")
    assert found["4.1:text"]["tested"] == "cases"
    assert "9:9" not in found


def _case(name: str, rule: str, role: str, codes: tuple[str, ...] = (), **more: object) -> Case:
    notices = [{"code": code, "pointer": ""} for code in codes]
    return {"id": name, "spec": [{"rule": rule, "role": role}], "expect": {"notices": notices, **more}}


def test_what_is_missing_is_seen() -> None:
    """A role without a case, a code without a case and a code without a twin are each told; what is there is not."""
    wanted = [{"id": "1:1", "tested": "cases"}, {"id": "1:2", "tested": "no"}]
    one = _case("invalid/a", "1:1", "against", ("x", "y", "z"))
    assert list(without_case(wanted, [one])) == [("1:1", "no case for")]
    assert list(without_case(wanted, [one, _case("valid/a", "1:1", "for")])) == []
    assert list(without_notice(["x", "w"], [one])) == [("w", "no case expects it"), ("x", "no twin goes without it")]
    assert list(without_notice(["x"], [one, _case("valid/a", "1:1", "for", ("y",))])) == []
    assert list(without_notice(["y"], [one, _case("valid/a", "1:1", "for", ("y",))])) == [
        ("y", "no twin goes without it")
    ]
    assert list(without_notice(["z"], [one, _case("valid/b", "1:1", "for", absent=["z"])])) == []
