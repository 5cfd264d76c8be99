"""The pages of a site become records: which are read, what is passed over, and what stops the run."""

import gzip
from typing import Any

import pytest
from faults.server import bomb, document, redirect, slow_body, status
from page_site import SITE, index, job, page, serving, sitemap, titles

from wbl_feed.errors import UsageError

A, B, C = (page(job(title)) for title in ("A", "B", "C"))
THREE = {"/sitemap.xml": sitemap("/a", "/b", "/c"), "/a": A, "/b": B, "/c": C}


def test_each_page_of_a_sitemap_is_a_record():
    """A record has what its page states, the page's address, and is known by the address as it is listed."""
    with serving(THREE) as site:
        records, notices = site.read()
        assert site.asked == ["/sitemap.xml", "/a", "/b", "/c"]
    assert (titles(records), notices) == (["A", "B", "C"], [])
    assert records[0].members == {
        "title": "A",
        "url": f"{SITE}/a",
        "status": "open",
        "activityType": "unspecified",
    }
    assert (records[0].place, records[0].keys) == (f"{SITE}/a", (f"page {SITE}/a",))


@pytest.mark.parametrize(
    "pages",
    [
        {"/sitemap.xml": index("/one.xml", "/two.xml"), "/one.xml": sitemap("/a"), "/two.xml": sitemap("/b", "/c")},
        {
            "/sitemap.xml": index("/one.xml"),
            "/one.xml": index("/sitemap.xml", "/two.xml", "/one.xml"),
            "/two.xml": sitemap("/a", "/b", "/c"),
        },
        {
            "/sitemap.xml": gzip.compress(index("/two.xml.gz").encode()),
            "/two.xml.gz": gzip.compress(sitemap("/a", "/b", "/c", "/a", "/a#x").encode()),
        },
        {"/sitemap.xml": f"\ufeff# all pages\r\n{SITE}/a\r\n\r\n{SITE}/b\n{SITE}/c"},
        {
            "/sitemap.xml": "\n\n<?xml version='1.0'?><!-- by a plug-in -->"
            + sitemap("/a", "/b", "/c").replace(f"{SITE}/c", "./c")
        },
        {
            "/sitemap.xml": sitemap("/a", "/b", "/c")
            .replace("<url>", "<x:url>")
            .replace("</url>", "</x:url>")
            .replace("xmlns=", "xmlns:x=")
            .replace("loc>", "x:loc>")
            .replace("urlset", "x:urlset")
        },
    ],
    ids=["index", "loop", "gzip", "text", "untidy", "prefixed"],
)
def test_all_kinds_of_lists_are_read(pages: dict[str, Any]):
    """An index, one that comes back to itself, gzip, a plain list, space before the document, and a prefix."""
    with serving({**THREE, **pages}) as site:
        assert titles(site.read()[0]) == ["A", "B", "C"]
        assert len(site.asked) == len(set(site.asked))


def test_addresses_of_images_and_news_are_no_pages():
    """An extended sitemap lists pages by their own ``loc`` alone; a bare ampersand in one is read as it is meant."""
    more = '<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:loc>{0}/i.png</image:loc></image:image>'
    bare = '<i:loc xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">{0}/j.png</i:loc>'
    text = sitemap("/a?x=1&y=2").replace("<loc>", (more + bare).format(SITE) + "<loc>")
    with serving({"/sitemap.xml": text, "/a?x=1&y=2": A}) as site:
        site.read()
        assert site.asked == ["/sitemap.xml", "/a?x=1&y=2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (sitemap("/a")[:-20], "the sitemap is broken or cut off"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + sitemap("/a"), "the sitemap declares entities"),
        (gzip.compress(sitemap("/a").encode(), mtime=0)[:-9], "it is broken gzip"),
        (bomb(60), "unpacked it has more than 50,000,000 bytes"),
        ('<rss version="2.0"><channel/></rss>', "this is a feed, not a web page. Read it with: wbl publish rss"),
        ('{"items": []}', "this is JSON, not a web page"),
        (f"{SITE}/a\nsee also b", "“see also b” is no address"),
        (index("/login"), "it is no sitemap. It may be a log-in page"),
        (index("/missing.xml"), "the page is gone"),
        (index("/broken.xml"), "the server answered 500"),
    ],
)
def test_a_list_that_is_not_whole_stops_the_run(text: Any, said: str):
    """What a broken list lacks would be withdrawn, so nothing is read of it."""
    pages = {"/sitemap.xml": text, "/a": A, "/login": page(), "/broken.xml": status(500)}
    with serving(pages) as site, pytest.raises(UsageError) as error:
        site.read()
    assert said in str(error.value)


