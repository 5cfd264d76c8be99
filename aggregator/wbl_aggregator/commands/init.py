"""``wbl aggregate init``: writes the files that a hub begins with."""

from pathlib import Path
from typing import Any

import click


@click.command(
    epilog="""\b
Examples:
  wbl aggregate init my-hub
  wbl aggregate init my-hub --name "Statewide hub" --home https://hub.example/ --license CC-BY-4.0 \\
      --contact feeds@hub.example --profile us-ma --for systemd

\b
Writes sources.toml, moderation.toml, README.md, .gitignore, and the jobs that run the hub every hour. A file that is
there stays as it is. What you do not say is a comment in sources.toml, to be filled in.

\b
Exit codes: 0 written · 2 an option cannot be used · 4 the disk refused"""
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--name", default="", help="Name of the statewide feed and of who runs it.")
@click.option(
    "--home", default="", metavar="ADDRESS", help="Where it will be published; the feed's id is made from it."
)
@click.option("--license", default="", metavar="SPDX|ADDRESS", help="Under what terms others may use the collection.")
@click.option("--contact", default="", metavar="EMAIL", help="Mailbox of a role, not of a person.")
@click.option("--profile", "profiles", multiple=True, help="Profile of a state or network, such as us-ma. Repeatable.")
@click.option("--time-zone", default="America/New_York", show_default=True, help="Where dates without a time are.")
@click.option(
    "--for",
    "schedulers",
    type=click.Choice(["github", "systemd", "cron"]),
    multiple=True,
    help="Which job to write. Repeatable. Default: all.",
)
def init(folder: Path, schedulers: tuple[Any, ...], **said: Any) -> None:
    """Write the files of a new hub into FOLDER (default: this one); what is there stays."""
    from wbl_aggregator.sources.start.begin import SCHEDULERS, WORKFLOW, Hub, begin
    from wbl_feed.licenses import spelled

    said["license"] = spelled(said["license"]) or said["license"] if said["license"] else ""
    hub = Hub(**said)
    begun = begin(hub, folder, schedulers or SCHEDULERS)
    for name in begun.written:
        click.echo(f"wrote {folder / name}")
    for name in begun.left:
        click.echo(f"left {folder / name}: it is there already")
    if WORKFLOW in begun.written and _within_repository(folder):
        click.echo(f"GitHub reads {WORKFLOW} at the root of a repository alone: move it there, and mend its paths.")
    if hub.missing and "sources.toml" in begun.written:
        click.echo(f"Missing in {folder / 'sources.toml'}: {', '.join(hub.missing)}. Nothing can be published before.")
    click.echo(f"Next: wbl aggregate add ADDRESS --config {folder}")


def _within_repository(folder: Path) -> bool:
    """Whether a folder lies within a repository and is not its root."""
    resolved = folder.resolve()
    return not (resolved / ".git").exists() and any((one / ".git").exists() for one in resolved.parents)
