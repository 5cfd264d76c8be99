"""The key of an apply address: the same for every way to write the address of one application form."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from wbl_aggregator.match.systems import system_key

# Parameters that only track where a visitor came from, on every site; spec section 17.5 lists the same.
_TRACKING = re.compile(
    r"utm_.*|gclid|dclid|fbclid|msclkid|igshid|mc_[ce]id|_gl|gh_src|lever-(?:source|origin)(?:\[\])?",
    re.IGNORECASE | re.DOTALL,
)
_GENERIC = frozenset(
    {"apply", "career", "careers", "en", "en-us", "home", "index.html", "index.php", "internships", "job", "jobs"}
    | {"join-us", "openings", "opportunities", "programs", "search", "students", "us", "volunteer"}
)
_STEPS = ("apply", "application", "login", "thanks")
_DEFAULT_PORTS = (None, 80, 443)


def apply_key(url: str) -> str | None:
    """The key of an apply address, or ``None`` for a page that names no single posting.

    ``system:id`` where an applicant system is recognised, else host, path and query.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        if parts.port not in _DEFAULT_PORTS:
            host += f":{parts.port}"
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return None
    if found := system_key(host, unquote(parts.path), parts.query, query):
        return found
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return _address_key(host, parts.path, query, route)


def apply_number(url: str) -> str | None:
    """The number of six digits or more that ends a part of an apply address's path, as employers' own pages show it.

    ``None`` where a parameter has a number too, since it may be the one that names the posting.
    """
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query)
    except ValueError:
        return None
    if _telling(_kept(query)):
        return None
    numbers = re.findall(r"(?<![0-9a-f])([0-9]{6,})(?=/|$)", parts.path.lower())
    return numbers[-1] if numbers else None


def _kept(query: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters that may name a posting, in a fixed order."""
    return sorted((name, value) for name, value in query if not _TRACKING.fullmatch(name.strip()))


def _telling(query: list[tuple[str, str]]) -> bool:
    return any(re.search(r"\d", value or name) for name, value in query)


def _address_key(host: str, path: str, query: list[tuple[str, str]], route: str) -> str | None:
    """Host, path, the query without tracking and the route in the page, where some part names a posting."""
    segments = [quote(unquote(segment), safe="") for segment in path.split("/") if segment]
    while segments and segments[-1].lower() in _STEPS:
        segments.pop()
    kept = _kept(query)
    telling = any(segment.lower() not in _GENERIC for segment in segments)
    if not host or not (telling or _telling(kept) or re.search(r"\d", route)):
        return None
    return f"{host}/{'/'.join(segments)}" + (f"?{urlencode(kept)}" if kept else "") + (f"#{route}" if route else "")
