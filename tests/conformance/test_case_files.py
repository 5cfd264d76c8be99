"""Every case is one file of the kit's schema, and the schema says what is no case."""

import json
from copy import deepcopy
from pathlib import Path

import jsonschema_rs
import pytest
from conformance.kit import GROUPS, Case, read_cases
from conformance.requirements import KIT

SCHEMA = json.loads((KIT / "case.schema.json").read_text(encoding="utf-8"))
PATHS = sorted(KIT.glob("*/*.json"))


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in PATHS])
def test_case_satisfies_the_schema(path: Path) -> None:
    """Each file has the shape of its group, and its id is its place."""
    case = json.loads(path.read_text(encoding="utf-8"))
    faults = [f"{one.instance_path}: {one.message}" for one in jsonschema_rs.iter_errors(SCHEMA, case)]
    assert not faults
    assert case["id"] == f"{path.parent.name}/{path.stem}"


def test_steps_and_runs_are_as_many_as_are_expected() -> None:
    """What is expected of a transcript has as many parts as the transcript."""
    for case in read_cases("crawl"):
        assert len(case["given"]["steps"]) == len(case["expect"]["steps"]), case["id"]
    for case in read_cases("merge"):
        assert len(case["given"].get("runs", ())) == len(case["expect"].get("runs", ())), case["id"]


def test_groups_are_those_of_the_schema() -> None:
    """There is no folder beside the groups, and the schema knows each of them."""
    folders = {path.name for path in KIT.iterdir() if path.is_dir()}
    assert folders <= set(GROUPS)
    named = {part["if"]["properties"]["id"]["pattern"] for part in SCHEMA["allOf"]}
    assert named == {f"^{group}/" for group in GROUPS}


def spoilt(case: Case) -> dict[str, Case]:
    """The case with one fault each."""
    faults: dict[str, Case] = {}
    for name in ("id", "description", "spec", "given", "expect"):
        faults[f"without {name}"] = {key: value for key, value in case.items() if key != name}
    for name, value in (("id", "deletion/Upper"), ("id", "other/x"), ("description", "No full stop"), ("spec", [])):
        faults[f"{name} {value}"] = {**case, name: value}
    for name in ("given", "expect"):
        faults[f"unknown member in {name}"] = {**deepcopy(case), name: {**case[name], "mood": "sunny"}}
    faults["role"] = {**case, "spec": [{"rule": "8.4:1", "role": "perhaps"}]}
    return faults


@pytest.mark.parametrize("group", ["deletion", "crawl", "merge"])
def test_schema_refuses(group: str) -> None:
    """A case with a fault in any part is no case."""
    case = read_cases(group)[0]
    assert jsonschema_rs.is_valid(SCHEMA, case)
    for name, value in spoilt(case).items():
        assert not jsonschema_rs.is_valid(SCHEMA, value), name
