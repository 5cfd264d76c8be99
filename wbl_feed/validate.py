"""Runs every rule over a feed, one document after another, and says which postings pass."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wbl_feed import collector
from wbl_feed.models import Envelope, Posting
from wbl_feed.notices.base import Notice
from wbl_feed.profiles import Profile, bundled
from wbl_feed.reading import Item, Reading
from wbl_feed.rules import ITEM_RULES, Context, Doubles, Ids, Intactness, Look, WholeRule, check_envelope, look
from wbl_feed.rules.history import History


@dataclass(frozen=True)
class Report:
    """The outcome of validating one feed."""

    reading: Reading
    notices: tuple[Notice, ...]
    accepted: tuple[Posting, ...]
    """Postings without a conformance error, each id once."""
    refused: int
    """Items that are not accepted."""
    sound: tuple[Posting, ...] = ()
    """Postings that a consumer takes (spec section 13.4): those that satisfy the schema, the first of each id."""
    known: frozenset[str] = frozenset()
    """Ids of those that were judged before, so that what is wrong with them is not said again."""

    @property
    def valid(self) -> bool:
        """Whether this is a feed of this standard, or a page of one, and no MUST of the specification is broken."""
        ours = self.reading.envelope is not None or self.reading.page_of is not None
        return ours and not any(notice.fails for notice in self.notices)


class Validation:
    """The rules on one feed, which takes its documents in their order and keeps none of them.

    What stays in memory is an id and a hash for each posting. ``profiles`` are those to check against
    besides the ones that the feed names; ``previous`` is an earlier copy of the feed; ``digest`` asks for the
    digest of a feed that states none too; ``known`` are postings that were judged before, by id: one that is still
    the same is not judged once more, but for what it is beside the others.
    """

    def __init__(
        self,
        at: datetime,
        *,
        profiles: Iterable[Profile] = (),
        previous: Reading | None = None,
        digest: bool = False,
        known: Mapping[str, Posting] | None = None,
    ) -> None:
        self._at, self._known = at, known or {}
        self.known: set[str] = set()
        """Ids of the postings so far that were judged before."""
        self._profiles = tuple({profile.iri: profile for profile in profiles}.values())
        self._context = Context(None, at, self._profiles)
        self._intactness = Intactness(digest=digest)
        self._rules: list[WholeRule] = [Ids(), Doubles(), self._intactness]
        self._history = History(previous.envelope, previous.items) if previous else None
        if self._history:
            self._rules.append(self._history)
        self._gone: tuple[Any, ...] = ()
        self._whole, self._documents = True, 0
        self.received = 0
        """Items so far, unsound ones and doubles included."""
        self.accepted = 0
        """Items so far without a conformance error."""

    @property
    def envelope(self) -> Envelope | None:
        """The envelope, once the first document was seen."""
        return self._context.envelope

    @property
    def digest(self) -> str:
        """The digest of the whole feed, once it has ended; empty if it was not read whole."""
        digest = self._intactness.digest
        return digest if digest.startswith("sha-256:") else ""

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles that postings are checked against."""
        return self._context.profiles

    def document(self, reading: Reading, prefix: str = "") -> list[Notice]:
        """What is wrong with the first document or the next page, whose pointers begin with ``prefix``."""
        with collector.paused():
            notices = [_prefixed(notice, prefix) for notice in reading.notices]
            if reading.envelope is not None and self._context.envelope is None:
                notices += self._open(reading.envelope, reading.gone)
            self._whole = self._whole and reading.well_formed
            self._documents += 1
            failing = failing_items(notices)
            for item in reading.items:
                found = list(self._posting(item, prefix))
                notices += found
                self.accepted += not (any(notice.fails for notice in found) or prefix + item.pointer in failing)
            for rule in self._rules:
                rule.receive(reading.received, self._context)
            self.received += len(reading.received)
            if self._history:
                notices += list(self._history.failing(notices))
        return notices

    def postings(self, items: Iterable[Item]) -> list[Notice]:
        """What is wrong with postings that are not items of a feed, such as those of a change log or one in a file."""
        return [notice for item in items for check in ITEM_RULES for notice in check(look(item), self._context)]

    def end(self, *, whole: bool | None = None) -> list[Notice]:
        """What can be said once the last document was seen; ``whole`` where the caller knows if a part is missing."""
        envelope = self._context.envelope
        if whole is None:
            pages = (envelope and envelope.pages) or ()
            completeness = envelope.completeness if envelope else "delta"
            as_told = completeness == "delta" or (completeness == "paged") == bool(pages)
            whole = self._whole and as_told and self._documents == 1 + len(pages)
        return [notice for rule in self._rules for notice in rule.end(whole, self._gone, self._context)]

    def _open(self, envelope: Envelope, gone: tuple[Any, ...]) -> list[Notice]:
        asked = {profile.iri for profile in self._profiles}
        others = [
            profile
            for profile in bundled().values()
            if profile.iri in (envelope.profiles or ()) and profile.iri not in asked
        ]
        self._context = Context(envelope, self._at, (*self._profiles, *others))
        self._gone = gone
        return list(check_envelope(envelope, self._context))

    def _posting(self, item: Item, prefix: str) -> Iterator[Notice]:
        place = item if not prefix else replace(item, pointer=prefix + item.pointer)
        if self._known and self._known.get(item.posting.id) == item.posting:
            self.known.add(item.posting.id)
            seen = Look(place.posting, place.value, place.pointer, place.posting.id)
        else:
            seen = look(place)
            for check in ITEM_RULES:
                yield from check(seen, self._context)
        for rule in self._rules:
            yield from rule.see(seen, self._context)


def validate(
    reading: Reading,
    at: datetime,
    *,
    profiles: Iterable[Profile] = (),
    previous: Reading | None = None,
    known: Mapping[str, Posting] | None = None,
) -> Report:
    """Check a whole reading against every rule, as of the moment ``at``. Never raises for what is in the data.

    ``known`` are postings that were judged before; what is still the same is not judged once more.
    """
    validation = Validation(at, profiles=profiles, previous=previous, known=known)
    notices = validation.document(reading) + validation.end(whole=reading.whole)
    failing = failing_items(notices)
    accepted = tuple(item.posting for item in reading.items if item.pointer not in failing)
    sound: dict[str, Posting] = {}
    for item in reading.items:
        sound.setdefault(item.posting.id, item.posting)
    refused = len(reading.received) - len(accepted)
    return Report(reading, tuple(notices), accepted, refused, tuple(sound.values()), frozenset(validation.known))


def _prefixed(notice: Notice, prefix: str) -> Notice:
    return replace(notice, pointer=prefix + notice.pointer) if prefix else notice


def failing_items(notices: Iterable[Notice]) -> set[str]:
    """The pointers of the items that fail."""
    return {_item(notice.pointer) for notice in notices if notice.fails} - {""}


def _item(pointer: str) -> str:
    """The pointer of the item that a pointer leads into, page included."""
    parts = pointer.split("/")
    return "/".join(parts[: parts.index("items") + 2]) if "items" in parts[:-1] else ""
