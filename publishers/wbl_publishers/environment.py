"""Secrets, such as keys and passwords, that a setting names and the environment holds."""

import os
import re

from wbl_feed.errors import UsageError

_NAMED = re.compile(r"\benv:([A-Za-z_][A-Za-z0-9_]*)")


def from_environment(text: str, place: str) -> str:
    """A setting with each ``env:NAME`` replaced by the environment variable of that name.

    Raises ``UsageError`` if there is none; no message ever has the value in it.
    """
    for name in _NAMED.findall(text):
        if not os.environ.get(name):
            fix = f"Set it in the shell, the scheduler or the secrets of the job that runs this: {name}=…"
            raise UsageError(f"the environment variable {name} is not set.", place=place, fix=fix)
    return _NAMED.sub(lambda found: os.environ[found[1]], text)
