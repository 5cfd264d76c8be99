"""The fixture of every test of the publishers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sheet_site import Site


@pytest.fixture
def site(tmp_path: Path, run_wbl: Callable[..., Result]) -> Site:
    """A site that has published nothing yet."""
    return Site(tmp_path, run_wbl)
