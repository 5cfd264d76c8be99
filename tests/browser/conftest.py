"""Pages in the system's Chromium, for tests of what people see."""

from collections.abc import Iterator

import pytest
from browser.chromium import chromium, executable, offline_page
from playwright.sync_api import Browser, Page


# Not for the whole session: while Playwright runs, no other test of it can start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it; without it the test is skipped."""
    path = executable()
    if not path:
        pytest.skip("Chromium is not installed; CONTRIBUTING.md says how to get it")
    with chromium(path) as running:
        yield running


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    """An empty page in a wide window; the test fails if the page asks for anything beyond this machine."""
    with offline_page(browser, viewport={"width": 1280, "height": 800}) as page:
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """An empty page on a phone, 390 by 844 CSS pixels and touched, under the same condition."""
    with offline_page(
        browser, viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True, has_touch=True
    ) as page:
        yield page
