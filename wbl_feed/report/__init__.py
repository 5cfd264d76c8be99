"""What is told of a validated feed: in words, as JSON, as a page for a webmaster, as a certificate."""

from wbl_feed.report.summary import Finding, Summary, summarise

__all__ = ["Finding", "Summary", "summarise"]
