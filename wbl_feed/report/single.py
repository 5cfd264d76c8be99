"""Summaries of documents that are no feeds: a page of a change log, a single posting (spec sections 3 and 16)."""

from collections.abc import Iterable
from datetime import datetime

from wbl_feed import syntax
from wbl_feed.discovery.discover import Discovery
from wbl_feed.other_documents import read_change_page, read_posting
from wbl_feed.profiles import Profile
from wbl_feed.reading import Item, Reading
from wbl_feed.report.summary import Summary
from wbl_feed.validate import Validation


def summarise_changes(found: Discovery, at: datetime) -> Summary:
    """The validation of a page of a change log."""
    page, notices = read_change_page(found.content)
    summary = Summary(found.address, "", at, format="json", documents=1, page_of=page.feed if page else None)
    summary.add(syntax.check(found.content))
    summary.add(notices)
    summary.received = summary.accepted = len(page.changes) if page else 0
    return summary


def summarise_posting(found: Discovery, at: datetime, profiles: Iterable[Profile] = ()) -> Summary:
    """The validation of a posting that stands alone in a file, with no feed to say its time zone or licence."""
    item, notices = read_posting(found.content)
    items: tuple[Item, ...] = (Item(item.posting, "", item.value),) if item else ()
    summary = Summary(found.address, "", at, format="json", documents=1)
    summary.add(syntax.check(found.content))
    validation = Validation(at, profiles=profiles)
    reading = Reading("json", None, items, notices, tuple(one.value for one in items) or (None,))
    summary.add(validation.document(reading))
    summary.received, summary.accepted = 1, validation.accepted
    summary.page_of = item.posting.id if item else None
    summary.cards = [item.posting] if item else []
    return summary
