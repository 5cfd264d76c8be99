"""JMESPath expressions over records (https://jmespath.org/specification.html)."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import jmespath
from jmespath import functions
from jmespath.exceptions import JMESPathError, JMESPathTypeError

from wbl_feed.errors import UsageError
from wbl_feed.settings import did_you_mean
from wbl_feed.times import format_instant
from wbl_publishers.adapters.values import UnreadableValueError

_MILLISECONDS = 100_000_000_000
"""Unix times from here on count milliseconds; as seconds they would be beyond the year 5000."""
_CHAINED = {"subexpression", "index_expression", "pipe", "projection", "filter_projection", "value_projection"}
"""Nodes whose first child alone looks at the record itself; the next looks at what the first one found."""


@dataclass(frozen=True)
class Page:
    """A document of a source, with its records."""

    address: str
    """Where it came from: what relative addresses in it start from."""
    body: Any
    records: tuple[Any, ...] = ()
    time_zone: str = "UTC"
    """IANA time zone in which days are told."""

    @cached_property
    def included(self) -> Mapping[tuple[Any, Any], Any]:
        """The resources that come with those asked for, by type and id (JSON:API 1.1, compound documents)."""
        there = self.body.get("included") if isinstance(self.body, dict) else None
        resources = [one for one in there if isinstance(one, dict)] if isinstance(there, list) else []
        return {(str(one.get("type")), str(one.get("id"))): one for one in resources}


class Expression:
    """A JMESPath expression from a mapping file. Raises ``UsageError`` if it is none.

    It knows these functions besides those of the specification. Each gives null for null:

    - ``instant(x)``: a Unix time, in seconds or milliseconds, as an instant; null for 0;
    - ``day(x)``: the day of a Unix time, or of a text with an offset, in the feed's time zone;
    - ``date(x)``: the date that a text begins with, as it stands there;
    - ``unescape(x)``: a text with ``&lt;`` and the like read as what they stand for;
    - ``absolute(x)``: an address, resolved against that of the document;
    - ``lower(x)``: a text in lower case, to compare without regard to case;
    - ``included(x)``: the resource, or the list of them, that a JSON:API relationship's data points to;
    - ``document()``: the whole document that the record stands in.
    """

    def __init__(self, text: str, place: str) -> None:
        self.text = text
        try:
            self._compiled = jmespath.compile(text)
        except (JMESPathError, RecursionError) as error:
            why = str(error).partition("\n")[0].rstrip(":.") or "it is too long"
            fix = "Write it as JMESPath: title, location.name, tags[*].name. See https://jmespath.org/."
            raise UsageError(f"“{text}” cannot be read: {why}.", place=place, fix=fix) from None
        self._refuse_unknown(self._compiled.parsed, place)

    def find(self, value: Any, page: Page) -> Any:
        """What the expression finds, ``None`` for nothing. Raises ``UnreadableValueError``."""
        try:
            return self._compiled.search(value, jmespath.Options(custom_functions=_Functions(page)))
        except JMESPathTypeError as error:
            if error.actual_type in ("null", "NoneType"):  # a function was asked about a member that is not there
                return None
            raise UnreadableValueError(_plain(error)) from None
        except (JMESPathError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
            raise UnreadableValueError(_plain(error)) from None

    @property
    def names(self) -> frozenset[str] | None:
        """Every name in the expression, or ``None`` where it looks at records as a whole."""
        names: set[str] = set()
        return frozenset(names) if _gather(self._compiled.parsed, names, root=True) else None

    def _refuse_unknown(self, node: Mapping[str, Any], place: str) -> None:
        if node["type"] == "function_expression" and node["value"] not in _Functions.FUNCTION_TABLE:
            fix = did_you_mean(node["value"], list(_Functions.FUNCTION_TABLE)) or "See https://jmespath.org/."
            raise UsageError(f"“{self.text}”: there is no function {node['value']}.", place=place, fix=fix)
        for child in node["children"]:
            if isinstance(child, Mapping):
                self._refuse_unknown(child, place)


def _moment(value: float | str | None) -> datetime | None:
    """A Unix time, or a text with a date, a time and an offset, as a moment; ``None`` for anything else and for 0."""
    try:
        if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,16}", value):
            moment = datetime.fromisoformat(value) if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]", value) else None
            return moment if moment and moment.tzinfo else None
        number = float(value or 0)
        seconds = number / 1000 if number >= _MILLISECONDS else number
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _plain(error: Exception) -> str:
    if isinstance(error, JMESPathTypeError):
        wanted = " or ".join(str(one) for one in error.expected_types)
        return f"{error.function_name}() needs {wanted}, and got {error.actual_type}"
    return str(error) or "it is nested too deeply"


def _gather(node: Mapping[str, Any], names: set[str], *, root: bool) -> bool:
    """Add the names in a parsed expression; false where it looks at a whole record."""
    if node["type"] == "field":
        names.add(node["value"])
    if root and node["type"] in ("current", "identity"):
        return False
    chained = node["type"] in _CHAINED
    return all(
        _gather(child, names, root=root and (number == 0 or not chained))
        for number, child in enumerate(node["children"])
        if isinstance(child, Mapping)
    )


def _signed(*kinds: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Says what a function of one argument takes; null is always among it."""
    decorate: Callable[..., Any] = functions.signature({"types": [*kinds, "null"]})
    return decorate


class _Functions(functions.Functions):  # type: ignore[misc]  # jmespath has no types
    """The functions of JMESPath, and those of ``Expression``."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @_signed("number", "string")
    def _func_instant(self, value: float | str | None) -> str | None:
        moment = _moment(value)
        return format_instant(moment) if moment else value if isinstance(value, str) else None

    @_signed("number", "string")
    def _func_day(self, value: float | str | None) -> str | None:
        moment = _moment(value)
        if moment:
            return moment.astimezone(ZoneInfo(self._page.time_zone)).date().isoformat()
        return self._func_date(value) if isinstance(value, str) else None

    @_signed("string")
    def _func_date(self, value: str | None) -> str | None:
        return value[:10] if value and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]", value) else value

    @_signed("string")
    def _func_unescape(self, value: str | None) -> str | None:
        return value and html.unescape(value)

    @_signed("string")
    def _func_lower(self, value: str | None) -> str | None:
        return value and value.lower()

    @_signed("string")
    def _func_absolute(self, value: str | None) -> str | None:
        return value and urljoin(self._page.address, value)

    @functions.signature()  # type: ignore[untyped-decorator]
    def _func_document(self) -> Any:
        return self._page.body

    @_signed("object", "array")
    def _func_included(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._func_included(one) for one in value if isinstance(one, dict)]
        return value and self._page.included.get((str(value.get("type")), str(value.get("id"))))
