"""Sites are asked by their rules, and where they moved."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_publishers.adapters.pages.page import host_of
from wbl_publishers.adapters.pages.robots import LONGEST_DELAY, Robots
from wbl_publishers.adapters.pages.scope import has
from wbl_publishers.adapters.pages.visitor import Unread, Visitor

from wbl_feed.fetch import Failed, Fetched, LedElsewhere, Outcome, Validators
from wbl_feed.location import Opened

ADDRESS = "https://site.example/jobs/1"


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /jobs/", False),
        ("User-agent: *\nDisallow: /jobs/\nAllow: /jobs/1", True),
        ("User-agent: *\nDisallow: /*/1$", False),
        ("User-agent: wbl-feed\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: WBL-Feed/1.0 # ours\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: GPTBot\nDisallow: /", True),
        ("User-agent: w\nDisallow: /", True),
        ("User-agent: GPTBot\nUser-agent: wbl-feed\nDisallow: /", False),
        ("user agent *\ndisallow /jobs", False),
        ("<html>Not found</html>", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
    ],
)
def test_rules_for_us_are_found(rules: str, allowed: bool):
    """The group that names us counts before the one for all; another agent's never does (RFC 9309 section 2.2.1)."""
    assert Robots(rules.encode()).allow(ADDRESS) == allowed


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 5", 5),
        ("Crawl-delay: 2.5", 2.5),
        ("Crawl-delay: 9999999", LONGEST_DELAY),
        ("Crawl-delay: soon", 0),
        ("Crawl-delay: -3", 0),
        ("Crawl-delay: inf", 0),
        ("Request-rate: 2/10s", 5),
        ("Request-rate: 1/0", 0),
    ],
)
def test_delays_are_bounded(line: str, seconds: float):
    """What a site asks for is kept up to half a minute; nonsense is no delay."""
    assert Robots(f"User-agent: *\n{line}".encode()).delay == seconds


def test_a_flood_of_agents_takes_little_time():
    """A file that applies thousands of rules to thousands of agents would fill the memory of a naive reader."""
    flood = "".join(f"User-agent: bot{number}\n" for number in range(12_000)) + "Disallow: /x\n" * 20_000
    begun = time.thread_time()
    assert Robots(flood.encode()).allow(ADDRESS)
    assert time.thread_time() - begun < 5
    assert not Robots(b"User-agent: *\nDisallow: /jobs\n" + b"#" * 600_000 + b"\nAllow: /").allow(ADDRESS)


@settings(deadline=None)
@given(st.binary(), st.text())
def test_no_file_raises(content: bytes, path: str):
    """Whatever stands in the file or in an address, there is an answer."""
    robots = Robots(content)
    assert robots.allow(f"https://site.example/{path}") in (True, False)
    assert 0 <= robots.delay <= LONGEST_DELAY


@dataclass
class Moved:
    """A site that leads each address but those of one origin to that one; nothing real is needed to tell schemes."""

    home: str
    asked: list[str] = field(default_factory=list)

    def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        same_origin: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Outcome:
        """The page at home, else nothing but a way to it."""
        self.asked.append(url)
        if url.endswith("/robots.txt"):
            return Failed(url, "http_status", "the server answered 404", 404)
        if url.startswith(self.home):
            return Fetched(url, b"<p>x", "text/html", Validators(), {})
        return LedElsewhere(url, "bad_address", "it was redirected to another host")


@pytest.mark.parametrize("home", ["https://site.example", "https://www.site.example"])
def test_pages_of_a_site_that_moved_to_https_are_found(home: str):
    """An old sitemap names http addresses; they are found at https, and under the twin host if that is the home."""
    fetcher = Moved(home)
    visitor = Visitor(fetcher, 0, lambda seconds: None)
    for number in range(3):
        found = visitor.get(f"http://site.example/{number}")
        assert isinstance(found, Opened)
        assert found.address == f"{home}/{number}"
    assert [url for url in fetcher.asked if url.endswith(("/1", "/2"))] == [f"{home}/1", f"{home}/2"]


def test_a_site_of_another_port_or_host_is_not_looked_for():
    """Neither a port nor a third host is a twin."""
    visitor = Visitor(Moved("https://other.example"), 0, lambda seconds: None)
    assert isinstance(visitor.get("http://site.example/1"), Unread)
    fetcher = Moved("https://site.example:8443")
    assert isinstance(Visitor(fetcher, 0, lambda seconds: None).get("https://site.example:9/1"), Unread)
    assert len(fetcher.asked) == 2


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://WWW.Site.example./a", "site.example"),
        ("http://site.example:80", "site.example"),
        ("http://site.example:8080/", "site.example:8080"),
        ("https://user@site.example/", ""),
        ("ftp://site.example/", ""),
        ("https://[::1", ""),
        ("https://site.example:port/", ""),
        ("mailto:a@site.example", ""),
        ("", ""),
    ],
)
def test_hosts_are_compared_without_www(address: str, host: str):
    """What is no address of the web has no host."""
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/jobs/", True),
        ("/jobs/*/b", True),
        ("/jo*s/*?lang=*", True),
        ("", True),
        ("b/a", False),
        ("/jobs/*/jobs", False),
        ("JOBS", False),
    ],
)
def test_parts_of_addresses_are_plain_texts(pattern: str, found: bool):
    """A star is any text; nothing else means anything else."""
    assert has("/jobs/a/b?lang=es", pattern) == found
