"""Web pages become a feed: selectors, saved pages, ids that stay, and limits that hold."""

import contextlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from adapter_runs import Publishing, drafts
from faults.server import FaultServer, document, redirect, status
from hypothesis import given, settings
from hypothesis import strategies as st
from page_site import SITE, job, page, serving, sitemap, titles
from wbl_publishers.adapters.pages.options import PagesOptions
from wbl_publishers.adapters.pages.web_pages import WebPagesAdapter

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

EXAMPLES = Path(__file__).parents[3] / "examples" / "pages"
BOARD = {
    "options": {"item": ".job"},
    "fields": {
        "/title": "h3",
        "/url": "h3 a@href",
        "/datePosted": {"from": ".dates", "label": "Posted"},
        "/applicationDeadline": {"from": ".dates", "label": "Application Deadline"},
    },
}
TWO = """<div class=job><h3><a href=/jobs/1>Lab aide</a></h3><p class=dates>Posted 02/14/2024<br>
Application Deadline: 02/24/2024</p></div><div class=job><h3><a href=/jobs/2>Farm hand</a></h3><p class=dates>
Posted 02/15/2024<br>Application Deadline: Rolling</p></div>"""


def read(folder: Path, location: str, columns: tuple[str, ...] = (), **options: Any) -> list[Any]:
    """What the adapter gives of saved pages."""
    return list(WebPagesAdapter().records(Input(location, columns, options, HttpFetcher(), None, folder=folder)))  # type: ignore[arg-type]


def test_a_page_without_markup_is_read_by_selectors():
    """Each item is a posting; a label picks its line, links are absolute, and an entry of the list counts as open."""
    with serving({"/board": page(body=TWO)}) as site:
        one, other = drafts("pages", f"{SITE}/board", BOARD, site.fetcher)
    assert one.members == {
        "title": "Lab aide",
        "url": f"{SITE}/jobs/1",
        "datePosted": "2024-02-14",
        "applicationDeadline": "2024-02-24",
        "activityType": "unspecified",
        "status": "open",
    }
    assert (other.members["rolling"], other.place) == (True, f"{SITE}/board, item 2")
    assert one.keys == (f"url {SITE}/jobs/1", "row  | lab aide | ")


def test_a_mapping_adds_to_what_a_page_states_and_comes_first():
    """JSON-LD states members, and what a selector finds is added or stands in its place."""
    table = {"fields": {"/title": "h1", "/summary": "p"}, "options": {"pace": 0}}
    body = "<h1>The title that people see</h1><p>In short.</p>"
    with serving({"/sitemap.xml": sitemap("/a"), "/a": page(job("A", datePosted="2026-11-01"), body=body)}) as site:
        (found,) = drafts("pages", f"{SITE}/sitemap.xml", table, site.fetcher)
    assert (found.members["title"], found.members["summary"]) == ("The title that people see", "In short.")
    assert found.members["datePosted"] == "2026-11-01"


def test_pages_that_only_selectors_match_are_postings_where_no_page_is_marked_up():
    """A heading makes a posting of any page of a site without markup, and of none where others state theirs."""
    pages = {
        "/sitemap.xml": sitemap("/a", "/about"),
        "/a": page(body="<h1>A</h1>"),
        "/about": page(body="<h1>About</h1>"),
    }
    with serving(pages) as site:
        assert len(site.read(columns=("h1",))[0]) == 2
        assert titles(site.read(columns=("h1",), include="/a*t")[0]) == [None]
        site.pages[f"{SITE}/a"] = page(job("A"), body="<h1>A</h1>")
        records, (notice,) = site.read(columns=("h1",))
    assert [record.cells for record in records] == [{"h1": "A"}]
    assert f"1 without a posting, such as {SITE}/about" in notice.message


def test_markup_that_broke_on_one_page_withdraws_nothing():
    """Where other pages state their postings, a page with broken JSON-LD is refused, whatever selectors find on it."""
    broken = page('{"@type": "JobPosting", oops', body="<h1>B</h1>")
    with serving({"/sitemap.xml": sitemap("/a", "/b"), "/a": page(job("A"), body="<h1>A</h1>"), "/b": broken}) as site:
        _, refused = site.read(columns=("h1",))[0]
        assert (refused.notices[0].code, refused.cells) == ("page_unread", {})
        site.pages[f"{SITE}/a"] = page(body="<h1>A</h1>")
        _, read = site.read(columns=("h1",))[0]
    assert (read.notices[0].code, read.cells) == ("broken_json_ld", {"h1": "B"})


