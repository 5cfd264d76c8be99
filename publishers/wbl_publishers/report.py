"""What a publishing run did, for people and for scripts."""

from typing import Any

from wbl_feed.cli.output import count
from wbl_publishers.publish import Published


def summary_line(published: Published) -> str:
    """The run in one sentence: rows in = postings + refused."""
    build = published.build
    stay = "stays" if len(build.kept) == 1 else "stay"
    return (
        f"{count(build.rows, 'row')}: {count(len(build.feed.items), 'posting')} ({len(build.added)} new, "
        f"{len(build.changed)} changed), {len(build.refused)} refused, {len(build.withdrawn)} withdrawn."
        + (f" {count(len(build.kept), 'posting')} of refused rows {stay} as published before." if build.kept else "")
    )


def report_json(published: Published) -> dict[str, Any]:
    """The same with every notice."""
    build = published.build
    return {
        "feed": build.feed.id,
        "rows": build.rows,
        "postings": len(build.feed.items),
        "added": [posting.id for posting in build.added],
        "changed": [posting.id for posting in build.changed],
        "kept": [posting.id for posting in build.kept],
        "withdrawn": [tombstone.id for tombstone in build.withdrawn],
        "refused": [
            {"place": draft.place, "cells": dict(draft.cells), "notices": [n.to_json_value() for n in draft.notices]}
            for draft in build.refused
        ],
        "notices": [notice.to_json_value() for notice in build.notices],
        "written": [str(path) for path in published.written],
    }
