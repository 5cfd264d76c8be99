"""What a permanent redirect changes: the address that is asked next time, and when to propose it to the operator."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from wbl_feed.fetch import Redirect

_SURE_AFTER = 3


def moved(before: tuple[str, int], redirects: Sequence[Redirect], asked: str, final: str) -> tuple[str, int]:
    """The address to ask from now on, empty for the listed one, and in how many runs that held (spec 18.2 rule 10).

    ``before`` is what was remembered, ``asked`` the address of this request, ``final`` the one that answered with a
    feed of the same id, which the caller has checked.

    - Permanent redirects all the way from ``asked``, and none from https to http: ``final`` is remembered, for one
      run more if it was before.
    - The remembered address answered itself: it held for one run more.
    - The remembered address led elsewhere for now: nothing changes.
    - The listed address answered itself, or led elsewhere for now: nothing is remembered any more.
    """
    address, runs = before
    hops = [asked, *(redirect.url for redirect in redirects)]
    if redirects and final not in ("", asked) and _permanent(redirects) and not _downgraded([*hops, final]):
        return final, runs + 1 if final == address else 1
    if address and asked == address:
        return address, runs if redirects else runs + 1
    return "", 0


def proposes(runs: int) -> bool:
    """Whether a move held long enough to propose a change of the sources file."""
    return runs >= _SURE_AFTER


def _permanent(redirects: Sequence[Redirect]) -> bool:
    return all(redirect.permanent for redirect in redirects)


def _downgraded(addresses: Sequence[str]) -> bool:
    """Whether the way leads from https to http, or over what is no address."""
    try:
        schemes = [urlsplit(address).scheme for address in addresses]
    except ValueError:
        return True
    return any(scheme != "https" and "https" in schemes[:place] for place, scheme in enumerate(schemes))
