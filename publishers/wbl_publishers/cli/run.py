"""``wbl publish run`` and ``wbl publish adapters``."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.cli.output import json_option, print_json
from wbl_publishers.cli.one_source import told
from wbl_publishers.cli.outcome import publish_options, tell

if TYPE_CHECKING:
    pass

_LOOK = 2.0
"""Seconds between two looks at the files of a watched site."""


@click.command(
    epilog="""\b
Examples:
  wbl publish run publish.toml
  wbl publish run publish.toml --dry-run
  wbl publish run publish.toml --watch 15m

\b
Ids are kept in .wbl/ beside the file: keep that folder. A record that is gone becomes a tombstone. An input that
cannot be read keeps what was published of it; the others are published all the same.

\b
Exit codes: 0 every record is published · 1 some were refused, the others are published · 2 no input can be used,
or a setting is wrong · 3 some inputs failed, the others are published · 4 nothing published, because most records
vanished or the disk refused · 5 another run is under way"""
)
@click.argument("settings", metavar="PUBLISH.TOML", type=click.Path(path_type=Path))
@click.option(
    "--watch",
    metavar="PAUSE",
    help="Publish again when a file changes, and after each pause (30s, 15m, 6h); end it with Ctrl+C.",
)
@publish_options
@click.pass_context
def run(ctx: click.Context, /, settings: Path, watch: str | None, **given: Any) -> None:
    """Publish all the inputs of a publish.toml as one feed."""
    from wbl_publishers.publishing.watch import pause_of, watched

    if watch is None:
        ctx.exit(_publish(settings, given))
    pause = pause_of(watch)
    try:
        for _ in watched(settings, pause, _LOOK, time.sleep, time.monotonic):
            _try(settings, given)
    except KeyboardInterrupt:
        ctx.exit(0)


def _publish(settings: Path, given: dict[str, Any]) -> int:
    from wbl_feed.fetch import HttpFetcher
    from wbl_feed.times import read_clock
    from wbl_publishers.publishing.config import Reader, read_site
    from wbl_publishers.publishing.run import publish_site

    site = read_site(settings)

    def fetcher_for(reader: Reader) -> HttpFetcher:
        return HttpFetcher(allow_private=given["allow_private"] or reader.allow_private)

    with _Counter(quiet=given["as_json"]) as progress:
        published = publish_site(
            site, read_clock(given["at"]), fetcher_for,
            accept_drop=given["accept_drop"], dry_run=given["dry_run"], progress=progress,
        )  # fmt: skip
    return tell(published, as_json=given["as_json"], dry_run=given["dry_run"])


def _try(settings: Path, given: dict[str, Any]) -> None:
    """One run of a watched site; what is wrong is said, and the next run tries again."""
    from wbl_feed.errors import WblFeedError

    try:
        _publish(settings, given)
    except WblFeedError as error:
        click.echo(f"wbl: {error}", err=True)


class _Counter:
    """Shows how many records were read, on a terminal alone."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()

    def __enter__(self) -> "_Counter":
        return self

    def __call__(self, name: str, number: int) -> None:
        if self._shown and number % 100 == 1:
            click.echo(f"\r{name}: {number:,} read", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


@click.command(
    epilog="""\b
Examples:
  wbl publish adapters
  wbl publish adapters --json

\b
Exit codes: 0 done"""
)
@json_option
def adapters(as_json: bool) -> None:
    """Say what can be read, and which mappings come with it."""
    from wbl_feed import adapter
    from wbl_publishers.mapping.presets import presets

    if as_json:
        print_json({"adapters": adapter.adapters(), "mappings": presets()})
        return
    for name in adapter.adapters():
        click.echo(f"{name:10} {told(name)}")
    click.echo(f"Mappings to extend: {', '.join(presets())}.")
