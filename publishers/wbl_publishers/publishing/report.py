"""What a publishing run did, for people and for scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wbl_feed.cli.output import count
from wbl_feed.models import Posting
from wbl_feed.notices import shown
from wbl_publishers.publishing.batch import Settled
from wbl_publishers.publishing.build import Build
from wbl_publishers.publishing.run import Published

Action = Literal["added", "changed", "withdrawn", "refused", "kept"]
_SHORT = 60
_NAMED = 5
"""Titles that a summary names."""


@dataclass(frozen=True)
class Line:
    """What becomes of one posting or record."""

    action: Action
    place: str
    """Where its record stands; empty where there is none."""
    title: str
    detail: str = ""
    """Which members change, or why a record is refused."""
    id: str = ""

    def to_json_value(self) -> dict[str, str]:
        """The line for scripts."""
        return {name: value for name, value in vars(self).items() if value}


def lines(build: Build) -> Iterator[Line]:
    """One line for each posting that is added, changed, withdrawn or kept, and for each record that is refused."""
    places = {identity: place for one in build.inputs for identity, place in one.places.items()}
    for posting in build.added:
        yield Line("added", places.get(posting.id, ""), posting.title, id=posting.id)
    for old, new in build.changed:
        yield Line("changed", places.get(new.id, ""), new.title, _differences(old, new), new.id)
    for posting in build.gone:
        yield Line("withdrawn", "", posting.title, id=posting.id)
    for draft in build.refused:
        why = " ".join(notice.message for notice in draft.notices if notice.fails)
        yield Line("refused", draft.place, str(draft.members.get("title", "")), why)
    for posting in build.kept:
        yield Line("kept", places.get(posting.id, ""), posting.title, "as it was published", posting.id)


def _differences(old: Posting, new: Posting) -> str:
    before, now = old.to_json_value(), new.to_json_value()
    names = [name for name in dict.fromkeys([*now, *before]) if name != "dateModified"]
    return "; ".join(
        f"{name}: {_short(before.get(name))} → {_short(now.get(name))}"
        for name in names
        if before.get(name) != now.get(name)
    )


def _short(value: Any) -> str:
    text = "nothing" if value is None else value if isinstance(value, str) else shown(value)
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def summary_line(published: Published) -> str:
    """The run in a few sentences: records in = postings + refused, and then what else the feed has."""
    build = published.build
    unseen = sum(len(one.unseen) for one in build.inputs)
    failed = sum(len(one.kept) for one in build.inputs if one.failure)
    of_refused = _of_refused(build)
    outcome = f"({len(build.added)} new, {len(build.changed)} changed), {len(build.refused)} refused"
    passed_over = sum(one.passed_over for one in build.inputs)
    outcome += f", {passed_over} passed over" if passed_over else ""
    published_now = count(len(build.feed.items) - len(build.kept), "posting")
    said = [f"{count(build.records, 'row')}: {published_now} {outcome}, {len(build.withdrawn)} withdrawn."]
    if of_refused:
        rows, stay = ("a refused row", "stays") if len(of_refused) == 1 else ("refused rows", "stay")
        said.append(f"{count(len(of_refused), 'posting')} of {rows} {stay} as published before{_names(of_refused)}.")
    if unseen:
        said.append(f"{_staying(unseen)} that the source shows no more, since it shows its newest alone.")
    if failed:
        said.append(f"{_staying(failed)} of what could not be read.")
    said += [one.message for one in build.inputs if one.message]
    if build.kept:
        said.append(f"The feed has {count(len(build.feed.items), 'posting')}.")
    return " ".join(said)


def _of_refused(build: Build) -> list[Posting]:
    """The postings that stay because their records were refused."""
    others = {one.id for done in build.inputs for one in (*done.held, *done.unseen)}
    return [one for done in build.inputs if not done.failure for one in done.kept if one.id not in others]


def _names(postings: list[Posting]) -> str:
    """The titles of those that are still shown as open, since that may be what the refused record wanted to end."""
    titles = [f"“{shown(one.title)}”" for one in postings if one.live][:_NAMED]
    return f", shown as open: {', '.join(titles)}" if titles else ""


def _staying(number: int) -> str:
    return f"{count(number, 'posting')} {'stays' if number == 1 else 'stay'}"


def report_json(published: Published) -> dict[str, Any]:
    """The same with every notice."""
    build = published.build
    return {
        "feed": build.feed.id,
        "rows": build.records,
        "postings": len(build.feed.items),
        "added": [posting.id for posting in build.added],
        "changed": [new.id for _, new in build.changed],
        "kept": [posting.id for posting in build.kept],
        "held": [posting.id for one in build.inputs for posting in one.held],
        "message": " ".join(one.message for one in build.inputs if one.message),
        "withdrawn": [tombstone.id for tombstone in build.withdrawn],
        "refused": [
            {"place": draft.place, "cells": draft.cells, "notices": [n.to_json_value() for n in draft.notices]}
            for draft in build.refused
        ],
        "notices": [notice.to_json_value() for notice in build.notices],
        "lines": [line.to_json_value() for line in lines(build)],
        "inputs": [_input(one) for one in build.inputs],
        "written": [str(path) for path in published.written],
    }


def _input(one: Settled) -> dict[str, Any]:
    return {
        "name": one.name,
        "rows": one.records,
        "postings": len(one.postings) - len(one.kept),
        "refused": len(one.refused),
        "passedOver": one.passed_over,
        "kept": len(one.kept),
        "withdrawn": len(one.gone),
        "error": str(one.failure) if one.failure else "",
    }
