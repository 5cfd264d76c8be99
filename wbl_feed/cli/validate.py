"""``wbl validate``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.cli.output import at_option, count, json_option, print_findings, print_json, print_notices, private_option

if TYPE_CHECKING:
    from wbl_feed.report import Summary

_ONE = "Give the address of one feed."


@click.command(
    epilog="""\b
Examples:
  wbl validate feed.json
  wbl validate https://site.example/ --profile us-ma --html report.html
  wbl validate public/ --previous last-week/feed.json
  curl -s https://site.example/feed.atom | wbl validate -

\b
Exit codes: 0 every feed is valid · 1 one breaks a MUST of the specification · 2 it cannot be had"""
)
@click.argument("source", metavar="FILE|FOLDER|URL|-")
@click.option(
    "--profile", "profiles", multiple=True, metavar="NAME", help="Check against this profile too: name, IRI or folder."
)
@click.option(
    "--previous", metavar="OLD", help="An earlier copy of the feed: tells lost ids, silent deletions and changes."
)
@click.option(
    "--html",
    "html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a report for the webmaster, as one page.",
)
@click.option(
    "--certificate", type=click.Path(path_type=Path, dir_okay=False), help="Write a certificate, if the feed is valid."
)
@click.option("--development", is_flag=True, help="Check feeds too that a catalogue calls unfinished.")
@at_option
@json_option
@private_option
@click.pass_context
def validate(
    ctx: click.Context,
    source: str,
    profiles: tuple[str, ...],
    previous: str | None,
    html: Path | None,
    certificate: Path | None,
    development: bool,
    at: str | None,
    as_json: bool,
    allow_private: bool,
) -> None:
    """Say what is wrong with a feed, where, and how to mend it.

    The source is a feed in any format that wbl reads, a catalogue, a folder, or the home page of a site.
    """
    from wbl_feed.discovery.discover import discover
    from wbl_feed.errors import UsageError
    from wbl_feed.files import write_if_changed
    from wbl_feed.origins import shown_address
    from wbl_feed.profiles import load_profile
    from wbl_feed.report.certificate import certificate as certify
    from wbl_feed.report.judge import judge, read_earlier
    from wbl_feed.times import read_clock

    moment, shown = read_clock(at), shown_address(source)
    asked = tuple(load_profile(name) for name in profiles)
    found = discover(source, allow_private=allow_private, development=development)
    if certificate and len(found.feeds) != 1:
        raise UsageError("a certificate is for one feed, and another number was found.", place=shown, fix=_ONE)
    earlier = read_earlier(previous, moment, asked, allow_private=allow_private) if previous else None
    with _progress() as progress:
        summaries = list(judge(found, moment, asked, earlier, progress))
    if not summaries:
        raise UsageError("no feed of this catalogue was read.", place=shown, fix="; ".join(found.tried) or _ONE)
    valid = all(summary.valid for summary in summaries) and not any(notice.fails for notice in found.notices)
    if html:
        from wbl_feed.report.page import page

        write_if_changed(html, page(summaries, shown).encode(errors="replace"))
    if certificate:
        _write_certificate(certificate, certify(summaries[0]))
    if as_json:
        notices = [notice.to_json_value() for notice in found.notices]
        print_json({"valid": valid, "notices": notices, "feeds": [summary.to_json_value() for summary in summaries]})
    else:
        print_notices(found.notices)
        for summary in summaries:
            _tell(summary, shown, several=len(summaries) > 1)
    ctx.exit(0 if valid else 1)


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on standard error while pages are read; none where nobody looks."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal) as bar:
        task = bar.add_task("Reading pages", total=None)
        yield lambda done, pages: bar.update(task, completed=done, total=1 + pages)


def _write_certificate(path: Path, value: dict[str, Any] | None) -> None:
    import json

    from wbl_feed.files import write_if_changed

    if value is None:
        click.echo("No certificate was written, since the feed is not valid.", err=True)
        return
    write_if_changed(path, json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


def _tell(summary: "Summary", source: str, *, several: bool) -> None:
    """The report of one feed, for people."""
    name = summary.address if several else source
    if several:
        click.echo(f"\n{name}")
    elif summary.how not in ("the address itself", "the file itself", "standard input", ""):
        click.echo(f"The feed is at {summary.address} ({summary.how}).")
    print_findings(summary.findings)
    if summary.refused and summary.findings and summary.findings[0].fails:
        click.echo("Quality and safety are judged of postings that pass; check again when the others are mended.")
    if summary.reason:
        click.echo(summary.reason)
    for code, (before, now) in summary.changes.items():
        click.echo(f"{'more' if now > before else 'fewer'} than before: {code}, {before} then, {now} now")
    verdict = click.style("valid", fg="green") if summary.valid else click.style("not valid", fg="red")
    checked = f" Checked against {', '.join(profile.name for profile in summary.profiles)}." if summary.profiles else ""
    click.echo(f"{name}: {verdict}. {count(summary.accepted, 'posting')} sound, {summary.refused:,} refused.{checked}")
