"""Libraries that only some adapters need."""

from importlib import import_module
from types import ModuleType

from wbl_feed.errors import UsageError


def library(name: str, extra: str) -> ModuleType:
    """A library of an extra. Raises ``UsageError`` with the command that installs it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        fix = f"Run: pip install 'wbl-feed[{extra}]'"
        raise UsageError(f"the library {error.name} is not installed.", fix=fix) from None
