"""An adapter for bulletins: text in which each posting is a block of lines such as “Employer: Bay Shellfish”."""

from collections.abc import Iterator

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.notices import Notice
from wbl_feed.notices.rows import RowRefused
from wbl_feed.settings import Settings, check
from wbl_publishers.content import open_source

Block = list[tuple[int, str]]
"""The lines of a block, each with its number."""


class BulletinOptions(Settings):
    """The table ``[options]`` of the mapping file."""

    between: str = ":"
    """What stands between a label and its text."""


class BulletinAdapter:
    """Blocks of labelled lines, with blank lines between them."""

    states: frozenset[str] = frozenset()

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every block, with the number of its first line."""
        options = check(BulletinOptions, dict(source.options), "the table [options]")
        try:
            text = open_source(source).content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UsageError("this is no text in UTF-8.", place=source.location, fix="Save it as UTF-8.") from None
        records = [_record(block, options.between) for block in _blocks(text)]
        for column in source.columns:
            if not any(column in record.cells for record in records):
                fix = "Was the label renamed? Mend it in the bulletin, or in the mapping file."
                raise UsageError(f"no block has a line “{column}”.", place=source.location, fix=fix)
        yield from records


def _blocks(text: str) -> Iterator[Block]:
    block: Block = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []


def _record(block: Block, between: str) -> Record:
    place = f"line {block[0][0]}"
    pairs = [(number, *line.partition(between)) for number, line in block]
    cells = {label.strip(): text.strip() for _, label, mark, text in pairs if mark}
    wrong = [number for number, _, mark, _ in pairs if not mark]
    said = "It has no label, such as “Title: …”."
    return Record(place, cells, notices=tuple(RowRefused(expected=said, place=f"line {number}") for number in wrong))
