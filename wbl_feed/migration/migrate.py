"""Brings documents to a newer version of the standard (spec section 21)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.errors import UsageError
from wbl_feed.migration.steps import FIRST_VERSION, Json, Migration, On, order, take
from wbl_feed.times import format_instant, parse_instant

_KINDS: dict[str, On] = {"DataFeed": "feed", "DataFeedPage": "page", "ChangePage": "changes", "DataCatalog": "catalog"}


@dataclass(frozen=True)
class Outcome:
    """The documents as they are in the newer version, and what was done to them."""

    documents: tuple[Json, ...]
    """The feed first, then its pages; or one document alone."""
    chain: tuple[Migration, ...]
    steps: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How many objects each step changed: the version it leads to, and its number in that migration."""
    changed: frozenset[str] = frozenset()
    """Ids of the postings that changed."""
    later: frozenset[str] = frozenset()
    """Ids of changed postings whose ``dateModified`` is after the moment of the migration and was left."""


def chain(version: str, target: str, migrations: Iterable[Migration]) -> tuple[Migration, ...]:
    """The migrations that lead from one version to another, in order; empty if they are the same.

    Raises ``UsageError`` if the target is an earlier version, or nothing leads there.
    """
    known = list(migrations)
    if order(version) > order(target):
        raise UsageError(
            f"specVersion {version} is later than {target}; documents are not migrated downwards.",
            fix="Readers of an earlier minor version read it as it is.",
        )
    ways: list[tuple[str, tuple[Migration, ...]]] = [(version, ())]
    for reached, way in ways:
        if reached == target:
            return way
        ways += [(one.to, (*way, one)) for one in known if one.before == reached and order(one.to) <= order(target)]
    steps = ", ".join(f"{one.before} to {one.to}" for one in known) or "none"
    raise UsageError(
        f"nothing leads from version {version} to {target}; the migrations known here: {steps}.",
        fix="Name the file of the missing one with --with.",
    )


def newest(version: str, migrations: Iterable[Migration]) -> str:
    """The latest version that is known here and has the same major number."""
    known = {FIRST_VERSION, *(one.to for one in migrations)}
    return max((one for one in known if order(one)[0] == order(version)[0]), key=order, default=version)


def kind_of(document: Any) -> On:
    """What a document is, by its ``type``; a posting that stands alone has none. Raises ``UsageError``."""
    if isinstance(document, dict):
        if document.get("type") in _KINDS:
            return _KINDS[document["type"]]
        if "items" in document:
            return "feed"
        if "type" not in document and {"activityType", "title"} & document.keys():
            return "posting"
    raise UsageError(
        "this is none of the documents of the standard.",
        fix="Give a feed, a page, a posting, a catalogue or a page of a change log, as JSON.",
    )


def version_of(document: Json) -> str:
    """The version that a document follows; the first if it does not say. Raises ``UsageError`` for another major."""
    stated = document.get("specVersion", FIRST_VERSION)
    try:
        major = order(stated)[0] if isinstance(stated, str) else 0
    except ValueError:
        major = 0
    if major != order(FIRST_VERSION)[0]:
        raise UsageError(
            f"specVersion “{stated}” is not version 1 of the standard.", fix="Migrate it with the tools of its version."
        )
    return str(stated)


