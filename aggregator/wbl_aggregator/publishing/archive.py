"""The archive for feed readers (RFC 5005 section 4): each closed page of the change log as an Atom document."""

from collections.abc import Sequence

from pydantic_core import from_json

from wbl_aggregator.publishing.change_log import Change
from wbl_aggregator.publishing.feeds import ATOM
from wbl_feed import atom_format
from wbl_feed.json_format import spelled
from wbl_feed.models import Envelope, Tombstone
from wbl_feed.times import parse_instant


def archive_path(number: int) -> str:
    """Where a page of the archive stands, relative to the output folder."""
    return f"archive/{number}.atom"


def archive_page(number: int, changes: Sequence[Change], neighbours: tuple[bool, bool], envelope: Envelope) -> bytes:
    """A page of the archive; what changed more than once in the page stands there as it was last.

    ``neighbours`` says whether there is a page before it, and one after it.
    """
    last = {change.id: change for change in changes}
    values = [spelled(one.value) for one in last.values() if one.is_upsert]
    postings = [from_json(value) for value in values]
    stones = [Tombstone.from_members(from_json(one.value)) for one in last.values() if not one.is_upsert]
    dates = [posting["dateModified"] for posting in postings] + [one.date_deleted for one in stones]
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
    links += [("prev-archive", f"{number - 1}.atom")] if neighbours[0] else []
    links += [("next-archive", f"{number + 1}.atom")] if neighbours[1] else []
    pairs = zip(postings, values, strict=True)
    entries = (atom_format.entry(posting, envelope, value) for posting, value in pairs)
    return atom_format.assemble(head, entries, links, archive=True)
