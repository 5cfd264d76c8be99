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

        return (question(self.store, self.matching, pair) for pair in self.pairs)


def list_pairs(asked: "Asked", *, as_json: bool, most: int) -> None:
    """Print the pairs that nobody has decided on."""
    from wbl_aggregator.reporting.questions import question_json

    if as_json:
        print_json({"pairs": [question_json(one) for one in asked]})
        return
    for number, one in enumerate(islice(asked, most), 1):
        click.echo(_text(one, number, len(asked)))
        click.echo()
    if len(asked) > most:
        click.echo(f"… and {len(asked) - most} more; --json lists them all.")
    if not asked:
        click.echo("There is no pair to decide on.")


def ask_pairs(asked: "Asked", path: Path, today: date) -> None:
    """Ask about one pair after the other, and write each verdict as soon as it is given."""
    from wbl_aggregator.sources import decide

    decided = 0
    for number, one in enumerate(asked, 1):
        click.echo(_text(one, number, len(asked)))
        answer = click.prompt(
            "Same opportunity (s), apart (a), later (l), end (q)", type=click.Choice([*"salq"]), show_choices=False
        )
        if answer == "q":
            break
        if answer in _KEYS:
            decided += decide(path, verdict_of(one, _KEYS[answer], today), _comments(one))
        click.echo()
    _tell(decided, path)


def write_pairs(asked: "Asked", path: Path) -> None:
    """Write all that is not decided into the file of verdicts, to be decided there."""
    from wbl_aggregator.sources import decide

    written = sum(decide(path, verdict_of(one, "ask", None), _comments(one)) for one in asked)
    click.echo(f"{count(written, 'pair')} written to {path}. Change “ask” to “same” or “apart”; the next run does so.")


def decide_pair(store: "Store", path: Path, say: str, names: tuple[str, str], today: date, reason: str) -> None:
    """Write the verdict on two postings that are named by their ids, or undo it."""
    from wbl_aggregator.sources import Posted, Verdict, decide, undo
    from wbl_feed.settings import check

    one, other = (_named(store, name) for name in names)
    if say == "undo":
        changed = undo(path, frozenset((one, other)))
    else:
        ends = {name: Posted(source=end.source, id=end.id) for name, end in (("one", one), ("other", other))}
        verdict = check(Verdict, {"say": say, **ends, "reason": reason, "since": today}, "verdict")
        changed = decide(path, verdict)
    if changed:
        click.echo(f"Written to {path}; the next run does so.")
    else:
        click.echo("That stands there already." if say != "undo" else "There is no verdict on these two.")


def verdict_of(asked: "Question", say: str, today: date | None) -> "Verdict":
    """The verdict on a pair."""
    from wbl_aggregator.sources import Posted, Verdict

    ends = [Posted(source=end.source, id=end.id) for end in (asked.one, asked.other)]
    return Verdict.model_validate({"say": say, "one": ends[0], "other": ends[1], "since": today})


def _named(store: "Store", name: str) -> "Member":
    """The posting that an id names, or a source and an id with a space between. Raises ``UsageError``."""
    from wbl_aggregator.match import Member
    from wbl_feed.errors import UsageError

    source, _, identity = name.strip().rpartition(" ")
    found = [Member(*row) for row in store.sources_of(identity) if source in ("", row[0])]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"no posting has the id “{name}”.", fix="Copy it from `wbl aggregate review --pairs`.")
    names = " or ".join(f"“{one.source} {identity}”" for one in found)
    raise UsageError(f"{count(len(found), 'source')} have a posting of this id.", fix=f"Name one as {names}.")


def _text(asked: "Question", number: int, all_: int) -> str:
    from wbl_aggregator.reporting.likeness_words import likeness_lines
    from wbl_feed.notices import shown

    sides = (asked.one, asked.other)
    wide = max(len(side.source) for side in sides)
    lines = [f"{number} of {all_}"]
    for side in sides:
        lines += [f"  {side.source:{wide}}  {shown(side.title)}", f"  {'':{wide}}  {shown(side.url, 200)}"]
    told = asked.explanation.to_json(asked.least)
    lines += [f"  {line}" for line in likeness_lines(told, [side.source for side in sides])]
    if asked.points >= asked.least:
        lines.append("  They are not one entry, since another posting was nearer or something keeps them apart:")
    for rival, of, points in asked.rivals:
        lines.append(f"  {of.source}'s could be {rival.source}'s “{shown(rival.title)}”, too ({points} points).")
    return "\n".join(lines)


def _comments(asked: "Question") -> tuple[str, ...]:
    from wbl_aggregator.reporting.questions import lines_of

    return tuple(lines_of(asked))


def _tell(decided: int, path: Path) -> None:
    click.echo(
        f"{count(decided, 'verdict')} written to {path}; the next run does so." if decided else "Nothing was changed."
    )
