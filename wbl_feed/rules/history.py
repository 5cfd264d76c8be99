"""Compares a feed with an earlier copy of it (spec sections 4.1, 5.1, 7 and 8.1)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from pydantic_core import to_json

from wbl_feed.models import Envelope, Tombstone
from wbl_feed.notices.base import Notice
from wbl_feed.notices.history import (
    ChangedSilently,
    Compared,
    FeedChangedSilently,
    FeedIdChanged,
    FeedTouchedWithoutChange,
    IdChurn,
    ModifiedWentBack,
    NowFails,
    PreviousIdDropped,
    SequenceNotGrown,
    SilentDeletion,
    TombstoneDateChanged,
    TombstoneMissing,
    TouchedWithoutChange,
)
from wbl_feed.reading import Item
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look
from wbl_feed.times import format_instant, parse_instant

_KEPT = timedelta(days=90)
"""How long a tombstone stays (section 8.1)."""
_CHURN = 0.2
"""The share of ids that may change before it is called a churn."""


class Earlier(NamedTuple):
    """What is kept of an earlier posting."""

    modified: str
    content: bytes
    """A hash of everything but the date of change."""
    title: str
    url: str
    former: tuple[str, ...]


def _earlier(value: dict[str, Any]) -> Earlier:
    content = {name: member for name, member in value.items() if name != "dateModified"}
    ordered = to_json(_sorted(content), inf_nan_mode="constants")
    return Earlier(
        value["dateModified"],
        blake2b(ordered, digest_size=16).digest(),
        " ".join(value["title"].casefold().split()),
        value["url"],
        tuple(value.get("previousIds", ())),
    )


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_sorted(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value  # 17.0 is 17 (section 19)


class History:
    """What a feed did since an earlier copy."""

    def __init__(self, envelope: Envelope | None, items: Iterable[Item]) -> None:
        self._envelope = envelope
        self._before: dict[str, Earlier] = {}
        for item in items:  # of two with one id the first counts (section 7.1)
            if item.posting.id not in self._before:
                self._before[item.posting.id] = _earlier(item.value)
        self._left = dict(self._before)
        self._new: list[tuple[str, str, str]] = []
        self._changed = False
        self._received: set[str] = set()
        self._seen: set[str] = set()
        self._told: set[str] = set()
        self._order = iter(self._before)
        self._reordered = False

    def receive(self, values: Iterable[Any], context: Context) -> None:
        """An item that is not sound any more is not gone."""
        for value in values:
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                self._received.add(value["id"])

    def see(self, look: Look, context: Context) -> Iterator[Notice]:
        """One posting beside its earlier state; a second one with its id does not count."""
        if look.id in self._seen:
            return
        self._seen.add(look.id)
        now = _earlier(look.value)
        self._reordered |= next(self._order, None) != look.id
        before = self._left.pop(look.id, None)
        renamed: list[str] = []
        if before is None:
            renamed = [identity for identity in now.former if identity in self._left]
            self._changed = True
            for identity in renamed:
                before = self._left.pop(identity)
            if before is None:
                self._new.append((now.title, now.url, look.pointer))
                return
        yield from self._dates(before, now, look, renamed=bool(renamed))
        for identity in before.former:
            if identity not in now.former:
                yield PreviousIdDropped(pointer=f"{look.pointer}/previousIds", found=identity, posting=look.id)

    def failing(self, notices: Iterable[Notice]) -> Iterator[Notice]:
        """Postings of one document that were sound before and fail now: something changed on the way they are made."""
        for notice in notices:
            known = notice.posting in self._before and notice.posting not in self._told
            if known and notice.fails and not isinstance(notice, Compared):
                self._told.add(notice.posting)
                yield NowFails(pointer=notice.pointer, found=notice.code, posting=notice.posting)

    def _dates(self, before: Earlier, now: Earlier, look: Look, *, renamed: bool) -> Iterator[Notice]:
        place = f"{look.pointer}/dateModified"
        then, moment = parse_instant(before.modified), parse_instant(now.modified)
        changed = renamed or before.content != now.content
        self._changed |= changed
        if moment < then:
            yield ModifiedWentBack(pointer=place, found=now.modified, expected=before.modified, posting=look.id)
        elif changed and moment == then:
            yield ChangedSilently(pointer=place, found=now.modified, posting=look.id)
        elif not changed and moment > then:
            yield TouchedWithoutChange(
                pointer=place,
                found=now.modified,
                expected=before.modified,
                replacement=before.modified,
                posting=look.id,
            )

    def end(self, whole: bool, gone: Iterable[Any], context: Context) -> Iterator[Notice]:
        """What is missing, and what the envelope says of it."""
        envelope, before = context.envelope, self._envelope
        if envelope is None:
            return
        stones = {stone.id: (number, stone) for number, stone in enumerate(envelope.tombstones or ())}
        lost = [identity for identity in self._left if identity not in stones and identity not in self._received]
        self._changed |= bool(self._left.keys() - self._received)
        if whole and envelope.completeness != "delta":
            yield from self._churn(lost)
            yield from _deletions(lost, envelope, before, context)
            yield from self._dropped(envelope, before, stones, context)
        if before is not None:
            yield from self._since(envelope, before, stones)

    def _dropped(
        self,
        envelope: Envelope,
        before: Envelope | None,
        stones: Mapping[str, tuple[int, Tombstone]],
        context: Context,
    ) -> Iterator[Notice]:
        """Tombstones that went though the posting did not come back: within the promise, or before 90 days are over."""
        since = envelope.deletion and parse_instant(envelope.deletion.tombstones_since)
        for old in (before and before.tombstones) or ():
            if old.id in stones or old.id in self._received:
                continue
            gone = parse_instant(old.date_deleted)
            example = f'{{"id": "{old.id}", "dateDeleted": "{old.date_deleted}"}}'
            if since and since <= gone:
                yield TombstoneMissing(pointer="/tombstones", found=old.id, expected=example, posting=old.id)
            elif context.at - gone < _KEPT:
                yield SilentDeletion(pointer="/tombstones", found=old.id, expected=example, posting=old.id)

    def _churn(self, lost: list[str]) -> Iterator[Notice]:
        """Postings that went and came under another id; those are not reported as deletions."""
        known = {(self._before[identity].title, self._before[identity].url): identity for identity in lost}
        again = dict.fromkeys(known[(title, url)] for title, url, _ in self._new if (title, url) in known)
        if again and len(again) > _CHURN * len(self._before):
            yield IdChurn(pointer="/items", found=len(again))
            lost[:] = [identity for identity in lost if identity not in again]

    def _since(
        self, envelope: Envelope, before: Envelope, stones: dict[str, tuple[int, Tombstone]]
    ) -> Iterator[Notice]:
        if envelope.id != before.id and before.id not in (envelope.supersedes or ()):
            yield FeedIdChanged(pointer="/id", found=envelope.id, expected=before.id, replacement=before.id)
        for old in before.tombstones or ():
            number, stone = stones.get(old.id, (0, old))
            # A later one is right where the posting came back and went again in between, which nobody can see.
            moved = parse_instant(stone.date_deleted) < parse_instant(old.date_deleted)
            if moved and old.id not in self._before:
                yield TombstoneDateChanged(
                    pointer=f"/tombstones/{number}/dateDeleted",
                    found=stone.date_deleted,
                    expected=old.date_deleted,
                    replacement=old.date_deleted,
                    posting=old.id,
                )
        if envelope.completeness == "delta" or before.completeness == "delta":
            return
        then, moment = parse_instant(before.date_modified), parse_instant(envelope.date_modified)
        if self._changed and moment <= then:
            yield FeedChangedSilently(pointer="/dateModified", found=envelope.date_modified)
        elif not self._changed and moment != then and not self._touched(envelope, before):
            yield FeedTouchedWithoutChange(
                pointer="/dateModified",
                found=envelope.date_modified,
                expected=before.date_modified,
                replacement=before.date_modified,
            )
        old_number, number_now = before.sequence, envelope.sequence
        if self._changed and old_number is not None and number_now is not None and number_now <= old_number:
            place = "/sequence"
            yield SequenceNotGrown(
                pointer=place, found=number_now, expected=str(old_number), replacement=old_number + 1
            )

    def _touched(self, envelope: Envelope, before: Envelope) -> bool:
        """Whether the order, an item that is not sound, or the envelope but for its dates and numbers changed."""
        if self._reordered or self._left:
            return True
        own = {"date_modified": "2000-01-01T00:00:00Z", "digest": None, "total_items": None, "sequence": None}
        return envelope.evolve(**own) != before.evolve(**own)


def _deletions(lost: list[str], envelope: Envelope, before: Envelope | None, context: Context) -> Iterator[Notice]:
    promised = envelope.deletion
    since = before.date_modified if before else None
    for identity in lost:
        example = f'{{"id": "{identity}", "dateDeleted": "{format_instant(context.at)}"}}'
        broken = promised and since and parse_instant(promised.tombstones_since) <= parse_instant(since)
        notice = TombstoneMissing if broken else SilentDeletion
        yield notice(pointer="/tombstones", found=identity, expected=example, posting=identity)
