"""The forms that feed readers subscribe to, Atom and JSON Feed: the whole feed, or of a large one what is newest."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from pydantic_core import from_json

from wbl_aggregator.publishing.feeds import ATOM, JSON_FEED, with_tombstones
from wbl_aggregator.publishing.plan import ONE_DOCUMENT, Plan, last_changed
from wbl_aggregator.publishing.shelf import Line, Shelf
from wbl_feed import atom_format
from wbl_feed.json_format import spelled
from wbl_feed.models import Envelope, Feed, Posting
from wbl_feed.projections import json_feed
from wbl_feed.times import parse_instant

NEWS = 100
"""Entries of the Atom form of a large facet, as many as feed readers show."""
_HELD = 4096


class AtomEntries:
    """Postings as entries of Atom documents, each made once where several documents want it."""

    def __init__(self, envelope: Envelope, shelf: Shelf) -> None:
        self._envelope, self._shelf = envelope, shelf
        self._made: OrderedDict[str, bytes] = OrderedDict()

    def of_lines(self, lines: Sequence[Line]) -> list[bytes]:
        """The entries of these lines."""
        wanted = {line.hash: line.id for line in lines if line.hash not in self._made}
        for digest, value in zip(wanted, self._shelf.entries(list(wanted.values())), strict=True):
            content = spelled(value)
            self._made[digest] = atom_format.entry(from_json(content), self._envelope, content)
        found = []
        for line in lines:
            self._made.move_to_end(line.hash)
            found.append(self._made[line.hash])
        while len(self._made) > _HELD:
            self._made.popitem(last=False)
        return found


def posting_of(value: bytes) -> Posting:
    """A posting from its canonical JSON."""
    return Posting.from_members(from_json(spelled(value)))


def statewide_forms(
    plan: Plan, sealed: Envelope, shelf: Shelf, entries: AtomEntries, archive: str | None
) -> Iterator[tuple[str, bytes]]:
    """JSON Feed and Atom of the statewide feed; of a large one, the entries that changed last.

    Older changes are in the archive, whose newest page ``archive`` is (RFC 5005 section 4).
    """
    head, lines = _newest(plan, sealed, last_changed, ONE_DOCUMENT)
    postings = tuple(posting_of(value) for value in shelf.entries([line.id for line in lines]))
    yield JSON_FEED, json_feed.write(Feed.from_members({**head.members(), "items": postings}))
    links = [("prev-archive", archive)] if archive and head.completeness == "delta" else []
    yield ATOM, atom_format.assemble(head, entries.of_lines(lines), links)


def facet_atom(plan: Plan, sealed: Envelope, entries: AtomEntries, recent: Sequence[Line]) -> bytes:
    """The Atom form of a facet; of a large one, the entries with the newest dates, as many as feed readers show.

    ``recent`` are its entries, the newest first. There are dozens of facets, and nearly all of the large ones change
    in every run that changes anything.
    """
    head, lines = _newest(plan, sealed, lambda _, most: list(recent[:most]), min(NEWS, ONE_DOCUMENT))
    return atom_format.assemble(head, entries.of_lines(lines))


def _newest(
    plan: Plan, sealed: Envelope, order: Callable[[Sequence[Line], int], list[Line]], most: int
) -> tuple[Envelope, Sequence[Line]]:
    """The whole feed where it is small, else a delta.

    A delta has to say where the whole feed is (spec section 4.2 rule 2); a large feed that does not know is
    told as its JSON form is, by its first document's items and the list of its pages.
    """
    if len(plan.lines) <= ONE_DOCUMENT or not sealed.feed_url:
        return sealed, plan.first
    stones = sealed.tombstones or ()
    moments = sorted((parse_instant(stone.date_deleted) for stone in stones), reverse=True)
    head = sealed.evolve(completeness="delta", total_items=None, digest=None, pages=None)
    if len(moments) > ONE_DOCUMENT:
        head = with_tombstones(head, stones, moments[ONE_DOCUMENT - 1])
    return head, order(plan.lines, most)
