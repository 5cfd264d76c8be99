"""What of a posting may be republished where its licence is not known: facts and links (spec section 11)."""

from typing import Any

from wbl_feed.models import Posting
from wbl_feed.resources import NAMESPACE

FACTS_ONLY = f"{NAMESPACE}terms#facts-only"
"""Licence of the feed of a site for which nobody stated one: it has facts and links, and no text of the site."""
_WORKS = {"summary", "description", "descriptionHtml", "translations", "image", "attachments", "note", "ext"}
"""Members that are somebody's work, wherever they stand."""


def facts(value: Any) -> Any:
    """A JSON value without the members that are somebody's work."""
    if isinstance(value, dict):
        return {name: facts(inner) for name, inner in value.items() if name not in _WORKS}
    return [facts(inner) for inner in value] if isinstance(value, list) else value


def facts_of(posting: Posting) -> Posting:
    """The posting with its facts and links alone; itself where it has nothing else."""
    value = posting.to_json_value()
    kept = facts(value)
    return posting if kept == value else Posting.from_members(kept)
