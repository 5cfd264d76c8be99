"""Where postings can meet: the values by which one may be the same opportunity as another, as numbers."""

from hashlib import blake2b

from wbl_aggregator.match.evidence import PREVIOUS_ID, RULES, identity, keys
from wbl_feed.models import Posting

_IRI, _SAME_AS = "iri", RULES.index("same-as")


def meetings(posting: Posting) -> dict[int, bool]:
    """The values of a posting as numbers of 64 bits; true where it speaks by them itself.

    Two postings can have evidence in common only if they share a number and at least one of them speaks by it. That
    two share one is no evidence yet: ``find_edges`` decides.
    """
    found = {_number(_IRI, posting.url): False}
    for rank, value in keys(posting):
        found[_number(_IRI if rank <= max(PREVIOUS_ID, _SAME_AS) else RULES[rank], value)] = True
    for iri in identity(posting):
        found[_number(_IRI, iri)] = True
    return found


def iri_number(iri: str) -> int:
    """The number by which those meet that have, had or name an IRI."""
    return _number(_IRI, iri)


def _number(kind: str, value: str) -> int:
    digest = blake2b(f"{kind} {value}".encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
