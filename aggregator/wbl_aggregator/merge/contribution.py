"""What one source says of an opportunity, and how near that source is to the employer."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from wbl_aggregator.match import Member
from wbl_aggregator.match.evidence import employer_key
from wbl_aggregator.sources import Source
from wbl_feed.models import Envelope, Posting
from wbl_feed.times import parse_instant


@dataclass(frozen=True)
class Contribution:
    """What one source says of an opportunity."""

    member: Member
    posting: Posting
    source: Source
    envelope: Envelope

    @cached_property
    def is_employers_own(self) -> bool:
        """Whether who publishes the feed is the employer: the same by name, or on the employer's own site.

        What is not said speaks against it, and so does a way through another feed.
        """
        employer, publisher = self.posting.hiring_organization, self.envelope.publisher
        if employer is None or self.posting.provenance:
            return False
        name = employer_key(employer.name)
        if name and name == employer_key(publisher.name):
            return True
        return any(_is_on(page, employer.url) for page in (publisher.url, self.envelope.home_page_url))

    @cached_property
    def standing(self) -> tuple[bool, int]:
        """What goes before all else: the employer's own source, then the operator's trust; the least is the best."""
        return not self.is_employers_own, self.source.trust

    @property
    def hops(self) -> int:
        """Through how many other feeds the posting came here."""
        return min((len(origin.via or ()) + 1 for origin in self.posting.provenance or ()), default=0)

    @property
    def language(self) -> str | None:
        """The language of its texts, where it is known."""
        return self.posting.in_language or self.envelope.in_language

    def modified(self, at: datetime) -> datetime:
        """When it was last changed; nothing changed in the future, whatever its source says."""
        return min(parse_instant(self.posting.date_modified), at)


def _is_on(page: str | None, site: str | None) -> bool:
    """Whether a page is on a site or below it; an address with a path is no site, since many may share its host."""
    if not page or not site:
        return False
    try:
        here, there = urlsplit(page), urlsplit(site)
        host, whole = here.hostname or "", (there.hostname or "").removeprefix("www.")
    except ValueError:
        return False
    if there.path.strip("/") or there.query or "." not in whole:
        return False
    return host == whole or host.endswith(f".{whole}")
