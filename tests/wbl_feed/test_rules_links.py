"""The rules about addresses, amounts, ids and stages find what they promise, and let pass what only looks like it."""

import pytest
from rule_cases import POSTING, codes, notices, of_feed

from wbl_feed.rules.known_hosts import site_of

# Links


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/apply", "https://localhost:8080/", "https://intranet/apply", "https://printer.local/", "https://10.0.0.5/x",
        "https://192.168.1.2:8443/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://[::1]/", "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[::ffff:10.0.0.1]:8080/", "https://169.254.169.254/latest", "https://127.0.0.1./",
        "https://site.internal/", "https://www.example.com/apply", "https://example.org", "https://user:pass@localhost/", "https://[::1/",
        "https://box.home.arpa/", "https://1.2.3.4.5/", "https://localhost?x=1", "https://10.0.0.1#a", "https://site.test/", "https://.../",
    ],
)  # fmt: skip
def test_unreachable_link(url):
    """Own machines, private networks, place holders and hosts that cannot be are named once."""
    assert codes({"url": url}) == ["unreachable_link"]


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example/apply", "https://8.8.8.8/", "https://[2001:4860:4860::8888]/", "https://example.k12.ma.us/", "https://münchen.example/",
        "https://user@site.example:8443/x", "https://site.example./", "https://local.example/", "https://test.example/", "https://a1.example/",
        "https://example.com.mx/", "https://xn--mnchen-3ya.example/?q=localhost", "https://site.example?u=http://10.0.0.1/",
    ],
)  # fmt: skip
def test_reachable_link(url):
    """Public names and addresses are let pass, with ports and user names too."""
    assert codes({"url": url}) == []


def test_http():
    """An http address is named with its https form, in which the port of http does not stay."""
    (notice,) = notices({"url": "http://site.example:80/a?b=http://c"})
    assert (notice.code, notice.replacement) == ("insecure_link", "https://site.example/a?b=http://c")
    assert codes({"url": "http://10.0.0.1/"}) == ["unreachable_link"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://bit.ly/3xYz", True), ("https://www.tinyurl.com/abc", True), ("https://BIT.LY/3xYz", True), ("https://bit.ly:443/x", True),
        ("https://user@bit.ly/x", True), ("https://bit.ly?x", True), ("https://orbit.ly/x", False), ("https://bit.ly@site.example/", False),
        ("https://bit.ly.site.example/", False), ("https://forms.gle/abc", False), ("https://youtu.be/abc", False),
    ],
)  # fmt: skip
def test_shortened_link(url, expected):
    """A shortener is known by its host alone, however that is written."""
    assert codes({"url": url}) == (["shortened_link"] if expected else [])


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("apply.farm.example", "farm.example"), ("farm.example", "farm.example"), ("a.b.farm.co.uk", "farm.co.uk"),
        ("escuela.edu.mx", "escuela.edu.mx"), ("jobs.uni.ac.jp", "uni.ac.jp"), ("www2.boston.k12.ma.us", "boston.k12.ma.us"),
        ("ci.bourne.ma.us", "bourne.ma.us"), ("library.bourne.ma.us", "bourne.ma.us"), ("farm.github.io", "farm.github.io"),
        ("10.0.0.1", "10.0.0.1"), ("2001:db8::1", "2001:db8::1"), ("localhost", "localhost"), ("x.y.co", "y.co"),
    ],
)  # fmt: skip
def test_site_of_a_host(host, site):
    """The part of a host that one owner has reaches below suffixes such as co.uk, k12.ma.us and github.io."""
    assert site_of(host) == site


