"""Postings as the schema allows them, with every member and odd texts, the way a program enters them on a site."""

import json
import zlib
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import documents, mutated

from wbl_feed.discovery.discover import Discovery
from wbl_feed.profiles import bundled
from wbl_feed.report import Summary
from wbl_feed.report.single import summarise_posting
from wbl_feed.rules.look import Node, posting_nodes

ENDS = ("applicationDeadline", "validThrough")
MINTED = ("id", "url", "dateModified", "datePosted")
"""What the plug-in writes where the posting does not say; `dateModified` in any case."""


def some(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Examples of a strategy: always the same ones where everything is required, else others at each run."""
    made: list[Any] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(one: Any) -> None:
        made.append(one)

    collect()
    return made


@st.composite
def entered(draw: st.DrawFn) -> dict[str, Any]:
    """A posting that one can apply to or will be able to, with known codes, and with some of the minted members."""
    posting = draw(documents("posting.schema.json"))
    posting["status"] = draw(st.sampled_from(["open", "paused"]))
    for name in draw(st.sets(st.sampled_from(MINTED))):
        posting.pop(name, None)
    for name in ENDS:
        if name in posting:
            posting[name] = _later(posting[name])
    known: dict[str, Any] = _with_known_codes(posting, posting_nodes())
    return known


def broken() -> st.SearchStrategy[Any]:
    """Such a posting with one value in it replaced, taken away, added or edited."""
    return entered().flatmap(mutated).filter(lambda one: isinstance(one, dict))


def holds_nul_name(value: Any) -> bool:
    """Whether a member's name begins with U+0000 anywhere in a value: PHP has no object with such a member."""
    if isinstance(value, dict):
        return any(name.startswith("\0") or holds_nul_name(member) for name, member in value.items())
    return isinstance(value, list) and any(map(holds_nul_name, value))


def verdict(posting: Any, at: datetime) -> Summary:
    """What our validator says of a posting alone, by the core and us-ma, once it has what the plug-in mints."""
    whole = dict(posting)
    for name, value in (("id", "urn:uuid:00000000-0000-0000-0000-000000000000"), ("url", "https://harbor.example/")):
        if whole.get(name) is None:
            whole[name] = value
    whole["dateModified"] = at.isoformat().replace("+00:00", "Z")
    return summarise_posting(Discovery("", "posting", content=json.dumps(whole).encode()), at, [bundled()["us-ma"]])


def _later(date: str) -> str:
    """The same date in the 22nd century, which has no 29 February in its first year."""
    return "2100" + date[4:].replace("-02-29", "-02-28", 1)


def _with_known_codes(value: Any, nodes: Any) -> Any:
    """An object whose codes are in vocabularies; they are IRIs where the core has none."""
    return {name: _known(member, nodes[name]) if name in nodes else member for name, member in value.items()}


def _known(value: Any, node: Node) -> Any:
    if isinstance(value, list):
        return [_known(one, node) for one in value] if node.many else value
    if node.children is not None:
        return _with_known_codes(value, node.children)
    if node.kind != "code" or "//" in value or value.startswith(("urn:", "tag:")):
        return value
    codes = list(node.vocabulary.terms) if node.vocabulary else [*node.fixed, "https://codes.example/" + value]
    return codes[zlib.crc32(value.encode()) % len(codes)]
