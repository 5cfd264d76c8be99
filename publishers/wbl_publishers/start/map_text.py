"""Writes a plan as a mapping file that a person can correct."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wbl_feed.cli.output import count
from wbl_feed.resources import spec_json
from wbl_feed.toml_text import comment, commented, quoted, shown
from wbl_publishers.members import member
from wbl_publishers.start.fitting import shape
from wbl_publishers.start.guess import ID, Guess
from wbl_publishers.start.headings import APPROVAL
from wbl_publishers.start.plan import Plan

_YES = ("yes", "y", "approved", "true", "ok", "x", "✓", "sí", "si", "aprobado", "aprobada", "publish")
_SAMPLES, _SAMPLE = 3, 30


def map_text(plan: Plan, source: str, options: Mapping[str, str | int] | None = None) -> str:
    """The text of ``map.toml``, without a table ``[feed]``, which stands in ``publish.toml``.

    ``options`` are what the adapter is told.
    """
    options = {**(options or {}), **({"header_row": plan.sheet.row} if plan.sheet.grouped else {})}
    told = ["", "[options]", *(f"{key} = {quoted(value)}" for key, value in options.items())] if options else []
    return "\n".join([*_head(plan, source), "config_version = 1", *told, *_identity(plan), *rules(plan)]) + "\n"


def rules(plan: Plan, needed: Iterable[str] = ()) -> list[str]:
    """The tables ``[fields]`` and ``[constants]``, and what is left out.

    ``needed`` are lines for members that nothing says yet.
    """
    used = sorted((one for one in plan.used if one.member != ID), key=lambda one: _place(one.member))
    asked = [one for one in plan.guesses if one.confidence == "question" and one.member not in ("", ID)]
    lines = [*_approved(plan), "", "[fields]", *needed]
    for one in used:
        if not _has_table(one, plan):
            lines += ["", *_said(one), f"{quoted(one.member)} = {_rule(one, plan)}"]
    for one in asked:
        if not one.translations:
            lines += ["", *_said(one), *commented([f"{quoted(one.member)} = {_rule(one, plan)}"])]
    for one in used:
        if _has_table(one, plan):
            lines += ["", *_said(one), *_table(one, plan), *_not_understood(one)]
    for one in asked:
        if one.translations:
            lines += ["", *_said(one), *commented([*_table(one, plan), *_guessed(one)])]
    return [*lines, *_constants(plan), *_left_out(plan)]


def _approved(plan: Plan) -> list[str]:
    """The table ``[only]`` for a column that says which rows are approved."""
    lines = []
    for one in plan.guesses:
        if one.topic == APPROVAL:
            yes = next((cell for cell in one.column.cells if cell.casefold() in _YES), "yes")
            lines += [f"{quoted(one.column.heading)} = {quoted([yes])}"]
    if not lines:
        return []
    why = "To publish only the rows in which one of these texts stands in that column, take the # away:"
    return ["", *comment(why), *commented(["[only]", *lines])]


def _identity(plan: Plan) -> list[str]:
    lines: list[str] = []
    for one in plan.guesses:
        if one.member == ID and one.confidence != "left out":
            table = ["[id]", f"column = {quoted(one.column.heading)}"]
            lines += ["", *_said(one), *(table if one.used else commented(table))]
    return lines


def _head(plan: Plan, source: str) -> Iterator[str]:
    rows = count(plan.sheet.rows, "row" if plan.sheet.row else "record")
    seen = f"the headings in row {plan.sheet.row} and {rows} below them" if plan.sheet.row else f"its first {rows}"
    yield from comment(
        f"Which column of {source} is what. wbl publish init wrote this from {seen}. "
        "Look it through: what is “sure” or “likely” is used, a “question” is not."
    )
    yield from comment(
        "A line that begins with # does nothing: take the # away to use it, or put one before a line that is wrong. "
        "A default stands where a cell is empty or cannot be read."
    )
    for sentence in plan.careful:
        yield "#"
        yield from comment(f"CAREFUL: {sentence}")


def _place(pointer: str) -> tuple[int, bool]:
    """Where a member comes in the file: those that every posting needs, then as the standard has them.

    Pay in a word comes before pay in full, which knows better where both speak.
    """
    order = ["title", "url", *spec_json("posting.schema.json")["properties"]]
    return (order.index(pointer.split("/")[1]), pointer == "/compensation")


def _has_table(said: Guess, plan: Plan) -> bool:
    """Whether a field has a table of its own; pay in full does where pay in a word does, to come after it."""
    words = {one.member for one in plan.used if one.translations}
    return said.member in words or (said.member == "/compensation" and "/compensation/status" in words)


def _said(said: Guess) -> list[str]:
    """How sure a guess is, why, and what stands in the cells; mailboxes are nobody's business here."""
    why = f", {said.why}" if said.why else ""
    cells = [cell for cell in dict.fromkeys(said.column.cells) if shape(cell) != "mailbox"]
    samples = f": {' · '.join(shown(cell, _SAMPLE) for cell in cells[:_SAMPLES])}" if cells else ""
    return comment(f"{said.confidence}{why}{samples}")


