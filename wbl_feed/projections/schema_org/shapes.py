"""Objects of a posting as nodes of schema.org and back, for those whose members correspond one by one."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Pair:
    """A member here and its property there."""

    ours: str
    theirs: str
    shape: "Shape | None" = None
    many: bool = False


@dataclass(frozen=True)
class Shape:
    """A type of schema.org with its properties."""

    type: str
    pairs: tuple[Pair, ...]
    bare: str = ""
    """The member that a text in place of the node stands for; without one such a text is not understood."""


def same(*names: str) -> tuple[Pair, ...]:
    """Pairs that have the same name on both sides."""
    return tuple(Pair(name, name) for name in names)


ORGANIZATION = Shape(
    "Organization",
    (Pair("name", "name"), Pair("id", "@id"), Pair("url", "url"), Pair("sameAs", "sameAs", many=True),
     *same("description", "email")),
    "name",
)  # fmt: skip
CONTACT = Shape("ContactPoint", same("name", "contactType", "email", "telephone"))
ADDRESS = Shape(
    "PostalAddress", same("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
)
GEO = Shape("GeoCoordinates", same("latitude", "longitude"))
PLACE = Shape("Place", (Pair("name", "name"), Pair("address", "address", ADDRESS), Pair("geo", "geo", GEO)), "name")
AREA = Shape("AdministrativeArea", (Pair("name", "name"), Pair("id", "@id")), "name")
TERM = Shape("DefinedTerm", same("name", "termCode", "inDefinedTermSet"), "name")
CATEGORY = Shape("CategoryCode", TERM.pairs, "name")
IMAGE = Shape("ImageObject", (Pair("url", "contentUrl"), *same("encodingFormat", "alternateName")), "url")
IDENTIFIER = Shape("PropertyValue", same("propertyID", "value"))
THING = (
    Pair("id", "@id"),
    Pair("url", "url"),
    Pair("sameAs", "sameAs", many=True),
    Pair("identifier", "identifier", IDENTIFIER, many=True),
    Pair("image", "image", IMAGE),
)


def write_node(value: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """A node of the members that the shape knows."""
    node: dict[str, Any] = {"@type": shape.type}
    for pair in shape.pairs:
        one = value.get(pair.ours)
        if one is None or one in ([], {}):
            continue
        if pair.shape:
            one = [write_node(part, pair.shape) for part in one] if pair.many else write_node(one, pair.shape)
        node[pair.theirs] = one
    return node


def read_node(node: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """The members that a node states; a value of another form is passed on as it is, for a notice to name it."""
    value: dict[str, Any] = {}
    for pair in shape.pairs:
        one = node.get(pair.theirs)
        if one is None or one == []:
            continue
        if pair.many:
            value[pair.ours] = [_read_value(part, pair.shape) for part in (one if isinstance(one, list) else [one])]
        else:
            value[pair.ours] = _read_value(one[0] if isinstance(one, list) else one, pair.shape)
    return value


def _read_value(one: Any, shape: Shape | None) -> Any:
    if shape is None:
        return one["name"] if isinstance(one, dict) and isinstance(one.get("name"), str) else one
    if isinstance(one, str) and shape.bare:
        return {shape.bare: one}
    return read_node(one, shape) if isinstance(one, dict) else one
