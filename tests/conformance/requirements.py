"""The requirements of the specification, one for each rule that holds a MUST: ``python -m tests.conformance.requirements``."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPEC = Path(__file__).parents[2] / "spec" / "v1"
KIT = SPEC / "conformance"
FILE = KIT / "requirements.json"
CLASSES = ("publisher", "consumer", "aggregator", "validator")
_WORD = re.compile(r"\bMUST\b(?! (?:that|of)\b)")
"""The word as a verb: "every MUST that ..." and "a MUST of ..." speak of requirements and lay none."""
_NOT_LAID = {"1.2"}
"""The section that defines the words; the table of severities names a MUST without laying one."""
_ABBREVIATIONS = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)(?<!e\.g)(?<!i\.e)(?<=[.?])\s+(?=[A-Z`*−\[(\d])")


@dataclass(frozen=True)
class Rule:
    """A numbered rule of a section, or the text of a section outside its numbered rules."""

    id: str
    """``SECTION:NUMBER`` or ``SECTION:text``; a part under a bold heading is ``SECTION/heading``."""
    text: str
    demanded: bool = False
    """Whether the whole rule is a requirement because the sentence before the list says "MUST … as follows"."""

    @property
    def section(self) -> str:
        """The section's number alone."""
        return re.split("[:/]", self.id)[0]

    @property
    def requirement(self) -> str:
        """Its sentences that hold a MUST, verbatim; empty if it lays none."""
        if self.demanded:
            return self.text
        return " ".join(one for one in sentences(self.text) if _WORD.search(one))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a row of a table and the head of a list are one each."""
    return [one for line in text.split("\n") for one in _ABBREVIATIONS.split(line)]


def rules(markdown: str) -> dict[str, Rule]:
    """Every rule of the specification by its id, with or without a MUST."""
    texts: dict[str, list[str]] = {}
    demanded = set()
    for section, number, text in _blocks(markdown):
        identity = f"{section}:{number or 'text'}"
        if number and any(re.search(r"MUST .*as follows", one) for one in texts.get(f"{section}:text", ())):
            demanded.add(identity)
        texts.setdefault(identity, []).append(text)
    return {identity: Rule(identity, "\n".join(parts), identity in demanded) for identity, parts in texts.items()}


def _blocks(markdown: str) -> Iterator[tuple[str, str, str]]:
    """Section, number (empty outside a numbered list) and text of each paragraph, item and row of a table."""
    section = part = number = ""
    markdown = re.sub(r"^```.*?^```$", "", markdown, flags=re.M | re.S)
    for block in re.split(r"\n{2,}|\n(?=\d+\. |- |\|)", markdown):
        lines = block.strip("\n")
        if heading := re.match(r"#{2,4} (?:Appendix )?([0-9A-Z](?:[0-9.]*[0-9])?)[ .]", lines):
            section, part = heading[1], ""
        elif bold := re.match(r"\*\*(\w+)[^*]*\*\*(?: \([^)]*\))?$", lines):
            part = f"/{bold[1].lower()}"
        elif section and lines.strip():
            item = re.match(r"(\d+)\. ", lines)
            number = item[1] if item else number if lines.startswith("   ") else ""  # an indented block goes on with it
            yield section + part, number, " ".join(lines[item.end() if item else 0 :].split())


def extract(markdown: str) -> dict[str, Rule]:
    """The rules that lay a requirement."""
    found = rules(markdown)
    return {one.id: one for one in found.values() if one.requirement and one.section not in _NOT_LAID}


def guess_class(rule: Rule) -> list[str]:
    """Whom a rule is laid on, by the words in it; a rule that names nobody is laid on publishers (spec section 2.1)."""
    named = [one for one in CLASSES if re.search(rf"\b{one}s?\b", rule.requirement, re.I)]
    if rule.section in ("18.2", "8.4", "20.3"):
        return ["consumer"]
    return named or (["aggregator"] if rule.section.startswith("17") else ["publisher"])


def read_requirements() -> list[dict[str, Any]]:
    """The list as it stands."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["requirements"]
    return found


def read_spec() -> str:
    """The text of the specification."""
    return (SPEC / "wbl-feed.md").read_text(encoding="utf-8")


def renewed(before: list[dict[str, Any]], markdown: str) -> list[dict[str, Any]]:
    """The list with the texts of the specification; class, tested and reason stay by id, new ones are for cases."""
    known = {one["id"]: one for one in before}
    found = []
    for rule in extract(markdown).values():
        fresh: dict[str, Any] = {"class": guess_class(rule), "tested": "cases"}
        old = known.get(rule.id, fresh)
        kept = {name: old[name] for name in ("class", "tested", "reason") if name in old}
        found.append({"id": rule.id, "section": rule.section, "text": rule.requirement} | kept)
    return found


def main() -> None:
    """Rewrite the list."""
    before = read_requirements() if FILE.is_file() else []
    found = renewed(before, read_spec())
    value = {"spec": "https://w3id.org/wbl-feed/v1/", "requirements": found}
    FILE.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    ids, old = {one["id"] for one in found}, {one["id"] for one in before}
    print(f"{len(found)} requirements; new: {sorted(ids - old) or 'none'}; gone: {sorted(old - ids) or 'none'}")


if __name__ == "__main__":
    main()
