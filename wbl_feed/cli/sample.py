"""``wbl sample``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_feed.cli.output import at_option, count

if TYPE_CHECKING:
    from wbl_feed.sample import Trouble


@click.command(
    epilog="""\b
Examples:
  wbl sample -n 20 > feed.json
  wbl sample -n 100000 --seed 7 --at 2026-11-22 --out my-sample
  wbl sample -n 500 --trouble 0.1 --out my-broken

\b
Exit codes: 0 done · 2 wrong usage · 4 the disk refused"""
)
@click.option("-n", "number", type=click.IntRange(min=0), default=100, show_default=True, help="How many postings.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same feed.")
@at_option
@click.option(
    "--format",
    "target",
    type=click.Choice(["json", "atom"]),
    default="json",
    show_default=True,
    help="Format to write.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write feed.json and its pages to. Default: one document on standard output.",
)
@click.option("--page-size", type=click.IntRange(min=1), help="Postings in a page, with --out. Default: 500.")
@click.option(
    "--trouble", type=click.FloatRange(0, 1), default=0, help="Share of postings to break, such as 0.1, and list."
)
def sample(
    number: int, seed: int, at: str | None, target: str, out: Path | None, page_size: int | None, trouble: float
) -> None:
    """Make a feed to code against: invented postings, the same for the same seed and day."""
    from wbl_feed import json_format
    from wbl_feed import sample as samples
    from wbl_feed.errors import UsageError
    from wbl_feed.sample.folder import TROUBLES, clear, files_of
    from wbl_feed.times import read_clock

    if trouble and target == "atom":
        raise UsageError("broken postings are written as JSON only.", place="--trouble", fix="Take out --format atom.")
    if page_size and not out:
        raise UsageError("pages need a folder.", place="--page-size", fix="Add --out FOLDER.")
    moment, broken = read_clock(at), list[samples.Trouble]()
    envelope = samples.envelope(number, seed, moment)
    postings = samples.with_trouble(samples.postings(number, seed, moment), trouble, seed, broken.append)
    if out:
        earlier = files_of(out)
        size = page_size or json_format.PAGE_SIZE
        names = samples.write_folder(out, envelope, postings, size, with_atom=target == "atom")
        if broken:
            _write_troubles(out / TROUBLES, broken, size)
            names.append(TROUBLES)
        clear(out, earlier, frozenset(names))
        click.echo(
            f"{out}: {count(number, 'posting')} in {count(len(names) - bool(broken), 'file')}; begin at feed.json."
        )
        if broken:
            click.echo(f"{count(len(broken), 'posting')} broken on purpose; trouble.json says how.")
        return
    pieces = [samples.atom(envelope, postings)] if target == "atom" else samples.document(envelope, postings)
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    for one in broken:
        click.echo(f"{one.pointer}: {one.name}  [{one.code}]", err=True)


def _write_troubles(path: Path, broken: "list[Trouble]", page_size: int) -> None:
    """The list of what was broken."""
    import json

    from wbl_feed.files import write_if_changed

    lines = ",\n".join(json.dumps(one.to_json_value(page_size), ensure_ascii=False) for one in broken)
    write_if_changed(path, f"[\n{lines}\n]\n".encode())
