"""What must not be lost when a sheet or a folder is not what it was."""

import pytest
from sheet_site import row


def test_incomplete_member_costs_only_itself(site):
    """A pay note without a paid column leaves the pay out with a warning, and the posting is published."""
    site.remap('"/compensation" = "Pay"', '"/compensation/note" = "Pay"')
    site.write([row("Robotics intern", Pay="ask us")])
    result = site.run()
    assert result.exit_code == 0
    assert "member_left_out" in result.output
    (posting,) = site.feed["items"]
    assert "compensation" not in posting


@pytest.mark.parametrize("town", ["Boston", "Boston, MA"])
def test_open_quotation_mark_withdraws_nothing(site, town):
    """A quotation mark that is not closed would swallow the rows below it, so nothing is published or withdrawn."""
    site.write([row(title, Town=town) for title in ("A", "B", "C")])
    assert site.run().exit_code == 0
    before = site.feed
    text = site.sheet.read_text(encoding="utf-8")
    site.sheet.write_text(text.replace("\nB,", '\n"B,'), encoding="utf-8", newline="")
    result = site.run()
    assert result.exit_code == 2
    assert "row 3: a quotation mark in this row is not closed." in result.stderr
    assert site.feed == before


def test_another_feed_is_not_overwritten(site):
    """A mapping of another feed cannot be published into the folder of this one by mistake."""
    site.write([row("A")])
    assert site.run().exit_code == 0
    site.remap('id = "https://site.example/feed"', 'id = "https://other.example/feed"')
    result = site.run()
    assert result.exit_code == 2
    assert "the folder holds another feed, https://site.example/feed" in result.stderr
    assert site.feed["id"] == "https://site.example/feed"
