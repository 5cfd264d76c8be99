"""The Atom that is written fits the grammar of the standard, which a RELAX NG validator judges."""

import pytest
from grammar import as_xml, atom_grammar
from lxml import etree

from wbl_feed import atom_format, json_format
from wbl_feed.atom_format.grammar import check
from wbl_feed.formats import read
from wbl_feed.resources import spec_folder, spec_json


@pytest.mark.parametrize("name", ["feed", "aggregate"])
def test_written_atom_fits_the_grammar(name):
    """Worked examples written as Atom are valid."""
    feed = json_format.read_envelope(
        spec_json(f"examples/{name}.json"), spec_json(f"examples/{name}.json")["items"]
    ).feed
    document = etree.fromstring(atom_format.write(feed))
    assert atom_grammar().validate(document), atom_grammar().error_log


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<updated>2026", b"<updated>on 2026"),
        (b"<wbl:item>", b"<wbl:item a='b'>"),
        (b"</wbl:item>", b"</wbl:item><wbl:item>{}</wbl:item>"),
        (b"<id>", b"<id><b/>"),
    ],
)
def test_grammar_refuses_what_is_wrong(old, new):
    """The grammar refuses a date that is none, attributes on wbl:item, a second wbl:item, and markup in an id."""
    written = spec_folder().joinpath("examples", "feed.atom").read_bytes()
    assert old in written
    assert not atom_grammar().validate(etree.fromstring(written.replace(old, new, 1)))


def test_both_syntaxes_are_one_grammar():
    """atom.rng is atom.rnc in the XML syntax, made by `tests/grammar.py`."""
    assert spec_folder().joinpath("atom.rng").read_text(encoding="utf-8") == as_xml()


def written() -> bytes:
    return spec_folder().joinpath("examples", "feed.atom").read_bytes()


WBL = b'xmlns:wbl="https://w3id.org/wbl-feed/v1/atom#"'


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda text: text, []),
        (lambda text: b"\xef\xbb\xbf" + text, ["byte_order_mark"]),
        (lambda text: text.replace(b"?>", b"?><!DOCTYPE feed>", 1), ["atom_has_dtd"]),
        (lambda text: text.replace(b"<wbl:item>", b"<wbl:item a='b'>", 1), ["atom_grammar"]),
        (lambda text: text.replace(b'"title":"', '"title":"é'.encode(), 1), ["atom_not_escaped"]),
        (
            lambda text: (
                text.replace(WBL, b"")
                .replace(b"<wbl:feed>", b"<wbl:feed " + WBL + b">")
                .replace(b"<wbl:item>", b"<wbl:item " + WBL + b">")
            ),
            ["atom_default_namespace"],
        ),
        (lambda text: text.replace(b"UTF-8", b"ISO-8859-1").replace(b"utf-8", b"ISO-8859-1"), ["invalid_encoding"]),
    ],
    ids=["as it is", "mark", "dtd", "attribute", "not escaped", "namespace", "encoding"],
)
def test_the_bytes_of_an_atom_document_are_judged(change, codes):
    """Grammar, namespaces, escapes, encoding and document type of an Atom document are checked, one notice each."""
    content = change(written())
    assert (content != written()) == bool(codes)
    assert [notice.code for notice in check(content)] == codes


def test_worked_atom_example_is_the_json_example():
    """examples/feed.atom holds the same feed as examples/feed.json, as this library writes it."""
    written = spec_folder().joinpath("examples", "feed.atom").read_bytes()
    reading = read(written)
    assert reading.notices == ()
    assert reading.feed.to_json_value() == spec_json("examples/feed.json")
    assert atom_format.write(reading.feed) == written


def test_a_document_type_is_found_wherever_it_stands():
    """A comment of any length before a document type declaration does not hide it."""
    content = written().replace(b"?>", b"?><!--" + b"x" * 20_000 + b"--><!DOCTYPE feed>", 1)
    assert [notice.code for notice in check(content)] == ["atom_has_dtd"]
