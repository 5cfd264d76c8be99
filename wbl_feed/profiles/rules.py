"""The rules of a profile, which are data: JSON Schemas on a posting, and dates against the clock."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import new_class
from typing import Any

from jsonschema_rs import Draft202012Validator

from wbl_feed.notices import Category, Notice, Severity
from wbl_feed.profiles.schemas import compiled

_FILLED_IN = re.compile(r"(\{(?:found|expected|pointer)\})")


@dataclass(frozen=True)
class Within:
    """A civil date of a posting that must not be older than some days."""

    pointer: str
    days: int


@dataclass(frozen=True)
class Rule:
    """One rule: postings that satisfy ``when`` satisfy ``then`` too, and the date of ``within`` is young enough."""

    code: str
    severity: Severity
    category: Category
    section: str
    pointer: str
    when: Any
    then: Any
    within: Within | None
    says: str
    mend: str
    replacement: Any
    source: str
    checked: str
    verified: bool

    @cached_property
    def kind(self) -> type[Notice]:
        """The class of its findings."""

        def fill(body: dict[str, Any]) -> None:
            body.update(
                __module__=__name__,
                __doc__=self.says,
                severity=self.severity,
                category=self.category,
                section=self.section,
                says=_template(self.says),
                mend=_template(self.mend),
            )

        name = "".join(word.capitalize() for word in self.code.split("_"))
        return new_class(name, (Notice,), {"code": self.code}, fill)

    def notice(self, value: Any, pointer: str, posting: str) -> Notice:
        """The finding that a posting breaks it."""
        replacement = self.replacement
        expected = "" if replacement is None else replacement
        return self.kind(
            pointer=pointer + self.pointer,
            found=at_pointer(value, self.pointer),
            expected=expected if isinstance(expected, str) else json.dumps(expected, ensure_ascii=False),
            replacement=replacement,
            posting=posting,
        )


def read_rule(value: dict[str, Any]) -> Rule:
    """A rule of a profile.json that satisfies its schema."""
    within = value.get("within")
    return Rule(
        **{name: value[name] for name in ("code", "severity", "category", "section", "pointer", "when")},
        then=value.get("then", True),
        within=Within(within["pointer"], within["days"]) if within else None,
        **{name: value[name] for name in ("says", "mend", "source", "checked", "verified")},
        replacement=value.get("replacement"),
    )


def at_pointer(value: Any, pointer: str) -> Any:
    """The value at a JSON Pointer (RFC 6901), or ``None`` where there is none."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isascii() and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


class Rules:
    """All rules of a profile, compiled into one schema, so that a posting that keeps them is looked at once."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules

    @cached_property
    def _each(self) -> list[Draft202012Validator]:
        return [compiled({"if": rule.when, "then": rule.then}) for rule in self._rules]

    @cached_property
    def _all(self) -> Draft202012Validator:
        return compiled({"allOf": [True, *({"if": rule.when, "then": rule.then} for rule in self._rules)]})

    @cached_property
    def _dated(self) -> list[tuple[Rule, Within, Draft202012Validator]]:
        return [(rule, rule.within, compiled(rule.when)) for rule in self._rules if rule.within]

    def broken(self, value: Any, at: date) -> list[Rule]:
        """The rules that a posting breaks on a day, each once, in the order in which they stand."""
        found: set[str] = set()
        if not self._all.is_valid(value):
            found |= {rule.code for rule, own in zip(self._rules, self._each, strict=True) if not own.is_valid(value)}
        for rule, within, when in self._dated:
            day = _civil_date(at_pointer(value, within.pointer))
            if day and at - day > timedelta(within.days) and when.is_valid(value):
                found.add(rule.code)
        return [rule for rule in self._rules if rule.code in found] if found else []


def _civil_date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _template(sentence: str) -> str:
    """A sentence for ``str.format`` in which only the words that a rule may use are filled in."""
    parts = _FILLED_IN.split(sentence)
    parts[::2] = [part.replace("{", "{{").replace("}", "}}") for part in parts[::2]]
    return "".join(parts)
