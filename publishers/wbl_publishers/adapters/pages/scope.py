"""Which addresses are read: those of the named hosts that the options do not leave out, each once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wbl_feed.errors import UsageError
from wbl_feed.origins import comparable, shown_address
from wbl_publishers.adapters.pages.options import PagesOptions
from wbl_publishers.adapters.pages.page import host_of, path_of

_MOST_LISTED = 500_000
"""Addresses that a source may list."""


@dataclass
class Scope:
    """The addresses that were taken so far, and those of other hosts that were not."""

    options: PagesOptions
    hosts: frozenset[str]
    """Hosts as ``host_of`` writes them; none for a list that somebody made, whose hosts are meant."""
    taken: dict[str, str] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    _listed: int = 0

    def take(self, addresses: Iterable[str], place: str) -> None:
        """Take what is to be read of some addresses. Raises ``UsageError`` if that becomes too much."""
        for address in addresses:
            self._listed += 1
            if not self.admits(address):
                self.elsewhere.append(shown_address(address))
            elif self._wanted(path_of(address)):
                self.taken.setdefault(comparable(address), address)
            if len(self.taken) > self.options.most or self._listed > _MOST_LISTED:
                limit = min(self.options.most, _MOST_LISTED)
                fix = 'Choose with include, such as include = "/jobs/", or raise most, both under [options].'
                raise UsageError(f"it lists more than {limit:,} pages.", place=place, fix=fix)

    def admits(self, address: str) -> bool:
        """Whether an address is one of the named hosts."""
        host = host_of(address)
        return bool(host) and (not self.hosts or host in self.hosts)

    def _wanted(self, path: str) -> bool:
        path = f"/{path}"
        included = not self.options.include or any(has(path, part) for part in self.options.include)
        return included and not any(has(path, part) for part in self.options.exclude)


def has(path: str, pattern: str) -> bool:
    """Whether a part of an address is in it; ``*`` in the part is any text."""
    at = 0
    for part in pattern.split("*"):
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
