"""A mail to the operator, ready for sendmail: which sources need somebody, and what happened (RFC 5322)."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from wbl_aggregator.log import redacted
from wbl_aggregator.reporting.rows import Row, proposal_of, words_of
from wbl_aggregator.reporting.urgency import is_problem, most_urgent_first
from wbl_aggregator.visits import Event
from wbl_feed.cli.output import count
from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.origins import shown_address
from wbl_feed.times import shown_instant

_MOST_EVENTS = 200


def digest_mail(
    rows: Sequence[Row], events: Sequence[Event], feed: FeedSettings, *, to: str, sender: str, since: str, at: datetime
) -> str:
    """The mail as text. Raises ``UsageError`` where ``to`` is no mailbox."""
    problems = [row for row in most_urgent_first(rows) if is_problem(row)]
    body = "\n\n".join([_needing(problems), _story(events, since), _totals(rows)]) + "\n"
    message = EmailMessage()
    message["From"] = _mailbox(sender) or _mailbox(to)
    try:
        message["To"] = to
    except ValueError:
        message["To"] = ""
    if not message["To"].addresses or any("@" not in one.addr_spec for one in message["To"].addresses):
        raise UsageError(f"“{to}” is no mailbox.", place="--mail", fix="Write it like ops@hub.example.")
    name = "".join(character if character.isprintable() else " " for character in feed.name)
    message["Subject"] = f"{name}: {_subject(problems, rows)}"
    message["Date"] = format_datetime(at)
    mark = hashlib.sha256(f"{at.isoformat()}\n{to}\n{body}".encode()).hexdigest()[:24]
    message["Message-ID"] = f"<{mark}@{urlsplit(feed.id).hostname or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
    message.set_content(redacted(body), cte="quoted-printable")
    return message.as_string()


def _mailbox(text: str) -> str:
    """A contact, if it is a mailbox and not the address of a page."""
    return text if "@" in text and "/" not in text and text.isprintable() else ""


def _subject(problems: Sequence[Row], rows: Sequence[Row]) -> str:
    if not problems:
        return f"all is well with {count(len(rows), 'source')}"
    names = ", ".join(row.source.id for row in problems[:3])
    more = f" and {len(problems) - 3} more" if len(problems) > 3 else ""
    return f"{names}{more} {'needs' if len(problems) == 1 else 'need'} somebody"


def _needing(problems: Sequence[Row]) -> str:
    if not problems:
        return "No source needs anything."
    parts = ["Sources that need somebody:"]
    for row in problems:
        visit, words = row.visit, words_of(row.visit, row.state)
        lines = [f"\n{row.source.id}: {row.state}", f"  {words.meaning}"]
        lines += [f"  {visit.message}"] if visit.message else []
        lines += [f"  It has moved to {shown_address(moved)}."] if (moved := proposal_of(visit)) else []
        lines += [f"  What to do: {words.operator}", f"  Last read: {shown_instant(visit.last_success) or 'never'}"]
        contact = row.source.contact or visit.contact
        parts.append("\n".join([*lines, f"  Contact: {contact}"] if contact else lines))
    return "\n".join(parts)


def _story(events: Sequence[Event], since: str) -> str:
    if not events:
        return f"Nothing happened since {shown_instant(since)}."
    lines = [f"{shown_instant(event.at)}  {event.source}: {event.text}" for event in events[-_MOST_EVENTS:]]
    left = len(events) - len(lines)
    head = f"What happened since {shown_instant(since)}:" + (f" ({left:,} earlier ones are left out)" if left else "")
    return "\n".join([head, "", *lines])


def _totals(rows: Sequence[Row]) -> str:
    states = Counter(row.state for row in rows)
    told = ", ".join(f"{number:,} {state}" for state, number in states.most_common())
    live = sum(row.visit.live for row in rows)
    return f"{count(len(rows), 'source')}: {told}. {count(live, 'live posting')}."
