"""The nine sites of the demo: what each keeps, and the feed it serves."""

import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import urlsplit

from wbl_publishers.publishing.build import Build
from wbl_publishers.publishing.run import publish

from wbl_feed import atom_format, json_format
from wbl_feed.catalog import JSON_FILE
from wbl_feed.errors import NothingPublishedError
from wbl_feed.fetch import HttpFetcher

CLOCK = "2026-11-22T12:00:00Z"
"""The moment the demo plays at, unless ``--at`` says otherwise."""


@dataclass(frozen=True)
class Site:
    """One site: its name, what it keeps, and the document that it serves."""

    slug: str
    name: str
    host_institution: str
    kind: str
    feed_url: str
    media_type: str
    content: bytes
    build: Build | None = None
    """What the CSV adapter made of its sheet."""

    @property
    def host(self) -> str:
        """The site's host name; it exists in the demo alone."""
        return urlsplit(self.feed_url).netloc


def read_sites(workplace: Path, at: datetime) -> list[Site]:
    """Every site with its feed; sheets go through the CSV adapter in a copy under ``workplace``.

    Raises ``NothingPublishedError`` if that folder cannot be made.
    """
    with as_file(files("wbl_demo") / "sites") as folder:
        listed = tomllib.loads((folder / "sites.toml").read_text(encoding="utf-8"))["site"]
        return [_read_site(row, folder / row["slug"], workplace / row["slug"], at) for row in listed]


def _read_site(row: dict[str, str], kept: Path, workplace: Path, at: datetime) -> Site:
    build = None
    if row["kind"] == "csv":
        try:
            workplace.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NothingPublishedError(f"{workplace} cannot be made: {error.strerror}.") from error
        for name in ("postings.csv", "map.toml"):
            shutil.copyfile(kept / name, workplace / name)
        sheet, mapping = workplace / "postings.csv", workplace / "map.toml"
        build = publish("csv", str(sheet), mapping, workplace / "public", at, HttpFetcher()).build
        content, media_type = (workplace / "public" / JSON_FILE).read_bytes(), json_format.MEDIA_TYPE
        address = build.feed.feed_url
    else:
        content, media_type = (kept / "feed.json").read_bytes(), json_format.MEDIA_TYPE
        reading = json_format.read(content)
        address = reading.envelope.feed_url if reading.envelope else None
        if row["kind"] == "atom" and reading.feed:
            content, media_type = atom_format.write(json_format.seal(reading.feed)), atom_format.MEDIA_TYPE
    feed_url = address or f"https://{row['slug']}-stem.example/{JSON_FILE}"
    return Site(row["slug"], row["name"], row.get("host", ""), row["kind"], feed_url, media_type, content, build)
