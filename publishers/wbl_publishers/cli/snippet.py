"""``wbl publish snippet``: postings in the page of a site builder."""

from pathlib import Path

import click

from wbl_feed.vocabulary import LANGUAGES


@click.command(
    "snippet",
    epilog="""\b
Examples:
  wbl publish snippet https://hub.example/by/region/us-ma-stem.boston/feed.json --out embed.html
  wbl publish snippet https://hub.example/feed.json --heading "Work with us" --heading-level 3 --most 5
  wbl publish snippet https://hub.example/feed.json --language es

\b
Paste the outcome where your site takes HTML. It asks the feed's server and no other, and sets no cookie.

\b
Exit codes: 0 done · 2 the address or an option cannot be used, or the file is something else · 4 the disk refused""",
)
@click.argument("feed", metavar="FEED")
@click.option("--heading", default="", help="What stands above the postings. Default: usual words in the language.")
@click.option(
    "--heading-level", type=click.IntRange(1, 6), default=2, show_default=True, help="Its level in your page, 1 to 6."
)
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="What the words are in."
)
@click.option("--most", type=click.IntRange(1, 100), default=10, show_default=True, help="Postings shown at once.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. Default: standard output.")
@click.option("--force", is_flag=True, help="Write over a file that is no snippet.")
def snippet(
    feed: str, heading: str, heading_level: int, language: str, most: int, out: Path | None, *, force: bool
) -> None:
    """A block of HTML that shows the open postings of FEED, the https address of a feed in JSON."""
    from wbl_feed.errors import UsageError
    from wbl_feed.files import write_if_changed
    from wbl_publishers.snippet import Snippet, doubt, html, is_ours

    made = html(Snippet(feed, heading, heading_level, language, most))
    if out and out.is_file() and not force and not is_ours(out):
        fix = "Give another name, or --force to write over it."
        raise UsageError("there is such a file already, and it is no snippet.", place=str(out), fix=fix)
    if warning := doubt(feed):
        click.echo(f"CAREFUL: {warning}", err=True)
    if not out:
        click.echo(made, nl=False)
        return
    write_if_changed(out, made.encode())
    click.echo(f"wrote {out}, {len(made) / 1000:.1f} kB to paste into your page")
