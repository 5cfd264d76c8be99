"""A feed's validation in numbers and examples, made page by page, so that a large feed needs no large memory."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wbl_feed import __version__, syntax
from wbl_feed.documents import Document
from wbl_feed.models import Envelope, Posting
from wbl_feed.notices.base import Category, Notice, Severity, catalogue, shown
from wbl_feed.notices.feed import NoCrossOrigin, NotHttps, NoValidators
from wbl_feed.notices.history import Compared
from wbl_feed.profiles import Profile
from wbl_feed.reading import Reading
from wbl_feed.times import format_instant
from wbl_feed.validate import Validation, failing_items

MOST_KEPT = 200
"""Notices of one code that are kept; the rest are counted."""
_CARDS = 3
_MOST_TITLES = 5_000
_ITEM = re.compile("/items/([0-9]+)")
_OF_ANSWERS = NoCrossOrigin, NotHttps, NoValidators
"""What only the answer of a server shows, of which an earlier copy has none."""
_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Finding:
    """All notices of one code in one feed."""

    notice: type[Notice]
    count: int
    notices: tuple[Notice, ...]
    """The first of them."""

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.notice.severity

    @property
    def category(self) -> Category:
        """The category of the code."""
        return self.notice.category

    @property
    def fails(self) -> bool:
        """Whether it makes the feed fail."""
        return self.severity == "error" and self.category == "conformance"


@dataclass
class Summary:
    """The outcome of validating one feed."""

    address: str
    how: str
    at: datetime
    format: str = "unknown"
    documents: int = 0
    envelope: Envelope | None = None
    page_of: str | None = None
    profiles: tuple[Profile, ...] = ()
    received: int = 0
    accepted: int = 0
    digest: str = ""
    """The digest of the whole feed as it was received; empty if it was not read whole."""
    cards: list[Posting] = field(default_factory=list)
    """The first open postings that pass, to show how they will look."""
    titles: dict[str, str] = field(default_factory=dict)
    """Titles of the postings that notices are about, by their pointers."""
    before: dict[str, int] | None = None
    """Notices by code in the earlier copy, where one was given."""
    _counts: Counter[str] = field(default_factory=Counter)
    _kept: dict[str, list[Notice]] = field(default_factory=dict)

    def add(self, notices: Iterable[Notice]) -> None:
        """Count notices, and keep the first of each code."""
        for notice in notices:
            self._counts[notice.code] += 1
            kept = self._kept.setdefault(notice.code, [])
            if len(kept) < MOST_KEPT:
                kept.append(notice)

    @property
    def findings(self) -> list[Finding]:
        """What was found, by code: what fails the feed first, then by severity and number."""
        found = [Finding(type(kept[0]), self._counts[code], tuple(kept)) for code, kept in self._kept.items()]
        return sorted(found, key=lambda one: (not one.fails, _RANK[one.severity], -one.count, one.notice.code))

    @property
    def notices(self) -> list[Notice]:
        """The notices that were kept, in the order of the findings."""
        return [notice for finding in self.findings for notice in finding.notices]

    @property
    def refused(self) -> int:
        """Items that do not pass."""
        return self.received - self.accepted

    @property
    def valid(self) -> bool:
        """Whether this is a feed of this standard, or a page of one, and no MUST is broken."""
        ours = self.envelope is not None or self.page_of is not None
        return ours and not any(finding.fails for finding in self.findings)

    @property
    def reason(self) -> str:
        """Why a document without a failing finding is not valid; empty for all others."""
        if self.valid or any(finding.fails for finding in self.findings):
            return ""
        return "It has no envelope, so it is no feed of this standard; what is in it can be read as postings."

    def count(self, severity: Severity) -> int:
        """How many notices there are of a severity."""
        return sum(finding.count for finding in self.findings if finding.severity == severity)

    @property
    def counts(self) -> dict[str, int]:
        """How often each code was found."""
        return dict(self._counts)

    @property
    def changes(self) -> dict[str, tuple[int, int]]:
        """Codes that are found more or less often than in the earlier copy: how often before and now."""
        before = self.before or {}
        codes = sorted(before.keys() | self._counts.keys()) if self.before is not None else []
        kinds = {code: catalogue.get(code, Notice) for code in codes}
        own = [code for code, kind in kinds.items() if not issubclass(kind, (Compared, *_OF_ANSWERS))]
        pairs = {code: (before.get(code, 0), self._counts[code]) for code in own}
        return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}

    def to_json_value(self) -> dict[str, Any]:
        """The report as JSON (spec/v1/report.schema.json)."""
        envelope = self.envelope
        optional = {
            "address": self.address,
            "found": self.how,
            "feed": envelope.id if envelope else self.page_of,
            "name": envelope.name if envelope else None,
            "specVersion": envelope.spec_version if envelope else None,
            "digest": self.digest,
            "reason": self.reason,
        }
        value: dict[str, Any] = {
            "valid": self.valid,
            "format": self.format,
            **{name: one for name, one in optional.items() if one},
            "profiles": [profile.iri for profile in self.profiles],
            "at": format_instant(self.at),
            "validator": f"wbl-feed {__version__}",
            "documents": self.documents,
            "postings": self.accepted,
            "refused": self.refused,
            "errors": self.count("error"),
            "warnings": self.count("warning"),
            "infos": self.count("info"),
            "counts": {finding.notice.code: finding.count for finding in self.findings},
            "notices": [notice.to_json_value() for notice in self.notices],
        }
        if self.before is not None:
            changes = self.changes.items()
            value["changes"] = {code: {"before": before, "now": now} for code, (before, now) in changes}
        return value


def summarise(
    documents: Iterable[Document],
    summary: Summary,
    *,
    profiles: Iterable[Profile] = (),
    previous: Reading | None = None,
    progress: Callable[[int, int], None] = lambda done, pages: None,
) -> Summary:
    """Validate the documents of a feed into a summary; each document may be forgotten after its turn.

    ``progress`` is told how many documents are done and how many pages there are.
    """
    validation = Validation(summary.at, profiles=profiles, previous=previous, digest=True)
    for document in documents:
        reading = document.reading
        if not summary.documents:
            summary.format, summary.envelope, summary.page_of = reading.format, reading.envelope, reading.page_of
        summary.documents += 1
        summary.add(_written(document))
        notices = validation.document(reading, document.prefix)
        summary.add(notices)
        _name(summary.titles, reading, notices, document.prefix)
        _choose(summary.cards, reading, notices, document.prefix)
        progress(summary.documents, len((summary.envelope and summary.envelope.pages) or ()))
        del document, reading, notices  # so that a page is gone before the next one is read
    summary.add(validation.end())
    summary.profiles, summary.digest = validation.profiles, validation.digest
    summary.received, summary.accepted = validation.received, validation.accepted
    return summary


def _written(document: Document) -> Iterator[Notice]:
    """What only the bytes of a document tell."""
    if document.reading.format == "atom":
        from wbl_feed.atom_format import grammar  # lxml takes a while to import

        return grammar.check(document.content)
    return syntax.check(document.content)


def _name(titles: dict[str, str], reading: Reading, notices: list[Notice], prefix: str) -> None:
    """Keep the titles of postings that notices are about, as many as notices are kept."""
    for notice in notices:
        found = _ITEM.match(notice.pointer.removeprefix(prefix))
        if len(titles) >= _MOST_TITLES:
            return
        if found and prefix + found[0] not in titles and int(found[1]) < len(reading.received):
            value = reading.received[int(found[1])]
            title = value.get("title") if isinstance(value, dict) else None
            if isinstance(title, str):
                titles[prefix + found[0]] = shown(title)


def _choose(cards: list[Posting], reading: Reading, notices: list[Notice], prefix: str) -> None:
    if len(cards) >= _CARDS:
        return
    failing = failing_items(notices)
    for item in reading.items:
        if item.posting.live and prefix + item.pointer not in failing:
            cards.append(item.posting)
        if len(cards) >= _CARDS:
            return
