"""Reads the rules of a profile (spec section 22.4)."""

from collections.abc import Iterator
from typing import Any

from jsonschema_rs import ValidationError

from wbl_feed.notices import catalogue, pointer_of
from wbl_feed.profiles.files import FILE, Draft
from wbl_feed.profiles.members import find, root
from wbl_feed.profiles.rules import Rule, read_rule
from wbl_feed.profiles.schemas import compiled
from wbl_feed.profiles.slips import Slip, Slips
from wbl_feed.profiles.values import Values
from wbl_feed.vocabulary import Vocabulary

_DATES = ("civilDate", "dateOrInstant")


def read_rules(draft: Draft, vocabularies: dict[str, Vocabulary]) -> tuple[Rule, ...]:
    """The sound rules; faults of the others are noted."""
    seen: set[str] = set()
    sound: list[Rule] = []
    values = known_values(draft, vocabularies)
    for number, rule in enumerate(draft.listed("rules")):
        place = f"/rules/{number}"
        if draft.found.touch(FILE, place):
            continue
        for fault in (*_of_code(rule["code"], draft, seen), *_of_schemas(rule)):
            draft.found.add(FILE, place + fault[0], *fault[1:])
        if not draft.newer:
            for fault in _slips(rule, values):
                draft.found.add(FILE, place + fault[0], *fault[1:])
        sound.append(read_rule(rule))
    return tuple(sound)


def known_values(draft: Draft, vocabularies: dict[str, Vocabulary]) -> Values | None:
    """The codes that the profile has, or ``None`` where its vocabularies are not all read."""
    entries = draft.listed("vocabularies")
    files = [entry.get("file") for entry in entries if isinstance(entry, dict)]
    if draft.found.touch(FILE, "/vocabularies") or any(draft.found.touch(str(file)) for file in files):
        return None
    return Values(draft.prefixes, vocabularies)


def compile_faults(schema: Any) -> Iterator[Slip]:
    """Why something is no JSON Schema that can be applied."""
    try:
        compiled(schema)
    except (ValidationError, ValueError) as error:
        sentence = f"this is no JSON Schema: {str(error).splitlines()[0]}."
        yield pointer_of(*getattr(error, "instance_path", ())), sentence, "It is one of draft 2020-12."


def _of_code(code: str, draft: Draft, seen: set[str]) -> Iterator[Slip]:
    name = draft.value.get("name")
    head = name.replace("-", "_") + "_" if isinstance(name, str) else ""
    if not code.startswith(head) or code in catalogue:
        yield "/code", f"“{code}” is not a code of this profile.", f"Let it begin with {head}."
    elif code in seen:
        yield "/code", f"“{code}” stands at an earlier rule too.", "Rename one."
    seen.add(code)


def _of_schemas(rule: dict[str, Any]) -> Iterator[Slip]:
    for part in ("when", "then"):
        for pointer, *told in compile_faults(rule.get(part, True)):
            yield f"/{part}{pointer}", told[0], told[1]


def _slips(rule: dict[str, Any], values: Values | None) -> Iterator[Slip]:
    """Names and codes by which a rule never fires, or speaks of nothing."""
    member = find(rule["pointer"])
    if isinstance(member, tuple):
        yield "/pointer", *member
    elif values and "replacement" in rule:
        yield from (("/replacement", *problem) for problem in values.problems(rule["replacement"], member))
    if "within" in rule:
        date = find(rule["within"]["pointer"])
        if isinstance(date, tuple):
            yield "/within/pointer", *date
        elif date.schema and date.definition not in _DATES:
            fix = "Name one that has a day, such as /partnership/agreementReviewed."
            yield "/within/pointer", f"“{date.pointer}” is no date.", fix
    slips = Slips(values)
    for part in ("when", "then"):
        yield from slips.of(rule.get(part, True), root(), f"/{part}")
