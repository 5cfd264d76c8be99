"""Runs a case of the group merge, and compares what is expected with what our aggregator published."""

import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest
from conformance.kit import Case, agrees, moment
from conformance.ours import Ours
from conformance.web import serving
from wbl_aggregator.match import Member
from wbl_aggregator.match.verdicts import Say, Verdicts

Json = dict[str, Any]
Pair = tuple[str, str]


def merge(case: Case, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the aggregator read the feeds of each run, and look at what it publishes after each."""
    given = case["given"]
    runs = given.get("runs", [given])
    expected = case["expect"].get("runs", [case["expect"]])
    feeds = {feed["document"]["id"]: feed["source"] for one in runs for feed in one["feeds"] if "document" in feed}
    with serving(patch) as web:
        ours = Ours(folder, web, given["aggregator"], verdicts=_verdicts(given.get("decisions", ()), feeds))
        before: Json = {}
        for one, expect in zip(runs, expected, strict=True):
            web.answers = {
                feed["url"]: {"json": feed["document"]} if "document" in feed else {"status": feed["status"]}
                for feed in one["feeds"]
            }
            ours.visit(moment(one["at"]), [{"id": feed["source"], "url": feed["url"]} for feed in one["feeds"]])
            published = ours.published()
            _check(expect, published, before)
            _check_files(expect, ours.out)
            before = published


def _verdicts(decisions: Iterable[Json], feeds: dict[str, str]) -> Verdicts:
    said: dict[frozenset[Member], Say] = {}
    for decision in decisions:
        for say in get_args(Say):
            for pair in combinations(decision.get(say, ()), 2):
                said[frozenset(Member(feeds[feed], identity) for feed, identity in pair)] = say
    return Verdicts(said)


def members(item: Json) -> set[Pair]:
    """The postings that an entry is made of, each with the feed that it was read from: the last hop, or the source."""
    return {(last["feed"], last.get("id", one["id"])) for one in item["provenance"] for last in [(one.get("via") or [one])[-1]]}  # fmt: skip


def _check(expect: Json, published: Json, before: Json) -> None:
    found = {frozenset(members(item)): item for item in published["items"]}
    if "entries" in expect:
        wanted = {frozenset(map(tuple, entry["members"])) for entry in expect["entries"]}
        assert set(found) == wanted, "the entries"
        for entry in expect["entries"]:
            _check_entry(entry, found[frozenset(map(tuple, entry["members"]))])
    for together in expect.get("together", ()):
        assert any(set(map(tuple, together)) <= group for group in found), f"together: {together}"
    for apart in expect.get("apart", ()):
        assert not any(set(map(tuple, apart)) <= group for group in found), f"apart: {apart}"
    for left in expect.get("leftOut", ()):
        assert not any(tuple(left) in group for group in found), f"left out: {left}"
    for one, other in expect.get("neverBoth", ()):
        texts = [json.dumps(item) for item in published["items"]]
        assert not any(one in text and other in text for text in texts)
    if "tombstones" in expect:
        stones = {stone["id"]: stone for stone in published.get("tombstones", ())}
        assert set(stones) == {stone["id"] for stone in expect["tombstones"]}, "the tombstones"
        assert all(agrees(stone, stones[stone["id"]]) for stone in expect["tombstones"])
    assert agrees(expect.get("envelope", {}), published)
    if "noLaterThan" in expect:
        assert max(map(moment, _instants(published))) <= moment(expect["noLaterThan"])
    if "unchanged" in expect:
        _check_change(expect["unchanged"], published, before)


def _check_entry(entry: Json, item: Json) -> None:
    rules = {one.get("rule") for one in item["provenance"]} - {None}
    assert "rule" not in entry or rules == {entry["rule"]}, f"the rule of {entry['members']}: {rules}"
    assert entry.get("id", item["id"]) == item["id"]
    assert agrees(entry.get("has", {}), item), f"{entry.get('has')} is not in {item}"
    assert not set(entry.get("lacks", ())) & set(item)
    for name, values in entry.get("sets", {}).items():
        assert sorted(item[name]) == sorted(values), name
    earlier = set(item.get("previousIds", ()))
    assert set(entry.get("previousIds", ())) <= earlier, "previousIds"
    assert not set(entry.get("notPreviousIds", ())) & earlier, "previousIds"
    for one in entry.get("provenance", ()):
        assert any(agrees(one, other) for other in item["provenance"]), f"{one} is not in {item['provenance']}"
    assert all(name in one for name in entry.get("provenanceHas", ()) for one in item["provenance"])
    assert not any(name in one for name in entry.get("provenanceLacks", ()) for one in item["provenance"])
    for name, texts in entry.get("contains", {}).items():
        assert all(text in item[name] for text in texts), item[name]
    for name, texts in entry.get("containsNot", {}).items():
        assert not [text for text in texts if text in item.get(name, "")], item[name]


def _check_change(unchanged: bool, published: Json, before: Json) -> None:
    was, now = moment(before["dateModified"]), moment(published["dateModified"])
    if unchanged:
        same = ("dateModified", "sequence", "digest", "items", "sources")
        assert [published.get(name) for name in same] == [before.get(name) for name in same]
    else:
        assert now > was
        assert published["sequence"] > before["sequence"]
        assert published["digest"] != before["digest"]


def _instants(published: Json) -> list[str]:
    stones = [stone["dateDeleted"] for stone in published.get("tombstones", ())]
    since = published.get("deletion", {}).get("tombstonesSince")
    return [published["dateModified"], *(item["dateModified"] for item in published["items"]), *stones, *([since] if since else [])]  # fmt: skip


def _check_files(expect: Json, out: Path) -> None:
    """A text that must be nowhere is in no published file, pages that are no longer listed included."""
    for text in expect.get("nowhere", ()):
        found = [path.name for path in out.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
        assert not found, f"“{text}” is in {found}"
