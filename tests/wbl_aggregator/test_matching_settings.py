"""From when on postings that are alike are one, as the sources file says it."""

import pytest
from pydantic import ValidationError
from wbl_aggregator.match.probable import PRESETS
from wbl_aggregator.sources import Config, Matching, MatchSettings

FEED = {"id": "https://hub.example/feed", "name": "Hub", "license": "CC0-1.0", "publisher": {"name": "Hub"}}


def of(**match: object) -> Config:
    """A hub of two sources with these settings of matching."""
    sources = [{"id": name, "url": f"https://{name}.example/feed.json"} for name in ("north", "south")]
    return Config.model_validate({"feed": FEED, "source": sources, "match": match})


def test_two_sources_can_have_a_threshold_of_their_own():
    """In either order; all others have that of the hub, and the floor is the least of all."""
    matching = Matching(of(preset="careful", pair=[{"sources": ["south", "north"], "least": 500}]).match)
    assert matching.least("north", "south") == matching.least("south", "north") == 500
    assert matching.least("north", "east") == PRESETS["careful"]
    assert matching.floor == 500


def test_by_declared_evidence_alone_nothing_is_alike_enough():
    """And people are asked all the same."""
    matching = Matching(MatchSettings.model_validate({"preset": "declared"}))
    assert matching.least("north", "south") > 10 * PRESETS["careful"]
    assert matching.floor == matching.settings.review


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ([{"sources": ["north", "north"]}], "it must name two sources"),
        ([{"sources": ["north", "nrth"]}], "names “nrth”, which is no source"),
        ([{"sources": ["north", "south"]}, {"sources": ["south", "north"]}], "are about"),
    ],
)
def test_a_pair_that_cannot_be_is_told(pair: list[dict[str, object]], said: str):
    """With what is wrong with it."""
    with pytest.raises(ValidationError, match=said):
        of(pair=pair)


def test_all_that_changes_points_changes_the_digest():
    """So that everything is compared again; a verdict does not."""
    plain = Matching(of().match)
    assert plain.digest == Matching(of(preset="careful").match).digest
    others = [of(preset="balanced"), of(least=700), of(review=500), of(pair=[{"sources": ["north", "south"]}])]
    assert len({plain.digest, *(Matching(one.match).digest for one in others)}) == 5
