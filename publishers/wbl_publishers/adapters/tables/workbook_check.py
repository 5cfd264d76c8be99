"""Looks at a workbook before it is opened: bombs, entities and passwords are refused, formulas without result found."""

import io
import posixpath
import struct
import zlib
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from wbl_feed.errors import UsageError
from wbl_publishers.adapters.tables.workbook_scan import (
    BookScan,
    EntityError,
    RelationScan,
    SheetScan,
    TooWideError,
    XmlScan,
)

_ENTRIES = 5_000
_UNPACKED = 200_000_000
"""Bytes of all parts of an archive together."""
_LARGE, _RATIO = 10_000_000, 100
"""More bytes than that, of a part or of all, are refused if they are so many times more than packed; real sheets stay
below 30."""
_CHUNK = 1_000_000
_OLD, _ENTRY = b"\xd0\xcf\x11\xe0", b"PK\x01\x02"
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_AGAIN = "Open it in a spreadsheet program and save it as a new .xlsx file."


@dataclass(frozen=True)
class CheckedWorkbook:
    """A workbook that may be opened."""

    content: bytes = field(repr=False)
    """An archive is packed anew from the parts that were looked at, so that nothing else is opened."""
    without_result: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    """By sheet, row number and index of the column: what the cells of formulas without result show."""
    more_without_result: dict[str, int] = field(default_factory=dict)
    """By sheet: how many more such cells there are."""


def check_workbook(content: bytes, place: str) -> CheckedWorkbook:
    """The workbook in a file's bytes. Raises ``UsageError`` for one that is none, is locked, or could do harm."""
    if content.startswith(_OLD):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise locked(place)
        return CheckedWorkbook(content)
    if not content.startswith(b"PK"):
        fix = "A sheet of text is published with wbl publish csv; else save it as .xlsx."
        raise UsageError("this is no workbook.", place=place, fix=fix)
    if content.count(_ENTRY) > _ENTRIES:
        raise _unsafe(place)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive, len(content), place)
    except TooWideError:
        fix = "Delete what stands far below or beside the table, and save it again."
        raise UsageError("the workbook has a sheet that is too large.", place=place, fix=fix) from None
    except EntityError:
        message = "the workbook declares XML entities, which no workbook needs."
        raise UsageError(message, place=place, fix=_AGAIN) from None
    except (BadZipFile, ExpatError, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, LookupError):
        raise damaged(place) from None


def locked(place: str) -> UsageError:
    """What is said of a workbook with a password."""
    return UsageError("the workbook is protected by a password.", place=place, fix="Save a copy without one.")


def damaged(place: str) -> UsageError:
    """What is said of a workbook that cannot be opened."""
    return UsageError("the workbook is damaged and cannot be opened.", place=place, fix=_AGAIN)


def _unsafe(place: str) -> UsageError:
    fix = "Copy the table into a new workbook, and save that."
    return UsageError("the workbook unpacks to more than is safe to open.", place=place, fix=fix)


def _checked(archive: ZipFile, packed: int, place: str) -> CheckedWorkbook:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if _is_bomb(parts, packed):
        raise _unsafe(place)
    if "xl/workbook.bin" in names:
        raise UsageError("this is a binary workbook (.xlsb).", place=place, fix="Save it as .xlsx.")
    is_ods = {"content.xml", "mimetype"} <= names and archive.read("mimetype").strip() == _ODS
    if _BOOK not in names and not is_ods:
        raise UsageError("this is an archive, but no workbook.", place=place, fix=_AGAIN)
    if len(names) < len(parts):
        raise damaged(place)
    sheets = {} if is_ods else _sheets(archive)
    copy = io.BytesIO()
    without_result: dict[str, dict[tuple[int, int], str]] = {}
    more: dict[str, int] = {}
    with ZipFile(copy, "w", ZIP_STORED) as repacked:
        for name in [part.filename for part in parts]:
            if name == "mimetype":
                repacked.writestr(name, _ODS)
            elif name in sheets:
                scan = SheetScan()
                repacked.writestr(name, _scanned(archive, name, scan))
                without_result[sheets[name]] = scan.without_result
                more[sheets[name]] = scan.more_without_result
            elif name.endswith((".xml", ".rels")):
                repacked.writestr(name, _scanned(archive, name, XmlScan()))
    return CheckedWorkbook(copy.getvalue(), without_result, more)


def _is_bomb(parts: list[ZipInfo], packed: int) -> bool:
    """Whether the parts of ``packed`` bytes unpack to too much, or in a way that workbooks do not use."""
    unpacked = sum(part.file_size for part in parts)
    return (
        any(
            part.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
            or (part.file_size > _LARGE and part.file_size > _RATIO * part.compress_size)
            for part in parts
        )
        or (unpacked > _LARGE and unpacked > _RATIO * packed)
        or unpacked > _UNPACKED
    )


def _sheets(archive: ZipFile) -> dict[str, str]:
    """The names of the sheets by the parts of the archive that hold them."""
    book, relations = BookScan(), RelationScan()
    _scanned(archive, _BOOK, book)
    if _RELATIONS in archive.namelist():
        _scanned(archive, _RELATIONS, relations)
    parts = {key: posixpath.normpath(posixpath.join("/xl", target))[1:] for key, target in relations.targets.items()}
    return {parts[key]: name for key, name in book.sheets if key in parts}


def _scanned(archive: ZipFile, name: str, scan: XmlScan) -> bytes:
    """The bytes of a part, after a look at them; zipfile reads no more than the size that was checked."""
    chunks = []
    with archive.open(name) as file:
        while chunk := file.read(_CHUNK):
            scan.feed(chunk)
            chunks.append(chunk)
    scan.feed(b"", last=True)
    return b"".join(chunks)
