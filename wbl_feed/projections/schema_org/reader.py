"""Reads JobPosting and Event in JSON-LD as partial postings: what they state, and no fact that they do not."""

from collections.abc import Iterator
from typing import Any

from wbl_feed.notices import Notice
from wbl_feed.notices.projection import EnvelopeMissing, PartialPosting
from wbl_feed.projections.partial import instant, reading
from wbl_feed.projections.schema_org.events import read_event
from wbl_feed.projections.schema_org.jobs import read_job
from wbl_feed.projections.schema_org.kinds import EMPLOYMENT, EVENT_TYPES, EVENTS, TERM
from wbl_feed.reading import Reading

_LISTS = ("@graph", "dataFeedElement", "itemListElement")
_OURS = EMPLOYMENT.keys() | EVENTS


def recognised(value: Any) -> bool:
    """Whether a JSON value is JSON-LD that may hold jobs or events, by its types."""
    tops = value if isinstance(value, list) else [value]
    return any(isinstance(top, dict) and ("@type" in top or "@graph" in top) for top in tops)


def read_value(value: Any) -> Reading:
    """JSON-LD as parsed; nodes of other types are passed over, wherever they stand."""
    notices: list[Notice] = [EnvelopeMissing(found="JSON-LD of schema.org")]
    values: list[dict[str, Any]] = []
    for node, changed in nodes(value):
        value = members_of(node, changed)
        found = "a JobPosting of schema.org" if is_job(node) else "an Event of schema.org"
        identity = value["id"] if isinstance(value.get("id"), str) else ""
        notices.append(PartialPosting(pointer=f"/items/{len(values)}", found=found, posting=identity))
        values.append(value)
    return reading("schema-org", values, notices)


def nodes(value: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Jobs and events of parsed JSON-LD in their order, each with the date that the DataFeedItem around it states."""
    waiting: list[tuple[Any, Any]] = [(value, None)]
    while waiting:
        one, changed = waiting.pop()
        if isinstance(one, list):
            waiting += [(part, changed) for part in reversed(one)]
            continue
        if not isinstance(one, dict):
            continue
        types = _types(one)
        if is_job(one) or types & EVENT_TYPES:
            yield one, changed
            continue
        waiting += [(one[name], None) for name in reversed(_LISTS) if name in one]
        if types & {"DataFeedItem", "ListItem"} and "item" in one:
            waiting.append((one["item"], one.get("dateModified")))


def is_job(node: dict[str, Any]) -> bool:
    """Whether a node is a JobPosting."""
    return "JobPosting" in _types(node)


def members_of(node: dict[str, Any], changed: Any = None) -> dict[str, Any]:
    """What a job or an event states of a posting; ``changed`` is when it did by the DataFeedItem around it.

    A value that is not sound is passed on as it is, for whoever reads the members to name it.
    """
    return _whole(node, (read_job if is_job(node) else read_event)(node), changed)


def _types(node: dict[str, Any]) -> set[str]:
    """The names of a node's types, without the prefix or the address of schema.org."""
    types = node.get("@type")
    texts = [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]
    return {text.rsplit("/", 1)[-1].removeprefix("schema:") for text in texts}


def _whole(node: dict[str, Any], members: dict[str, Any], changed: Any) -> dict[str, Any]:
    """The members with those that every posting needs, as far as the node states them."""
    identity, posted = members.get("id"), members.get("datePosted")
    exact = node.get("additionalType")
    code = exact.removeprefix(TERM) if isinstance(exact, str) and exact.startswith(TERM) else ""
    modified = instant(changed) or instant(node.get("dateModified")) or instant(posted)
    value = {
        "status": "open",
        **members,
        "id": identity if isinstance(identity, str) and ":" in identity else members.get("url"),
        "activityType": code if code in _OURS else members["activityType"],
        "dateModified": modified,
    }
    return {name: one for name, one in value.items() if one not in (None, "", [], {})}
