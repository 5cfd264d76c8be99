"""What of a posting is compared: its facts, and its words where it states no fact."""

from typing import Any

import pytest
from wbl_aggregator.match import Member
from wbl_aggregator.match.block import keys
from wbl_aggregator.match.employers import KnownEmployer, employers_with
from wbl_aggregator.match.from_posting import record_of
from wbl_aggregator.match.points import compare
from wbl_aggregator.match.rarity import Rarity
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.veto import veto

from wbl_feed.models import Posting

NO_STATISTICS = Rarity({}, {})


def made(number: int = 1, **members: Any) -> Record:
    """The record of a posting with these members."""
    base = {"id": f"urn:x:{number}", "url": f"https://x.example/{number}", "title": "Robotics workshop", "status": "open",
            "dateModified": "2026-11-01T00:00:00Z", "activityType": "unspecified",
            "hiringOrganization": {"name": "Harbor Lab"}}  # fmt: skip
    return record_of(Member(f"s{number}", f"urn:x:{number}"), Posting.from_members({**base, **members}))


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ({"schedule": {"startDate": "2027-07-05"}}, {"schedule": {"startDate": "2028-07-03"}}, "year"),
        ({"schedule": {"startDate": "2026-09-08", "endDate": "2027-06-11"}}, {"title": "Robotics workshop 2027"}, ""),
        ({"schedule": {"startTime": "08:30", "endTime": "12:00"}}, {"schedule": {"startTime": "13:00", "endTime": "16:30"}}, "session"),
        ({"schedule": {"startTime": "08:30", "endTime": "16:00"}}, {"schedule": {"startTime": "13:00", "endTime": "16:30"}}, ""),
        ({"schedule": {"startTime": "08:30", "endTime": "12:00"}}, {"title": "Robotics workshop (morning)"}, ""),
        ({"activityType": "job-shadow"}, {"activityType": "internship"}, "kind"),
        ({"activityType": "other"}, {"activityType": "internship"}, ""),
        ({"eligibility": {"gradeLevels": [9, 10]}}, {"eligibility": {"gradeLevels": [11, 12]}}, "audience"),
        ({"eligibility": {"minimumAge": 16}}, {"eligibility": {"maximumAge": 15}}, "audience"),
        ({"eligibility": {"minimumAge": 16}}, {"eligibility": {"maximumAge": 18}}, ""),
        ({"jobLocation": [{"address": {"addressLocality": "Salem"}}]}, {"jobLocation": [{"address": {"addressLocality": "Lynn"}}]}, "town"),
        ({"jobLocation": [{"address": {"addressLocality": "Salem"}}], "workMode": "remote"}, {"jobLocation": [{"address": {"addressLocality": "Lynn"}}]}, ""),
    ],
)  # fmt: skip
def test_facts_keep_apart_what_both_state(one: dict[str, Any], other: dict[str, Any], rule: str):
    """By the schedule, the type, whom it is for and where it is; what only one states keeps nothing apart."""
    assert veto(made(1, **one), made(2, **other)) == rule
    assert not veto(made(1, **one), made(2))


@pytest.mark.parametrize(
    ("schedule", "seasons"),
    [
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, {"summer"}),
        ({"startDate": "2027-05-28"}, {"spring", "summer"}),
        ({"startDate": "2026-09-08", "endDate": "2027-06-11"}, {"fall", "winter", "spring", "summer"}),
        ({"window": ["summer"]}, {"summer"}),
        ({"window": ["academic-year"]}, {"fall", "winter", "spring", "school-year"}),
        ({"byDay": ["Monday"]}, set()),
    ],
)
def test_the_term_follows_from_the_days(schedule: dict[str, Any], seasons: set[str]):
    """Every season that it touches; of a first day alone the next month too, since what starts in May may be summer's."""
    assert made(schedule=schedule).seasons == seasons
    assert made(schedule=schedule, title="Robotics Intern, Fall").seasons == {"fall"}


def test_an_employer_is_known_by_its_site():
    """Its own name does not matter then; where none is stated the host of the application tells."""
    employers = employers_with((KnownEmployer("Mill City Robotics", domains=("mcr.example",)),))
    base = {"id": "urn:x:1", "url": "https://x.example/1", "title": "Intern", "status": "open",
            "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship"}  # fmt: skip

    def name(**members: Any) -> str:
        return record_of(Member("a", "urn:x:1"), Posting.from_members({**base, **members}), employers).employer.name

    expected = name(hiringOrganization={"name": "Mill City Robotics"})
    assert name(hiringOrganization={"name": "MCR Recruiting", "url": "https://jobs.mcr.example/us"}) == expected
    assert name(howToApply={"method": "url", "url": "https://mcr.example/apply/7"}) == expected
    assert (
        name(hiringOrganization={"name": "MCR"}, howToApply={"method": "url", "url": "https://mcr.example/7"})
        != expected
    )


def test_who_runs_a_programme_is_known_by_the_one_that_names_it_as_the_employer():
    """One network names the host and who runs it, the other who runs it alone."""
    host = made(1, hiringOrganization={"name": "Cape Aquarium"}, provider={"name": "Tidewater Youth Works"})
    runner = made(2, hiringOrganization={"name": "Tidewater Youth Works"})
    stranger = made(3, hiringOrganization={"name": "Cape Aquarium"})
    of = {part.field: part.points for part in compare(host, runner, NO_STATISTICS).parts}
    other = {part.field: part.points for part in compare(stranger, runner, NO_STATISTICS).parts}
    assert of["employer"] > 0 > other["employer"]


def test_a_copied_description_speaks_for_it_and_a_closed_posting_against():
    """The first by how much of it is the same; the second since an old posting must not take the place of a new one."""
    text = " ".join(f"Students{number} operate instruments{number} in our laboratory" for number in range(20))
    parts = {
        part.field: part.points
        for part in compare(made(1, description=text), made(2, description=text), NO_STATISTICS).parts
    }
    assert parts["description"] == 150
    assert "description" not in {
        part.field for part in compare(made(1, description=text), made(2), NO_STATISTICS).parts
    }
    closed = {part.field: part.points for part in compare(made(1), made(2, status="closed"), NO_STATISTICS).parts}
    assert closed["status"] == -60
    assert "status" not in {part.field for part in compare(made(1), made(2), NO_STATISTICS).parts}


def test_a_posting_that_is_there_to_hurt_has_few_blocks():
    """However many words it is made of; and an employer that nobody names speaks for nothing."""
    letters = " ".join(f"x{number}" for number in range(66))
    towns = [{"address": {"addressLocality": f"Town{number}"}} for number in range(40)]
    assert len(keys(made(title=letters[:199], hiringOrganization={"name": letters[:199]}, jobLocation=towns))) < 250
    base = {"id": "urn:x:9", "url": "https://x.example/9", "title": "Robotics workshop", "status": "open",
            "dateModified": "2026-11-01T00:00:00Z", "activityType": "unspecified"}  # fmt: skip
    silent = record_of(Member("s9", "urn:x:9"), Posting.from_members(base))
    for other in (
        made(1),
        made(1, hiringOrganization={"name": "Cape Diner"}),
        silent._replace(member=Member("s8", "u")),
    ):
        points = {part.field: part.points for part in compare(silent, other, NO_STATISTICS, 1, 1).parts}
        assert points["employer"] == 0
        assert "sole" not in points
