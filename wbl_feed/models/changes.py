"""A change log: what an aggregate added, changed and took away, in order."""

from typing import Annotated, Literal

from pydantic import Field

from wbl_feed.models.base import Count, Iri, Optional, SpecVersion, UrlReference, Value
from wbl_feed.models.feed import Tombstone
from wbl_feed.models.posting import Posting


class Upsert(Value):
    """A posting that is new or has changed."""

    type: Literal["upsert"]
    """Always "upsert"."""
    sequence: Count
    """Place in the log; numbers may skip but never go back."""
    item: Posting
    """The posting, whole."""


class Delete(Value):
    """A posting that is gone."""

    type: Literal["delete"]
    """Always "delete"."""
    sequence: Count
    """Place in the log; numbers may skip but never go back."""
    tombstone: Tombstone
    """What is gone and why."""


Change = Annotated[Upsert | Delete, Field(discriminator="type")]


class ChangePage(Value):
    """A stretch of the log; once it has a next page it does not change, unless it is compacted."""

    type: Literal["ChangePage"]
    """Always "ChangePage"."""
    spec_version: SpecVersion
    """Version of this standard."""
    feed: Iri
    """Id of the feed whose changes these are."""
    changes: tuple[Change, ...]
    """The changes, by growing sequence."""
    previous: Optional[UrlReference] = None
    """The page before, relative to this one. Silence: the log starts here."""
    next: Optional[UrlReference] = None
    """The page after. Silence: this is the newest."""
    compacted_to: Optional[Count] = None
    """Greatest sequence of the compacted part of the log, to which this page belongs.
    Silence: nothing was left out here."""
