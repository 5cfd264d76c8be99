"""What matching reads in titles, names and places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.record import employer_of, record_of_texts
from wbl_aggregator.match.title import seasons_in, title_of
from wbl_aggregator.match.towns import towns_in
from wbl_aggregator.match.words import fold, stem, vocabulary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Software Engineer – New Grad", "New Grad: Software Engineer"),
        ("Back-End Developer", "Backend developers"),
        ("Marketing Internship, Summer 2027", "Marketing Intern (Summer 2027)"),
        ("Nursing Assistant (CNA)", "Nursing Assistants - CNA"),
        ("Pasantía de Jardinería", "Gardening Internship"),
        ("Auxiliar de enfermería", "Nursing Asst."),
        ("Mfg. Technician Trainee (HS)", "Manufacturing Technicians"),
    ],
)
def test_titles_of_one_work_have_the_same_words(one: str, other: str):
    """Order, stage words, endings, accents and hyphens do not tell two titles apart."""
    assert title_of(one).core == title_of(other).core != frozenset()


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("Robotics Intern - Fall 2027", "seasons", {"fall"}),
        ("Robotics Intern - Fall 2027", "years", {"2027"}),
        ("Estágio de verão", "seasons", {"summer"}),
        ("Health Careers, morning session", "sessions", {"morning"}),
        ("Health Careers (tarde)", "sessions", {"afternoon"}),
        ("School-Year Lab Placement", "seasons", {"school-year", "fall", "winter", "spring"}),
        ("Technician II", "levels", {"2"}),
        ("PhD Research Intern", "degrees", {"doctorate"}),
        ("Senior Engineer", "seniority", {"senior"}),
        ("Job Shadow: Veterinarian", "kinds", {"job-shadow"}),
        ("Co-op, Machining", "kinds", {"placement"}),
        ("Internal Audit Assistant", "kinds", set()),
        ("Requisition 202712345", "years", set()),
        ("Lab Aide, SY 2026-27", "years", {"2026", "2027"}),
        ("Lab Aide, Summer '27", "years", {"2027"}),
        ("Lab Aide, school year", "seasons", {"school-year", "fall", "winter", "spring"}),
        ("Press Operator, 2nd shift", "sessions", {"second-shift"}),
        ("Game Studio (9 am - 12 pm)", "sessions", {"morning"}),
        ("Jr. zookeeper, 8-noon", "sessions", {"morning"}),
        ("Game Studio, 1-4 p.m.", "sessions", {"afternoon"}),
        ("Game Studio, 6 pm to 8 pm", "sessions", {"evening"}),
        ("Game Studio, 9am-4pm", "sessions", set()),
        ("Lab Aide, ages 14-15", "sessions", set()),
        ("Lab Aide, rooms 10-99 pm", "sessions", set()),
        ("Coding Academy, Session One", "sessions", {"first-session"}),
        ("Coding academy, 2nd session", "sessions", {"second-session"}),
        ("Graduate Engineering Intern", "degrees", {"masters", "mba", "doctorate"}),
        ("Graduate Engineer", "degrees", set()),
        ("Sr. Center Aide", "seniority", set()),
        ("Líder de pares", "seniority", {"leader"}),
    ],
)
def test_what_a_title_says_beside_the_work(text: str, field: str, wanted: set[str]):
    """Years, seasons, groups, levels and kinds are read, in the languages of the report too."""
    assert getattr(title_of(text), field) == wanted


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ("July 2027", {"summer"}),
        ("June - August", {"summer"}),
        ("July - December", set()),
        ("Fall, from July", {"fall"}),
    ],
)
def test_months_of_the_summer_are_one_season(term: str, wanted: set[str]):
    """In a term; a span that goes on is none."""
    assert seasons_in(term) == wanted


def test_a_word_of_the_vocabulary_has_one_meaning():
    """None stands under two names, and no name stands for another."""
    table = vocabulary()["word"]
    every = [word for words in table.values() for word in words.split()]
    assert sorted(set(every)) == sorted(every)
    assert not set(every) & table.keys()


def test_a_village_has_one_town():
    """And is not itself a town of which there are parts."""
    parts = [one for named in vocabulary()["town"]["parts"].values() for one in named.split(" | ")]
    assert len(set(parts)) == len(parts)
    assert not set(parts) & vocabulary()["town"]["parts"].keys()


def test_a_team_is_told_from_the_work():
    """What stands after a dash or in brackets is added to the first part."""
    found = title_of("Software Engineer I - Machine Learning")
    assert (found.head, found.tail) == ({"software", "engine"}, {"ml"})


@pytest.mark.parametrize(
    ("text", "names", "remote"),
    [
        ("Boston, MA; NYC", {"boston", "new york"}, False),
        ("SF and Toronto and Vienna", {"san francisco", "toronto", "vienna"}, False),
        ("Remote in USA", set(), True),
        ("Lynn or online", {"lynn"}, True),
        ("Falmouth (Woods Hole), MA", {"falmouth"}, False),
        ("Hyannis", {"barnstable"}, False),
        ("Marlboro, MA", {"marlborough"}, False),
        ("Pittsfield, Berkshire County", {"pittsfield"}, False),
        ("Salem, MA 01970", {"salem"}, False),
        ("Fall River MA", {"fall river"}, False),
        ("Greater Framingham area", {"framingham"}, False),
        ("Gt. Barrington", {"great barrington"}, False),
        ("Dorchester", {"boston"}, False),
        ("Massachusetts", set(), False),
        ("Multiple Locations", set(), False),
        ("", set(), False),
    ],
)
def test_towns_in_a_line(text: str, names: set[str], remote: bool):
    """Towns are named, states and countries are none, and aliases are one town."""
    assert towns_in(text) == (names, remote)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme, Inc.", "ACME"), ("Johnson & Wales", "Johnson and Wales"), ("MassHire North", "Mass Hire North LLC")],
)
def test_employers_without_their_legal_form(one: str, other: str):
    """Legal forms, ampersands and spaces do not tell two names apart."""
    assert employer_of(one).name.replace("and", "") == employer_of(other).name.replace("and", "")


def test_a_name_that_is_all_legal_form_is_kept():
    """An employer is never without a name."""
    assert employer_of("The Company").words


def test_a_title_does_not_say_who_its_employer_is():
    """What the employer and the town are called is no word of the work, wherever it stands in a title."""
    found = record_of_texts(
        Member("a", "1"), "Mill River Farm: Vegetable crew, Hadley", "Mill River Farm", "Hadley", "", ""
    )
    assert found.title.core == title_of("Vegetable crew").core


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Recreation Aide (age 16+)", ((16, 99), None)),
        ("Recreation Aide, ages 14-15", ((14, 15), None)),
        ("Aide, minimum age 16", ((16, 99), None)),
        ("Lab Aide, Grades 11-12", (None, (11, 12))),
        ("Lab Aide for juniors", (None, (11, 11))),
        ("Lab Aide, room 14", (None, None)),
    ],
)
def test_for_whom_a_title_says_it_is(text: str, wanted: tuple[object, object]):
    """By age and by grade."""
    assert title_of(text).audience == wanted


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str):
    """And nothing that a title can be makes reading it fail."""
    assert fold(fold(text)) == fold(text)
    title_of(text), towns_in(text), employer_of(text)
    assert all(stem(word) for word in title_of(text).core)
