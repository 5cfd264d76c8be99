"""Profiles: folders of files that add to the standard and never widen it (spec section 22)."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from strategies import documents, mutated

from wbl_feed import notices
from wbl_feed.errors import UsageError
from wbl_feed.notices import pointer_of
from wbl_feed.profiles import Profile, bundled, load_profile, read_folder
from wbl_feed.profiles.rules import at_pointer
from wbl_feed.resources import NAMESPACE, spec_folder, spec_json

ROOT = Path(__file__).parents[2]
AVALON = ROOT / "examples" / "profile" / "avalon"
CASES = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "spec/v1/conformance/profile").glob("*.json"))]
FEEDS = [case for case in CASES if "document" in case["given"]]
FOLDERS = [case for case in CASES if "files" in case["given"]]
FILES = [*sorted((ROOT / "spec/v1/profiles").glob("*/profile.json")), AVALON / "profile.json"]
DAY = date(2026, 11, 22)
CORE = ["posting.schema.json", "feed.schema.json"]
REGISTRY = Registry().with_resources([(NAMESPACE + name, Resource.from_contents(spec_json(name))) for name in CORE])
SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
POSTING = {
    "id": "urn:a:1",
    "url": "https://a.example/1",
    "title": "A",
    "dateModified": "2026-01-01T00:00:00Z",
    "activityType": "internship",
    "status": "open",
}


def all_profiles() -> list[Profile]:
    return [*bundled().values(), load_profile(str(AVALON))]


def judge(schema: dict) -> Draft202012Validator:
    return Draft202012Validator(schema, registry=REGISTRY)


def name_of(case: dict) -> str:
    return case["id"]


@pytest.mark.parametrize("case", FEEDS, ids=name_of)
def test_conformance_cases_of_feeds(case):
    """Each case of the kit gives the profile's notices that it lists, and no others."""
    feed, found = case["given"]["document"], []
    at = datetime.fromisoformat(case["given"]["at"])
    for name in case["given"]["profiles"]:
        profile = load_profile(name)
        assert profile.iri in feed["profiles"]
        for number, item in enumerate(feed["items"]):
            found += profile.check(item, f"/items/{number}", item["id"], at)
        found += profile.check_envelope({key: value for key, value in feed.items() if key != "items"})
    listed = sorted(({"code": one.code, "pointer": one.pointer} for one in found), key=str)
    assert listed == sorted(case["expect"]["profileNotices"], key=str)
    assert all(one.section == "22" and one.message and one.fix for one in found)
    assert judge(spec_json("feed.schema.json")).is_valid(feed) != (case["id"] == "profile/fault-of-the-core-said-once")


@pytest.mark.parametrize("case", FOLDERS, ids=name_of)
def test_conformance_cases_of_folders(case, tmp_path):
    """A sound folder is read, and of a broken one the error names the file and the place."""
    for name, value in case["given"]["files"].items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(value), encoding="utf-8")
    expected = case["expect"]
    if expected["profile"]:
        assert read_folder(tmp_path).check(POSTING, "", "", DAY)
        return
    with pytest.raises(UsageError) as error:
        read_folder(tmp_path)
    place = str(tmp_path / expected["file"])
    assert error.value.place == (f"{place} at {expected['pointer']}" if expected["pointer"] else place)
    assert error.value.message
    assert error.value.fix


def test_every_rule_has_a_case_that_keeps_it_and_one_that_breaks_it():
    """The kit leaves out no rule of a profile that the standard carries."""
    ids = {case["id"] for case in CASES}
    broken = {notice["code"] for case in FEEDS for notice in case["expect"]["profileNotices"]}
    for profile in bundled().values():
        for rule in profile.rules:
            assert rule.code in broken
            assert f"profile/{rule.code.replace('_', '-')}-kept" in ids


