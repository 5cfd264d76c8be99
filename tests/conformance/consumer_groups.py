"""Runs a case of the groups deletion and crawl, and compares what is expected with what our aggregator did."""

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conformance.kit import Case, agrees, moment
from conformance.offered import offered
from conformance.ours import STATEWIDE, Ours, Visit
from conformance.web import Request, Web, serving
from wbl_aggregator.ledger import statewide_id

_SEED = {"title": "Held", "activityType": "unspecified", "status": "open"}


def deletion(case: Case, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the consumer hold what the case says, then read each response."""
    given, expect = case["given"], case["expect"]
    address = given["feed"]["url"]
    source = [{"id": "source", "url": address}]
    with serving(patch) as web:
        ours = Ours(folder, web)
        ever: set[str] = set()
        if given["held"]:
            web.answers = {address: {"json": _seed(given), "headers": {"ETag": '"seed"'}}}
            ever |= ours.visit(moment(given["lastRead"]), source).held
            assert ever == {one["id"] for one in given["held"]}, "the case's own beginning"
        for response in given["responses"]:
            web.answers = {address: _tagged(response), **response.get("web", {})}
            visit = ours.visit(moment(response.get("at", given["at"])), source)
            ever |= visit.held
        renamed = {one["from"]: one["to"] for one in expect.get("renamed", ())}
        assert visit.held == set(expect["held"])
        assert ever - visit.held - set(renamed) == {one["id"] for one in expect["gone"]}
        _check_outcome(case, visit)
        _check_renamed({old: new for old, new in renamed.items() if new in visit.held}, ours, given["feed"]["id"])
        if "resync" in expect:
            _check_resync(case, visit, ours, web)


def _check_outcome(case: Case, visit: Visit) -> None:
    expect, decision = case["expect"], visit.decision
    if decision is None:
        assert not expect["held"]
        return
    for one in expect["gone"]:
        stone = visit.holding.tombstones.get(one["id"])
        assert "reason" not in one or (stone is not None and stone.reason == one["reason"]), one
    for identity, members in expect.get("postings", {}).items():
        found = visit.holding.postings[identity].to_json_value()
        assert agrees(members, found), f"{members} is not in {found}"
    whole = decision.message and not any(words in decision.message for words in ("not intact", "not confirmed"))
    assert bool(whole and decision.held) == expect["heldBack"], decision.message
    if "offered" in expect:
        at, envelope = moment(case["given"]["at"]), visit.holding.envelope
        live = visit.holding.postings.values()
        assert envelope
        assert {one.id for one in live if offered(one, envelope, at)} == set(expect["offered"])


def _check_renamed(renamed: dict[str, str], ours: Ours, feed: str) -> None:
    """A renamed posting goes on under the entry of its old id, without a tombstone for it."""
    published = ours.published()
    for old, new in renamed.items():
        entry = statewide_id(str(STATEWIDE["id"]), feed, old)
        (item,) = [one for one in published["items"] if one["provenance"][0]["id"] == new]
        assert item["id"] == entry
        assert entry not in {stone["id"] for stone in published.get("tombstones", ())}


def _check_resync(case: Case, visit: Visit, ours: Ours, web: Web) -> None:
    """The whole feed is asked for: at its own address, or, where that is this one, anew and without a condition."""
    given = case["given"]
    response, address = given["responses"][-1], given["feed"]["url"]
    elsewhere = response.get("json", {}).get("feedUrl")
    if elsewhere:
        asked = elsewhere in {one.url for one in visit.requests}
        assert asked == case["expect"]["resync"], "whether the whole feed was asked for"
    elif case["expect"]["resync"]:
        later = moment(response.get("at", given["at"])) + timedelta(days=1)
        again = ours.visit(later, [{"id": "source", "url": address}])
        assert [one.url for one in again.requests][:1] == [address]
        assert "if-none-match" not in again.requests[0].headers


def _seed(given: dict[str, Any]) -> dict[str, Any]:
    items = [{"url": f"https://held.example/{n}", **_SEED, **one} for n, one in enumerate(given["held"])]
    return {
        "type": "DataFeed", "specVersion": "1.0", "id": given["feed"]["id"], "name": "Held", "license": "CC-BY-4.0",
        "publisher": {"name": "Held"}, "timeZone": "America/New_York", "completeness": "complete",
        "dateModified": max((one["dateModified"] for one in items), key=moment), "items": items,
    }  # fmt: skip


def _tagged(response: dict[str, Any]) -> dict[str, Any]:
    """The response with an ETag, where it has none, so that a condition can be seen in the next request."""
    if response.get("status", 200) != 200:
        return response
    return {**response, "headers": {"ETag": '"case"', **response.get("headers", {})}}


def crawl(case: Case, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Visit the source step by step."""
    given = case["given"]
    source = [{"id": "source", "url": given["source"], "robots": given.get("foundBy") == "itself"}]
    with serving(patch) as web:
        web.hosts = given.get("hosts", {})
        ours = Ours(folder, web, limits=given.get("limits"))
        before: set[str] = set()
        address = ""
        for number, (step, expect) in enumerate(zip(given["steps"], case["expect"]["steps"], strict=True), 1):
            web.answers = step["web"]
            web.connections.clear()
            visit = ours.visit(moment(step["at"]), source, now=False)
            _check_requests(f"step {number}", expect, visit.requests)
            assert not set(expect.get("neverConnected", ())) & set(web.connections), f"step {number}"
            if address and visit.requests:
                assert visit.requests[0].url == address, f"step {number}: the address that was remembered"
            assert set(expect.get("held", visit.held)) == visit.held, f"step {number}"
            assert set(expect.get("gone", before - visit.held)) == before - visit.held, f"step {number}"
            before, address = visit.held, expect.get("address", "")
        if address:
            last = ours.visit(moment(step["at"]) + timedelta(days=2), source)
            assert last.requests[0].url == address, "the address that was remembered at last"


def _check_requests(where: str, expect: dict[str, Any], requests: Iterable[Request]) -> None:
    if "requests" not in expect:
        return
    wanted = expect["requests"]
    robots = any(one["url"].endswith("/robots.txt") for one in wanted)
    found = [one for one in requests if robots or not one.url.endswith("/robots.txt")]
    assert sorted(one.url for one in found) == sorted(one["url"] for one in wanted), where
    assert [one.url for one in found][:1] == [one["url"] for one in wanted][:1], where
    for one in wanted:
        headers = next(request.headers for request in found if request.url == one["url"])
        for name, value in one.get("headers", {}).items():
            said = headers.get(name.lower(), "")
            assert re.search(value["pattern"], said) if isinstance(value, dict) else said == value, f"{where}: {name}"
        for name in one.get("absent", ()):
            assert name.lower() not in headers, f"{where}: {name} was sent to {one['url']}"
