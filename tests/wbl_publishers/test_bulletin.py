"""The adapter that the guide walks through holds what the guide promises of any."""

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

EXAMPLE = Path(__file__).parents[2] / "examples" / "adapter"


@pytest.fixture
def bulletin(tmp_path: Path, run_wbl: Callable[..., Result]) -> Iterator[Callable[..., Result]]:
    """Publishes a text as a bulletin, with the adapter installed."""
    folder = tmp_path / "bulletin"
    shutil.copytree(EXAMPLE, folder)
    about = folder / "wbl_bulletin-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: wbl-bulletin\nVersion: 1.0\n", encoding="utf-8")
    points = "[wbl_feed.adapters]\nbulletin = wbl_bulletin:BulletinAdapter\n"
    (about / "entry_points.txt").write_text(points, encoding="utf-8")
    sys.path.insert(0, str(folder))

    def publish(text: bytes, *options: str) -> Result:
        (folder / "bulletin.txt").write_bytes(text)
        arguments = ("--map", folder / "map.toml", "--out", tmp_path / "public", "--at", "2026-11-22")
        return run_wbl("publish", "bulletin", folder / "bulletin.txt", *arguments, *options)

    yield publish
    sys.path.remove(str(folder))


TEXT = (EXAMPLE / "bulletin.txt").read_bytes().replace(b"a week with the tide gauge\n", b"")


def test_ids_stay_and_what_is_gone_leaves_a_tombstone(bulletin: Callable[..., Result]):
    """Shuffled, edited and shortened, a bulletin keeps the ids of its postings."""
    assert "3 rows: 3 postings (3 new" in bulletin(TEXT).stdout
    assert "nothing changed" in bulletin(TEXT).stdout
    first, second, third = TEXT.strip().split(b"\n\n")
    assert "(0 new, 0 changed), 0 refused, 0 withdrawn" in bulletin(b"\n\n".join([third, first, second])).stdout
    edited = first.replace(b"hatchery intern", b"nursery intern")
    assert "(0 new, 1 changed), 0 refused, 1 withdrawn" in bulletin(b"\n\n".join([edited, third])).stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no block has a line"),
        (b"\xff\xfe\xff", "this is no text in UTF-8"),
        (TEXT.replace(b"Where:", b"Place:"), "no block has a line \u201cWhere\u201d"),
        (b"<html>log in</html>", "no block has a line"),
    ],
)
def test_a_source_that_cannot_be_used_withdraws_nothing(bulletin: Callable[..., Result], text: bytes, words: str):
    """It is one line with exit code 2."""
    bulletin(TEXT)
    result = bulletin(text)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert words in result.stderr


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=300) | st.text("Title: \n\r\x0b\u2028ab").map(str.encode))
def test_no_bytes_raise_anything_else(tmp_path_factory, content: bytes):
    """Any bytes are records or a usage error."""
    sys.path.insert(0, str(EXAMPLE))
    try:
        from wbl_bulletin import BulletinAdapter
    finally:
        sys.path.remove(str(EXAMPLE))
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    source = Input(str(path), ("Title",), {}, HttpFetcher(), datetime(2026, 11, 22, tzinfo=UTC))
    with contextlib.suppress(UsageError):
        assert all(isinstance(found, Record) for found in BulletinAdapter().records(source))
