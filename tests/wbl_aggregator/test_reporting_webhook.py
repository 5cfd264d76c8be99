"""The webhook: told what happened, and never able to fail a run, to hold it up, or to give its address away."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from faults.server import FaultServer
from wbl_aggregator.reporting.webhook import call_webhook, payload
from wbl_aggregator.visits import Event

EVENTS = [Event("2026-11-22T12:00:00Z", "north", "held", "Two are held; https://u:pw123@n.example/")]


@contextmanager
def chat(status: int = 200, headers: dict[str, str] | None = None) -> Iterator[tuple[str, list[Any]]]:
    """A chat's webhook and what it was told."""
    told: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hooks/S3CRET", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_chat_is_told_what_happened():
    """A text for people and the events for programs, without secrets, on the operator's own network too."""
    with chat(204) as (address, told):
        assert call_webhook(address, EVENTS, "The hub") == ""
    (value,) = told
    assert value["text"] == "The hub: 1 event\nnorth: Two are held; https://···@n.example/"
    assert value["events"] == [
        {
            "at": "2026-11-22T12:00:00Z",
            "source": "north",
            "kind": "held",
            "text": "Two are held; https://···@n.example/",
        }
    ]


def test_nobody_is_told_of_nothing():
    """Without events, and without an address, no request is made."""
    with chat() as (address, told):
        assert call_webhook(address, [], "The hub") == call_webhook("", EVENTS, "The hub") == ""
    assert told == []


@pytest.mark.parametrize("status", [301, 307, 404, 500])
def test_a_refusal_is_told_and_a_redirect_not_followed(status: int):
    """By its number alone; what was posted goes nowhere else."""
    with chat(200) as (other, elsewhere), chat(status, {"Location": other}) as (address, _):
        assert call_webhook(address, EVENTS, "The hub") == f"the webhook answered {status}"
    assert elsewhere == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/S3CRET",
        "https://no-such-host.invalid/S3CRET",
        "ftp://S3CRET",
        "http://[S3CRET",
        "S3CRET",
        "http://127.0.0.1:99999/S3CRET",
    ],
)
def test_what_cannot_be_called_is_said_without_its_address(address: str):
    """And nothing is raised."""
    why = call_webhook(address, EVENTS, "The hub")
    assert why.startswith("the webhook could not be called")
    assert "S3CRET" not in why


def test_a_slow_answer_ends_in_time():
    """However slowly its bytes come; the run does not wait for them."""
    server = FaultServer()
    try:
        server.behaviours["/slow"] = lambda exchange: exchange.drip(b"HTTP/1.1 200 OK\r\n" * 99)
        start = time.monotonic()
        assert (
            call_webhook(f"{server.address}/slow", EVENTS, "The hub", seconds=0.4)
            == "the webhook did not answer in time"
        )
        assert time.monotonic() - start < 3
    finally:
        server.close()


def test_many_events_are_cut():
    """A chat shows the newest, and how many there were."""
    value = payload([Event("2026-11-22T12:00:00Z", f"s{number}", "state", "x") for number in range(120)], "The hub")
    assert str(value["text"]).startswith("The hub: 120 events, of which the last 50\ns70: x")
