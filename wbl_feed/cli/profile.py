"""``wbl profile list`` and ``wbl profile show``."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.cli.output import count, json_option, print_json

if TYPE_CHECKING:
    from wbl_feed.profiles import MinorLimit, Profile, Wage


@click.group(
    epilog="""\b
Examples:
  wbl profile list
  wbl profile show us-ma"""
)
def profile() -> None:
    """List the profiles of states and networks, or show one."""


@profile.command(
    "list",
    epilog="""\b
Examples:
  wbl profile list
  wbl profile list --json

\b
Exit codes: 0 done""",
)
@json_option
def list_profiles(as_json: bool) -> None:
    """List the profiles that come with the standard."""
    from wbl_feed.profiles import bundled

    found = bundled().values()
    if as_json:
        print_json([_head(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.name:10}{one.title} {one.version}: {_contents(one)}")
    click.echo("A feed follows a profile by its IRI in “profiles”; wbl profile show NAME tells the rest.")


@profile.command(
    epilog="""\b
Examples:
  wbl profile show us-ma
  wbl profile show ./my-profile
  wbl profile show us-tx --json

\b
Exit codes: 0 done · 2 there is no such profile, or its folder is broken"""
)
@click.argument("name", metavar="NAME|IRI|FOLDER")
@json_option
def show(name: str, as_json: bool) -> None:
    """Say what a profile adds to the standard: codes, rules and limits."""
    from wbl_feed.profiles import load_profile

    found = load_profile(name)
    if as_json:
        print_json(_whole(found))
        return
    for line in _lines(found):
        click.echo(line)


def _contents(found: "Profile") -> str:
    codes = sum(len(vocabulary.terms) for vocabulary in found.vocabularies.values())
    minors = len(found.limits.minors)
    return ", ".join(
        [
            count(codes, "code"),
            count(len(found.rules), "rule"),
            count(minors + (found.limits.minimum_wage is not None), "limit"),
        ]
    )


def _lines(found: "Profile") -> Iterator[str]:
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


def _head(found: "Profile") -> dict[str, Any]:
    return {
        "name": found.name,
        "id": found.iri,
        "version": found.version,
        "title": found.title,
        "description": found.description,
        "keeper": found.keeper,
        "prefixes": list(found.prefixes),
    }


def _whole(found: "Profile") -> dict[str, Any]:
    from dataclasses import asdict

    return _head(found) | {
        "vocabularies": {
            name: {"members": list(found.members[name]), "terms": [term.details for term in vocabulary.terms.values()]}
            for name, vocabulary in found.vocabularies.items()
        },
        "narrows": found.patches,
        "rules": [{name: value for name, value in asdict(rule).items() if value is not None} for rule in found.rules],
        "limits": asdict(found.limits),
    }
