"""Summaries of documents that are no feeds: a page of a change log, a single posting (spec sections 3 and 16)."""

from collections.abc import Iterable
from datetime import datetime

from wbl_feed import syntax
from wbl_feed.discovery.discover import Discovery
from wbl_feed.models.changes import Upsert
from wbl_feed.notices.base import Notice
from wbl_feed.other_documents import ChangeReading, read_change_page, read_posting
from wbl_feed.profiles import Profile
from wbl_feed.reading import Item
from wbl_feed.report.summary import Summary
from wbl_feed.rules.codes import check_object
from wbl_feed.rules.context import Context
from wbl_feed.rules.envelope import check_tombstone
from wbl_feed.rules.look import envelope_nodes
from wbl_feed.validate import Validation


def summarise_changes(found: Discovery, at: datetime, profiles: Iterable[Profile] = ()) -> Summary:
    """The validation of a page of a change log: its order, its postings, and its tombstones."""
    read = read_change_page(found.content)
    validation = Validation(at, profiles=profiles)
    notices = [*read.notices, *_changes(read, validation, at)]
    page_of = read.page.feed if read.page else None
    summary = Summary(found.address, "", at, format="json", documents=1, page_of=page_of)
    summary.add(syntax.check(found.content))
    summary.add(notices)
    summary.profiles = validation.profiles
    failing = {"/".join(notice.pointer.split("/")[:3]) for notice in notices if notice.fails}
    summary.received = read.received
    summary.accepted = sum(pointer not in failing for pointer, _ in read.changes)
    return summary


def _changes(read: ChangeReading, validation: Validation, at: datetime) -> Iterable[Notice]:
    context, members = Context(None, at), envelope_nodes()["tombstones"].children or {}
    for pointer, change in read.changes:
        if isinstance(change, Upsert):
            yield from validation.postings([Item(change.item, f"{pointer}/item", change.item.to_json_value())])
        else:
            place = f"{pointer}/tombstone"
            yield from check_tombstone(change.tombstone, place, context)
            yield from check_object(change.tombstone.to_json_value(), members, place, context)


def summarise_posting(found: Discovery, at: datetime, profiles: Iterable[Profile] = ()) -> Summary:
    """The validation of a posting that stands alone in a file, with no feed to say its time zone or licence."""
    item, faults = read_posting(found.content)
    validation = Validation(at, profiles=profiles)
    notices = [*faults, *(validation.postings([item]) if item else ())]
    summary = Summary(found.address, "", at, format="json", documents=1, page_of=item.posting.id if item else None)
    summary.add(syntax.check(found.content))
    summary.add(notices)
    summary.profiles = validation.profiles
    summary.received = 1
    summary.accepted = int(item is not None and not any(notice.fails for notice in notices))
    summary.cards = [item.posting] if item else []
    return summary
