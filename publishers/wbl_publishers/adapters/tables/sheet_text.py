"""The text of a sheet that is a file of text, whatever its encoding, without having all of it in memory."""

import codecs
import io
from codecs import BOM_UTF8
from contextlib import suppress
from typing import BinaryIO, Literal

from wbl_feed.adapter import Input
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UncertainEncoding
from wbl_publishers.adapters.tables.google_sheets import PUBLISH, export_address, is_google_sheet
from wbl_publishers.content import open_source

_CHUNK = 65_536
_MARKS = ((BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def open_bytes(source: Input) -> BinaryIO:
    """The bytes of a sheet; those of a file are not read yet. Raises ``UsageError`` if they cannot be had."""
    path = source.folder / source.location
    if source.location != "-" and not is_address(source.location) and path.is_file():
        with suppress(OSError):
            return path.open("rb")
    return io.BytesIO(whole(source, "csv"))


def whole(source: Input, kind: Literal["csv", "xlsx"]) -> bytes:
    """All bytes of a sheet; a Google Sheet comes as the kind. Raises ``UsageError`` if they cannot be had."""
    try:
        return open_source(source, export_address(source.location, kind)).content
    except UsageError as error:
        if error.fix or not is_google_sheet(source.location):
            raise
        raise UsageError(error.message, place=source.location, fix=PUBLISH) from None


def encoding_of(content: BinaryIO, place: str) -> tuple[str, Notice | None]:
    """The encoding of a sheet, and a notice where it is not sure: by its mark, else UTF-8, else Windows-1252.

    Windows-1252 is what old Excel saves. Raises ``UsageError`` if this is no sheet of text.
    """
    content.seek(0)
    head = content.read(_CHUNK)
    refuse_page(head, place)
    if is_workbook(head):
        fix = "Run wbl publish xlsx, or save it as “CSV UTF-8”."
        raise UsageError("this is an Excel workbook, not CSV.", place=place, fix=fix)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")
    if _is_sound(content, marked or "utf-8"):
        return marked or "utf-8", None
    return marked or "cp1252", UncertainEncoding(found=marked or "Windows-1252", place=place)


def refuse_page(head: bytes, place: str) -> None:
    """Raises ``UsageError`` where a page came in place of a sheet, as a log-in does."""
    if head.removeprefix(BOM_UTF8).lstrip().startswith(b"<"):
        fix = PUBLISH if is_google_sheet(place) else "Publish the sheet to the web as CSV, and give that address."
        raise UsageError("this is a web page, not a sheet; perhaps a log-in page.", place=place, fix=fix)


def is_workbook(head: bytes) -> bool:
    """Whether a file is a workbook by its first bytes: an archive, or what Excel before 2007 saved."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def _is_sound(content: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    try:
        while chunk := content.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
