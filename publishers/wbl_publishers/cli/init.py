"""``wbl publish init``: reads a source, guesses what is in it, and writes the settings."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.cli.output import json_option, print_json, private_option

if TYPE_CHECKING:
    from wbl_publishers.start.publish_text import Publisher

_LICENSES = """
Others may show your postings only under terms that you state. Usual ones:
  CC-BY-4.0  everybody may, with your name
  CC0-1.0    everybody may, as they like
or the address of terms of your own. Leave it empty to decide later."""


@click.command(
    epilog="""\b
Examples:
  wbl publish init postings.csv
  wbl publish init postings.xlsx --out my-feed --name "Harbor Network" --home https://harbor.example/ \\
      --license CC-BY-4.0 --profile us-ma --for github
  wbl publish init "https://docs.google.com/spreadsheets/d/…/edit" --for cron

\b
Writes map.toml and publish.toml. Nothing is published before you run wbl publish run publish.toml.
Columns that look like data about students are never mapped. With --for github a file with such columns, or with a
tab that has them, is refused, since everybody could read it; --force does not change that.

\b
Exit codes: 0 written · 2 the source cannot be used, or a file is there already · 4 the disk refused"""
)
@click.argument("source", metavar="SOURCE")
@click.option(
    "--kind", help="What the source is, such as csv; wbl publish adapters lists them. Default: by its content."
)
@click.option("--sheet", metavar="NAME", help="Tab of a workbook. Default: the one that looks most like postings.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder to write the settings to. Default: this one.",
)
@click.option(
    "--for",
    "scheduler",
    type=click.Choice(["github", "cron"]),
    help="Write the job too that publishes twice a day: on GitHub Pages, or on this computer.",
)
@click.option("--name", help="Name of the network or site.")
@click.option("--home", metavar="ADDRESS", help="Its home page; the feed's id is made from it.")
@click.option("--license", metavar="SPDX|ADDRESS", help="Under what terms others may show the postings: CC-BY-4.0.")
@click.option("--contact", metavar="EMAIL", help="Mailbox of a role, not of a person.")
@click.option("--profile", "profiles", multiple=True, help="Profile of a state or network, such as us-ma. Repeatable.")
@click.option("--time-zone", help="Where the dates are. Default: America/New_York.")
@click.option(
    "--public-source",
    is_flag=True,
    help="With --for github: the file may be public, although columns look like data about students.",
)
@click.option("--force", is_flag=True, help="Replace settings that are there.")
@json_option
@private_option
def init(source: str, out: Path, *, force: bool, as_json: bool, allow_private: bool, **given: Any) -> None:
    """Read a sheet, or another source, guess what its columns are, and write the settings to correct.

    SOURCE is a CSV or Excel file, the address of a Google Sheet, or anything else that can be published.
    """
    from wbl_feed.adapter import Input
    from wbl_feed.fetch import HttpFetcher
    from wbl_feed.times import read_clock
    from wbl_publishers.start.begin import begin, write
    from wbl_publishers.start.told import guesses_json, print_guesses

    asks = not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    publisher = _publisher(given, asks=asks)
    asked = Input(source, (), {}, HttpFetcher(allow_private=allow_private), read_clock(None))
    begun = begin(
        asked, out, publisher,
        kind=given["kind"] or "", sheet=given["sheet"] or "", scheduler=given["scheduler"],
        allow_private=allow_private, public_source=given["public_source"],
    )  # fmt: skip
    written = write(begun, out, force=force)
    following = f"wbl publish run {out / 'publish.toml'} --dry-run"
    if as_json:
        files = {"files": [str(out / name) for name in begun.files], "written": [str(path) for path in written]}
        print_json({**guesses_json(begun), **files, "missing": publisher.missing, "next": following})
        return
    click.echo(f"{source} is read as {begun.kind}.")
    if begun.about:
        click.echo(begun.about)
    print_guesses(begun)
    for sentence in begun.plan.careful:
        click.secho(f"CAREFUL: {sentence}", fg="red")
    for path in written:
        click.echo(f"wrote {path}")
    if not written:
        click.echo("nothing changed")
    if publisher.missing:
        click.echo(
            f"Missing in {out / 'publish.toml'}: {', '.join(publisher.missing)}. Nothing can be published before."
        )
    click.echo(f"Look through {out / 'map.toml'}, then run: {following}")


def _publisher(given: dict[str, Any], *, asks: bool) -> "Publisher":
    """What the options say of the site; on a terminal the rest is asked for, and may be left open."""
    from wbl_feed.licenses import spelled
    from wbl_publishers.start.publish_text import Publisher

    said = {key: given[key] or "" for key in ("name", "home", "license", "contact")}
    if asks:
        said["name"] = said["name"] or _ask("Name of the network or site")
        said["home"] = said["home"] or _ask("Address of its home page, such as https://harbor.example/")
        if not said["license"]:
            click.echo(_LICENSES)
            said["license"] = _ask("Licence")
        said["contact"] = said["contact"] or _ask("Mailbox for questions, of a role and not of a person")
    said["license"] = spelled(said["license"]) or said["license"]
    zone = {"time_zone": given["time_zone"]} if given["time_zone"] else {}
    return Publisher(**said, profiles=tuple(given["profiles"]), **zone)


def _ask(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False)
    return answer.strip()
