"""The mail to the operator: RFC 5322, ready for sendmail, with what needs somebody first."""

from datetime import UTC, datetime
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import pytest
from wbl_aggregator.reporting import Row
from wbl_aggregator.reporting.mail import digest_mail
from wbl_aggregator.sources import Source
from wbl_aggregator.visits import Event, Visit

from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SINCE = "2026-11-21T12:00:00Z"
FEED = FeedSettings.model_validate(
    {"id": "https://hub.example/feed", "name": "The hüb", "license": "CC0-1.0", "publisher": {"name": "The hub"}}
)


def row(identity: str, state: Any = "ok", **members: Any) -> Row:
    """A row by its state."""
    source = Source.model_validate({"id": identity, "url": f"https://{identity}.example/feed.json"})
    return Row(source, Visit(identity, state=state, live=3, **members))


def mail(rows: list[Row], events: list[Event], to: str = "ops@hub.example", sender: str = "") -> EmailMessage:
    """The mail as a mail program reads it."""
    text = digest_mail(rows, events, FEED, to=to, sender=sender, since=SINCE, at=AT)
    assert text.isascii()
    assert "\r" not in text
    message = message_from_string(text, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_mail_names_what_needs_somebody_and_what_happened():
    """Sources in need with meaning, reason and advice; events; totals. No secret."""
    events = [Event("2026-11-22T01:00:00Z", "north", "held", "Two are held; see https://u:pw123@n.example/?key=abc123")]
    rows = [
        row("south"),
        row(
            "north", "held", held=2, message="2 of 3 vanished at once.", last_success=SINCE, contact="web@north.example"
        ),
        row("east", "lapsed", code="http_status", message="the server answered 503"),
    ]
    message = mail(rows, events, sender="https://hub.example/contact")
    assert message["Subject"] == "The hüb: east, north need somebody"
    assert (message["To"], message["From"]) == ("ops@hub.example", "ops@hub.example")
    assert message["Date"] == "Sun, 22 Nov 2026 12:00:00 +0000"
    assert message["Message-ID"].endswith("@hub.example>")
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_content()
    assert body.index("east: lapsed") < body.index("north: held") < body.index("What happened since")
    for words in ("2 of 3 vanished", "wbl aggregate review", "Contact: web@north.example", "Last read: never", "1 ok"):
        assert words in body
    assert "pw123" not in body
    assert "abc123" not in body


def test_a_quiet_week_is_said_in_three_lines():
    """Nothing needs somebody, nothing happened, and how many there are."""
    message = mail([row("south"), row("north")], [], sender="ops@hub.example")
    assert message["Subject"] == "The hüb: all is well with 2 sources"
    assert message.get_content().split("\n") == [
        "No source needs anything.", "", f"Nothing happened since {SINCE}.", "", "2 sources: 2 ok. 6 live postings.", "",
    ]  # fmt: skip


def test_a_mail_is_the_same_twice():
    """The same facts at the same moment give the same text, so that a mail sent twice is one to a mail program."""
    assert mail([row("south")], []).as_string() == mail([row("south")], []).as_string()


@pytest.mark.parametrize("to", ["", "ops", "a@b.example\nBcc: c@d.example", "a@b.example\r\n\r\nx", "<>", "Group: ;"])
def test_who_is_no_mailbox_gets_no_mail(to: str):
    """A header cannot be smuggled in by the address."""
    with pytest.raises(UsageError, match="no mailbox"):
        mail([row("south")], [], to=to)


def test_several_mailboxes_are_fine():
    """As in any mail."""
    message = mail([row("south")], [], to="a@b.example, Ms C <c@d.example>")
    assert [one.addr_spec for one in message["To"].addresses] == ["a@b.example", "c@d.example"]


def test_a_name_cannot_forge_a_header():
    """Of the feed, which the operator writes, nor of an event."""
    feed = FEED.model_copy(update={"name": "The hub\nBcc: x@y.example"})
    text = digest_mail([row("south")], [], feed, to="a@b.example", sender="", since=SINCE, at=AT)
    assert message_from_string(text)["Bcc"] is None