def test_a_kept_case_is_about_its_rule():
    """Each posting that keeps a rule is one that the rule speaks of, or differs from the broken one in that alone."""
    given = {case["id"]: case["given"]["document"]["items"][0] for case in FEEDS}
    for profile in bundled().values():
        for rule in profile.rules:
            slug = f"profile/{rule.code.replace('_', '-')}"
            assert judge(rule.when if isinstance(rule.when, dict) else {}).is_valid(given[f"{slug}-broken"]), slug
            assert given[f"{slug}-kept"] != given[f"{slug}-broken"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_profile_files_satisfy_their_schemas(path):
    """profile.json and the vocabularies are as the schemas say, none is unlisted, and the folder bears the name."""
    value = json.loads(path.read_text("utf-8"))
    assert not list(judge(spec_json("profile.schema.json")).iter_errors(value))
    assert path.parent.name == value["name"]
    listed = {entry["file"] for entry in value["vocabularies"]}
    assert listed == {f"vocabulary/{one.name}" for one in path.parent.joinpath("vocabulary").iterdir()}
    for file in listed:
        document = json.loads(path.parent.joinpath(file).read_text("utf-8"))
        assert not list(judge(spec_json("vocabulary.schema.json")).iter_errors(document)), file
        assert document["id"] == f"{value['id']}/{file.removesuffix('.json')}"
    assert path.parent.joinpath("README.md").is_file()


@pytest.mark.parametrize("fault", ["severity", "checked", "unit", "age", "keeper", "iri"])
def test_the_schema_of_profiles_refuses(fault):
    """A rule nobody verified is no error, limits have a source and a day, and a name is an IRI without an end of its own."""
    value = spec_json("profiles/us-ma/profile.json")
    value = json.loads(json.dumps(value))
    wage, minor = value["limits"]["minimumWage"], value["limits"]["minors"][0]
    match fault:
        case "severity":
            value["rules"][2]["verified"] = False
        case "checked":
            del wage["checked"]
        case "unit":
            wage["unitText"] = "WEEK"
        case "age":
            minor["maximumAge"] = 18
        case "keeper":
            del value["keeper"]
        case "iri":
            value["id"] += "/"
    assert not judge(spec_json("profile.schema.json")).is_valid(value)


def test_what_is_from_memory_is_no_error():
    """Every number about wages and minors names its source and the day, is not verified, and no such rule is an error."""
    for profile in bundled().values():
        limits = [profile.limits.minimum_wage, *profile.limits.minors]
        assert len(limits) > 2
        for limit in limits:
            assert limit.source
            assert date.fromisoformat(limit.checked)
            assert not limit.verified
            assert "unverified" in limit.source
        assert all(rule.verified or rule.severity != "error" for rule in profile.rules)


def test_prefixes_belong_to_one_profile():
    """No two profiles have the same prefix, name or IRI, and none takes a code of the standard's own notices."""
    profiles = all_profiles()
    prefixes = [prefix for profile in profiles for prefix in profile.prefixes]
    assert len(prefixes) == len(set(prefixes))
    assert len({profile.iri for profile in profiles}) == len({profile.name for profile in profiles}) == len(profiles)
    for profile in profiles:
        assert not set(profile.catalogue) & set(notices.catalogue)
        assert {kind.code for kind in profile.catalogue.values()} == {rule.code for rule in profile.rules}


def test_codes_in_use_are_known():
    """Every code with a prefix of a profile in the sites, examples and worked examples is in a vocabulary of it."""
    seen = 0
    for folder in ("wbl_demo/sites", "examples", "spec/v1/examples"):
        for path in (one for one in (ROOT / folder).rglob("*.*") if one.is_file()):
            for code in re.findall(r"(?<![\w/-])us-[a-z-]+:[a-z0-9-]+", path.read_text("utf-8", "replace")):
                owner = next(profile for profile in bundled().values() if profile.owns(code))
                assert any(code in vocabulary for vocabulary in owner.vocabularies.values()), f"{path} {code}"
                seen += 1
    assert seen > 50


def test_knows_its_codes_at_their_members():
    """A code is known at the members that take it, with an index, a star or nothing, and not elsewhere."""
    profile = bundled()["us-ma"]
    for member in ("/programs", "/programs/0", "/programs/*", "/compensation/payerProgram"):
        assert profile.knows("us-ma:petm", member)
        assert not profile.knows("us-ma:icp-100-hours", member)
        assert not profile.knows("us-ma:nonsense", member)
    assert profile.knows("us-ma-stem:cape-cod", "/regions/3")
    assert profile.knows("us-ma-masshire:metro-north", "/regions")
    assert profile.owns("us-ma:nonsense")
    assert not profile.owns("us-m:petm")
    assert not profile.owns("us-ma")
    assert [len(one.terms) for one in profile.vocabularies.values()] == [10, 4, 9, 16]


def test_stages_of_texas_come_near_to_the_core():
    """The two further stages name a core stage, and their grades are those of the academies."""
    terms = bundled()["us-tx"].vocabularies["career-stage"].terms
    core = {term["code"] for term in spec_json("vocabulary/career-stage.json")["terms"]}
    assert set(terms) == {"us-tx:career-preparation", "us-tx:career-experience"}
    for term in terms.values():
        assert set(term.details["closeMatch"]) <= core
        assert term.details["grades"] == {"min": 6, "max": 12}


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda profile: profile.name)
def test_merged_schemas_are_schemas_under_their_own_name(profile):
    """The narrowed schemas are valid 2020-12, have the profile's name, and judge a whole feed together."""
    posting, feed = profile.posting_schema(), profile.feed_schema()
    for schema, name in ((posting, "posting"), (feed, "feed")):
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"{profile.iri}/{name}.schema.json"
        assert spec_json(f"{name}.schema.json")["$id"] == f"{NAMESPACE}{name}.schema.json"
    together = REGISTRY.with_resources([(one["$id"], Resource.from_contents(one)) for one in (posting, feed)])
    document = spec_json("examples/feed.json")
    euros = json.loads(json.dumps(document).replace('"USD"', '"EUR"'))
    assert euros != document
    judged = Draft202012Validator({"$ref": feed["$id"]}, registry=together)
    assert not any("currency" in error.json_path for error in judged.iter_errors(document))
    assert any("currency" in error.json_path for error in judged.iter_errors(euros))


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda profile: profile.name)
@SOME
@given(data=st.data())
def test_profiles_only_narrow(profile, data):
    """What is valid under the narrowed schema is valid under that of the core."""
    value = data.draw(mutated(data.draw(documents("posting.schema.json"))))
    if judge(profile.posting_schema()).is_valid(value):
        assert judge(spec_json("posting.schema.json")).is_valid(value)
    list(profile.check(value, "", "", DAY))


