"""The Atom form (spec section 14): every entry carries its posting as canonical JSON in ``wbl:item``."""

from wbl_feed.atom_format.reader import read
from wbl_feed.atom_format.writer import MEDIA_TYPE, assemble, entry, write

__all__ = ["MEDIA_TYPE", "assemble", "entry", "read", "write"]
