"""Tells what happened to an address of the operator's, such as the incoming webhook of a chat."""

import re
from collections.abc import Sequence
from threading import Thread

import httpx

from wbl_aggregator.log import redacted
from wbl_aggregator.visits import Event
from wbl_feed.cli.output import count
from wbl_feed.fetch import USER_AGENT

SECONDS = 10.0
_MOST = 50
"""Events in one call; the text says how many more there are."""

_MARKED = re.compile(r"(?<=@)(?=(?:everyone|here|channel|all)\b)|(?<=\])(?=\()", re.IGNORECASE)
_BRACKETS = str.maketrans("<>", "\u2039\u203a")


def call_webhook(address: str, events: Sequence[Event], feed: str, seconds: float = SECONDS) -> str:
    """POST ``{"text": …, "events": […]}``; why that failed, or an empty text. Never raises for what happens there.

    The address is a secret, so that nothing of it is in the answer.
    """
    if not events or not address:
        return ""
    answer: list[str] = []
    asking = Thread(target=lambda: answer.append(_post(address, payload(events, feed), seconds)), daemon=True)
    asking.start()
    asking.join(seconds)  # httpx has limits for each step alone, so that a slow drip would last for ever
    return answer[0] if answer else "the webhook did not answer in time"


def _post(address: str, value: dict[str, object], seconds: float) -> str:
    """One request. A redirect is not followed: what it leads to would learn of everything."""
    try:
        with (
            httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=seconds, trust_env=False) as client,
            client.stream("POST", address, json=value) as response,
        ):
            status = response.status_code
    except Exception as error:  # whatever is wrong with it, the run goes on; the message could hold the address
        return f"the webhook could not be called ({type(error).__name__})"
    return "" if status < 300 else f"the webhook answered {status}"


def payload(events: Sequence[Event], feed: str) -> dict[str, object]:
    """What is sent: a text that chats show, and the same for programs."""
    told = events[-_MOST:]
    lines = [f"{event.source}: {_unmarked(redacted(event.text))}" for event in told]
    left = len(events) - len(told)
    head = f"{feed}: {count(len(events), 'event')}" + (f", of which the last {len(told)}" if left else "")
    return {
        "text": "\n".join([head, *lines]),
        "events": [
            {"at": event.at, "source": event.source, "kind": event.kind, "text": redacted(event.text)} for event in told
        ],
    }


def _unmarked(text: str) -> str:
    """A text in which no chat finds a link or a call to everybody: a site's own words may stand in it."""
    line = "".join(character if character.isprintable() else "·" for character in text)
    return _MARKED.sub(" ", line.translate(_BRACKETS))
