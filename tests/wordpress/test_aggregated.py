"""A live site among the sources of an aggregator: what it is asked, what it answers, and what becomes of its postings."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from wordpress.plugin_site import POSTING, feed, posting_of, set_up, written
from wordpress.real_site import RealSite

pytestmark = [pytest.mark.slow, pytest.mark.every_wordpress]
NOW = "2026-11-22T12:00:00Z"
SOURCES = """config_version = 1
[feed]
id = "https://wbl-hub.example/id/feed"
name = "Work-based learning, statewide"
license = "CC-BY-4.0"
time_zone = "America/New_York"
feed_url = "https://wbl-hub.example/feed.json"
profiles = ["us-ma"]
[feed.publisher]
name = "Statewide WBL hub"
[[source]]
id = "harbor"
url = "{url}"
allow_private = true
"""
REQUESTS = """add_action( 'shutdown', function () {
    $what = $_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI'] . ' ' . http_response_code() . "\\n";
    'cli' === PHP_SAPI || file_put_contents( WP_CONTENT_DIR . '/requests.txt', $what, FILE_APPEND );
} );"""


@dataclass
class Hub:
    """An aggregator of one site, whose clock is the site's."""

    site: RealSite
    folder: Path
    wbl: Callable[..., Result]

    def run(self, at: str) -> tuple[list[str], dict[str, Any]]:
        """One run at a moment: what the site answered to which requests for its feed, and the statewide feed."""
        self.site.at(at)
        log = self.site.folder / "wp-content" / "requests.txt"
        log.unlink(missing_ok=True)
        result = self.wbl(
            "aggregate", "run", "--config", self.folder / "sources.toml", "--out", self.folder / "public", "--at", at
        )
        assert result.exit_code == 0, result.output
        requests = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
        statewide = json.loads((self.folder / "public" / "feed.json").read_bytes())
        return [one for one in requests if "robots.txt" not in one], statewide


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> RealSite:
    """A site whose set-up is done, and which writes down what it is asked."""
    wbl_site.at(NOW)
    wbl_site.php("delete_option( 'wbl_feed_settings' ); WblFeed\\Feed\\Settings::begin();")  # it begins by that clock
    wbl_site.plugin("requests", REQUESTS)
    set_up(wbl_site)
    return wbl_site


@pytest.fixture
def hub(ready: RealSite, tmp_path: Path, run_wbl: Callable[..., Result]) -> Iterator[Hub]:
    """An aggregator that has never run."""
    (tmp_path / "sources.toml").write_text(SOURCES.format(url=f"{ready.url}feed/wbl.json"), encoding="utf-8")
    with ready.undone():
        yield Hub(ready, tmp_path, run_wbl)
    ready.at(NOW)


@pytest.mark.parametrize("path", ["feed/wbl.json", "feed/wbl/"])
def test_the_life_of_a_posting_in_the_statewide_feed(hub: Hub, path: str):
    """200 first and 304 then; an edit, the trash and a deadline that passes are each a 200, and the statewide feed has them."""
    site = hub.site
    config = hub.folder / "sources.toml"
    config.write_text(SOURCES.format(url=site.url + path), encoding="utf-8")
    post = written(site, {**POSTING, "applicationDeadline": "2026-11-24"})
    other = written(site, {**POSTING, "title": "Robotics job shadow", "activityType": "job-shadow"})
    id_, other_id = posting_of(site, post)["id"], posting_of(site, other)["id"]
    ok, same = f"GET /{path} 200", f"GET /{path} 304"

    requests, statewide = hub.run("2026-11-22T12:10:00Z")
    assert requests == [ok]
    assert titles(statewide) == ["Aquaculture lab internship", "Robotics job shadow"]
    assert {one["provenance"][0]["id"] for one in statewide["items"]} == {id_, other_id}
    assert all(one["provenance"][0]["feed"] == feed(site)["id"] for one in statewide["items"])

    assert hub.run("2026-11-22T14:00:00Z") == ([same], statewide)

    site.at("2026-11-22T15:00:00Z")
    site.php(f"wp_update_post( array( 'ID' => {post}, 'post_title' => 'Aquaculture &amp; lab internship' ) );")
    requests, statewide = hub.run("2026-11-22T16:00:00Z")
    assert requests == [ok]
    assert titles(statewide) == ["Aquaculture & lab internship", "Robotics job shadow"]
    assert hub.run("2026-11-22T18:00:00Z") == ([same], statewide)

    # Midnight of the 25th in Massachusetts goes by, and nobody does anything.
    requests, statewide = hub.run("2026-11-25T06:00:00Z")
    assert requests == [ok]
    assert status_of(statewide, id_) == "closed"
    assert status_of(statewide, other_id) == "open"
    assert hub.run("2026-11-25T08:00:00Z") == ([same], statewide)

    entry = next(one["id"] for one in statewide["items"] if one["provenance"][0]["id"] == other_id)
    site.at("2026-11-25T09:00:00Z")
    site.php(f"wp_trash_post( {other} );")
    requests, statewide = hub.run("2026-11-25T10:00:00Z")
    assert requests == [ok]
    assert titles(statewide) == ["Aquaculture & lab internship"]
    (stone,) = (one for one in statewide["tombstones"] if one["id"] == entry)
    assert stone["reason"] == "withdrawn"

    site.at("2026-11-25T11:00:00Z")
    site.php(f"wp_untrash_post( {other} ); wp_publish_post( {other} );")
    requests, statewide = hub.run("2026-11-25T12:00:00Z")
    assert requests == [ok]
    assert titles(statewide) == ["Aquaculture & lab internship", "Robotics job shadow"]
    assert next(one["id"] for one in statewide["items"] if one["provenance"][0]["id"] == other_id) == entry


def test_a_paged_site_is_read_whole(hub: Hub):
    """All pages are read once; after an edit of the last posting that page alone is new."""
    hub.site.plugin("small", "add_filter( 'wbl_feed_page_size', function () { return 2; } );")
    try:
        posts = [
            written(hub.site, {**POSTING, "title": f"Oysters of bay number {n}", "url": f"https://harbor.example/{n}"})
            for n in range(5)
        ]
        pages = feed(hub.site)["pages"]
        requests, statewide = hub.run("2026-11-22T12:10:00Z")
        assert sorted(requests) == sorted(["GET /feed/wbl.json 200", *(f"GET {page} 200" for page in pages)])
        assert len(statewide["items"]) == 5
        hub.site.at("2026-11-22T13:00:00Z")
        written(hub.site, {**POSTING, "title": "The last bay", "url": "https://harbor.example/4"}, posts[-1])
        assert feed(hub.site)["pages"][0] == pages[0] != feed(hub.site)["pages"][1]
        requests, statewide = hub.run("2026-11-22T14:10:00Z")
        assert f"GET {feed(hub.site)['pages'][1]} 200" in requests
        assert "The last bay" in titles(statewide)
        assert len(statewide["items"]) == 5
    finally:
        hub.site.plugin("small", "")


def titles(statewide: dict[str, Any]) -> list[str]:
    """Titles of the entries, sorted."""
    return sorted(one["title"] for one in statewide["items"])


def status_of(statewide: dict[str, Any], id_: str) -> str:
    """Status of the entry that is made of this posting of the site."""
    return next(str(one["status"]) for one in statewide["items"] if one["provenance"][0]["id"] == id_)
