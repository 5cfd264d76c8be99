"""Writes the mapping file of a source that is no table, which says most of what a posting needs by itself."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from wbl_publishers.members import REQUIRED
from wbl_publishers.start.toml_text import comment, quoted

_PRESETS = {
    "greenhouse": "greenhouse.io",
    "lever": "lever.co",
    "ashby": "ashbyhq.com",
    "workable": "workable.com",
    "usajobs": "usajobs.gov",
}
"""Hosts of job systems for which a mapping comes with the library."""
_MADE = ("/id", "/dateModified")
_EXAMPLES = {"/title": "title", "/url": "url", "/activityType": "type", "/status": "status"}


def preset_of(kind: str, source: str) -> str:
    """The mapping that comes with the library for a source, if any."""
    if kind != "json":
        return ""
    host = urlsplit(source).hostname or ""
    return next((name for name, end in _PRESETS.items() if f".{host}".endswith(f".{end}")), "")


def stated_text(kind: str, source: str, states: frozenset[str]) -> str:
    """The text of ``map.toml`` for a source of which every record states these members."""
    return "\n".join(_lines(kind, source, states)) + "\n"


def _lines(kind: str, source: str, states: frozenset[str]) -> Iterator[str]:
    preset = preset_of(kind, source)
    yield from comment(
        f"What in {source} becomes what. wbl publish init wrote this. A line that begins with # does nothing: "
        "take the # away to use it."
    )
    yield "config_version = 1"
    if preset:
        yield f"extends = {quoted(preset)}  # comes with wbl-feed; what stands here comes before it"
    missing = [] if preset else [pointer for pointer in REQUIRED if pointer not in {*states, *_MADE}]
    yield ""
    yield "[fields]"
    if states and not missing:
        yield from comment(f"Every record states {', '.join(sorted(states))} by itself. Add what else it has:")
    for pointer in missing:
        if pointer in ("/title", "/url"):
            yield f"# {quoted(pointer)} = {quoted(_EXAMPLES[pointer])}  # write where it stands, and take the # away"
    yield '# "/hiringOrganization/name" = "…"'
    yield ""
    yield "[constants]"
    if "/activityType" in missing:
        yield '"/activityType" = "unspecified"  # or a field for it above'
    if "/status" in missing:
        yield '"/status" = "open"  # what is listed is open'
    yield '# "/hiringOrganization/name" = "…"  # if all postings are of one employer'
