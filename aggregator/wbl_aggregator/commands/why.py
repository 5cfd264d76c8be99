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
  wbl aggregate why https://harbor-stem.example/postings/4821 https://hilltown.example/7

\b
Exit codes: 0 done · 2 there is no state, or nothing is known of this"""
)
@click.argument("identity", metavar="ID")
@click.argument("other", metavar="[OTHER]", required=False)
@config_option
@json_option
def why(identity: str, other: str | None, config_path: Path, as_json: bool) -> None:
    """Tell the life of a posting: where it is seen, what changed, why it is hidden, held or gone.

    ID is that of an entry of the statewide feed, or of a posting at its source, or its address. With OTHER, another
    posting, it tells how alike the two are, and why they are one entry or are not.
    """
    from contextlib import closing

    from wbl_aggregator.reporting.life_story import tell_life, told_json
    from wbl_aggregator.reporting.life_words import told_text
    from wbl_aggregator.sources import MODERATION, folder_of, read_moderation
    from wbl_aggregator.store import open_for_reading
    from wbl_feed.errors import UsageError

    if other:
        _why_two(identity, other, config_path, as_json=as_json)
        return
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


def _why_two(identity: str, other: str, config_path: Path, *, as_json: bool) -> None:
    """How alike two postings are."""
    from contextlib import closing

    from wbl_aggregator.commands.pairs import named
    from wbl_aggregator.match.best_first import Match
    from wbl_aggregator.reporting.question_words import question_text
    from wbl_aggregator.reporting.questions import question, question_json
    from wbl_aggregator.sources import folder_of, read_config, read_matching
    from wbl_aggregator.store import open_for_reading
    from wbl_feed.errors import UsageError

    matching = read_matching(folder_of(config_path), read_config(config_path).match)
    with closing(open_for_reading(state_folder(config_path))) as store:
        one, two = sorted((named(store, matching, identity), named(store, matching, other)))
        told = question(store, matching, Match(0, one, two)) if one != two else None
    if told is None:
        raise UsageError("these are not two postings that are shown.", fix="Name two of which `why` knows each.")
    if as_json:
        print_json(question_json(told))
    elif told.one.entry == told.other.entry:
        click.echo(f"{question_text(told)}\n  They are one entry: {told.one.entry}")
    else:
        click.echo(question_text(told))