def migrate(documents: Sequence[Json], way: Sequence[Migration], at: datetime) -> Outcome:
    """One document, or a feed with all its pages, taken through migrations one after the other.

    A posting that a step changes gets ``at`` as its ``dateModified`` (spec 5.1: it changes when any
    other member does), and so does its feed; where no step changes anything, no date moves. A date
    never goes back. ``totalItems`` and ``digest`` are made anew where they stand. The documents given
    are left as they are. Raises ``UsageError`` if count or digest did not agree before: to make them
    anew would make a broken feed look whole (spec 8.2).
    """
    kind = kind_of(documents[0])
    if kind == "feed":
        _must_agree(documents)
    made = deepcopy(list(documents))
    outcome = Outcome(tuple(made), tuple(way))
    changed: set[str] = set()
    later: set[str] = set()
    for migration in way:
        touched = [one for one in _postings(made) if _through(migration, "posting", one, outcome.steps)]
        for posting in touched:
            identity = str(posting.get("id", ""))
            changed.add(identity)
            if not _stamp(posting, at):
                later.add(identity)
        stones = [stone for stone in _tombstones(made) if _through(migration, "tombstone", stone, outcome.steps)]
        for document in made:
            if kind_of(document) != "posting":
                _through(migration, kind_of(document), document, outcome.steps)
                _put_version(document, migration.to)
        if kind == "feed" and (touched or stones):
            _stamp(made[0], at)
            if isinstance(made[0].get("sequence"), int):
                made[0]["sequence"] += 1
    if kind == "feed" and way:
        _seal(made)
    return Outcome(tuple(made), tuple(way), outcome.steps, frozenset(changed), frozenset(later))


def _through(migration: Migration, on: On, value: Json, steps: Counter[tuple[str, int]]) -> bool:
    changed = False
    for number, step in enumerate(migration.steps):
        if step.on == on and take(step, value):
            steps[migration.to, number] += 1
            changed = True
    return changed


def _postings(documents: Iterable[Json]) -> Iterator[Json]:
    for document in documents:
        if kind_of(document) == "posting":
            yield document
        yield from (item for item in _list(document, "items") if isinstance(item, dict))
        changes = (change.get("item") for change in _list(document, "changes") if isinstance(change, dict))
        yield from (item for item in changes if isinstance(item, dict))


def _tombstones(documents: Iterable[Json]) -> Iterator[Json]:
    for document in documents:
        yield from (stone for stone in _list(document, "tombstones") if isinstance(stone, dict))
        changes = (change.get("tombstone") for change in _list(document, "changes") if isinstance(change, dict))
        yield from (stone for stone in changes if isinstance(stone, dict))


def _list(document: Json, name: str) -> list[Any]:
    found = document.get(name)
    return found if isinstance(found, list) else []


def _stamp(value: Json, at: datetime) -> bool:
    """Set ``dateModified`` to a moment unless it is later already; tells whether it is that moment now."""
    try:
        before = parse_instant(value["dateModified"])
        if before.tzinfo and before > at:
            return False
    except (KeyError, TypeError, ValueError):
        return True  # it is not there or unsound: no date is made up for it
    if before != at:
        value["dateModified"] = format_instant(at)
    return True


def _put_version(document: Json, version: str) -> None:
    """``specVersion`` after ``type``, where it stands in every example."""
    rest = {name: member for name, member in document.items() if name not in ("type", "specVersion")}
    head = {"type": document["type"]} if "type" in document else {}
    document.clear()
    document |= {**head, "specVersion": version, **rest}


def _totals(documents: Sequence[Json]) -> tuple[int, str]:
    items = [item for document in documents for item in _list(document, "items")]
    stones = _list(documents[0], "tombstones")
    try:
        return len(items), content_digest(map(canonical_json, items), map(canonical_json, stones))
    except ValueError as error:
        raise UsageError(f"the digest cannot be computed: {error}.", fix="Run wbl validate for the place.") from None


def _must_agree(documents: Sequence[Json]) -> None:
    stated = documents[0]
    count, digest = _totals(documents)
    for name, actual in (("totalItems", count), ("digest", digest)):
        if name in stated and stated[name] != actual:
            raise UsageError(
                f"the feed is not whole: {name} is {stated[name]}, its content makes {actual}.",
                fix="Run wbl validate, mend it, and migrate then.",
            )


def _seal(documents: Sequence[Json]) -> None:
    count, digest = _totals(documents)
    for name, actual in (("totalItems", count), ("digest", digest)):
        if name in documents[0]:
            documents[0][name] = actual
