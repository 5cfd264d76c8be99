"""Open postings of a feed in a page of somebody else: a block of HTML to paste where a site takes no program."""

from wbl_publishers.snippet.make import Snippet, html

__all__ = ["Snippet", "html"]
