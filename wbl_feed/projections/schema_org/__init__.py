"""schema.org as JSON-LD (spec section 23.2): JobPosting and Event for search engines, and what they state read back."""

from wbl_feed.projections.schema_org.losses import EVENT_LOSS, JOB_LOSS, LOSS
from wbl_feed.projections.schema_org.writer import embedded, node, project, write

__all__ = ["EVENT_LOSS", "JOB_LOSS", "LOSS", "embedded", "node", "project", "write"]
