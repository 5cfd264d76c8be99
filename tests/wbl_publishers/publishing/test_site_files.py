"""What is published beside the feed: a page for people, headers, the catalogue; never in the place of somebody else's."""

import html.parser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_publishers.publishing.site_files import HEADERS, PAGE, write_site

from wbl_feed.models import Feed

HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'


def feed(title: str = "Oyster intern", **members: object) -> Feed:
    """A feed of one posting."""
    posting = {
        "id": "urn:a:1", "url": "https://apply.example/1", "title": title, "dateModified": "2026-11-01T00:00:00Z",
        "activityType": "internship", "status": "open", "applicationDeadline": "2027-03-01",
        "hiringOrganization": {"name": "Bay Shellfish"}, "compensation": {"status": "paid"},
        "jobLocation": [{"address": {"addressLocality": "Wellfleet", "addressRegion": "MA"}}], **members,
    }  # fmt: skip
    return Feed.from_members(
        {
            "type": "DataFeed",
            "specVersion": "1.0",
            "id": "https://site.example/feed",
            "name": "A site",
            "publisher": {"name": "A site"},
            "license": "CC-BY-4.0",
            "timeZone": "America/New_York",
            "dateModified": "2026-11-01T00:00:00Z",
            "completeness": "complete",
            "items": [posting],
        }
    )


class Tags(html.parser.HTMLParser):
    """The names of the elements of a page, and the addresses of its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def page(value: Feed, folder: Path) -> Tags:
    """The page of a feed."""
    write_site(value, folder)
    return Tags((folder / PAGE).read_text(encoding="utf-8"))


def test_the_page_says_what_people_ask_for(tmp_path: Path):
    """Title with its link, employer, kind, place, deadline, pay; the feed in its head; no script."""
    found = page(feed(), tmp_path)
    for words in ("Oyster intern", "Bay Shellfish", "Internship", "Wellfleet, MA", "2027-03-01", "Paid", "1 posting"):
        assert words in found.text
    assert "https://apply.example/1" in found.links
    assert {"feed.json", "feed.atom"} <= set(found.links)
    assert "script" not in found.names


@pytest.mark.parametrize(
    ("pay", "shown"),
    [
        ({"status": "paid"}, "Paid"),
        ({"status": "paid", "note": "$17/hr plus tips"}, "Paid: $17/hr plus tips"),
        ({"status": "unknown", "note": "Ask us <b>"}, "Ask us <b>"),
        ({"status": "unknown"}, ""),
    ],
)
def test_what_is_not_known_of_pay_is_not_said(tmp_path: Path, pay: dict[str, str], shown: str):
    """The note stands after the word for how it is paid, or alone; where neither says anything, pay is left out."""
    found = page(feed(compensation=pay), tmp_path)
    assert "Unknown" not in found.text
    assert (f"Pay{shown}\n" in found.text) if shown else "Pay" not in found.text
    assert "b" not in found.names


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=60).filter(str.strip))
def test_no_text_of_a_posting_becomes_markup(tmp_path_factory, text: str):
    """Whatever a title, an employer or a place says stays text."""
    plain = page(feed(), tmp_path_factory.getbasetemp() / "plain").names
    marked = f"{text}{HOSTILE}"
    names = {"hiringOrganization": {"name": marked}, "jobLocation": [{"name": marked}]}
    found = page(feed(marked, **names), tmp_path_factory.getbasetemp() / "hostile")
    assert found.names == plain
    assert "{{ 7 * 7 }}" in found.text


@pytest.mark.parametrize("name", [PAGE, HEADERS])
def test_a_file_of_somebody_else_stays(tmp_path: Path, name: str):
    """A home page or headers that were there before are not touched; ours are renewed."""
    (tmp_path / name).write_text("mine", encoding="utf-8")
    write_site(feed(), tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
    (tmp_path / name).unlink()
    write_site(feed(), tmp_path)
    first = (tmp_path / PAGE).read_bytes()
    write_site(feed("Another"), tmp_path)
    assert (tmp_path / PAGE).read_bytes() != first


def test_nothing_is_written_twice(tmp_path: Path):
    """Only files whose bytes changed are written, and the feed comes last."""
    written = write_site(feed(), tmp_path)
    assert written[-1].name == "feed.json"
    assert write_site(feed(), tmp_path) == ()
    assert {path.name for path in write_site(feed("Another"), tmp_path)} == {"feed.json", "feed.atom", PAGE}


def test_a_page_can_be_left_out(tmp_path: Path):
    """With page = false there is none."""
    write_site(feed(), tmp_path, page=False)
    assert not (tmp_path / PAGE).exists()
    assert (tmp_path / HEADERS).exists()
