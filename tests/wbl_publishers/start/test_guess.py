"""What a sheet's cells change in a guess: ids, persons, students, codes, lists, markup, doubled and missing headings."""

import pytest
from start_sheets import HOME, columns, mapped, planned, said
from wbl_publishers.start.guess import guess
from wbl_publishers.start.plan import plan
from wbl_publishers.start.sheet import look

from wbl_feed.errors import UsageError
from wbl_feed.profiles import bundled

TITLES = ["Hatchery intern", "Tide gauge helper", "Harbor pilot shadow"]


def constants(rows: list[list[str]], home: str = HOME) -> dict[str, object]:
    """The constants that the mapping file will say."""
    return {one.member: one.value for one in planned(rows, home).constants if one.used}


@pytest.mark.parametrize(
    ("cells", "used", "why"),
    [
        (["A-1", "A-2", "A-3"], True, ""),
        (["101", "102", "103"], True, ""),
        (["1", "2", "3"], False, "numbers of rows"),
        (["1.0", "2.0", "3.0"], False, "numbers of rows"),
        (["A-1", "A-1", "A-3"], False, "no other row may have it"),
        (["A-1", "", "A-3"], False, "stand in every row"),
        (["", "", ""], False, "stand in every row"),
    ],
)
def test_an_id_is_used_if_it_can_be_one(cells: list[str], used: bool, why: str):
    """A column of ids that has gaps, repeats itself or counts the rows is a question."""
    (one,) = said(planned(columns(Title=TITLES, ID=cells)), "ID")
    assert (one.member, one.used) == ("id", used)
    assert why in one.why


def test_mailboxes_of_persons_are_a_question():
    """Where most of the mailboxes are those of persons the column is not used; those of roles are."""
    persons = columns(Title=TITLES, Email=["first.last@a.example", "last.first@b.example", "jobs@c.example"])
    roles = columns(Title=TITLES, Email=["first.last@a.example", "info@b.example", "jobs@c.example"])
    assert "mailboxes of persons" in said(planned(persons), "Email")[0].why
    assert "/applicationContact/email" not in mapped(planned(persons))
    assert mapped(planned(roles))["/applicationContact/email"] == "Email"


STUDENTS = ["Student name", "Date of birth", "Parent/Guardian email", "Student ID", "Gender", "GPA", "Home address"]


def test_data_about_students_is_never_mapped():
    """Columns about students are left out, and their owner is told that others can read them all the same."""
    rows = columns(Title=TITLES, **{name: ["a", "b", "c"] for name in STUDENTS})
    found = planned(rows)
    assert set(mapped(found).values()) == {"Title"}
    assert all(name in found.careful[0] for name in STUDENTS)
    assert "publish another sheet" in found.careful[0]


def test_a_sheet_about_students_is_refused():
    """Where nothing is a title and something is about students, no column is made the title."""
    with pytest.raises(UsageError, match=r"no column has titles of postings, and “Student name”.* about students"):
        planned(columns(**{"Student name": ["a", "b"], "Placed at": ["Tide Lab", "Bay Shellfish"]}))


def test_a_column_of_approvals_is_told_of():
    """Nothing keeps a row back that is not approved, and that is said."""
    (sentence,) = planned(columns(Title=TITLES, Approved=["yes", "no", "yes"])).careful
    assert "“Approved” says which rows are approved, but all of them are published" in sentence


def test_the_likest_column_is_the_title_where_none_says_so():
    """Of columns without a telling heading, that of short and different words is the title, and it is said."""
    rows = columns(
        Shelf=["left", "left", "left"], Thing=TITLES, More=["x" * 300, "y" * 300, "z" * 300], Size=["1", "2", "3"]
    )
    found = planned(rows)
    assert mapped(found)["/title"] == "Thing"
    assert "no heading says that it is the title" in said(found, "Thing")[-1].why


@pytest.mark.parametrize("rows", [columns(Size=["1", "2"]), columns(Link=["https://a.example", "https://b.example"]), [["A", "A"], ["x", "y"]], [["Title ", " title"], ["x", "y"]], [["Email"], ["jobs@a.example"]]])  # fmt: skip
def test_a_sheet_without_a_title_is_refused(rows: list[list[str]]):
    """Numbers, addresses and columns of the same heading cannot be titles."""
    with pytest.raises(UsageError) as refusal:
        planned(rows)
    assert str(refusal.value) in (
        "sheet.csv: no column can be the title of a posting. Give one the heading “Title”.",
        (
            "sheet.csv: “Title” is the heading of several columns, one with titles. "
            "Rename them in the sheet, such as “Title” and “Employer”."
        ),
    )


