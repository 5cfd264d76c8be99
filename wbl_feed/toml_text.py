"""Texts as TOML has them: strings in quotation marks, and comments."""

import json
import re
import unicodedata
from collections.abc import Iterable
from textwrap import wrap
from typing import Any

_WIDTH = 118


def quoted(value: Any) -> str:
    """A value as TOML writes it: a text in quotation marks, a number, yes or no, or a list of them."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(quoted(one) for one in value)}]"
    text = json.dumps(value, ensure_ascii=False)
    # TOML allows neither DEL (JSON does) nor half a surrogate pair.
    return re.sub("[\ud800-\udfff]", "\ufffd", text.replace("\x7f", "\\u007f"))


def shown(text: str, most: int = 40) -> str:
    """A cell or heading as a comment can show it: one line, without control characters, not long."""
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[: most * 4])
    plain = " ".join(plain.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def comment(text: str) -> list[str]:
    """A text as lines of comment."""
    return [f"# {line}" for line in wrap(shown(text, 10_000), _WIDTH, break_long_words=False, break_on_hyphens=False)]


def commented(lines: Iterable[str]) -> list[str]:
    """Lines of TOML that say nothing until somebody takes the mark away."""
    return [f"# {line}" for line in lines]
