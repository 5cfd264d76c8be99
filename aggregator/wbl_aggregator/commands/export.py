"""``wbl aggregate export``: writes the sources as a list that others can read."""

from pathlib import Path

import click

from wbl_aggregator.commands.options import config_option


@click.command(
    epilog="""\b
Examples:
  wbl aggregate export --format opml > sources.opml
  wbl aggregate export --format catalog --out sources.json
  wbl aggregate export --format catalog --config my-hub --published /var/www/hub

\b
OPML is for feed readers and other hubs; wbl aggregate import reads it back with ids, names, addresses and states.
A catalogue (section 15.2) names each feed by its own id, which is known once it was published. Sources of private
networks are left out of both, and so are sites without a feed unless feed_url says where the hub is.

\b
Exit codes: 0 done · 1 done, and some sources were left out (each is named) · 2 the sources file cannot be used
· 4 the disk refused"""
)
@click.option("--format", "form", type=click.Choice(["opml", "catalog"]), required=True, help="What to write.")
@config_option
@click.option("--published", type=click.Path(path_type=Path, file_okay=False),
              help="Folder that the hub publishes in. Default: public beside the sources file.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. Default: standard output.")
@click.pass_context
def export(ctx: click.Context, form: str, config_path: Path, published: Path | None, out: Path | None) -> None:
    """Write the sources as OPML or as a catalogue; the same sources give the same bytes."""
    from wbl_aggregator.sources import folder_of, read_config
    from wbl_aggregator.sources.catalogs import feeds_listed, read_origins, write_catalog
    from wbl_aggregator.sources.opml import write_opml
    from wbl_feed.files import write_if_changed

    config = read_config(config_path, beginning=True)
    if form == "opml":
        listed, left_out = feeds_listed(config)
        content = write_opml(config.feed.name, listed)
    else:
        content, left_out = write_catalog(config, read_origins(config, published or folder_of(config_path) / "public"))
    for sentence in left_out:
        click.echo(f"left out: {sentence}", err=True)
    if out is None:
        click.echo(content, nl=False)
    else:
        write_if_changed(out, content)
    ctx.exit(1 if left_out else 0)