def _settings(said: Guess, plan: Plan) -> dict[str, Any]:
    """What the mapping file says of a field."""
    said_of_it = {"split": said.split, "html": said.html, "default": plan.defaults.get(said.member)}
    return {"column": said.column.heading, **{key: value for key, value in said_of_it.items() if value}}


def _rule(said: Guess, plan: Plan) -> str:
    """A field in one line."""
    settings = _settings(said, plan)
    if len(settings) == 1:
        return quoted(said.column.heading)
    return "{ " + ", ".join(f"{key} = {quoted(value)}" for key, value in settings.items()) + " }"


def _table(said: Guess, plan: Plan) -> list[str]:
    """A field as a table of its own, with what is known of its words."""
    lines = [f"{key} = {quoted(value)}" for key, value in _settings(said, plan).items()]
    lines = [f"[fields.{quoted(said.member)}]", *lines]
    if said.translations:
        lines += [f"[fields.{quoted(said.member)}.values]"]
        lines += [f"{quoted(one.text)} = {quoted(one.code)}" for one in said.translations if one.code]
    return lines


def _not_understood(said: Guess) -> list[str]:
    """The words that nobody translates yet, for a person to do."""
    lines = commented(_guessed(said))
    if not lines:
        return []
    return [*comment("Not understood. Take the # away and write a code on the right:"), *lines, *_codes(said.member)]


def _guessed(said: Guess) -> list[str]:
    unknown = [one for one in said.translations if not one.code]
    return [f"{quoted(one.text)} = {quoted(one.near)}  # in {count(one.times, 'cell')}" for one in unknown]


def _constants(plan: Plan) -> list[str]:
    lines = ["", "[constants]"] if plan.constants else []
    for one in plan.constants:
        line = f"{quoted(one.member)} = {quoted(one.value)}"
        lines += ["", *comment(f"{one.why[0].upper()}{one.why[1:]}."), *([line] if one.used else commented([line]))]
        if one.member == "/activityType":
            lines += _codes(one.member)
    return lines


def _codes(pointer: str) -> list[str]:
    target = member(pointer)
    codes = target.choices or (target.vocabulary.terms if target.vocabulary else ())
    return comment(f"The codes: {', '.join(codes)}") if codes else []


def _left_out(plan: Plan) -> list[str]:
    """The columns that are not published, without what stands in them."""
    lines = []
    for one in plan.guesses:
        if one.confidence == "left out":
            lines += comment(f"“{shown(one.column.heading, 100)}”: {one.why or 'no member is like it'}")
            if one.member:
                lines += commented([f"{quoted(one.member)} = {quoted(one.column.heading)}"])
    return ["", "# Not used:", *lines] if lines else []
