"""A posting as the entry of an Atom document (RFC 4287 section 4.1.2).

It is written as text, since a feed has thousands and feedgen takes ten times as long; what it writes is the same.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from wbl_feed.atom_format.projection import ascii_json, author, categories, xml_text
from wbl_feed.times import parse_instant


def entry(posting: Mapping[str, Any], publisher: str, content: bytes = b"") -> bytes:
    """The entry of a posting, given as JSON, as it stands in a document that declares ``wbl``.

    ``publisher`` is the author where the posting names neither employer nor provider. ``content`` is the posting as
    compact JSON, where somebody has it already.
    """
    item = content.decode() if content and content.isascii() else ascii_json(posting)
    return "".join(_parts(posting, publisher, item)).encode()


def words(text: str, otherwise: str) -> str:
    """A text that is not blank in XML, as Atom's title and name elements want it."""
    return xml_text(text).strip() or otherwise


def _parts(posting: Mapping[str, Any], publisher: str, item: str) -> Iterator[str]:
    identity, updated = posting["id"], posting["dateModified"]
    yield f"<entry><id>{_text(identity)}</id><title>{_text(words(posting['title'], identity))}</title>"
    yield f"<updated>{parse_instant(updated).isoformat()}</updated>"
    yield f"<author><name>{_text(author(posting).strip() or publisher)}</name></author>"
    if html := posting.get("descriptionHtml"):
        yield _element("content", {"type": "html"}, xml_text(html))
    elif plain := posting.get("description"):
        yield _element("content", {"type": "text"}, xml_text(plain))
    yield _element("link", {"href": posting["url"]})
    if summary := xml_text(posting.get("summary", "")):
        yield _element("summary", {}, summary)
    for term, scheme, label in categories(posting):
        yield _category(term, scheme, label)
    posted = posting.get("datePosted", "")
    if "T" in posted:
        yield f"<published>{parse_instant(posted).isoformat()}</published>"
    license_ = posting.get("license", "")
    if license_.startswith("http"):
        yield _element("link", {"rel": "license", "href": license_})
    provenance = posting.get("provenance") or ()
    for origin in provenance:
        if "url" in origin:
            yield _element("link", {"rel": "via", "href": origin["url"]})
    if provenance:
        feed = provenance[0]["feed"]
        title = words(provenance[0].get("feedTitle", ""), feed)
        yield f"<source><id>{_text(feed)}</id><title>{_text(title)}</title><updated>{updated}</updated></source>"
    yield f"<wbl:item>{_text(item)}</wbl:item></entry>"


@lru_cache(maxsize=1_000)
def _category(term: str, scheme: str, label: str) -> str:
    """There are few, and every entry has some."""
    return _element("category", {"term": term, **({"scheme": scheme} if scheme else {}), "label": label})


def _element(name: str, attributes: Mapping[str, str], text: str = "") -> str:
    said = "".join(f' {name}="{_attribute(value)}"' for name, value in attributes.items())
    return f"<{name}{said}>{_text(text)}</{name}>" if text else f"<{name}{said}/>"


def _text(text: str) -> str:
    """Text as it stands between tags; a carriage return would be read as a line's end (XML 1.0 section 2.11)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(text: str) -> str:
    """Text as it stands in quotation marks; line ends and tabs would be read as spaces (XML 1.0 section 3.3.3)."""
    return _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
