"""The certificate of a valid feed: what was checked, when, against what, and the digest of what was seen."""

from typing import Any, get_args

from wbl_feed import __version__
from wbl_feed.notices.base import Severity
from wbl_feed.report.summary import Summary
from wbl_feed.resources import NAMESPACE
from wbl_feed.times import format_instant


def certificate(summary: Summary) -> dict[str, Any] | None:
    """The certificate as JSON (spec/v1/certificate.schema.json); ``None`` for a feed that is not valid.

    It speaks of the content with this digest and of no later one.
    """
    envelope = summary.envelope
    if envelope is None or not summary.valid or not summary.digest:
        return None
    return {
        "type": "Certificate",
        "standard": NAMESPACE,
        "specVersion": envelope.spec_version,
        "feed": envelope.id,
        "name": envelope.name,
        **({"feedUrl": envelope.feed_url} if envelope.feed_url else {}),
        "profiles": [{"id": profile.iri, "version": profile.version} for profile in summary.profiles],
        "dateIssued": format_instant(summary.at),
        "validator": f"wbl-feed {__version__}",
        "dateModified": envelope.date_modified,
        "digest": summary.digest,
        "postings": summary.accepted,
        "documents": summary.documents,
        "findings": {severity: summary.count(severity) for severity in get_args(Severity)},
    }
