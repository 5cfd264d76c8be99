"""Writes the first files of a new profile, which are sound from the beginning."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.profiles.claims import stolen
from wbl_feed.profiles.files import FILE
from wbl_feed.profiles.folder import bundled
from wbl_feed.resources import NAMESPACE

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 40
"""Letters of a name, so that the codes of rules, which begin with it, are not too long."""


def begin(name: str, folder: Path, day: date, title: str | None = None) -> list[str]:
    """Write a start for the profile of a name, as of a day; gives the names of the files.

    Raises ``UsageError`` for what is no name, a name of another profile, or a folder with files in it, and
    ``NothingPublishedError`` when the disk refuses.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        near = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-0123456789")[:_LONGEST].strip("-")
        fix = f"Lower-case words joined with hyphens, at most {_LONGEST} letters, such as {near or 'avalon'}."
        raise UsageError(f"“{name}” is no name for a profile.", place="NAME", fix=fix)
    words = (title or "").replace("\ufeff", "").split() or [word.capitalize() for word in name.split("-")]
    title = " ".join(words)
    head = _head(name, title, day)
    for _, sentence, fix in stolen(head, bundled().values()):
        raise UsageError(sentence, place="NAME", fix=fix)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("there are files in this folder already.", place=str(folder), fix="Name a new one.")
    files = {
        FILE: _json(head),
        "vocabulary/program.json": _json(_vocabulary(name, head["id"], title)),
        "README.md": _README.format(name=name, title=title, iri=head["id"], rule=head["rules"][0]["code"]),
    }
    for file, content in files.items():
        write_if_changed(folder / file, content.encode())
    return list(files)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _head(name: str, title: str, day: date) -> dict[str, Any]:
    code = f"{name}:example-program"
    return {
        "$schema": NAMESPACE + "profile.schema.json",
        "id": f"https://{name}.example/wbl/profile",
        "name": name,
        "version": "0.1",
        "specVersion": "1.0",
        "title": title,
        "description": f"What {title} adds to the standard: its programmes, and what they ask of a posting.",
        "keeper": "Write here who decides about this profile, and a mailbox.",
        "prefixes": [name],
        "vocabularies": [{"file": "vocabulary/program.json", "alsoIn": ["/compensation/payerProgram"]}],
        "limits": {},
        "rules": [
            {
                "code": f"{name.replace('-', '_')}_example_program_hours_unstated",
                "severity": "warning",
                "category": "quality",
                "section": "22",
                "pointer": "/totalHours",
                "when": {"required": ["programs"], "properties": {"programs": {"contains": {"const": code}}}},
                "then": {"required": ["totalHours"]},
                "says": "The posting is of the example programme and does not say how many hours it has.",
                "mend": 'Add totalHours, such as "totalHours": {"minValue": 80}.',
                "source": "Write here the document and the words that the rule rests on.",
                "checked": day.isoformat(),
                "verified": False,
            }
        ],
    }


def _vocabulary(name: str, iri: str, title: str) -> dict[str, Any]:
    return {
        "$schema": NAMESPACE + "vocabulary.schema.json",
        "id": f"{iri}/vocabulary/program",
        "name": "program",
        "title": f"{title}: programmes",
        "description": f"Programmes of {title}. Silence means that the programme is not known.",
        "field": "/programs",
        "terms": [
            {
                "code": f"{name}:example-program",
                "label": {"en": "Example programme"},
                "definition": "Write here in one sentence what the programme is.",
                "source": "Write here where the term comes from.",
                "verified": False,
            }
        ],
    }


_README = """\
# {title}: a profile of wbl-feed

What is in these files, and what to change before anybody uses them. The guide is docs/make-a-profile.md of wbl-feed.
After each change, `wbl profile show FOLDER` says whether the files are sound.

## profile.json

| key | what to do |
|---|---|
| `id` | {iri} is a placeholder. Put an address there that you control, and keep it for good: feeds name it. \
Change the `id` of each vocabulary with it. |
| `name`, `prefixes` | {name}. Keep them for good; your codes begin with a prefix and a colon. |
| `version` | Yours. 1.0 when schools begin to use it, then the next one at each change. |
| `title`, `description`, `keeper` | For people. The keeper is who decides, \
with a mailbox of a role and not of a person. |
| `vocabularies` | One entry for each file in the folder vocabulary. \
`alsoIn` names further members that take its codes. |
| `limits` | Nothing is stated yet. A minimum wage and hours for minors may stand here, each with its source. |
| `rules` | One example, `{rule}`. Change it or take it out. |

## vocabulary/program.json

Your programmes, one term each. Replace `{name}:example-program`, here and in the rule. `field` is the member of a
posting that takes the codes. Take out `"verified": false` once you have held a term against its source.

## The rule

It says: a posting whose `programs` has {name}:example-program (`when`) has `totalHours` (`then`). It is a warning, and
`"verified": false` says that nobody has read the source yet. Only a rule that somebody has verified may be an error.
"""
