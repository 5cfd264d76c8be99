"""How alike two records are, in points that add up, with what was found. Whole numbers, the same everywhere."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from wbl_aggregator.match.rarity import FULL, Rarity
from wbl_aggregator.match.record import Employer, Record
from wbl_aggregator.match.sketch import overlap
from wbl_aggregator.match.title import Title
from wbl_aggregator.match.towns import Towns
from wbl_aggregator.match.words import generic_in_names, halves, near_groups, stem

NO_EMPLOYER = 0
"""For names of which one is not known."""
EMPLOYER, OTHER_EMPLOYER = 250, 200
"""For the same employer; off for names with little in common."""
EMPLOYERS_ELSE = 300
"""Off for two names that have a word in common and each one of its own: sisters, or strangers."""
TITLE, BOTH_ELSE, NO_TITLE, ONE_TITLE = 350, 250, 160, 0
"""For the same words; off where each has words of its own; for titles of which none says anything of the work."""
SAME_TEXT = 40
PLACE, PLACES, NO_PLACE, OTHER_TOWNS = 80, 60, 90, 40
"""For a town in common; more, by how many of them are; for places of which one is not known; off for other towns."""
YEAR, SEASON, SESSION, KIND, LEVEL, ONE_LEVEL, ONE_SENIOR = 50, 50, 50, 40, 15, 20, 150
_DAYS = (1, 2, 3, 5, 8, 12, 18, 25, 35, 50, 70, 100, 121, 181)
_GAP = (150, 131, 119, 111, 100, 88, 78, 68, 59, 49, 40, 31, 21, -28, -145)
"""For records posted on one day, and on days ever further apart: after 120 days it is mostly another year's."""
NO_DAY = 70
_COPIED = (100, 400, 700)
_COPY = (0, 30, 80, 150)
"""For descriptions of which so many parts of a thousand are the same. Judged, not measured: no labels have any."""
OTHER_STATUS = 60
"""Off where one can apply for one alone: an old posting must not take the place of a new one."""
OTHER_SEASON = 400
"""Off for other seasons, so that a person is asked: beside a title they are often wrong. Two titles are kept apart."""
_SIBLINGS = (0, 0, 21, 33, 42, 48, 54, 58, 62, 66, 69, 72, 75, 77, 79, 81)
"""Off for each number of postings that one source has under this title at this employer: which of them is meant?"""
MOST_SIBLINGS = len(_SIBLINGS) - 1
"""More of them tell nothing more."""
SOLE = (0, 80, 30)
"""For each number of postings that the two sources have at this employer, one multiplied by the other: where each has
one, there is no other that could be meant."""
MOST_SOLE = len(SOLE)
"""From here on it tells nothing."""
_SOON = 35
"""Days in which that says something: after more it may be the employer's next one."""
_TAIL = 2
"""A word that is only added to a title counts for one part in so many."""
_LONGEST_INITIALS, _MOST_WORDS = 4, 10
_BEGINNING, _COMPOUND = 4, 7
"""Letters of a word that may stand for a longer one, and of one that may be two."""
NEAR = 7
"""Tenths of a word for one that is often said for it; the rest remains in doubt."""
_ALIKE, _SHORT, _LONG = 0.92, 5, 9
"""From here on two words are one with a slip in it; short words are never, and names only if they are long."""


Weigh = Callable[[Iterable[str]], int]


class Part(NamedTuple):
    """What one field gives, and what was found in it."""

    field: str
    points: int
    found: str | int | tuple[frozenset[str], frozenset[str]]
    """What both have, a number, or the words that only the one and only the other has."""


class Points(NamedTuple):
    """How alike two records are."""

    total: int
    parts: tuple[Part, ...]


def compare(a: Record, b: Record, rarity: Rarity, siblings: int = 1, postings: int = 0) -> Points:
    """The points of two records, the same whichever comes first. ``siblings`` is the product of how many postings of
    either source bear that title at that employer, ``postings`` that of how many it has there at all, 0 if unknown.
    """
    if b.member < a.member:
        a, b = b, a
    parts = (*_titles(a, b, rarity), *_names(a, b, rarity), *_circumstances(a, b, siblings, postings))
    return Points(sum(part.points for part in parts), parts)


