"""The rules about dates, titles and texts find what they promise, and let pass what only looks like it."""

import pytest
from rule_cases import GONE, codes, notices


def test_the_posting_without_fault():
    """What the other tests start from earns no notice, with and without a profile."""
    assert codes({}) == []
    assert codes({}, "us-ma") == []


# Dates


@pytest.mark.parametrize(
    ("members", "at", "expected"),
    [
        ({"applicationDeadline": GONE}, "2026-11-22T12:00:00Z", ["missing_deadline"]),
        ({"applicationDeadline": GONE, "rolling": False}, "2026-11-22T12:00:00Z", ["missing_deadline"]),
        ({"applicationDeadline": GONE, "rolling": True}, "2026-11-22T12:00:00Z", []),
        ({"applicationDeadline": GONE, "validThrough": "2027-03-01"}, "2026-11-22T12:00:00Z", []),
        ({"applicationDeadline": GONE, "status": "paused"}, "2026-11-22T12:00:00Z", []),
        ({"applicationDeadline": "2026-11-21"}, "2026-11-22T12:00:00Z", ["deadline_passed"]),
        ({"applicationDeadline": "2026-11-21", "rolling": True}, "2026-11-22T12:00:00Z", ["deadline_passed"]),
        ({"applicationDeadline": "2026-11-21", "status": "closed"}, "2026-11-22T12:00:00Z", []),
        ({"applicationDeadline": "2026-11-22"}, "2026-11-23T04:59:59Z", []),
        ({"applicationDeadline": "2026-11-22"}, "2026-11-23T05:00:00Z", ["deadline_passed"]),
        ({"applicationDeadline": "2026-11-22T17:00:00-05:00"}, "2026-11-22T22:00:00Z", ["deadline_passed"]),
        ({"applicationDeadline": "2026-11-22T17:00:00-05:00"}, "2026-11-22T22:00:01Z", ["deadline_passed"]),
        ({"applicationDeadline": "2026-11-23T08:00:00+14:00"}, "2026-11-22T20:00:00Z", ["deadline_passed"]),
        # The clocks change in the night after the deadline: the day ends at 04:00Z and not at 05:00Z.
        ({"applicationDeadline": "2027-03-14", "lastVerified": "2027-03-01"}, "2027-03-15T03:59:59Z", []),
        (
            {"applicationDeadline": "2027-03-14", "lastVerified": "2027-03-01"},
            "2027-03-15T04:00:00Z",
            ["deadline_passed"],
        ),
        ({"applicationDeadline": GONE, "validThrough": "2026-11-01"}, "2026-11-22T12:00:00Z", ["deadline_passed"]),
    ],
)
def test_deadline(members, at, expected):
    """An open posting has a deadline, which lasts to the end of its day in the feed's zone, or is an instant."""
    assert codes(members, at=at) == expected


def test_zone_of_a_deadline():
    """The same date ends later in Honolulu than in New York, and in an unknown zone as in UTC."""
    members = {"applicationDeadline": "2026-11-21", "lastVerified": "2026-11-20"}
    assert codes(members, at="2026-11-22T09:59:00Z", timeZone="Pacific/Honolulu") == []
    assert codes(members, at="2026-11-22T10:00:00Z", timeZone="Pacific/Honolulu") == ["deadline_passed"]
    assert "deadline_passed" in codes(members, at="2026-11-22T00:00:00Z", timeZone="Nowhere/Land")


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"datePosted": "2027-03-02"}, "/items/0/applicationDeadline"),
        ({"applicationStartDate": "2027-04-01"}, "/items/0/applicationDeadline"),
        ({"datePosted": "2027-03-02T09:00:00-05:00"}, "/items/0/applicationDeadline"),
        ({"validThrough": "2027-02-01"}, "/items/0/validThrough"),
        (
            {"applicationDeadline": GONE, "validThrough": "2027-02-01", "datePosted": "2027-02-02"},
            "/items/0/validThrough",
        ),
        ({"datePosted": "2027-03-01"}, None),
        ({"datePosted": "2027-03-01T23:00:00-05:00"}, None),
        (
            {"applicationDeadline": "2027-03-01T12:00:00Z", "datePosted": "2027-03-01T13:00:00Z"},
            "/items/0/applicationDeadline",
        ),
        ({"applicationDeadline": "2027-03-01T12:00:00-05:00", "datePosted": "2027-03-01T13:00:00Z"}, None),
        ({"validThrough": "2027-03-01T17:00:00-05:00"}, None),
        ({"validThrough": "2027-08-01"}, None),
    ],
)
def test_order_of_dates(members, pointer):
    """An end before its beginning is one finding at the end; the same day, and instants in the right order, are none."""
    told = notices(members)
    assert [(one.code, one.pointer) for one in told] == ([("dates_out_of_order", pointer)] if pointer else [])


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"lastVerified": "2026-11-24"}, "/items/0/lastVerified"),
        ({"lastVerified": "2026-11-23"}, None),
        ({"partnership": {"agreementReviewed": "2027-01-01"}}, "/items/0/partnership/agreementReviewed"),
        ({"stem": {"value": "unknown", "date": "2027-01-01"}}, "/items/0/stem/date"),
        ({"stem": {"value": "unknown", "date": "2026-11-01"}, "partnership": {}}, None),
    ],
)
def test_done_in_the_future(members, pointer):
    """What was done cannot be later than the day that has come somewhere on earth."""
    told = notices(members)
    assert [(one.code, one.pointer) for one in told] == ([("date_in_future", pointer)] if pointer else [])


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"dateModified": "2026-09-22T12:00:00Z"}, ["not_verified_lately"]),
        ({"dateModified": "2026-09-23T12:00:00Z"}, []),
        ({"dateModified": "2026-01-01T12:00:00Z", "lastVerified": "2026-11-01"}, []),
        ({"dateModified": "2026-01-01T12:00:00Z", "lastVerified": "2026-08-01"}, ["not_verified_lately"]),
        ({"dateModified": "2026-01-01T12:00:00Z", "status": "filled"}, []),
    ],
)
def test_verified_lately(members, expected):
    """An open posting that nobody looked at for more than 60 days is named; a change counts as a look."""
    assert codes(members) == expected


