"""Takes a posting out of everything that is kept and published, so that no source brings it back."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wbl_aggregator.crawl.raw import RAW, RawBodies
from wbl_aggregator.outcome import Run
from wbl_aggregator.pipeline import run
from wbl_aggregator.sources import VERDICTS, Config, add_block, forget_words, read_matching, read_moderation
from wbl_aggregator.store import Store
from wbl_feed.errors import UsageError
from wbl_feed.files import remove


@dataclass(frozen=True)
class Named:
    """What an id that somebody gave stands for."""

    postings: tuple[tuple[str, str], ...]
    """Source and id of each posting that goes."""
    entries: tuple[str, ...]
    """Entries that it was in, now or earlier."""


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten."""

    named: Named
    raw: int
    """Raw bodies that went, since it stood in them."""
    run: Run


def named_by(store: Store, identity: str) -> Named:
    """The postings and entries that an id stands for: of an entry all of its postings, of a posting that alone.

    Raises ``UsageError`` for an id that nothing is known by.
    """
    row = store.database.execute("select entry from alias where alias = ?", (identity,)).fetchone()
    entry = row[0] if row else identity
    rows = store.database.execute("select source, id, entry from member where entry = ?", (entry,)).fetchall()
    rows = rows or store.database.execute("select source, id, entry from member where id = ?", (identity,)).fetchall()
    held = store.database.execute("select source, id from posting where id = ?", (identity,)).fetchall()
    postings = {(source, one) for source, one, _ in rows} | set(held)
    if not postings:
        fix = "Give the id of an entry of the statewide feed, or that of a posting at its source, to the letter."
        raise UsageError(f"no posting is known by the id “{identity}”.", fix=fix)
    return Named(tuple(sorted(postings)), tuple(sorted({entry for _, _, entry in rows})))


def forget(
    config: Config, moderation: Path, out: Path, state: Path, at: datetime, identity: str, reason: str
) -> Forgotten:
    """Block the postings that an id stands for, and take what is known of them away: from the state, the published
    feed, its change log and old pages, and the raw bodies. A bare tombstone of the entry stays.

    Raises as ``run`` does, and ``UsageError`` for an id that nothing is known by.
    """
    with closing(Store.open(state)) as store:
        named = named_by(store, identity)
        ids = sorted({one for _, one in named.postings})
        words = [word for member in named.postings for word in store.words_of(*member)]
        for one in ids:
            add_block(moderation, one, reason, at.date(), forget=True)
        with store.writing():
            for source, one in named.postings:
                store.holdings.forget(source, one)
            store.story.forget([*ids, *named.entries])
            store.asking.forget(ids)
            store.purge(ids)
        store.database.execute("pragma wal_checkpoint(truncate)")
        store.database.execute("vacuum")  # what is deleted stays in the file otherwise
        store.database.execute("pragma wal_checkpoint(truncate)")
    forget_words(moderation.parent / VERDICTS, words)
    bodies = RawBodies(state / RAW)
    gone = bodies.purge(bodies.holding(ids))
    for source in sorted({source for source, _ in named.postings}):
        remove(out / "health" / f"{source}.json")
    matching = read_matching(moderation.parent, config.match)
    done = run(config, out, state, at, only=(), moderation=read_moderation(moderation), matching=matching)
    return Forgotten(named, gone, done)