def test_other_hosts_are_counted_and_not_asked():
    """Pages of another host are passed over with one notice; the host's twin with “www.” and named hosts are read."""
    pages = {
        "/sitemap.xml": sitemap("/a", "https://www.site.example/b", "https://jobs.example/c", "https://other.example/d", "http://[", "https://x@site.example/e"),
        "/a": A,
        "https://www.site.example/b": B,
        "https://jobs.example/c": C,
        "https://other.example/d": A,
    }  # fmt: skip
    with serving(pages) as site:
        records, (notice,) = site.read(hosts="jobs.example")
        assert not any("other.example" in one for one in site.requests)
    assert titles(records) == ["A", "B", "C"]
    assert (
        notice.message
        == "Passed over: 3 on other hosts, such as https://other.example/d, http://[, https://site.example/e."
    )


def test_parts_of_addresses_choose_pages():
    """``include`` and ``exclude`` are plain parts of addresses, with * for any text and no regular expression."""
    paths = ["/jobs/a", "/jobs/b?lang=es", "/jobs/archive/c", "/about", "/jobs/"]
    pages = {"/sitemap.xml": sitemap(*paths), **dict.fromkeys(paths, A)}
    with serving(pages) as site:
        site.read(include="/jobs/", exclude=["/arch*/", "lang=es"])
        assert site.asked[1:] == ["/jobs/a", "/jobs/"]


def test_a_longer_list_than_is_to_be_read_stops_the_run():
    """The limit counts what is to be read, and the message names the options that help."""
    with serving(THREE) as site:
        with pytest.raises(UsageError, match=r"more than 2 pages.*include.*or raise most"):
            site.read(most=2)
        assert titles(site.read(most=2, exclude="/c")[0]) == ["A", "B"]


def test_pages_without_a_posting_are_one_notice():
    """What has no posting, is gone or is no web page is counted, with examples."""
    listed = [f"/about/{number}" for number in range(9)]
    pages = {
        "/sitemap.xml": sitemap("/a", *listed, "/gone", "/flyer.pdf"),
        "/a": A,
        "/gone": status(410),
        "/flyer.pdf": document(b"%PDF-1.4", {"Content-Type": "application/pdf"}),
        **dict.fromkeys(listed, page({"@type": "WebPage"})),
    }
    with serving(pages) as site:
        records, notices = site.read()
    assert titles(records) == ["A"]
    assert [notice.found for notice in notices] == [9, 1, 1]
    assert f"9 without a posting, such as {SITE}/about/0, {SITE}/about/1, {SITE}/about/2." in notices[0].message


def test_no_posting_at_all_stops_the_run():
    """When every page lost its postings the layout has changed; nothing is withdrawn."""
    with serving({**THREE, **dict.fromkeys(("/a", "/b", "/c"), page())}) as site:
        with pytest.raises(UsageError, match="no page has a posting; the layout may have changed"):
            site.read()
        site.pages[f"{SITE}/a"] = status(500)
        with pytest.raises(UsageError, match=r"no posting could be read; .*/a: the server answered 500"):
            site.read()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (status(500), "the server answered 500"),
        (status(403), "the server answered 403"),
        (status(429), "the server answered 429"),
        (redirect(302, "https://elsewhere.example/login"), "it was redirected to another host"),
        (document(b"<p>" + b"x" * 5_000_000), "the page is larger than 5,000,000 bytes"),
        (document(b" \n"), "the page is empty"),
        (page('{"@type": "JobPosting", "title": oops}'), "its JSON-LD is broken: expecting value at “oops}”"),
        (page("{not json}", '{"@type":["Event"'), "its JSON-LD is broken"),
    ],
)
def test_a_page_that_cannot_be_had_is_refused_by_its_address(answer: Any, why: str):
    """It may still be there, so what was published of it must stay: a failing record with its address as key."""
    with serving({**THREE, "/b": answer}) as site:
        records, _ = site.read()
    assert titles(records) == ["A", None, "C"]
    (notice,) = records[1].notices
    assert (records[1].keys, notice.code, notice.fails) == ((f"page {SITE}/b", f"url {SITE}/b"), "page_unread", True)
    assert why in notice.message


