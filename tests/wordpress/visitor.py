"""Somebody who uses the pages of a WordPress without a browser: cookies are kept, forms are read and sent."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence

from lxml import html
from wordpress.admin import ADMIN
from wordpress.real_site import RealSite, User

SECONDS = 60
Fields = Mapping[str, str | Sequence[str]]


class Visitor:
    """A session with the site: signed in through wp-login.php, or not at all."""

    def __init__(self, site: RealSite, user: User | None = ADMIN) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, urllib.request.ProxyHandler({}))
        self.status, self.url = 0, ""
        if user:
            self.get("wp-login.php")
            self.send("wp-login.php", {"log": user.name, "pwd": user.password})

    def get(self, path: str) -> html.HtmlElement:
        """The page at an address below the site's own, or at one that begins with it; redirects are followed."""
        return self._open(path, None)

    def send(self, path: str, fields: Fields) -> html.HtmlElement:
        """What is answered to a form that was sent there."""
        return self._open(path, urllib.parse.urlencode(fields, doseq=True).encode())

    def _open(self, path: str, body: bytes | None) -> html.HtmlElement:
        address = path if path.startswith(self.site.url) else self.site.url + path
        try:
            with self._opener.open(urllib.request.Request(address, body), timeout=SECONDS) as answer:
                content, self.status, self.url = answer.read(), answer.status, answer.url
        except urllib.error.HTTPError as answer:
            with answer:
                content, self.status, self.url = answer.read(), answer.code, answer.url
        return html.fromstring(content or b"<html></html>")


def fields_of(form: html.HtmlElement) -> dict[str, str | list[str]]:
    """What a browser would send of a form as it stands; of several fields of one name, all values."""
    sent: dict[str, str | list[str]] = {}
    for name, value in form.form_values():
        before = sent.get(name)
        sent[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
    return sent


def text_of(element: html.HtmlElement) -> str:
    """Its text, with single spaces."""
    return " ".join(element.text_content().split())
