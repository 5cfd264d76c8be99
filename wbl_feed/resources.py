"""Finds the files of the standard: bundled in an installed wheel, or beside the package in a checkout."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic_core import from_json

NAMESPACE = "https://w3id.org/wbl-feed/v1/"
"""Names of the standard start with this IRI; nothing is ever fetched from it."""


@cache
def spec_folder() -> Traversable:
    """The folder ``spec/v1``."""
    bundled = files("wbl_feed") / "spec" / "v1"
    return bundled if bundled.is_dir() else Path(__file__).parent.parent / "spec" / "v1"


@cache
def spec_json(name: str) -> Any:
    """A JSON file of the standard, such as ``posting.schema.json``."""
    return from_json(spec_folder().joinpath(*name.split("/")).read_bytes())