def test_a_broken_block_of_a_list_is_a_refused_record():
    """Beside several sound ones it was a posting; nobody knows which, so it has no key and the others are read."""
    with serving({"/jobs": page(job("A"), '{"@type": "JobPosting", oops', job("C"))}) as site:
        refused, *others = site.read(f"{SITE}/jobs")[0]
    assert (refused.keys, [notice.code for notice in refused.notices]) == ((), ["page_unread"])
    assert titles(others) == ["A", "C"]
    items = "".join(f"<li>{page(one)}</li>" for one in (job("A"), '{"@type": "Event"', job("C")))
    with serving({"/jobs": page(body=items)}) as site:
        records, _ = site.read(f"{SITE}/jobs", item="li")
    assert [(one.keys, one.place[-6:], len(one.notices)) for one in records][1] == ((), "item 2", 1)
    assert titles(records) == ["A", None, "C"]


def test_several_postings_of_a_page_share_no_cells():
    """What a selector finds on a page with several is nobody's; within an item it is that posting's."""
    body = "".join(f"<div class=job>{page(job(title))}<b>{title}!</b></div>" for title in "AB")
    with serving({"/jobs": body}) as site:
        records, _ = site.read(f"{SITE}/jobs", columns=("b",))
        assert [(one.members["title"], one.cells) for one in records] == [("A", {}), ("B", {})]
        assert [notice.code for one in records for notice in one.notices] == ["selectors_unused"]
        records, _ = site.read(f"{SITE}/jobs", columns=("b",), item=".job")
        assert [(one.members["title"], one.cells["b"]) for one in records] == [("A", "A!"), ("B", "B!")]


def test_an_item_without_markup_among_others_is_a_posting():
    """What ``item`` finds is a posting whether it is marked up or not."""
    marked = '<li itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">A</b></li>'
    with serving({"/jobs": page(body=f"<ul>{marked}<li><b>B</b></li><li>&nbsp;</li></ul>")}) as site:
        records, _ = site.read(f"{SITE}/jobs", columns=("b",), item="li")
    assert [(one.members.get("title"), one.cells) for one in records] == [("A", {"b": "A"}), (None, {"b": "B"})]


def test_a_broken_block_is_named_and_the_posting_stays():
    """The notice says where the block is; a page without a posting is not complained about."""
    other = '{"@type": "WebSite", "name": "The "site""}'
    pages = {"/sitemap.xml": sitemap("/a", "/b"), "/a": page(job("A"), other), "/b": page(other)}
    with serving(pages) as site:
        (record,), _ = site.read()
    (notice,) = record.notices
    assert (notice.code, notice.place, notice.fails) == ("broken_json_ld", f"{SITE}/a, block 2", False)


def test_saved_pages_are_read_like_the_site(tmp_path: Path):
    """A folder of files is a list of pages; where they are from is said by base, or by the pages themselves."""
    (tmp_path / "site" / "deep").mkdir(parents=True)
    canonical = '<link rel="canonical" href="https://named.example/b">'
    (tmp_path / "site" / "b.html").write_text(page(job("B"), head=canonical), encoding="utf-8")
    (tmp_path / "site" / "deep" / "a.HTM").write_text(page(job("A", url="../x")), encoding="utf-8")
    (tmp_path / "site" / "note.txt").write_text("no page", encoding="utf-8")
    found = read(tmp_path, "site", base="https://site.example/jobs/")
    assert [one.members["url"] for one in found] == ["https://site.example/jobs/b.html", "https://site.example/jobs/x"]
    assert [one.place for one in found] == ["b.html", "deep/a.HTM"]
    found = read(tmp_path, "site")
    assert [one.members.get("url") for one in found] == ["https://named.example/b", None]
    (one,) = read(tmp_path, "site/b.html", base="https://named.example/c")
    assert (one.members["url"], one.place) == ("https://named.example/b", "site/b.html")


