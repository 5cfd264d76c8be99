"""``wbl aggregate why``."""

from pathlib import Path

import click

from wbl_aggregator.commands.options import config_option, state_folder
from wbl_feed.cli.output import count, json_option, print_json


@click.command(
    epilog="""\b
Examples:
  wbl aggregate why https://statewide.example/id/feed/59e36723a1829759
  wbl aggregate why https://harbor-stem.example/postings/4821 --json

\b
Exit codes: 0 done · 2 there is no state, or nothing is known of this"""
)
@click.argument("identity", metavar="ID")
@config_option
@json_option
def why(identity: str, config_path: Path, as_json: bool) -> None:
    """Tell the life of a posting: where it is seen, what changed, why it is hidden, held or gone.

    ID is that of an entry of the statewide feed, or of a posting at its source, or its address.
    """
    from contextlib import closing

    from wbl_aggregator.reporting.life_story import tell_life, told_json
    from wbl_aggregator.reporting.life_words import told_text
    from wbl_aggregator.sources import MODERATION, folder_of, read_moderation
    from wbl_aggregator.store import open_for_reading
    from wbl_feed.errors import UsageError

    asked = identity.strip()
    with closing(open_for_reading(state_folder(config_path))) as store:
        told = tell_life(store, asked, read_moderation(folder_of(config_path) / MODERATION))
        sources = len(store.visits())
    if not told.known:
        raise UsageError(
            f"nothing is known of “{asked}”: no entry has that id, now or earlier, no posting of "
            f"{count(sources, 'source')} has it as its id or address, and no notice names it.",
            fix="Copy the id from a feed, to the letter. What was never published leaves no trace once it is gone.",
        )
    if as_json:
        print_json(told_json(told))
    else:
        click.echo(told_text(told))
