"""Writes the posting of an entry, and says which source each member of it comes from."""

from datetime import datetime
from typing import Any

from wbl_aggregator.match import Group
from wbl_aggregator.merge.choice import TEXTS, giver_of, giver_of_texts, in_order
from wbl_aggregator.merge.contribution import Contribution
from wbl_aggregator.merge.zones import in_zone
from wbl_feed.facts import FACTS_ONLY
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Hop, Posting, Provenance
from wbl_feed.times import format_instant

UNIONS = ("regions", "programs", "satisfies")
"""Codes of all sources together."""
_OWN = {"id", "date_modified", "provenance", "license", "previous_ids", *TEXTS, *UNIONS}
Givers = dict[str, Contribution]
"""Who gives each member that one source gives."""


def merge(
    entry_id: str,
    group: Group,
    contributions: list[Contribution],
    feed: FeedSettings,
    at: datetime,
    former: tuple[str, ...] = (),
) -> Posting:
    """The statewide posting of a group.

    Each member is taken whole from one source: the employer's own first, then the most trusted, then the one that
    says it most specifically, then the newest. Regions and programmes are those of all of them.
    ``former`` are ids that led to the entry before; they become its previousIds with those of its members.
    """
    ordered = in_order(contributions, at)
    texts = giver_of_texts(ordered, feed.language)
    givers = _givers(ordered, texts)
    members = {
        name: in_zone(name, getattr(giver.posting, name), giver.envelope, feed.time_zone)
        for name, giver in givers.items()
    }
    for name in UNIONS:
        values = [value for one in ordered for value in _codes(one, name)]
        if values:
            members[name] = tuple(dict.fromkeys(values))
    if "in_language" not in members and texts.envelope.in_language not in (None, feed.language):
        members["in_language"] = texts.envelope.in_language
    earlier = sorted({*former, *(iri for one in ordered for iri in one.posting.previous_ids or ())})
    if earlier:
        members["previous_ids"] = tuple(earlier)
    extras = dict(texts.posting.model_extra or {})
    members |= {
        "id": entry_id,
        "date_modified": format_instant(max(one.modified(at) for one in ordered)),
        "license": _licence(texts),
        "provenance": tuple(origin for one in ordered for origin in _provenance(one, group, givers)),
    }
    aliased = {Posting.model_fields[name].alias or name: one for name, one in members.items() if one is not None}
    return Posting.from_members({**aliased, **extras})


def _givers(ordered: list[Contribution], texts: Contribution) -> Givers:
    found = {name: giver_of(name, ordered) for name in Posting.model_fields if name not in _OWN}
    found |= {name: texts for name in TEXTS if getattr(texts.posting, name) is not None}
    return {name: giver for name, giver in found.items() if giver}


def _licence(one: Contribution) -> str | None:
    """The licence of a contribution; none where nobody stated one, so that it has facts and its link alone."""
    stated = one.posting.license or one.envelope.license
    return None if stated == FACTS_ONLY else stated


def _codes(one: Contribution, name: str) -> tuple[str, ...]:
    stated = getattr(one.posting, name)
    if stated is None and name == "regions":
        return one.source.regions or one.envelope.regions or ()
    return tuple(stated or ())


def _provenance(one: Contribution, group: Group, givers: Givers) -> list[Provenance]:
    """Where a contribution comes from; what it brought along from before is kept, with one hop more."""
    rule = next((edge.rule for edge in group.edges if one.member in (edge.a, edge.b)), None)
    given = [name for name, giver in givers.items() if giver is one]
    given += [name for name in UNIONS if _codes(one, name)]
    fields = tuple(Posting.model_fields[name].alias or name for name in given) or ("provenance",)
    common: dict[str, Any] = {"rule": rule, "fields": fields if len(group.members) > 1 else None}
    if one.posting.provenance:
        hop = Hop(feed=one.envelope.id, id=one.posting.id)
        return [
            origin.evolve(via=(*(origin.via or ()), hop), **{k: v for k, v in common.items() if v is not None})
            for origin in one.posting.provenance
        ]
    members = {
        "feed": one.envelope.id,
        "id": one.posting.id,
        "feed_title": one.envelope.name,
        "url": one.posting.url,
        "license": _licence(one),
        "method": one.source.method,
        **common,
    }
    return [Provenance.model_validate({name: value for name, value in members.items() if value is not None})]
