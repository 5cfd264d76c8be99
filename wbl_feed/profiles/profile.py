"""A profile: what one state or network adds to the standard (spec section 22)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry

from wbl_feed.notices import Notice
from wbl_feed.notices.profile import ProfileConstraint
from wbl_feed.profiles.codes import Codes
from wbl_feed.profiles.limits import Limits
from wbl_feed.profiles.merge_patch import merge_patch
from wbl_feed.profiles.rules import Rule, Rules, at_pointer
from wbl_feed.profiles.schemas import CORE, compiled, core_registry, errors_of, place_of
from wbl_feed.profiles.wording import sentence_of
from wbl_feed.resources import spec_json
from wbl_feed.vocabulary import Vocabulary

POSTING, FEED = CORE


@dataclass(frozen=True)
class Profile:
    """One profile, as its folder describes it."""

    name: str
    iri: str
    version: str
    """Version of the profile, which has its own numbers."""
    title: str
    description: str
    keeper: str
    """Who decides about it."""
    prefixes: tuple[str, ...]
    """Prefixes of codes that are this profile's alone."""
    vocabularies: dict[str, Vocabulary]
    members: dict[str, tuple[str, ...]]
    """The members that take the codes of each vocabulary, as JSON Pointers with ``*`` for an array index."""
    limits: Limits
    rules: tuple[Rule, ...]
    patches: dict[str, Any] = field(default_factory=dict)
    """JSON Merge Patches by the name of the schema that they narrow."""

    @cached_property
    def catalogue(self) -> dict[str, type[Notice]]:
        """The notice class of each rule, by code."""
        return {rule.code: rule.kind for rule in self.rules}

    def posting_schema(self) -> dict[str, Any]:
        """The posting schema as this profile narrows it, under its own name."""
        return self._merged(POSTING)

    def feed_schema(self) -> dict[str, Any]:
        """The feed schema as this profile narrows it; its items are those of :meth:`posting_schema`."""
        return self._merged(FEED)

    def owns(self, code: str) -> bool:
        """Whether a code has a prefix of this profile."""
        prefix, colon, _ = code.partition(":")
        return bool(colon) and prefix in self.prefixes

    def knows(self, code: str, member: str) -> bool:
        """Whether a code is in a vocabulary of this profile for a member, given by its JSON Pointer."""
        return any(code in vocabulary for vocabulary in self._codes.at(member))

    def find(self, text: str, member: str) -> str | None:
        """The code of this profile that a text names for a member, by code, label or synonym in any language."""
        found = (vocabulary.find(text) for vocabulary in self._codes.at(member))
        return next((code for code in found if code), None)

    def check(self, value: Any, pointer: str, posting: str, at: date) -> Iterator[Notice]:
        """What is wrong with one posting, a JSON value as published, for those who follow this profile.

        ``pointer`` is the place of the posting in its document, ``posting`` its id, and ``at`` the day
        against which dates are held. Faults of the standard itself, and codes that the profile does not
        have, are not said here.
        """
        day = at.date() if isinstance(at, datetime) else at
        # Half a surrogate pair, or a number that no double holds: the reader has said so (section 3).
        with suppress(ValueError):
            broken = self._rules.broken(value, day)
            yield from self._constraints(POSTING, value, value, pointer, posting)
            for rule in broken:
                yield rule.notice(value, pointer, posting)

    def check_envelope(self, value: Any) -> Iterator[Notice]:
        """What is wrong with the envelope of a feed that follows this profile."""
        if isinstance(value, dict):
            with suppress(ValueError):
                yield from self._constraints(FEED, {**value, "items": []}, value, "", "")

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.rules)

    @cached_property
    def _codes(self) -> Codes:
        return Codes(self.vocabularies, self.members)

    def _merged(self, schema: str) -> dict[str, Any]:
        merged: dict[str, Any] = merge_patch(spec_json(schema), self.patches.get(schema, {}))
        merged["$id"] = f"{self.iri}/{schema}"
        return merged

    @cached_property
    def _narrowed(self) -> dict[str, tuple[Draft202012Validator, Draft202012Validator]]:
        """The schemas with a patch, ready to run, each with the schema of the standard."""
        registry = Registry([(f"{self.iri}/{schema}", self._merged(schema)) for schema in CORE])
        return {
            schema: (
                compiled({"$ref": f"{self.iri}/{schema}"}, registry),
                compiled(spec_json(schema), core_registry()),
            )
            for schema in self.patches
        }

    def _constraints(self, schema: str, value: Any, shown: Any, pointer: str, posting: str) -> Iterator[Notice]:
        if schema not in self._narrowed:
            return
        narrowed, core = self._narrowed[schema]
        if narrowed.is_valid(value):
            return
        told = {(place_of(error), error.message) for error in errors_of(core, value)}
        for error in errors_of(narrowed, value):
            place = place_of(error)
            if (place, error.message) not in told:
                told.add((place, error.message))
                found, expected = at_pointer(shown, place), sentence_of(error)
                yield ProfileConstraint(pointer=pointer + place, found=found, expected=expected, posting=posting)
