"""The change log of a feed saves its reader the pages, and never leads to another state than they would."""

from datetime import timedelta
from typing import Any

import pytest
from crawling import AT, crawled, envelope_of, ids, source
from hypothesis import given
from hypothesis import strategies as st
from recorded_web import RecordedWeb, feed_json, posting_json, recorded
from wbl_aggregator.crawl.change_log import LogReading, follow_log
from wbl_aggregator.crawl.values import Crawled, Known

from wbl_feed.digest import canonical_json
from wbl_feed.fetch import Failed, Fetched, Outcome, Validators

HOST = "a.example"
FEED, LOG = f"https://{HOST}/feed.json", f"https://{HOST}/changes/2.json"
READ = AT - timedelta(hours=1)


def upsert(sequence: int, number: int, **members: Any) -> dict[str, Any]:
    """An upsert of a posting."""
    return {"type": "upsert", "sequence": sequence, "item": posting_json(HOST, number, **members)}


def delete(sequence: int, number: int) -> dict[str, Any]:
    """A deletion of a posting."""
    stone = {"id": f"https://{HOST}/id/{number}", "dateDeleted": "2026-11-22T00:00:00Z"}
    return {"type": "delete", "sequence": sequence, "tombstone": stone}


def page(*changes: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A page of the log."""
    return {"json": {"type": "ChangePage", "specVersion": "1.0", "feed": f"https://{HOST}/feed", "changes": list(changes), **members}}  # fmt: skip


def paged(*numbers: int, sequence: int, **members: Any) -> dict[str, Any]:
    """A paged feed with the first posting in its first document, and all others in its page; with its total."""
    more = {"completeness": "paged", "pages": ["2.json"], "totalItems": len(numbers), "sequence": sequence}
    return feed_json(HOST, *numbers[:1], **{**more, "changeLog": "changes/2.json", **members})


def rest(*numbers: int) -> dict[str, Any]:
    """The page of the feed."""
    items = [posting_json(HOST, number) for number in numbers[1:]]
    return {"json": {"type": "DataFeedPage", "specVersion": "1.0", "feed": f"https://{HOST}/feed", "items": items}}


def known(*numbers: int, sequence: int = 7, last_read: Any = READ) -> dict[str, Known]:
    """What is held of the feed."""
    held = frozenset(f"https://{HOST}/id/{number}" for number in numbers)
    envelope = envelope_of(paged(*numbers, sequence=sequence))
    return {"a": Known("", {FEED: Validators('"v1"')}, last_read, envelope, lambda: held)}


def visited(
    web: RecordedWeb, log: dict[str, Any], feed: dict[str, Any], before: dict[str, Known], **more: Any
) -> Crawled:
    """One visit of the feed, whose page is the truth."""
    web.answers = {FEED: feed, f"https://{HOST}/2.json": rest(1, 2, 4), **log}
    return crawled(web, source("a"), known=before, **more)["a"]


def test_the_log_is_read_in_place_of_the_pages():
    """Where the log has the cursor and leads to the feed's own total, no page is asked for."""
    with recorded() as web:
        log = {LOG: page(upsert(7, 3), upsert(8, 4), delete(9, 3))}
        answer = visited(web, log, {"json": paged(1, 2, 4, sequence=9)}, known(1, 2, 3))
        assert web.urls() == [FEED, LOG]
        assert answer.by_log
        assert answer.reading is not None
        envelope = answer.reading.envelope
        assert envelope is not None
        assert (ids(answer), [one.id for one in envelope.tombstones or ()]) == (["4"], [f"https://{HOST}/id/3"])
        assert (envelope.completeness, envelope.sequence, envelope.pages, envelope.digest) == ("delta", 9, None, None)
        assert not answer.missed


def test_it_goes_back_until_the_cursor():
    """Pages before the newest are read until the last sequence that was applied, and no further."""
    with recorded() as web:
        log = {
            LOG: page(delete(12, 3), previous="1.json"),
            f"https://{HOST}/changes/1.json": page(upsert(6, 2), upsert(8, 4), previous="0.json"),
        }
        answer = visited(web, log, {"json": paged(1, 2, 4, sequence=12)}, known(1, 2, 3))
        assert web.urls() == [FEED, LOG, f"https://{HOST}/changes/1.json"]
        assert (answer.by_log, ids(answer)) == (True, ["4"])


def test_a_posting_that_took_another_id_is_counted_once():
    """A renamed posting takes the place of the old one, so that the total agrees."""
    with recorded() as web:
        log = {LOG: page(upsert(8, 4, previousIds=[f"https://{HOST}/id/3"]))}
        answer = visited(web, log, {"json": paged(1, 2, 4, sequence=8)}, known(1, 2, 3))
        assert (answer.by_log, ids(answer)) == (True, ["4"])


WHOLE = ["1", "2", "4"]
GOOD = (upsert(7, 3), upsert(8, 4), delete(9, 3))


@pytest.mark.parametrize(
    "log",
    [
        {},
        {LOG: page(upsert(9, 4))},
        {LOG: page(upsert(9, 4), previous="2.json")},
        {LOG: page(previous="2.json")},
        {LOG: page(upsert(9, 4), previous="1.json"), f"https://{HOST}/changes/1.json": page(upsert(8, 4), previous="2.json")},
        {LOG: page(*GOOD, feed="https://else.example/feed")},
        {LOG: page(*GOOD, compactedTo=8)},
        {LOG: page(upsert(7, 3), upsert(9, 4), delete(8, 3))},
        {LOG: page(delete(9, 3), previous="1.json"), f"https://{HOST}/changes/1.json": page(upsert(7, 3), upsert(9, 4))},
        {LOG: page(upsert(7, 3), upsert(8, 4))},
        {LOG: page(upsert(7, 3), upsert(9, 4))},
        {LOG: page(*GOOD, upsert(10, 5))},
        {LOG: page(upsert(7, 3), {**upsert(8, 4), "item": {"id": "x"}}, delete(9, 3))},
        {LOG: {"body": "<!DOCTYPE html>"}},
        {LOG: {"status": 302, "headers": {"Location": "https://else.example/changes.json"}}},
    ],
    ids=[
        "missing", "starts later", "names itself", "names itself, without a change", "goes round", "another feed", "compacted", "not growing",
        "not growing from page to page", "behind the feed", "another total", "ahead of the feed", "an unsound posting",
        "no log", "led to another origin",
    ],
)  # fmt: skip
def test_a_log_that_does_not_tell_all_is_not_used(log: dict[str, Any]):
    """Then the pages are read, as if there were no log."""
    with recorded() as web:
        answer = visited(
            web,
            {**log, "https://else.example/changes.json": page(*GOOD)},
            {"json": paged(1, 2, 4, sequence=9)},
            known(1, 2, 3),
        )
        assert (answer.by_log, ids(answer)) == (False, WHOLE)
        assert "https://else.example/changes.json" not in web.urls()
        assert len(web.urls()) <= 4


@pytest.mark.parametrize(
    ("before", "members"),
    [
        ({}, {}),
        (known(1, 2, 3, last_read=None), {}),
        (known(1, 2, 3, last_read=READ - timedelta(days=7)), {}),
        (known(1, 2, 3), {"id": f"https://{HOST}/other"}),
        (known(1, 2, 3), {"changeLog": "https://else.example/changes/2.json"}),
        (known(1, 2, 3), {"sequence": None}),
        (known(1, 2, 3), {"totalItems": None}),
        (known(1, 3), {}),
    ],
    ids=[
        "a first visit",
        "never read",
        "not in this week",
        "another feed",
        "another origin",
        "no sequence",
        "no total",
        "a page was missing",
    ],
)
def test_the_pages_are_read(before: dict[str, Known], members: dict[str, Any]):
    """A feed that was not read whole this week, one of another id, or one without a cursor is read whole."""
    feed = {name: value for name, value in {**paged(1, 2, 4, sequence=9), **members}.items() if value is not None}
    with recorded() as web:
        log = page(*GOOD, feed=feed["id"])
        answer = visited(web, {LOG: log, "https://else.example/changes/2.json": log}, {"json": feed}, before)
        assert not answer.by_log
        assert f"https://{HOST}/2.json" in web.urls()
        assert not any("else.example" in one.url for one in web.asked)


def test_a_feed_in_one_document_needs_no_log():
    """What came with the feed already is not asked for again."""
    with recorded() as web:
        feed = feed_json(HOST, 1, 2, 4, sequence=9, changeLog="changes/2.json")
        answer = visited(web, {LOG: page(*GOOD)}, {"json": feed}, known(1, 2, 3))
        assert (web.urls(), ids(answer)) == ([FEED], WHOLE)


def test_a_delta_that_reaches_too_far_back_is_completed_by_the_log():
    """Deletions that a delta may have missed are in the log, so that the whole feed need not be asked for."""
    with recorded() as web:
        delta = feed_json(HOST, 4, completeness="delta", sequence=9, totalItems=3, changeLog="changes/2.json", feedUrl=f"https://{HOST}/whole.json")  # fmt: skip
        answer = visited(web, {LOG: page(*GOOD)}, {"json": delta}, known(1, 2, 3))
        assert web.urls() == [FEED, LOG]
        assert (answer.by_log, answer.missed) == (True, False)


@pytest.mark.parametrize("answer", [{"status": 503}, {"status": 500}, {"status": 502}])
def test_a_feed_that_cannot_be_had_is_followed_by_its_log(answer: dict[str, Any]):
    """While the server cannot give the feed, what its log says is taken all the same; no validator is kept then."""
    with recorded() as web:
        found = visited(web, {LOG: page(*GOOD)}, answer, known(1, 2, 3))
        assert isinstance(found.outcome, Fetched)
        assert (found.by_log, ids(found), dict(found.validators)) == (True, ["4"], {})


@pytest.mark.parametrize(
    ("answer", "log"),
    [
        ({"status": 404}, page(*GOOD)),
        ({"status": 410}, page(*GOOD)),
        ({"status": 503, "headers": {"Retry-After": "60"}}, page(*GOOD)),
        ({"status": 503}, page(upsert(7, 3))),
        ({"status": 503}, {"status": 404}),
    ],
    ids=["not there", "ended", "asked to wait", "nothing new", "no log"],
)
def test_a_failure_stays_one(answer: dict[str, Any], log: dict[str, Any]):
    """The log takes the feed's place only while that is broken, and only if it says something."""
    with recorded() as web:
        found = visited(web, {LOG: log}, answer, known(1, 2, 3))
        assert isinstance(found.outcome, Failed)
        assert found.validators == {FEED: Validators('"v1"')}


class Pages:
    """Gives the pages of a log by their addresses."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages

    def fetch(self, url: str, *_: Any, **__: Any) -> Outcome:
        """A page."""
        if url in self.pages:
            return Fetched(url, self.pages[url], "application/json", Validators(), {})
        return Failed(url, "http_status", "404", 404)


HISTORY = st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.integers(1, 3)), min_size=1, max_size=30)


@given(HISTORY, st.integers(1, 5), st.data())
def test_from_any_cursor_the_log_leads_to_the_feed(
    history: list[tuple[int, bool, int]], size: int, data: st.DataObject
):
    """Whatever happened, however it is cut into pages and wherever its reader stood: what it has then is what there is."""
    state: dict[int, int] = {}
    states, changes, sequence = {0: dict(state)}, [], 0
    for number, is_upsert, step in history:
        sequence += step
        if is_upsert:
            state[number] = sequence
            changes.append(upsert(sequence, number, title=f"At {sequence}"))
        else:
            state.pop(number, None)
            changes.append(delete(sequence, number))
        states[sequence] = dict(state)
    pieces = [changes[start : start + size] for start in range(0, len(changes), size)]
    pages = {
        f"https://{HOST}/changes/{number}.json": canonical_json(
            page(*piece, **({"previous": f"{number - 1}.json"} if number else {}))["json"]
        )
        for number, piece in enumerate(pieces)
    }
    envelope = envelope_of(paged(1, sequence=sequence, changeLog=f"changes/{len(pieces) - 1}.json"))
    cursor = data.draw(st.sampled_from(sorted(states)))
    log = follow_log(Pages(pages), FEED, envelope, cursor)
    if log is None:
        assert cursor == 0
        assert changes[0]["sequence"] > 1  # then nobody can know that the log begins with the first change
        return
    assert isinstance(log, LogReading)
    assert not log.upserts.keys() & log.deletes.keys()
    held = {f"https://{HOST}/id/{number}": f"At {at}" for number, at in states[cursor].items()}
    held |= {one.item.id: one.item.title for one in log.upserts.values()}
    held = {identity: title for identity, title in held.items() if identity not in log.deletes}
    assert held == {f"https://{HOST}/id/{number}": f"At {at}" for number, at in state.items()}
    before = frozenset(f"https://{HOST}/id/{number}" for number in states[cursor])
    assert (log.last, log.ids_after(before)) == (sequence, held.keys())


def test_a_log_without_end_is_given_up():
    """Past a number of pages or bytes the whole feed costs less."""
    pages = {f"https://{HOST}/changes/{n}.json": canonical_json(page(upsert(n, 1), previous=f"{n - 1}.json")["json"]) for n in range(1, 60)}  # fmt: skip
    envelope = envelope_of(paged(1, sequence=59, changeLog="changes/59.json"))
    assert follow_log(Pages(pages), FEED, envelope, 30) is not None
    assert follow_log(Pages(pages), FEED, envelope, 30, most_pages=20) is None
    assert follow_log(Pages(pages), FEED, envelope, 30, most_bytes=2_000) is None
