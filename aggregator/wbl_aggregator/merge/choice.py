"""Which source each member of an entry is taken from, whatever the order in which the sources came."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile

from wbl_aggregator.merge.contribution import Contribution
from wbl_aggregator.merge.specific import Specificity, says, specificity, states

TEXTS = ("title", "summary", "description", "description_html", "in_language", "translations")
"""Texts come from one source together: languages are not mixed, and one licence covers them."""
_WORDS = ("summary", "description", "description_html", "translations")


def in_order(contributions: Iterable[Contribution], at: datetime) -> list[Contribution]:
    """The contributions, the best first: the employer's own, then the most trusted, then the newest; a date in the
    future counts as ``at``. Of two that are equal so far the one that can be applied for goes before.
    """
    ordered = sorted(contributions, key=lambda one: (not one.posting.live, one.member))
    ordered.sort(key=lambda one: one.modified(at), reverse=True)
    ordered.sort(key=lambda one: one.standing)
    return ordered


def giver_of(name: str, ordered: Sequence[Contribution]) -> Contribution | None:
    """Who gives a member: of those that say anything in it, and stand equally high, the one that says it most
    specifically, else the first.
    """
    having = [one for one in ordered if getattr(one.posting, name) is not None]
    if len(having) < 2:
        return having[0] if having else None
    found = [one for one in having if states(one.posting, name)] or having

    def by(one: Contribution) -> Specificity:
        if name == "status":
            return (-one.hops,)  # the nearest to the employer (spec section 17.6)
        return specificity(name, getattr(one.posting, name))

    equals = _equals(found)
    return equals[0] if len(equals) < 2 else max(equals, key=by)


def giver_of_texts(ordered: Sequence[Contribution], language: str | None) -> Contribution:
    """Who gives all texts: of those that have more than a title, and stand equally high, one in the language of the
    feed, then one with a description, else the first.
    """
    found = [one for one in ordered if any(states(one.posting, name) for name in _WORDS)] or ordered

    def by(one: Contribution) -> Specificity:
        described = says((one.posting.description, one.posting.description_html))
        return int(_is_in(one.language, language)), int(described)

    return max(_equals(found), key=by)


def _equals(ordered: Sequence[Contribution]) -> list[Contribution]:
    """The first and those that stand as high; ``max`` then takes the first of equals."""
    return list(takewhile(lambda one: one.standing == ordered[0].standing, ordered))


def _is_in(language: str | None, wanted: str | None) -> bool:
    """Whether a text is in a language, whatever the country; one of which nothing is known may be."""
    if not language or not wanted:
        return True
    return language.split("-")[0].lower() == wanted.split("-")[0].lower()
