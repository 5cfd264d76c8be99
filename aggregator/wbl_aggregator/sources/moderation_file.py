"""Reads ``moderation.toml``, and adds a block to it without touching what people wrote there."""

from datetime import date
from pathlib import Path

from pydantic import Field

from wbl_aggregator.sources.decided import Block, Override
from wbl_aggregator.sources.moderation import Moderation
from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.settings import Settings, check, read_toml, toml_table
from wbl_feed.toml_text import quoted

MODERATION = "moderation.toml"
"""Beside the sources file."""
_BEGINNING = b"""# What is kept out of the statewide feed, and what is corrected in it, whatever the sources say.
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


def add_block(path: Path, identity: str, reason: str, since: date | None = None) -> bool:
    """Write a block of one id at the end of a file, which begins with it if it is not there.

    Tells whether it was written: the same block does not stand twice. Raises ``UsageError`` if the file cannot be
    read, ``NothingPublishedError`` when the disk refuses.
    """
    if any(block.id == identity and _of_id_alone(block) for block in read_moderation(path).blocks):
        return False
    before = path.read_bytes() if path.exists() else _BEGINNING
    lines = ["", "[[block]]", f"id = {quoted(identity)}", f"reason = {quoted(reason)}"]
    lines += [f"since = {since.isoformat()}"] if since else []
    end = "\r\n" if b"\r\n" in before else "\n"
    begun = b"" if before.endswith(b"\n") else end.encode()
    content = before + begun + (end.join(lines) + end).encode()
    _check(content, path, identity)
    return write_if_changed(path, content)


def _of_id_alone(block: Block) -> bool:
    return not (block.source or block.employer or block.pattern)


def _check(content: bytes, path: Path, identity: str) -> None:
    """Raises ``UsageError`` where a block cannot be added to a file, as to one that has ``block = [...]``."""
    try:
        found = check(_File, toml_table(content.decode("utf-8-sig"), str(path)), str(path))
    except UsageError as error:
        fix = f"Write it by hand: a block whose id is {quoted(identity)}, with a reason."
        raise UsageError(f"no [[block]] can be added at its end: {error.message}", place=str(path), fix=fix) from None
    if not any(block.id == identity for block in found.blocks):
        raise AssertionError("the block that was added is not there")
