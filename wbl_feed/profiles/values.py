"""Tells whether a value that a profile names can stand at a member at all."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wbl_feed.notices import shown
from wbl_feed.profiles.members import Member
from wbl_feed.settings import did_you_mean
from wbl_feed.vocabulary import Vocabulary, vocabulary_of

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "integer": (int, float),
    "array": (list,),
    "object": (dict,),
}
SPOKEN = {
    "string": "a text",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "array": "a list",
    "object": "an object",
}
"""The JSON types in words."""
Problem = tuple[str, str]
"""What is wrong, and how to mend it."""


class Values:
    """The codes of a profile and of the core, by the members that take them."""

    def __init__(self, prefixes: Iterable[str], vocabularies: Mapping[str, Vocabulary]) -> None:
        self._prefixes = tuple(prefixes)
        self._codes = [code for one in vocabularies.values() for code in one.terms]

    def problems(self, value: Any, member: Member | None) -> Iterator[Problem]:
        """Why a value never stands at a member; ``None`` is a member of which nothing is known."""
        kind = member.type if member else ""
        if member and kind and not _is_of(value, kind):
            sentence = f"{member.pointer or 'this'} is {SPOKEN[kind]} and never {_spoken(value)}."
            fix = f'Write "contains": {{"const": {_spoken(value)}}}.' if kind == "array" else "Correct the value."
            yield sentence, fix
        elif isinstance(value, str) and (member is None or not member.schema or member.definition == "code"):
            yield from self._code(value, member)
        elif member and "enum" in member.schema and value not in member.schema["enum"]:
            choices = [one for one in member.schema["enum"] if isinstance(one, str)]
            fix = (isinstance(value, str) and did_you_mean(value, choices)) or f"It is one of {', '.join(choices)}."
            yield f"{member.pointer} is never {_spoken(value)}.", fix

    def pattern(self, text: str) -> Iterator[Problem]:
        """Why the pattern of a code never fits one of this profile."""
        prefix, colon, _ = text.removeprefix("^").partition(":")
        if not colon or prefix not in self._prefixes:
            return
        try:
            fits = any(re.search(text, code) for code in self._codes)
        except re.error:
            return
        if not fits:
            yield f"no code of this profile looks like “{shown(text)}”.", did_you_mean(text.strip("^$"), self._codes)

    def _code(self, code: str, member: Member | None) -> Iterator[Problem]:
        prefix, colon, local = code.partition(":")
        if code in self._codes:
            return
        if colon and prefix in self._prefixes:
            near = did_you_mean(code, self._codes) or "List it in a vocabulary, or correct it."
            yield f"no vocabulary of this profile has the code “{code}”.", near
        elif colon:
            # A foreign prefix may be that of any other profile, unless what follows it is a code of this one.
            if (own := self._with_prefix(local)) and did_you_mean(prefix, list(self._prefixes)):
                yield f"“{prefix}” is no prefix of this profile.", f"Did you mean “{own}”?"
        elif member and member.schema:
            core = vocabulary_of(member.pointer)
            if core and code not in core:
                meant = core.suggest(code)
                fix = f"Did you mean “{meant}”?" if meant else f"Its codes are {', '.join(core.terms)}."
                yield f"{member.pointer} has no code “{code}”.", fix
            elif not core and (own := self._with_prefix(code)):
                yield f"“{code}” is no code of the core.", f"Did you mean “{own}”?"

    def _with_prefix(self, local: str) -> str:
        return next((code for code in self._codes if code.partition(":")[2] == local), "")


def _is_of(value: Any, kind: str) -> bool:
    if kind != "boolean" and isinstance(value, bool):
        return False
    return isinstance(value, _TYPES[kind])


def _spoken(value: Any) -> str:
    return shown(json.dumps(value, ensure_ascii=False))
