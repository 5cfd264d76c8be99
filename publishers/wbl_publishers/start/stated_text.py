"""Writes the mapping file of a source that is no table, which says most of what a posting needs by itself."""

import re
from collections.abc import Iterator

from wbl_feed.location import is_address
from wbl_feed.toml_text import comment, quoted
from wbl_publishers.members import REQUIRED
from wbl_publishers.start.headings import STUDENT
from wbl_publishers.start.map_text import rules
from wbl_publishers.start.plan import Plan

_PRESETS = {
    "greenhouse": r"//[^/]*\bgreenhouse\.io/",
    "lever": r"//[^/]*\blever\.co/",
    "ashby": r"//[^/]*\bashbyhq\.com/",
    "workable": r"//[^/]*\bworkable\.com/",
    "usajobs": r"//[^/]*\busajobs\.gov/",
    "drupal": r"/jsonapi/",
    "squarespace": r"[?&]format=json",
}
"""Addresses of systems for which a mapping comes with the library."""
_MADE = ("/id", "/dateModified")
_FILTERS = {"rss": ("title", "category"), "ical": ("SUMMARY", "CATEGORIES"), "markdown": ("title", "categories")}
"""Where a record has its title and its categories."""
_OPTIONS = {
    "ical": ("page", "{home}", "the page of an entry that has none of its own"),
    "markdown": ("address", "{home}{{slug}}/", "the address of a posting's page"),
    "sql": ("query", "select …", "one SELECT; needed"),
}
"""The setting of an adapter that a site nearly always has."""


def preset_of(kind: str, source: str) -> str:
    """The mapping that comes with the library for a source, if any."""
    if kind != "json" or not is_address(source):
        return ""
    return next((name for name, pattern in _PRESETS.items() if re.search(pattern, source)), "")


def stated_text(plan: Plan, kind: str, source: str, states: frozenset[str], home: str = "") -> str:
    """The text of ``map.toml`` for a source of which every record states these members."""
    return "\n".join(_lines(plan, kind, source, states, home)) + "\n"


def _lines(plan: Plan, kind: str, source: str, states: frozenset[str], home: str) -> Iterator[str]:
    preset = preset_of(kind, source)
    yield from comment(
        f"What in {source} becomes what. wbl publish init wrote this. A line that begins with # does nothing: "
        "take the # away to use it."
    )
    for sentence in plan.careful:
        yield "#"
        yield from comment(f"CAREFUL: {sentence}")
    yield "config_version = 1"
    if preset:
        yield f"extends = {quoted(preset)}  # comes with wbl-feed; what stands here comes before it"
        return
    if kind in _OPTIONS:
        key, example, why = _OPTIONS[kind]
        value = example.format(home=home or "https://your-site.example/")
        mark = "" if kind == "ical" and home else "# "
        if kind == "markdown" and home and _relative(plan):
            value, mark, why = home, "", "where addresses such as /jobs/1/ are; a file without one leads here"
        yield ""
        yield "[options]"
        yield f"{mark}{key} = {quoted(value)}  # {why}"
    stated = {one.member for one in plan.used} | {one.member for one in plan.constants if one.used} | states
    missing = [one for one in REQUIRED if one not in {*stated, *_MADE}]
    needed = [f"# {quoted(one)} = {quoted(one[1:])}  # write where it stands, and take the # away" for one in missing]
    if states:
        needed = comment(f"Every record states {', '.join(sorted(states))} by itself.")
    if kind == "markdown" and home and not _relative(plan):
        needed += [f'"/url" = {{ column = "url", default = {quoted(home)} }}  # for a file without an address']
    yield from _excluded(plan, kind)
    yield from rules(plan, needed)


def _relative(plan: Plan) -> bool:
    """Whether the pages of a site say their addresses without its host."""
    cells = [cell for one in plan.sheet.columns if one.heading in ("permalink", "url") for cell in one.cells]
    return any(cell.startswith("/") for cell in cells)


def _excluded(plan: Plan, kind: str) -> Iterator[str]:
    """Examples of the tables that keep records back; files about students are left out by their key."""
    if kind not in _FILTERS:
        return
    title, category = _FILTERS[kind]
    yield ""
    yield from comment(
        "To leave out records in which one of these texts stands, or to take those alone, take the # away:"
    )
    yield "# [except]"
    yield f'# {quoted(title)} = ["no school", "[FILLED]"]'
    for one in plan.guesses:
        if one.topic == STUDENT:
            yield f"# {quoted(one.column.heading)} = {quoted(['*'])}  # every record with a name there"
    yield "# [only]"
    yield f'# {quoted(category)} = ["Internships"]'
