"""The grammar of the Atom form, for tests that judge what is written."""

from functools import cache

import rnc2rng
from lxml import etree

from wbl_feed.resources import spec_folder


@cache
def atom_grammar() -> etree.RelaxNG:
    """spec/v1/atom.rnc as a RELAX NG validator."""
    with spec_folder().joinpath("atom.rnc").open(encoding="utf-8") as file:
        schema = rnc2rng.dumps(rnc2rng.load(file))
    return etree.RelaxNG(etree.fromstring(schema.replace(' xmlns:local=""', "").encode()))
