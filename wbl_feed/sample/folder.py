"""The folder that a made-up feed is written to: whose it is, and what an earlier run left in it."""

import json
import re
from pathlib import Path

from wbl_feed.errors import UsageError
from wbl_feed.files import remove

_OURS = re.compile(r"https://network-(?:minus-)?[0-9]+\.example/id/feed")
_PAGE = re.compile(r"pages/[0-9a-f]{16}\.json")
TROUBLES = "trouble.json"


def files_of(folder: Path) -> frozenset[str]:
    """The files of the made-up feed that is in a folder; none where there is no feed.

    Raises ``UsageError`` if what is there was not made up, so that it must not be replaced.
    """
    path = folder / "feed.json"
    try:
        feed = json.loads(path.read_bytes())
    except FileNotFoundError:
        for name in ("feed.atom", TROUBLES):
            if (folder / name).exists():
                raise _not_ours(folder, name) from None
        return frozenset()
    except (OSError, ValueError, RecursionError):
        feed = None
    if not isinstance(feed, dict) or not _OURS.fullmatch(str(feed.get("id"))):
        raise _not_ours(folder, path.name)
    pages = feed.get("pages")
    listed = [name for name in pages if _PAGE.fullmatch(str(name))] if isinstance(pages, list) else []
    return frozenset([*listed, "feed.json", TROUBLES, *(["feed.atom"] if "alternates" in feed else [])])


def _not_ours(folder: Path, name: str) -> UsageError:
    return UsageError(
        f"there is a {name} already, and “wbl sample” did not make it.",
        place=f"--out {folder}",
        fix="Name another folder, such as --out my-sample.",
    )


def clear(folder: Path, earlier: frozenset[str], written: frozenset[str]) -> None:
    """Take away what belonged to the earlier feed and not to the one that was written.

    Raises ``NothingPublishedError`` when the disk refuses.
    """
    for name in sorted(earlier - written):
        remove(folder / name)
