"""Which matching this is: another one reads postings otherwise, or counts otherwise."""

import hashlib
from functools import cache
from importlib.resources import files


@cache
def version() -> str:
    """A hash of all that this package is made of, its tables of words and its code."""
    digest = hashlib.sha256()
    for file in sorted(files("wbl_aggregator.match").iterdir(), key=lambda file: file.name):
        if file.name.endswith((".py", ".toml")):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
