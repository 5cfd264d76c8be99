"""Tells whether two addresses are on the same origin, and whether they are the same (RFC 6454, RFC 3986)."""

import re
from urllib.parse import SplitResult, urlsplit
from urllib.request import url2pathname

_PORTS = {"http": 80, "https": 443}
_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
_PAIR = re.compile(r"((?:^|&)[^=&]*=)[^&]*")
_SECRET = re.compile("token|key|secret|pass|sig|auth", re.IGNORECASE)
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")

Origin = tuple[str, str, int | None]


def origin(url: str) -> Origin:
    """Scheme, host and port (RFC 6454 section 4), a default port filled in. Raises ``ValueError`` for no address."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(scheme)


def comparable(url: str) -> str:
    """An address in the form in which it is compared with another: without its fragment, and in normal form.

    The rules are those of RFC 3986 sections 6.2.2 and 6.2.3. Raises ``ValueError`` for no address.
    """
    scheme, host, port = origin(url)
    parts = urlsplit(url)
    path = _without_dots(_decoded(parts.path)) or ("/" if host else "")
    place = host if port == _PORTS.get(scheme) else f"{host}:{port}"
    return SplitResult(scheme, place, path, _decoded(parts.query), "").geturl()


def _decoded(text: str) -> str:
    """Percent-encoding in its one form: none where none is needed, else in capitals."""

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if _UNRESERVED.fullmatch(character) else match[0].upper()

    return _ENCODED.sub(one, text)


def _without_dots(path: str) -> str:
    """A path without the segments "." and ".." (RFC 3986 section 5.2.4)."""
    if not path.startswith("/"):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    end = "/" if segments[-1] in (".", "..") and kept else ""
    return "/" + "/".join(kept) + end


def shown_address(address: str) -> str:
    """An address as it may stand in a report: a file's as its path, without a password and the values of keys."""
    if address.startswith("file://"):
        return url2pathname(urlsplit(address).path)
    if "@" not in address and "?" not in address:
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=place, query=_PAIR.sub(_hidden, parts.query)).geturl()


def _hidden(pair: re.Match[str]) -> str:
    return f"{pair[1]}···" if _SECRET.search(pair[1]) else pair[0]