@pytest.mark.parametrize(
    ("apply", "organization", "expected"),
    [
        ("https://apply.farm.example/1", {"url": "https://farm.example/"}, []),
        ("https://www.site.example/1", {"url": "https://farm.example/"}, []),
        ("https://boards.greenhouse.io/farm/1", {"url": "https://farm.example/"}, []),
        ("https://docs.google.com/forms/1", {"url": "https://farm.example/"}, []),
        ("https://elsewhere.example/1", {"url": "https://farm.example/"}, ["apply_link_elsewhere"]),
        ("https://evilgoogle.com/1", {"url": "https://farm.example/"}, ["apply_link_elsewhere"]),
        ("https://notlever.co/1", {"url": "https://farm.example/"}, ["apply_link_elsewhere"]),
        ("https://farm.example@evil.example/1", {"url": "https://farm.example/"}, ["apply_link_elsewhere"]),
        ("https://evil.co.uk/1", {"url": "https://farm.co.uk/"}, ["apply_link_elsewhere"]),
        ("https://apply.farm.co.uk/1", {"url": "https://farm.co.uk/"}, []),
        ("https://evil.github.io/1", {"url": "https://farm.github.io/"}, ["apply_link_elsewhere"]),
        ("https://elsewhere.example/1", {}, []),
        (
            "https://farmjobs.example/1",
            {"url": "https://farm.example/", "sameAs": ["https://farmjobs.example/about"]},
            [],
        ),
        ("https://farmjobs.example/1", {"url": "https://farm.example/", "email": "hr@farmjobs.example"}, []),
        ("https://FARM.example:8443/1", {"url": "https://farm.example./"}, []),
    ],
)
def test_host_of_an_application(apply, organization, expected):
    """One applies at a host of the publisher, the employer or an applicant system; else it is pointed out."""
    members = {"hiringOrganization": {"name": "Farm", **organization}, "howToApply": {"method": "url", "url": apply}}
    assert codes(members) == expected


# Amounts


@pytest.mark.parametrize(
    ("schedule", "weekly", "total", "expected"),
    [
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (20, 20), (120, 120), []),
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (20, 20), (100, 100), []),
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (20, 20), (12, 12), ["hours_do_not_add_up"]),
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (20, 20), (240, 240), ["hours_do_not_add_up"]),
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (10, 20), (60, 120), []),
        # A year of school with its holidays, and a student who does a hundred hours of it
        ({"startDate": "2026-09-08", "endDate": "2027-06-18"}, (5, 5), (150, 150), []),
        ({"startDate": "2026-09-08", "endDate": "2027-06-18"}, (5, 5), (110, 110), []),
        # A single day, and a weekend
        ({"startDate": "2027-07-05", "endDate": "2027-07-05"}, (6, 6), (6, 6), []),
        ({"startDate": "2027-07-03", "endDate": "2027-07-05"}, (12, 12), (12, 12), []),
        ({"startDate": "2027-07-05", "endDate": "2027-07-05"}, (6, 6), (60, 60), ["hours_do_not_add_up"]),
        ({"startDate": "2027-07-05"}, (6, 6), (600, 600), []),
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (None, 20), (200, None), ["hours_do_not_add_up"]),
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (20, None), (None, 40), ["hours_do_not_add_up"]),
        ({"startDate": "2027-07-05", "endDate": "2027-08-13"}, (20, None), (1000, None), []),
        ({}, (5, 5), (500, 500), []),
    ],
)  # fmt: skip
def test_hours_add_up(schedule, weekly, total, expected):
    """Hours in all that the weeks cannot hold, or that are far too few for them, are named; holidays are allowed for."""

    def quantity(bounds: tuple[int | None, int | None]) -> dict[str, int]:
        return {name: bound for name, bound in zip(("minValue", "maxValue"), bounds, strict=True) if bound is not None}

    members = {"schedule": schedule, "hoursPerWeek": quantity(weekly), "totalHours": quantity(total)}
    assert codes(members) == expected


@pytest.mark.parametrize(
    ("duration", "expected"),
    [("P6W", []), ("P1M", ["hours_do_not_add_up"]), ("P42D", []), ("P0W", []), ("PT6H", []), ("P1Y", []), ("P1W", ["hours_do_not_add_up"])],
)  # fmt: skip
def test_hours_by_duration(duration, expected):
    """Without dates the weeks are those of the duration, if it is one of weeks, months or days."""
    members = {"duration": duration, "hoursPerWeek": {"minValue": 20, "maxValue": 20}, "totalHours": {"minValue": 120}}
    assert codes(members) == expected


