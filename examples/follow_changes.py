"""Keeps a copy of a feed in step by its change log: python follow_changes.py ADDRESS COPY.json [--private]."""

import json
import sys
from pathlib import Path
from urllib.parse import urljoin

from wbl_feed import HttpFetcher, fetch, open_feed
from wbl_feed.origins import origin

address, copy, private = sys.argv[1], Path(sys.argv[2]), "--private" in sys.argv
fetcher = HttpFetcher(contact="you@site.example", allow_private=private)


def missed(feed, cursor):
    """The changes after the cursor, oldest first; None where the log does not tell all of them."""
    url, seen, changes = urljoin(address, feed.get("changeLog", "")), set(), []
    while "changeLog" in feed and url not in seen and origin(url) == origin(address):
        seen.add(url)
        answer = fetcher.fetch(url, same_origin=True)
        page = json.loads(answer.body) if isinstance(answer, fetch.Fetched) else {}
        if page.get("feed") != feed["id"] or page.get("compactedTo", 0) > cursor:
            return None  # not a page of this log, or deletions may have been left out of it
        changes = page["changes"] + changes
        if "compactedTo" in page or any(change["sequence"] <= cursor for change in page["changes"]):
            return [change for change in changes if cursor < change["sequence"] <= feed["sequence"]]
        url = urljoin(url, page.get("previous", url))
    return None  # the log starts later, loops, or leads elsewhere


held = json.loads(copy.read_bytes()) if copy.exists() else {"id": "", "validators": ["", ""], "items": {}}
match fetcher.fetch(address, fetch.Validators(*held["validators"])):
    case fetch.NotModified():
        print("nothing new")
        raise SystemExit(0)
    case fetch.Failed() as failure:
        raise SystemExit(f"{failure.url}: {failure.message}")  # nothing is changed; the next time will do
    case fetch.Fetched() as answer:
        feed, validators = json.loads(answer.body), [answer.validators.etag, answer.validators.last_modified]

items = held["items"]
known = held.get("sequence", -1) if held["id"] == feed["id"] else -1
changes = missed(feed, known) if 0 <= known <= feed.get("sequence", -1) else None
for change in changes or ():
    if change["type"] == "upsert":
        items[change["item"]["id"]] = change["item"]
    else:
        items.pop(change["tombstone"]["id"], None)
if changes is None or len(items) != feed.get("totalItems", len(items)):
    reading = open_feed(address, allow_private=private)  # the whole feed, with its pages
    if not (reading.whole and reading.envelope):
        raise SystemExit("the feed could not be read whole")
    changes, feed, validators = None, reading.envelope.to_json_value(), ["", ""]  # it may be newer by now
    items = {item.posting.id: item.value for item in reading.items}
print(f"{len(items)} postings,", "read whole" if changes is None else f"{len(changes)} changes")

held = {"id": feed["id"], "sequence": feed.get("sequence"), "validators": validators, "items": items}
written = copy.with_suffix(".new")
written.write_text(json.dumps({name: value for name, value in held.items() if value is not None}), encoding="utf-8")
written.replace(copy)
