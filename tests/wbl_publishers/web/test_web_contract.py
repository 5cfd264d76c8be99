"""What every framework serves, asked over real HTTP: the documents of a feed, their validators and their pages."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from local_web import cases
from web_sites import BEGUN, Board, posting

from wbl_feed import open_feed
from wbl_feed.discovery.discover import find_feeds
from wbl_feed.discovery.serving import check

JSON, ATOM = "application/vnd.wbl-feed+json", "application/atom+xml"
DOCUMENTS = {
    "/feed.json": JSON,
    "/feed.atom": ATOM,
    "/.well-known/wbl-feed": JSON,
    "/wbl-feed.json": JSON,
}
EVERY = pytest.mark.parametrize(("where", "media_type"), DOCUMENTS.items(), ids=list(DOCUMENTS))


@EVERY
def test_a_document_is_whole_and_says_what_it_is(site, where, media_type):
    """GET gives the document with its type, length, validators, and leave for pages of other sites to read it."""
    answer = site.ask(where)
    assert answer.status == 200
    assert answer["Content-Type"] == media_type
    assert int(answer["Content-Length"]) == len(answer.body) > 100
    assert answer["ETag"].startswith('"')
    assert parsedate_to_datetime(answer["Last-Modified"]) <= datetime.now(UTC)  # the Date of uvicorn is a second late
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Content-Encoding"] is None
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Expose-Headers"] == "ETag, Last-Modified"


@EVERY
def test_head_says_the_same_without_the_document(site, where, media_type):
    """HEAD has the headers of GET and no body."""
    got, head = site.ask(where), site.ask(where, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


@EVERY
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_known_is_not_sent_again(site, where, media_type, method):
    """The tag that was sent, alone, weak or in a list, or any tag, gives 304 with the tag and without a body."""
    tag = site.ask(where)["ETag"]
    for told in (tag, f"W/{tag}", f'"other", {tag}', f'W/"a,b" ,{tag}', "*"):
        answer = site.ask(where, method, If_None_Match=told)
        assert (answer.status, answer.body) == (304, b""), told
        assert answer["ETag"] == tag
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Content-Type"] is answer["Content-Encoding"] is None
        assert int(answer["Content-Length"] or 0) == 0


@EVERY
def test_what_is_not_known_is_sent(site, where, media_type):
    """Another tag, a part of the tag, or no tag at all gives the document, whatever the date says."""
    tag, later = site.ask(where)["ETag"], format_datetime(BEGUN + timedelta(days=9999), usegmt=True)
    for told in ('"other"', tag[:-2] + '"', tag.strip('"'), "", '"', 'W/"'):
        assert site.ask(where, If_None_Match=told, If_Modified_Since=later).status == 200, told


@EVERY
def test_a_date_is_asked_where_there_is_no_tag(site, where, media_type):
    """If-Modified-Since with the date that was sent, or a later one, gives 304; an earlier one and nonsense do not."""
    date = site.ask(where)["Last-Modified"]
    moment = parsedate_to_datetime(date)
    assert site.ask(where, If_Modified_Since=date).status == 304
    assert site.ask(where, If_Modified_Since=format_datetime(moment + timedelta(hours=1), usegmt=True)).status == 304
    for told in (format_datetime(moment - timedelta(seconds=1), usegmt=True), "yesterday", "", "0"):
        assert site.ask(where, If_Modified_Since=told).status == 200, told
    assert site.ask(where, If_Modified_Since=date, If_None_Match='"other"').status == 200


def test_a_change_changes_the_validators(serve):
    """After a change the tag of before gives the new document; the feed is dated by its newest posting."""
    board = Board.of(3)
    site = serve(board)
    before = site.ask("/feed.json")
    board.postings[1]["title"] = "Harbor intern, spring"
    board.postings[1]["dateModified"] = BEGUN + timedelta(days=2)
    after = site.ask("/feed.json", If_None_Match=before["ETag"])
    assert after.status == 200
    assert after["ETag"] != before["ETag"]
    assert site.ask("/feed.json", If_None_Match=after["ETag"]).status == 304
    assert json.loads(before.body)["dateModified"] == "2026-11-01T12:02:00Z"
    assert json.loads(after.body)["dateModified"] == "2026-11-03T12:00:00Z"


@EVERY
def test_gzip_is_a_representation_of_its_own(site, where, media_type):
    """Gzip is sent to those who take it, is the same document, and has a tag of its own."""
    plain, packed = site.ask(where), site.ask(where, Accept_Encoding="br, gzip;q=0.8")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed["Content-Length"]) == len(packed.body)
    assert packed["Vary"] == "Accept-Encoding"
    assert packed["ETag"] != plain["ETag"]
    assert site.ask(where, Accept_Encoding="gzip", If_None_Match=packed["ETag"]).status == 304
    assert site.ask(where, Accept_Encoding="gzip", If_None_Match=plain["ETag"]).status == 200
    for refused in ("gzip;q=0", "br", "identity", "identity;q=1, gzip;q=0.5", "*;q=0"):
        assert site.ask(where, Accept_Encoding=refused)["Content-Encoding"] is None, refused


@EVERY
def test_a_preflight_is_answered(site, where, media_type):
    """OPTIONS says which methods there are, and that pages of other sites may send conditions."""
    asked = {"Origin": "https://other.example", "Access_Control_Request_Headers": "if-none-match"}
    answer = site.ask(where, "OPTIONS", Access_Control_Request_Method="GET", **asked)
    assert (answer.status, answer.body) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Headers"] == "*"
    assert answer["Content-Type"] is None
    assert answer["Allow"] == answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@EVERY
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
def test_nothing_can_be_written(site, where, media_type, method):
    """Any other method is answered 405 with the methods that there are."""
    answer = site.ask(where, method)
    assert answer.status == 405
    assert {word.strip() for word in answer["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "where",
    ["/pages/0123456789abcdef.json", "/pages/x", "/pages/..%2ffeed.json", "/feed.xml", "/FEED.JSON"],
)
def test_what_is_not_there_is_404(site, where):
    """An address that names no document is answered 404, and never with something else."""
    for method in ("GET", "HEAD"):
        assert site.ask(where, method).status == 404
    assert site.ask("/pages/0123456789abcdef.json")["Access-Control-Allow-Origin"] == "*"


@EVERY
def test_nothing_but_the_address_and_the_coding_decides(site, where, media_type):
    """Neither Accept, nor a query, nor a hostile Host or forwarded header changes a byte of what is served."""
    plain = site.ask(where)
    for headers in (
        {"Accept": "text/html"},
        {"Accept": ATOM},
        {"Accept_Language": "es"},
        {"Host": "evil.example"},
        {"Host": '"><script>'},
        {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "gopher"},
        {"Cookie": "session=1"},
    ):
        answer = site.ask(where, **headers)
        assert (answer.status, answer.body, answer["ETag"]) == (200, plain.body, plain["ETag"]), headers
        assert answer["Set-Cookie"] is None
    assert site.ask(f"{where}?format=html&x=<").body == plain.body


def test_the_atom_form_is_the_same_feed(serve):
    """What is read from feed.atom equals what is read from feed.json, tombstones included."""
    gone = {"id": "https://board.example/id/77", "dateDeleted": BEGUN, "reason": "filled"}
    site = serve(Board.of(3), tombstones=lambda: [gone])
    of_json, of_atom = (open_feed(f"{site.address}/{name}", allow_private=True) for name in ("feed.json", "feed.atom"))
    assert of_json.feed == of_atom.feed
    assert of_json.envelope.digest == of_atom.envelope.digest
    assert [one.id for one in of_json.envelope.tombstones] == ["https://board.example/id/77"]
    assert len(of_json.postings) == 3
    assert of_json.notices == of_atom.notices == ()


@pytest.mark.parametrize("options", [{}, {"revision": lambda: 1}], ids=["each request", "by revision"])
def test_a_long_feed_has_pages(serve, options):
    """1,200 postings come in three documents, and are read back whole and in order from either form."""
    site = serve(Board.of(1200), **options)
    first = json.loads(site.ask("/feed.json").body)
    assert (first["completeness"], first["totalItems"]) == ("paged", 1200)
    assert [len(first["items"]), len(first["pages"])] == [500, 2]
    for name in ("feed.json", "feed.atom"):
        reading = open_feed(f"{site.address}/{name}", allow_private=True)
        assert [one.id for one in reading.postings] == [posting(number)["id"] for number in range(1200)]
        assert reading.whole
        assert reading.notices == ()
    page = site.ask(f"/{first['pages'][0]}")
    assert (page.status, page["Content-Type"]) == (200, JSON)
    assert site.ask(f"/{first['pages'][0]}", If_None_Match=page["ETag"]).status == 304
    assert site.ask(f"/{first['pages'][0]}", "HEAD")["Content-Length"] == page["Content-Length"]


def test_a_reader_of_an_earlier_first_document_finds_its_pages(serve):
    """A page that is no longer listed is still served, so that a reader who is half-way through does not fail."""
    board = Board.of(5)
    site = serve(board, page_size=2)
    before = json.loads(site.ask("/feed.json").body)["pages"]
    board.postings.insert(0, posting(9))
    after = json.loads(site.ask("/feed.json").body)["pages"]
    assert not {*before} & {*after}
    assert [site.ask(f"/{page}").status for page in (*before, *after)] == [200] * 4


def test_a_page_is_found_where_the_first_document_came_from_another_process(serve):
    """A process that has not served the feed yet builds it when it is asked for a page."""
    page = json.loads(serve(Board.of(5), page_size=2).ask("/feed.json").body)["pages"][1]
    assert serve(Board.of(5), page_size=2).ask(f"/{page}").status == 200


@pytest.mark.parametrize("start", ["/", "/nothing-here"])
def test_the_feed_is_found_from_any_page_of_the_site(site, start):
    """The links of the home page lead to the feed, and so does the catalogue."""
    (found,) = find_feeds(site.address + start, allow_private=True)
    assert found.address == f"{site.address}/feed.json"
    assert found.how == ("link rel=alternate in the page" if start == "/" else "/.well-known/wbl-feed")
    assert found.notices == ()


def test_the_links_are_escaped(site):
    """The name of the feed stands in the page as text, whatever characters it has."""
    page = site.ask("/").body.decode()
    assert page.count("<link ") == 2
    assert f'type="{JSON}" title="Jobs &amp; &#34;more&#34; &lt;b&gt;" href="/feed.json">' in page
    assert f'type="{ATOM}" title="Jobs &amp; &#34;more&#34; &lt;b&gt;" href="/feed.atom">' in page


def test_the_validator_finds_no_error(site, run_wbl):
    """``wbl validate`` goes from the home page to the feed and calls it valid, without an error or a warning."""
    result = run_wbl("validate", f"{site.address}/", "--allow-private", "--at", "2026-11-22", "--json")
    assert result.exit_code == 0, result.output
    (report,) = json.loads(result.stdout)["feeds"]
    assert report["valid"]
    assert {one["severity"] for one in report["notices"]} <= {"info"}


def test_it_is_served_as_the_conformance_kit_asks(site):
    """Over https an answer has no finding, as in the kit's case of a plain file, whose headers it all has."""
    case = cases("serving")["serving/plain-file"]
    for where in DOCUMENTS:
        answer = site.ask(where)
        assert list(check(f"https://board.example{where}", answer.headers)) == case["expect"]["notices"] == []
        assert {name.lower() for name in case["given"]["headers"]} <= answer.headers.keys()
    answer = site.ask("/feed.json")
    for name in ("Content-Type", "Access-Control-Allow-Origin"):
        assert answer[name] == case["given"]["headers"][name]


def test_a_folder_of_its_own(serve):
    """The feed may be in a folder; the catalogue stays at the root, and each leads to the other."""
    site = serve(Board.of(3), folder="opportunities")
    assert site.ask("/feed.json").status == 404
    assert 'href="/opportunities/feed.json"' in site.ask("/").body.decode()
    for start in ("/", "/nothing-here", "/.well-known/wbl-feed", "/wbl-feed.json"):
        (found,) = find_feeds(site.address + start, allow_private=True)
        assert found.address == f"{site.address}/opportunities/feed.json"


def test_a_fault_of_the_site_is_an_error_and_no_empty_feed(serve):
    """Where the site's own function fails, the answer is 500: an empty feed would withdraw every posting."""

    def broken():
        yield posting(1)
        raise OSError("the database does not answer")

    class Broken(Board):
        items = staticmethod(broken)

    assert serve(Broken([])).ask("/feed.json").status == 500
