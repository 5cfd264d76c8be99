"""The validator gives a report for anything, without an exception and within its time."""

import pytest
from fuzz import corpus, limited, run

from wbl_feed.discovery.search import Found
from wbl_feed.report import Summary, summarise
from wbl_feed.times import read_clock

AT = read_clock("2026-11-22T12:00:00Z")


def report(content: bytes) -> Summary:
    with limited(20):
        return summarise(Found("", "", content).documents(), Summary("", "", AT))


@pytest.mark.slow
def test_two_thousand_broken_documents():
    """2,000 documents broken in bytes and structure each get a report; the full run is `python -m tests.fuzz`."""
    outcome = run(2_000, seed=7)
    assert outcome.documents == 2_000
    assert 0 < outcome.valid < 1_000
    assert len(outcome.codes) > 40


FEED = corpus()[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"type":"DataFeed","items":' + b"[" * 100_000, "nested_too_deep"),
        (b'{"type":"DataFeed","items":[],"ext":{"urn:a:b":' + b"[" * 250 + b"]" * 250 + b"}}", "nested_too_deep"),
        (b'{"type":"DataFeed","items":[{"title":"' + b"x" * 100_000_000 + b'"}]}', "document_too_large"),
        (b'{"type":"DataFeed","type":"DataFeed","items":[]}', "duplicate_name"),
        (b'{"type":"DataFeed","items":[],"ttl":NaN}', "not_a_number"),
        (b'\xef\xbb\xbf{"type":"DataFeed","items":[]}', "byte_order_mark"),
        ('{"type":"DataFeed","items":[]}'.encode("utf-16"), "invalid_encoding"),
        ('{"type":"DataFeed","items":[]}'.encode("utf-16-le"), "invalid_encoding"),
        ('{"type":"DataFeed","name":"Café","items":[]}'.encode("latin-1"), "invalid_encoding"),
        (b'{"type":"DataFeed","items":[],"ttl":' + b"9" * 20 + b"}", "number_out_of_range"),
        (b'{"type":"DataFeed","items":[],"ttl":' + b"9" * 5_000 + b"}", "invalid_json"),
        (b"", "empty_document"),
        (b" \n", "empty_document"),
        (b"[]", "wrong_type"),
        (b"\x00\x01\x02", "not_a_feed"),
        (b'{"type":"DataFeed","name":"\\ud800","items":[]}', "invalid_json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_bytes_each_get_their_notice(content, code):
    """Deep nesting, long strings, double names, NaN, byte order marks and wrong encodings are named, none raises."""
    summary = report(content)
    assert code in {finding.notice.code for finding in summary.findings}
    assert not summary.valid


@pytest.mark.parametrize(
    "content",
    [
        b'{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[]}',
        b'{"version":"https://jsonfeed.org/version/1.1","title":"A"}',
        b'{"@context":"https://schema.org","@graph":[]}',
        b'{"@type":"JobPosting"}',
        b"Id,Link,Title,Changed,Activity type,Status\r\n",
        b'<rss version="2.0"><channel></channel></rss>',
        b'{"items":[]}',
        b'{"type":"DataCatalog","specVersion":"1.0","feeds":[]}',
    ],
)
def test_what_is_not_valid_says_why(content):
    """A document with nothing in it that is not a feed of this standard has a notice that says so."""
    summary = report(content)
    assert not summary.valid
    assert summary.findings
