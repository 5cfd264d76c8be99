"""Reads what people write in cells as values of members; what is not sure is refused, never guessed."""

from wbl_publishers.cleaning.cells import read_cell, reads, split_cell
from wbl_publishers.cleaning.dates import is_rolling
from wbl_publishers.cleaning.silence import is_silent
from wbl_publishers.cleaning.text import UnreadableError

__all__ = ["UnreadableError", "is_rolling", "is_silent", "read_cell", "reads", "split_cell"]
