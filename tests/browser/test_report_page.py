"""The report of ``wbl validate --html`` is for everybody: with a screen reader, on a phone, in the dark, on paper."""

import json
from pathlib import Path

import pytest
from browser.axe import violations
from browser.layout import assert_no_sideways_scrolling

from wbl_feed.resources import spec_json

LONG = "Internship" * 30


def feeds() -> dict[str, object]:
    """Feeds whose reports differ: clean, with findings of every category, hostile, empty, none at all."""
    good = spec_json("examples/feed.json")
    post = good["items"][0]
    rich = {
        **post,
        "safety": {"hazardous": "yes"},
        "description": "Call Jane at 508-555-0142 or jane.doe@gmail.com. A fee is due.",
    }
    broken = [{**post, "id": f"https://site.example/{number}", "applicationDeadline": "ASAP"} for number in range(30)]
    hostile = {
        **post,
        "id": "urn:a:<script>",
        "title": f"<img src=x onerror=alert(1)> {LONG}"[:200],
        "status": "nope</code>",
    }
    return {
        "valid": good,
        "findings": {**good, "items": [rich, {**post, "title": "STEM"}, *broken], "totalItems": 2, "tombstones": []},
        "hostile": {**good, "name": "</title><script>alert(1)</script>", "items": [hostile, {**rich, "title": LONG[:200]}]},
        "empty": {**good, "items": []},
        "nothing": [],
    }  # fmt: skip


@pytest.fixture(params=feeds(), scope="module")
def report(request, tmp_path_factory) -> Path:
    """A page as the command writes it."""
    from click.testing import CliRunner

    from wbl_feed.cli import wbl

    folder = tmp_path_factory.mktemp("report")
    feed, page = folder / "feed.json", folder / "report.html"
    feed.write_text(json.dumps(feeds()[request.param], ensure_ascii=False), encoding="utf-8")
    result = CliRunner().invoke(
        wbl, ["validate", str(feed), "--at", "2026-11-22", "--html", str(page), "--profile", "us-ma"]
    )
    assert result.exit_code in (0, 1), result.output
    return page


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_and_no_sideways_scrolling(request, report, kind, scheme):
    """No WCAG 2.2 AA violation that axe finds, in light and dark, and the page fits 320 CSS pixels."""
    page = request.getfixturevalue(kind)
    page.emulate_media(color_scheme=scheme)
    page.goto(report.as_uri())
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page) == []
    assert_no_sideways_scrolling(page)


@pytest.mark.slow
def test_nothing_of_a_feed_runs_in_the_page(desktop, report):
    """Texts of a feed are shown as texts: no script, no image, no handler of theirs is in the page."""
    asked: list[str] = []
    desktop.on("dialog", lambda dialog: asked.append(dialog.message))
    desktop.goto(report.as_uri())
    assert asked == []
    assert desktop.locator("script, img, iframe, object").count() == 0
    assert "verdict" in desktop.content()


@pytest.mark.slow
def test_a_keyboard_reaches_everything(desktop, report):
    """Links and folded parts can be reached with the Tab key alone, in the order of the page."""
    desktop.goto(report.as_uri())
    targets = desktop.locator("a[href], summary").count()
    seen = []
    for _ in range(targets):
        desktop.keyboard.press("Tab")
        seen.append(desktop.evaluate("document.activeElement.tagName"))
    assert all(name in ("A", "SUMMARY") for name in seen)
    assert len(seen) == targets
