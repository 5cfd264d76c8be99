"""What was looked at, and how it is."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    about: str
    """``libraries``, ``clock``, ``disk``, ``certificates`` or ``hub``."""
    verdict: Verdict
    found: str
    mend: str = ""
    """What to do; empty where nothing is."""


def ok(about: str, found: str) -> Check:
    """All is well with it."""
    return Check(about, "ok", found)


def warning(about: str, found: str, mend: str) -> Check:
    """It works, and may not for long, or not for everything."""
    return Check(about, "warning", found, mend)


def problem(about: str, found: str, mend: str) -> Check:
    """It does not work."""
    return Check(about, "problem", found, mend)
