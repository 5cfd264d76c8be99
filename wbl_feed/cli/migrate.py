"""``wbl migrate``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_feed.cli.output import at_option, count

if TYPE_CHECKING:
    from wbl_feed.migration.migrate import Outcome


@click.command(
    epilog="""\b
Examples:
  wbl migrate feed.json --out new/feed.json
  wbl migrate feed.json --to 1.1 --with 1.0-to-1.1.json > new.json

\b
Exit codes: 0 done, or nothing was to do · 2 it cannot be migrated; nothing was written · 4 the disk refused"""
)
@click.argument("source", metavar="FILE|-")
@click.option("--to", "target", metavar="VERSION", help="Version to bring it to. Default: the newest known here.")
@click.option(
    "--with",
    "others",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A further migration; may be given more than once.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write, with pages/ beside it where the feed has pages. Default: standard output.",
)
@at_option
def migrate(source: str, target: str | None, others: tuple[Path, ...], out: Path | None, at: str | None) -> None:
    """Bring a feed, page, posting, catalogue or change page to a newer version of the standard."""
    from wbl_feed.errors import UsageError
    from wbl_feed.migration import migrate as migrating
    from wbl_feed.migration.files import read_documents, written
    from wbl_feed.migration.steps import bundled, order, read_migration
    from wbl_feed.times import read_clock

    known = (*bundled(), *(read_migration(path) for path in others))
    try:
        order(target or "1.0")
    except ValueError:
        raise UsageError(f"“{target}” is not a version.", place="--to", fix="Write it like 1.1.") from None
    content, documents = read_documents(source)
    if len(documents) > 1 and out is None:
        raise UsageError("the feed has pages, which need a folder.", place=source, fix="Add --out new/feed.json.")
    try:
        version = migrating.version_of(documents[0])
        wanted = target or migrating.newest(version, known)
        way = migrating.chain(version, wanted, known)
        outcome = migrating.migrate(documents, way, read_clock(at))
    except UsageError as error:
        raise UsageError(error.message, place=error.place or source, fix=error.fix) from None
    if not way:
        click.echo(f"{source}: it follows version {version} already; nothing was to do.", err=True)
    files = written(outcome) if way else {"": content}
    if out:
        _write(files if way else {**files, **_pages(source, documents)}, out)
    else:
        sys.stdout.buffer.write(files[""])
    if way:
        _tell(outcome, source, version, wanted)


def _pages(source: str, documents: "tuple[dict[str, object], ...]") -> dict[str, bytes]:
    """The pages of a feed that needs no migration, as they are."""
    from wbl_feed.migration.files import page_path

    names = documents[0].get("pages") if len(documents) > 1 else None
    paths = [page_path(str(name)) for name in names] if isinstance(names, list) else []
    return {str(path): (Path(source).parent / path).read_bytes() for path in paths if path}


def _write(files: dict[str, bytes], out: Path) -> None:
    from wbl_feed.files import write_if_changed

    for name in sorted(files, reverse=True):  # the first document, whose name is empty, last (spec section 9.7)
        write_if_changed(out.parent / name if name else out, files[name])


def _tell(outcome: "Outcome", source: str, version: str, wanted: str) -> None:
    changed = count(len(outcome.changed), "posting")
    click.echo(f"{source}: from version {version} to {wanted}; {changed} changed.", err=True)
    for migration in outcome.chain:
        for number, step in enumerate(migration.steps):
            times = outcome.steps[migration.to, number]
            if times:
                click.echo(f"  {migration.to}  {step.op} {step.path}: {times:,}. {step.why}", err=True)
    if outcome.later:
        click.echo(
            f"  dateModified of {count(len(outcome.later), 'posting')} lies in the future and was left.", err=True
        )
