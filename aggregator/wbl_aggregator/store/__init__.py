"""State between runs: what was learnt by asking, what each source has, the statewide feed, and what happened."""

from wbl_aggregator.store.store import Store, open_for_reading

__all__ = ["Store", "open_for_reading"]