# Titles


@pytest.mark.parametrize(
    "title",
    [
        "Internship", "Job shadow", "JOB SHADOW!", "Summer Internship 2027", "High School Internship Program", "Paid internship",
        "Student", "Untitled", "TBD", "n/a", "Test", "New opportunity", "Job Opportunities", "Co-op", "Volunteers needed", "--", "?",
        "IT", "Pasantía de verano", "Vaga de estágio",
    ],
)  # fmt: skip
def test_vague_title(title):
    """A title of words that any posting could have is vague."""
    assert codes({"title": title}) == ["vague_title"]


@pytest.mark.parametrize(
    "title",
    [
        "STEM", "NASA SEES Internship", "EMT / CNA Training", "Career day", "Job fair", "Nursing job shadow", "Posting 1",
        "Résumé workshop", "Summer School", "Welding co-op", "Open house", "Test prep tutor", "护理", "Lab intern", "EMT",
        "Student researcher", "IT help desk", "Pasantía de carpintería", "Summer at the aquarium", "CNA", "Intern, Town of Bourne",
        "Mentor", "Youth council",
    ],
)  # fmt: skip
def test_telling_title(title):
    """A title with a word that tells what, where or whose is not vague, nor are two Chinese characters."""
    assert codes({"title": title}) == []


@pytest.mark.parametrize(
    ("title", "calm"),
    [
        ("CNC MACHINING CO-OP PROGRAM", "CNC machining co-op program"),
        ("AQUACULTURE INTERNSHIP IN BARNSTABLE", "Aquaculture internship in barnstable"),
        ("NURSING ASSISTANT (CNA) TRAINING", "Nursing assistant (CNA) training"),
        ("NASA SUMMER RESEARCH INTERNSHIP", "NASA summer research internship"),
        ("PASANTÍA EN CARPINTERÍA", "Pasantía en carpintería"),
        ("VETERINARIAN'S ASSISTANT 2027", "Veterinarian's assistant 2027"),
        ("WELDING APPRENTICE at BOSTON SHIPYARD", "Welding apprentice at boston shipyard"),
    ],
)
def test_shouted_title(title, calm):
    """A title in capitals is shouted, and the one that is suggested keeps acronyms."""
    (notice,) = notices({"title": title})
    assert (notice.code, notice.replacement) == ("shouted_title", calm)


@pytest.mark.parametrize(
    "title",
    [
        "STEM", "NASA SEES Internship", "EMT / CNA Training", "EMT CNA CPR HVAC OSHA BLS", "AP CSP / IT / HVAC-R", "STEAM CAMP",
        "CTE and HVAC at YMCA", "Aquaculture LAB", "MIT STEP AND NASA", "海洋生物学のインターンシップ体験プログラム", "ΔΣ 2027 QPCR ELISA", "𝐂𝐍𝐂 𝐌𝐀𝐂𝐇𝐈𝐍𝐈𝐍𝐆 𝐂𝐎𝐎𝐏",
    ],
)  # fmt: skip
def test_title_with_acronyms(title):
    """Acronyms, and letters that have no small form, are not shouted."""
    assert codes({"title": title}) == []


