"""The admin pages of a real WordPress in Chromium."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from browser.chromium import is_local, offline_page
from playwright.sync_api import Browser, Page, Route
from wordpress.real_site import RealSite, User

ADMIN = User("admin", "for tests alone", "")
WORDPRESS_ASKS = re.compile(r"^https?://([\w.-]+\.)?(gravatar\.com|w\.org|wordpress\.org)/")
"""What admin pages of WordPress itself ask for: portraits and emoji."""


@contextmanager
def signed_in(browser: Browser, site: RealSite, user: User = ADMIN, **options: Any) -> Iterator[Page]:
    """A page on the dashboard, signed in as this user through wp-login.php.

    Raises:
        AssertionError: at its end, if a script failed, an error was logged in the console, or something beyond this
            machine was asked for that WordPress itself does not ask for.
    """
    problems: list[str] = []
    with offline_page(browser, **{"viewport": {"width": 1280, "height": 900}, **options}) as page:
        page.context.route(WORDPRESS_ASKS, lambda route: _refuse(route))
        page.context.on("console", lambda said: problems.append(said.text) if _is_problem(said) else None)
        page.context.on("weberror", lambda failure: problems.append(str(failure.error)))
        sign_in(page, site, user)
        yield page
    assert not problems, "the console says: " + "\n".join(problems)


def sign_in(page: Page, site: RealSite, user: User = ADMIN) -> None:
    """Fill in wp-login.php and arrive at the dashboard."""
    page.goto(site.url + "wp-login.php", wait_until="domcontentloaded")
    page.locator("#user_login").fill(user.name)
    page.locator("#user_pass").fill(user.password)
    page.locator("#wp-submit").click()
    page.wait_for_url(re.compile("/wp-admin/"), wait_until="domcontentloaded")


def open_admin(page: Page, site: RealSite, path: str) -> None:
    """Go to an address below wp-admin/; what the scripts of the page make is to be waited for by its locator, since
    ``networkidle`` is never reached there."""
    page.goto(f"{site.url}wp-admin/{path}", wait_until="domcontentloaded")
    page.locator("#wpbody-content").wait_for(state="attached")  # the block editor hides it


def _refuse(route: Route) -> None:
    route.abort()


def _is_problem(said: Any) -> bool:
    """Whether it is an error that is not only a refused question of WordPress itself."""
    address = (said.location or {}).get("url", "")
    return said.type == "error" and (not address or is_local(address))
