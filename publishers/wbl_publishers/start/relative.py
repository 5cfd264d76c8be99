"""Addresses in JSON that lack their host, such as /jobs/1."""

import re
from dataclasses import replace
from urllib.parse import urljoin

from wbl_feed.location import is_address
from wbl_publishers.start.plan import Plan
from wbl_publishers.start.sheet import Sheet


def relative(table: Sheet) -> frozenset[str]:
    """The columns of which every cell is a path on a host."""
    return frozenset(
        one.heading
        for one in table.columns
        if one.cells and all(re.fullmatch(r"/[^/\s]\S*", cell) for cell in one.cells)
    )


def with_host(table: Sheet, base: str) -> Sheet:
    """The table with whole addresses in place of those paths, if ``base``, to which they are relative, is one."""
    if not is_address(base):
        return table
    paths = relative(table)
    return replace(
        table,
        columns=tuple(
            replace(one, cells=tuple(urljoin(base, cell) for cell in one.cells)) if one.heading in paths else one
            for one in table.columns
        ),
    )


def made_absolute(plan: Plan, paths: frozenset[str]) -> Plan:
    """The plan in which the JSON adapter makes these columns whole addresses."""
    return replace(
        plan,
        guesses=tuple(
            replace(one, column=replace(one.column, heading=f"absolute({one.column.heading})"))
            if one.column.heading in paths
            else one
            for one in plan.guesses
        ),
    )
