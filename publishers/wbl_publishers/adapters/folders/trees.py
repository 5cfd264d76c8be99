"""Reads YAML, TOML and JSON with every value as the text that was written: a ZIP code of 01040 stays one.

YAML 1.1 takes 01040 for 544, 18:00 for 1080 and ``no`` for false.
"""

import json
import re
import tomllib
from datetime import date, time
from functools import cache
from typing import Any

from wbl_publishers.extras import library

_DEEPEST = 50


class UnreadableTreeError(ValueError):
    """The text cannot be read; the message says where and why."""


def yaml_tree(text: str, first: int = 1) -> Any:
    """The texts, lists and tables of a YAML document, whose first line has the number ``first``.

    Raises ``UnreadableTreeError``, also for anchors and aliases, since few of them can unfold to gigabytes.
    """
    yaml = library("yaml", "markdown")
    try:
        return yaml.load(text, Loader=_text_loader())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise UnreadableTreeError(f"line {line + first}: {_in_words(str(error.problem))}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = "it has a character that YAML does not allow" if isinstance(error, yaml.YAMLError) else str(error)
        raise UnreadableTreeError(problem or "it is nested too deeply") from None


def _in_words(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "a text with a colon and a space in it must stand in quotation marks"
    if r"'\t'" in problem:
        return "a tab stands where YAML wants spaces"
    return problem


@cache
def _text_loader() -> Any:
    """PyYAML's loader of texts alone, without what could unfold or be lost."""
    yaml = library("yaml", "markdown")

    class TextLoader(yaml.BaseLoader):  # type: ignore[misc,name-defined]  # the library is not imported by its name
        depth = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()
            if getattr(event, "anchor", None):
                raise yaml.composer.ComposerError(
                    None, None, "anchors (&) and aliases (*) are not read", event.start_mark
                )
            self.depth += 1
            if self.depth > _DEEPEST:
                raise yaml.composer.ComposerError(None, None, "it is nested too deeply", event.start_mark)
            node = super().compose_node(parent, index)
            self.depth -= 1
            return node

        def construct_scalar(self, node: Any) -> Any:
            text = super().construct_scalar(node)
            return "" if node.style is None and text in ("null", "Null", "NULL", "~") else text.rstrip("\n")

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            names: set[str] = set()
            for key, _ in node.value:
                if isinstance(key.value, str) and key.value in names:
                    problem = f"“{key.value}” is there twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                names |= {key.value} if isinstance(key.value, str) else set()
            return super().construct_mapping(node, deep)

    return TextLoader


def toml_tree(text: str, first: int = 1) -> Any:
    """The same of a TOML document. Raises ``UnreadableTreeError``."""
    try:
        return _texts(tomllib.loads(text, parse_float=str))
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(r"(.*) \(at line ([0-9]+), column [0-9]+\)", str(error), re.DOTALL)
        where = f"line {int(found[2]) - 1 + first}: {found[1]}" if found else str(error)
        hint = "; a number that begins with 0 must stand in quotation marks" if re.search(r"=\s*0[0-9]", text) else ""
        raise UnreadableTreeError(where + hint) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableTreeError(str(error) or "it is nested too deeply") from None


def json_tree(text: str) -> Any:
    """The same of a JSON document. Raises ``UnreadableTreeError``."""
    return json_beginning(text)[0] if text.strip() else ""


def json_beginning(text: str) -> tuple[Any, str]:
    """The same of the JSON that a text begins with, and what follows it. Raises ``UnreadableTreeError``."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
    start = len(text) - len(text.lstrip())
    try:
        value, end = decoder.raw_decode(text, start)
        return _texts(value), text[end:]
    except json.JSONDecodeError as error:
        raise UnreadableTreeError(f"line {error.lineno}: {error.msg}") from None
    except RecursionError:
        raise UnreadableTreeError("it is nested too deeply") from None


def _texts(value: Any, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise UnreadableTreeError("it is nested too deeply")
    match value:
        case dict():
            return {str(name): _texts(one, depth + 1) for name, one in value.items()}
        case list():
            return [_texts(one, depth + 1) for one in value]
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date() | time():
            return value.isoformat()
    return str(value)
