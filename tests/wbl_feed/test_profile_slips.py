"""Slips of the pen in the folder of a profile are refused, with the place and what was meant (spec section 22.1)."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from wbl_feed.errors import UsageError
from wbl_feed.profiles import bundled, load_profile, read_folder
from wbl_feed.profiles.members import FEED, POSTING, Member, find, pointers
from wbl_feed.resources import spec_folder
from wbl_feed.vocabulary import vocabularies

AVALON = Path(__file__).parents[2] / "examples" / "profile" / "avalon"
PROFILE, PROGRAM, COUNTY = "profile.json", "vocabulary/program.json", "vocabulary/county.json"
PATCH = "posting.schema.patch.json"
RULE, CODE = "/rules/0", '"const": "avalon:harbor-year"'
TERM = '{"code": "avalon:harbor-year", "label": {"en": "X"}, "definition": "D.", "source": "S"}, '

TYPOS = {
    # what stands there, what is written instead, the place, words of the message, what was meant
    "required member": (PATCH, '"howToApply"', '"howtoApply"', "/required/6", "a posting has no member “howtoApply”", "“howToApply”"),
    "definition": (PATCH, "monetaryAmount", "monetaryAmmount", "/$defs/monetaryAmmount", "has no definition", "“monetaryAmount”"),
    "member of a definition": (PATCH, '"currency"', '"curency"', "/$defs/monetaryAmount/properties/curency", "has no member “curency”", "“currency”"),
    "keyword of a patch": (PATCH, '"$defs"', '"$def"', "/$def", "JSON Schema has no keyword “$def”", "“$defs”"),
    "field": (PROGRAM, '"/programs"', '"/programme"', "/field", "a posting has no member “programme”", "“programs”"),
    "field without codes": (PROGRAM, '"/programs"', '"/title"', "/field", "takes no codes", "/regions"),
    "further member": (PROFILE, '"/compensation/payerProgram"', '"/payerProgram"', "/vocabularies/0/alsoIn/0", "leads nowhere", "at /compensation/payerProgram"),
    "key of a term": (PROGRAM, '"definition"', '"defintion"', "/terms/0/defintion", "there is no key", "“definition”"),
    "two terms of one code": (PROGRAM, '"terms": [', '"terms": [' + TERM, "/terms/1/code", "stands at an earlier term too", "its own"),
    "near code of the core": (PROGRAM, '"source"', '"closeMatch": ["intership"], "source"', "/terms/0/closeMatch/0", "the core has no code", "“internship”"),
    "code with capitals": (PROGRAM, "avalon:harbor-year", "Avalon:Harbor Year", "/terms/0/code", "it must be a code such as avalon:harbor-year", "vocabulary.schema.json"),
    "member that when needs": (PROFILE, '["programs", "totalHours"]', '["program", "totalHours"]', f"{RULE}/when/required/0", "no member “program”", "“programs”"),
    "member of when": (PROFILE, '"programs": {', '"program": {', f"{RULE}/when/properties/program", "no member “program”", "“programs”"),
    "member of then": (PROFILE, '"properties": { "minValue": {', '"properties": { "minimum": {', f"{RULE}/then/properties/totalHours/properties/minimum", "/totalHours has no member “minimum”", ""),
    "member of a list": (PROFILE, '"totalHours": { "required"', '"jobLocation": { "required"', f"{RULE}/when/properties/jobLocation/required/0", "/jobLocation is a list", "contains"),
    "code of the profile": (PROFILE, CODE, '"const": "avalon:harbour-year"', f"{RULE}/when/properties/programs/contains/const", "has the code “avalon:harbour-year”", "“avalon:harbor-year”"),
    "one of several codes": (PROFILE, CODE, '"enum": ["avalon:harbor-year", "avalon:harbur"]', f"{RULE}/when/properties/programs/contains/enum/1", "“avalon:harbur”", "“avalon:harbor-year”"),
    "prefix of a code": (PROFILE, CODE, '"const": "avlon:harbor-year"', f"{RULE}/when/properties/programs/contains/const", "“avlon” is no prefix of this profile", "“avalon:harbor-year”"),
    "no prefix": (PROFILE, CODE, '"const": "harbor-year"', f"{RULE}/when/properties/programs/contains/const", "no code of the core", "“avalon:harbor-year”"),
    "code by its pattern": (PROFILE, CODE, '"pattern": "^avalon:harbour"', f"{RULE}/when/properties/programs/contains/pattern", "no code of this profile looks like", "“avalon:harbor-year”"),
    "code of the core": (PROFILE, '"when": true', '"when": {"not": {"properties": {"activityType": {"const": "intership"}}}}', "/rules/1/when/not/properties/activityType/const", "/activityType has no code “intership”", "“internship”"),
    "value of a closed list": (PROFILE, '"when": true', '"when": {"properties": {"status": {"const": "opne"}}}', "/rules/1/when/properties/status/const", '/status is never "opne"', "“open”"),
    "text for true": (PROFILE, '"when": true', '"when": {"properties": {"rolling": {"const": "true"}}}', "/rules/1/when/properties/rolling/const", '/rolling is true or false and never "true"', ""),
    "list without contains": (PROFILE, '{ "contains": { "const": "avalon:harbor-year" } }', '{ "const": "avalon:harbor-year" }', f"{RULE}/when/properties/programs/const", "/programs is a list", '"contains": {"const": "avalon:harbor-year"}'),
    "bound of an object": (PROFILE, '{ "properties": { "minValue": { "minimum": 80 } } }', '{ "minimum": 80 }', f"{RULE}/then/properties/totalHours/minimum", "/totalHours is an object, of which “minimum” says nothing", "minValue, maxValue"),
    "keyword of then": (PROFILE, '"minimum": 80', '"minmum": 80', f"{RULE}/then/properties/totalHours/properties/minValue/minmum", "no keyword “minmum”", "“minimum”"),
    "pointer of a rule": (PROFILE, '"/totalHours/minValue"', '"/totalHour/minValue"', f"{RULE}/pointer", "no member “totalHour”", "“totalHours”"),
    "pointer into a list": (PROFILE, '"/totalHours/minValue"', '"/jobLocation/name"', f"{RULE}/pointer", "/jobLocation is a list", "/jobLocation/0/name"),
    "pointer without a slash": (PROFILE, '"/totalHours/minValue"', '"totalHours/minValue"', f"{RULE}/pointer", "it must be a JSON Pointer such as /totalHours/minValue", ""),
    "pointer of a date": (PROFILE, '{ "pointer": "/partnership/agreementReviewed"', '{ "pointer": "/partnership/agreementReview"', "/rules/1/within/pointer", "/partnership has no member", "“agreementReviewed”"),
    "pointer of no date": (PROFILE, '{ "pointer": "/partnership/agreementReviewed"', '{ "pointer": "/title"', "/rules/1/within/pointer", "“/title” is no date", "agreementReviewed"),
    "replacement": (PROFILE, '"says": "A Harbor', '"replacement": "80", "says": "A Harbor', f"{RULE}/replacement", '/totalHours/minValue is a number and never "80"', ""),
    "key of the profile": (PROFILE, '"keeper"', '"keper"', "/keper", "there is no key “keper” here", "“keeper”"),
    "key of a limit": (PROFILE, '"minimumWage"', '"minWage"', "/limits/minWage", "there is no key “minWage” here", "“minimumWage”"),
    "key of a rule": (PROFILE, '"mend": "Correct', '"mends": "Correct', f"{RULE}/mends", "there is no key “mends” here", "“mend”"),
    "key instead of then": (PROFILE, '"then"', '"thn"', f"{RULE}/thn", "there is no key “thn” here", "“then”"),
    "key that is like none": (PROFILE, '"limits"', '"zzz": 1, "limits"', "/zzz", "there is no key “zzz” here", "The keys are id, name"),
    "day": (PROFILE, '"checked": "2026-11-20",\n      "verified": true\n    },\n    "minors"', '"checked": "20.11.2026",\n      "verified": true\n    },\n    "minors"', "/limits/minimumWage/checked", "it must be a day such as 2026-11-20", ""),
    "time of day": (PROFILE, '"19:00"', '"7pm"', "/limits/minors/0/latest", "it must be a time of day such as 07:00", ""),
    "IRI": (PROFILE, '"https://avalon.example/wbl/profile"', '"avalon"', "/id", "it must be an IRI such as https://avalon.example/wbl/profile", ""),
    "version": (PROFILE, '"version": "1.0"', '"version": "1"', "/version", "it must be a version such as 1.0", ""),
    "code of a rule": (PROFILE, '"avalon_agreement_review_old"', '"AgreementOld"', "/rules/1/code", "such as avalon_no_hours", ""),
    "prefix": (PROFILE, '["avalon"]', '["avalon", "Avalon State"]', "/prefixes/1", "lower-case words joined with hyphens, such as harbor-year", ""),
    "text instead of a number": (PROFILE, '"days": 366', '"days": "366"', "/rules/1/within/days", "it must be a whole number", ""),
    "neither then nor within": (PROFILE, '"within": { "pointer": "/partnership/agreementReviewed", "days": 366 },', "", "/rules/1", "it must have “then” or “within”", ""),
    "unverified error": (PROFILE, 'eighty hours”",\n      "checked": "2026-11-20",\n      "verified": true', 'eighty hours”",\n      "checked": "2026-11-20",\n      "verified": false', f"{RULE}/severity", "a rule with “verified”: false is no error, since nobody has read the source", "Make it a warning"),
    "a stolen prefix": (PROFILE, '["avalon"]', '["avalon", "us-ma"]', "/prefixes/1", "the prefix “us-ma” belongs to the profile “us-ma” (Massachusetts)", "your own profile"),
    "a stolen IRI": (PROFILE, "https://avalon.example/wbl/profile", "https://w3id.org/wbl-feed/v1/profiles/us-ma", "/id", "belongs to the profile “us-ma” (Massachusetts)", "that you control"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the made-up profile."""
    return Path(shutil.copytree(AVALON, tmp_path / "avalon"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("typo", TYPOS)
def test_a_slip_is_refused_with_what_was_meant(typo: str, folder: Path, run_wbl):
    """One slip gives one fault, which names file, place and what was meant, and shows no regular expression."""
    file, old, new, pointer, words, meant = TYPOS[typo]
    change(folder, file, old, new)
    result = run_wbl("profile", "show", folder)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"wbl: {folder / file} at {pointer}: ")
    assert result.stderr.count("\n") == 1
    for told in (words, meant):
        assert told in result.stderr
    assert "^(" not in result.stderr
    assert "[0-9]" not in result.stderr


def test_all_faults_of_a_folder_are_told_at_once(folder: Path, run_wbl):
    """Faults of several files stand in one list; after the tenth they are counted only."""
    change(folder, PATCH, '"howToApply"', '"howtoApply"')
    change(folder, PROFILE, '"keeper"', '"keper"')
    change(folder, PROFILE, '"totalHours"]', '"totalHour"]')
    said = run_wbl("profile", "show", folder).stderr.splitlines()
    assert said[0] == f"wbl: {folder}: 3 faults."
    assert [line.split(": ")[0].strip() for line in said[1:]] == [
        "profile.json at /keper",
        "profile.json at /rules/0/when/required/1",
        "posting.schema.patch.json at /required/6",
    ]
    text = (folder / PROFILE).read_text("utf-8")
    (folder / PROFILE).write_text(text.replace('"checked": "2026', '"checked": "26').replace(': "A', ': " A'), "utf-8")
    change(folder, COUNTY, "avalon:north", "avalon north")
    value = json.loads((folder / PROFILE).read_text("utf-8"))
    value["rules"] = [{**rule, "code": code} for rule in value["rules"] for code in ("x", "y", "z")]
    (folder / PROFILE).write_text(json.dumps(value), "utf-8")
    said = run_wbl("profile", "show", folder).stderr.splitlines()
    assert len(said) == 12
    number = int(said[0].removesuffix(" faults.").rpartition(" ")[2])
    assert said[-1] == f"  … and {number - 10} more."


def test_a_fault_hides_what_follows_from_it(folder: Path):
    """A vocabulary that cannot be read is one fault, and not one more for each rule that names its codes."""
    (folder / PROGRAM).unlink()
    with pytest.raises(UsageError, match=r"program\.json: there is no such file"):
        read_folder(folder)


def test_what_nobody_can_tell_is_let_be(folder: Path):
    """Private terms, codes of other profiles, refused members and notes in $comment are no slips."""
    value = json.loads((folder / PROFILE).read_text("utf-8"))
    rule = {**value["rules"][0], "pointer": "/ext/https:~1~1avalon.example~1pier/no"}
    rule["when"] = {
        "$comment": "A rule of many parts.",
        "properties": {
            "ext": {"required": ["https://avalon.example/pier"], "properties": {"any": {"const": "thing"}}},
            "programs": {"contains": {"enum": ["us-mo:harbor", "https://elsewhere.example/code"]}},
            "jobLocation": {"items": {"properties": {"address": {"required": ["postalCode"]}}}},
            "datePosted": {"pattern": "^2026"},
            "totalHours": {"properties": {"minValue": {"const": 80, "multipleOf": 2}}},
        },
        "dependentRequired": {"stem": ["programs"]},
    }
    value["rules"] = [rule]
    (folder / PROFILE).write_text(json.dumps({**value, "$comment": "A note."}), "utf-8")
    assert len(read_folder(folder).rules) == 1


def test_names_of_a_later_version_are_ignored(folder: Path):
    """A profile for a later minor version of the standard may name what is not known here."""
    change(folder, PROFILE, '["programs", "totalHours"]', '["programs", "tides"]')
    change(folder, PROFILE, '"limits"', '"tides": [], "limits"')
    with pytest.raises(UsageError, match="2 faults"):
        read_folder(folder)
    change(folder, PROFILE, '"specVersion": "1.0"', '"specVersion": "1.1"')
    assert read_folder(folder).name == "avalon"
    change(folder, PROFILE, '"keeper"', '"keper"')
    with pytest.raises(UsageError, match="at /keeper: it must be there"):
        read_folder(folder)


def test_a_copy_of_a_carried_profile_is_not_that_profile(tmp_path: Path):
    """Only the folder that comes with the standard has its name, IRI and prefixes."""
    for name in bundled():
        own = spec_folder() / "profiles" / name
        assert read_folder(own).name == name
        copy = Path(shutil.copytree(str(own), tmp_path / name))
        with pytest.raises(UsageError, match=r"faults\.") as error:
            read_folder(copy)
        for place in ("/id", "/name", "/prefixes/0"):
            assert f"profile.json at {place}: " in str(error.value)


def test_the_folder_that_holds_a_profile_is_not_the_profile(tmp_path: Path, folder: Path):
    """For a folder without a profile.json the message names the folders in it that have one."""
    with pytest.raises(UsageError) as error:
        load_profile(str(tmp_path))
    assert error.value.place == str(tmp_path / PROFILE)
    assert error.value.fix == f"Did you mean {folder}?"


def test_every_member_is_found_and_takes_the_codes_of_its_vocabulary():
    """Each pointer of the schemas leads to a member, and so does the field of each core vocabulary."""
    assert {"/programs", "/jobLocation/*/address/postalCode", "/compensation/baseSalary/currency"} <= set(
        pointers(POSTING)
    )
    for file in (POSTING, FEED):
        for pointer in pointers(file):
            found = find(pointer.replace("*", "0"), file)
            assert isinstance(found, Member)
            assert found.pointer == pointer
    for one in vocabularies().values():
        assert isinstance(find(one.field), Member) != one.field.startswith("/tombstones")


@pytest.mark.parametrize(("name", "title"), [("avalon", None), ("avalon-north", "Avalon {north} “x”\n\u2028 y\ufeff")])
def test_a_new_profile_is_sound(name: str, title: str | None, tmp_path: Path, run_wbl):
    """The files that are written for a name can be shown at once, and their rule tells a posting without hours."""
    out = tmp_path / "a" / name
    result = run_wbl("profile", "new", name, "--out", out, *(("--title", title) if title else ()))
    assert (result.exit_code, result.stderr) == (0, "")
    shown = run_wbl("profile", "show", out)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert f"{name}:example-program" in shown.output
    profile = load_profile(str(out))
    assert profile.title == ("Avalon {north} “x” y" if title else "Avalon")
    assert profile.rules[0].source in (out / PROFILE).read_text("utf-8")
    assert profile.rules[0].code in (out / "README.md").read_text("utf-8")
    posting = {"programs": [f"{name}:example-program"]}
    day = date.fromisoformat(profile.rules[0].checked)
    assert [one.code for one in profile.check(posting, "", "", day)] == [profile.rules[0].code]
    assert not list(profile.check({**posting, "totalHours": {}}, "", "", day))


def test_nothing_is_written_over(folder: Path, run_wbl):
    """A folder with a file in it is refused, and stays as it is."""
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    result = run_wbl("profile", "new", "avalon", "--out", folder)
    assert result.exit_code == 2
    assert "there are files in this folder already. Name a new one." in result.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
