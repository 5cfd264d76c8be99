"""The browser tests see what they are there to see."""

import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from browser.axe import violations
from browser.chromium import is_local, offline_page
from browser.layout import assert_no_sideways_scrolling

SOUND = """<!doctype html><html lang="en"><head><title>A</title><meta name="viewport" content="width=device-width">
<style>body { margin: 1rem } table { display: block; overflow-x: auto } td { min-width: 40rem }</style></head>
<body><main><h1>Postings</h1><p>Two of them.</p><img alt="A boat" src="data:,"></main></body></html>"""
BAD = SOUND.replace('alt="A boat" ', "").replace("<p>", '<p style="color: #aaa; background: #fff">')


def test_axe_finds_what_is_wrong(desktop):
    """An image without a text and letters that are too pale are found, each with its element; a sound page has none."""
    desktop.set_content(SOUND)
    assert violations(desktop) == []
    desktop.set_content(BAD)
    found = violations(desktop)
    assert [finding.split(" ")[0] for finding in found] == ["color-contrast", "image-alt"]
    assert "<img" in found[1]


def test_axe_works_under_a_content_security_policy(desktop, tmp_path):
    """A page that forbids all scripts is examined too, from its file."""
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    (tmp_path / "page.html").write_text(BAD.replace("<title>", policy + "<title>"), encoding="utf-8")
    desktop.goto((tmp_path / "page.html").as_uri())
    assert violations(desktop)


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_a_page_that_is_too_wide_is_found(request, kind):
    """A table that scrolls in a box of its own fits; a line that cannot break does not, and is named."""
    page = request.getfixturevalue(kind)
    page.set_content(SOUND.replace("<p>", "<table><tr><td>A wide cell</td></tr></table><p>"))
    assert_no_sideways_scrolling(page)
    page.set_content(SOUND.replace("<p>", f"<p class=long>{'x' * 200} "))
    with pytest.raises(AssertionError, match="p long"):
        assert_no_sideways_scrolling(page)
    assert page.viewport_size["width"] in {1280, 390}


def test_a_page_that_is_not_made_for_phones_is_found(phone, tmp_path):
    """A page that a phone shows as a shrunken desktop page does not fit."""
    (tmp_path / "page.html").write_text(re.sub("<meta name=.viewport.[^>]*>", "", SOUND), encoding="utf-8")
    phone.goto((tmp_path / "page.html").as_uri())
    with pytest.raises(AssertionError, match="980 CSS pixels"):
        assert_no_sideways_scrolling(phone)


def test_the_phone_is_a_phone(phone):
    """The page is 390 by 844 CSS pixels and knows that it is touched."""
    phone.set_content(SOUND)
    assert phone.evaluate("[innerWidth, innerHeight, navigator.maxTouchPoints > 0]") == [390, 844, True]


@pytest.mark.parametrize(
    "content",
    [
        '<img alt="" src="https://a.example/pixel.gif">',
        '<link rel="stylesheet" href="http://a.example/style.css">',
        "<script>fetch('https://a.example/').catch(() => {})</script>",
        "<script>new WebSocket('wss://a.example/')</script>",
        '<iframe title="A" src="https://a.example/"></iframe>',
    ],
)
def test_a_page_that_asks_for_something_elsewhere_fails(browser, content):
    """Whatever a page asks of another machine is refused, and fails the test in its name."""

    def visit() -> None:
        with offline_page(browser) as page:
            page.set_content(content)
            page.wait_for_timeout(200)

    with pytest.raises(AssertionError, match=r"asked for \w+://a\.example/"):
        visit()


def test_files_and_this_machine_are_reached(desktop, tmp_path):
    """A page on 127.0.0.1, and a file with a picture beside it, are loaded."""
    (tmp_path / "index.html").write_text(SOUND.replace("data:,", "boat.svg"), encoding="utf-8")
    (tmp_path / "boat.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>', encoding="utf-8"
    )

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=tmp_path)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            for address in (f"http://127.0.0.1:{server.server_port}/", (tmp_path / "index.html").as_uri()):
                desktop.goto(address)
                assert desktop.evaluate("document.images[0].naturalWidth") == 7
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("file:///tmp/a.html", True), ("http://127.0.0.1:8000/", True), ("data:,", True), ("https://a.example/", False),
        ("http://127.0.0.1.a.example/", False), ("http://127.0.0.1@a.example/", False), ("ws://a.example/", False),
    ],
)  # fmt: skip
def test_what_is_local(address, local):
    """Only files, data and 127.0.0.1 itself stay on this machine."""
    assert is_local(address) is local
