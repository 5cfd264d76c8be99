"""The page docs/notices.md, made from the notice classes: ``python -m wbl_feed.notices.page``."""

import sys

from wbl_feed.notices import catalogue

_HEAD = """# Notices

A notice is a finding about data: what was found, where, and how to mend it. An **error** breaks a MUST of the
[specification](../spec/v1/wbl-feed.md), a **warning** a SHOULD. Only errors of category conformance make a feed fail.
What stands here is all that is checked today; some rules of the specification are not checked yet, so that "valid"
means: no fault of these kinds. This page is generated from the classes in `wbl_feed/notices/`.

| code | severity | category | section | meaning |
|---|---|---|---|---|
"""


def notices_page() -> str:
    """The page as Markdown, by code."""
    rows = [
        f"| `{code}` | {notice.severity} | {notice.category} | {notice.section} | {(notice.__doc__ or '').strip()} |\n"
        for code, notice in sorted(catalogue.items())
    ]
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(notices_page())
