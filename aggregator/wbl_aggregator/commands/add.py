"""``wbl aggregate add``: looks at what an address leads to, and makes sources of it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_aggregator.commands.options import config_option
from wbl_feed.cli.output import at_option, private_option

if TYPE_CHECKING:
    from wbl_aggregator.sources.adoptable import Adoptable
    from wbl_aggregator.sources.candidate import Candidate

_WHICH = "\nWhich shall be added? (all, none, or numbers such as 1,3)"
_FINDINGS = 3
"""Kinds of findings that are shown of one feed."""


@click.command(
    epilog="""\b
Examples:
  wbl aggregate add https://network.example/
  wbl aggregate add https://network.example/feed.json --id harbor --yes
  wbl aggregate add https://hub.example/wbl-feed.json --config my-hub

\b
The address is that of a feed, of a site that links to one, or of a catalogue. What is found is validated and shown;
nothing is written before you say so. In a folder that has a folder sources/, each source gets a file of its own there,
else a table at the end of sources.toml.

\b
Exit codes: 0 added, or you chose nothing · 1 nothing there can be added · 2 the address or the sources file
cannot be used, or nobody was there to ask and --yes was not given · 4 the disk refused"""
)
@click.argument("address", metavar="URL")
@config_option
@click.option("--id", "identity", metavar="NAME", help="Id of the new source, which never changes.")
@click.option("--yes", is_flag=True, help="Ask nothing, and add all that can be added.")
@at_option
@private_option
@click.pass_context
def add(
    ctx: click.Context,
    address: str,
    config_path: Path,
    identity: str | None,
    yes: bool,
    at: str | None,
    allow_private: bool,
) -> None:
    """Find the feeds at an address, show them, and make sources of those that you choose."""
    from wbl_aggregator.sources import folder_of, read_config
    from wbl_aggregator.sources.catalogs import read_origins
    from wbl_aggregator.sources.survey import survey
    from wbl_aggregator.sources.writing import planned, write_sources
    from wbl_feed.errors import UsageError
    from wbl_feed.fetch import HttpFetcher
    from wbl_feed.times import read_clock

    config, moment = read_config(config_path, beginning=True), read_clock(at)
    feeds = read_origins(config, folder_of(config_path) / "public").feeds
    known = {feed: source for source, feed in feeds.items() if feed}
    fetcher = HttpFetcher(config.crawl.limits, allow_private=allow_private, contact=config.crawl.contact)
    found = survey(
        address, config, fetcher, moment, known=known, identity=identity or "", allow_private=allow_private
    )  # fmt: skip
    if not found.candidates:
        _tell_other(found.fault, found.adoptable)
        ctx.exit(1)
    addable = [one for one in found.candidates if not one.refusal]
    for number, one in enumerate(found.candidates, 1):
        _tell(one, number if len(found.candidates) > 1 else 0)
    if not addable:
        click.echo("Nothing here can be added.")
        ctx.exit(1)
    if identity and len(addable) > 1:
        fix = "Give the address of one feed, or leave --id out."
        raise UsageError(f"{len(addable)} feeds were found, and one id was given.", place="--id", fix=fix)
    asks = not yes and _somebody_is_there()
    chosen = _chosen(found.candidates, addable) if asks and len(addable) > 1 else addable
    sources = [one.source for one in chosen]
    for file, lines in planned(config_path, sources).items() if sources else ():
        click.echo(f"\n{'To be added to' if file.exists() else 'To be written as'} {file}:")
        click.echo("\n".join(f"  {line}".rstrip() for line in lines).strip("\n"))
    if not yes and not asks:
        fix = "Run it again with --yes, or on a terminal."
        raise UsageError("nothing was written, since nobody could be asked.", place=str(config_path), fix=fix)
    if not sources or (asks and not click.confirm("\nWrite this?", default=True)):
        click.echo("Nothing was written.")
        return
    for file in write_sources(config_path, sources):
        click.echo(f"wrote {file}")


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _tell(one: "Candidate", number: int) -> None:
    """A feed for people: what it is, what is in it, what the crawler would do, and what is wrong with it."""
    from wbl_feed.toml_text import shown

    envelope, summary = one.envelope, one.summary
    publisher = ", ".join(text for text in (envelope.publisher.name, envelope.publisher.email) if text)
    click.echo(click.style(f"{f'{number}. ' if number else ''}{shown(one.source.name, 200)}", bold=True))
    refused = f", {summary.refused:,} refused" if summary.refused else ""
    lines = {
        "feed": f"{summary.address} ({summary.how})",
        "id": envelope.id,
        "publisher": publisher,
        "licence": envelope.license,
        "postings": f"{summary.accepted:,} sound, {one.live:,} open{refused}",
        "regions": ", ".join(one.regions),
        "visits": f"every {_span(one.every.total_seconds())}",
    }
    for label, text in lines.items():
        if text:
            click.echo(f"   {label:10} {shown(text, 200)}")  # a feed may try to steer the terminal
    for finding in summary.findings[:_FINDINGS]:
        first = finding.notices[0]
        click.echo(f"   {finding.severity:10} {finding.count:,} × {first.code}: {shown(first.message, 300)}")
    if len(summary.findings) > _FINDINGS:
        click.echo(f"   {'':10} … wbl validate {summary.address} tells all")
    for sentence in one.careful:
        click.secho(f"   CAREFUL    {sentence}", fg="yellow")
    if one.refusal:
        click.secho(f"   NOT ADDED  {one.refusal}", fg="red")


def _tell_other(fault: str, other: "Adoptable | None") -> None:
    """What to do with an address that gave no feed of the standard."""
    click.echo(f"{fault[:1].upper()}{fault[1:]}")
    if other is None:
        return
    click.echo(f"\nBut {other.why}, and the adapter “{other.kind}” can read that (wbl publish adapters lists all):")
    click.echo(f"  1. wbl publish init {other.address} --kind {other.kind} --out trial")
    click.echo("     writes map.toml and publish.toml; copy [feed] of publish.toml into map.toml, with an id of yours.")
    click.echo("  2. Put map.toml beside sources.toml under the name that stands here, and add:")
    for line in other.lines:
        click.echo(f"     {line}")


def _chosen(candidates: "tuple[Candidate, ...]", addable: "list[Candidate]") -> "list[Candidate]":
    """What somebody chooses of several."""
    numbers = [number for number, one in enumerate(candidates, 1) if one in addable]
    while True:
        said = (
            click.prompt("\nWhich shall be added? (all, none, or numbers such as 1,3)", default="all").strip().lower()
        )
        if said in ("all", "none"):
            return addable if said == "all" else []
        wanted = [int(part) for part in said.replace(",", " ").split() if part.isdecimal()]
        if wanted and len(wanted) == len(said.replace(",", " ").split()) and set(wanted) <= set(numbers):
            return [candidates[number - 1] for number in dict.fromkeys(wanted)]
        click.echo(f"There are: {', '.join(map(str, numbers))}.")


def _span(seconds: float) -> str:
    """A length of time in the largest unit that says it well."""
    for unit, size in (("day", 86_400), ("hour", 3600)):
        if seconds == size or seconds >= 2 * size:
            number = round(seconds / size)
            return unit if number == 1 else f"{number} {unit}s"
    return f"{max(1, round(seconds / 60))} minutes"
