"""What an operator blocks stays out and what is corrected stays so, whatever the sources say."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents
from wbl_aggregator.sources import Block, Moderation, Override, add_block, read_moderation

from wbl_feed.errors import UsageError
from wbl_feed.models import Posting

HEAD = "config_version = 1\n"
WHY = 'reason = "It is no placement."\n'
ONE = "https://site.example/1"


def blocks(**keys: Any) -> Moderation:
    return Moderation((Block.model_validate({"reason": "It is no placement.", **keys}),))


def overrides(*several: dict[str, Any]) -> Moderation:
    return Moderation(overrides=tuple(Override.model_validate({"id": ONE, **keys}) for keys in several))


@pytest.fixture
def moderation(tmp_path: Path):
    """Writes ``moderation.toml`` and gives what is read from it."""

    def write(text: str) -> Moderation:
        path = tmp_path / "moderation.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        return read_moderation(path)

    return write


def test_without_a_file_nothing_is_blocked_or_corrected(tmp_path: Path, posting):
    """A hub needs no such file."""
    none = read_moderation(tmp_path / "moderation.toml")
    one = posting(ONE)
    assert none == Moderation()
    assert none.blocked("harbor", one, "urn:x:1") is None
    assert none.overridden(one, "harbor", "urn:x:1") is one


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ({"id": ONE}, {"id": "https://site.example/2"}),
        ({"source": "harbor"}, {"source": "hilltown"}),
        ({"employer": "bay SHELLFISH, inc."}, {"employer": "Bay Oysters"}),
        ({"pattern": r"recruit(er|ing)\b"}, {"pattern": r"^recruit"}),
        ({"source": "harbor", "pattern": "recruiter"}, {"source": "hilltown", "pattern": "recruiter"}),
        ({"source": "harbor", "employer": "Bay Shellfish"}, {"source": "harbor", "employer": "Bay"}),
        ({"id": "urn:hub:9"}, {"id": "urn:hub:8"}),
    ],
)
def test_a_block_holds_if_all_that_it_states_is_so(posting, key: dict[str, str], other: dict[str, str]):
    """By id, here or statewide, by source, by employer whatever its legal form, by words, or by several at once."""
    one = posting(ONE, hiring_organization={"name": "Bay Shellfish LLC"}, summary="Be your own RECRUITER today")
    found = blocks(**key).blocked("harbor", one, "urn:hub:9")
    assert found is not None
    assert found.reason == "It is no placement."
    assert blocks(**other).blocked("harbor", one, "urn:hub:9") is None


def test_a_block_by_id_follows_a_posting_that_changes_its_id_or_comes_another_way(posting):
    """An earlier id counts, and so does the id at the feed that a posting came through another aggregator from."""
    through = {"feed": "https://far.example/feed", "id": ONE, "url": "https://far.example/1", "license": "CC0-1.0"}
    for one in (
        posting("https://site.example/new", previous_ids=(ONE,)),
        posting("https://hub2.example/7", provenance=({**through, "method": "imported"},)),
    ):
        assert blocks(id=ONE).blocked("any", one, "")


def test_the_first_block_of_the_file_is_the_one_that_is_named(moderation, posting):
    """Which of several blocks is told does not depend on how they are looked up."""
    found = moderation(
        f'[[block]]\npattern = "title"\nreason = "By words."\n[[block]]\nid = "{ONE}"\nreason = "By id."\n'
    )
    assert [found.blocked("a", posting(one), "").reason for one in (ONE, "urn:x:2")] == ["By words.", "By words."]


@pytest.mark.parametrize("place", ["title", "summary", "description", "description_html"])
def test_a_pattern_is_looked_for_in_every_text(posting, place: str):
    """Title, summary and description are searched, and the description's HTML where there is no other."""
    assert blocks(pattern="Forbidden").blocked("a", posting(ONE, **{place: "A forbidden\nword"}), "")