def test_saved_pages_lead_nowhere_else(tmp_path: Path):
    """A link out of the folder is refused, one within it is read, and a folder is no page, whatever its name."""
    site = tmp_path / "site"
    (site / "x.html").mkdir(parents=True)
    (site / "x.html" / "a.html").write_text(page(job("A")), encoding="utf-8")
    (site / "b.html").symlink_to(site / "x.html" / "a.html")
    assert titles(read(tmp_path, "site", base=f"{SITE}/")) == ["A", "A"]
    (tmp_path / "secret").write_text(page(job("Secret")), encoding="utf-8")
    (site / "c.html").symlink_to(tmp_path / "secret")
    with pytest.raises(UsageError, match=r"c.html: the link leads out of the folder"):
        read(tmp_path, "site", base=f"{SITE}/")
    (site / "c.html").unlink()
    (site / "c.html").symlink_to(site / "c.html")
    with pytest.raises(UsageError, match=r"c.html: the link leads out"):
        read(tmp_path, "site", base=f"{SITE}/")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("missing.html", {}, "there is no such file"),
        ("empty", {}, "no page has a posting"),
        ("empty.html", {}, "the page is empty"),
        ("list.html", {"links": "a"}, "where the saved page is from is not known. Write base"),
        ("two", {"most": 1}, "it has more than 1 pages"),
        ("two", {"base": "site.example/jobs"}, "base is no address: site.example/jobs. It begins with https://"),
        ("huge.html", {}, "the page is larger than 5,000,000 bytes"),
    ],
)
def test_saved_pages_that_cannot_be_used_are_told(tmp_path: Path, name: str, options: dict[str, Any], said: str):
    """Each mistake has its sentence and no traceback."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "two").mkdir()
    for one in ("two/a.html", "two/b.html", "list.html"):
        (tmp_path / one).write_text(page(body="<a href=x>x</a>"), encoding="utf-8")
    (tmp_path / "empty.html").write_bytes(b" ")
    (tmp_path / "huge.html").write_bytes(b"x" * 5_000_001)
    with pytest.raises(UsageError) as error:
        read(tmp_path, name, **options)
    assert said in str(error.value)


def test_a_list_of_addresses_in_a_file_may_name_several_sites(tmp_path: Path):
    """Whoever writes a list means its hosts."""
    (tmp_path / "pages.txt").write_text("https://one.example/a\n# two\nhttps://two.example/b\n", encoding="utf-8")
    with serving({"https://one.example/a": page(job("A")), "https://two.example/b": page(job("B"))}) as site:
        source = Input("pages.txt", (), {"pace": 0}, site.fetcher, None, folder=tmp_path)  # type: ignore[arg-type]
        assert titles([one for one in WebPagesAdapter().records(source) if isinstance(one, Record)]) == ["A", "B"]


MAP = """\
config_version = 1
[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }
[options]
pace = 0
"""


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A site of which the test says what it answers."""
    found = FaultServer()
    yield found
    found.close()


def test_a_site_published_twice_keeps_its_ids(tmp_path: Path, run_wbl: Callable[..., Any], server: FaultServer):
    """A second run changes nothing; later ones keep ids in spite of edits and order, and withdraw what is gone."""
    site = Publishing(tmp_path, "pages", MAP, run_wbl)
    address = f"{server.address}/sitemap.xml"

    def serve(*names: str, **pages: Any) -> None:
        server.behaviours = {
            "/sitemap.xml": document(sitemap(*(f"{server.address}/{name}" for name in names)).encode())
        }
        for name in names:
            text = pages.get(name) or page(job(f"Job {name}", description=f"<p>What {name} does</p>"))
            server.behaviours[f"/{name}"] = text if callable(text) else document(text.encode())

    def run(day: int, code: int = 0) -> dict[str, Any]:
        return site.publish(address, "--allow-private", day=day, code=code)

    serve(*"abcde")
    report = run(1)
    assert (report["rows"], report["postings"]) == (5, 5)
    ids = site.ids
    assert run(2)["written"] == []
    serve("e", "c", "b", "d", "f", b=page(job("Job b, edited")), c=status(500), d=status(410))
    report = run(3, code=1)
    assert report["rows"] == 4
    assert site.ids == {
        "Job e": ids["Job e"],
        "Job c": ids["Job c"],
        "Job b, edited": ids["Job b"],
        "Job f": site.ids["Job f"],
    }
    assert {stone["id"] for stone in site.feed["tombstones"]} == {ids["Job a"], ids["Job d"]}
    assert [refused["notices"][0]["code"] for refused in report["refused"]] == ["page_unread"]
    assert site.is_valid()
    before = site.feed
    for broken in (status(503), document(page().encode()), document(sitemap(f"{server.address}/e").encode()[:-30])):
        server.behaviours["/sitemap.xml"] = broken
        assert "error" in run(4, code=2)
    assert site.feed == before


