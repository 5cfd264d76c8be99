"""What a notice is: one finding about data, typed, with its place and a way to mend it."""

import json
import re
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Severity = Literal["error", "warning", "info"]
Category = Literal["conformance", "quality", "safety"]

_LONG = 400
"""Characters of a suggestion that are shown; somebody copies it."""
catalogue: dict[str, type["Notice"]] = {}
"""Every notice class by its code."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A finding about data. Its code is the class name in snake case.

    An error breaks a MUST of the specification, a warning a SHOULD; only errors of category
    conformance make a feed fail.
    """

    severity: ClassVar[Severity]
    category: ClassVar[Category] = "conformance"
    section: ClassVar[str]
    """Section of spec/v1/wbl-feed.md."""
    says: ClassVar[str]
    """The sentence people read, with the notice's members in braces."""
    mend: ClassVar[str]
    """How to mend it, with an example."""
    code: ClassVar[str]
    since: ClassVar[str] = "1.0"
    """The version of the standard that brought the rule."""
    deprecated: ClassVar[str] = ""
    """The version since which this is not reported any more; empty while it is."""
    replaced_by: ClassVar[str] = ""
    """Code of the notice that is reported in place of a deprecated one."""

    pointer: str = ""
    """JSON Pointer (RFC 6901) into the document; empty for the whole of it."""
    found: Any = None
    """The value that was found."""
    expected: str = ""
    """What was expected instead."""
    replacement: Any = None
    """A JSON value that may stand at ``pointer``: what was most likely meant, or what can be reckoned; never a fact
    that only the publisher knows."""
    example: Any = None
    """A JSON value that would be valid at ``pointer``, and nothing more."""
    posting: str = ""
    """Id of the posting, where it has one (also the Atom entry's id)."""
    place: str = ""
    """Where a person finds it: a file, a row, a column."""

    def __init_subclass__(cls, *, code: str = "") -> None:
        """``code`` is for notices made from the rules of a profile, which are in its own catalogue."""
        super().__init_subclass__()
        cls.code = code or re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        if not code:
            catalogue[cls.code] = cls

    @property
    def message(self) -> str:
        """The finding in one sentence."""
        return self.says.format(found=shown(self.found), expected=self.expected, pointer=self.pointer or "/")

    @property
    def fix(self) -> str:
        """How to mend it, in one sentence."""
        return self.mend.format(found=shown(self.found), expected=self.expected, pointer=self.pointer or "/").strip()

    @property
    def suggestion(self) -> str:
        """The replacement for people, or an example where ``fix`` shows none; empty if there is neither."""
        text = json.dumps(self.example if self.replacement is None else self.replacement, ensure_ascii=False)
        if text == "null" or text.strip('"') in self.fix:
            return ""
        return f"{'For example' if self.replacement is None else 'Perhaps you mean'}: {shown(text, _LONG)}"

    def to_json_value(self) -> dict[str, Any]:
        """The notice as JSON, for scripts."""
        optional = {"pointer": self.pointer, "posting": self.posting, "place": self.place, "expected": self.expected}
        value: dict[str, Any] = {
            "code": self.code,
            "severity": self.severity,
            "category": self.category,
            "section": self.section,
            "message": self.message,
            "fix": self.fix,
        }
        if self.found is not None:
            value["found"] = shown(self.found)
        values = {"replacement": self.replacement, "example": self.example}
        value |= {name: one for name, one in values.items() if one is not None}
        return value | {name: text for name, text in optional.items() if text}

    @property
    def fails(self) -> bool:
        """Whether this alone makes a feed or posting fail."""
        return self.severity == "error" and self.category == "conformance"


def shown(value: Any, most: int = 80) -> str:
    """A value as people may see it: short, on one line, without control characters."""
    text = value if isinstance(value, str) else "null" if value is None else str(value)
    text = "".join(character if character.isprintable() else "·" for character in text)
    return text if len(text) <= most else text[: most - 3] + "…"


def pointer_of(*parts: str | int) -> str:
    """A JSON Pointer from its reference tokens (RFC 6901 section 3)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def tokens_of(pointer: str) -> list[str]:
    """The reference tokens of a JSON Pointer (RFC 6901 section 4)."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
