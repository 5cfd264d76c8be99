"""The files of a migration: the document with its pages as they were, and as they are to be written."""

import json
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from wbl_feed import json_format
from wbl_feed.errors import UsageError
from wbl_feed.location import open_file
from wbl_feed.migration.migrate import Outcome, kind_of
from wbl_feed.migration.steps import Json


def read_documents(source: str) -> tuple[bytes, tuple[Json, ...]]:
    """A document as it was written, and as JSON with its pages after it; ``-`` is standard input.

    Raises ``UsageError`` for what cannot be read, and for a feed of which a page is missing.
    """
    content = open_file(source).content
    folder = None if source == "-" else Path(source).resolve().parent
    return content, _with_pages(_parsed(content, source), folder, source)


def _parsed(content: bytes, place: str) -> Json:
    if content.lstrip()[:1] == b"<":
        raise UsageError(
            "this is XML.", place=place, fix="Turn it into JSON with wbl convert --to json, then migrate it."
        )
    try:
        value = json_format.load(content)
        kind_of(value)
    except ValueError as error:
        raise UsageError(f"this is not JSON: {error}.", place=place) from None
    except UsageError as error:
        raise UsageError(error.message, place=place, fix=error.fix) from None
    return dict(value)


def _with_pages(document: Json, folder: Path | None, place: str) -> tuple[Json, ...]:
    pages = document.get("pages") if kind_of(document) == "feed" else None
    if not isinstance(pages, list) or not pages:
        return (document,)
    if folder is None:
        raise UsageError("the feed has pages.", place=place, fix="Give it as a file, with its pages beside it.")
    found = [document]
    for reference in pages:
        name = str(reference)
        path = page_path(name)
        if path is None:
            raise UsageError(f"page {name} is not a file beside it.", place=place, fix="Migrate the published folder.")
        page = _parsed(open_file(str(folder / path)).content, name)
        if page.get("type") != "DataFeedPage" or page.get("feed") != document.get("id"):
            raise UsageError(f"page {name} is no page of this feed.", place=place, fix="Run wbl validate for more.")
        found.append(page)
    return tuple(found)


def page_path(reference: str) -> PurePosixPath | None:
    """The path of a page below the folder of its feed; ``None`` for an address, and for a path that leads out of it."""
    parts = urlsplit(reference)
    path = PurePosixPath(unquote(parts.path))
    outside = parts.scheme or parts.netloc or path.is_absolute() or ".." in path.parts or not path.name
    return None if outside else path


def written(outcome: Outcome) -> dict[str, bytes]:
    """The files of an outcome: pages by relative path, then the first document, whose name is empty."""
    first, *pages = outcome.documents
    files = {}
    for page in pages:
        content = _written(page)
        files[json_format.page_name(content)] = content
    if pages:
        first = {**first, "pages": list(files)}
    return {**files, "": _written(first)}


def _written(document: Json) -> bytes:
    items = document.get("items")
    if kind_of(document) not in ("feed", "page") or not isinstance(items, list):
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
    lines = (json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode() for item in items)
    return b"".join(json_format.document(document, lines))
