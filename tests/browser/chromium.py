"""The system's Chromium, and pages of it that never leave this machine."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, WebSocketRoute, sync_playwright

ARGUMENTS = [
    "--no-sandbox",  # as root there is no other way
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # also what no route sees, such as preconnect
]
LOCAL_SCHEMES = {"file", "data", "blob", "about"}


def executable() -> str | None:
    """Where Chromium is, or None. Playwright's own browsers are not used: they are a download of their own."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium(executable_path: str) -> Iterator[Browser]:
    """A browser that ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable_path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def offline_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a context of its own with these options; an AssertionError at its end if it asked for anything that
    is not a file or on 127.0.0.1."""
    asked: list[str] = []

    def decide(route: Route) -> None:
        if is_local(route.request.url):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    def refuse(socket: WebSocketRoute) -> None:
        asked.append(socket.url)
        socket.close()

    context = browser.new_context(service_workers="block", **options)
    try:
        context.route("**/*", decide)
        context.route_web_socket(lambda address: not is_local(address), refuse)
        yield context.new_page()
    finally:
        context.close()
    assert not asked, f"the page asked for {', '.join(asked)}"


def is_local(address: str) -> bool:
    """Whether a request stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme in LOCAL_SCHEMES or parts.hostname == "127.0.0.1"
