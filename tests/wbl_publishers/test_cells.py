"""What a cell says is read as its member, or refused with an example; nothing is guessed."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wbl_publishers.cleaning import UnreadableError, is_rolling, read_cell, split_cell
from wbl_publishers.members import Member, member

from wbl_feed.resources import spec_json

REFUSED = object()


def rate(unit: str = "", **amounts: float) -> dict[str, object]:
    """Pay in dollars for a unit of time."""
    return {"currency": "USD", **amounts} | ({"unitText": unit} if unit else {})


def paid(unit: str = "", status: str = "paid", **amounts: float) -> dict[str, object]:
    """The compensation that a cell with amounts is read as."""
    return {"status": status, "baseSalary": rate(unit, **amounts)}


def town(name: str, region: str = "", code: str = "") -> dict[str, object]:
    """A place given by its address."""
    parts = {"addressLocality": name, "addressRegion": region, "postalCode": code}
    return {"address": {key: value for key, value in parts.items() if value}}


def between(least: float, most: float) -> dict[str, float]:
    """A range with both ends included."""
    return {"minValue": least, "maxValue": most}


CELLS: dict[str, dict[str, object]] = {
    "/schedule/startDate": {
        "2027-01-15": "2027-01-15",
        "2027-1-5": "2027-01-05",
        "2027/1/5": "2027-01-05",
        "1/15/2027": "2027-01-15",
        "01/05/2027": "2027-01-05",
        "1-15-2027": "2027-01-15",
        "1/5/27": "2027-01-05",
        "12/31/00": "2000-12-31",
        "1/15/49": "2049-01-15",
        "1/15/50": REFUSED,
        "3/1/85": REFUSED,
        "1-Mar-27": "2027-03-01",
        "1-Mar-2027": "2027-03-01",
        "1-Mar-85": REFUSED,
        "Monday, March 1, 2027": "2027-03-01",
        "Mon, Mar 1, 2027": "2027-03-01",
        "Mon 3/1/2027": "2027-03-01",
        "Tuesday, March 1, 2027": REFUSED,
        "2027-03-01 00:00:00": "2027-03-01",
        "3/1/2027 0:00": "2027-03-01",
        "2027-03-01 00:00:01": REFUSED,
        "March 1st, 2027": "2027-03-01",
        "Sept 2nd, 2027": "2027-09-02",
        "12-Sep": REFUSED,
        "January 15, 2027": "2027-01-15",
        "JANUARY 15, 2027": "2027-01-15",
        "January 15 2027": "2027-01-15",
        "Jan 15, 2027": "2027-01-15",
        "Jan. 15, 2027": "2027-01-15",
        "Jan 15 2027": "2027-01-15",
        "Sept. 15, 2027": "2027-09-15",
        "Sept 15, 2027": "2027-09-15",
        "September 15, 2027": "2027-09-15",
        "15 January 2027": "2027-01-15",
        "15 Jan 2027": "2027-01-15",
        "  1/15/2027\u00a0": "2027-01-15",
        "2028-02-29": "2028-02-29",
        "2027-02-29": REFUSED,
        "2/30/2027": REFUSED,
        "13/1/2027": REFUSED,
        "0/0/2027": REFUSED,
        "1/15": REFUSED,
        "5/2027": REFUSED,
        "2027": REFUSED,
        "44941": REFUSED,
        "January": REFUSED,
        "tomorrow": REFUSED,
        "1/15/2027 5:00 PM": REFUSED,
        "١/١/2027": REFUSED,
    },
    "/applicationDeadline": {
        "3/1/2027": "2027-03-01",
        "2027-03-01T17:00:00-05:00": "2027-03-01T17:00:00-05:00",
        "2027-03-01T17:00:00.5Z": "2027-03-01T17:00:00.5Z",
        "2027-03-01T17:00:00": REFUSED,
        "2027-03-01 17:00": REFUSED,
    },
    "/schedule/flexible": {
        **dict.fromkeys(("yes", "Yes", "Y", "TRUE", "x", "X", "1", "✓", "sí", "SÍ", "si"), True),
        **dict.fromkeys(("no", "No", "N", "FALSE", "0"), False),
        unicodedata.normalize("NFD", "Sí"): True,
        **dict.fromkeys(("maybe", "ask", "oui", "", "yes!", "2"), REFUSED),
    },
    "/eligibility/minimumGpa": {
        "3": 3,
        "2.75": 2.75,
        "1,200": 1200,
        "$15": 15,
        "1,2": REFUSED,
        "3,5": REFUSED,
        "B+": REFUSED,
        "1e3": REFUSED,
        "٣": REFUSED,
        "9" * 16: REFUSED,
        "9" * 5000: REFUSED,
    },
    "/totalOpenings": {"4": 4, "4.0": 4, "1,200": 1200, "4.5": REFUSED, "-3": REFUSED, "four": REFUSED, "": REFUSED},
    "/eligibility/minimumAge": {"16": 16, "16+": REFUSED, "sixteen": REFUSED},
    "/hoursPerWeek": {
        "10": between(10, 10),
        "7.5": between(7.5, 7.5),
        "10-15": between(10, 15),
        "10 – 15": between(10, 15),
        "10 to 15": between(10, 15),
        "10-15 hours": between(10, 15),
        "10 hrs/week": between(10, 10),
        "10 hours a week": between(10, 10),
        "15-10": REFUSED,
        "10+": REFUSED,
        "up to 10": REFUSED,
        "10-": REFUSED,
        "1.2.3": REFUSED,
        "...": REFUSED,
        "ten": REFUSED,
    },
    "/eligibility/gradeLevels": {
        "9-12": [9, 10, 11, 12],
        "9–12": [9, 10, 11, 12],
        "9th-12th": [9, 10, 11, 12],
        "Grades 9 to 10": [9, 10],
        "10th, 11th": [10, 11],
        "10 & 11": [10, 11],
        "12; 9-10": [9, 10, 12],
        "9, 9-10": [9, 10],
        "juniors and seniors": [11, 12],
        "Sophomore": [10],
        "freshmen or sophomores": [9, 10],
        "0": [0],
        "13": [13],
        "12-9": REFUSED,
        "17": REFUSED,
        "11/12": REFUSED,
        "K-12": REFUSED,
        "all": REFUSED,
        ",": REFUSED,
    },
    "/compensation": {
        "$17/hr": paid("HOUR", value=17),
        "$ 17.50 / HR": paid("HOUR", value=17.5),
        "$17 an hour": paid("HOUR", value=17),
        "$17/hr, 20 hours per week": REFUSED,
        **dict.fromkeys(("$17 por hora", "$17 hourly", "$17/hour", "$17 per hr", "paid $17/h"), paid("HOUR", value=17)),
        **dict.fromkeys(("$40,000/yr", "$40,000 a year", "$40,000 yearly"), paid("YEAR", value=40000)),
        "up to $20/hr": paid("HOUR", maxValue=20),
        **dict.fromkeys(("from $15/hr", "$15+/hr", "At least $15 an hour"), paid("HOUR", minValue=15)),
        "from $15 to $18/hr": paid("HOUR", minValue=15, maxValue=18),
        **dict.fromkeys(("$600 weekly stipend", "stipend $600/week"), paid("WEEK", "stipend", value=600)),
        "stipend of $1,200.50": paid("TOTAL", "stipend", value=1200.5),
        "stipend up to $500": paid("TOTAL", "stipend", maxValue=500),
        "Varies": {"status": "varies"},
        "depends on placement": {"status": "varies"},
        "unknown": {"status": "unknown"},
        "TBD": {"status": "unknown"},
        **dict.fromkeys(
            (
                *("costs $50", "Students pay $50", "$50 tuition", "bring $20 for lunch", "no pay, $100 prize"),
                *("less than $15/hr", "over $15/hr", "about $15/hr", "at least $15-18/hr", "$15-18+/hr", "up to $20+"),
                *("C$17/hr", "MX$200", "$200 pesos", "$800/2 weeks", "$800 biweekly", "$17/hr/week", "$17 hourly/day"),
                *("$0", "$0.00", "$0-15/hr", "$1.200", "$1,20", "$12,00/hr", "$1,2000", "unpaid, maybe paid"),
            ),
            REFUSED,
        ),
        "Paid: $120 a day": paid("DAY", value=120),
        "$30,000 per year": paid("YEAR", value=30000),
        "$17": paid(value=17),
        "$15-18 an hour": paid("HOUR", minValue=15, maxValue=18),
        "$15 – $18/hr": paid("HOUR", minValue=15, maxValue=18),
        "$17/hr to $20/hr": paid("HOUR", minValue=17, maxValue=20),
        "stipend $1,200": paid("TOTAL", "stipend", value=1200),
        "$500 stipend per month": paid("MONTH", "stipend", value=500),
        "Stipend": {"status": "stipend"},
        "Paid": {"status": "paid"},
        "Unpaid": {"status": "unpaid"},
        "volunteer": {"status": "unpaid"},
        "None": {"status": "unpaid"},
        "17/hr": REFUSED,
        "$17,50": REFUSED,
        "$30k": REFUSED,
        "$18-15/hr": REFUSED,
        "$1.2.3": REFUSED,
        "$17/hr - $500/week": REFUSED,
        "$17/hr plus $500 bonus": REFUSED,
        "Unpaid ($500 at the end)": REFUSED,
        "competitive": REFUSED,
        "$" + "9" * 5000: REFUSED,
    },
    "/jobLocation/0": {
        "Woods Hole, MA 02543": town("Woods Hole", "MA", "02543"),
        "Boston, MA 02110-1234": town("Boston", "MA", "02110-1234"),
        "Boston MA 02110": town("Boston", "MA", "02110"),
        "Boston,\n MA": town("Boston", "MA"),
        "Woods  Hole, MA": town("Woods Hole", "MA"),
        "St. John's": town("St. John's"),
        "Boston, ma": {"name": "Boston, ma"},
        "Barnstable, MA 0263": {"name": "Barnstable, MA 0263"},
        "02543": {"name": "02543"},
        **dict.fromkeys(("Remote", "virtual", "Online", "TBD", "Various", "work from home", "Remote, MA"), REFUSED),
        "12 Main St, Boston, MA 02110": {"name": "12 Main St, Boston, MA 02110"},
    },
    "/jobLocation/0/address/addressLocality": {"Boston": "Boston", "Online": REFUSED},
    "/url": {
        "https://site.example/jobs?id=7#apply": "https://site.example/jobs?id=7#apply",
        "http://site.example": "http://site.example",
        "www.site.example": REFUSED,
        "ftp://site.example": REFUSED,
        "mailto:jobs@site.example": REFUSED,
        "javascript:alert(1)": REFUSED,
        "https://": REFUSED,
        "https:///jobs": REFUSED,
        "https://site.example/two words": REFUSED,
        "see website": REFUSED,
    },
    "/activityType": {
        "internship": "internship",
        "Internship": "internship",
        "job_shadow": "job-shadow",
        "JOB  SHADOW": "job-shadow",
        "summer internship": "internship",
        "Cooperative education": "co-op",
        "coop": "co-op",
        "pasantía": "internship",
        "PASANTIA": "internship",
        unicodedata.normalize("NFD", "Prácticas"): "internship",
        "Día de las profesiones": "career-day",
        "voluntariado": "community-service",
        "us-ma:petm": "us-ma:petm",
        "internshp": "internshp",  # unknown codes are told of by the row, which knows the nearest one
    },
    "/workMode": {"On site": "onsite", "WFH": "remote", "en linea": "remote", "Híbrido": "hybrid"},
    "/status": {
        "Open": "open",
        "On hold": "paused",
        "Abierto": "open",
        "cubierta": "filled",
        "": REFUSED,
        "?": REFUSED,
    },
    "/eligibility/workPermit": {"Required": "required", "NOT-REQUIRED": "not-required", "needed": REFUSED},
    "/schedule/byDay": {"monday; FRIDAY": ["Monday", "Friday"], "Monday, Friday": REFUSED, "Mondays": REFUSED},
    "/schedule/window": {"Verano|after school\nweekends": ["summer", "after-school", "weekend"]},
    "/skills": {"Python; Excel;": [{"name": "Python"}, {"name": "Excel"}], " ;; ": []},
    "/programs": {"us-ma:mycap; us-ma:petm": ["us-ma:mycap", "us-ma:petm"]},
    "/hiringOrganization": {"ACME": {"name": "ACME"}},
    "/title": {" Robotics\u00a0intern ": "Robotics intern", "=1+1": "=1+1", "007": "007"},
}
TABLE = [(pointer, text, value) for pointer, cells in CELLS.items() for text, value in cells.items()]


def every_pointer() -> list[str]:
    """A pointer to every member of a posting, the first element standing for a list."""
    schema = spec_json("posting.schema.json")
    found: list[str] = []

    def walk(node: dict, pointer: str) -> None:
        while "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        found.append(pointer)
        if node.get("type") == "array":
            walk(node["items"], f"{pointer}/0")
        for name, child in node.get("properties", {}).items():
            walk(child, f"{pointer}/{name}")

    walk(schema, "")
    return found[1:]


KINDS = list({(one.type, one.many): one for one in map(member, every_pointer())}.values())
FRAGMENTS = [*(text for _, text, _ in TABLE), "$", ",", "-", " to ", "/", "9" * 400, ":", ";", "\n", "per hour", "\x00"]


WILD = st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=4).map("".join)


def read_or_refuse(text: str, target: Member) -> object:
    """The value of a cell, or REFUSED."""
    try:
        return read_cell(text, target)
    except UnreadableError:
        return REFUSED


def test_the_table_is_as_long_as_it_should_be():
    """The table below has more than a hundred cells, and tries refusals as well as values."""
    assert len(TABLE) >= 100
    assert sum(value is REFUSED for *_, value in TABLE) >= 50


@pytest.mark.parametrize(
    ("pointer", "text", "value"), TABLE, ids=lambda part: str(part)[:30] if part is not REFUSED else "refused"
)
def test_a_cell_is_read_or_refused(pointer: str, text: str, value: object):
    """A cell gives the value a person reads in it, with its type, or else a refusal that says what it should be."""
    target = member(pointer)
    if value is not REFUSED:
        assert repr(read_cell(text, target)) == repr(value)
        return
    with pytest.raises(UnreadableError, match=r"^(a|an|one|yes|pay|grades)\b.+[\w/]$"):
        read_cell(text, target)


@pytest.mark.parametrize(
    "text", ["rolling", "Until filled.", " ONGOING ", "open until filled", "Rolling admissions", "Rolling basis"]
)
def test_words_for_no_deadline_are_known(text: str):
    """A deadline's cell that says until filled is told from a date."""
    assert is_rolling(text)
    assert not is_rolling("3/1/2027")


