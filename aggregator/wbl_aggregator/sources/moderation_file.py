"""Reads ``moderation.toml``, and adds a block to it without touching what people wrote there."""

from datetime import date
from pathlib import Path

from pydantic import Field

from wbl_aggregator.sources.appending import append
from wbl_aggregator.sources.decided import Block, Override
from wbl_aggregator.sources.moderation import Moderation
from wbl_feed.settings import Settings, check, read_toml
from wbl_feed.toml_text import quoted

MODERATION = "moderation.toml"
"""Beside the sources file."""
_BEGINNING = """# What is kept out of the statewide feed, and what is corrected in it, whatever the sources say.
config_version = 1
"""


class _File(Settings):
    blocks: tuple[Block, ...] = Field((), alias="block")
    overrides: tuple[Override, ...] = Field((), alias="override")


def read_moderation(path: Path) -> Moderation:
    """The decisions in a file; none if it is not there. Raises ``UsageError`` with the place of the first fault."""
    if not path.exists():
        return Moderation()
    found = check(_File, read_toml(path), str(path))
    return Moderation(found.blocks, found.overrides)


def add_block(path: Path, identity: str, reason: str, since: date | None = None, *, forget: bool = False) -> bool:
    """Write a block of one id at the end of a file, which begins with it if it is not there.

    Tells whether it was written: the same block does not stand twice. Raises ``UsageError`` if the file cannot be
    read, ``NothingPublishedError`` when the disk refuses.
    """
    there = [block for block in read_moderation(path).blocks if block.id == identity and _of_id_alone(block)]
    if any(block.forget or not forget for block in there):
        return False
    lines = ["", "[[block]]", f"id = {quoted(identity)}", f"reason = {quoted(reason)}"]
    lines += [f"since = {since.isoformat()}"] if since else []
    lines += ["forget = true"] if forget else []
    return append(path, "block", lines, lambda tables: check(_File, tables, str(path)), _BEGINNING)


def _of_id_alone(block: Block) -> bool:
    return not (block.source or block.employer or block.pattern)
