"""JSON Feed 1.1 (spec section 23.1): an ordinary feed for readers, with our posting beside each item."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from wbl_feed import json_format
from wbl_feed.models import Feed, Posting
from wbl_feed.notices import Notice
from wbl_feed.notices.projection import EnvelopeMissing, PartialPosting
from wbl_feed.projections.loss import Lost
from wbl_feed.projections.outcome import Projection
from wbl_feed.projections.partial import instant, reading
from wbl_feed.projections.texts import description_html, own_address, tags
from wbl_feed.reading import Reading
from wbl_feed.resources import NAMESPACE

MEDIA_TYPE = "application/feed+json"
VERSIONS = "https://jsonfeed.org/version/1"
KEY = "_wbl"
LOSS: tuple[Lost, ...] = ()
_FOUND = "an item of a JSON Feed"


def project(feed: Feed, at: datetime) -> Projection:
    """Every posting, live or not: this form loses nothing."""
    return Projection(write(feed))


def write(feed: Feed) -> bytes:
    """The feed as JSON Feed, the same bytes every time; it loses nothing of the JSON form."""
    head = {
        "version": f"{VERSIONS}.1",
        "title": feed.name,
        "home_page_url": feed.home_page_url or feed.publisher.url,
        "feed_url": own_address(feed, MEDIA_TYPE),
        "description": feed.description,
        "language": feed.in_language,
        "authors": [_stated({"name": feed.publisher.name, "url": feed.publisher.url})],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
        KEY: {"about": NAMESPACE, "feed": feed.envelope.to_json_value()},
    }
    lines = [f"{json.dumps(name)}: {_compact(value)}" for name, value in _stated(head).items()]
    items = ",\n".join(_compact(_item(posting)) for posting in feed.items)
    return ("{\n" + ",\n".join([*lines, f'"items": [\n{items}\n]']) + "\n}\n").encode()


def _item(posting: Posting) -> dict[str, Any]:
    organization = posting.hiring_organization or posting.provider
    html = description_html(posting) if posting.description_html else ""
    files = [
        _stated({"url": one.url, "mime_type": one.encoding_format, "title": one.alternate_name})
        for one in posting.attachments or ()
        if one.encoding_format  # JSON Feed wants a type, and nobody may make one up
    ]
    item = {
        "id": posting.id,
        "url": posting.url,
        "title": posting.title,
        "content_html": html,
        "content_text": posting.description or ("" if html else posting.summary or posting.title),
        "summary": posting.summary,
        "image": posting.image.url if posting.image else None,
        "date_published": posting.date_posted if len(posting.date_posted or "") > 10 else None,
        "date_modified": posting.date_modified,
        "authors": [_stated({"name": organization.name, "url": organization.url})] if organization else None,
        "tags": [label for _, _, label in tags(posting)],
        "language": posting.in_language,
        "attachments": files,
        KEY: {"posting": posting.to_json_value()},
    }
    return _stated(item)


def _stated(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def recognised(value: Any) -> bool:
    """Whether a JSON value is a JSON Feed of version 1, by its member ``version``."""
    return isinstance(value, dict) and str(value.get("version", "")).startswith(VERSIONS)


def read_value(value: dict[str, Any]) -> Reading:
    """A JSON Feed as parsed: ours whole, somebody's as partial postings."""
    items = value.get("items")
    entries = [one if isinstance(one, dict) else {} for one in items] if isinstance(items, list) else []
    envelope = _extension(value).get("feed")
    if isinstance(envelope, dict):
        return _read_ours(envelope, entries) if isinstance(items, list) else _broken(envelope, items)
    notices: list[Notice] = [EnvelopeMissing(found="somebody's JSON Feed")]
    notices += [
        PartialPosting(pointer=f"/items/{number}", found=_FOUND, posting=_text(entry.get("id")))
        for number, entry in enumerate(entries)
    ]
    return reading("json-feed", [partial(entry) for entry in entries], notices)


def _read_ours(envelope: dict[str, Any], entries: list[dict[str, Any]]) -> Reading:
    values = [_extension(entry)["posting"] for entry in entries if "posting" in _extension(entry)]
    found = json_format.read_envelope(envelope, values)
    strangers: tuple[Notice, ...] = tuple(
        PartialPosting(found=_FOUND, posting=_text(entry.get("id")), place=f"item {number + 1}")
        for number, entry in enumerate(entries)
        if "posting" not in _extension(entry)
    )
    # Absence proves nothing where somebody put items of their own among ours (spec section 14.3).
    return replace(found, format="json-feed", notices=found.notices + strangers, well_formed=not strangers)


def _broken(envelope: dict[str, Any], items: Any) -> Reading:
    """Ours without its list of items, of which the notices of the JSON form speak."""
    return replace(json_format.read_envelope(envelope, items), format="json-feed", well_formed=False)


def _extension(value: dict[str, Any]) -> dict[str, Any]:
    extension = value.get(KEY)
    return extension if isinstance(extension, dict) else {}


def partial(entry: dict[str, Any]) -> dict[str, Any]:
    """What an item states: its id, link, title, texts and dates, and no fact that it does not."""
    link, identity = _text(entry.get("url")), _text(entry.get("id"))
    published = instant(entry.get("date_published"))
    members = {
        "id": identity if ":" in identity else link,
        "url": link,
        "title": _text(entry.get("title")),
        "dateModified": instant(entry.get("date_modified")) or published,
        "activityType": "unspecified",
        "status": "open",
        "summary": entry.get("summary"),
        "description": entry.get("content_text"),
        "descriptionHtml": entry.get("content_html"),
        "inLanguage": entry.get("language"),
        "datePosted": published,
    }
    return _stated(members)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
