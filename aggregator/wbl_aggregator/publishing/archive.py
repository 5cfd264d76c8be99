"""The archive for feed readers (RFC 5005 section 4): each closed page of the change log as an Atom document."""

from collections.abc import Sequence

from pydantic_core import from_json

from wbl_aggregator.publishing.change_log import Change, ChangeLog
from wbl_aggregator.publishing.feeds import ATOM
from wbl_aggregator.publishing.newest import AtomEntries, posting_of
from wbl_feed import atom_format
from wbl_feed.models import Envelope, Tombstone
from wbl_feed.times import parse_instant


def archive_path(number: int) -> str:
    """Where a page of the archive stands, relative to the output folder."""
    return f"archive/{number}.atom"


def archive_page(
    number: int, changes: Sequence[Change], log: ChangeLog, envelope: Envelope, entries: AtomEntries
) -> bytes:
    """A page of the archive; what changed more than once in the page stands there as it was last."""
    last = {change.id: change for change in changes}
    postings = [posting_of(one.value) for one in last.values() if one.is_upsert]
    stones = [Tombstone.from_members(from_json(one.value)) for one in last.values() if not one.is_upsert]
    dates = [one.date_modified for one in postings] + [one.date_deleted for one in stones]
    head = envelope.evolve(
        completeness="delta",
        date_modified=max(dates, key=parse_instant, default=envelope.date_modified),
        tombstones=tuple(stones) or None,
        sequence=None,
        deletion=None,
        sources=None,
        alternates=None,
        change_log=None,
    )
    links = [("current", f"../{ATOM}")]
    links += [("prev-archive", f"{number - 1}.atom")] if log.is_closed(number - 1) else []
    links += [("next-archive", f"{number + 1}.atom")] if log.is_closed(number + 1) else []
    return atom_format.assemble(head, map(entries.of_posting, postings), links, archive=True)