def written(folder: Path, **changes: object) -> Path:
    """A copy of the made-up profile with other members in its profile.json."""
    shutil.copytree(AVALON, folder)
    path = folder / "profile.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), encoding="utf-8")
    return folder


def test_a_state_is_added_by_files_alone(tmp_path, run_wbl):
    """A folder of files, and nothing else, gives codes, narrowed schemas, limits and rules, and can be shown."""
    profile = load_profile(str(written(tmp_path / "avalon")))
    assert profile.knows("avalon:harbor-year", "/programs/0")
    assert profile.limits.minimum_wage.amount == 16.5
    posting = {**POSTING, "programs": ["avalon:harbor-year"], "totalHours": {"minValue": 79}}
    found = list(profile.check(posting, "/items/3", "urn:a:1", DAY))
    told = [(one.code, one.pointer, one.posting) for one in found]
    assert told == [
        ("profile_constraint", "/items/3/howToApply", "urn:a:1"),
        ("avalon_harbor_year_hours", "/items/3/totalHours/minValue", "urn:a:1"),
    ]
    assert found[1].message == "A Harbor Year has at least 80 hours, and this posting has 79."
    assert "avalon:harbor-year" in run_wbl("profile", "show", tmp_path / "avalon").output


def test_words_in_braces(tmp_path):
    """Only the three words that a rule may use are filled in; other braces stay, also those of the data."""
    rule = {**json.loads((AVALON / "profile.json").read_text("utf-8"))["rules"][0], "when": True, "then": False}
    rule |= {
        "says": '{found} {expected} {pointer} {x} {} {"a": 1}',
        "mend": "{{found}}",
        "replacement": {"minValue": 80},
    }
    profile = read_folder(written(tmp_path / "avalon", rules=[{**rule, "pointer": "/ext/a"}]))
    notice = list(profile.check({**POSTING, "ext": {"a": "{found} {0}"}}, "", "", DAY))[-1]
    assert notice.message == '{found} {0} {"minValue": 80} /ext/a {x} {} {"a": 1}'
    assert notice.fix == "{{found} {0}}"
    assert notice.replacement == {"minValue": 80}


def test_replacements_mend():
    """Where a rule has a replacement, the broken posting with it keeps the rule."""
    mended = 0
    for case in FEEDS:
        for name in case["given"]["profiles"]:
            profile, item = load_profile(name), case["given"]["document"]["items"][0]
            for notice in profile.check(item, "", "", DAY):
                if notice.replacement is not None:
                    *path, last = notice.pointer.split("/")[1:]
                    copy = json.loads(json.dumps(item))
                    at_pointer(copy, pointer_of(*path))[last] = notice.replacement
                    assert notice.code not in [one.code for one in profile.check(copy, "", "", DAY)]
                    mended += 1
    assert mended >= 4


@pytest.mark.parametrize("at", [date(2026, 6, 30), datetime(2026, 6, 30, 23, 59, tzinfo=UTC)])
def test_dates_are_held_against_the_clock(at):
    """A review is too old on the day after its 366 days, whether the clock gives a day or a moment."""
    profile = load_profile(str(AVALON))
    for reviewed, codes in (("2025-06-29", []), ("2025-06-28", ["avalon_agreement_review_old"]), ("2027-01-01", [])):
        posting = {**POSTING, "howToApply": {"method": "url"}, "partnership": {"agreementReviewed": reviewed}}
        assert [one.code for one in profile.check(posting, "", "", at)] == codes
    old = {**POSTING, "activityType": "career-speaker", "partnership": {"agreementReviewed": "2020-01-01"}}
    texas = bundled()["us-tx"]
    assert not list(texas.check(old, "", "", at))
    assert list(texas.check({**old, "programs": ["us-tx:t-stem"]}, "", "", at))


