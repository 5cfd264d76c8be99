"""The files in the folder of a profile, while it is not known yet whether they are sound."""

import re
from typing import Any

from pydantic_core import from_json

from wbl_feed.profiles.broken import Faults

FILE = "profile.json"
_KNOWN = 0
"""The minor version of the standard that this program knows."""


class Draft:
    """What stands in a profile.json, and the faults of its folder as far as they are found."""

    def __init__(self, found: Faults, value: Any) -> None:
        self.found = found
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}

    @property
    def newer(self) -> bool:
        """Whether it follows a later version of the standard, whose names are not known here."""
        version = self.value.get("specVersion")
        minor = re.fullmatch(r"1\.([0-9]+)", version) if isinstance(version, str) else None
        return bool(minor and int(minor[1]) > _KNOWN)

    @property
    def prefixes(self) -> list[str]:
        """Its prefixes, as far as they are texts."""
        return [one for one in self.listed("prefixes") if isinstance(one, str)]

    def listed(self, name: str) -> list[Any]:
        """The list at a member, empty where it is none."""
        found = self.value.get(name)
        return found if isinstance(found, list) else []


def read_json(found: Faults, name: str) -> Any:
    """The JSON value of a file; a fault is noted, and ``None`` given, for one that cannot be read."""
    try:
        return from_json(found.folder.joinpath(*name.split("/")).read_bytes())
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        found.add(name, "", "there is no such file.", "Check the name and the folder.")
    except OSError as error:
        found.add(name, "", f"it cannot be read: {error.strerror}.")
    except ValueError as error:
        found.add(name, "", f"this is not valid JSON: {error}.", "Mend it at that line.")
    return None
