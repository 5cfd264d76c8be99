"""Makes one posting of what several sources say: each member from the best source, and none of a mixture."""

from wbl_aggregator.merge.conflicts import Conflict, Statement, conflicts
from wbl_aggregator.merge.contribution import Contribution
from wbl_aggregator.merge.merging import merge

__all__ = ["Conflict", "Contribution", "Statement", "conflicts", "merge"]
