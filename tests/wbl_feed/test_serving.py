"""What one answer of a server shows about how it hands out its feed."""

import json

import pytest
from local_web import cases

from wbl_feed.discovery.serving import check

CASES = cases("serving")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case_of_the_conformance_kit(case):
    """The notices on an answer are those of the case."""
    headers = {name.lower(): value for name, value in case["given"]["headers"].items()}
    found = [{"code": notice.code} for notice in check(case["given"]["address"], headers)]
    assert found == case["expect"]["notices"]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000/feed.json", "http://10.0.0.4/feed.json", "http://hub/feed.json", "", "file:///feed.json"],
)
def test_a_server_that_somebody_is_building_is_let_be(address):
    """Nothing is said of files, of this machine and of private networks."""
    assert list(check(address, {})) == []


def test_the_command_says_it_of_a_real_answer(run_wbl, monkeypatch):
    """wbl validate reports on the headers that a real server sent."""
    from faults.server import FaultServer
    from test_validate import feed, posting

    from wbl_feed.discovery import discover
    from wbl_feed.fetch import HttpFetcher

    server = FaultServer()
    body = json.dumps(feed([posting(1)])).encode()
    server.behaviours = {
        "/feed.json": lambda exchange: exchange.answer(200, body, {"Content-Type": "application/json"})
    }
    try:
        route = {"site.example": server.address}
        monkeypatch.setattr(discover, "HttpFetcher", lambda **_: HttpFetcher(allow_private=True, route=route))
        result = run_wbl("validate", "http://site.example/feed.json", "--at", "2026-11-22T12:00:00Z", "--json")
    finally:
        server.close()
    (report,) = json.loads(result.stdout)["feeds"]
    assert report["counts"] == {"no_cross_origin": 1, "no_validators": 1, "not_https": 1}
    assert report["valid"]
