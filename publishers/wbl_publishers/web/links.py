"""The ``link`` elements by which programs find the feed of a page (spec section 15.1, step 2)."""

from markupsafe import Markup

from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.json_format import MEDIA_TYPE

_LINK = Markup('<link rel="alternate" type="{}" title="{}" href="{}">')


def link_elements(title: str, feed: str, atom: str) -> Markup:
    """The elements for the ``head`` of a page; title and addresses are escaped."""
    return Markup("\n").join(_LINK.format(kind, title, url) for kind, url in ((MEDIA_TYPE, feed), (ATOM_TYPE, atom)))
