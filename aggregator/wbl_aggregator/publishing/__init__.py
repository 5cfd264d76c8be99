"""Publishes the statewide feed as plain files: content-addressed pages first, the index last, only what changed."""

from wbl_aggregator.publishing.manifest import verify
from wbl_aggregator.publishing.publish import publish
from wbl_aggregator.publishing.shelf import Keep, Line, Shelf, Written

__all__ = ["Keep", "Line", "Shelf", "Written", "publish", "verify"]
