"""The rules about the safety and privacy of minors find what they promise, and let pass what only looks like it."""

from typing import Any

import pytest
from rule_cases import codes, notices

from wbl_feed.rules.mailboxes import is_personal


def told(text: str, **members: Any) -> set[str]:
    """The codes of safety that a description earns."""
    return {one.code for one in notices({"description": text, **members}) if one.category == "safety"}


@pytest.mark.parametrize(
    "text",
    [
        "Call (508) 555-0142.",
        "Call 508-555-0142 before Friday.",
        "Call 508.555.0142.",
        "Call 508 555-0142.",
        "Call +1 508 555 0142.",
        "Call 1-508-555-0142.",
        "Tel:508-555-0142",
        "Call 508\u2011555\u20110142.",
    ],
)
def test_phone_number(text):
    """A telephone number is pointed out in the spellings that people use."""
    assert told(text) == {"phone_in_text"}


@pytest.mark.parametrize(
    "text",
    [
        "From 2027-03-01 to 2027-06-30, 3:00-5:00.",
        "Barnstable, MA 02630-1234",
        "ISBN 978-0-306-40615-7 and ISBN 0-306-40615-2",
        "Requisition R-2027-014, job 4821-2231-0099, NAICS 541330, CIP 01.0303, SOC 19-4021.00",
        "EIN 04-2103580",
        "https://site.example/jobs/508-555-0142 and ?id=508-555-0142",
        "Course 101-01-2027, room 212 345 6789",
        "Grades 300 400 5000 points",
        "Toll free 1-800-555-0142 or 888-555-0199",
        "IP 192.168.100.2000",
        "Budget 250-300-4500-12",
        "Part #508-555-0142",
        "2026.2027.2028",
    ],
)
def test_other_numbers(text):
    """Dates, postal codes, book numbers, ids, addresses and toll-free numbers are no telephone numbers of persons."""
    assert told(text) == set()


def test_number_that_the_contact_has_too():
    """A number that stands in the contact or in howToApply is no news in the text."""
    text = "Call the office at (508) 555-0142."
    assert told(text, applicationContact={"telephone": "+1 508-555-0142"}) == set()
    assert told(text, howToApply={"method": "phone", "telephone": "508.555.0142"}) == set()
    assert told(text, applicationContact={"telephone": "508-555-0143"}) == {"phone_in_text"}


@pytest.mark.parametrize(
    "address",
    [
        "jane@gmail.com", "jane.silva@school.example", "j_silva@farm.example", "JANE.SILVA@FARM.EXAMPLE",
        "harborjane@aol.com", "maria.o@comcast.net", "jdoe27@students.district.example", "jdoe@student.school.example",
        "cool.student@gmail.com", "josé.núñez@farm.example", "jane.silva27@school.example",
    ],
)  # fmt: skip
def test_mailbox_of_a_person(address):
    """A mailbox at a private provider, with a first and a last name, or at a host of students is a person's."""
    assert is_personal(address)
    assert told(f"Write to {address}, please.") == {"email_in_text"}


@pytest.mark.parametrize(
    "address",
    [
        "mentors@farm.example", "wbl@school.example", "internships@farm.example", "stem.network@region.example", "hr@farm.example",
        "youth.programs@city.example", "career-center@school.example", "jobs.ma@farm.example", "info@farm.example",
        "shellfish@farm.example", "capecod@network.example", "co-op@school.example", "cte@district.k12.ma.us", "ask.us@farm.example",
        "summer.camp@museum.example", "human.resources@hospital.example", "student.services@college.example",
        "capecodinternships@gmail.com", "pasantias@granja.example", "oficina.empleo@ciudad.example", "estagio@usp.example",
        "guidance@school.example", "jsmith@school.example", "main.office@school.example", "2027cohort@network.example",
    ],
)  # fmt: skip
def test_mailbox_of_an_office(address):
    """Role mailboxes of many kinds, and one word at an organization's own host, are let pass."""
    assert not is_personal(address)
    assert told(f"Write to {address}.") == set()


