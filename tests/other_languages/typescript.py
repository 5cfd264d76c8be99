"""Programs in TypeScript, written from the schemas, that try spec/v1/types.d.ts."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from other_languages.judges import SCHEMAS

from wbl_feed.resources import spec_folder

TYPES = Path(str(spec_folder())) / "types.d.ts"
COMPILER = "node_modules/typescript/bin/tsc"
_DOCUMENTS = {
    "posting.schema.json": "Posting",
    "feed.schema.json": "Feed",
    "changes.schema.json": "ChangePage",
    "catalog.schema.json": "Catalog",
}
KINDS = {name: _DOCUMENTS.get(name, name.split(".")[0].title()) for name in SCHEMAS}
"""The type of each kind of document. What supports the standard has the name of its kind before its other types."""
KINDS["feed.schema.json#/$defs/page"] = "FeedPage"

_HELPERS = """
type Named<T> = keyof { [M in keyof T as string extends M ? never : M]: unknown };
type MayBeAbsent<T> = { [M in Named<T>]-?: {} extends Pick<T, M & keyof T> ? M : never }[Named<T>];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
"""


def objects() -> Iterator[tuple[str, set[str], dict[str, Any], bool]]:
    """Each object of the standard by its name in TypeScript: members required, schemas of all, and whether it is open."""
    for file, schema in SCHEMAS.items():
        for name, node in {"": schema, **schema.get("$defs", {})}.items():
            if "properties" in node:
                whole = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else {}
                rules = {**whole.get("properties", {}), **node["properties"]}
                required = {*whole.get("required", ()), *node.get("required", ())}
                pointer = f"{file}#/$defs/{name}" if name else file
                own = ("" if file in _DOCUMENTS else KINDS[file]) + name[:1].upper() + name[1:]
                yield KINDS.get(pointer, own), required, rules, node.get("additionalProperties") is not False


def members_program() -> str:
    """A program that compiles if every type has the members of its schema, required or not, is as open,
    and has its closed lists."""
    lines = []
    for name, required, rules, is_open in objects():
        lines += [
            f"export const {name}_members: Same<Named<{name}>, {_union(rules)}> = true;",
            f"export const {name}_absent: Same<MayBeAbsent<{name}>, {_union(rules.keys() - required)}> = true;",
            f"export const {name}_open: string extends keyof {name} ? true : false = {str(is_open).lower()};",
        ]
        for member, rule in rules.items():
            values = rule.get("enum") or ([rule["const"]] if "const" in rule else None)
            if values:
                kind = f"Exclude<{name}[{json.dumps(member)}], undefined>"
                lines.append(f"export const {name}_{member.strip('$')}: Same<{kind}, {_union(values)}> = true;")
    return _imports() + _HELPERS + "\n".join(lines)


def documents_program(documents: Iterable[tuple[str, Any]]) -> str:
    """A program that compiles if each document, given with its schema, is of the type of that schema."""
    lines = [
        f"export const document{number}: {KINDS[kind]} = {json.dumps(value)};"
        for number, (kind, value) in enumerate(documents)
    ]
    return _imports() + "\n".join(lines)


def _union(values: Iterable[str]) -> str:
    return " | ".join(json.dumps(value) for value in sorted(values)) or "never"


def _imports() -> str:
    return f"import type * as all from {json.dumps(TYPES.as_posix())};\n" + "".join(
        f"type {name} = all.{name};\n" for name in sorted({*KINDS.values(), *(one[0] for one in objects())})
    )
