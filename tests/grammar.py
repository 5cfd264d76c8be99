"""The grammar of the Atom form, for tests that judge what is written."""

from functools import cache

import rnc2rng
from lxml import etree

from wbl_feed.resources import spec_folder


@cache
def as_xml() -> str:
    """spec/v1/atom.rnc in the XML syntax of RELAX NG; ``python -c "import grammar; print(grammar.as_xml(), end='')"``."""
    with spec_folder().joinpath("atom.rnc").open(encoding="utf-8") as file:
        schema = rnc2rng.dumps(rnc2rng.load(file))
    return schema.replace(' xmlns:local=""', "").rstrip() + "\n"


@cache
def atom_grammar() -> etree.RelaxNG:
    """spec/v1/atom.rnc as a RELAX NG validator."""
    return etree.RelaxNG(etree.fromstring(as_xml().encode()))
