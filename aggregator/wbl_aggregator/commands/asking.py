"""How a command asks whether it may do what cannot be undone."""

import sys

import click

from wbl_feed.errors import UsageError


def agreed(question: str, *, err: bool = False) -> bool:
    """Whether the person at the terminal agrees; ``err`` asks on standard error. Raises ``UsageError`` without one."""
    if not is_answered():
        raise UsageError("nobody is here to answer.", fix="Add --yes.")
    return click.confirm(f"{question}?", err=err)


def is_answered() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty()
