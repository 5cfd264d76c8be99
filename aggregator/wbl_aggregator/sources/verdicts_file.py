"""Reads ``verdicts.toml``, what people decided about pairs of postings, and adds to it."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from wbl_aggregator.match import Member
from wbl_aggregator.match.verdicts import Pair, Say, Verdicts
from wbl_aggregator.sources.appending import append
from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.settings import Settings, check, read_toml, toml_table
from wbl_feed.toml_text import quoted

VERDICTS = "verdicts.toml"
"""Beside the sources file."""
_BEGINNING = """# Which postings are one opportunity ("same") and which are not ("apart"), whatever comparing them says.
# "ask" is not decided yet. To undo a verdict, write "ask" or take its table out; the next run matches anew.
config_version = 1
"""


class Posted(Settings):
    """A posting of a source."""

    source: str = Field(min_length=1)
    """Id of the source in the sources file."""
    id: str = Field(min_length=1)
    """Id of the posting there, now or earlier."""

    @property
    def member(self) -> Member:
        """The same for matching."""
        return Member(self.source, self.id)


class Verdict(Settings):
    """What a person says of two postings."""

    say: Literal["same", "apart", "ask"]
    """``ask`` where nobody has decided yet."""
    one: Posted
    other: Posted
    reason: str = ""
    """For people; it is not published."""
    since: date | None = None
    """When it was decided, for people."""

    @model_validator(mode="after")
    def _two(self) -> "Verdict":
        if self.one == self.other:
            raise ValueError(f"“one” and “other” are the same posting, {self.one.id}")
        if self.say == "same" and self.one.source == self.other.source:
            raise ValueError(
                f"{self.one.id} and {self.other.id} are of one source, “{self.one.source}”, so that they are never one"
                " entry; if it lists one opportunity twice, block one of them in moderation.toml"
            )
        return self

    @property
    def pair(self) -> Pair:
        """The two postings, in no order."""
        return frozenset((self.one.member, self.other.member))


class _File(Settings):
    verdicts: tuple[Verdict, ...] = Field((), alias="verdict")

    @model_validator(mode="after")
    def _once(self) -> "_File":
        seen: dict[Pair, str] = {}
        for verdict in self.verdicts:
            if verdict.say != "ask" and seen.setdefault(verdict.pair, verdict.say) != verdict.say:
                raise ValueError(f"{verdict.one.id} and {verdict.other.id} are said to be both the same and apart")
        return self


def read_verdicts(path: Path) -> Verdicts:
    """The verdicts of a file; none if it is not there. Raises ``UsageError`` with the place of the first fault."""
    said: dict[Pair, Say] = {one.pair: one.say for one in listed_verdicts(path) if one.say != "ask"}
    return Verdicts(said)


def listed_verdicts(path: Path) -> tuple[Verdict, ...]:
    """All that stands in a file, what is not decided too. Raises ``UsageError`` as :func:`read_verdicts` does."""
    written = path.exists() and path.stat().st_size > 0
    return check(_File, read_toml(path), str(path)).verdicts if written else ()


def decide(path: Path, verdict: Verdict, comments: Iterable[str] = ()) -> bool:
    """Write a verdict in place of what the file says of the two postings, or below its comments at the end.

    Tells whether the file was changed. ``ask`` changes nothing that is decided; :func:`undo` does. Raises
    ``UsageError`` if the file cannot be read, ``NothingPublishedError`` when the disk refuses.
    """
    there = [one for one in listed_verdicts(path) if one.pair == verdict.pair]
    if there and (verdict.say == "ask" or any(_says(one, verdict) for one in there)):
        return False
    if there:
        return _say(path, verdict.pair, verdict)
    return _append(path, _table(verdict, comments))


def ask(path: Path, verdicts: Iterable[tuple[Verdict, Iterable[str]]]) -> int:
    """Write pairs that are not decided at the end of the file, each below its comments; tells how many. One that stands
    there is not written again. Raises as :func:`decide` does.
    """
    there = {one.pair for one in listed_verdicts(path)}
    tables = [_table(verdict, comments) for verdict, comments in verdicts if verdict.pair not in there]
    if tables:
        _append(path, [line for table in tables for line in table])
    return len(tables)


def forget_words(path: Path, words: Iterable[str]) -> None:
    """Take the comments away in which any of some words stand: what is forgotten stays in no file."""
    if not path.is_file():
        return
    told = [word for word in words if word]
    lines = path.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    left = [line for line in lines if not (line.startswith("#") and any(word in line for word in told))]
    if left != lines:
        write_if_changed(path, "".join(left).encode())


def _table(verdict: Verdict, comments: Iterable[str]) -> list[str]:
    lines = ["", *(f"# {_line(comment)}" for comment in comments), "[[verdict]]", f"say = {quoted(verdict.say)}"]
    lines += [
        f"{name} = {{ source = {quoted(one.source)}, id = {quoted(one.id)} }}"
        for name, one in (("one", verdict.one), ("other", verdict.other))
    ]
    lines += [f"reason = {quoted(verdict.reason)}"] if verdict.reason else []
    return [*lines, *([f"since = {verdict.since.isoformat()}"] if verdict.since else [])]


def _append(path: Path, lines: list[str]) -> bool:
    return append(path, "verdict", lines, lambda tables: check(_File, tables, str(path)), _BEGINNING)


def undo(path: Path, pair: Pair) -> bool:
    """Leave two postings undecided again; tells whether a verdict was there. Raises as :func:`decide` does."""
    decided = [one for one in listed_verdicts(path) if one.pair == pair and one.say != "ask"]
    return bool(decided) and _say(path, pair, decided[0].model_copy(update={"say": "ask", "reason": "", "since": None}))


def _says(there: Verdict, verdict: Verdict) -> bool:
    """Whether a verdict that stands there says as much."""
    return there.say == verdict.say and verdict.reason in ("", there.reason)


def _say(path: Path, pair: Pair, verdict: Verdict) -> bool:
    """Write another verdict, with its reason and date, into the tables about two postings, and leave all else as it is.

    Raises ``UsageError`` where their form is not that of tables with a line for each key.
    """
    text = path.read_bytes().decode("utf-8-sig")
    head, *tables = re.split(r"(?m)^(?=[ \t]*\[\[verdict\]\])", text)
    made = "".join([head, *(_with(verdict, table) if _is_about(table, pair) else table for table in tables)])
    if {one.say for one in _parsed(made, path) if one.pair == pair} != {verdict.say}:
        fix = f'Change its “say” to "{verdict.say}" by hand.'
        raise UsageError("the form of the file lets the verdict not be changed.", place=str(path), fix=fix)
    return write_if_changed(path, made.encode())


def _with(verdict: Verdict, table: str) -> str:
    bare = re.sub(r"(?m)^[ \t]*(?:reason|since)[ \t]*=.*(?:\r?\n|$)", "", table)
    lines = [f"say = {quoted(verdict.say)}"]
    lines += [f"reason = {quoted(verdict.reason)}"] if verdict.reason else []
    lines += [f"since = {verdict.since.isoformat()}"] if verdict.since else []
    written = "\n".join(lines)
    return re.sub(r"(?m)^[ \t]*say[ \t]*=[ \t]*([\"'])\w+\1", lambda _: written, bare, count=1)


def _is_about(table: str, pair: Pair) -> bool:
    try:
        (verdict,) = _parsed(f"config_version = 1\n{table}", Path(VERDICTS))
    except (UsageError, ValueError):
        return False
    return verdict.pair == pair


def _parsed(text: str, path: Path) -> tuple[Verdict, ...]:
    return check(_File, toml_table(text, str(path)), str(path)).verdicts


def _line(comment: str) -> str:
    """A comment that cannot leave its line."""
    return "".join(letter if letter.isprintable() else " " for letter in comment)