@pytest.mark.parametrize("rows", [[], [["", " "]], [["\u00a0", "\ufeff"], ["a", "b"]]])
def test_a_sheet_without_headings_is_refused(rows: list[list[str]]):
    """A sheet that is empty, or whose columns have no names, is refused with a fix."""
    with pytest.raises(UsageError):
        planned(rows)


def test_headings_that_are_doubled_are_a_question():
    """Neither of two columns with one heading can be named in a mapping file, whatever their case and space."""
    rows = [["Title", "Pay", " pay\u00a0"], ["Intern", "$17/hr", "$18/hr"]]
    found = planned(rows)
    assert "/compensation" not in mapped(found)
    assert [one.why for one in found.guesses[1:3]] == ["another column has the same heading: rename one of them"] * 2


def test_the_second_column_for_a_member_is_a_question():
    """Two columns that mean the same do not overwrite each other."""
    found = planned(columns(Title=TITLES, Deadline=["3/1/2027"] * 3, Closing=["3/2/2027"] * 3))
    assert mapped(found)["/applicationDeadline"] == "Deadline"
    assert said(found, "Closing")[0].why == "the column “Deadline” is used for it already"


def test_cells_that_cannot_be_read_make_a_question():
    """A heading is not believed where most of its cells say something else, and how many do is told."""
    found = planned(columns(Title=TITLES, Deadline=["3/1/2027", "when the tide turns", "ask Ana"]))
    assert "/applicationDeadline" not in mapped(found)
    assert said(found, "Deadline")[0].why == "only 1 of 3 cells can be read so"


@pytest.mark.parametrize(
    ("headings", "page", "apply"),
    [
        ({"Web page": "w", "Apply at": "a"}, "Web page", "Apply at"),
        ({"Apply at": "a"}, "Apply at", "Apply at"),
        ({"Link": "l"}, "Link", None),
        ({"Shoe rack": "s"}, "Shoe rack", None),
        ({"Employer": None, "Employer website": "e"}, None, None),
    ],
)
def test_where_a_posting_leads(headings: dict[str, str | None], page: str | None, apply: str | None):
    """A page of its own, else where one applies, else any column of addresses; never the employer's home page."""
    cells = {
        name: [f"https://{key}.example/{n}" if key else "ACME" for n in range(3)] for name, key in headings.items()
    }
    found = planned(columns(Title=TITLES, **cells))
    assert (mapped(found).get("/url"), mapped(found).get("/howToApply/url")) == (page, apply)
    assert found.defaults.get("/url") == (HOME if page else None)
    assert [one.value for one in found.constants if one.member == "/url"] == ([] if page else [HOME])


def test_what_stands_in_for_columns_that_are_not_there():
    """Without columns for them a posting is open, of an unspecified kind, and leads to the home page; all is commented."""
    assert constants(columns(Title=TITLES)) == {"/url": HOME, "/activityType": "unspecified", "/status": "open"}
    assert constants(columns(Title=TITLES), home="") == {"/activityType": "unspecified", "/status": "open"}
    for one in planned(columns(Title=TITLES), home="").constants:
        assert one.why


def test_an_empty_status_is_not_open_by_itself():
    """Where the column of the status has gaps, open is proposed and not said."""
    rows = columns(Title=TITLES, Status=["", "Filled", ""])
    (proposed,) = [one for one in planned(rows).constants if one.member == "/status"]
    assert not proposed.used
    assert "/status" not in {one.member for one in planned(columns(Title=TITLES, Status=["Open"] * 3)).constants}


