"""Whether the libraries beneath are new enough: feeds are hostile input, and old parsers fall for it."""

import platform
import pyexpat
import sqlite3
import ssl
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from lxml import etree
from packaging.requirements import Requirement

from wbl_aggregator.doctor.check import Check, ok, problem, warning
from wbl_feed.times import is_zone

_ABOUT = "libraries"
_BACKPORTS = "or see whether your system has mended its own older version"


@dataclass(frozen=True)
class Limit:
    """A version below which a library is not good enough, and why."""

    library: str
    least: tuple[int, ...]
    why: str
    grave: bool = False


LIMITS = (
    Limit("expat", (2, 4, 1), "a small XML document can fill the memory (billion laughs, CVE-2013-0340)", True),
    Limit("expat", (2, 6, 0), "one long XML token can take minutes (CVE-2023-52425)"),
    Limit("libxml2", (2, 10, 3), "a large XML document can overflow numbers in it (CVE-2022-40303, CVE-2022-40304)"),
    Limit("OpenSSL", (3, 0, 0), "it gets no security fixes any more"),
    Limit("SQLite", (3, 24, 0), "the state needs what came with 3.24", True),
)


def installed() -> dict[str, tuple[int, ...]]:
    """Versions of the libraries that are no Python packages."""
    return {
        "Python": sys.version_info[:3],
        "expat": _numbers(pyexpat.EXPAT_VERSION.removeprefix("expat_")),
        "libxml2": etree.LIBXML_VERSION,
        "OpenSSL": _numbers(text.split()[1]) if (text := ssl.OPENSSL_VERSION).startswith("OpenSSL ") else (),
        "SQLite": sqlite3.sqlite_version_info,
        "zlib": _numbers(zlib.ZLIB_RUNTIME_VERSION),
    }


def check_libraries() -> Iterator[Check]:
    """Everything that the aggregator stands on."""
    found = installed()
    told = ", ".join(f"{library} {_text(number)}" for library, number in found.items() if number)
    yield ok(_ABOUT, f"{told} on {platform.system() or 'an unknown system'}.")
    yield from judge(found)
    yield _json_in_sqlite()
    if not is_zone("America/New_York"):
        yield problem(_ABOUT, "Time zones are not known, so that deadlines cannot be read.", "Install tzdata with pip.")
    yield check_packages(requires("wbl-feed") or ())


def judge(found: dict[str, tuple[int, ...]], limits: Iterable[Limit] = LIMITS) -> Iterator[Check]:
    """The gravest thing about each library that is too old."""
    told: set[str] = set()
    for limit in limits:
        have = found.get(limit.library, ())
        if have and have < limit.least and limit.library not in told:
            told.add(limit.library)
            kind = problem if limit.grave else warning
            said = f"{limit.library} {_text(have)} is older than {_text(limit.least)}: {limit.why}."
            yield kind(_ABOUT, said, f"Update Python or your system, {_BACKPORTS}.")


def check_packages(wanted: Iterable[str]) -> Check:
    """Whether the Python packages are those that this version was made for."""
    needed = [one for one in map(Requirement, wanted) if one.marker is None or one.marker.evaluate({"extra": ""})]
    faults = [fault for one in needed if (fault := _fault(one))]
    if faults:
        return problem(_ABOUT, f"{'; '.join(faults)}.", "Install wbl-feed again with pip.")
    names = ("httpx", "pydantic", "lxml", "feedparser")
    told = ", ".join(f"{name} {version(name)}" for name in names if name in {one.name for one in needed})
    return ok(_ABOUT, f"{len(needed)} Python packages as needed{f', among them {told}' if told else ''}.")


def _fault(requirement: Requirement) -> str:
    try:
        have = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is missing"
    fits = requirement.specifier.contains(have, prereleases=True)
    return "" if fits else f"{requirement.name} {have} is not {requirement.specifier}"


def _json_in_sqlite() -> Check:
    database = sqlite3.connect(":memory:")
    try:
        database.execute("select json_extract('{\"a\": 1}', '$.a')")
    except sqlite3.Error:
        return problem(_ABOUT, "SQLite was built without JSON, which the state needs.", "Update Python or your system.")
    finally:
        database.close()
    return ok(_ABOUT, "SQLite reads JSON.")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _text(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))
