"""Reads the operator's ``employers.toml``: employers under their several names, beside those that are shipped."""

from pathlib import Path

from wbl_aggregator.match.employers import Employers, EmployersFile, KnownEmployer, employers_with, known_of, name_key
from wbl_feed.errors import UsageError
from wbl_feed.settings import check, read_toml

EMPLOYERS = "employers.toml"
"""Beside the sources file."""


def read_employers(path: Path) -> Employers:
    """The shipped employers with those of a file. Raises as :func:`read_known` does."""
    return employers_with(read_known(path))


def read_known(path: Path) -> tuple[KnownEmployer, ...]:
    """The employers of a file, which go before the shipped ones; none if it is not there.

    Raises ``UsageError`` with the place of the first fault, and for a name that two employers of the file claim.
    """
    if not path.exists():
        return ()
    more = known_of(check(EmployersFile, read_toml(path), str(path)))
    claimed: dict[str, str] = {}
    for number, known in enumerate(more, 1):
        for name in (known.name, *known.aliases):
            key = name_key(name)
            if not key:
                fix = "Write the name in letters or digits."
                raise UsageError(f"“employer {number}”: “{name}” is no name.", place=str(path), fix=fix)
            if claimed.setdefault(key, known.name) != known.name:
                says = f"“{name}” stands for “{claimed[key]}” and for “{known.name}”."
                raise UsageError(says, place=str(path), fix="Take it out of one of the two.")
    return more
