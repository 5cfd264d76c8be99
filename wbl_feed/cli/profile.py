"""``wbl profile list``, ``wbl profile show`` and ``wbl profile new``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.cli.output import count, json_option, print_json

if TYPE_CHECKING:
    from wbl_feed.profiles import Profile


@click.group(
    epilog="""\b
Examples:
  wbl profile list
  wbl profile show us-ma
  wbl profile new avalon --out my-profile"""
)
def profile() -> None:
    """List the profiles of states and networks, show one, or begin one."""


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
    from wbl_feed.cli.profile_text import lines_of
    from wbl_feed.profiles import load_profile

    found = load_profile(name)
    if as_json:
        print_json(_whole(found))
        return
    for line in lines_of(found):
        click.echo(line)


@profile.command(
    epilog="""\b
Examples:
  wbl profile new avalon --out my-profile
  wbl profile new avalon-north --title "Northern Avalon" --out profiles/avalon-north

\b
Exit codes: 0 done · 2 the name is taken or no name, or the folder is not empty · 4 the disk refused"""
)
@click.argument("name", metavar="NAME")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the profile to; it must be new or empty.",
)
@click.option("--title", help="Name for people. Default: NAME with capitals.")
def new(name: str, out: Path, title: str | None) -> None:
    """Begin a profile: a folder with one code and one rule, to be changed."""
    from wbl_feed.profiles.start import begin
    from wbl_feed.times import read_clock

    names = begin(name, out, read_clock(None).date(), title)
    click.echo(f"{out}: {', '.join(names)}. README.md says what to change; wbl profile show {out} says if it is sound.")


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
