"""``wbl explain``."""

import click

from wbl_feed.cli.output import json_option, print_json


@click.command(
    epilog="""\b
Examples:
  wbl explain deadline_passed
  wbl explain --json duplicate_id

\b
Exit codes: 0 done · 2 there is no such code"""
)
@click.argument("code", metavar="CODE")
@json_option
def explain(code: str, as_json: bool) -> None:
    """Say what a notice means, which section it rests on, and how to mend it."""
    from wbl_feed.errors import UsageError
    from wbl_feed.notices import catalogue
    from wbl_feed.notices.page import meaning
    from wbl_feed.profiles import bundled
    from wbl_feed.settings import did_you_mean

    known = {**catalogue, **{name: kind for profile in bundled().values() for name, kind in profile.catalogue.items()}}
    wanted = code.strip().casefold().replace("-", "_")
    if wanted not in known:
        raise UsageError(
            f"there is no notice “{code}”.", fix=did_you_mean(wanted, list(known)) or "See docs/notices.md."
        )
    told = meaning(known[wanted])
    if as_json:
        print_json(told)
        return
    click.echo(f"{told['code']}: {told['severity']}, {told['category']}")
    click.echo(told["meaning"])
    click.echo(f"To mend it: {told['mend']}")
    click.echo(f"Rests on section {told['section']} of the specification; since version {told['since']}.")
    if told.get("deprecated"):
        click.echo(f"Not reported any more since {told['deprecated']}; see {told.get('replacedBy') or 'no other'}.")
