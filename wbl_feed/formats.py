"""Detects the format of a document and reads it."""

from codecs import BOM_UTF8

from wbl_feed import json_format
from wbl_feed.models import Envelope
from wbl_feed.notices.document import EmptyDocument, NotAFeed
from wbl_feed.reading import Reading


def read(content: bytes) -> Reading:
    """Read a feed document in any format we know, by its content alone; never raises for what is in it."""
    start = content.removeprefix(BOM_UTF8).lstrip()[:1]
    if not start:
        return Reading("unknown", notices=(EmptyDocument(),), well_formed=False)
    if content[:4] in (b"\xff\xfe{\0", b"\xfe\xff\0{") or content[:2] == b"\0{":  # JSON in UTF-16 (spec section 3)
        return json_format.read(content)
    if start in b"{[":
        from wbl_feed.projections.formats import read_json

        return read_json(content) or json_format.read(content)
    if start == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        from wbl_feed import atom_format  # feedparser and feedgen take a while to import

        return atom_format.read(content)
    from wbl_feed.projections import csv_table

    if csv_table.recognised(content):
        return csv_table.read(content)
    return Reading("unknown", notices=(NotAFeed(found="neither JSON nor XML"),), well_formed=False)


def envelope_of(content: bytes) -> Envelope | None:
    """The envelope of a feed in our JSON form, without a look at its postings; ``None`` for any other document."""
    if content.removeprefix(BOM_UTF8).lstrip()[:1] != b"{":
        return None
    return json_format.read_head(content).envelope
