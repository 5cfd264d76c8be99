"""The block of HTML is safe to paste whatever its settings are, and the command says what it cannot use."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_publishers.snippet import Snippet, html

from wbl_feed.errors import UsageError
from wbl_feed.resources import spec_json
from wbl_feed.vocabulary import LANGUAGES

FEED = "https://hub.example/by/region/us-ma-stem.boston/feed.json"
NASTY = st.text(
    st.sampled_from(list("</>\"'&`$\\{}[]()=;:!-- \u2028\u2029\u202e\x00é人")) | st.characters(codec="utf-8"),
    max_size=40,
) | st.sampled_from(
    [
        "</script>",
        "</template>",
        "<!--",
        "]]>",
        '"><img src=x onerror=alert(1)>',
        "{{ feed }}",
        "${alert(1)}",
        "[gallery]",
    ]
)


class Reader(HTMLParser):
    """What a browser makes of the block: elements, the text of headings, links and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.texts[self.elements[-1]] = self.texts.get(self.elements[-1], "") + data


PLAIN = Reader(html(Snippet(FEED, "Work")))


def script_of(text: str) -> str:
    return text.split("<script>")[1].removesuffix("</script></div>\n")


@given(heading=NASTY, path=NASTY)
def test_no_setting_ends_where_it_should_not(heading: str, path: str):
    """Any heading and any address make the same elements; both come out as they went in, controls in a heading apart."""
    feed = f"https://hub.example/{path}"
    try:
        text = html(Snippet(feed, heading))
    except UsageError:
        assert not path.isprintable() or " " in path or re.search(r"\.(atom|csv|html?|ics|rss|xml)\b", path, re.I)
        return
    made = Reader(text)
    assert made.elements == PLAIN.elements
    assert made.links[0] == feed
    if heading.strip().isprintable():
        assert made.texts["h2"] == (heading.strip() or "Opportunities for students")
    assert [json.loads(address) for address in re.findall(r'read\(("[^\n]*?")\);', text)] == [feed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_survives_where_it_is_pasted(language: str):
    """It is ASCII, and without what WordPress spoils: an ampersand, a less-than sign, an empty line."""
    text = html(Snippet(FEED, language=language))
    assert text.isascii()
    assert not re.search(r"[&<]|\n\s*\n", script_of(text))
    assert "\n" not in text.partition("<script>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_small_and_loads_nothing(language: str):
    """At most 12.5 kB in any language; the feed is the only address in it but for that of licences."""
    text = html(Snippet(FEED, language=language))
    assert len(text) < 12_500
    assert set(re.findall(r"https?://[^\"'\s]+", text)) == {FEED, "https://spdx.org/licenses/"}
    assert not re.search(
        r"\b(innerHTML|insertAdjacentHTML|write|eval|Function|cookie|localStorage|sessionStorage|import|src)\b", text
    )


def test_it_is_sound_javascript(tmp_path):
    """Node.js can read the script of each language."""
    node = shutil.which("node")
    if not node:
        pytest.skip("Node.js is not installed; CONTRIBUTING.md says how to get it")
    for language in LANGUAGES:
        path = tmp_path / f"{language}.js"
        path.write_text(script_of(html(Snippet(FEED, language=language))), encoding="ascii")
        checked = subprocess.run([node, "--check", str(path)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_in_it(language: str):
    """All labels of the vocabularies that it shows are there in its language, and all its words."""
    script = script_of(html(Snippet(FEED, language=language)))
    tag = language
    for name in ("activity-type", "compensation-status", "work-mode"):
        for term in spec_json(f"vocabulary/{name}.json")["terms"]:
            assert f"{json.dumps(term['code'])}:{json.dumps(term['label'][tag])}" in script


def test_each_language_has_every_word():
    """What the snippet says itself is there in each language, and it is told who has reviewed it."""
    words = json.loads(files("wbl_publishers.snippet").joinpath("words.json").read_text("utf-8"))
    review = words.pop("labelReview")
    assert sorted(review["reviewed"] + review["needsReview"]) == sorted(words) == sorted(LANGUAGES)
    for said in words.values():
        assert set(said) - {"locale", "months"} == set(words["en"])
        assert set(said["says"]) == set(words["en"]["says"])
        assert re.findall(r"{\w+}", said["shown"]) == ["{n}", "{all}"]


@pytest.mark.parametrize(("level", "headings"), [(1, ["h1", "h2"]), (3, ["h3", "h4"]), (6, ["h6", "h6"])])
def test_headings_fit_the_page(level: int, headings: list[str]):
    """The heading has the level that was asked for, the postings the next one, as far as there is one."""
    assert [
        name for name in Reader(html(Snippet(FEED, level=level))).elements if re.fullmatch("h[1-6]", name)
    ] == headings


@pytest.mark.parametrize(
    ("feed", "word"),
    [
        ("http://hub.example/feed.json", "https"),
        ("ftp://hub.example/feed.json", "https"),
        ("javascript:alert(1)", "not an address"),
        ("public/feed.json", "not an address"),
        ("hub.example/feed.json", "not an address"),
        ("https://", "not an address"),
        ("https://[::1/feed.json", "not an address"),
        ("https://hub.example:99999/feed.json", "not an address"),
        ("https://hub.example/a feed.json", "not an address"),
        ("https://hub.example/feed.json\n", "not an address"),
        ("https://user:secret@hub.example/feed.json", "password"),
        ("https://hub.example/feed.atom", "reads JSON, not .atom"),
        ("https://hub.example/feed.XML?page=1", "reads JSON"),
        ("http://127.0.0.1.evil.example/feed.json", "https"),
    ],
)
def test_an_address_that_no_page_can_read_is_refused(run_wbl, feed: str, word: str):
    """The command says what is wrong with the address, makes nothing, and ends with 2."""
    result = run_wbl("publish", "snippet", feed)
    assert result.exit_code == 2
    assert word in result.output
    assert "<script>" not in result.output


@pytest.mark.parametrize(
    "feed",
    [
        "http://127.0.0.1:8000/feed.json",
        "http://localhost/feed.json",
        "http://[::1]:80/feed.json",
        "https://hub.example/feed.JSON",
        "https://hub.example/?feed=wbl",
    ],
)
def test_a_page_can_be_looked_at_before_it_is_published(run_wbl, feed: str):
    """A plain address of this machine is taken, and an address that ends in .json or asks for something."""
    result = run_wbl("publish", "snippet", feed)
    assert (result.exit_code, result.output) == (0, html(Snippet(feed)))


@pytest.mark.parametrize(
    ("feed", "perhaps"),
    [
        ("https://a.example/", "perhaps https://a.example/feed.json."),
        ("https://a.example", "perhaps https://a.example/feed.json."),
        ("https://a.example/wbl#top", "perhaps https://a.example/wbl/feed.json."),
    ],
)
def test_an_address_that_is_perhaps_no_feed_is_doubted(run_wbl, feed: str, perhaps: str):
    """The snippet is made, since a site may serve its feed anywhere, and standard error says what is mostly meant."""
    result = run_wbl("publish", "snippet", feed)
    assert (result.exit_code, result.stdout) == (0, html(Snippet(feed)))
    assert "does not look like a feed" in result.stderr
    assert perhaps in result.stderr


def test_a_file_of_somebody_else_is_not_written_over(run_wbl, tmp_path):
    """A page stays, even one in which a snippet stands; a snippet is made anew; --force writes over anything."""
    out = tmp_path / "index.html"
    for mine in ("<!DOCTYPE html><title>Mine</title>", f"<h1>Mine</h1>\n{html(Snippet(FEED))}", ""):
        out.write_text(mine, encoding="utf-8")
        result = run_wbl("publish", "snippet", FEED, "--out", out)
        assert (result.exit_code, out.read_text("utf-8")) == (2, mine)
        assert "--force" in result.stderr
    assert run_wbl("publish", "snippet", FEED, "--out", out, "--force").exit_code == 0
    assert run_wbl("publish", "snippet", FEED, "--out", out, "--most", "3").exit_code == 0
    assert out.read_text("ascii") == html(Snippet(FEED, most=3))


def test_the_command_writes_what_was_asked_for(run_wbl, tmp_path):
    """Each option reaches the block; the file's size is told; a folder that is none is the disk's fault."""
    out = tmp_path / "embed.html"
    options = ["--heading", "Work & learn", "--heading-level", "3", "--language", "es", "--most", "4", "--out", out]
    result = run_wbl("publish", "snippet", FEED, *options)
    assert result.exit_code == 0
    assert out.read_text("ascii") == html(Snippet(FEED, "Work & learn", 3, "es", 4))
    assert f"{out.stat().st_size / 1000:.1f} kB" in result.output
    assert run_wbl("publish", "snippet", FEED, "--out", out / "below").exit_code == 4


@pytest.mark.parametrize("option", [("--most", "0"), ("--heading-level", "7"), ("--language", "fr")])
def test_options_have_bounds(run_wbl, option: tuple[str, str]):
    """A value that is out of bounds is refused as wrong usage."""
    assert run_wbl("publish", "snippet", FEED, *option).exit_code == 2