def test_odd_values_raise_nothing():
    """Values that the core refuses, and texts no Rust string can hold, end in no exception."""
    for profile in all_profiles():
        for odd in (None, [], "x", 10**400, float("nan"), "\ud800", {"\ud800": "\udfff"}, {"partnership": 3}):
            list(profile.check(odd, "", "", DAY))
            list(
                profile.check(
                    {**POSTING, "title": odd, "programs": odd, "partnership": {"agreementReviewed": odd}}, "", "", DAY
                )
            )
            list(profile.check_envelope(odd))


def test_a_profile_is_found_by_name_iri_and_folder():
    """The three ways of naming a profile give the same one; a name with a typing error gets a hint."""
    for name, profile in bundled().items():
        assert load_profile(name) is load_profile(profile.iri) is profile
        assert load_profile(str(spec_folder() / "profiles" / name)).iri == profile.iri
    assert load_profile(str(AVALON / "profile.json")).name == "avalon"
    with pytest.raises(UsageError, match="Did you mean “us-ma”"):
        load_profile("us-na")
    with pytest.raises(UsageError, match="by its folder"):
        load_profile("https://elsewhere.example/profile")


def test_nothing_is_loaded_from_elsewhere(tmp_path):
    """A rule or patch that refers to a file beside it is refused: schemas of the standard alone are known."""
    (tmp_path / "other.json").write_text("{}", "utf-8")
    elsewhere = {"$ref": (tmp_path / "other.json").as_uri()}
    rule = json.loads((AVALON / "profile.json").read_text("utf-8"))["rules"][0]
    with pytest.raises(UsageError, match="at /rules/0/then"):
        read_folder(written(tmp_path / "a", rules=[{**rule, "then": elsewhere}]))
    folder = written(tmp_path / "b")
    (folder / "posting.schema.patch.json").write_text(json.dumps({"allOf": [elsewhere]}), "utf-8")
    with pytest.raises(UsageError, match=r"posting\.schema\.patch\.json"):
        read_folder(folder)


BROKEN = {
    "no JSON": (lambda folder: (folder / "profile.json").write_text("{", "utf-8"), "profile.json: this is not valid JSON"),
    "no file": (lambda folder: (folder / "profile.json").unlink(), "profile.json: there is no such file"),
    "no schema": (lambda folder: (folder / "feed.schema.patch.json").write_text('{"not": 3}', "utf-8"), "feed.schema.patch.json at /not: this is no JSON Schema"),
    "no object": (lambda folder: (folder / "posting.schema.patch.json").write_text("[]", "utf-8"), "posting.schema.patch.json: a schema in a patch is a JSON object"),
    "a scheme": (lambda folder: written_over(folder, prefixes=["urn"]), "profile.json at /prefixes/0: “urn” begins IRIs"),
    "a limit": (lambda folder: written_over(folder, limits={"minors": [{"minimumAge": 14}]}), "profile.json at /limits/minors/0"),
}  # fmt: skip


def written_over(folder: Path, **changes: object) -> None:
    shutil.rmtree(folder)
    written(folder, **changes)


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_folder_is_named_with_its_place(fault, tmp_path, run_wbl):
    """The command says which file is wrong, where, and how to mend it, and ends with 2."""
    breaks, said = BROKEN[fault]
    folder = written(tmp_path / "avalon")
    breaks(folder)
    result = run_wbl("profile", "show", folder)
    assert result.exit_code == 2
    assert said in result.output.replace(str(folder) + "/", "")


def test_list_and_show_tell_what_a_profile_adds(run_wbl):
    """The list has every profile; one of them is shown with codes, rules and limits, for people and for scripts."""
    listed = run_wbl("profile", "list").output
    heads = json.loads(run_wbl("profile", "list", "--json").output)
    assert [head["name"] for head in heads] == list(bundled()) == ["us-ma", "us-tx"]
    for profile in bundled().values():
        assert f"{len(profile.rules)} rules" in listed
        shown = run_wbl("profile", "show", profile.iri).output
        whole = json.loads(run_wbl("profile", "show", profile.name, "--json").output)
        assert [rule["code"] for rule in whole["rules"]] == list(profile.catalogue)
        for told in [
            *profile.prefixes,
            *profile.catalogue,
            profile.keeper,
            *(limit.source for limit in profile.limits.minors),
        ]:
            assert told in shown
        for vocabulary in profile.vocabularies.values():
            assert all(f" {code} " in shown for code in vocabulary.terms)
        assert "{" not in shown
        assert "to be checked by a person" in shown