def points_if(least: int, a: Record, b: Record, rarity: Rarity, siblings: int = 1, postings: int = 0) -> int | None:
    """The total of :func:`compare` where it is ``least`` or more; ``None`` as soon as it cannot be."""
    if b.member < a.member:
        a, b = b, a
    total = sum(part.points for part in _circumstances(a, b, siblings, postings))
    for most, parts in ((EMPLOYER + TITLE + SAME_TEXT, _names), (TITLE + SAME_TEXT, _titles)):
        if total + most < least:
            return None
        total += sum(part.points for part in parts(a, b, rarity))
    return total if total >= least else None


def _titles(a: Record, b: Record, rarity: Rarity) -> Iterator[Part]:
    left, right = _with_part(a, b), _with_part(b, a)
    given_back = (left.head - a.title.core) | (right.head - b.title.core)
    yield _title(left, right, (_beside(a) | _beside(b)) - given_back, rarity)
    if a.text == b.text:
        yield Part("wording", SAME_TEXT, a.text)


def _names(a: Record, b: Record, rarity: Rarity) -> Iterator[Part]:
    yield _employer(a.employer, b.employer, a.mentions & b.employer.words, b.mentions & a.employer.words, rarity)


def _circumstances(a: Record, b: Record, siblings: int, postings: int) -> Iterator[Part]:
    yield _towns(a.towns, b.towns)
    yield _days(a.day, b.day)
    if a.years & b.years:
        yield Part("year", YEAR, min(a.years & b.years))
    if a.seasons & b.seasons:
        yield Part("season", SEASON, min(a.seasons & b.seasons))
    elif a.seasons and b.seasons:
        yield Part("season", -OTHER_SEASON, (a.seasons, b.seasons))
    if a.title.sessions & b.title.sessions:
        yield Part("session", SESSION, min(a.title.sessions & b.title.sessions))
    if a.title.kinds & b.title.kinds:
        yield Part("kind", KIND, min(a.title.kinds & b.title.kinds))
    if a.title.levels & b.title.levels:
        yield Part("level", LEVEL, min(a.title.levels & b.title.levels))
    elif a.title.levels or b.title.levels:
        yield Part("level", -ONE_LEVEL, "")
    if bool(a.title.seniority) != bool(b.title.seniority):
        yield Part("seniority", -ONE_SENIOR, "")
    if a.sketch and b.sketch and (on := _COPY[bisect_right(_COPIED, share := overlap(a.sketch, b.sketch))]):
        yield Part("description", on, share)
    if a.open is not None and b.open is not None and a.open != b.open:
        yield Part("status", -OTHER_STATUS, "")
    if off := _SIBLINGS[min(siblings, MOST_SIBLINGS)]:
        yield Part("siblings", -off, siblings)
    if (
        on := SOLE[postings]
        if postings < len(SOLE) and a.employer.name and b.employer.name and _of_one_time(a, b)
        else 0
    ):
        yield Part("sole", on, postings)


def _of_one_time(a: Record, b: Record) -> bool:
    """Whether nothing says that two records are of other terms, or were posted far apart."""
    other_term = a.seasons and b.seasons and a.seasons.isdisjoint(b.seasons)
    return not other_term and (a.day is None or b.day is None or abs(a.day - b.day) <= _SOON)


