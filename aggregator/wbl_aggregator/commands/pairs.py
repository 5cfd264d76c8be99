"""The part of ``wbl aggregate review`` that asks about pairs of postings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_feed.cli.output import count, print_json

if TYPE_CHECKING:
    from wbl_aggregator.match import Member
    from wbl_aggregator.match.best_first import Match
    from wbl_aggregator.match.verdicts import Pair
    from wbl_aggregator.reporting.questions import Question
    from wbl_aggregator.sources import Matching
    from wbl_aggregator.sources.verdicts_file import Verdict
    from wbl_aggregator.store import Store

_KEYS = {"s": "same", "a": "apart"}


@dataclass(frozen=True)
class Asked:
    """The questions of a state, each made when it is come to."""

    store: "Store"
    matching: "Matching"
    pairs: "Sequence[Match]"

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> "Iterator[Question]":
        from wbl_aggregator.reporting.questions import question

        made = (question(self.store, self.matching, pair) for pair in self.pairs)
        return (one for one in made if one is not None)


def list_pairs(asked: Asked, *, as_json: bool, most: int) -> None:
    """Print the pairs that nobody has decided on."""
    from wbl_aggregator.reporting.question_words import question_text
    from wbl_aggregator.reporting.questions import question_json

    if as_json:
        print_json({"pairs": [question_json(one) for one in asked]})
        return
    for number, one in enumerate(islice(asked, most), 1):
        click.echo(f"{number} of {len(asked)}\n{question_text(one)}\n")
    if len(asked) > most:
        click.echo(f"… and {len(asked) - most} more; --json lists them all.")
    if not asked:
        click.echo("There is no pair to decide on.")


def ask_pairs(asked: Asked, path: Path, today: date) -> None:
    """Ask about one pair after the other, and write each verdict as soon as it is given."""
    from wbl_aggregator.reporting.question_words import lines_of, question_text
    from wbl_aggregator.sources import decide

    decided = 0
    try:
        for number, one in enumerate(asked, 1):
            click.echo(f"{number} of {len(asked)}\n{question_text(one)}")
            answer = click.prompt(
                "Same opportunity (s), apart (a), later (l), end (q)", type=click.Choice([*"salq"]), show_choices=False
            )
            if answer == "q":
                break
            if answer in _KEYS:
                decided += decide(path, _verdict_of(one, _KEYS[answer], today), lines_of(one))
            click.echo()
    except click.Abort:
        click.echo()
    told = f"{count(decided, 'verdict')} written to {path}; the next run does so."
    click.echo(told if decided else "Nothing was changed.")


def write_pairs(asked: Asked, path: Path) -> None:
    """Write all that is not decided into the file of verdicts, to be decided there."""
    from wbl_aggregator.reporting.question_words import lines_of
    from wbl_aggregator.sources import ask

    written = ask(path, ((_verdict_of(one, "ask", None), lines_of(one)) for one in asked))
    click.echo(f"{count(written, 'pair')} written to {path}. Change “ask” to “same” or “apart”; the next run does so.")


def decide_pair(
    store: "Store", matching: "Matching", path: Path, say: str, names: tuple[str, str], today: date, reason: str
) -> None:
    """Write the verdict on two postings that are named by ids or addresses, or undo it."""
    from wbl_aggregator.sources import Posted, Verdict, decide, undo
    from wbl_aggregator.store.bearing import decided
    from wbl_feed.settings import check

    one, other = (named(store, matching, name) for name in names)
    pair: Pair = decided(store.database, matching.verdicts).get(frozenset((one, other)), frozenset((one, other)))
    if say == "undo":
        changed = undo(path, pair)
    else:
        one, other = sorted(pair) if len(pair) > 1 else (one, other)
        ends = {name: Posted(source=end.source, id=end.id) for name, end in (("one", one), ("other", other))}
        verdict = check(Verdict, {"say": say, **ends, "reason": reason, "since": today}, "verdict")
        changed = decide(path, verdict)
    if changed:
        click.echo(f"Written to {path}; the next run does so.")
    else:
        click.echo("That stands there already." if say != "undo" else "There is no verdict on these two.")


def _verdict_of(asked: "Question", say: str, today: date | None) -> "Verdict":
    from wbl_aggregator.sources import Posted, Verdict

    ends = [Posted(source=end.source, id=end.id) for end in (asked.one, asked.other)]
    return Verdict.model_validate({"say": say, "one": ends[0], "other": ends[1], "since": today})


def named(store: "Store", matching: "Matching", name: str) -> "Member":
    """The posting that an id or address names, or a source and an id with a space between; one that only a verdict
    names too. Raises ``UsageError``.
    """
    from wbl_feed.errors import UsageError

    source, _, identity = name.strip().rpartition(" ")
    told = {end for pair in matching.verdicts.said for end in pair if end.id == identity}
    found = [one for one in store.named(identity) or sorted(told) if source in ("", one.source)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            f"no posting has the id or address “{name}”.",
            fix="Copy the id of a posting at its source from `wbl aggregate review --pairs` or `wbl aggregate why`.",
        )
    names = " or ".join(f"“{one.source} {one.id}”" for one in found)
    raise UsageError(f"{count(len(found), 'posting')} are named so.", fix=f"Name one as {names}.")
