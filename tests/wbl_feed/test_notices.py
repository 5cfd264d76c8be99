"""Every notice is a documented class, and its page in the docs is generated from it."""

import re
from pathlib import Path

import pytest

from wbl_feed.notices import catalogue
from wbl_feed.notices.page import notices_page
from wbl_feed.resources import spec_folder

DOCS = Path(__file__).parents[2] / "docs" / "notices.md"
SECTIONS = set(
    re.findall(r"^#+ ([0-9]+(?:\.[0-9]+)*)", spec_folder().joinpath("wbl-feed.md").read_text(encoding="utf-8"), re.M)
)


@pytest.mark.parametrize("notice", catalogue.values(), ids=catalogue)
def test_notice_is_documented(notice):
    """A notice class has one sentence of meaning, a severity, a section that exists, and a way to mend it."""
    assert notice.__doc__
    assert notice.__doc__.strip().endswith(".")
    assert notice.severity in ("error", "warning", "info")
    assert notice.category in ("conformance", "quality", "safety")
    assert notice.section in SECTIONS
    shown = notice(found="found", expected="expected", pointer="/pointer")
    assert shown.message
    assert shown.fix
    assert "{" not in shown.message.replace("{}", "")


def test_docs_are_generated_from_the_classes():
    """docs/notices.md is what the classes say; `python -m wbl_feed.notices.page > docs/notices.md` renews it."""
    assert DOCS.read_text(encoding="utf-8") == notices_page()


def test_codes_come_from_class_names():
    """A code is its class name in snake case, so that it cannot drift."""
    assert catalogue["unknown_code"].__name__ == "UnknownCode"
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", code) for code in catalogue)
