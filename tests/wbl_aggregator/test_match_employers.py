"""Employers under their several names: the shipped table, and the operator's own beside it."""

from pathlib import Path

import pytest
from wbl_aggregator.match.employers import Employers, KnownEmployer, name_key, name_words, shipped_employers
from wbl_aggregator.match.evidence import Member, employer_key
from wbl_aggregator.match.record import employer_of, record_of_texts
from wbl_aggregator.sources.employers_file import read_employers

from wbl_feed.errors import UsageError


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("FutureWorks Career Center", "MassHire Springfield Career Center"),
        ("Boston PIC", "Boston Private Industry Council"),
        ("Metro North REB", "MassHire Metro North Workforce Board"),
        ("MSEN", "MetroWest STEM Education Network"),
        ("MGH", "Massachusetts General Hospital"),
        ("UMass Lowell", "University of Massachusetts Lowell"),
        ("University of Massachusetts - Lowell campus", "University of Massachusetts Lowell"),
        ("Northeastern University (Boston Campus)", "Northeastern University"),
        ("Raytheon Technologies, Inc.", "RTX"),
        ("P & G", "Procter & Gamble"),
    ],
)
def test_a_known_employer_has_one_name(name: str, wanted: str):
    """By short and former names, and at its sites."""
    assert shipped_employers().canonical(name) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UMass Lowell", "UMass Boston"),
        ("University of Massachusetts - Mount Ida Campus", "UMass"),
        ("City of Lynn", "Lynn Public Schools"),
        ("MassHire Lowell Career Center", "MassHire Lynn Career Center"),
        ("Mercy Foundation", "Mercy"),
    ],
)
def test_what_is_alike_keeps_its_own_name(one: str, other: str):
    """A campus with a name of its own, a department and a foundation are not the whole."""
    assert employer_of(one).name != employer_of(other).name


@pytest.mark.parametrize("name", ["Bay Medical, P.C.", "Bay Medical LLP", "The Bay Medical Co.", "Bay Medical GmbH"])
def test_a_legal_form_is_no_part_of_a_name(name: str):
    """Of whatever country."""
    assert name_words(name) == ["bay", "medical"]


def test_departments_of_schools_are_the_schools():
    """A town's school department and its public schools are one employer."""
    assert employer_of("Lynn School Department").name == employer_of("Lynn Public Schools").name


def test_an_employer_is_known_by_its_host():
    """And by hosts below it, the nearest one; never by the end of a host's name alone."""
    known = shipped_employers()
    assert known.by_domain("careers.uml.edu") == "University of Massachusetts Lowell"
    assert known.by_domain("www.LL.mit.edu.") == "MIT Lincoln Laboratory"
    assert known.by_domain("mit.edu") == "Massachusetts Institute of Technology"
    assert known.by_domain("edu") == known.by_domain("summit.example") == known.by_domain("") == ""


def test_no_name_of_the_shipped_table_stands_for_two():
    """Else the one that comes later would take it in silence."""
    owners: dict[str, str] = {}
    hosts: dict[str, str] = {}
    for known in shipped_employers().known:
        for name in (known.name, *known.aliases):
            assert owners.setdefault(name_key(name), known.name) == known.name, name
        for host in known.domains:
            assert hosts.setdefault(host, known.name) == known.name, host
            assert host == host.lower()


def test_the_operator_adds_and_overrides(tmp_path: Path):
    """What is shipped stays, but for a name or host that the file gives to another."""
    path = tmp_path / "employers.toml"
    path.write_text(
        'config_version = 1\n[[employer]]\nname = "Lynn Bikes"\naliases = ["LB", "MGH"]\ndomains = ["mit.edu"]\n'
    )
    known = read_employers(path)
    assert known.canonical("L.B.") == known.canonical("mgh") == known.by_domain("www.mit.edu") == "Lynn Bikes"
    assert known.canonical("Mass General") == "Massachusetts General Hospital"
    assert read_employers(tmp_path / "none.toml") is shipped_employers()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('config_version = 1\n[[employer]]\naliases = ["x"]\n', "employer 1, name"),
        ('config_version = 1\n[[employer]]\nname = "A"\nalias = ["x"]\n', "aliases"),
        ('config_version = 1\n[[employer]]\nname = "A"\n[[employer]]\nname = "B"\naliases = ["a"]\n', "“B”"),
        ('config_version = 1\n[[employer]]\nname = " "\n', "is no name"),
        ('[[employer]]\nname = "A"\n', "config_version"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, text: str, said: str):
    """With the entry, and how to mend it."""
    path = tmp_path / "employers.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as raised:
        read_employers(path)
    assert said in f"{raised.value} {raised.value.fix}"
    assert str(path) in str(raised.value.place)


def test_a_record_takes_the_employers_that_it_is_given():
    """The shipped ones are the default."""
    member = Member("a", "1")
    mine = Employers((KnownEmployer("Lynn Bikes", ("Wheels",)),))
    told = record_of_texts(member, "Wheels: Mechanic", "Wheels", "", "", "", employers=mine)
    assert told.employer.name == "lynnbicycle"
    assert told.title.core == record_of_texts(member, "Mechanic", "Lynn Bikes", "", "", "").title.core
    assert record_of_texts(member, "Mechanic", "Wheels", "", "", "").employer.name == "wheels"


def test_declared_evidence_keeps_the_legal_forms_of_the_specification():
    """No alias and no other legal form joins what is declared (spec section 17.5, rule 1)."""
    assert employer_key("Acme & Sons, Inc.") == employer_key("ACME and Sons Co.")
    assert employer_key("Acme GmbH") != employer_key("Acme")
    assert employer_key("MGH") != employer_key("Massachusetts General Hospital")
