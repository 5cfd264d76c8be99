"""``wbl aggregate import``: makes sources of a list of feeds."""

from pathlib import Path

import click

from wbl_aggregator.commands.options import config_option


@click.command(
    "import",
    epilog="""\b
Examples:
  wbl aggregate import subscriptions.opml --dry-run
  wbl aggregate import subscriptions.opml --config my-hub
  wbl aggregate import wbl-feed.json --base https://hub.example/

\b
FILE is OPML, as every feed reader exports it, or a catalogue of the standard (section 15.2); - is standard input.
Nothing is asked of the net: wbl aggregate run says what the new sources answer. A feed that is a source already is
passed over, so that the same file can be imported again.

\b
Exit codes: 0 done · 1 done, and some lines could not be used (each is named) · 2 the file or the sources file
cannot be used · 4 the disk refused""",
)
@click.argument("file", metavar="FILE")
@config_option
@click.option(
    "--base", metavar="URL", default="", help="Where the catalogue is on the web, if its addresses are relative."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_context
def import_(ctx: click.Context, file: str, config_path: Path, base: str, dry_run: bool) -> None:
    """Make sources of a list of feeds: OPML, or a catalogue."""
    from wbl_aggregator.sources import read_config
    from wbl_aggregator.sources.catalogs import read_listed
    from wbl_aggregator.sources.listed import sources_of
    from wbl_aggregator.sources.opml import read_opml
    from wbl_aggregator.sources.writing import planned, write_sources
    from wbl_feed.cli.output import count
    from wbl_feed.location import open_file

    config = read_config(config_path, beginning=True)
    content = open_file(file).content
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    listed, passed_over = read_listed(content, file, base) if is_json else read_opml(content, file)
    found = sources_of(listed, config)
    for sentence in (*passed_over, *found.left_out):
        click.echo(f"left out: {sentence}", err=True)
    for sentence in found.known:
        click.echo(sentence)
    if dry_run:
        for path, lines in planned(config_path, found.sources).items() if found.sources else ():
            click.echo(f"\n{path}:")
            click.echo("\n".join(f"  {line}".rstrip() for line in lines).strip("\n"))
    else:
        for path in write_sources(config_path, found.sources) if found.sources else ():
            click.echo(f"wrote {path}")
    click.echo(f"{count(len(found.sources), 'source')} {'would be ' if dry_run else ''}added.")
    ctx.exit(1 if passed_over or found.left_out else 0)
