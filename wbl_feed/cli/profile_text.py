"""What ``wbl profile show`` prints for people."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wbl_feed.cli.output import count

if TYPE_CHECKING:
    from wbl_feed.profiles import MinorLimit, Profile, Wage


def lines_of(found: "Profile") -> Iterator[str]:
    """A whole profile, line by line."""
    yield f"{found.title} ({found.name}), version {found.version}"
    yield found.iri
    yield found.description
    yield f"Kept by: {found.keeper}"
    yield f"Prefixes of codes: {', '.join(found.prefixes)}"
    yield "\nVocabularies"
    for name, vocabulary in found.vocabularies.items():
        yield f"  {name}: {count(len(vocabulary.terms), 'code')} for {', '.join(found.members[name])}"
        for term in vocabulary.terms.values():
            mark = "" if term.details.get("verified", True) else "  (to be checked)"
            yield f"    {term.code:45} {term.label}{mark}"
    if found.patches:
        yield "\nNarrows"
        for schema in found.patches:
            yield f"  {schema}"
    yield "\nRules"
    for rule in found.rules:
        yield f"  {rule.severity:8}{rule.code}{_checked(rule.verified)}"
        yield f"          {_spoken(rule.says)}"
    if not found.rules:
        yield "  none"
    yield "\nLimits"
    yield from _limits(found)


def _limits(found: "Profile") -> Iterator[str]:
    wage = found.limits.minimum_wage
    if wage:
        yield f"  minimum wage: {wage.amount} {wage.currency} an hour{_checked(wage.verified)}"
        yield _origin(wage)
    for limit in found.limits.minors:
        yield (
            f"  ages {limit.minimum_age} to {limit.maximum_age}, {_SEASONS[limit.season]}: {_bounds(limit)}"
            + _checked(limit.verified)
        )
        yield _origin(limit)
    if not wage and not found.limits.minors:
        yield "  none are known"


_SEASONS = {"school-year": "while school is in session", "summer": "in summer", "any": "at all times"}


def _bounds(limit: "MinorLimit") -> str:
    parts = [
        limit.hours_per_week is not None and f"{limit.hours_per_week:g} hours a week",
        limit.hours_per_day is not None and f"{limit.hours_per_day:g} hours a day",
        limit.earliest and f"not before {limit.earliest}",
        limit.latest and f"not after {limit.latest}",
    ]
    return ", ".join(part for part in parts if part)


def _spoken(sentence: str) -> str:
    """The sentence of a rule without the values that a finding fills in."""
    return re.sub(r"\{(?:found|expected|pointer)\}", "…", sentence)


def _origin(limit: "MinorLimit | Wage") -> str:
    return f"          {limit.source}, {limit.checked}" + (f". {limit.note}" if limit.note else "")


def _checked(verified: bool) -> str:
    return "" if verified else "  (to be checked by a person)"
