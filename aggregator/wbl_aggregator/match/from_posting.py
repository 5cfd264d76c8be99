"""The record of a posting of the standard: what of it is compared, of its words and of its coded facts."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from wbl_aggregator.match.employers import Employers, shipped_employers
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.record import Record, record_of_texts
from wbl_aggregator.match.sketch import sketch_of
from wbl_aggregator.match.title import Title
from wbl_aggregator.match.towns import Towns, towns_in
from wbl_aggregator.match.window import Audience
from wbl_aggregator.match.words import plain, stem, words_in
from wbl_feed.models import Posting

_KINDS = {
    "internship": "placement",
    "co-op": "placement",
    "apprenticeship": "placement",
    "job-shadow": "job-shadow",
    "community-service": "volunteering",
    "service-learning": "volunteering",
}
"""Of vocabulary activity-type, as far as networks agree on it."""
_SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring", 6: "summer", 7: "summer",
            8: "summer", 9: "fall", 10: "fall", 11: "fall"}  # fmt: skip
_SCHOOL_YEAR = frozenset({"fall", "winter", "spring", "school-year"})
_NOON, _EVENING, _HALF_DAY = 12, 17, 6
"""Hours of a day, and how many a group has at most that is in the morning or the afternoon alone."""
_LAST_AGE = 99
_MOST_MONTHS = 11


def record_of(member: Member, posting: Posting, employers: Employers | None = None) -> Record:
    """The record of a posting. Its facts tell what its title does not say; silence is no fact.

    Of ``employers`` the shipped ones are the default.
    """
    employers = employers or shipped_employers()
    name, runner, towns = _employer(posting, employers), posting.provider, _towns(posting)
    places, posted = "; ".join(sorted(towns.names)), posting.date_posted or ""
    record = record_of_texts(member, posting.title, name, places, "", posted, employers)
    beside = frozenset(map(stem, words_in(plain(runner.name)))) if runner else frozenset()
    years, seasons = _term(posting)
    return record._replace(
        title=_title(record.title, posting),
        towns=towns,
        years=record.years or years,
        seasons=record.seasons or seasons,
        mentions=record.mentions | beside,
        sketch=sketch_of(posting.description or posting.summary or ""),
        open=posting.status == "open",
        span=_span(posting),
    )


def _employer(posting: Posting, employers: Employers) -> str:
    """The employer by its own site where that is known, else by its name; by where one applies if none is stated."""
    stated = posting.hiring_organization or posting.provider
    apply_url = posting.how_to_apply.url if posting.how_to_apply else None
    known = employers.by_domain(_host(stated.url if stated else apply_url))
    return known or (stated.name if stated else "")


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _towns(posting: Posting) -> Towns:
    addresses = [place.address for place in posting.job_location or () if place.address]
    named = (towns_in(one.address_locality).names for one in addresses if one.address_locality)
    return Towns(frozenset().union(*named), posting.work_mode == "remote")


def _title(title: Title, posting: Posting) -> Title:
    kind, session, asked = _KINDS.get(posting.activity_type), _session(posting), _audience(posting)
    return title._replace(
        kinds=title.kinds or (frozenset({kind}) if kind else title.kinds),
        sessions=title.sessions or session,
        audience=Audience(asked.ages or title.audience.ages, asked.grades or title.audience.grades),
    )


def _audience(posting: Posting) -> Audience:
    asked = posting.eligibility
    if asked is None:
        return Audience()
    stated = (asked.minimum_age, asked.maximum_age)
    ages = (stated[0] or 0, stated[1] if stated[1] is not None else _LAST_AGE) if stated != (None, None) else None
    grades = (min(asked.grade_levels), max(asked.grade_levels)) if asked.grade_levels else None
    return Audience(ages, grades)


def _session(posting: Posting) -> frozenset[str]:
    """The half of the day that a group has to itself; nothing where it has more of the day."""
    if not posting.schedule or not posting.schedule.start_time or not posting.schedule.end_time:
        return frozenset()
    start, end = int(posting.schedule.start_time[:2]), int(posting.schedule.end_time[:2])
    if not 0 < end - start <= _HALF_DAY:
        return frozenset()
    if end <= _NOON + 1 and start < _NOON:
        return frozenset({"morning"})
    return frozenset({"evening"}) if start >= _EVENING else frozenset({"afternoon"}) if start >= _NOON else frozenset()


def _term(posting: Posting) -> tuple[frozenset[str], frozenset[str]]:
    """Years and seasons by the first and the last day, or by the parts of the school year that are named."""
    schedule = posting.schedule
    if schedule is None:
        return frozenset(), frozenset()
    windows = schedule.window or ()
    said = frozenset({"summer"}) if "summer" in windows else frozenset()
    said |= _SCHOOL_YEAR if "academic-year" in windows else frozenset()
    if schedule.start_date is None:
        return frozenset(), said
    first = date.fromisoformat(schedule.start_date)
    last = date.fromisoformat(schedule.end_date) if schedule.end_date else None
    years = range(first.year, (last or first).year + 1)
    return frozenset(map(str, years)), said or frozenset(_seasons(first, last))


def _span(posting: Posting) -> tuple[int, int] | None:
    """The first and the last day; of one that does not say how long it takes nothing is known."""
    schedule = posting.schedule
    if not schedule or not schedule.start_date or not schedule.end_date:
        return None
    return date.fromisoformat(schedule.start_date).toordinal(), date.fromisoformat(schedule.end_date).toordinal()


def _seasons(first: date, last: date | None) -> Iterable[str]:
    """The seasons of all months; of a first day alone those of that month and the next, since May may be summer."""
    months = (last.year - first.year) * 12 + last.month - first.month if last else 1
    return (_SEASONS[(first.month - 1 + add) % 12 + 1] for add in range(min(max(months, 0), _MOST_MONTHS) + 1))
