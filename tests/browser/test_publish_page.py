"""The page that is published beside a feed is for everybody: with a screen reader, on a phone, in the dark."""

import json
from pathlib import Path

import pytest
from browser.axe import violations
from browser.layout import assert_no_sideways_scrolling
from wbl_publishers.publishing.site_files import PAGE, write_site

from wbl_feed import json_format
from wbl_feed.models import Feed
from wbl_feed.resources import spec_json

LONG = "Internship" * 20


def feeds() -> dict[str, dict[str, object]]:
    """A usual feed, an empty one, and one whose texts are as long and as strange as may be."""
    good = spec_json("examples/feed.json")
    post = good["items"][0]
    strange = {
        **post,
        "title": f"<img src=x onerror=alert(1)>{LONG}"[:200],
        "hiringOrganization": {"name": LONG},
        "jobLocation": [{"name": LONG}],
    }
    return {"usual": good, "empty": {**good, "items": []}, "strange": {**good, "name": LONG, "items": [strange]}}


@pytest.fixture(params=feeds(), scope="module")
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page as publishing writes it."""
    feed = json_format.read(json.dumps(feeds()[request.param]).encode()).feed
    assert isinstance(feed, Feed)
    folder = tmp_path_factory.mktemp("public")
    write_site(feed, folder)
    return folder / PAGE


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_and_no_sideways_scrolling(
    request: pytest.FixtureRequest, published: Path, kind: str, scheme: str
):
    """axe finds nothing, and the page fits its window, in both colour schemes."""
    page = request.getfixturevalue(kind)
    page.emulate_media(color_scheme=scheme)
    page.goto(published.as_uri())
    assert violations(page) == []
    assert_no_sideways_scrolling(page)