def test_a_page_that_moved_within_the_site_is_read():
    """A redirect on the same host is followed; the record is known by the address as it is listed."""
    with serving({**THREE, "/b": redirect(301, "/new-b"), "/new-b": B}) as site:
        records, _ = site.read()
    assert (records[1].members["url"], records[1].keys) == (f"{SITE}/new-b", (f"page {SITE}/b",))


def test_a_site_that_moved_to_www_is_read_without_a_detour_for_each_page():
    """Where one page is found under the twin host, the others are asked for there at once."""
    pages: dict[str, Any] = {"/sitemap.xml": sitemap("/a", "/b")}
    for path, content in (("/a", A), ("/b", B)):
        pages[path] = redirect(301, f"https://www.site.example{path}")
        pages[f"https://www.site.example{path}"] = content
    with serving(pages) as site:
        records, _ = site.read()
        assert [one for one in site.requests if one.endswith(("/a", "/b"))] == [
            f"{SITE}/a",
            "https://www.site.example/a",
            "https://www.site.example/b",
        ]
    assert titles(records) == ["A", "B"]


def test_a_page_that_is_led_away_is_not_gone_because_its_twin_is():
    """Only a page that is there counts under the twin host, and other pages are asked for where they were."""
    away = redirect(302, "https://elsewhere.example/login")
    with serving({**THREE, "/a": away, "https://www.site.example/x": A}) as site:
        records, _ = site.read()
        assert "https://www.site.example/a" in site.requests
    assert [one.members.get("title") for one in records] == [None, "B", "C"]
    paths = [f"/{number}" for number in range(9)]
    pages = {
        "/sitemap.xml": sitemap("/a", *paths),
        "/a": A,
        **dict.fromkeys(paths, away),
        "https://www.site.example/x": A,
    }
    with serving(pages) as site:
        site.read()
        assert sum("www." in one and "robots" not in one for one in site.requests) == 3


def test_the_source_itself_is_not_looked_for_on_another_host():
    """A sitemap that is led to a log-in page elsewhere is an error, not an empty list."""
    with serving({"/sitemap.xml": redirect(302, "https://elsewhere.example/login")}) as site:
        with pytest.raises(UsageError, match="it was redirected to another host"):
            site.read()
        assert not any("elsewhere" in one for one in site.requests)


@pytest.mark.parametrize("location", ["https://site.example:x/", "https://[::1", "https://me:secret@site.example/"])
def test_a_source_that_is_no_address_is_a_mistake(location: str):
    """It is told, without the password in it."""
    with serving(THREE) as site, pytest.raises(UsageError, match="this is no address of a web page") as error:
        site.read(location)
    assert "secret" not in str(error.value)


def test_a_server_that_fails_again_and_again_is_left_alone():
    """After ten failures one after the other nothing more is asked, and nothing is withdrawn."""
    paths = [f"/{number}" for number in range(40)]
    with serving({"/sitemap.xml": sitemap("/a", *paths), "/a": A, **dict.fromkeys(paths, status(503))}) as site:
        with pytest.raises(UsageError, match="10 pages one after the other failed: the server answered 503"):
            site.read()
        assert len(site.asked) == 12


def test_requests_are_paced_and_crawl_delay_wins_up_to_a_bound():
    """There is a pause before every request but the first, the longer of ours and the site's."""
    with serving(THREE) as site:
        site.read(pace=1.5)
        assert (len(site.requests), site.slept) == (5, [1.5] * 4)
        for rule, seconds in (("Crawl-delay: 7", 7), ("Crawl-delay: 86400", 30), ("Request-rate: 1/4s", 4)):
            site.slept.clear()
            site.pages[f"{SITE}/robots.txt"] = f"User-agent: *\n{rule}\n"
            site.read(pace=1.5)
            assert site.slept == [seconds] * 4
        site.slept.clear()
        site.pages[f"{SITE}/robots.txt"] = "User-agent: *\nCrawl-delay: 0.2\n"
        site.read()
        assert site.slept == [1] * 4


def test_a_walk_that_takes_too_long_is_not_begun():
    """The pauses that robots.txt demands are counted before any page is asked for, and those of a list as they come."""
    listed = [f"/{number}" for number in range(200)]
    rules = "User-agent: *\nCrawl-delay: 99999\n"
    with serving({"/sitemap.xml": sitemap(*listed), "/robots.txt": rules, **dict.fromkeys(listed, A)}) as site:
        with pytest.raises(UsageError, match=r"takes 100 minutes or more, and 60 are allowed.*raise minutes"):
            site.read()
        assert site.asked == ["/sitemap.xml"]
        assert len(site.read(minutes=101, include="/1")[0]) == 111
    endless = {f"/list/{n}": page(body=f"<a class=next href=/list/{n + 1}>more</a>") for n in range(9)}
    with serving({**endless, "/robots.txt": rules}) as site:
        with pytest.raises(UsageError, match="raise minutes"):
            site.read(f"{SITE}/list/0", next=".next", minutes=2)
        assert sum(site.slept) <= 120


