"""Whether a feed is intact, so that absence from it may mean something (spec section 8.2)."""

from wbl_feed.notices.atom import AtomUnstructured
from wbl_feed.notices.document import DigestMismatch, InvalidJson, PageMissing, PageRefused, TotalItemsMismatch
from wbl_feed.notices.posting import InvalidValue, MissingMember, WrongType
from wbl_feed.validate import Report

_NOT_INTACT = (TotalItemsMismatch, DigestMismatch, PageMissing, PageRefused, AtomUnstructured, InvalidJson)
_NOT_SOUND = (InvalidValue, MissingMember, WrongType)


def is_intact(report: Report) -> bool:
    """Whether every document was read to its end, the envelope is sound, and count and digest agree."""
    return report.reading.whole and not any(
        isinstance(notice, _NOT_INTACT) or (isinstance(notice, _NOT_SOUND) and "/items/" not in notice.pointer)
        for notice in report.notices
    )
