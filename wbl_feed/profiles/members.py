"""The members of a posting and of a feed, found in the schemas of the standard by JSON Pointer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from wbl_feed.notices import pointer_of
from wbl_feed.profiles.schemas import CORE
from wbl_feed.resources import spec_json
from wbl_feed.settings import did_you_mean

POSTING, FEED = CORE
_PRIVATE = "ext"
"""The member whose terms are private, so that nothing is known of what stands in it (section 12)."""


@dataclass(frozen=True)
class Member:
    """What the standard says of one member; without a schema it is private and holds anything."""

    pointer: str
    """Its JSON Pointer, with ``*`` for the index of an array."""
    schema: dict[str, Any]
    file: str

    @property
    def type(self) -> str:
        """Its JSON type; empty where there are several, or none is known."""
        return str(self.schema.get("type", "string" if "enum" in self.schema else ""))

    @property
    def definition(self) -> str:
        """Name of the definition of the posting schema that it is."""
        return next((name for name, one in definitions(POSTING).items() if one is self.schema), "")

    @property
    def names(self) -> list[str]:
        """The names of its own members."""
        return list(self.schema.get("properties", ()))

    @property
    def element(self) -> "Member":
        """What a list has in it."""
        return _member(self.pointer + "/*", self.schema.get("items", {}), self.file)

    def child(self, name: str) -> "Member | None":
        """Its member of a name, or ``None`` if there is none."""
        if not self.schema:
            return self
        found = self.schema.get("properties", {}).get(name)
        if found is None:
            return None
        return _member(self.pointer + pointer_of(name), {} if name == _PRIVATE else found, self.file)


def root(file: str = POSTING) -> Member:
    """A whole posting, or a whole feed."""
    return _member("", spec_json(file), file)


def definition(file: str, name: str) -> Member | None:
    """A definition of a schema, which stands at no place of a posting."""
    found = definitions(file).get(name)
    return None if found is None else _member(pointer_of("$defs", name), found, file)


def definitions(file: str) -> dict[str, Any]:
    """The definitions of a schema, by name."""
    found: dict[str, Any] = spec_json(file).get("$defs", {})
    return found


def find(pointer: str, file: str = POSTING) -> Member | tuple[str, str]:
    """The member at a pointer, or what is wrong with the pointer and how to mend it."""
    at = root(file)
    for part in pointer.split("/")[1:]:
        if at.type == "array":
            if part != "*" and not part.isdigit():
                sentence = f"“{pointer}” leads nowhere: {at.pointer} is a list."
                return sentence, f"Write {at.pointer}/0{pointer.removeprefix(at.pointer)} for its first element."
            at = at.element
            continue
        child = at.child(part.replace("~1", "/").replace("~0", "~"))
        if child is None:
            holder = "a posting" if at.pointer == "" else at.pointer
            return f"“{pointer}” leads nowhere: {holder} has no member “{part}”.", hint(at, part)
        at = child
    return at


def hint(holder: Member, name: str) -> str:
    """Which member was most likely meant by a name that its holder does not have."""
    elsewhere = [pointer for pointer in pointers(holder.file) if pointer.rpartition("/")[2] == name]
    if elsewhere:
        return f"There is one at {' and '.join(elsewhere[:3])}."
    if near := did_you_mean(name, holder.names):
        return near
    return "Section 5 of the standard has the members; what is private stands under ext."


@cache
def pointers(file: str) -> tuple[str, ...]:
    """The pointers of all members."""
    return tuple(_below(root(file)))


def _below(member: Member) -> Iterator[str]:
    if member.type == "array":
        yield from _below(member.element)
    for name in member.names:
        child = member.child(name)
        if child:
            yield child.pointer
            yield from _below(child)


def _member(pointer: str, schema: dict[str, Any], file: str) -> Member:
    while "$ref" in schema:
        other, _, name = schema["$ref"].partition("#/$defs/")
        file = other.removesuffix("#") or file
        schema = definitions(file)[name] if name else spec_json(file)
    return Member(pointer, schema, file)