def test_robots_are_obeyed():
    """A page that robots.txt forbids is not asked for, and what was published of it stays."""
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: wbl-feed\nDisallow: /b\n"
    with serving({**THREE, "/robots.txt": rules}) as site:
        records, _ = site.read()
        assert site.asked == ["/sitemap.xml", "/a", "/c"]
    assert records[1].notices[0].message == "The page could not be read: the site's robots.txt does not allow it."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("User-agent: *\nDisallow: /", "the site's robots.txt does not allow it"),
        (status(500), "robots.txt: the server answered 500"),
        (status(429), "robots.txt: the server answered 429"),
        (slow_body, "Without the site's rules nothing may be read"),
    ],
)
def test_without_the_sites_rules_nothing_is_read(answer: Any, said: str):
    """A robots.txt that forbids the source, or cannot be had now (RFC 9309 section 2.3.1.4), stops the run."""
    with serving({**THREE, "/robots.txt": answer}) as site:
        if answer is slow_body:
            site.fetcher._limits = type(site.fetcher._limits)(seconds=0.3)
        with pytest.raises(UsageError) as error:
            site.read()
        assert site.asked == []
    assert said in str(error.value)


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_no_robots_file_allows_all(code: int):
    """A robots.txt that is not there, or not for us, forbids nothing (RFC 9309 section 2.3.1.3)."""
    with serving({**THREE, "/robots.txt": status(code)}) as site:
        assert len(site.read()[0]) == 3


LIST = '<ul><li class=job><a href="/{0}">{0}</a><li class=job><a href="{1}">{1}</a></ul><a class=next href="?page={2}">more</a>'


def test_a_listing_page_leads_to_its_postings_page_by_page():
    """``links`` finds the pages and ``next`` the next part of the list; a list that goes round ends."""
    pages = {
        "/jobs?page=1": page(body=LIST.format("a", "b", 2)),
        "/jobs?page=2": page(body=LIST.format("b", "c", 1)),
        **{f"/{name}": content for name, content in (("a", A), ("b", B), ("c", C))},
    }
    with serving(pages) as site:
        records, _ = site.read(f"{SITE}/jobs?page=1", links=".job", next="a.next")
        assert site.asked == ["/jobs?page=1", "/jobs?page=2", "/a", "/b", "/c"]
    assert titles(records) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"links": ".position"}, "“.position” finds no link"),
        ({"links": ".job", "next": ".fails"}, "the server answered 500"),
        ({"links": ".job", "next": ".elsewhere"}, "the next page of the list is on another host"),
        ({"links": ".job", "next": ".endless", "most": 9}, "the list has more than 9 pages"),
        ({"links": ".job[", "next": ""}, "“.job[” is no CSS selector"),
        ({"linx": ".job"}, "the key “linx” is not known. Did you mean “links”?"),
        ({"most": 0}, "“most” is not right"),
    ],
)
def test_a_list_that_cannot_be_followed_stops_the_run(options: dict[str, Any], said: str):
    """A half list would withdraw the other half, and a selector that finds nothing all of it."""
    links = "<a class=fails href=/fails>1</a><a class=elsewhere href=https://elsewhere.example/>2</a>"

    def endless(exchange: Any) -> None:
        number = int(exchange.path.rpartition("=")[2] or 0)
        exchange.answer(
            200,
            page(body=f'<a class=job href=/a>A</a>{links}<a class=endless href="/list?n={number + 1}">x</a>').encode(),
        )

    pages = {"/fails": status(500), "/a": A, **{f"/list?n={number}": endless for number in range(30)}}
    with serving(pages) as site, pytest.raises(UsageError) as error:
        site.read(f"{SITE}/list?n=0", **options)
    assert said in str(error.value)


def test_links_of_a_sitemap_are_a_mistake():
    """The options of listing pages do nothing for a list of addresses, so they are refused."""
    with serving(THREE) as site, pytest.raises(UsageError, match="links and next are for web pages"):
        site.read(links="a")


