"""Files with front matter, and data files: what stands in each, and which of them a folder has."""

import os
import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from wbl_feed.errors import UsageError
from wbl_publishers.adapters.folders.trees import (
    UnreadableTreeError,
    json_beginning,
    json_tree,
    toml_tree,
    yaml_tree,
)
from wbl_publishers.extras import library

_DATA = {".yaml": yaml_tree, ".yml": yaml_tree, ".toml": toml_tree, ".json": json_tree}
_FENCE = re.compile(r"---[ \t]*(yaml|yml|toml|json)?[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_CLOSE_TOML = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_TAGS = re.compile(r"\{%[^{}]*%\}|\{\{[^{}]*\}\}")
"""What site generators put in the place of, in Liquid, Nunjucks and Hugo's shortcodes."""
_LARGEST, _MOST_FILES = 1_000_000, 20_000


@dataclass(frozen=True)
class Matter:
    """What one posting is written as."""

    values: dict[str, Any]
    """The front matter, with texts alone."""
    body: str = ""
    """What follows it, as HTML."""
    number: int = 0
    """Its number in a data file that has several; 0 elsewhere."""
    fault: str = ""
    """Why it cannot be read."""


@dataclass(frozen=True)
class Folder:
    """The files of a folder in their order, and the folders that are links and thus not looked into."""

    files: tuple[Path, ...]
    links: tuple[Path, ...] = field(default=())


def list_files(root: Path, patterns: tuple[str, ...], *, recursive: bool) -> Folder:
    """The files below a folder whose names fit one of the patterns.

    README, names that begin with . or _, and data for a whole folder (``jobs/jobs.json``) are not looked at.
    Raises ``UsageError`` for a folder that cannot be read whole or has no such file.
    """

    def failed(error: OSError) -> None:
        raise UsageError(f"it cannot be read: {error.strerror}.", place=str(error.filename))

    files: list[Path] = []
    links: list[Path] = []
    for here, folders, names in os.walk(root, onerror=failed):
        inner = sorted(name for name in folders if _is_looked_at(name)) if recursive else []
        links += [Path(here, name) for name in inner if Path(here, name).is_symlink()]
        folders[:] = inner
        fitting = (name for name in sorted(names) if any(fnmatch(name.lower(), one.lower()) for one in patterns))
        files += [Path(here, name) for name in fitting if _is_looked_at(name) and not _is_of_all(Path(here, name))]
        if len(files) > _MOST_FILES:
            fix = "Name a folder that has postings alone."
            raise UsageError(f"the folder has more than {_MOST_FILES:,} files.", place=str(root), fix=fix)
    if not files:
        fix = "Name the folder that has them. To publish none, keep one with draft: true."
        raise UsageError(f"no file in this folder is one of {', '.join(patterns)}.", place=str(root), fix=fix)
    return Folder(tuple(files), tuple(links))


def _is_looked_at(name: str) -> bool:
    return not name.startswith((".", "_")) and not name.lower().startswith("readme")


def _is_of_all(path: Path) -> bool:
    """Whether a file has the data of a folder's other files, as Eleventy has them."""
    return path.name.endswith(".11tydata.json") or (path.suffix in _DATA and path.stem == path.parent.name)


def read_file(path: Path, root: Path) -> Matter:
    """The posting of a file; one that cannot be read, or is a link to one outside of ``root``, has its fault."""
    try:
        values, body = _read(path, root)
    except UnreadableTreeError as error:
        return Matter({}, fault=str(error))
    if isinstance(values, list):
        return Matter({}, fault="it is a list; name the file itself as the source")
    return _matter(values, body)


def read_alone(path: Path, items: str = "") -> list[Matter]:
    """The postings of a file that is the whole source: of a data file those of its list, which stands under ``items``.

    Raises ``UsageError`` if it cannot be read.
    """
    try:
        values, body = _read(path, path.parent)
        if items and isinstance(values, dict):
            values = _under(values, items)
    except UnreadableTreeError as error:
        raise UsageError(f"{error}.", place=str(path)) from None
    if isinstance(values, list):
        return [_matter(one, number=number) for number, one in enumerate(values, 1)]
    return [_matter(values, body)]


def _read(path: Path, root: Path) -> tuple[Any, str]:
    """The values of a file and its body as HTML. Raises ``UnreadableTreeError``."""
    text = _text(path, root)
    if read := _DATA.get(path.suffix.lower()):
        return read(text), ""
    values, body = _split(text)
    return values, _html(body, path)


def _matter(values: Any, body: str = "", number: int = 0) -> Matter:
    if isinstance(values, dict):
        return Matter(values, body, number)
    return Matter({}, body, number, "" if values == "" else "it has no keys with values, such as “title: …”")


def _text(path: Path, root: Path) -> str:
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise UnreadableTreeError("it is a link that leads out of the folder")
        if not path.is_file():
            raise UnreadableTreeError("it is no file, or a link to none")
        if path.stat().st_size > _LARGEST:
            raise UnreadableTreeError(f"it has more than {_LARGEST:,} bytes")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableTreeError("it is not UTF-8") from None
    except (OSError, RuntimeError) as error:
        raise UnreadableTreeError(
            f"it cannot be read: {getattr(error, 'strerror', None) or 'a loop of links'}"
        ) from None


def _split(text: str) -> tuple[Any, str]:
    """The front matter of a text, and what follows it."""
    if text.startswith("{"):
        return json_beginning(text)
    fence = _FENCE.match(text)
    if not fence and not re.match(r"\+\+\+[ \t]*\n", text):
        raise UnreadableTreeError("it has no front matter: its first line is not “---”")
    start = text.index("\n") + 1
    close = (_CLOSE if fence else _CLOSE_TOML).search(text, start)
    if not close:
        raise UnreadableTreeError(f"its front matter has no end: a line “{text[:3]}” is missing")
    inside, body = text[start : close.start()], text[close.end() :]
    kind = (fence[1] or "yaml") if fence else "toml"
    if kind == "json":
        return json_tree(inside), body
    return (toml_tree if kind == "toml" else yaml_tree)(inside, 2), body


def _under(value: dict[str, Any], items: str) -> Any:
    found: Any = value
    for name in items.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise UnreadableTreeError(f"it has no list under “{items}”")
    return found


def _html(body: str, path: Path) -> str:
    """The body as HTML, without the tags of templates; what is active in it is taken out when it is published."""
    body = _TAGS.sub("", body).strip()
    if path.suffix.lower() in (".html", ".htm"):
        return body
    markdown = library("markdown_it", "markdown").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return str(markdown.render(body)).strip()
