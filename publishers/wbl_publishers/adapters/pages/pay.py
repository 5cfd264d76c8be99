"""The salary of a job as pages write it, as MonetaryAmount of schema.org."""

from typing import Any

from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UnreadableCell
from wbl_publishers.cleaning import UnreadableError, read_cell
from wbl_publishers.members import member

_AMOUNTS = "value", "minValue", "maxValue"
_UNITS = {
    "HOURLY": "HOUR", "HOURS": "HOUR", "HR": "HOUR", "DAILY": "DAY", "DAYS": "DAY", "WEEKLY": "WEEK", "WEEKS": "WEEK",
    "MONTHLY": "MONTH", "MONTHS": "MONTH", "YEARLY": "YEAR", "ANNUAL": "YEAR", "ANNUALLY": "YEAR", "YEARS": "YEAR",
}  # fmt: skip


def mended_pay(salary: Any, currency: Any) -> tuple[Any, list[Notice]]:
    """A salary with numbers for amounts and one of the units; nothing, and a notice, where it cannot be read.

    ``currency`` is the job's own, for a salary without one. A text stays one.
    """
    if isinstance(salary, list) and len(salary) == 1:
        salary = salary[0]
    if salary is None or isinstance(salary, str):
        return salary, []
    try:
        return _money(salary, currency), []
    except UnreadableError as error:
        return None, [UnreadableCell(pointer="/compensation", found=_said(salary), expected=str(error))]


def read_pay(text: str) -> tuple[dict[str, Any] | None, list[Notice]]:
    """What a salary in words states of pay."""
    try:
        return read_cell(text, member("/compensation")), []
    except UnreadableError as error:
        return None, [UnreadableCell(pointer="/compensation", found=text, expected=str(error))]


def _money(salary: Any, currency: Any) -> dict[str, Any]:
    if not isinstance(salary, dict):
        salary = {"value": salary}
    value = salary.get("value")
    inner = value if isinstance(value, dict) else {name: salary[name] for name in _AMOUNTS if name in salary}
    money = {**inner, **{name: _amount(inner[name]) for name in _AMOUNTS if name in inner}}
    unit = inner.get("unitText", salary.get("unitText"))
    if isinstance(unit, str):
        code = unit.upper().removeprefix("PER ").strip()
        money["unitText"] = _UNITS.get(code, code)
    known = salary.get("currency") or inner.get("currency") or currency
    return {"currency": known.upper() if isinstance(known, str) else known, "value": money}


def _amount(value: Any) -> Any:
    return read_cell(value, member("/compensation/baseSalary/value")) if isinstance(value, str) else value


def _said(salary: Any) -> str:
    """What a salary says, for people."""
    if not isinstance(salary, dict):
        return str(salary)
    inner = salary.get("value")
    pairs = {**salary, **(inner if isinstance(inner, dict) else {})}
    told = (f"{name} {one}" for name, one in pairs.items() if name[:1] != "@" and not isinstance(one, dict | list))
    return ", ".join(told)