def test_one_page_may_hold_all_postings_as_json_ld():
    """A page with a list states each posting of it, with addresses of their own where it gives them."""
    items = [{"@type": "ListItem", "item": job("A", url="/jobs/a")}, {"@type": "ListItem", "item": job("B")}]
    text = page(
        {"@type": "WebPage", "mainEntity": {"@type": "ItemList", "itemListElement": items}}, {"@graph": [job("C")]}
    )
    with serving({"/jobs": text}) as site:
        records, _ = site.read(f"{SITE}/jobs")
    assert [(one.members["title"], one.members["url"], one.keys) for one in records] == [
        ("C", f"{SITE}/jobs", ()),
        ("A", f"{SITE}/jobs/a", ()),
        ("B", f"{SITE}/jobs", ()),
    ]


def test_a_posting_in_a_list_and_on_its_own_page_is_one_record():
    """The page of a posting tells more than a list does, and stands for both, wherever the list is read."""
    listing = page(job("A", url=f"{SITE}/a"), job("B", url=f"{SITE}/b"), job("D", url=f"{SITE}/d"))
    own = page(job("A", datePosted="2026-11-01"))
    for order in (["/jobs", "/a", "/b"], ["/a", "/b", "/jobs"]):
        with serving({"/sitemap.xml": sitemap(*order), "/jobs": listing, "/a": own, "/b": status(500)}) as site:
            if order[0] == "/jobs":
                records, _ = site.read(exclude="/b")
                assert sorted(titles(records)) == ["A", "B", "D"]
            records, _ = site.read()
        assert sorted(titles(records)) == ["A", "B", "D"]
        assert [one.members.get("datePosted") for one in records if one.members["title"] == "A"] == ["2026-11-01"]


def test_the_home_page_as_everybodys_address_loses_no_posting():
    """Some sites state one page as the address of each posting; each page still is a record, known by its own."""
    for common in ("/", "/careers"):
        pages = {f"/{name}": page(job(name, url=SITE + common)) for name in "abc"}
        featured = page(job("featured", url=SITE + common))
        for answer in (page(), status(500), featured):
            with serving({"/sitemap.xml": sitemap(common, "/a", "/b", "/c"), common: answer, **pages}) as site:
                found = [one for one in site.read()[0] if one.members.get("title") in ("a", "b", "c")]
            assert [one.keys for one in found] == [(f"page {SITE}/{name}",) for name in "abc"]
            urls = [f"{SITE}/{name}" for name in "abc"] if common == "/" else [f"{SITE}/careers"] * 3
            assert [one.members["url"] for one in found] == urls


def test_a_list_with_one_posting_is_not_what_that_is_known_by():
    """Next week another posting stands there; but a page whose posting is applied for elsewhere is its page."""
    with serving({"/jobs": page(job("A", url="/a"))}) as site:
        assert [one.keys for one in site.read(f"{SITE}/jobs")[0]] == [()]
        site.pages[f"{SITE}/jobs"] = page(job("A", url="https://apply.example/17"))
        assert [one.keys for one in site.read(f"{SITE}/jobs")[0]] == [(f"page {SITE}/jobs",)]


def test_a_flood_of_postings_on_one_page_stops_the_run():
    """Some of them would be lost otherwise."""
    flood = page({"@graph": [job(str(number)) for number in range(2_001)]})
    with serving({"/jobs": flood, "/board": page(body="<p>x</p>" * 2_001)}) as site:
        with pytest.raises(UsageError, match="the page has more than 2,000 postings"):
            site.read(f"{SITE}/jobs")
        with pytest.raises(UsageError, match="the page has more than 2,000 postings"):
            site.read(f"{SITE}/board", item="p")
        site.pages[f"{SITE}/jobs"] = page(*(job(str(number)) for number in range(600)))
        assert len(site.read(f"{SITE}/jobs")[0]) == 600


def test_two_addresses_of_one_page_are_one_record():
    """A page names its canonical address; what leads there twice is read as one posting."""
    same = page(job("A"), head='<link rel="canonical" href="/a">')
    with serving({"/sitemap.xml": sitemap("/a", "/a?from=mail"), "/a": same, "/a?from=mail": same}) as site:
        (record,), _ = site.read()
    assert record.members["url"] == f"{SITE}/a"