def test_a_pattern_costs_no_more_than_the_text_is_long(posting):
    """A pattern that takes other engines forever is done at once, on a text made to trouble it."""
    hostile = posting(ONE, description="a" * 150_000 + "!")
    began = time.process_time()
    assert blocks(pattern=r"^(a+)+$").blocked("a", hostile, "") is None
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[block]]\nid = "urn:x:1"\n', "“block 1, reason” is missing"),
        ('[[block]]\nid = "urn:x:1"\nreason = " "\n', "“block 1, reason” is not right"),
        (f"[[block]]\n{WHY}", "needs one of “id”, “source”, “employer”, “pattern”"),
        (f'[[block]]\npattern = "(unclosed"\n{WHY}', "“(unclosed” is no regular expression that is understood: unclosed"),
        (f"[[block]]\npattern = '(?=a)b'\n{WHY}", "look-around"),
        (f"[[block]]\npattern = '(a)\\1'\n{WHY}", "backreferences"),
        (f'[[block]]\npattern = "a|"\n{WHY}', "“a|” is found in every text"),
        (f'[[block]]\nemployer = "Inc."\n{WHY}', "it must name an employer"),
        (f'[[block]]\nemplyer = "Bay"\n{WHY}', "the key “block 1, emplyer” is not known. Did you mean “employer”?"),
        (f'[[override]]\nid = "{ONE}"\n', "changes nothing; it needs “set” or “unset”"),
        (f'[[override]]\nid = "{ONE}"\nset = {{ titel = "x" }}\n', "a posting has no member “titel”. Did you mean “title”"),
        (f'[[override]]\nid = "{ONE}"\nset = {{ id = "urn:x:2" }}\n', "“id” cannot be changed: a published id never changes"),
        (f'[[override]]\nid = "{ONE}"\nset = {{ dateModified = 2026-11-01T00:00:00Z }}\n', "“dateModified” cannot be changed"),
        (f'[[override]]\nid = "{ONE}"\nset = {{ status = "opne" }}\n', "/status is “opne”"),
        (f'[[override]]\nid = "{ONE}"\nset = {{ applicationDeadline = "soon" }}\n', 'such as "2027-03-01"'),
        (f'[[override]]\nid = "{ONE}"\nset = {{ jobLocation = "Chatham" }}\n', "/jobLocation"),
        (f'[[override]]\nid = "{ONE}"\nunset = ["title"]\n', "a posting cannot be without “title”"),
        (f'[[override]]\nid = "{ONE}"\nunset = ["summary"]\nset = {{ summary = "x" }}\n', "“summary” of"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_kept_is_told_when_the_file_is_read(moderation, text: str, words: str):
    """The file, the entry, the key and the reason are in the message, before anything is crawled."""
    with pytest.raises(UsageError) as caught:
        moderation(text)
    assert words in str(caught.value)
    assert "moderation.toml: " in str(caught.value)


def test_members_are_set_and_taken_away_as_a_whole(moderation, posting):
    """What the operator corrects replaces the source's word; a date needs no quotation marks; dateModified stays."""
    found = moderation(
        f'[[override]]\nid = "{ONE}"\nunset = ["summary"]\nreason = "The employer called."\n'
        '[override.set]\ntitle = "Oyster intern"\napplicationDeadline = 2027-03-01\n'
        'jobLocation = [{ name = "Chatham" }]\n'
    )
    one = posting(ONE, summary="Wrong", job_location=({"name": "Boston"},))
    mended = found.overridden(one, "harbor", "")
    assert (mended.title, mended.summary, mended.application_deadline) == ("Oyster intern", None, "2027-03-01")
    assert [place.name for place in mended.job_location] == ["Chatham"]
    assert mended.date_modified == one.date_modified
    assert found.overridden(posting("urn:x:other"), "harbor", "") == posting("urn:x:other")


def test_an_override_holds_for_the_statewide_id_for_earlier_ids_and_for_one_source_if_it_says_so(posting):
    """It reaches the posting under each name it goes by, and no other source where one is named."""
    title = {"set": {"title": "Mended"}}
    mended = overrides(title)
    assert mended.overridden(posting("urn:x:2"), "a", ONE).title == "Mended"
    assert mended.overridden(posting("urn:x:2", previous_ids=(ONE,)), "a").title == "Mended"
    only = overrides({**title, "source": "harbor"})
    assert [only.overridden(posting(ONE), name).title for name in ("harbor", "hilltown")] == ["Mended", "A title"]


def test_later_overrides_go_over_earlier_ones(posting):
    """Several of one posting are applied in the order of the file."""
    found = overrides({"set": {"title": "First", "summary": "Stays"}}, {"set": {"title": "Second"}})
    one = found.overridden(posting(ONE), "a")
    assert (one.title, one.summary) == ("Second", "Stays")


def test_html_of_an_override_is_as_harmless_as_that_of_a_feed(posting):
    """Operators paste from web pages too."""
    found = overrides({"set": {"descriptionHtml": "<p onclick='x()'>Yes<script>x()</script></p>"}})
    assert found.overridden(posting(ONE), "a").description_html == "<p>Yes</p>"


@settings(deadline=None)
@given(
    one=documents("posting.schema.json").map(Posting.from_members),
    title=st.text(min_size=1, max_size=200),
    status=st.sampled_from(["open", "paused", "filled", "closed"]),
    unset=st.sets(st.sampled_from(["summary", "description", "jobLocation", "eligibility", "compensation"])),
)
def test_an_override_keeps_a_posting_sound_and_touches_nothing_else(one: Posting, title, status, unset):
    """Whatever the posting, what was sound at reading is sound in it, and applying it twice is applying it once."""
    keys = {"id": one.id, "set": {"title": title, "status": status}, "unset": tuple(unset)}
    found = overrides(keys)
    mended = found.overridden(one, "a")
    assert Posting.from_members(mended.to_json_value()) == mended
    assert (mended.title, mended.status) == (title, status)
    assert found.overridden(mended, "a") == mended
    before, after = one.to_json_value(), mended.to_json_value()
    touched = {"title", "status", *unset}
    assert {k: v for k, v in before.items() if k not in touched} == {k: v for k, v in after.items() if k not in touched}


def test_the_digest_changes_with_what_is_decided_and_not_with_words_for_people():
    """A run that compares digests works anew if and only if something could be published otherwise."""
    assert blocks(id=ONE).digest == blocks(id=ONE, reason="Another.", since=date(2026, 11, 1)).digest
    others = [Moderation(), blocks(id=ONE), blocks(id=ONE, source="a"), blocks(pattern="x"), blocks(employer="x")]
    others += [
        overrides({"set": {"title": "x"}}),
        overrides({"set": {"title": "y"}}),
        overrides({"unset": ("summary",)}),
    ]
    assert len({one.digest for one in others}) == len(others)
    assert overrides({"unset": ("summary",)}).digest == overrides({"unset": ("summary",), "reason": "x"}).digest


def test_a_block_is_added_at_the_end_and_what_people_wrote_stays(tmp_path: Path):
    """Comments, order and line ends are kept, with a reason of any characters; a second time adds nothing."""
    path = tmp_path / "moderation.toml"
    before = (
        f"# Ours.\r\n{HEAD}".replace("\n", "\r\n").replace("\r\r", "\r").encode()
        + b'[[block]]\r\nid = "urn:x:1" # why\r\nreason = "x"'
    )
    path.write_bytes(before)
    assert add_block(path, ONE, 'Asked for by "the school"\n', date(2026, 11, 22))
    assert path.read_bytes().startswith(before + b"\r\n\r\n[[block]]\r\n")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    found = read_moderation(path).blocks
    assert [(one.id, one.reason) for one in found] == [("urn:x:1", "x"), (ONE, 'Asked for by "the school"')]
    assert found[1].since == date(2026, 11, 22)
    again = path.read_bytes()
    assert not add_block(path, ONE, "Another reason")
    assert path.read_bytes() == again


def test_a_file_begins_with_its_first_block(tmp_path: Path):
    """``forget`` works in a hub that has no such file yet."""
    path = tmp_path / "moderation.toml"
    assert add_block(path, ONE, "A name was in it.")
    assert path.read_text(encoding="utf-8").startswith("# What is kept out")
    assert [one.id for one in read_moderation(path).blocks] == [ONE]


def test_a_file_that_cannot_be_added_to_stays_as_it_is(tmp_path: Path):
    """One that lists its blocks in brackets is left alone, with the words to mend it."""
    path = tmp_path / "moderation.toml"
    text = HEAD + 'block = [{ id = "urn:x:1", reason = "x" }]\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="tables in its place"):
        add_block(path, ONE, "x")
    assert path.read_text(encoding="utf-8") == text


@settings(deadline=None)
@given(reason=st.text(min_size=1).filter(str.strip), identity=st.from_regex(r"urn:x:[a-z0-9]{1,9}", fullmatch=True))
def test_any_reason_is_kept_as_it_is(tmp_path_factory, reason: str, identity: str):
    """Quotation marks, line breaks and control characters come back out of the file, and the file stays TOML."""
    path = tmp_path_factory.mktemp("hub") / "moderation.toml"
    assert add_block(path, identity, reason)
    (one,) = read_moderation(path).blocks
    assert (one.id, one.reason.strip()) == (identity, reason.strip())
