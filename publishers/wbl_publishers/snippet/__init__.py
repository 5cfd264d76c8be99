"""Open postings of a feed in a page of somebody else: a block of HTML to paste where a site takes no program."""

from wbl_publishers.snippet.make import Snippet, doubt, html, is_ours

__all__ = ["Snippet", "doubt", "html", "is_ours"]
