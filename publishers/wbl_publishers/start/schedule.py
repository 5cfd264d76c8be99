"""Writes the job that publishes again and again: a GitHub Actions workflow, or a line for cron."""

import json
import re
import shlex
from functools import cache
from pathlib import Path

from jinja2 import Environment

from wbl_feed.errors import UsageError
from wbl_feed.starting import minute_of, program, requirement, templates
from wbl_feed.toml_text import shown
from wbl_publishers.start.kinds import is_file
from wbl_publishers.start.publish_text import Publisher

WORKFLOW, README, CRONTAB = ".github/workflows/wbl-feed.yml", "README-feed.md", "crontab.txt"
_EXTRAS = {"ical": "ical", "markdown": "markdown", "pages": "web", "sql": "sql", "xlsx": "xlsx"}


def requirement_of(kind: str) -> str:
    """What pip installs to read a source of this kind."""
    return requirement(_EXTRAS.get(kind, ""))


def github(publisher: Publisher, kind: str, source: str) -> dict[str, str]:
    """The texts of a workflow that publishes on GitHub Pages, and of what to click, by their paths.

    ``source`` is as ``publish.toml`` has it: an address, or a path within the repository. Raises ``UsageError`` for a
    file elsewhere, which GitHub cannot read.
    """
    here = is_file(source)
    if here and (source.startswith("../") or Path(source).is_absolute()):
        fix = "Copy the source into the folder of --out, and begin with the copy."
        raise UsageError("GitHub cannot read a file that is not in the repository.", place=source, fix=fix)
    named = re.fullmatch(r"env:([A-Za-z_][A-Za-z0-9_]*)", source)
    key = named[1] if named else "WBL_KEY"
    watched = ["map.toml", "publish.toml", *([_pattern(source, folder=kind == "markdown")] if here else [])]
    return {
        WORKFLOW: _render(
            "wbl-feed.yml",
            minute=minute_of(f"{publisher.feed} {source}"),
            paths=json.dumps(watched, ensure_ascii=True),
            requirement=requirement_of(kind),
            key=key,
        ),
        README: _render(
            README,
            title=f"The feed of {shown(publisher.name, 200)}" if publisher.name else "The feed",
            file=shown(source, 200) if here else "",
            what=f"`{shown(source, 200)}` in the repository" if here else "the postings where they are",
            key=key,
            missing=", ".join(f"`{key}`" for key in publisher.missing),
        ),
    }


def cron(publisher: Publisher, folder: Path, source: str) -> dict[str, str]:
    """The text of a line for cron that publishes a folder, by its path. Raises ``UsageError`` for an odd name."""
    settings, log = folder.resolve() / "publish.toml", folder.resolve() / "wbl-publish.log"
    if re.search(r"[\x00-\x1f\x7f]", str(settings)):
        raise UsageError("cron cannot name this folder.", place=str(folder), fix="Choose one without line breaks.")
    run = [program(), "publish", "run", str(settings)]
    said = {
        "0": "",
        "1": f"Some rows were refused, the others are published; the end of {log} names them.",
        "3": f"An input could not be read, the others are published; the end of {log} says why.",
        "*": f"The feed was not published; the end of {log} says why.",
    }
    told = " ".join(f"{code}) {shlex.join(['echo', text]) if text else ':'} ;;" for code, text in said.items())
    command = (
        f"flock -n -E 0 {shlex.quote(str(settings))} {shlex.join(run)} >> {shlex.quote(str(log))} 2>&1"
        f"; case $? in {told} esac"
    )
    minute = minute_of(f"{publisher.feed} {source}")
    # A percent sign is a line break to cron (crontab(5)).
    line = f"{minute} 5,17 * * * {command}".replace("%", r"\%")
    mail = f"MAILTO={publisher.contact}" if publisher.contact else "# MAILTO=webmaster@your-site.example"
    return {CRONTAB: _render(CRONTAB, minute=minute, line=line, mail=mail)}


def _pattern(path: str, *, folder: bool) -> str:
    """A path as a filter of GitHub has it, in which some characters have a meaning; ``?`` stands for any character."""
    escaped = re.sub(r"([*?+!\[\]\\])", r"\\\1", path)
    return escaped.replace("${{", "?{{") + ("/**" if folder else "")


def _render(template: str, /, **values: object) -> str:
    return _templates().get_template(f"{template}.j2").render(**values)


@cache
def _templates() -> Environment:
    return templates("wbl_publishers.start")
