"""Members that a model does not know are kept, whatever their names are."""

import json
import os
import subprocess
import sys

import pytest

from wbl_feed import json_format
from wbl_feed.models import Envelope, Posting
from wbl_feed.resources import spec_json

ODD = {
    "z": 1,
    "how_to_apply": "see site",
    "schema": {"a": None},
    "copy": [],
    "canonical": None,
    "model_fields": 4,
    "model_fields_set": 5,
    "evolve": 6,
    "__dict__": 7,
    "a": 8,
}
LEAST = {
    "id": "urn:a:1",
    "url": "https://a.example/1",
    "title": "A",
    "dateModified": "2026-01-01T00:00:00Z",
    "activityType": "other",
    "status": "open",
}


def odd_feed() -> dict:
    feed = spec_json("examples/feed.json")
    return {**feed, **ODD, "time_zone": "x", "items": [{**item, **ODD} for item in feed["items"]]}


def test_unknown_members_may_bear_python_names():
    """Unknown members named like Python attributes are read, evolved and written as they came."""
    value = odd_feed()
    feed = json_format.read(json.dumps(value).encode()).feed
    assert feed.to_json_value() == value
    assert json.loads(json_format.write(feed)) == value
    posting = feed.items[0].evolve(title="Another")
    assert posting.to_json_value() == {**value["items"][0], "title": "Another"}
    assert feed.envelope == Envelope.from_members({name: member for name, member in value.items() if name != "items"})


@pytest.mark.parametrize("known", [{}, {"howToApply": {"method": "url"}}])
def test_unknown_member_does_not_touch_its_namesake(known):
    """The unknown how_to_apply neither sets howToApply nor hides it."""
    posting = Posting.from_members({**LEAST, **known, "how_to_apply": None})
    assert posting.to_json_value() == {**LEAST, **known, "how_to_apply": None}
    assert list(posting.members()) == [*LEAST, *known, "how_to_apply"]
    assert Posting.from_members(posting.members()) == posting


def test_evolve_knows_the_members_of_the_model_alone():
    """A name that the model does not have is refused, also one that an unknown member bears."""
    posting = Posting.from_members({**LEAST, "copy": 1})
    for name in ("titel", "copy", "dateModified"):
        with pytest.raises(TypeError, match=name):
            posting.evolve(**{name: "x"})


def test_order_of_unknown_members_is_kept():
    """What is written does not depend on the seed of Python's hashes: unknown members stay in their order."""
    program = """
import sys
from wbl_feed import json_format
feed = json_format.read(sys.stdin.buffer.read()).feed
feed = feed.evolve(name="B", items=tuple(item.evolve(title="B") for item in feed.items))
sys.stdout.buffer.write(json_format.write(feed))
"""
    content = json.dumps(odd_feed()).encode()
    written = {
        subprocess.run(
            [sys.executable, "-c", program], input=content, capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(written) == 1
    (one,) = written
    assert [name for name in json.loads(one)["items"][0] if name in ODD] == list(ODD)