def test_words_that_are_no_codes_are_translated_or_asked():
    """A profile's labels and usual answers are translated; other words are listed with the code that is near."""
    kinds = ["Internship", "Intership", "Barn dance", "Internship"]
    rows = columns(
        Title=[*TITLES, "Fourth"],
        Kind=kinds,
        Paid=["Yes", "No", "No", "stipend"],
        Programs=["Connecting Activities; MyCAPS", "Early College", "", ""],
    )
    found = plan(look(enumerate(rows, 1), ""), "", HOME, [bundled()["us-ma"]])
    words = {one.member: {word.text: (word.code, word.near) for word in one.translations} for one in found.used}
    assert words["/activityType"] == {"Intership": ("", "internship"), "Barn dance": ("", "")}
    assert words["/compensation/status"] == {"No": ("unpaid", ""), "Yes": ("paid", "")}
    assert words["/programs"]["Connecting Activities"] == ("us-ma:connecting-activities", "")
    assert words["/programs"]["Early College"] == ("us-ma:early-college", "")
    assert words["/programs"]["MyCAPS"][0] == ""
    assert found.defaults["/activityType"] == "unspecified"


@pytest.mark.parametrize(
    ("cells", "split"),
    [
        (["Excel, teamwork", "soldering"], ","),
        (["Excel; teamwork", "reading, slowly"], ""),
        (["Work with care, patience and some humor when it rains", "soldering"], ""),
        (["soldering", "reading"], ""),
    ],
)
def test_lists_with_commas_are_split_at_them(cells: list[str], split: str):
    """Names with commas between them, as a form has them, are a list; sentences are not."""
    (one,) = said(planned(columns(Title=TITLES[:2], Skills=cells)), "Skills")
    assert one.split == split


def test_texts_with_markup_are_read_as_html():
    """A description with tags becomes plain text; one with a less-than sign stays as it is."""
    marked = planned(columns(Title=TITLES, Details=["<p>One</p>", "<p>Two</p>", "Three"]))
    plain = planned(columns(Title=TITLES, Details=["under < 18", "Two", "Three"]))
    assert (said(marked, "Details")[0].html, said(plain, "Details")[0].html) == (True, False)


def test_pay_in_two_columns_is_whole():
    """A column that asks whether there is pay and one that says how much are both used; a note alone gets a status."""
    two = planned(columns(Title=TITLES, Paid=["Yes", "No", "Yes"], Wage=["$17/hr", "", "$18/hr"]))
    assert {"/compensation", "/compensation/status"} <= set(mapped(two))
    note = columns(Title=TITLES, Pay=["Lunch and a bus pass", "Depends on the crew", "ask us"])
    assert constants(note)["/compensation/status"] == "unknown"


def test_an_employers_page_needs_an_employer():
    """Members of an employer without a name are a question, since the standard leaves them out."""
    found = planned(columns(Title=TITLES, Employer__website=["https://a.example"] * 3))
    assert "employer's name" in said(found, "Employer website")[0].why


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["Our list"]],
        [["Our list", ""], ["", ""], ["Updated on Mondays, with care", ""]],
        [["Harbor desk", "Mondays"]],
    ],
)
def test_headings_are_found_below_titles(above: list[list[str]]):
    """Titles and notes above the headings, blank rows among them, are passed over; the number is the sheet's own."""
    rows = [*above, ["Position Title", "Apply By"], ["Intern", "3/1/2027"], ["Open", "Rolling"]]
    sheet = look(enumerate(rows, 1), "")
    assert (sheet.row, sheet.rows) == (len(above) + 1, 2)
    assert [one.member for one in guess(sheet)] == ["/title", "/applicationDeadline"]


def test_headings_that_nobody_knows_are_the_first_wide_row():
    """Where no heading is known a title above is still passed over."""
    sheet = look(enumerate([["Lista", "", ""], ["Xx", "Yy", "Zz"], ["a", "b", "c"]], 1), "")
    assert sheet.row == 2


def test_fifty_rows_are_looked_at():
    """A long sheet is looked at no further than its first rows."""
    rows = iter([(1, ["Title"]), *((number, ["Intern"]) for number in range(2, 1000))])
    assert look(rows, "").rows == 50
    assert next(rows)[0] < 100


def test_the_standard_columns_mean_what_the_standard_says():
    """In a sheet with the standard columns each heading has its one meaning; elsewhere “Pay” may be more than a number."""
    from wbl_feed.projections.columns import columns as standard

    headings = [column.heading for column in standard()]
    examples = [column.example for column in standard()]
    found = mapped(planned([headings, examples]))
    made = {"/id", "/dateModified", "/applicationContact/name"}
    expected = {column.pointer: column.heading for column in standard() if column.pointer not in made}
    assert {pointer: heading for pointer, heading in found.items() if pointer != "id"} == expected
    assert mapped(planned(columns(Title=TITLES, Pay=["$17/hr", "Unpaid", "Paid"])))["/compensation"] == "Pay"


