"""Which postings of different sources are one opportunity."""

from wbl_aggregator.match.cluster import Group, cluster
from wbl_aggregator.match.evidence import Edge, Member, OverShared, find_edges

__all__ = ["Edge", "Group", "Member", "OverShared", "cluster", "find_edges"]
