"""What an entry can be found under has a folder that every system takes."""

import pytest
from wbl_aggregator.facets import folder


@pytest.mark.parametrize(
    ("code", "name"),
    [("internship", "internship"), ("us-ma-stem:cape-cod", "us-ma-stem.cape-cod"), ("us-ma-stem:cape:cod", "code_"),
     ("con", "code_"), ("aux", "code_"), ("https://x.example/../../etc", "code_"), ("urn:" + "x" * 300, "code_")],
)  # fmt: skip
def test_folder_of_a_code(code: str, name: str):
    """A code gives a folder that every system takes, and no other code the same."""
    by, facet, found = folder("region", code).split("/")
    assert (by, facet) == ("by", "region")
    assert found == name if name != "code_" else found.startswith("code_")
    assert len(found) < 130
    assert ":" not in found
    assert folder("region", f"{code}.") != folder("region", code)