@pytest.mark.parametrize("text", ["Meet @ noon", "Follow us @harborfarm", "a@b", "@@@", "rate: 3@5.", "user@localhost"])
def test_no_mailbox(text):
    """A sign that stands for “at” or for a name on a network is no mailbox."""
    assert told(text) == set()


@pytest.mark.parametrize("member", ["applicationContact", "howToApply", "hiringOrganization", "provider"])
def test_contact_at_a_private_provider(member):
    """A private mailbox is named in each place where a contact has one; a role's at the same provider is let pass."""
    rest = {"howToApply": {"method": "email"}, "hiringOrganization": {"name": "Farm"}, "provider": {"name": "Farm"}}
    (notice,) = notices({member: {**rest.get(member, {}), "email": "jane@Gmail.com"}})
    assert (notice.code, notice.pointer) == ("personal_email", f"/items/0/{member}/email")
    assert codes({member: {**rest.get(member, {}), "email": "farm.internships@gmail.com"}}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Student name: Jane Silva",
        "Student's Name: Maria J. Lopez, grade 10",
        "Name of the student: Wei Chen",
        "Nombre del estudiante: Ana Torres",
        "Student ID: 20271234",
        "STUDENT ID # 4821-2231",
        "student e-mail: jdoe@district.example",
        "Date of birth: 05/01/2010",
        "DOB 2010-05-01",
        "SASID: 1012345678",
        "SSN 123-45-6789",
        "Her number is 123-45-6789.",
        "My daughter Emily loved it.",
        "This helped my son, Pedro, a lot.",
    ],
)
def test_data_about_a_student(text):
    """A name, number, birthday or mailbox beside the word that says whose it is looks like data about a student."""
    assert "student_data" in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bring: student ID, work permit, two forms",
        "Student ID required",
        "Student ID: required",
        "Student name: ______  Grade: ___",
        "Student Name: (please print)",
        "Student name: First Last",
        "Subject line: Student Name: Summer Internship Application",
        "Students name their team and design a logo.",
        "The students' number one choice",
        "Student email: use your school account",
        "Student e-mail: required; questions to info@farm.example",
        "Student number: 12 in each group",
        "Student phone: optional",
        "Date of birth: on or before 9/1/2010",
        "Must have a date of birth before 9/1/2010",
        "Date of birth 9/1/2009 or earlier",
        "Birth date 1/1/2008 - 12/31/2010",
        "Bring proof of your date of birth and SSN",
        "last four digits of your SSN: 4 digits",
        "Our daughters and sons to work day",
        "Bring our son or daughter",
        "Course 101-01-2027",
        "987-65-4320 is no number of that form",
        "Part 123-45-67890",
        "my sons and daughters",
    ],
)
def test_no_data_about_a_student(text):
    """Required papers, empty forms, bounds of age and instructions are not about a student."""
    assert told(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "There is a $40 registration fee.",
        "An application fee of $25 is due with the form.",
        "Application fee: $25.",
        "Students pay the program fee in May.",
        "A non-refundable deposit is required.",
        "You must pay a $150 deposit to hold your place.",
        "The $50 placement fee is not refundable.",
        "Processing fee: $15",
        "No experience needed. Training fee: $299.",
        "Se requiere una cuota de inscripción de $50.",
        "Há uma taxa de inscrição de $ 30.",
        "A $300 program fee applies; scholarships available.",
    ],
)
def test_fee(text):
    """A sentence that says that a fee is charged is one."""
    assert told(text) == {"fee_charged"}


@pytest.mark.parametrize(
    "text",
    [
        "No application fee.",
        "There is no fee to apply and no program fee is required.",
        "The $25 application fee is waived for students on free lunch.",
        "The program fee is covered by the network.",
        "Registration fee: $0",
        "Without any registration fee, and no deposit must be paid.",
        "We don't charge a placement fee.",
        "The employer pays the training fee.",
        "Training fees are paid by the district.",
        "It is free of charge.",
        "Deposit your paycheck at the credit union.",
        "Pay is by direct deposit.",
        "Study glacial deposits, and the costs of ore deposits.",
        "You will collect registration fees at the front desk.",
        "Learn how a program fee is set.",
        "Fees vary by location.",
        "Lab coats and fees: see below.",
        "Sin cuota de inscripción: no se debe pagar.",
        "Isento de taxa de inscrição, sem custo.",
        "Students learn what coffee costs.",
    ],
)
def test_no_fee(text):
    """A fee that nobody asks of a student, and other deposits, are let pass."""
    assert told(text) == set()


