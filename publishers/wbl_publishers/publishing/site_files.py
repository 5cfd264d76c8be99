"""The files of a published site: the feed in JSON and Atom, its catalogue, a page for people, headers for hosts."""

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from wbl_feed import atom_format, json_format
from wbl_feed.catalog import ATOM_FILE, JSON_FILE, site_catalog
from wbl_feed.files import write_if_changed
from wbl_feed.models import Feed
from wbl_feed.vocabulary import vocabulary_of

PAGE, HEADERS = "index.html", "_headers"
_MARK = b"Made by wbl publish"
"""What a page and a file of headers bear, so that those of somebody else are never overwritten."""


def write_site(feed: Feed, out: Path, *, page: bool = True) -> tuple[Path, ...]:
    """Write what changed of a feed's files, the JSON last, so that whoever reads it finds the rest in place.

    A page or a file of headers that somebody else made stays as it is.
    """
    documents = {
        out / ".well-known" / "wbl-feed": site_catalog(feed, "../"),
        out / "wbl-feed.json": site_catalog(feed, ""),
        out / HEADERS: (files("wbl_publishers.publishing") / "headers.txt").read_bytes(),
        **({out / PAGE: _page(feed)} if page else {}),
    }
    ours = {path: content for path, content in documents.items() if not _is_of_another(path)}
    return (*(path for path, content in ours.items() if write_if_changed(path, content)), *write_feed(feed, out))


def write_feed(feed: Feed, out: Path) -> tuple[Path, ...]:
    """Write a feed in Atom and JSON, where that changed."""
    documents = {out / ATOM_FILE: atom_format.write(feed), out / JSON_FILE: json_format.write(feed)}
    return tuple(path for path, content in documents.items() if write_if_changed(path, content))


def _is_of_another(path: Path) -> bool:
    return path.name in (PAGE, HEADERS) and path.is_file() and _MARK not in path.read_bytes()


def _page(feed: Feed) -> bytes:
    """The postings for people, in the feed's order; the page needs no script and no other file."""
    environment = Environment(
        loader=PackageLoader("wbl_publishers.publishing", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.j2")
    text = template.render(feed=feed, mark=_MARK.decode(), label=_label, json=JSON_FILE, atom=ATOM_FILE)
    return text.encode()


def _label(pointer: str, code: str | None) -> str:
    """What people call a code; the code itself where its vocabulary is not known."""
    known = vocabulary_of(pointer)
    return "" if code is None else known.terms[code].label if known and code in known else code
