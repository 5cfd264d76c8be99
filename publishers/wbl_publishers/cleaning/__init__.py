"""Reads what people write in cells as values of members; what is not sure is refused, never guessed."""

from wbl_publishers.cleaning.cells import UnreadableError, is_silent, read_cell, reads, split_cell
from wbl_publishers.cleaning.dates import is_rolling

__all__ = ["UnreadableError", "is_rolling", "is_silent", "read_cell", "reads", "split_cell"]
