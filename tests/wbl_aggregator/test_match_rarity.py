"""Statistics of words: as a file, and those that are shipped."""

import json
from pathlib import Path

import pytest
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.rarity import FULL, from_json, rarity_of, shipped_rarity
from wbl_aggregator.match.record import record_of_texts

from wbl_feed.errors import UsageError

RECORDS = [
    record_of_texts(Member("a", str(n)), f"Lab Intern {word}", f"{word} Clinic", "", "", "")
    for n, word in enumerate(["Alpha", "Beta", "Beta", "Gamma"])
]


def test_a_file_of_statistics_gives_the_same_statistics():
    """With the same version, however often it is written."""
    found = rarity_of(RECORDS)
    again = from_json(found.to_json())
    assert (again.title, again.employer, again.version) == (found.title, found.employer, found.version)
    assert again.to_json() == found.to_json()


def test_a_rare_word_tells_more_and_an_unknown_one_all():
    """Words that few have can be left out, and then count as unknown."""
    found = rarity_of(RECORDS)
    assert found.of_title(["laboratory"]) < found.of_title(["beta"]) <= found.of_title(["alpha"]) <= FULL
    assert found.of_title(["nowhere"]) == FULL
    assert rarity_of(RECORDS, 3).title.keys() == {"laboratory"}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": "x", "title": {"lab": -1}, "employer": {}}', '{"title": {}, "employer": {}}',
     '{"version": "x", "title": {"lab": 1.5}, "employer": {}}', '{"version": "x", "title": 3, "employer": {}}'],
)  # fmt: skip
def test_what_is_no_statistics_is_refused(text: str):
    """With the name of the file."""
    with pytest.raises(UsageError) as raised:
        from_json(text, "words.json")
    assert raised.value.place == "words.json"


def test_a_weight_that_was_changed_by_hand_is_found():
    """By the version, which decisions name."""
    table = json.loads(rarity_of(RECORDS).to_json())
    table["title"]["laboratory"] += 1
    with pytest.raises(UsageError, match="changed"):
        from_json(json.dumps(table))


def test_the_shipped_statistics_know_the_common_words():
    """Of both kinds of posting, as stems; and none that would name one employer."""
    found = shipped_rarity()
    assert found is shipped_rarity()
    assert found.of_title(["assistant"]) < found.of_title(["marine"]) < found.of_title(["otolith"]) == FULL
    assert found.of_employer(["cent"]) < FULL
    assert len(found.title) > 200


def test_the_shipped_statistics_are_those_of_our_labels(run_wbl, tmp_path):
    """So that whoever changes how words are read makes them anew, with the command that the module names."""
    labels = Path(__file__).parent
    folders = [f"--from={labels / name}" for name in ("labels", "labels-internships", "labels-unseen")]
    result = run_wbl("aggregate", "statistics", *folders, "--to", tmp_path / "made.json")
    assert result.exit_code == 0, result.output
    assert from_json((tmp_path / "made.json").read_text(encoding="utf-8")).version == shipped_rarity().version
