"""The rules of the specification that a schema cannot state, each a function from a reading to notices."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.models import Envelope, Posting, Value
from wbl_feed.notices import (
    DeadlinePassed,
    DigestMismatch,
    DuplicateId,
    MissingDeadline,
    Notice,
    TombstoneForItem,
    TotalItemsMismatch,
    UnknownCode,
    UnknownMember,
    UnknownTimeZone,
    WeakStemEvidence,
    pointer_of,
)
from wbl_feed.reading import Item, Reading
from wbl_feed.times import is_zone, last_moment
from wbl_feed.vocabulary import Vocabulary, vocabularies

KNOWN_MINOR = 0
"""The newest ``1.x`` whose vocabularies are bundled here; a newer feed may use newer codes."""
MOST_HINTS = 100
"""How many findings of a kind get a did-you-mean in one feed."""


@dataclass(frozen=True)
class Context:
    """What a rule may know besides the posting."""

    envelope: Envelope | None
    at: datetime
    asked: Counter[str] = field(default_factory=Counter)
    """How often a kind of finding was given a did-you-mean."""

    @property
    def zone(self) -> str:
        return self.envelope.time_zone if self.envelope else "UTC"

    @property
    def newer(self) -> bool:
        """Whether the feed follows a newer minor version than this library."""
        return self.envelope is not None and int(self.envelope.spec_version.split(".")[1]) > KNOWN_MINOR

    def hints(self, kind: str) -> bool:
        """Whether one more finding of a kind gets a did-you-mean; looking for one is slow, so that few do."""
        self.asked[kind] += 1
        return self.asked[kind] <= MOST_HINTS


@cache
def _coded_members() -> list[tuple[tuple[str, ...], Vocabulary]]:
    """The path of every coded member of a posting, with its vocabulary."""
    return [
        (tuple(vocabulary.field.split("/")[1:]), vocabulary)
        for vocabulary in vocabularies().values()
        if not vocabulary.field.startswith("/tombstones")
    ]


def codes(value: Any, path: tuple[str, ...], pointer: str = "") -> Iterator[tuple[str, str]]:
    """The codes at a path of a JSON value, each with its pointer; ``*`` stands for every element."""
    if isinstance(value, list):
        rest = path[1:] if path and path[0] == "*" else path
        for number, element in enumerate(value):
            yield from codes(element, rest, f"{pointer}/{number}")
    elif not path:
        if isinstance(value, str):
            yield pointer, value
    elif isinstance(value, dict) and path[0] in value:
        yield from codes(value[path[0]], path[1:], f"{pointer}/{path[0]}")


def unknown_code(
    code: str, vocabulary: Vocabulary, pointer: str, posting: str = "", place: str = "", *, hint: bool = True
) -> UnknownCode:
    """The notice for a code that is in no vocabulary, with a did-you-mean, if ``hint``, where one is near."""
    meant = vocabulary.suggest(code) if hint else None
    advice = f"Did you mean “{meant}”?" if meant else "Use one of: " + ", ".join(vocabulary.terms) + "."
    return UnknownCode(pointer=pointer, found=code, expected=advice, posting=posting, place=place)


def check_codes(item: Item, context: Context) -> Iterator[Notice]:
    """Unprefixed codes are in the vocabulary of the feed's version (section 13)."""
    if context.newer:
        return
    for path, vocabulary in _coded_members():
        for pointer, code in codes(item.value, path):
            if code not in vocabulary and ":" not in code:
                hint = context.hints("unknown_code")
                yield unknown_code(code, vocabulary, item.pointer + pointer, item.posting.id, hint=hint)


def check_members(item: Item, context: Context) -> Iterator[Notice]:
    """Members that the version does not know are kept, and named (section 12)."""
    yield from _unknown_members(item.posting, item.pointer, item.posting.id, context)