@pytest.mark.parametrize(
    ("text", "separator", "parts"),
    [
        ("a; b|c\nd", "", ["a", "b", "c", "d"]),
        ("a, b", "", ["a, b"]),
        ("a, b; c", ",", ["a", "b; c"]),
        ("a / b", " / ", ["a", "b"]),
        (" ; ", "", []),
    ],
)
def test_a_cell_of_several_values_is_split(text: str, separator: str, parts: list[str]):
    """A list is split at semicolons, bars and line breaks, or only where the mapping says."""
    assert split_cell(text, separator) == parts


@settings(max_examples=500)
@given(target=st.sampled_from(KINDS), text=WILD)
@example(target=member("/eligibility/minimumGpa"), text="9" * 5000)
def test_no_text_raises_anything_but_a_refusal(target: Member, text: str):
    """Whatever people write, a cell of any type is read or refused, and what is read can be checked."""
    value = read_or_refuse(text, target)
    if value is not REFUSED:
        assert isinstance(target.fault(value), str)


@pytest.mark.parametrize("pointer", ["/compensation", "/hoursPerWeek", "/eligibility/minimumGpa", "/totalOpenings"])
@given(text=WILD)
def test_what_is_read_holds_only_numbers_that_stand_in_the_cell(pointer: str, text: str):
    """No amount, hour or count is made up: its digits stand in the cell, and a range begins with its smaller end."""
    value = read_or_refuse(text, member(pointer))
    amounts = value.get("baseSalary", value) if isinstance(value, dict) else {"value": value}
    numbers = [amount for amount in amounts.values() if isinstance(amount, int | float)]
    assert numbers == sorted(numbers)
    for number in numbers:
        assert f"{number:f}".rstrip("0").rstrip(".") in text.replace(",", "")


@given(text=WILD)
def test_grades_are_school_grades_in_order(text: str):
    """Grades come out in order, each once, from kindergarten to college."""
    grades = read_or_refuse(text, member("/eligibility/gradeLevels"))
    assert grades is REFUSED or grades == sorted(set(grades) & set(range(17)))


def test_reading_an_absurdly_long_cell_ends():
    """A cell of a hundred thousand spaces, dashes or digits is answered, whatever its type."""
    for text in ("a" + " " * 100_000 + "b", "$1-" * 30_000, "1," * 50_000, "9-" * 50_000):
        for target in KINDS:
            assert read_or_refuse(text, target) is not None
