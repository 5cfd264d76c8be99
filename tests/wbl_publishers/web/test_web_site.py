"""What is built when, by many threads at once, and which pages are kept."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from wbl_publishers.web import pages
from wbl_publishers.web.exchange import Request
from wbl_publishers.web.site import SiteFeed
from web_sites import BEGUN, SETTINGS, Board, posting


def ask(site, name="feed.json", **headers):
    return site.respond(Request("GET", name, headers))


def test_many_threads_and_one_build():
    """With a revision, requests that come together are answered from one build, and a new revision makes one more."""
    board, revision = Board.of(50), [1]
    site = SiteFeed(SETTINGS, board.items, revision=lambda: revision[0])
    for builds in (1, 2):
        together = threading.Barrier(8)

        def request(number, together=together):
            together.wait(10)
            return ask(site, ("feed.json", "feed.atom")[number % 2]).headers["ETag"]

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(request, range(8)))) == 2
        assert board.builds == builds
        revision[0] += 1
        board.postings.append(posting(900 + builds))


def test_each_request_is_answered_as_of_its_own_time(monkeypatch):
    """Without a revision, each request sees what is there when it comes; those that wait together share one build."""
    board, asked, may_end = Board.of(2), threading.Semaphore(0), threading.Event()

    def clock():
        asked.release()
        return monotonic()

    def items():
        taken = list(board.items())
        if board.builds == 1:
            assert may_end.wait(10)
        return taken

    monkeypatch.setattr("wbl_publishers.web.site.monotonic", clock)
    site = SiteFeed(SETTINGS, items)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(ask, site)
        for _ in range(2):  # it asks, and begins to build
            assert asked.acquire(timeout=10)
        board.postings.append(posting(7))
        others = [pool.submit(ask, site) for _ in range(6)]
        for _ in others:
            assert asked.acquire(timeout=10)
        may_end.set()
        totals = [json.loads(one.result().body)["totalItems"] for one in (first, *others)]
    assert totals == [2, 3, 3, 3, 3, 3, 3]
    assert board.builds == 2
    assert json.loads(ask(site).body)["totalItems"] == 3


@pytest.mark.parametrize("revision", [1, "a", datetime(2026, 11, 1, tzinfo=UTC), ("a", 1)])
def test_nothing_is_built_until_the_revision_changes(revision):
    """Any value will do that can be compared."""
    now, board = [revision], Board.of(2)
    site = SiteFeed(SETTINGS, board.items, revision=lambda: now[0])
    board.postings.append(posting(8))
    assert [json.loads(ask(site).body)["totalItems"] for _ in range(3)] == [3] * 3
    del board.postings[0]
    assert json.loads(ask(site).body)["totalItems"] == 3
    assert board.builds == 1
    now[0] = None
    assert json.loads(ask(site).body)["totalItems"] == 2


def test_a_build_that_fails_leaves_nothing_half_done():
    """The error goes to the framework; when the site is well again, so is the feed."""
    board, revision, ill = Board.of(2), [1], []

    def items():
        if ill:
            raise OSError("the database does not answer")
        return list(board.items())

    site = SiteFeed(SETTINGS, items, revision=lambda: revision[0])
    tag = ask(site).headers["ETag"]
    ill.append(True)
    revision[0] = 2
    for _ in range(2):
        with pytest.raises(OSError, match="does not answer"):
            ask(site)
    ill.clear()
    assert ask(site, **{"if-none-match": tag}).status == 304


def test_the_catalogue_needs_no_postings():
    """It says where the feed is, and is served even where the postings cannot be had."""

    def items():
        raise OSError("the database does not answer")

    assert ask(SiteFeed(SETTINGS, items), ".well-known/wbl-feed").status == 200


class Paged:
    """A board in pages of one posting, with a clock."""

    def __init__(self, count: int = 3) -> None:
        self.at, self.gone, self.board = BEGUN, [], Board.of(count)
        self._site = SiteFeed(
            SETTINGS, self.board.items, tombstones=lambda: self.gone, page_size=1, clock=lambda: self.at
        )

    def pages(self) -> list[str]:
        return json.loads(ask(self._site).body).get("pages", [])

    @property
    def kept(self) -> list[int]:
        """The sizes of the pages that are kept and not listed."""
        return [len(page.content) for page, _ in self._site._pages._former.values()]

    def size(self, name: str) -> int:
        return len(ask(self._site, name).body)

    def statuses(self, names: list[str]) -> list[int]:
        return [ask(self._site, name).status for name in names]


def test_a_former_page_is_kept_for_an_hour():
    """Whoever began to read an hour ago can end."""
    site = Paged()
    before = site.pages()
    site.board.postings = site.board.postings[:1]
    assert site.pages() == []
    site.at += timedelta(minutes=59)
    assert site.statuses(before) == [200, 200]
    site.at += timedelta(minutes=2)
    assert site.statuses(before) == [404, 404]
    site.pages()
    assert site.kept == []


def test_pages_of_several_changes_are_kept():
    """A change within the hour takes no page away that an earlier one left."""
    site = Paged()
    seen = []
    for number in range(7, 10):
        seen += site.pages()
        site.board.postings = [posting(number), *site.board.postings]
        site.at += timedelta(minutes=1)
    site.pages()
    assert site.statuses(seen) == [200] * len(seen)


def test_a_page_that_comes_back_is_as_before():
    """It is listed again, and kept for an hour after it goes again."""
    site = Paged()
    before, all_of_them = site.pages(), site.board.postings
    for shown in (all_of_them[:1], all_of_them, all_of_them[:1]):
        site.board.postings = shown
        assert site.pages() == (before if shown is all_of_them else [])
        site.at += timedelta(minutes=50)
        assert site.statuses(before) == [200, 200]


@pytest.mark.parametrize(("reason", "kept"), [("rights", 404), ("error", 404), ("filled", 200), ("", 200)])
def test_what_must_go_goes_from_former_pages_at_once(reason, kept):
    """A page with a posting that had no right to be there is not kept for anybody (spec section 20.1, rule 4)."""
    site = Paged()
    before = site.pages()
    gone = site.board.postings.pop(1)
    site.gone.append({"id": gone["id"], "dateDeleted": BEGUN, "reason": reason})
    site.pages()
    assert site.statuses(before) == [kept, 200]


def test_former_pages_take_no_more_than_a_bound(monkeypatch):
    """However often the feed changes, the memory for pages that are no longer listed is bounded."""
    site = Paged(2)
    (first,) = site.pages()
    size = 0
    for number in range(30, 60):
        site.board.postings[1] = posting(number)
        site.at += timedelta(seconds=1)
        (page,) = site.pages()
        size = size or 2 * site.size(page)
        monkeypatch.setattr(pages, "MOST_BYTES", size)
    assert site.statuses([first]) == [404]
    assert 0 < sum(site.kept) <= size
