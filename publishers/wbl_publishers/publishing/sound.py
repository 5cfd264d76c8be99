"""Leaves out of a posting what contradicts itself, so that no reader has to refuse the whole of it."""

from datetime import datetime
from typing import Any

from wbl_feed.notices.base import Notice, tokens_of
from wbl_feed.projections.partial import read_item
from wbl_feed.reading import Item
from wbl_feed.rules import Context, Look
from wbl_feed.rules.amounts import check_money, check_ranges
from wbl_feed.rules.dates import check_order

_CHECKS = (check_ranges, check_money, check_order)
_PAIRS = {
    *("minValue", "maxValue", "value", "minimumAge", "maximumAge", "startDate", "endDate", "startTime", "endTime"),
    *("applicationStartDate", "applicationDeadline", "validThrough", "datePosted"),
}
"""Members that can contradict their neighbours; of two that do, nobody can tell which is wrong."""


def sound_item(members: dict[str, Any], at: datetime) -> tuple[Item | None, list[Notice]]:
    """The posting of the members with what is wrong with them; optional members that are not sound are left out."""
    item, notices = read_item(members, "")
    if item is None:
        return None, notices
    seen, context = Look(item.posting, item.value, "", item.posting.id), Context(None, at, ())
    faults = [one for check in _CHECKS for one in check(seen, context) if one.fails]
    if not faults:
        return item, notices
    value = item.posting.to_json_value()
    for fault in faults:
        _leave_out(value, tokens_of(fault.pointer))
    item, more = read_item(value, "")
    return item, notices + faults + more


def _leave_out(value: dict[str, Any], tokens: list[str]) -> None:
    """Take away what a pointer leads to, and its neighbours where it is one of a pair."""
    node: Any = value
    for token in tokens[:-1]:
        node = node[int(token)] if isinstance(node, list) else node.get(token, {})
    if isinstance(node, dict):
        for name in _PAIRS & node.keys() if tokens[-1] in _PAIRS else {tokens[-1]}:
            node.pop(name, None)