def test_what_is_said_twice_is_one_record():
    """Two plug-ins may state the same posting, and a list may have it on two of its pages."""
    pages = {
        "/jobs": page(job("A"), job("A"), job("A", datePosted="2026-11-01"), body='<a class=next href="/jobs/2">2</a>'),
        "/jobs/2": page(job("B", url="/b"), body='<a class=next href="/jobs/3">3</a>'),
        "/jobs/3": page(job("B", url="/b"), job("C", url="/c")),
    }
    with serving(pages) as site:
        records, (notice,) = site.read(f"{SITE}/jobs", next=".next")
    assert (titles(records), notice.found) == (["A", "A", "B", "C"], 2)
    assert (
        "2 stated again at the same address under the same title, such as https://site.example/jobs" in notice.message
    )


def test_a_canonical_address_elsewhere_or_at_home_is_not_believed():
    """Neither another host nor the home page is the address of a posting."""
    pages = {
        f"/{name}": page(job(name), head=f'<link rel="canonical" href="{href}">')
        for name, href in (("a", "https://elsewhere.example/a"), ("b", "/"), ("c", "http://["))
    }
    with serving({"/sitemap.xml": sitemap(*pages), **pages}) as site:
        assert [one.members["url"] for one in site.read()[0]] == [f"{SITE}/{name}" for name in "abc"]


def test_a_page_of_several_postings_that_fails_stops_the_run():
    """Which postings were on it cannot be told, so nothing may be withdrawn."""
    two = page(job("A"), job("B"))
    board = page(body="<p class=job><b>A</b></p>")
    options: dict[str, Any] = {"columns": ("b",), "item": ".job"}
    for content, how in ((two, {}), (board, options)):
        with serving({**THREE, "/a": content, "/b": status(500)}) as site, pytest.raises(UsageError) as error:
            site.read(**how)
        assert "Which of several postings are on it cannot be told" in str(error.value)


def test_private_addresses_are_refused_as_everywhere(monkeypatch: pytest.MonkeyPatch):
    """The guard of the fetcher holds for pages too, and the message says how to lift it."""
    from wbl_feed.fetch import HttpFetcher

    with serving(THREE) as site:
        site.fetcher = HttpFetcher(route={})
        with pytest.raises(UsageError, match="--allow-private"):
            site.read(f"http://127.0.0.1:{site.server.server_address[1]}/sitemap.xml")
        assert site.requests == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (redirect(302, "/login"), "it leads to another page, https://site.example/login"),
        (page(head="<title>Maintenance</title>"), "it is titled “Maintenance”"),
        (page(head="<title>Just a moment...</title>"), "it is titled “Just a moment...”"),
        (page(head="<title>Sign in | Harbor</title>"), "it is titled “Sign in | Harbor”"),
        (page(body="<form><input type=' Password'></form>"), "it asks for a password"),
        (document(b"%PDF-1.4", {"Content-Type": "application/pdf"}), "it is no web page now but application/pdf"),
    ],
)
@pytest.mark.parametrize("columns", [(), ("h1",)])
def test_what_stands_in_place_of_a_page_withdraws_nothing(answer: Any, why: str, columns: tuple[str, ...]):
    """A log-in, a challenge, maintenance or another document is no page without a posting; it is refused by its keys."""
    with serving({**THREE, "/b": answer, "/login": page(body="<h1>Welcome</h1>")}) as site:
        (_, refused, _), _ = site.read(columns=columns)
    assert refused.keys == (f"page {SITE}/b", f"url {SITE}/b")
    assert why in refused.notices[0].message


def test_a_log_in_at_the_top_of_each_page_says_nothing():
    """Where pages with postings ask for a password too, one without a posting is that and no more."""
    top = "<input type=password>"
    with serving({**THREE, "/a": page(job("A"), body=top), "/b": page(body=top)}) as site:
        records, (notice,) = site.read()
    assert (titles(records), notice.found) == (["A", "C"], 1)


def test_a_job_in_maintenance_is_read_by_selectors():
    """Only a title that is that of a notice as a whole makes a page with a posting one without."""
    pages = {"/sitemap.xml": sitemap("/a/", "/b"), "/b": page(head="<title>Access denied</title>")}
    pages |= {"/a/": page(head="<title>Facilities maintenance | Harbor</title>")}
    with serving(pages) as site:
        (read, refused), _ = site.read(columns=("h1",))
    assert (read.cells, read.notices, len(refused.notices)) == ({"h1": "A page"}, (), 1)


def test_a_page_with_too_many_elements_is_refused_alone():
    """Selectors would take minutes on it; the other pages are read."""
    with serving({**THREE, "/b": page(body="<i>x</i>" * 20_001)}) as site:
        (_, refused, _), _ = site.read(columns=("h1",))
    assert "too many elements" in refused.notices[0].message
