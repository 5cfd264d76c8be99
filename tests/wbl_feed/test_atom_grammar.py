"""The Atom that is written fits the grammar of the standard, which a RELAX NG validator judges."""

import pytest
from grammar import atom_grammar
from lxml import etree

from wbl_feed import atom_format, json_format
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


def test_worked_atom_example_is_the_json_example():
    """examples/feed.atom holds the same feed as examples/feed.json, as this library writes it."""
    written = spec_folder().joinpath("examples", "feed.atom").read_bytes()
    reading = read(written)
    assert reading.notices == ()
    assert reading.feed.to_json_value() == spec_json("examples/feed.json")
    assert atom_format.write(reading.feed) == written