# Texts


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"description": GONE, "summary": GONE}, 0),
        ({"description": "Help out.", "summary": GONE}, 9),
        ({"description": " \n" * 60, "summary": GONE}, 0),
        ({"description": "Help out.", "summary": "At a farm."}, 19),
        ({"description": "x" * 40, "summary": "y" * 40}, None),
        ({"description": "学生们在苗圃里帮忙，测量生长情况，并在最后介绍他们的发现和经验。", "summary": GONE}, None),
        ({"description": GONE, "summary": GONE, "status": "closed"}, None),
    ],
)
def test_thin_description(members, found):
    """Eighty characters of description and summary are enough, fewer of a script that says more with each."""
    told = notices(members)
    assert [(one.code, one.found) for one in told] == ([] if found is None else [("thin_description", found)])
    assert all(one.pointer == ("/items/0/description" if members.get("description") else "/items/0") for one in told)


def test_html_alone_is_measured_without_its_tags():
    """A description in HTML alone counts by its text."""
    thin = notices(
        {"description": GONE, "summary": GONE, "descriptionHtml": "<p class='a-very-long-name'>Help</p>" * 3}
    )
    assert [(one.code, one.found) for one in thin] == [("description_missing", None), ("thin_description", 14)]
    assert codes({"description": GONE, "descriptionHtml": "<p>Help.</p>"}) == ["description_missing"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("<p>Help in the nursery.</p><p>Measure growth.</p>", "Help in the nursery.\nMeasure growth."),
        ("Help<br>Measure", "Help\nMeasure"),
        ("Research &amp; development", "Research & development"),
        ("Caf&eacute; &#8211; kitchen", "Café – kitchen"),
        ("See <a href='https://a.example'>the page</a>", "See the page"),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("<p>First<p>Second", "First\nSecond"),
        ("<script>alert(1)</script>Help", "Help"),
        ("<b></b>", None),
        ("&lt;b&gt;bold&lt;/b&gt;", None),
        ("Big &#99999999999999999999; <b>x</b>", "Big \ufffd x"),
        ("&#" + "9" * 5_000 + ";<br>x", "\ufffd\nx"),
    ],
)
def test_markup_in_text(text, mended):
    """Markup in a plain text is named, with the text alone to put in its place; none is made up where nothing is left."""
    (notice,) = notices({"description": text})
    assert (notice.code, notice.replacement) == ("markup_in_text", mended)


@pytest.mark.parametrize(
    "text",
    [
        "I <3 oysters; a < b > c; x<y", "AT&T; R&D; Q&As; profit&loss", "Students learn HTML tags such as <h1>, <p> and <table>.",
        "vector<int> and std::map<a, b>", "https://site.example/?a=1&lt=2&copy=3", "Salt & sand", "<your name here>", "1 <b and 2> c",
        "e-mail <internships@farm.example>", "Learn JavaScript: onclick=1",
    ],
)  # fmt: skip
def test_no_markup(text):
    """Signs of comparison, ampersands and the mention of tags are plain text."""
    assert codes({"description": text}) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>", "<STYLE>p{}</STYLE>", "<iframe src='https://a.example'></iframe>", "<form><input></form>", "<svg/onload=x>",
        "<a href='javascript:x'>y</a>", '<a href=" JavaScript:x">y</a>', "<p onclick='x'>y</p>", "<img src=data:image/png;base64,AA>",
        "<button>Apply</button>",
    ],
)  # fmt: skip
def test_unsafe_html(html):
    """Parts that readers take out are named."""
    assert codes({"descriptionHtml": html}) == ["unsafe_html"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Learn JavaScript: the basics, online = easy.</p>", "<h2>Style and form</h2><p>Scripts for stage</p>",
        "<p>Only once = enough</p>", "<a href='https://a.example/?on=1'>Apply</a>", "<a href='mailto:info@farm.example'>Write</a>",
        "<ul><li><strong>One</strong></li></ul>", "<p class='form'>Framework data: file: open</p>", "<formula>",
    ],
)  # fmt: skip
def test_harmless_html(html):
    """Words that are also names of tags or schemes are harmless in a text."""
    assert codes({"descriptionHtml": html}) == []


def test_each_text_is_looked_at():
    """Texts in objects and translations are looked at too, each under its own pointer."""
    members = {
        "translations": [{"inLanguage": "es", "title": "<b>Acuicultura</b>"}],
        "safety": {"note": "Call 508-555-0142."},
    }
    told = {(one.code, one.pointer) for one in notices(members)}
    assert told == {("markup_in_text", "/items/0/translations/0/title"), ("phone_in_text", "/items/0/safety/note")}
