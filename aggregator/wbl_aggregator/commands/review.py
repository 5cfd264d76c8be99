"""``wbl aggregate review``."""

import sys
from collections.abc import Sequence, Set
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_aggregator.commands.options import config_option, state_folder
from wbl_feed.cli.output import at_option, count, json_option, print_json

if TYPE_CHECKING:
    from datetime import date

    from wbl_aggregator.store import Store
    from wbl_aggregator.visits import Held

_MOST = 20


@click.command(
    epilog="""\b
Examples:
  wbl aggregate review
  wbl aggregate review --accept north
  wbl aggregate review --keep north --yes
  wbl aggregate review --pairs
  wbl aggregate review --write
  wbl aggregate review --apart https://north.example/p/1 https://south.example/p/7

\b
Exit codes: 0 done · 2 there is no state, or what is named is not there · 5 a run is under way"""
)
@config_option
@click.option("--accept", metavar="SOURCE", help="Let what is held of this source go at its next visit.")
@click.option("--keep", metavar="SOURCE", help="Keep it, and ask no more until something else is held.")
@click.option("--yes", is_flag=True, help="Do not ask before.")
@click.option("--pairs", is_flag=True, help="Ask about each pair of postings that may be one; a list, if piped.")
@click.option("--write", is_flag=True, help="Write these pairs into verdicts.toml, to be decided there.")
@click.option("--same", nargs=2, metavar="ID ID", help="Two postings are one opportunity.")
@click.option("--apart", nargs=2, metavar="ID ID", help="Two postings are not.")
@click.option("--undo", nargs=2, metavar="ID ID", help="Take back what was decided of two postings.")
@click.option("--reason", default="", help="Why, for those who read verdicts.toml.")
@at_option
@json_option
def review(
    config_path: Path,
    accept: str | None,
    keep: str | None,
    yes: bool,
    pairs: bool,
    write: bool,
    same: tuple[str, str] | None,
    apart: tuple[str, str] | None,
    undo: tuple[str, str] | None,
    reason: str,
    at: str | None,
    as_json: bool,
) -> None:
    """Decide what a run leaves to you: postings that vanished and are kept, and pairs that may be one opportunity.

    What you decide of pairs stands in verdicts.toml beside the sources file; it holds whatever is found later, and
    can be edited and taken back there.
    """
    from contextlib import closing

    from wbl_aggregator.commands.asking import agreed
    from wbl_aggregator.reporting.reasons import to_decide
    from wbl_aggregator.store import Store, open_for_reading
    from wbl_feed.errors import UsageError
    from wbl_feed.times import read_clock

    named = {"same": same, "apart": apart, "undo": undo}
    if pairs or write or any(named.values()):
        _pairs(config_path, named, read_clock(at).date(), reason, write=write, as_json=as_json)
        return
    if accept and keep:
        raise UsageError("--accept and --keep cannot stand together.", fix="Decide on one source at a time.")
    state = state_folder(config_path)
    source = accept or keep
    with closing(open_for_reading(state)) as store:
        held = to_decide(store.held(source or ""))
        reviewed = {one.source: store.review(one.source) for one in held}
        waiting = 0 if source else _waiting(store, config_path)
    if not source:
        _show(
            held,
            {name for name, (verdict, ids) in reviewed.items() if verdict == "keep" and ids == _ids(held, name)},
            waiting,
            as_json,
        )
        return
    if not held:
        raise UsageError(f"nothing is held of “{source}”.", fix="See wbl aggregate review.")
    _list(held)
    question = f"Let {count(len(held), 'posting')} go" if accept else f"Keep {count(len(held), 'posting')}"
    if not yes and not agreed(question):
        click.echo("Nothing was changed.")
        return
    with closing(Store.open(state)) as writing:
        writing.accept_held(source, keep=bool(keep))
    if accept:
        click.echo(f"They go at the next visit of {source}; wbl aggregate run --only {source} makes it now.")
    else:
        click.echo("They are kept; what else vanishes will be asked about.")


def _pairs(
    config_path: Path,
    named: dict[str, tuple[str, str] | None],
    today: "date",
    reason: str,
    *,
    write: bool,
    as_json: bool,
) -> None:
    """What concerns pairs."""
    from contextlib import closing

    from wbl_aggregator.commands.pairs import Asked, ask_pairs, decide_pair, list_pairs, write_pairs
    from wbl_aggregator.outcome import undecided_pairs
    from wbl_aggregator.sources import VERDICTS, folder_of, read_config, read_matching
    from wbl_aggregator.store import open_for_reading

    folder = folder_of(config_path)
    path = folder / VERDICTS
    matching = read_matching(folder, read_config(config_path).match)
    with closing(open_for_reading(state_folder(config_path))) as store:
        decided = {say: names for say, names in named.items() if names}
        for say, names in decided.items():
            decide_pair(store, matching, path, say, names, today, reason)
        if decided:
            return
        asked = Asked(store, matching, undecided_pairs(store, matching))
        if write:
            write_pairs(asked, path)
        elif as_json or not _is_asked() or not asked:
            list_pairs(asked, as_json=as_json, most=_MOST)
        else:
            ask_pairs(asked, path, today)


def _waiting(store: "Store", config_path: Path) -> int:
    """How many pairs wait for a person's word."""
    from wbl_aggregator.outcome import undecided_pairs
    from wbl_aggregator.sources import folder_of, read_config, read_matching

    matching = read_matching(folder_of(config_path), read_config(config_path).match)
    return len(undecided_pairs(store, matching))


def _is_asked() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ids(held: "Sequence[Held]", source: str) -> frozenset[str]:
    return frozenset(one.id for one in held if one.source == source)


def _show(held: "Sequence[Held]", kept: Set[str], waiting: int, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "source": one.source,
                "id": one.id,
                "title": one.title,
                "since": one.since,
                "reason": one.reason,
                "kept": one.source in kept,
            }
            for one in held
        ]
        print_json({"held": rows, "undecidedPairs": waiting})
        return
    if held:
        _list(held, kept)
        click.echo("\nDecide with --accept SOURCE or --keep SOURCE.")
    else:
        click.echo("Nothing is held.")
    if waiting:
        click.echo(f"{count(waiting, 'pair')} of postings may be one opportunity: wbl aggregate review --pairs")


def _list(held: "Sequence[Held]", kept: Set[str] = frozenset()) -> None:
    from wbl_aggregator.reporting.reasons import in_words
    from wbl_feed.notices import shown
    from wbl_feed.times import shown_instant

    for source, group in groupby(sorted(held, key=lambda one: (one.source, one.since, one.id)), lambda one: one.source):
        ones = list(group)
        click.echo(f"{source}: {count(len(ones), 'posting')}{' (you keep them)' if source in kept else ''}")
        for reason in dict.fromkeys(one.reason for one in ones):
            click.echo(f"  {in_words(reason)}")
        for one in ones[:_MOST]:
            since = shown_instant(one.since)
            click.echo(f"    {shown(one.title or '(no title)')}  {shown(one.id, 120)}  since {since}")
        if len(ones) > _MOST:
            click.echo(f"    … and {len(ones) - _MOST} more; --json lists them all.")