@lru_cache(maxsize=20_000)
def _employer(a: Employer, b: Employer, in_a: frozenset[str], in_b: frozenset[str], rarity: Rarity) -> Part:
    """``in_a`` and ``in_b`` are what the title of the one says of the other's employer."""
    if not a.name or not b.name:
        return Part("employer", NO_EMPLOYER, "")
    if a.name == b.name:
        return Part("employer", EMPLOYER, a.name)
    if a.name in (b.initials, b.name) or b.name == a.initials:
        return Part("employer", EMPLOYER * 9 // 10, f"{a.name} {b.name}")
    if _is_misspelled(a.name, b.name):
        return Part("employer", EMPLOYER * 9 // 10, f"{a.name} {b.name}")
    own_a, own_b, same, _ = _matched_words(a.words, b.words, rarity.of_employer, near=True)
    alone_a, alone_b = rarity.of_employer(own_a), rarity.of_employer(own_b)
    whole = same + min(alone_a, alone_b)
    inner = 85 * same * FULL // whole // 100 if whole else 0  # the name of a part of it
    both = 2 * same + alone_a + alone_b
    told = max(_share(in_a, b.words, rarity), _share(in_b, a.words, rarity))
    alike = max(inner, 2 * same * FULL // both if both else 0, told)
    # Two names that share a word and have one each are two firms; a host beside who runs the programme shares none.
    telling = (rarity.of_employer(own - generic_in_names()) for own in (own_a, own_b))
    apart = EMPLOYERS_ELSE * min(*telling, FULL) // FULL if same and in_a <= a.words and in_b <= b.words else 0
    off = OTHER_EMPLOYER if alike < 400 and not apart else apart
    return Part("employer", EMPLOYER * alike // FULL - off, (own_a, own_b))


def _is_misspelled(a: str, b: str) -> bool:
    """Whether two long names are one with a letter wrong; a number is never one."""
    return min(len(a), len(b)) >= _LONG and OSA.distance(a, b, score_cutoff=1) <= 1 and _digits(a) == _digits(b)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _share(words: frozenset[str], of: frozenset[str], rarity: Rarity) -> int:
    """Nine tenths of how much of a name is told."""
    whole = rarity.of_employer(of) if words else 0
    return 9 * FULL * rarity.of_employer(words) // whole // 10 if whole else 0


def _with_part(record: Record, other: Record) -> Title:
    """The title of a record, with what it repeats of the employer's name if that tells a part of the other's employer:
    the office of a town, the department of a hospital.
    """
    told = (record.mentions & record.employer.words) - other.employer.words
    inside = other.employer.words <= record.employer.words
    return record.title._replace(head=record.title.head | told) if told and inside else record.title


@lru_cache(maxsize=5_000)
def _title(a: Title, b: Title, beside: frozenset[str], rarity: Rarity) -> Part:
    if not a.core or not b.core:
        return Part("title", ONE_TITLE if a.core or b.core else NO_TITLE, "")
    own_a, own_b, same, doubt = _matched_words(a.core, b.core, rarity.of_title, near=True)
    own_a, own_b = own_a - beside, own_b - beside
    for word in beside:
        own_a, own_b = own_a - _parts_of(word, own_a), own_b - _parts_of(word, own_b)
    alone_a, alone_b = (_alone(words, title, rarity) for words, title in ((own_a, a), (own_b, b)))
    whole = same + alone_a + alone_b + doubt
    if not whole:
        return Part("title", NO_TITLE, "")
    points = TITLE * same // whole - BOTH_ELSE * min(alone_a, alone_b) // FULL
    return Part("title", points, (own_a, own_b))


@lru_cache(maxsize=50_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, text.split()))


def _beside(record: Record) -> frozenset[str]:
    """Words that name the employer and the towns, which a title may repeat without saying anything of the work."""
    return record.employer.words.union(*map(_stems, record.towns.names))


def _matched_words(
    a: frozenset[str], b: frozenset[str], weigh: Weigh, near: bool = False
) -> tuple[frozenset[str], frozenset[str], int, int]:
    """The words that only one of two has, what those in common weigh, and what they weigh less for being ``near``:
    words that are often said for one another, if these count.
    """
    same = a & b
    weight, doubt = weigh(same), 0
    left, right = set(a - same), set(b - same)
    for share, alike in _WAYS if left and right else ():
        for word in sorted(left):
            like = alike(word, right)
            if like:
                weight += share * min(weigh([word]), weigh([like])) // 10
                left, right = left - {word}, right - {like}
    for short, long in ((left, right), (right, left)):
        for word in sorted(short):
            if meant := _parts_of(word, long) or _initials_of(word, long):
                weight += 9 * weigh(meant) // 10
                left, right = left - {word} - meant, right - {word} - meant
                long = long - meant
    for word in sorted(left) if near else ():
        groups = near_groups(word)
        if like := min((one for one in right if not groups.isdisjoint(near_groups(one))), default="") if groups else "":
            least = min(weigh([word]), weigh([like]))
            weight, doubt = weight + NEAR * least // 10, doubt + (10 - NEAR) * least // 10
            left, right = left - {word}, right - {like}
    return frozenset(left), frozenset(right), weight, doubt


def _parts_of(word: str, others: Collection[str]) -> frozenset[str]:
    """The two words of which this one is made: ``boatyard`` of ``boat`` and ``yard``; none where there are no such."""
    if len(word) < _COMPOUND or len(others) < 2:
        return frozenset()
    return next((frozenset({word[:cut], word[cut:]}) for cut in range(3, len(word) - 2)
                 if word[:cut] in others and word[cut:] in others), frozenset())  # fmt: skip


def _initials_of(word: str, others: Collection[str]) -> frozenset[str]:
    """The words of which this one is the initials; none where there are no such."""
    if not 2 <= len(word) <= _LONGEST_INITIALS or not len(word) <= len(others) <= _MOST_WORDS:
        return frozenset()
    wanted = sorted(word)
    groups = combinations(sorted(others), len(word))
    return next((frozenset(group) for group in groups if sorted(one[0] for one in group) == wanted), frozenset())


def _slip(word: str, others: set[str]) -> str:
    """The word of the others that is this one with a slip in it; empty where there is none."""
    if len(word) < _SHORT:
        return ""
    near = [
        (alike, one)
        for one in others
        if len(one) >= _SHORT and (alike := JaroWinkler.similarity(word, one, score_cutoff=_ALIKE))
    ]
    return max(near)[1] if near else ""


def _cut_short(word: str, others: set[str]) -> str:
    """The word of the others of which this one is the beginning, or that is its beginning; empty for none."""
    if len(word) < _BEGINNING:
        return ""
    return min((one for one in others if _begins(word, one) or _begins(one, word)), default="")


def _begins(short: str, long: str) -> bool:
    return len(short) >= _BEGINNING and long.startswith(short) and long[len(short) :] not in halves()


_WAYS: tuple[tuple[int, Callable[[str, set[str]], str]], ...] = ((9, _slip), (9, _cut_short))
"""How a word can be another, and for how many tenths of it that counts."""


def _alone(words: frozenset[str], title: Title, rarity: Rarity) -> int:
    """What the words weigh that the other title has not; those of its tail less."""
    return rarity.of_title(words & title.head) + rarity.of_title(words - title.head) // _TAIL


@lru_cache(maxsize=20_000)
def _towns(a: Towns, b: Towns) -> Part:
    if not a.names or not b.names:
        return Part("place", NO_PLACE, "")
    same = len(a.names & b.names)
    same += sum(any(is_slip(one, other) for other in b.names - a.names) for one in a.names - b.names)
    if not same:
        return Part("place", -OTHER_TOWNS, (a.names, b.names))
    all_, least = len(a.names) + len(b.names) - same, min(len(a.names), len(b.names))
    share = max(FULL * same // all_, 9 * FULL * same // least // 10)
    return Part("place", PLACE + PLACES * min(share, FULL) // FULL, (a.names - b.names, b.names - a.names))


def is_slip(a: str, b: str) -> bool:
    """Whether two names of towns are one with a letter wrong."""
    return min(len(a), len(b)) >= _SHORT and OSA.distance(a, b, score_cutoff=1) <= 1


def _days(a: int | None, b: int | None) -> Part:
    if a is None or b is None:
        return Part("posted", NO_DAY, "")
    gap = abs(a - b)
    return Part("posted", _GAP[bisect_right(_DAYS, gap)], gap)