def test_ten_postings_stay_where_four_pages_give_something_else(
    tmp_path: Path, run_wbl: Callable[..., Any], server: FaultServer
):
    """A log-in, maintenance, a challenge and a document in place of pages are refused; nothing is withdrawn."""
    site = Publishing(tmp_path, "pages", MAP, run_wbl)
    names = "abcdefghij"
    server.behaviours = {f"/{name}": document(page(job(f"Job {name}")).encode()) for name in names}
    listed = sitemap(*(f"{server.address}/{name}" for name in names))
    server.behaviours["/sitemap.xml"] = document(listed.encode())
    assert site.publish(f"{server.address}/sitemap.xml", "--allow-private", day=1)["postings"] == 10
    ids = site.ids
    titled = (document(page(head=f"<title>{one}</title>").encode()) for one in ("Maintenance", "Just a moment..."))
    pdf = document(b"%PDF-1.4", {"Content-Type": "application/pdf"})
    server.behaviours |= dict(zip(("/a", "/b", "/c", "/d"), (redirect(302, "/login"), *titled, pdf), strict=True))
    server.behaviours["/login"] = document(page(body="<input type=password>").encode())
    report = site.publish(f"{server.address}/sitemap.xml", "--allow-private", day=2, code=1)
    assert (site.ids, len(report["refused"]), site.feed.get("tombstones", [])) == (ids, 4, [])


def test_the_example_of_a_board_keeps_its_ids(tmp_path: Path, run_wbl: Callable[..., Any]):
    """A week later one posting is new, one is edited, one is gone and the order is another; the feed is valid."""
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    site = Publishing(tmp_path, "pages", (EXAMPLES / "board.toml").read_text(encoding="utf-8"), run_wbl)
    site.publish(tmp_path / "board.html", day=21)
    ids = site.ids
    assert site.publish(tmp_path / "board.html", day=22)["written"] == []
    report = site.publish(tmp_path / "board-next-week.html", day=28)
    assert (report["rows"], report["withdrawn"]) == (3, [ids["Boatyard Helper"]])
    assert site.ids["Trail Mapping Intern (new dates)"] == ids["Trail Mapping Intern & Guide"]
    assert site.ids["Oyster Hatchery Intern"] == ids["Oyster Hatchery Intern"]
    assert site.is_valid()


def test_a_board_whose_classes_changed_stops_the_run(tmp_path: Path, run_wbl: Callable[..., Any]):
    """Neither a renamed item nor a renamed part withdraws anything or empties a member in silence."""
    site = Publishing(tmp_path, "pages", (EXAMPLES / "board.toml").read_text(encoding="utf-8"), run_wbl)
    board = (EXAMPLES / "board.html").read_text(encoding="utf-8")
    source = tmp_path / "board.html"
    source.write_text(board.replace('class="job"', 'class="position"'), encoding="utf-8")
    assert "no page has a posting" in site.publish(source, code=2)["error"]


def test_the_example_of_marked_up_pages_is_read(tmp_path: Path, run_wbl: Callable[..., Any]):
    """JSON-LD beside a broken block, in a comment, and microdata; the mapping adds a programme."""
    site = Publishing(tmp_path, "pages", (EXAMPLES / "jobs.toml").read_text(encoding="utf-8"), run_wbl)
    report = site.publish(EXAMPLES / "jobs")
    assert {notice["code"] for notice in report["notices"]} == {"broken_json_ld", "pages_passed_over"}
    assert (report["rows"], report["postings"], len(site.ids)) == (3, 3, 3)
    by_title = {posting["title"]: posting for posting in site.feed["items"]}
    assert by_title["Oyster Hatchery Intern"]["programs"] == ["us-ma:early-college"]
    assert by_title["Oyster Hatchery Intern"]["hiringOrganization"]["name"] == "Bay Shellfish & Sons"
    assert by_title["Bilingual Front Desk Aide"]["datePosted"] == "2026-11-09"
    assert by_title["Day at the Boatyard"]["schedule"] == {"startDate": "2027-05-05"}
    assert site.is_valid()


def test_every_option_is_documented():
    """The guide names each option and no other."""
    guide = (EXAMPLES.parents[1] / "docs" / "publish-from-web-pages.md").read_text(encoding="utf-8")
    table = guide.partition("### `[options]`")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(PagesOptions.model_fields)


