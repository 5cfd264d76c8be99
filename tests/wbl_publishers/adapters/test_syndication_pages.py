"""The further pages of a feed are read to their end, or not at all."""

import json
from typing import Any

import pytest
from adapter_runs import read
from local_web import served

from wbl_feed.errors import UsageError

SITE = "https://site.example/feed/"


def rss(*numbers: int) -> str:
    """A feed of entries by their numbers."""
    items = (
        f"<item><title>Job {n}</title><link>https://site.example/{n}</link><guid>https://site.example/?p={n}</guid></item>"
        for n in numbers
    )
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Jobs</title>'
        f"<link>https://site.example/</link>{''.join(items)}</channel></rss>"
    )


def web(pages: dict[int, Any]) -> dict[str, Any]:
    """A WordPress with pages of entries, by number: a list of entries, or another answer."""
    answers = {number: {"body": rss(*one)} if isinstance(one, list) else one for number, one in pages.items()}
    return {SITE if number == 1 else f"{SITE}?paged={number}": answer for number, answer in answers.items()}


@pytest.mark.parametrize(
    ("pages", "asked", "titles", "requests"),
    [
        ({1: [5, 4], 2: [3, 2], 3: [1]}, 9, [5, 4, 3, 2, 1], 4),
        ({1: [5, 4], 2: [3, 2], 3: [1]}, 2, [5, 4, 3, 2], 2),
        ({1: [5, 4], 2: [3, 2], 3: [1]}, 1, [5, 4], 1),
        ({1: [5, 4], 2: []}, 9, [5, 4], 2),
        ({1: [5, 4], 2: [5, 4]}, 9, [5, 4], 2),
        ({1: [5, 4], 2: [4, 3]}, 9, [5, 4, 3], 3),
        ({1: [5, 4], 2: {"status": 410}}, 9, [5, 4], 2),
    ],
)
def test_pages_are_read_until_there_is_none(pages: dict[int, Any], asked: int, titles: list[int], requests: int):
    """Pages end with a 404, an empty one or one that repeats the others; an entry on two pages is one record."""
    with served(web(pages)) as local:
        found = read("rss", SITE, options={"pages": asked}, fetcher=local.fetcher)
        assert len(local.requests) == requests
    assert found.notices == []
    assert found.titles == [f"Job {number}" for number in titles]


def test_another_entry_with_the_id_of_an_earlier_page_is_counted():
    """It would be the same posting; the first stays, and the run says that one was passed over."""
    other = {"body": rss(4, 3).replace("Job 4", "Another job")}
    with served(web({1: [5, 4], 2: other})) as local:
        found = read("rss", SITE, options={"pages": 9}, fetcher=local.fetcher)
    assert found.titles == ["Job 5", "Job 4", "Job 3"]
    assert [notice.message for notice in found.notices] == [
        "1 of 4 entries are not for this feed: an entry of an earlier page has the same id, but another title or address."
    ]


@pytest.mark.parametrize("answer", [{"status": 500}, {"status": 403}, {"body": "<html>Sorry</html>"}, {"body": ""}])
def test_a_page_that_fails_stops_the_run(answer: dict[str, Any]):
    """A list of which a part is missing is no list: nothing is published of it."""
    with served(web({1: [5, 4], 2: answer, 3: [1]})) as local, pytest.raises(UsageError):
        read("rss", SITE, options={"pages": 9}, fetcher=local.fetcher)


def test_a_feed_that_is_to_be_whole_must_end_within_its_pages():
    """With window = false, more pages than the option allows stop the run, since the rest would be withdrawn."""
    with served(web({1: [5, 4], 2: [3]})) as local:
        assert len(read("rss", SITE, options={"pages": 3, "window": False}, fetcher=local.fetcher).records) == 3
        with pytest.raises(UsageError, match=r"goes on after page 2\. Raise pages"):
            read("rss", SITE, options={"pages": 2, "window": False}, fetcher=local.fetcher)


def test_the_feeds_own_link_to_its_next_page_is_followed():
    """Atom's rel=next and JSON Feed's next_url come before WordPress's way of paging, and stay on the site."""
    follow = '<atom:link rel="next" href="/more?n=2"/>'
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "2", "url": "/2", "title": "Job 2"}]}
    elsewhere = {**feed, "next_url": "https://other.example/feed"}
    documents = {
        SITE: {"body": rss(1).replace("<item>", f"{follow}<item>")},
        "https://site.example/more?n=2": {"body": json.dumps(feed)},
        "https://site.example/elsewhere": {"body": json.dumps(elsewhere)},
    }
    with served(documents) as local:
        assert read("rss", SITE, options={"pages": 2}, fetcher=local.fetcher).titles == ["Job 1", "Job 2"]
        assert read("rss", SITE, fetcher=local.fetcher).titles == ["Job 1"]
        with pytest.raises(UsageError, match="goes on after page 1"):
            read("rss", SITE, options={"window": False}, fetcher=local.fetcher)
        with pytest.raises(UsageError, match=r"its next page is elsewhere, at https://other\.example"):
            read("rss", "https://site.example/elsewhere", options={"pages": 2}, fetcher=local.fetcher)


def test_an_address_that_cannot_be_had_stops_the_run():
    """A feed that answers 404, or lies in a private network, is no empty feed."""
    with served({"https://site.example/": {"body": ""}}) as local, pytest.raises(UsageError, match="404"):
        read("rss", SITE, fetcher=local.fetcher)
    with pytest.raises(UsageError, match="allow-private"):
        read("rss", "http://127.0.0.1:80/feed")