def test_fee_that_is_stated():
    """Where costsToStudent says what it costs, a fee in a text is no news, nor is one in its own note."""
    text = "There is a $40 registration fee."
    assert told(text, costsToStudent={"amount": {"currency": "USD", "value": 40}}) == set()
    assert told("Students help.", costsToStudent={"note": text}) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Commission-only position.",
        "This is a commission only role",
        "Pay: commission only.",
        "Pay is 100% commission.",
        "Straight commission, unlimited earnings!",
        "A commission-based sales position.",
        "You are paid by commission.",
        "Se paga solo por comisión.",
    ],
)
def test_commission(text):
    """Pay by sales alone is said."""
    assert told(text) == {"commission_only"}


@pytest.mark.parametrize(
    "text",
    [
        "Intern with the Commission on the Status of Women and Girls.",
        "The commission only meets monthly.",
        "An art commission for the town hall.",
        "The planning commission based in Boston",
        "A commission-based mural project",
        "Hourly wage plus commission-based bonus",
        "This is not commission-only.",
        "Paid by commission staff of the city",
        "No commission-based pay.",
        "Only commission members vote.",
        "Commissioning engineers and a commissioned officer",
        "Trabaja con la Comisión de Mujeres",
    ],
)
def test_no_commission(text):
    """Public bodies, works of art and pay beside a wage are let pass."""
    assert told(text) == set()


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({}, "of any age"),
        ({"eligibility": {"minimumAge": 16}}, "from 16 years on"),
        ({"eligibility": {"gradeLevels": [12, 11]}}, "of grade 11"),
        ({"eligibility": {"minimumAge": 15, "gradeLevels": [12]}}, "of grade 12"),
        ({"eligibility": {"minimumAge": 18}}, None),
        ({"eligibility": {"minimumAge": 18, "gradeLevels": [11, 12]}}, None),
        ({"eligibility": {"gradeLevels": [13, 14]}}, None),
    ],
)
def test_hazards_and_supervision(members, found):
    """Hazards and missing supervision are named unless everybody is an adult, and the words say who may be there."""
    for safety, code in (
        ({"hazardous": "yes"}, "hazardous_for_minors"),
        ({"minorsSupervised": "no"}, "minors_unsupervised"),
    ):
        told = notices({**members, "safety": safety})
        assert [(one.code, one.found) for one in told] == ([(code, found)] if found else [])
    assert codes({**members, "safety": {"hazardous": "no", "minorsSupervised": "unknown"}}) == []


SCHOOL_YEAR = {"startDate": "2026-12-01", "endDate": "2027-05-28"}
SUMMER = {"startDate": "2027-07-05", "endDate": "2027-08-13"}


