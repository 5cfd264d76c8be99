"""A real WordPress, for the tests that need one."""

from collections.abc import Iterator

import pytest
from wordpress.real_site import RealSite, missing, real_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """A new site; without PHP the test is skipped."""
    if lacking := missing():
        pytest.skip(f"{lacking} is not installed; CONTRIBUTING.md says how to get it")
    with real_site(tmp_path_factory.mktemp("wordpress") / "site") as running:
        yield running