def _unknown_members(value: Value, pointer: str, posting: str, context: Context) -> Iterator[Notice]:
    for name in value.model_extra or ():
        known = [info.alias or key for key, info in type(value).model_fields.items()]
        close = get_close_matches(name, known, n=1, cutoff=0.75) if context.hints("unknown_member") else []
        advice = f"Did you mean “{close[0]}”?" if close else "Private terms belong under ext, keyed by an IRI."
        yield UnknownMember(pointer=pointer + pointer_of(name), posting=posting, expected=advice)
    for name, member in value.members().items():
        if isinstance(member, Value):
            yield from _unknown_members(member, f"{pointer}/{name}", posting, context)
        elif isinstance(member, tuple):
            for number, element in enumerate(member):
                if isinstance(element, Value):
                    yield from _unknown_members(element, f"{pointer}/{name}/{number}", posting, context)


def check_deadline(item: Item, context: Context) -> Iterator[Notice]:
    """A live posting has a deadline that has not passed, or says that it is rolling (section 6)."""
    posting: Posting = item.posting
    deadline = posting.application_deadline or posting.valid_through
    if not posting.live:
        return
    if deadline is None:
        if not posting.rolling:
            yield MissingDeadline(pointer=item.pointer, posting=posting.id)
    elif last_moment(deadline, context.zone) < context.at:
        yield DeadlinePassed(pointer=item.pointer + "/applicationDeadline", found=deadline, posting=posting.id)


def check_stem(item: Item, context: Context) -> Iterator[Notice]:
    """A STEM claim bears a code as evidence (section 5.3)."""
    stem = item.posting.stem
    if stem and stem.value != "unknown" and not any(basis.code for basis in stem.basis or ()):
        yield WeakStemEvidence(pointer=item.pointer + "/stem", found=stem.value, posting=item.posting.id)


ITEM_RULES: tuple[Callable[[Item, Context], Iterator[Notice]], ...] = (
    check_codes,
    check_members,
    check_deadline,
    check_stem,
)


def check_ids(reading: Reading, context: Context) -> Iterator[Notice]:
    """Ids are unique within a feed (section 7.1), and a tombstone's posting is gone (section 8)."""
    seen: set[str] = set()
    for item in reading.items:
        if item.posting.id in seen:
            yield DuplicateId(pointer=item.pointer + "/id", found=item.posting.id, posting=item.posting.id)
        seen.add(item.posting.id)
    for number, tombstone in enumerate((reading.envelope and reading.envelope.tombstones) or ()):
        if tombstone.id in seen:
            yield TombstoneForItem(pointer=f"/tombstones/{number}", found=tombstone.id, posting=tombstone.id)


def check_envelope(reading: Reading, context: Context) -> Iterator[Notice]:
    """The time zone is real, reasons are known, and count and digest agree with the content (sections 8, 10, 19)."""
    envelope = reading.envelope
    if envelope is None:
        return
    yield from _unknown_members(envelope, "", "", context)
    if not is_zone(envelope.time_zone):
        yield UnknownTimeZone(pointer="/timeZone", found=envelope.time_zone)
    reasons = vocabularies()["tombstone-reason"]
    for number, tombstone in enumerate(envelope.tombstones or ()):
        code = tombstone.reason
        if code and code not in reasons and ":" not in code and not context.newer:
            hint = context.hints("unknown_code")
            yield unknown_code(code, reasons, f"/tombstones/{number}/reason", tombstone.id, hint=hint)
    if envelope.completeness == "paged" and not reading.whole:
        return
    total = envelope.total_items
    if total is not None and total != len(reading.received):
        yield TotalItemsMismatch(pointer="/totalItems", found=len(reading.received), expected=str(total))
    if envelope.digest:
        try:
            actual = content_digest(map(canonical_json, reading.received), map(canonical_json, reading.gone))
        except ValueError as error:
            actual = f"not to be had ({error})"
        if actual != envelope.digest:
            yield DigestMismatch(pointer="/digest", found=actual, expected=envelope.digest)


FEED_RULES: tuple[Callable[[Reading, Context], Iterator[Notice]], ...] = (check_envelope, check_ids)
