"""Makes one posting of the members of a group, and says which source each member of it comes from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wbl_aggregator.match import Group, Member
from wbl_aggregator.sources import Source
from wbl_feed.facts import FACTS_ONLY
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Envelope, Hop, Posting, Provenance
from wbl_feed.times import first_moment, format_instant, last_moment, parse_instant

_TEXTS = ("title", "summary", "description", "description_html", "in_language", "translations")
"""Texts come from one source together: languages are not mixed, and one licence covers them."""
_UNIONS = ("regions", "programs", "satisfies")
_CIVIL = {
    "application_start_date": first_moment,
    "application_deadline": last_moment,
    "valid_through": last_moment,
}
_OWN = {"id", "date_modified", "provenance", "license", "previous_ids", *_TEXTS, *_UNIONS}


@dataclass(frozen=True)
class Contribution:
    """What one source says of an opportunity."""

    member: Member
    posting: Posting
    source: Source
    envelope: Envelope


def merge(
    entry_id: str,
    group: Group,
    contributions: list[Contribution],
    feed: FeedSettings,
    at: datetime,
    former: tuple[str, ...] = (),
) -> Posting:
    """The statewide posting of a group.

    Each member is taken from the first contribution that has it: the most trusted source first, then
    the newest; a date in the future counts as ``at``. Regions and programmes are those of all of them.
    ``former`` are ids that led to the entry before; they become its previousIds with those of its members.
    """
    ordered = sorted(contributions, key=lambda one: one.member)
    ordered.sort(key=lambda one: _moment(one, at), reverse=True)
    newest = _moment(ordered[0], at)
    ordered.sort(key=lambda one: one.source.trust)
    texts = next((one for one in ordered if one.posting.description or one.posting.description_html), ordered[0])
    taken: dict[str, tuple[Any, Contribution]] = {}
    for name in Posting.model_fields:
        if name not in _OWN:
            giver = next((one for one in ordered if getattr(one.posting, name) is not None), None)
            if giver:
                taken[name] = (getattr(giver.posting, name), giver)
    for name in _TEXTS:
        if getattr(texts.posting, name) is not None:
            taken[name] = (getattr(texts.posting, name), texts)
    _localise(taken, feed.time_zone)
    members = {name: value for name, (value, _) in taken.items()}
    for name in _UNIONS:
        values = [value for one in ordered for value in _values(one, name)]
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
        "date_modified": format_instant(newest),
        "license": _licence(texts),
        "provenance": tuple(origin for one in ordered for origin in _provenance(one, group, taken)),
    }
    aliased = {Posting.model_fields[name].alias or name: one for name, one in members.items() if one is not None}
    return Posting.from_members({**aliased, **extras})


def _licence(one: Contribution) -> str | None:
    """The licence of a contribution; none where nobody stated one, so that it has facts and its link alone."""
    stated = one.posting.license or one.envelope.license
    return None if stated == FACTS_ONLY else stated


def _moment(one: Contribution, at: datetime) -> datetime:
    """When a contribution was last changed; nothing changed in the future, whatever its source says."""
    return min(parse_instant(one.posting.date_modified), at)


def _values(one: Contribution, name: str) -> tuple[str, ...]:
    stated = getattr(one.posting, name)
    if stated is None and name == "regions":
        return one.source.regions or one.envelope.regions or ()
    return tuple(stated or ())


def _localise(taken: dict[str, tuple[Any, Contribution]], time_zone: str) -> None:
    """Civil dates and times of a feed in another time zone become what they mean there (spec section 10)."""
    for name, bound in _CIVIL.items():
        if name in taken:
            value, giver = taken[name]
            if giver.envelope.time_zone != time_zone and len(value) == 10:
                taken[name] = (
                    format_instant(bound(value, giver.envelope.time_zone).replace(microsecond=0)),
                    giver,
                )
    if "schedule" in taken:
        schedule, giver = taken["schedule"]
        if giver.envelope.time_zone != time_zone and schedule.start_time and not schedule.schedule_timezone:
            taken["schedule"] = (schedule.evolve(schedule_timezone=giver.envelope.time_zone), giver)


def _provenance(one: Contribution, group: Group, taken: dict[str, tuple[Any, Contribution]]) -> list[Provenance]:
    """Where a contribution comes from; what it brought along from before is kept, with one hop more."""
    rule = next((edge.rule for edge in group.edges if one.member in (edge.a, edge.b)), None)
    given = [name for name, (_, giver) in taken.items() if giver is one]
    given += [name for name in _UNIONS if _values(one, name)]
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
