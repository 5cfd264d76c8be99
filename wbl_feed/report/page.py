"""The report as one self-contained page for the webmaster of a site."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from wbl_feed import __version__
from wbl_feed.cli.output import count
from wbl_feed.notices.base import Notice
from wbl_feed.report.card import card
from wbl_feed.report.summary import Summary
from wbl_feed.times import format_instant

MOST_PLACES = 50
"""Places that are shown of one finding."""


def page(summaries: list[Summary], source: str) -> str:
    """The page for the feeds at a source; it needs no script and no other file."""
    environment = Environment(
        loader=PackageLoader("wbl_feed.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    feeds = [_feed(summary) for summary in summaries]
    template = environment.get_template("page.html.j2")
    return template.render(
        source=source, feeds=feeds, version=__version__, at=format_instant(summaries[0].at), counted=count
    )


def _feed(summary: Summary) -> dict[str, Any]:
    findings = summary.findings
    envelope = summary.envelope
    return {
        "summary": summary,
        "name": envelope.name if envelope else summary.address or "The document",
        "first": [finding for finding in findings if finding.fails],
        "safety": [finding for finding in findings if finding.category == "safety"],
        "better": [f for f in findings if not f.fails and f.category != "safety" and f.severity != "info"],
        "infos": [f for f in findings if f.category != "safety" and f.severity == "info"],
        "cards": [card(posting) for posting in summary.cards],
        "where": lambda notice: where(notice, summary.titles),
        "same_fix": _same_fix,
        "most": MOST_PLACES,
    }


def where(notice: Notice, titles: Mapping[str, str]) -> str:
    """The place of a notice, for people: which posting, by its title where it has one, and which member of it."""
    if notice.place or not notice.pointer:
        return notice.place or "The whole document"
    found = re.fullmatch(r"(?:/pages/([0-9]+))?/items/([0-9]+)/?(.*)", notice.pointer)
    if not found:
        return notice.pointer
    on_page = f" on page {int(found[1]) + 2}" if found[1] else ""
    member = f": {found[3]}" if found[3] else ""
    title = titles.get(notice.pointer.removesuffix(f"/{found[3]}") if found[3] else notice.pointer)
    named = f"“{title}”" if title else notice.posting or notice.pointer
    return f"Posting {int(found[2]) + 1}{on_page}, {named}{member}"


def _same_fix(notices: tuple[Notice, ...]) -> str:
    """How to mend all of them, if it is the same for all; else empty."""
    fixes = {notice.fix for notice in notices}
    return fixes.pop() if len(fixes) == 1 and not any(notice.suggestion for notice in notices) else ""
