"""What a publishing run did, for people and for scripts."""

from typing import Any

from wbl_feed.cli.output import count
from wbl_publishers.publish import Published


def summary_line(published: Published) -> str:
    """The run in a few sentences: rows in = postings + refused, and then what else the feed has."""
    build = published.build
    refused = len(build.kept) - len(build.held)
    outcome = f"({len(build.added)} new, {len(build.changed)} changed), {len(build.refused)} refused"
    published_now = count(len(build.feed.items) - len(build.kept), "posting")
    said = [f"{count(build.rows, 'row')}: {published_now} {outcome}, {len(build.withdrawn)} withdrawn."]
    if refused:
        rows, stay = ("a refused row", "stays") if refused == 1 else ("refused rows", "stay")
        said.append(f"{count(refused, 'posting')} of {rows} {stay} as published before.")
    if build.message:
        said.append(build.message)
    if build.kept:
        said.append(f"The feed has {count(len(build.feed.items), 'posting')}.")
    return " ".join(said)


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
        "held": [posting.id for posting in build.held],
        "message": build.message,
        "withdrawn": [tombstone.id for tombstone in build.withdrawn],
        "refused": [
            {"place": draft.place, "cells": dict(draft.cells), "notices": [n.to_json_value() for n in draft.notices]}
            for draft in build.refused
        ],
        "notices": [notice.to_json_value() for notice in build.notices],
        "written": [str(path) for path in published.written],
    }
