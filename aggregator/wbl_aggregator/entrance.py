"""The page that the preview of a published folder begins with."""

from collections.abc import Iterator
from pathlib import Path

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preview of a published folder</title>
</head>
<body>
<main>
<h1>Preview of a published folder</h1>
{content}
</main>
</body>
</html>
"""
_FEEDS = {
    "feed.json": "All postings: the feed",
    "feed.atom": "For feed readers: Atom",
    "jsonfeed.json": "For feed readers: JSON Feed",
}
_HEALTH = "health/index.json"
_NOTHING = "<p>Nothing was published here yet. <code>wbl aggregate run</code> does it.</p>"


def entrance(folder: Path) -> bytes:
    """The page in HTML: a list of links to what is there of that which every hub publishes."""
    lines = [f'<li><a href="{name}">{told} ({name})</a></li>' for name, told in _there(folder)]
    return _PAGE.format(content="\n".join(["<ul>", *lines, "</ul>"]) if lines else _NOTHING).encode()


def _there(folder: Path) -> Iterator[tuple[str, str]]:
    for name, told in _FEEDS.items():
        if (folder / name).is_file():
            yield name, told
    numbers = [int(path.stem) for path in folder.glob("changes/*.json") if path.stem.isascii() and path.stem.isdigit()]
    if numbers:
        yield f"changes/{max(numbers)}.json", "What came, changed and went: the newest page of the change log"
    if (folder / _HEALTH).is_file():
        yield _HEALTH, "How each source is"