@pytest.mark.parametrize(
    ("compensation", "expected"),
    [
        ({"status": "paid", "baseSalary": {"currency": "USD", "value": 14.99, "unitText": "HOUR"}}, "/value"),
        ({"status": "paid", "baseSalary": {"currency": "USD", "value": 15, "unitText": "HOUR"}}, None),
        (
            {"status": "paid", "baseSalary": {"currency": "USD", "minValue": 12, "maxValue": 18, "unitText": "HOUR"}},
            "/minValue",
        ),
        ({"status": "paid", "baseSalary": {"currency": "USD", "maxValue": 12, "unitText": "HOUR"}}, "/maxValue"),
        ({"status": "paid", "baseSalary": {"currency": "USD", "value": 500, "unitText": "WEEK"}}, None),
        ({"status": "paid", "baseSalary": {"currency": "USD", "value": 12}}, None),
        ({"status": "paid", "baseSalary": {"currency": "EUR", "value": 12, "unitText": "HOUR"}}, None),
        ({"status": "unpaid", "baseSalary": {"currency": "USD", "value": 0, "unitText": "HOUR"}}, None),
        ({"status": "stipend", "baseSalary": {"currency": "USD", "value": 10, "unitText": "HOUR"}}, None),
    ],
)
def test_minimum_wage(compensation, expected):
    """A wage of an hour is held against the minimum of the profile; a stipend and other units are not."""
    told = [one for one in notices({"compensation": compensation}, "us-ma") if one.code == "below_minimum_wage"]
    place = f"/items/0/compensation/baseSalary{expected}"
    assert [(one.code, one.pointer) for one in told] == ([("below_minimum_wage", place)] if expected else [])
    assert codes({"compensation": compensation}) == []


# Identity and stage


@pytest.mark.parametrize(
    ("identity", "title", "expected"),
    [
        ("https://site.example/aquaculture-in-barnstable", "Aquaculture in Barnstable", True),
        ("https://site.example/2027/Aquaculture_In_Barnstable/", "Aquaculture in Barnstable", True),
        ("https://site.example/aquaculture%20in%20barnstable", "Aquaculture in Barnstable", True),
        ("https://site.example/pasantia-en-carpinteria", "Pasantía en carpintería", True),
        ("https://site.example/id/4821", "Aquaculture in Barnstable", False),
        ("https://site.example/aquaculture-in-barnstable", "Culture in Barn", False),
        ("https://aquaculture.example/4821", "Aquaculture", False),
        ("https://site.example/oyster-farm", "Oyster farm", False),
        ("https://site.example/start-a-b-test", "Art a b", False),
    ],
)
def test_id_from_the_title(identity, title, expected):
    """An id with all words of a title of three or more is pointed out; parts of words and short titles are chance."""
    assert codes({"id": identity, "title": title}) == (["id_looks_like_title"] if expected else [])


@pytest.mark.parametrize(
    ("activity", "stage", "expected"),
    [
        ("internship", "career-awareness", ["stage_mismatch"]),
        ("internship", "career-immersion", []),
        ("other", "career-awareness", []),
        ("internship", "us-tx:career-experience", []),
        ("internship", "https://site.example/terms/stage", []),
    ],
)
def test_stage(activity, stage, expected):
    """A stage of the core other than the activity's is pointed out, and nothing more, since it may be meant."""
    told = [one for one in notices({"activityType": activity, "careerStage": stage}) if one.code == "stage_mismatch"]
    assert [one.code for one in told] == expected
    assert all(one.severity == "info" and one.replacement == "career-immersion" for one in told)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, True),
        ({}, {"title": "AQUACULTURE  in barnstable"}, True),
        ({}, {"notSameAs": ["https://site.example/id/1"]}, False),
        ({"notSameAs": ["https://site.example/id/2"]}, {}, False),
        ({}, {"schedule": {"startDate": "2027-07-05"}}, False),
        ({"schedule": {"startTime": "09:00"}}, {"schedule": {"startTime": "13:00"}}, False),
        ({}, {"applicationDeadline": "2027-04-01"}, False),
        ({}, {"hiringOrganization": {"name": "Another farm"}}, False),
        ({}, {"jobLocation": [{"name": "Bourne"}]}, False),
        ({}, {"status": "closed"}, False),
    ],
)
def test_likely_double(first, second, expected):
    """Two open postings of one title, employer, place and dates are doubles unless either says that they are not."""
    items = [
        {**POSTING, "id": "https://site.example/id/1", **first},
        {**POSTING, "id": "https://site.example/id/2", **second},
    ]
    found = [one for one in of_feed(items) if one.code == "likely_double"]
    assert [one.pointer for one in found] == (["/items/1"] if expected else [])