@pytest.mark.parametrize("heading", ["Compensation?", "Salary", "Stipend"])
@pytest.mark.parametrize("cells", [["$15/hr", "ask us", "to be discussed"], ["$500 stipend", "Unpaid", "?"]])
def test_pay_is_never_hidden_in_a_note(heading: str, cells: list[str]):
    """Where any cell can be read as pay the column is pay, not a note beside a status that nobody knows."""
    rows = columns(Title=TITLES, **{heading: cells})
    assert mapped(planned(rows))["/compensation"] == heading
    assert "/compensation/status" not in constants(rows)


def test_amounts_without_a_currency_are_a_question():
    """The parts of a salary are asked for with their currency, and are no note."""
    rows = columns(
        Title=TITLES, **{"salary.min": ["15", "16", "17"], "salary.max": ["18", "19", "20"], "salary.per": ["hour"] * 3}
    )
    found = planned(rows)
    assert [(one.member, one.confidence) for one in found.guesses[1:4]] == [
        ("/compensation/baseSalary/minValue", "question"),
        ("/compensation/baseSalary/maxValue", "question"),
        ("/compensation/baseSalary/unitText", "question"),
    ]
    assert ("/compensation/baseSalary/currency", "USD", False) in [
        (one.member, one.value, one.used) for one in found.constants
    ]
    assert not any(one.startswith("/compensation") for one in (*mapped(found), *constants(rows)))


@pytest.mark.parametrize("heading", ["City/Town", "City", "Town"])
def test_towns_with_their_states_are_places(heading: str):
    """A column of towns is one of places as soon as a cell has the state too, which would stand in the town's name."""
    with_one = columns(Title=TITLES, **{heading: ["Lynn", "Springfield, MA", "Salem"]})
    assert mapped(planned(with_one)) == {"/title": "Title", "/jobLocation/0": heading}
    without = columns(Title=TITLES, **{heading: ["Lynn", "Springfield", "Salem"]})
    assert mapped(planned(without))["/jobLocation/0/address/addressLocality"] == heading


@pytest.mark.parametrize("stamp", ["Timestamp", "Marca temporal"])
def test_the_sender_of_a_form_is_no_contact(stamp: str):
    """The mailbox that a form asks everybody for is a question; one for the posting is used."""
    cells = ["jobs@a.example", "info@b.example", "hr@c.example"]
    rows = columns(**{stamp: ["3/1/2027"] * 3, "Email Address": cells, "Title": TITLES})
    assert "mailbox of whoever sent it" in said(planned(rows), "Email Address")[0].why
    assert "/applicationContact/email" not in mapped(planned(rows))
    rows = columns(**{"Email Address": cells, "Title": TITLES})
    assert mapped(planned(rows))["/applicationContact/email"] == "Email Address"


def test_mailboxes_of_free_hosts_are_a_question():
    """One mailbox where people have their own is enough to ask."""
    rows = columns(Title=TITLES, **{"Contact email": ["jobs@a.example", "info@b.example", "someone.else77@gmail.com"]})
    assert "gmail.com" in said(planned(rows), "Contact email")[0].why
    assert "/applicationContact/email" not in mapped(planned(rows))


@pytest.mark.parametrize("heading", ["Students already chosen", "Student selected", "Interns hired"])
def test_students_who_were_chosen_are_told_of(heading: str):
    """A column of those who have the place already is about students."""
    found = planned(columns(Title=TITLES, **{heading: ["A B", "C D", ""]}))
    assert heading in found.careful[0]


def test_the_rows_without_an_id_are_named():
    """Where an id is missing the rows are named as the sheet numbers them."""
    rows = [["Our list"], *columns(Title=[*TITLES, "Aide", "Clerk"], ID=["A-1", "", "A-3", "", ""])]
    (one,) = said(planned(rows), "ID")
    assert one.why.endswith("no other row may have it; it is empty in rows 4, 6, 7")
