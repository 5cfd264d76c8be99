"""The manifest: the hash of every published file, what is only kept for readers in the middle, and the log's pages."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wbl_feed.errors import NothingPublishedError

MANIFEST = "manifest.json"
_ODD = re.compile(r"[:\\\0]|^/|(?:^|/)\.\.?(?:/|$)|//", re.MULTILINE)
_LONG = 300
NEXT = "manifest.next.json"
"""What the files are about to be; there while they are being replaced, and after a run that was killed."""


@dataclass(frozen=True)
class LogPage:
    """A page of the change log."""

    last: int
    """Its greatest sequence."""
    closed: str = ""
    """When it was closed; empty while it may grow. A posting that is new to us may bear an old date, so that dates
    in a page do not tell how long readers have had it."""


@dataclass(frozen=True)
class LogIndex:
    """The pages of the change log by number, without a gap."""

    pages: Mapping[int, LogPage] = field(default_factory=dict)
    compacted_to: int = 0
    """Up to this sequence only what is still in force is in the log; 0, where nothing was left out yet."""
    pending: int = 0
    """A compaction up to here was begun and has to be ended."""


@dataclass(frozen=True)
class Manifest:
    """What was published."""

    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file by its name."""
    former: Mapping[str, str] = field(default_factory=dict)
    """Files that nothing leads to any more, and since when; they stay for readers in the middle of the old feed."""
    made_from: Mapping[str, str] = field(default_factory=dict)
    """Of a feed's folder, a hash of all that its documents were made from."""
    log: LogIndex = field(default_factory=LogIndex)

    def to_json(self) -> bytes:
        """The manifest as a file, the same bytes for the same values."""
        members: dict[str, Any] = {"files": dict(sorted(self.files.items()))}
        if self.former:
            members["former"] = dict(sorted(self.former.items()))
        members["madeFrom"] = dict(sorted(self.made_from.items()))
        members["log"] = _log_value(self.log)
        return _document(members)


def read_manifest(out: Path) -> Manifest:
    """The manifest as it stands; an empty one where there is none that can be used."""
    value = _read(out / MANIFEST)
    former = value.get("former")
    if isinstance(former, list):  # of the first version, which did not say since when
        former = dict.fromkeys((name for name in former if isinstance(name, str)), "")
    return Manifest(
        {name: digest for name, digest in _texts(value.get("files")).items() if digest},
        _texts(former),
        _texts(value.get("madeFrom")),
        _log(value.get("log")),
    )


def next_manifest(files: Mapping[str, str | None], log: LogIndex) -> bytes:
    """What is about to change: new hashes by name, ``null`` for what goes."""
    return _document({"files": dict(sorted(files.items())), "log": _log_value(log)})


def settle(out: Path, before: Manifest) -> Manifest:
    """The manifest of what really stands after a run that was killed: each file it touched is looked at."""
    value = _read(out / NEXT)
    touched = {name for name in value.get("files", ()) if is_ours(name)} if isinstance(value.get("files"), dict) else ()
    files = dict(before.files)
    for name in touched:
        digest = digest_of(out / name)
        if digest:
            files[name] = digest
        else:
            files.pop(name, None)
    compacting = _log(value.get("log"))
    pending = max(before.log.pending, compacting.pending, compacting.compacted_to)
    log = replace(before.log, pending=pending if pending > before.log.compacted_to else 0)
    return replace(before, files=files, made_from={}, log=log)


def verify(out: Path) -> list[str]:
    """What is wrong with the published files, in words; nothing where the set is whole.

    While a run replaces files, and after one that was killed, each may be the old one or the new one.
    """
    if not (out / MANIFEST).is_file() and not (out / NEXT).is_file():
        return [f"There is no {MANIFEST}, so nothing was published here, or not to its end."]
    before, value = read_manifest(out), _read(out / NEXT).get("files")
    coming: dict[str, Any] = value if isinstance(value, dict) else {}
    problems = []
    if (out / MANIFEST).is_file() and not before.files:
        problems.append(f"{MANIFEST} cannot be read.")
    for name in sorted(before.files.keys() | {name for name in coming if is_ours(name)}):
        digest = digest_of(out / name)
        if digest is None:
            if name in before.files and not (name in coming and coming[name] is None):
                problems.append(f"{name} is missing.")
        elif digest not in (before.files.get(name), coming.get(name)):
            problems.append(f"{name} is not what {MANIFEST} says.")
    return problems


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file; ``None`` where there is none. Raises ``NothingPublishedError`` for one nobody can read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NothingPublishedError(f"{path} could not be read: {error.strerror or error}.") from error


def is_ours(name: object) -> bool:
    """Whether a name of a manifest lies within the output folder, on any system."""
    if not isinstance(name, str) or not 0 < len(name) < _LONG or name in (MANIFEST, NEXT):
        return False
    return not _ODD.search(name)


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    except OSError as error:
        raise NothingPublishedError(f"{path} could not be read: {error.strerror or error}.") from error
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    odd = _ODD.search("\n".join(value)) or any(len(name) >= _LONG for name in value) or "" in value
    named = odd or not value.keys().isdisjoint((MANIFEST, NEXT))  # to ask of each one takes longer
    return {name: text for name, text in value.items() if isinstance(text, str) and (not named or is_ours(name))}


def _document(members: Mapping[str, Any]) -> bytes:
    """JSON with a line for each value; ``indent`` would take ten times as long."""
    return json.dumps(members, separators=(",\n", ": ")).encode() + b"\n"


def _log_value(log: LogIndex) -> dict[str, Any]:
    value: dict[str, Any] = {"pages": {str(number): [page.last, page.closed] for number, page in log.pages.items()}}
    value |= {"compactedTo": log.compacted_to} if log.compacted_to else {}
    return value | ({"pending": log.pending} if log.pending else {})


def _log(value: Any) -> LogIndex:
    try:
        pages = {int(number): LogPage(int(last), str(closed)) for number, (last, closed) in value["pages"].items()}
        numbers = sorted(pages)
        if numbers and numbers != list(range(numbers[0], numbers[-1] + 1)):
            return LogIndex()
        whole = {number: pages[number] for number in numbers}
        return LogIndex(whole, int(value.get("compactedTo", 0)), int(value.get("pending", 0)))
    except (AttributeError, KeyError, TypeError, ValueError):
        return LogIndex()
