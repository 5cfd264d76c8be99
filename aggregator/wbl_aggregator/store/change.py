"""What keeping a source's feed would change, as rows: found by whoever judged the feed, written by the one writer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wbl_aggregator.accept import Holding
from wbl_aggregator.match import Member
from wbl_aggregator.match.employers import Employers
from wbl_aggregator.match.from_posting import record_of
from wbl_aggregator.match.kept_record import KeptRecord, kept_record
from wbl_aggregator.match.meeting import meetings
from wbl_aggregator.store.kept import kept
from wbl_feed.models import Posting
from wbl_feed.times import last_moment

DAILY = frozenset(
    {
        "dateModified", "completeness", "tombstones", "sequence", "totalItems", "digest", "pages", "deletion",
        "sources", "ext", "changeLog", "feedUrl",
    }
)  # fmt: skip
"""What of an envelope changes from day to day, or with the way by which it came, and stands in no file but the feed's
own."""
Shown = Callable[[Posting], Posting | None]
"""What is made of a posting before it is matched: an operator's overrides in it, or nothing where it is blocked."""


@dataclass(frozen=True)
class Stored:
    """What is kept of a source, as it is kept."""

    envelope: str | None = None
    postings: Mapping[str, bytes] = field(default_factory=dict)
    tombstones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Appearance:
    """Which postings are shown, and where those can meet others."""

    hidden: tuple[str, ...] = ()
    meetings: tuple[tuple[int, str, bool], ...] = ()
    """The value, the id of a posting, and whether that speaks by it itself."""
    records: tuple[tuple[str, KeptRecord], ...] = ()
    """The id of a posting, and what of it is compared with others."""


@dataclass(frozen=True)
class Change:
    """What is to be written so that a feed is kept."""

    envelope: str | None
    lasting: bool
    """Whether of the envelope something changed that shows in entries, or in the files of entries."""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rows: tuple[tuple[str, bool, float | None, bytes], ...] = ()
    """Of what is added or changed: the id, whether it is live, from when on it cannot be applied for, and the JSON."""
    appearance: Appearance = Appearance()
    """The same postings'."""
    earlier: tuple[str, ...] = ()
    """Ids that those had before: their entries are to go on under the new ones."""
    tombstones: tuple[tuple[str, str], ...] = ()
    lifted: tuple[str, ...] = ()
    """Ids of the tombstones that are none any more."""


def change(source: str, before: Stored, holding: Holding, shown: Shown, employers: Employers | None = None) -> Change:
    """What differs between what is kept of a source and what is to be kept. Pure, but for what ``shown`` asks."""
    envelope = holding.envelope.to_json().decode() if holding.envelope else None
    values = {identity: posting.to_json() for identity, posting in holding.postings.items()}
    fresh = [identity for identity, value in values.items() if before.postings.get(identity) != value]
    postings = {identity: holding.postings[identity] for identity in fresh}
    zone = holding.envelope.time_zone if holding.envelope else "UTC"
    stones = {identity: stone.to_json().decode() for identity, stone in holding.tombstones.items()}
    return Change(
        envelope,
        bool(envelope and before.postings) and _lasting(before.envelope) != _lasting(envelope),
        tuple(sorted(identity for identity in fresh if identity not in before.postings)),
        tuple(sorted(identity for identity in fresh if identity in before.postings)),
        tuple(sorted(identity for identity in before.postings if identity not in values)),
        tuple((one, posting.live, _over(posting, zone), values[one]) for one, posting in postings.items()),
        appearance(source, postings.items(), shown, employers),
        tuple(earlier for posting in postings.values() for earlier in posting.previous_ids or ()),
        tuple((one, stone) for one, stone in stones.items() if before.tombstones.get(one) != stone),
        tuple(one for one in before.tombstones if one not in stones),
    )


def appearance(
    source: str, postings: Iterable[tuple[str, Posting]], shown: Shown, employers: Employers | None = None
) -> Appearance:
    """Which of some postings are shown, where those can meet others, and what of them is compared."""
    hidden: list[str] = []
    met: list[tuple[int, str, bool]] = []
    records: list[tuple[str, KeptRecord]] = []
    for identity, posting in postings:
        effective = shown(posting)
        if effective is None:
            hidden.append(identity)
        else:
            met += [(value, identity, naming) for value, naming in meetings(effective).items()]
            records.append((identity, kept_record(record_of(Member(source, identity), effective, employers))))
    return Appearance(tuple(hidden), tuple(met), tuple(records))


def _over(posting: Posting, zone: str) -> float | None:
    """From when on it cannot be applied for any more."""
    texts = [text for text in (posting.application_deadline, posting.valid_through) if text]
    return min((last_moment(text, zone).timestamp() for text in texts), default=None)


def _lasting(envelope: str | None) -> Any:
    """What of an envelope shows in entries, or in the files of entries."""
    if envelope is None:
        return None
    return {name: value for name, value in kept(envelope, dict).items() if name not in DAILY}
