"""What made-up postings are made of: towns, invented names, fields of work, kinds of activity (``material.json``)."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from pydantic_core import from_json

_MATERIAL: dict[str, Any] = from_json(files("wbl_feed.sample").joinpath("material.json").read_bytes())


@dataclass(frozen=True)
class Task:
    """One thing that students do, with its name in English and Spanish."""

    title: str
    es: str
    does: str


@dataclass(frozen=True)
class Field:
    """A field of work with its occupation (SOC 2018) and industry (NAICS 2022)."""

    nouns: tuple[str, ...]
    """What employers of the field are called."""
    soc: tuple[str, str]
    naics: tuple[str, str]
    stem: bool
    site: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of activity as it is usually offered."""

    activity: str
    noun: str
    """How a title ends."""
    season: str
    """A name of a season, or ``term`` for any but summer."""
    weeks: int
    """0 for a single day."""
    days: tuple[str, ...]
    hours: tuple[int, int]
    """Least and most hours in a week."""
    times: tuple[str, str]
    window: str
    pay: str
    age: int
    grades: tuple[int, ...]


def _tuples(value: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(member) if isinstance(member, list) else member for name, member in value.items()}


TOWNS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = tuple(
    (region, tuple((town, code) for town, code in towns)) for region, towns in _MATERIAL["towns"].items()
)
"""Region, as in ``us-ma-stem:<region>``, with towns and one postal code of each."""
STREETS, FIRST, SECOND = (tuple[str, ...](_MATERIAL[name]) for name in ("streets", "first", "second"))
SETTINGS, ENDINGS = (tuple[str, ...](_MATERIAL[name]) for name in ("settings", "endings"))
FIELDS = tuple(
    Field(**{**_tuples(one), "tasks": tuple(Task(**task) for task in one["tasks"])}) for one in _MATERIAL["fields"]
)
KINDS = tuple(
    (one["weight"], Kind(**_tuples({k: v for k, v in one.items() if k != "weight"}))) for one in _MATERIAL["kinds"]
)
