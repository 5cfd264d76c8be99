"""Writes a feed as a schema.org DataFeed of jobs and events; what is neither, or not open, is left out by reason."""

import json
from datetime import datetime
from typing import Any

from wbl_feed.models import Feed, Posting
from wbl_feed.projections.offered import offered
from wbl_feed.projections.outcome import LeftOut, Projection, Reason
from wbl_feed.projections.schema_org.events import write_event
from wbl_feed.projections.schema_org.jobs import write_job
from wbl_feed.projections.schema_org.kinds import EMPLOYMENT, EVENTS, TERM
from wbl_feed.projections.schema_org.shapes import ORGANIZATION, write_node

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"


def project(feed: Feed, at: datetime) -> Projection:
    """The open postings that are jobs or events of schema.org; the others are named with their reasons."""
    postings, left_out = offered(feed, at)
    elements = []
    for posting in postings:
        found = node(posting, feed, at)
        if isinstance(found, Reason):
            left_out.append(LeftOut(posting.id, found))
        else:
            elements.append({"@type": "DataFeedItem", "dateModified": posting.date_modified, "item": found})
    lines = [embedded(element) for element in elements]
    head = embedded({"@context": CONTEXT, **_feed(feed)})
    body = head.removesuffix("}") + ',"dataFeedElement":[\n' + ",\n".join(lines) + "\n]}\n"
    return Projection(body.encode(), tuple(left_out))


def write(feed: Feed, at: datetime) -> bytes:
    """The document of ``project`` alone."""
    return project(feed, at).content


def node(posting: Posting, feed: Feed, at: datetime) -> dict[str, Any] | Reason:
    """An open posting as JobPosting or Event, without context, or why it is neither.

    A page about one posting embeds it with ``embedded({"@context": "https://schema.org", **node})``.
    """
    if posting.activity_type in EMPLOYMENT:
        found = write_job(posting, feed, at)
    elif posting.activity_type in EVENTS:
        found = write_event(posting, feed, at)
    else:
        return Reason.NOT_APPLICABLE
    return found if isinstance(found, Reason) else found | {"additionalType": TERM + posting.activity_type}


def embedded(value: Any) -> str:
    """JSON that cannot end the ``script`` element it may stand in, nor begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _feed(feed: Feed) -> dict[str, Any]:
    license_address = feed.license if ":" in feed.license else f"https://spdx.org/licenses/{feed.license}"
    members = {
        "@type": "DataFeed",
        "@id": feed.id,
        "name": feed.name,
        "description": feed.description,
        "url": feed.home_page_url,
        "publisher": write_node(feed.publisher.to_json_value(), ORGANIZATION),
        "license": license_address,
        "dateModified": feed.date_modified,
        "inLanguage": feed.in_language,
    }
    return {name: value for name, value in members.items() if value}