@pytest.mark.parametrize(("library", "columns"), [("cssselect", ("h1",))])
def test_a_missing_library_is_told_with_the_command(
    monkeypatch: pytest.MonkeyPatch, library: str, columns: tuple[str, ...]
):
    """Whoever has not installed the extra reads how to."""
    monkeypatch.setitem(sys.modules, library, None)
    with serving({"/a": page(job("A"))}) as site, pytest.raises(UsageError, match=r"pip install 'wbl-feed\[web\]'"):
        site.read(f"{SITE}/a", columns=columns)


PEAK = """
from resource import RUSAGE_SELF, getrusage
from wbl_publishers.adapters.pages.sitemap import read_sitemap
entry = "<url><loc>https://site.example/%d</loc><lastmod>2026-01-01</lastmod><priority>0.5</priority></url>"
listing = "<urlset xmlns='http://x'>" + "".join(entry % number for number in range(300_000)) + "</urlset>"
content, before = listing.encode(), getrusage(RUSAGE_SELF).ru_maxrss
assert len(read_sitemap(content, "").pages) == 300_000
print(before, getrusage(RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_a_sitemap_of_100_000_addresses_is_bounded():
    """It is read in seconds and some tens of megabytes, and stops before a page is asked for unless pages are chosen."""
    listing = sitemap(*(f"/jobs/{number}?a=1&amp;lang=en" for number in range(100_000))).encode()
    with serving({"/sitemap.xml": listing, "/jobs/77?a=1&lang=en": page(job("A"))}) as site:
        begun = time.thread_time()
        with pytest.raises(UsageError, match="more than 2,000 pages"):
            site.read()
        assert titles(site.read(include="/jobs/77?")[0]) == ["A"]
        assert time.thread_time() - begun < 60
        assert len(site.asked) == 3
    said = subprocess.run([sys.executable, "-c", PEAK], check=True, capture_output=True).stdout
    before, after = map(int, said.split())
    assert after - before < 90_000  # kilobytes; a tree of 300,000 entries takes 270,000


@pytest.mark.slow
def test_a_flood_of_sitemaps_and_addresses_ends():
    """More than a thousand sitemaps, or half a million addresses that are not wanted, are too many."""

    def maps(exchange: Any) -> None:
        number = int(exchange.path.removeprefix("/").partition(".")[0])
        entries = "".join(f"<sitemap><loc>{SITE}/{number + n}.xml</loc></sitemap>" for n in range(1, 51))
        exchange.answer(200, f'<sitemapindex xmlns="http://x">{entries}</sitemapindex>'.encode())

    many = {f"/{number}.xml": maps for number in range(2_000)}
    with serving(many) as site, pytest.raises(UsageError, match="more than 1,000 sitemaps"):
        site.read(f"{SITE}/1.xml", pace=0)
    flood = "\n".join(f"{SITE}/x{number}" for number in range(500_001))
    with serving({"/list.txt": flood}) as site, pytest.raises(UsageError, match="lists more than"):
        site.read(f"{SITE}/list.txt", include="/jobs/")


MARKUP = st.lists(
    st.sampled_from([
        '<script type="application/ld+json">', "</script>", '{"@type":"JobPosting","title":"A"}', '{"@type":"Event",',
        "<div class=job>", "</div>", "<h3>A</h3>", "<a href='http://['>", '<div itemscope itemtype="http://schema.org/Event">',
        "<b itemprop=name>", "<base href='//['>", "<link rel=canonical href='::'>", "<!--", "\0", "\ud800", "<table><tr><td>", "&#x110000;",
    ])
    | st.text(max_size=5)
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(MARKUP, st.binary(max_size=30), st.sampled_from(["", ".job", "h3, b"]))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, parts: list[str], more: bytes, item: str):
    """Any file is read as records, or is a source without a posting; nothing else is raised."""
    folder = tmp_path_factory.mktemp("saved", numbered=True)
    (folder / "a.html").write_bytes("".join(parts).encode("utf-8", "replace") + more)
    (folder / "b.html").write_text(page(job("B"), body="<p class=job><h3>x</h3>"), encoding="utf-8")
    found: list[Any] = []
    with contextlib.suppress(UsageError):
        found = read(folder, ".", ("h3", "a@href", ".job@html"), item=item, base="https://site.example/")
    records = [one for one in found if isinstance(one, Record)]
    json.dumps([dict(one.members) for one in records]).encode()
    assert item or any(one.members.get("title") == "B" for one in records)
