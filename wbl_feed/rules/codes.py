"""Codes and members against the vocabularies and schemas (spec sections 12, 13 and 21)."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from wbl_feed.notices.base import Notice, pointer_of
from wbl_feed.notices.feed import ProfileNotNamed
from wbl_feed.notices.posting import (
    DeprecatedCode,
    DeprecatedMember,
    EmptyArray,
    UnknownCode,
    UnknownMember,
    UnknownProfileCode,
)
from wbl_feed.profiles import Profile
from wbl_feed.rules.common_names import COMMON
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look, Node, envelope_nodes
from wbl_feed.vocabulary import Vocabulary

_NO_CORE_CODES = "Use a code of a profile, such as “us-ma:petm”, or an IRI of your own."
"""Advice for the members for which section 13 has no unprefixed codes."""


def unknown_code(
    code: str, vocabulary: Vocabulary, pointer: str, posting: str = "", place: str = "", *, hint: bool = True
) -> UnknownCode:
    """The notice for a code that is in no vocabulary, with a did-you-mean, if ``hint``, where one is near."""
    meant = vocabulary.suggest(code) if hint else None
    advice = f"Did you mean “{meant}”?" if meant else "Use one of: " + ", ".join(vocabulary.terms) + "."
    return UnknownCode(
        pointer=pointer, found=code, expected=advice, posting=posting, place=place, replacement=meant or None
    )


def check_codes(look: Look, context: Context) -> Iterator[Notice]:
    """Codes are in the vocabulary of the feed's version, or of the profile whose prefix they bear (section 13)."""
    for pointer, code, node in look.codes:
        if node.vocabulary is None or code not in node.vocabulary.in_force:
            yield from check_code(code, node, pointer, look.id, context)


def check_code(code: str, node: Node, pointer: str, posting: str, context: Context) -> Iterator[Notice]:
    """One code at a member of the schema."""
    vocabulary = node.vocabulary
    if vocabulary is not None and code in vocabulary:
        yield from _deprecated(code, vocabulary, pointer, posting)
    elif ":" in code:
        yield from _prefixed(code, node, pointer, posting, context)
    elif context.newer or code in node.fixed:
        return
    elif vocabulary is not None:
        hint = context.hints("unknown_code")
        yield unknown_code(code, vocabulary, pointer, posting, hint=hint)
    else:
        advice = f"Use one of: {', '.join(node.fixed)}." if node.fixed else _NO_CORE_CODES
        yield UnknownCode(pointer=pointer, found=code, expected=advice, posting=posting)


def _deprecated(code: str, vocabulary: Vocabulary, pointer: str, posting: str) -> Iterator[Notice]:
    stated = vocabulary.terms[code].details.get("deprecated")
    if stated:
        instead = stated.get("replacedBy")
        advice = f"Write “{instead}” instead." if instead else "Leave it out."
        yield DeprecatedCode(pointer=pointer, found=code, expected=advice, posting=posting, replacement=instead)


def _prefixed(code: str, node: Node, pointer: str, posting: str, context: Context) -> Iterator[Notice]:
    prefix = code.partition(":")[0]
    profile = context.prefixes.get(prefix)
    if profile is None:
        return
    for vocabulary in profile.vocabularies.values():
        if code in vocabulary:
            yield from _deprecated(code, vocabulary, pointer, posting)
    if not profile.knows(code, node.path):
        advice = _advice(code, node, profile) if context.hints("unknown_profile_code") else f"See {profile.iri}."
        yield UnknownProfileCode(pointer=pointer, found=code, expected=advice, posting=posting)
    elif profile.iri not in context.named and context.once(f"not named {profile.iri}"):
        yield ProfileNotNamed(pointer=pointer, found=code, expected=profile.iri, posting=posting)


def _advice(code: str, node: Node, profile: Profile) -> str:
    known = [term for one in profile.vocabularies.values() if one.field == node.path for term in one.terms]
    close = get_close_matches(code, known, n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else f"wbl profile show {profile.name} lists its codes."


def check_members(look: Look, context: Context) -> Iterator[Notice]:
    """Members that the version does not know are kept, and named (section 12); empty lists say nothing (section 3)."""
    for place, name, nodes in look.unknown:
        yield unknown_member(place, name, nodes, look.id, context)
    for pointer in look.empty:
        yield EmptyArray(pointer=pointer, posting=look.id)
    for pointer, node in look.deprecated:
        yield DeprecatedMember(pointer=pointer, expected=node.deprecated, posting=look.id)


def unknown_member(place: str, name: str, nodes: Mapping[str, Node], posting: str, context: Context) -> UnknownMember:
    """The notice for one unknown member of the object at ``place``."""
    meant = _meant(name, nodes) if context.hints("unknown_member") else ""
    advice = (
        f"Did you mean “{meant}”?"
        if meant
        else "Readers pass it over. Terms of your own are under ext, keyed by an IRI."
    )
    return UnknownMember(pointer=place + pointer_of(name), posting=posting, expected=advice)


def _meant(name: str, nodes: Mapping[str, Node]) -> str:
    """The member that a name is near to, or that it stands for elsewhere; empty if neither is known."""
    common = COMMON.get(re.sub("[^a-z]", "", name.casefold()), "/")[1:]
    if common.partition("/")[0] in nodes:
        return common
    close = get_close_matches(name, list(nodes), n=1, cutoff=0.75)
    return close[0] if close else ""


def check_envelope_members(value: Mapping[str, Any], context: Context) -> Iterator[Notice]:
    """The same for the envelope as JSON, whose tombstones and sources are objects too."""
    yield from check_object(value, envelope_nodes(), "", context)


def check_object(value: Mapping[str, Any], nodes: Mapping[str, Node], place: str, context: Context) -> Iterator[Notice]:
    """The members and codes of an object of the envelope, given by what the schema says of its members."""
    for name, member in value.items():
        node, pointer = nodes.get(name), place + pointer_of(name)
        if node is None:
            yield unknown_member(place, name, nodes, "", context)
            continue
        if node.deprecated:
            yield DeprecatedMember(pointer=pointer, expected=node.deprecated)
        if node.many and not member:
            yield EmptyArray(pointer=pointer)
        for number, one in enumerate(member) if node.many else ((None, member),):
            inner = pointer if number is None else f"{pointer}/{number}"
            if node.children is not None:
                yield from check_object(one, node.children, inner, context)
            elif node.kind == "code":
                yield from check_code(one, node, inner, "", context)
