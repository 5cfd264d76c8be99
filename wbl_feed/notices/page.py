"""The page docs/notices.md, made from the notice classes: ``python -m wbl_feed.notices.page``."""

import re
import sys

from wbl_feed.notices import Notice, catalogue

_HEAD = """# Notices

A notice is a finding about data: what was found, where, and how to mend it. An **error** breaks a MUST of the
[specification](../spec/v1/wbl-feed.md), a **warning** a SHOULD, an **info** breaks nothing. Only errors of category
conformance make a feed fail; quality is about how useful a posting is, safety about the safety and privacy of minors.
`wbl explain CODE` shows one of them. The rules of a profile are in its folder and shown by `wbl profile show`.
`wbl publish` reports on the rows of a sheet with the codes at the end. This page is generated from the classes in
`wbl_feed/notices/`.
"""
_PARTS = {
    "conformance": "Conformance",
    "quality": "Quality",
    "safety": "Safety",
    "rows": "Rows of a sheet",
}


def meaning(notice: type[Notice]) -> dict[str, str]:
    """What a notice means, for people and scripts."""
    told = {
        "code": notice.code,
        "severity": notice.severity,
        "category": notice.category,
        "section": notice.section,
        "since": notice.since,
        "meaning": (notice.__doc__ or "").strip(),
        "says": _plain(notice.says),
        "mend": _plain(notice.mend),
    }
    if notice.deprecated:
        told |= {"deprecated": notice.deprecated, "replacedBy": notice.replaced_by}
    return told


def _plain(template: str) -> str:
    """A sentence with dots where a notice has its values."""
    return re.sub(r"\{(?:found|expected|pointer)\}", "…", template).replace("{{", "{").replace("}}", "}")


def notices_page() -> str:
    """The page as Markdown, by category and code."""
    parts = [_HEAD]
    for part, title in _PARTS.items():
        parts.append(
            f"\n## {title}\n\n| code | severity | section | meaning | how to mend it |\n|---|---|---|---|---|\n"
        )
        for code, notice in sorted(catalogue.items()):
            if part == ("rows" if notice.__module__.endswith(".rows") else notice.category):
                told = {name: text.replace("|", "\\|") for name, text in meaning(notice).items()}
                row = f"`{code}`", told["severity"], told["section"], told["meaning"], told["mend"]
                parts.append(f"| {' | '.join(row)} |\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(notices_page())
