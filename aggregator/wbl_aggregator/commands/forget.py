"""``wbl aggregate forget``: take a posting out of everything, for good."""

from pathlib import Path

import click

from wbl_aggregator.commands.options import config_option, out_option, state_folder
from wbl_feed.cli.output import at_option, count, json_option, print_json


@click.command(
    "forget",
    epilog="""\b
Examples:
  wbl aggregate forget https://harbor-stem.example/id/posting/103 --reason "names a student"
  wbl aggregate forget https://wbl-hub.example/id/feed/59e36723a1829759 --reason takedown --yes

\b
ID is that of an entry of the statewide feed, with all postings in it, or that of one posting at its source. It goes
from the feed, the change log, old pages, health files, raw bodies and the state. A bare tombstone stays, and
moderation.toml says that the posting is never to be taken again. Copies that others made are theirs: write to them.

\b
Exit codes: 0 done · 2 wrong usage, or nothing is known by that id · 4 the disk refused · 5 a run is under way""",
)
@click.argument("identity", metavar="ID")
@click.option("--reason", required=True, help="Why, for those who look after the hub; it is not published.")
@config_option
@out_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@at_option
@json_option
def forget(identity: str, reason: str, config_path: Path, out: Path, yes: bool, at: str | None, as_json: bool) -> None:
    """Take a posting out of feed, change log and state, for good."""
    from contextlib import closing

    from wbl_aggregator.commands.asking import agreed
    from wbl_aggregator.forgetting import forget as forget_posting
    from wbl_aggregator.forgetting import named_by
    from wbl_aggregator.sources import MODERATION, folder_of, read_config
    from wbl_aggregator.store import open_for_reading
    from wbl_feed.times import read_clock

    config, folder = read_config(config_path), folder_of(config_path)
    state = state_folder(config_path)
    if not yes:
        with closing(open_for_reading(state)) as store:
            named = named_by(store, identity)
        for source, one in named.postings:
            click.echo(f"{source}: {one}", err=True)
        if not agreed(f"Forget {count(len(named.postings), 'posting')} for good", err=True):
            click.echo("Nothing was changed.", err=True)
            return
    done = forget_posting(config, folder / MODERATION, out, state, read_clock(at), identity, reason)
    if as_json:
        postings = [{"source": source, "id": one} for source, one in done.named.postings]
        print_json({"postings": postings, "entries": list(done.named.entries), "rawBodies": done.raw})
        return
    click.echo(f"Forgotten: {count(len(done.named.postings), 'posting')}, {count(done.raw, 'raw body', 'raw bodies')}.")
    adopted = {source.id for source in config.sources if source.adopted}
    for source in sorted({source for source, _ in done.named.postings} & adopted):
        click.echo(f"{source} is a site that you adopted: take the posting out by [except] in its mapping file too.")
