"""The envelope of a feed and its tombstones (spec sections 4, 8, 9, 11 and 17)."""

from collections.abc import Iterator

from wbl_feed.licenses import spelled
from wbl_feed.models import Envelope, Tombstone
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import NewerVersion
from wbl_feed.notices.feed import (
    DeltaWithoutFeedUrl,
    FeedHasEnded,
    MergedWithoutReplacement,
    MissingDigest,
    ModifiedInFuture,
    PagesMismatch,
    TombstoneInFuture,
    TombstoneSaysTooMuch,
    TotalItemsInDelta,
    UnknownLicense,
    UnknownProfile,
    UnknownTimeZone,
)
from wbl_feed.notices.quality import ZoneWithoutSummerTime
from wbl_feed.notices.safety import PersonalEmail
from wbl_feed.rules.codes import check_envelope_members
from wbl_feed.rules.context import KNOWN_MINOR, Context
from wbl_feed.rules.look import Look
from wbl_feed.rules.mailboxes import is_private
from wbl_feed.times import is_zone, parse_instant

_FIXED = {"EST": "America/New_York", "MST": "America/Denver", "HST": "Pacific/Honolulu"}
"""Zones of the database with one offset all year, named like those of places where clocks change."""


def check_envelope(envelope: Envelope, context: Context) -> Iterator[Notice]:
    """Everything about the envelope that does not depend on the items."""
    yield from check_envelope_members(envelope.to_json_value(), context)
    if context.newer:
        yield NewerVersion(pointer="/specVersion", found=envelope.spec_version, expected=f"1.{KNOWN_MINOR}")
    if not is_zone(envelope.time_zone):
        yield UnknownTimeZone(pointer="/timeZone", found=envelope.time_zone, example="America/New_York")
    elif envelope.time_zone in _FIXED or envelope.time_zone.startswith("Etc/GMT"):
        place = "/timeZone"
        yield ZoneWithoutSummerTime(pointer=place, found=envelope.time_zone, example=_FIXED.get(envelope.time_zone))
    yield from check_license(envelope.license, "/license")
    if envelope.publisher.email and is_private(envelope.publisher.email):
        yield PersonalEmail(pointer="/publisher/email", found=envelope.publisher.email)
    for number, source in enumerate(envelope.sources or ()):
        if source.license is not None:
            yield from check_license(source.license, f"/sources/{number}/license")
    if parse_instant(envelope.date_modified) > context.at:
        yield ModifiedInFuture(pointer="/dateModified", found=envelope.date_modified)
    yield from _completeness(envelope)
    known = context.prefixes.values()
    for number, iri in enumerate(envelope.profiles or ()):
        if iri not in {profile.iri for profile in known}:
            yield UnknownProfile(pointer=f"/profiles/{number}", found=iri)
    for profile in context.profiles:
        yield from profile.check_envelope(envelope.to_json_value())
    for number, tombstone in enumerate(envelope.tombstones or ()):
        yield from check_tombstone(tombstone, f"/tombstones/{number}", context)


def _completeness(envelope: Envelope) -> Iterator[Notice]:
    pages, completeness = bool(envelope.pages), envelope.completeness
    if pages != (completeness == "paged"):
        expected = "pages" if pages else "no pages"
        yield PagesMismatch(pointer="/completeness", found=completeness, expected=expected)
    if completeness == "delta" and envelope.feed_url is None:
        yield DeltaWithoutFeedUrl(pointer="/feedUrl")
    if completeness == "delta" and envelope.total_items is not None:
        yield TotalItemsInDelta(pointer="/totalItems", found=envelope.total_items)
    if completeness == "paged" and envelope.digest is None:
        yield MissingDigest(pointer="/digest")


def check_tombstone(tombstone: Tombstone, pointer: str, context: Context) -> Iterator[Notice]:
    """A tombstone tells of the past, and no more than it must (sections 8.1, 17.6 and 20.1)."""
    if parse_instant(tombstone.date_deleted) > context.at:
        yield TombstoneInFuture(pointer=f"{pointer}/dateDeleted", found=tombstone.date_deleted, posting=tombstone.id)
    if tombstone.reason == "merged" and tombstone.replaced_by is None:
        yield MergedWithoutReplacement(pointer=pointer, posting=tombstone.id)
    more = tombstone.members().keys() - {"id", "dateDeleted", "reason"}
    if tombstone.reason == "rights" and more:
        yield TombstoneSaysTooMuch(pointer=pointer, found=", ".join(sorted(more)), posting=tombstone.id)


def check_ended(look: Look, context: Context) -> Iterator[Notice]:
    """A feed that has ended has no open postings (section 4.2)."""
    end = context.envelope and context.envelope.termination_date
    if end and look.value["status"] == "open" and context.ended and context.once("ended"):
        yield FeedHasEnded(pointer="/terminationDate", found=end)


def check_licenses(look: Look, context: Context) -> Iterator[Notice]:
    """A posting's own licence, and those in its provenance."""
    if "license" in look.value:
        yield from check_license(look.value["license"], f"{look.pointer}/license", look.id)
    for number, origin in enumerate(look.value.get("provenance", ())):
        if "license" in origin:
            yield from check_license(origin["license"], f"{look.pointer}/provenance/{number}/license", look.id)


def check_license(stated: str, pointer: str, posting: str = "") -> Iterator[Notice]:
    """A licence is a URL or an identifier of the SPDX list (section 11)."""
    known = spelled(stated)
    if known != stated:
        yield UnknownLicense(pointer=pointer, found=stated, replacement=known, example="CC-BY-4.0", posting=posting)
