"""How postings are matched: from how many points on, by which statistics, and what people decided."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from wbl_aggregator.match.employers import KnownEmployer
from wbl_aggregator.match.probable import PRESETS, REVIEW
from wbl_aggregator.match.rarity import Rarity, shipped_rarity
from wbl_aggregator.match.verdicts import Verdicts
from wbl_aggregator.match.version import version
from wbl_feed.settings import Settings

Preset = Literal["declared", "careful", "balanced"]
_LEAST, _MOST = 400, 1_500
"""Points: below, postings of nothing but one employer would be one entry, and above none would."""
_NEVER = 100_000
"""More points than there are."""


class Threshold(Settings):
    """From when on postings that are alike become one entry."""

    preset: Preset = "careful"
    """``declared`` merges by what postings declare of one another alone."""
    least: int | None = Field(None, ge=_LEAST, le=_MOST)
    """Points, in place of those of the preset."""

    @model_validator(mode="after")
    def _either(self) -> Self:
        if self.preset == "declared" and self.least is not None:
            raise ValueError(
                "“declared” merges nothing by likeness, so that “least” has no meaning; take one of them out"
            )
        return self

    @property
    def points(self) -> int:
        """The fewest points."""
        return self.least if self.least is not None else PRESETS.get(self.preset, _NEVER)


class PairThreshold(Threshold):
    """The same for the postings of two sources."""

    sources: tuple[str, str]
    """Their ids."""

    @field_validator("sources")
    @classmethod
    def _two(cls, value: tuple[str, str]) -> tuple[str, str]:
        if value[0] == value[1]:
            raise ValueError("it must name two sources: two postings of one source are never one entry")
        return value


class MatchSettings(Threshold):
    """The table ``[match]`` of a sources file."""

    review: int = Field(REVIEW, ge=1, le=_MOST)
    """The fewest points with which a person is asked."""
    pairs: tuple[PairThreshold, ...] = Field((), alias="pair")

    @model_validator(mode="after")
    def _once(self) -> "MatchSettings":
        seen = set()
        for pair in self.pairs:
            if frozenset(pair.sources) in seen:
                raise ValueError(f"two [[match.pair]] are about {' and '.join(pair.sources)}")
            seen.add(frozenset(pair.sources))
        if self.preset != "declared" and self.review > self.points:
            raise ValueError(
                f"“review” is {self.review}, and from {self.points} points on postings are one entry already"
            )
        return self


@dataclass(frozen=True)
class Matching:
    """All that decides which postings are one."""

    settings: MatchSettings = field(default_factory=lambda: MatchSettings.model_validate({}))
    verdicts: Verdicts = field(default_factory=Verdicts)
    rarity: Rarity = field(default_factory=shipped_rarity)
    employers: tuple[KnownEmployer, ...] = ()
    """Those that the operator knows beside the shipped ones."""

    def least(self, source: str, other: str) -> int:
        """The fewest points with which postings of two sources become one entry."""
        return self._pairs.get(frozenset((source, other)), self.settings.points)

    @property
    def floor(self) -> int:
        """The fewest points that are of interest."""
        return min(self.settings.review, self.settings.points, *self._pairs.values())

    @cached_property
    def digest(self) -> str:
        """A hash of all by which the points of a pair count, apart from verdicts."""
        text = json.dumps([self.settings.model_dump(mode="json"), self.rarity.version, version()])
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def reads(self) -> str:
        """What tells how postings are read before they are compared."""
        return json.dumps([self.employers, version()])

    @cached_property
    def _pairs(self) -> dict[frozenset[str], int]:
        return {frozenset(pair.sources): pair.points for pair in self.settings.pairs}
