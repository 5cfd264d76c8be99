"""Which codes belong to a profile, and at which members (spec sections 13 and 22)."""

import re
from collections.abc import Iterable, Mapping

from wbl_feed.vocabulary import Vocabulary


class Codes:
    """The vocabularies of a profile, by the members that take their codes."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], members: Mapping[str, Iterable[str]]) -> None:
        self._by_member: dict[str, list[Vocabulary]] = {}
        for name, pointers in members.items():
            for pointer in pointers:
                self._by_member.setdefault(_generic(pointer), []).append(vocabularies[name])

    def at(self, member: str) -> list[Vocabulary]:
        """The vocabularies whose codes a member takes, given by its JSON Pointer with indexes or ``*``."""
        return self._by_member.get(member) or self._by_member.get(_generic(member), [])


def _generic(pointer: str) -> str:
    """A JSON Pointer with ``*`` for array indexes and without one at its end: ``/programs/0`` is ``/programs``."""
    return re.sub(r"/[0-9]+(?=/|$)", "/*", pointer).removesuffix("/*")
