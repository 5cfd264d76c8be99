"""Three validators that give a verdict on the same document: jsonschema, jsonschema-rs and ajv."""

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from types import TracebackType
from typing import Any, Self

import jsonschema_rs
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from wbl_feed.resources import NAMESPACE, spec_folder, spec_json

SCHEMAS = {
    name: spec_json(name)
    for name in sorted(entry.name for entry in spec_folder().iterdir())
    if name.endswith(".schema.json")
}
_REGISTRY = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values())
_RUST_REGISTRY = jsonschema_rs.Registry([(schema["$id"], schema) for schema in SCHEMAS.values()])


@cache
def _python(schema: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": NAMESPACE + schema}, registry=_REGISTRY)


@cache
def _rust(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": NAMESPACE + schema}, registry=_RUST_REGISTRY)


class Ajv:
    """ajv in a process of its own; it ends with the ``with`` block."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def verdict(self, schema: str, document: str) -> dict[str, Any]:
        """``valid``, and ``why`` where it is not; a RuntimeError if the process has ended, which then has said why."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"schema": schema, "document": document}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise RuntimeError("ajv has ended") from error
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("ajv has ended")
        verdict: dict[str, Any] = json.loads(answer)
        return verdict


def verdicts(ajv: Ajv, schema: str, document: str, *, rust: bool = True) -> dict[str, bool]:
    """What each validator says of a JSON text; ``schema`` is a file of the standard, with a JSON Pointer if need be."""
    value = json.loads(document)
    said = {"ajv": ajv.verdict(schema, document)["valid"], "jsonschema": _python(schema).is_valid(value)}
    return {**said, "jsonschema-rs": _rust(schema).is_valid(value)} if rust else said


def agreed(ajv: Ajv, schema: str, document: str, *, rust: bool = True) -> bool:
    """The verdict of all of them; an AssertionError that names each if they differ."""
    said = verdicts(ajv, schema, document, rust=rust)
    assert len(set(said.values())) == 1, (said, ajv.verdict(schema, document).get("why"), schema, document[:2000])
    return said["jsonschema"]