@pytest.mark.parametrize(
    ("eligibility", "schedule", "hours", "expected"),
    [
        ({"minimumAge": 14}, SCHOOL_YEAR, {"minValue": 20}, ["too_many_hours_for_minors"]),
        ({"minimumAge": 14}, SCHOOL_YEAR, {"maxValue": 20}, ["too_many_hours_for_minors"]),
        ({"minimumAge": 14}, SCHOOL_YEAR, {"minValue": 10, "maxValue": 20}, []),
        ({"minimumAge": 14}, SCHOOL_YEAR, {"minValue": 18}, []),
        ({"minimumAge": 14}, SUMMER, {"minValue": 20}, []),
        ({"minimumAge": 14}, {}, {"minValue": 20}, []),
        ({"minimumAge": 14}, {"window": ["after-school"]}, {"minValue": 20}, ["too_many_hours_for_minors"]),
        ({"minimumAge": 14}, {"window": ["after-school", "summer"]}, {"minValue": 20}, []),
        (
            {"minimumAge": 14},
            {"startDate": "2026-09-08", "endDate": "2027-06-10"},
            {"minValue": 20},
            ["too_many_hours_for_minors"],
        ),
        (
            {"minimumAge": 14},
            {"startDate": "2027-06-01", "endDate": "2028-06-01"},
            {"minValue": 20},
            ["too_many_hours_for_minors"],
        ),
        ({"minimumAge": 16}, SCHOOL_YEAR, {"minValue": 20}, []),
        ({"minimumAge": 16}, SCHOOL_YEAR, {"minValue": 49}, ["too_many_hours_for_minors"]),
        ({"gradeLevels": [9, 10]}, SCHOOL_YEAR, {"minValue": 20}, ["too_many_hours_for_minors"]),
        ({"gradeLevels": [10, 11]}, SCHOOL_YEAR, {"minValue": 20}, []),
        ({"gradeLevels": [12]}, SCHOOL_YEAR, {"minValue": 49}, []),
        ({"minimumAge": 14, "gradeLevels": [11]}, SCHOOL_YEAR, {"minValue": 20}, []),
        ({}, SCHOOL_YEAR, {"minValue": 60}, []),
        ({"minimumAge": 18}, SCHOOL_YEAR, {"minValue": 60}, []),
    ],
)
def test_hours_of_minors(eligibility, schedule, hours, expected):
    """The limits go by the reading that is kindest: the older student of a grade, the least hours, summer if unsaid."""
    members = {"eligibility": eligibility, "schedule": schedule, "hoursPerWeek": hours}
    assert codes(members, "us-ma") == expected


@pytest.mark.parametrize(
    ("eligibility", "times", "expected"),
    [
        ({"minimumAge": 14}, {"startTime": "15:00", "endTime": "19:30"}, "/items/0/schedule/endTime"),
        ({"minimumAge": 14}, {"startTime": "15:00", "endTime": "19:00"}, None),
        ({"minimumAge": 14}, {"startTime": "06:30", "endTime": "08:00"}, "/items/0/schedule/startTime"),
        ({"minimumAge": 16}, {"startTime": "18:00", "endTime": "02:00"}, "/items/0/schedule/endTime"),
        ({"minimumAge": 16}, {"startTime": "15:00", "endTime": "22:00"}, None),
        ({"minimumAge": 16}, {"startTime": "05:30"}, "/items/0/schedule/startTime"),
    ],
)
def test_times_of_minors(eligibility, times, expected):
    """A working day ends and starts within the limits; one that ends after midnight does not."""
    told = notices({"eligibility": eligibility, "schedule": {**SCHOOL_YEAR, **times}}, "us-ma")
    assert [(one.code, one.pointer) for one in told] == ([("late_for_minors", expected)] if expected else [])


@pytest.mark.parametrize(
    ("members", "applies"),
    [
        ({"activityType": "internship"}, True),
        ({"activityType": "internship", "compensation": {"status": "unpaid"}}, False),
        ({"activityType": "career-fair"}, False),
        ({"activityType": "research-project", "compensation": {"status": "paid"}}, True),
        ({"activityType": "unspecified"}, False),
    ],
)
def test_limits_are_for_work(members, applies):
    """An evening event or unpaid course is not work in the sense of the limits; paid work of any kind is."""
    schedule = {**SCHOOL_YEAR, "startTime": "17:00", "endTime": "20:30"}
    told = codes({**members, "eligibility": {"minimumAge": 14}, "schedule": schedule}, "us-ma")
    assert told == (["late_for_minors"] if applies else [])


def test_two_profiles_are_one_finding():
    """Limits of two profiles for the same hours are said once."""
    members = {"eligibility": {"minimumAge": 14}, "schedule": SCHOOL_YEAR, "hoursPerWeek": {"minValue": 30}}
    told = [one.code for one in notices(members, "us-ma", "us-tx") if one.category == "safety"]
    assert told == ["too_many_hours_for_minors"]
    assert codes(members) == []


def test_restriction():
    """A restriction to populations is pointed out; a priority is not."""
    (notice,) = notices({"eligibility": {"restrictedTo": ["girls-and-young-women", "low-income"]}})
    assert (notice.code, notice.severity) == ("restricted_population", "info")
    assert notice.found == "girls-and-young-women, low-income"
    assert codes({"eligibility": {"priorityPopulations": ["girls-and-young-women"]}}) == []
