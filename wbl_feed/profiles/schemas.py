"""Schemas that run: compiled once, never fetched, and their faults as plain places."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NoReturn

from jsonschema_rs import Draft202012Validator, Registry, ValidationError, ValidationErrorKind

from wbl_feed.notices import pointer_of
from wbl_feed.resources import NAMESPACE, spec_json

CORE = ("posting.schema.json", "feed.schema.json")
_MOST = 50
"""How many faults of one value are named."""


def _never(uri: str) -> NoReturn:
    raise ValueError(f"nothing is fetched from {uri}")


@cache
def core_registry() -> Registry:
    """The schemas of the standard by their names, and no others (spec section 21)."""
    return Registry([(NAMESPACE + name, spec_json(name)) for name in CORE], retriever=_never)


def compiled(schema: Any, registry: Registry | None = None) -> Draft202012Validator:
    """A schema ready to run, which may refer to the schemas of the standard.

    Raises ``jsonschema_rs.ValidationError`` for what is no JSON Schema, or refers to anything else.
    """
    return Draft202012Validator(
        schema, registry=registry or core_registry(), retriever=_never, base_uri=NAMESPACE + "rule"
    )


def errors_of(validator: Draft202012Validator, value: Any) -> Iterator[ValidationError]:
    """The faults of a value, not more than can be read."""
    for number, error in enumerate(validator.iter_errors(value)):
        if number == _MOST:
            return
        yield error


def place_of(error: ValidationError) -> str:
    """The JSON Pointer of what is wrong; for a missing member, where it ought to be."""
    missing = (error.kind.property,) if isinstance(error.kind, ValidationErrorKind.Required) else ()
    return pointer_of(*error.instance_path, *missing)
