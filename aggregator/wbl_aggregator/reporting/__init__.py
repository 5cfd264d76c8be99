"""Tells how sources are: files for everybody, a feed for each webmaster, mails and calls for the operator."""

from wbl_aggregator.reporting.health import write_health
from wbl_aggregator.reporting.rows import Row

__all__ = ["Row", "write_health"]
