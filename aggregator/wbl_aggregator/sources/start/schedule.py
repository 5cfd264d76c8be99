"""What a scheduler on one's own computer is told: a line for cron, and where systemd finds things."""

import getpass
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from wbl_feed.errors import UsageError
from wbl_feed.starting import program


@dataclass(frozen=True)
class Place:
    """Where a hub is on this computer, and the program that runs it."""

    folder: str
    program: str
    user: str
    """Who runs it; empty where that would be root."""

    @classmethod
    def of(cls, folder: Path) -> "Place":
        """The place of a folder. Raises ``UsageError`` if its name has a control character."""
        resolved = folder.resolve()
        if re.search(r"[\x00-\x1f\x7f]", str(resolved)):
            raise UsageError("neither cron nor systemd can name this folder.", place=str(folder), fix="Rename it.")
        return cls(str(resolved), program(), _user())

    @property
    def at_home(self) -> bool:
        """Whether the folder or the program is in a home, which systemd must then not hide."""
        homes = ("/home/", "/root/", "/run/user/")
        return f"{self.folder}/".startswith(homes) or self.program.startswith(homes)

    @property
    def unit_path(self) -> str:
        """The folder as a unit has it in a list of paths, in which a space ends one (systemd.syntax(7), Quoting)."""
        return unit_word(self.folder, doubled="%")

    @property
    def unit_command(self) -> str:
        """The command as ``ExecStart`` has it, in which a dollar sign is a variable (systemd.service(5))."""
        words = (self.program, "aggregate", "run", "--config", self.folder, "--out", f"{self.folder}/public")
        return " ".join(unit_word(word) for word in words)


def unit_word(word: str, *, doubled: str = "%$") -> str:
    """One word of a list in a unit, in quotation marks if it needs them; ``doubled`` are the signs with a meaning."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    for sign in doubled:
        escaped = escaped.replace(sign, sign * 2)
    return escaped if re.fullmatch(r"[\w./%$@:+,=-]+", escaped) else f'"{escaped}"'


def cron_line(place: Place, minute: int) -> str:
    """A line that runs a hub every hour and prints something only when nothing could be published."""
    log = f"{place.folder}/wbl-aggregate.log"
    run = [place.program, "aggregate", "run", "--config", place.folder, "--out", f"{place.folder}/public"]
    said = shlex.join(["echo", f"The hub was not published; {log} says why."])
    command = f"{shlex.join(run)} > {shlex.quote(log)} 2>&1; case $? in 0|3|5) ;; *) {said} ;; esac"
    # A percent sign is a line break to cron (crontab(5)).
    return f"{minute} * * * * {command}".replace("%", r"\%")


def _user() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return ""
    return "" if name == "root" else name
