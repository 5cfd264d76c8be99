"""PHP as its own tokenizer sees it, for rules about how a plug-in is written."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wordpress.packages import HERE, run

OPENING, CLOSING = {"(", "[", "{", "T_CURLY_OPEN", "T_DOLLAR_OPEN_CURLY_BRACES"}, {")", "]", "}"}


@dataclass(frozen=True)
class Token:
    """A token with PHP's name for its kind; that of a single sign is the sign."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Call:
    """A call of a function, not of a method, with the tokens of each argument."""

    name: str
    line: int
    arguments: list[list[Token]]
    start: int
    """Where the name stands in the code."""


@dataclass(frozen=True)
class Source:
    """A file of PHP."""

    name: str
    tokens: Sequence[Token]

    @cached_property
    def code(self) -> list[Token]:
        """The tokens without spaces and comments."""
        return [token for token in self.tokens if token.kind not in {"T_WHITESPACE", "T_COMMENT", "T_DOC_COMMENT"}]

    @cached_property
    def comments(self) -> list[Token]:
        """The comments."""
        return [token for token in self.tokens if token.kind in {"T_COMMENT", "T_DOC_COMMENT"}]

    def statements(self) -> Iterator[list[Token]]:
        """The code between semicolons and braces."""
        statement: list[Token] = []
        depth = 0  # of braces within strings
        for token in self.code:
            depth += token.kind == "T_CURLY_OPEN"
            if not depth and token.kind in {";", "{", "}"}:
                yield statement
                statement = []
            else:
                depth -= bool(depth) and token.kind == "}"
                statement.append(token)
        yield statement

    def functions(self) -> Iterator[list[Token]]:
        """The code of each function, method and closure, from its name or parameters to its end."""
        for start, token in enumerate(self.code):
            if token.kind == "T_FUNCTION":
                body = next((n for n in range(start, len(self.code)) if self.code[n].kind in {"{", ";"}), start)
                yield self.code[start : end_of(self.code, body) + 1]

    def calls(self, *names: str) -> Iterator[Call]:
        """Calls of functions with these names, or of all."""
        yield from calls(self.code, *names)

    def ignored(self, sniff: str, line: int) -> bool:
        """Whether a comment on the line, alone on the line before, or for the whole file lets this rule be broken.

        A comment names the rule as PHP_CodeSniffer does, whole or by its beginning: ``phpcs:ignore WordPress.DB``.
        """
        for comment in self.comments:
            for kind, named in re.findall(r"phpcs:(ignore|disable)\s+([\w., ]+)", comment.text):
                told = any(sniff.startswith(one.strip()) or one.strip().startswith(sniff) for one in named.split(","))
                if told and (kind == "disable" or comment.line in {line, line - 1}):
                    return True
        return False


def sources(folder: Path, php: Sequence[str] = ("php", "-d", "opcache.enable_cli=1")) -> list[Source]:
    """The PHP files of a folder.

    Raises:
        AssertionError: this PHP cannot compile one, or has something to say of it.
    """
    found = json.loads(run(*php, str(HERE / "tokens.php"), str(folder)))
    return [Source(name, [Token(*token) for token in tokens]) for name, tokens in found.items()]


def calls(code: Sequence[Token], *names: str) -> Iterator[Call]:
    """Calls of functions with these names, or of all, in some code."""
    for start, token in enumerate(code[:-1]):
        name = token.text.lower().lstrip("\\")
        if token.kind not in {"T_STRING", "T_NAME_FULLY_QUALIFIED"} or code[start + 1].kind != "(":
            continue
        before = code[start - 1].kind if start else ""
        if before in {"T_OBJECT_OPERATOR", "T_DOUBLE_COLON", "T_FUNCTION", "T_NEW", "T_NULLSAFE_OBJECT_OPERATOR"}:
            continue
        if not names or name in names:
            yield Call(name, token.line, split(code[start + 2 : end_of(code, start + 1)]), start)


def split(code: Sequence[Token], kind: str = ",") -> list[list[Token]]:
    """Code at its outermost commas; none if there is no code."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in code:
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if token.kind == kind and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def end_of(code: Sequence[Token], start: int) -> int:
    """Where what is opened at this place is closed."""
    depth = 0
    for place in range(start, len(code)):
        depth += (code[place].kind in OPENING) - (code[place].kind in CLOSING)
        if not depth:
            return place
    return len(code) - 1
