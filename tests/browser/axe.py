"""Accessibility of a page as axe-core finds it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""The success criteria of WCAG 2.2, levels A and AA, which axe knows; its "best practices" are not among them."""


def violations(page: Page) -> list[str]:
    """One sentence for each element of the page that breaks WCAG 2.2 AA, as far as a program can tell."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}), {' '.join(map(str, node['target']))}: {node['failureSummary']} {node['html']}"
        for rule in found
        for node in rule["nodes"]
    ]
