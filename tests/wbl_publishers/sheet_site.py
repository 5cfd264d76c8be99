"""A small site with a sheet and a mapping, published by the command."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

MAP = """\
config_version = 1

[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }

[fields]
"/title" = "Title"
"/url" = "Link"
"/hiringOrganization/name" = "Employer"
"/jobLocation/0" = "Town"
"/activityType" = "Kind"
"/applicationDeadline" = "Deadline"
"/compensation" = "Pay"

[constants]
"/status" = "open"
"""
HEADER = ("Title", "Link", "Employer", "Town", "Kind", "Deadline", "Pay")


def row(title: str, **cells: str) -> dict[str, str]:
    """A row of the sheet; its link and employer follow from the title unless they are given."""
    link = f"https://apply.example/{title.replace(' ', '-')}"
    usual = {"Link": link, "Employer": "ACME", "Town": "Boston, MA", "Kind": "internship", "Deadline": "2027-03-01"}
    return {"Title": title, **usual, **cells}


class Site:
    """A folder with ``map.toml``, ``sheet.csv`` and what was published of them in ``public``."""

    def __init__(self, folder: Path, run_wbl: Callable[..., Result]) -> None:
        self.folder, self._run = folder, run_wbl
        self.map, self.sheet, self.public = folder / "map.toml", folder / "sheet.csv", folder / "public"
        self.ids = folder / ".wbl" / "ids-site-example-feed.json"
        self.map.write_text(MAP, encoding="utf-8")

    def remap(self, old: str, new: str) -> None:
        """Change the mapping in one place."""
        text = self.map.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old} stands {text.count(old)} times in the mapping"
        self.map.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, rows: list[dict[str, str]], header: tuple[str, ...] = HEADER) -> None:
        """Save rows as the sheet."""
        text = io.StringIO()
        writer = csv.DictWriter(text, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
        self.sheet.write_text(text.getvalue(), encoding="utf-8", newline="")

    def run(self, *options: str, source: object = None, day: int = 1) -> Result:
        """Publish the sheet, or another source, as of a day of November 2026."""
        at = f"2026-11-{day:02}T12:00:00Z"
        files = ("--map", self.map, "--out", self.public, "--at", at)
        return self._run("publish", "csv", source or self.sheet, *files, *options)

    def publish(
        self, rows: list[dict[str, str]], *options: str, day: int = 1, code: int = 0, header: tuple[str, ...] = HEADER
    ) -> dict[str, Any]:
        """Save rows, publish them, and give the report; the exit code must be ``code``."""
        self.write(rows, header)
        result = self.run("--json", *options, day=day)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout) if code in (0, 1) else {}

    @property
    def feed(self) -> dict[str, Any]:
        """The feed as it stands."""
        return json.loads((self.public / "feed.json").read_bytes())

    def by_title(self, member: str = "id") -> dict[str, Any]:
        """A member of each posting, by the posting's title."""
        return {posting["title"]: posting.get(member) for posting in self.feed["items"]}

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Every file of the site but its sheet, with its content and the time it was written."""
        paths = (path for path in self.folder.rglob("*") if path.is_file() and path != self.sheet)
        return {str(path.relative_to(self.folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}
