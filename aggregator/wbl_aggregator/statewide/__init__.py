"""The statewide feed: taken in from the sources' holdings change by change, as entries that are numbered and named."""

from wbl_aggregator.statewide.entries import Maker, Naming, make_entries
from wbl_aggregator.statewide.envelope import make_envelope
from wbl_aggregator.statewide.standing import Envelopes, Standing, is_over
from wbl_aggregator.statewide.update import Update, update

__all__ = [
    "Envelopes",
    "Maker",
    "Naming",
    "Standing",
    "Update",
    "is_over",
    "make_entries",
    "make_envelope",
    "update",
]
