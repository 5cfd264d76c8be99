"""Rules on a whole feed: each sees one document after another and keeps what it must (spec sections 7 to 9, 19)."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, Protocol

from wbl_feed.digest import RunningDigest, canonical_json
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import DigestMismatch, TotalItemsMismatch
from wbl_feed.notices.feed import MissingTotalItems, PagedTooSmall, TombstoneForItem
from wbl_feed.notices.posting import DuplicateId
from wbl_feed.notices.quality import LikelyDouble
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look

_SMALL = 500


class WholeRule(Protocol):
    """A rule that a feed passes through, document by document."""

    def receive(self, values: Iterable[Any], context: Context) -> None:
        """The items of one document as they came, sound or not."""

    def see(self, look: Look, context: Context) -> Iterable[Notice]:
        """One sound posting, in the order of the feed."""

    def end(self, whole: bool, gone: Iterable[Any], context: Context) -> Iterable[Notice]:
        """The end of the feed; ``whole`` says whether every document was read, ``gone`` has the tombstones."""


class Ids:
    """Ids are unique within a feed (section 7.1), and the posting of a tombstone is gone (section 8.5)."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def receive(self, values: Iterable[Any], context: Context) -> None:
        """Unsound items have no part in this."""

    def see(self, look: Look, context: Context) -> Iterator[Notice]:
        """An id that was seen before."""
        if look.id in self._seen:
            free = f"{look.id}-2"
            yield DuplicateId(pointer=f"{look.pointer}/id", found=look.id, expected=free, example=free, posting=look.id)
        self._seen.add(look.id)

    def end(self, whole: bool, gone: Iterable[Any], context: Context) -> Iterator[Notice]:
        """Tombstones of postings that are there."""
        for number, tombstone in enumerate((context.envelope and context.envelope.tombstones) or ()):
            if tombstone.id in self._seen:
                yield TombstoneForItem(pointer=f"/tombstones/{number}", found=tombstone.id, posting=tombstone.id)


class Doubles:
    """No two postings of a feed have the same title, employer, place and dates."""

    def __init__(self) -> None:
        self._seen: dict[bytes, tuple[str, tuple[str, ...]]] = {}

    def receive(self, values: Iterable[Any], context: Context) -> None:
        """Unsound items have no part in this."""

    def see(self, look: Look, context: Context) -> Iterator[Notice]:
        """A posting like an earlier one, unless one of the two says that they are not the same."""
        value = look.value
        if value["status"] != "open":
            return
        words = (
            " ".join(value["title"].casefold().split()),
            value.get("hiringOrganization", {}).get("name", "").casefold(),
            value["activityType"],
            value.get("applicationDeadline", ""),
            *(str(value.get(name)) for name in ("jobLocation", "schedule", "identifier")),
        )
        key = blake2b("\n".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        apart = tuple(value.get("notSameAs", ()))
        other, others = self._seen.setdefault(key, (look.id, apart))
        if other != look.id and other not in apart and look.id not in others:
            yield LikelyDouble(pointer=look.pointer, expected=other, posting=look.id)

    def end(self, whole: bool, gone: Iterable[Any], context: Context) -> Iterator[Notice]:
        """Nothing is left to say."""
        yield from ()


class Intactness:
    """Count and digest agree with the content (sections 8.2 and 19)."""

    def __init__(self, *, digest: bool = False) -> None:
        """``digest`` asks for the digest of a feed that states none too."""
        self._always = digest
        self._count = 0
        self._digest = RunningDigest()
        self._fault = ""
        self.digest = ""
        """The digest of the whole feed, once it has ended and if everything was read."""

    def receive(self, values: Iterable[Any], context: Context) -> None:
        """Every item counts, unsound ones and doubles too."""
        wanted = self._always or (context.envelope is not None and context.envelope.digest is not None)
        for value in values:
            self._count += 1
            if wanted and not self._fault:
                try:
                    self._digest.add(canonical_json(value))
                except ValueError as error:
                    self._fault = str(error)

    def see(self, look: Look, context: Context) -> Iterator[Notice]:
        """Sound items were counted when they were received."""
        yield from ()

    def end(self, whole: bool, gone: Iterable[Any], context: Context) -> Iterator[Notice]:
        """The comparison, if everything was read."""
        envelope = context.envelope
        if envelope is None:
            return
        total = envelope.total_items
        paged = envelope.completeness == "paged"
        count = self._count if whole else total
        if paged and envelope.pages and count is not None and count < _SMALL:
            yield PagedTooSmall(pointer="/pages", found=count)
        if paged and not whole:
            return
        if total is None and envelope.completeness != "delta":
            yield MissingTotalItems(pointer="/totalItems", expected=str(self._count), replacement=self._count)
        elif total not in (None, self._count) and envelope.completeness != "delta":
            place = "/totalItems"
            yield TotalItemsMismatch(pointer=place, found=self._count, expected=str(total), replacement=self._count)
        if self._always or envelope.digest:
            self.digest = self._ended(gone)
        if envelope.digest and (actual := self.digest) != envelope.digest:
            yield DigestMismatch(pointer="/digest", found=actual, expected=envelope.digest, replacement=actual)

    def _ended(self, gone: Iterable[Any]) -> str:
        try:
            digest = self._digest.end(map(canonical_json, gone))
        except ValueError as error:
            self._fault = self._fault or str(error)
        return f"not to be had ({self._fault})" if self._fault else digest
