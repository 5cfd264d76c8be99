"""Collects the faults of a profile's folder, so that all of them are told at once."""

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from wbl_feed.errors import UsageError

_MOST = 10
"""How many faults of one folder are named."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of one file, and how to mend it."""

    file: str
    pointer: str
    sentence: str
    fix: str = ""

    @property
    def place(self) -> str:
        """File and JSON Pointer."""
        return f"{self.file} at {self.pointer}" if self.pointer else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence} {self.fix}".rstrip()


class BrokenProfileError(UsageError):
    """A folder that is no sound profile (spec section 22.1)."""

    def __init__(self, folder: Traversable, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        if len(faults) == 1:
            [one] = faults
            place = f"{folder.joinpath(one.file)}" + (f" at {one.pointer}" if one.pointer else "")
            super().__init__(one.sentence, place=place, fix=one.fix)
            return
        lines = [f"  {one}" for one in faults[:_MOST]]
        if len(faults) > _MOST:
            lines.append(f"  … and {len(faults) - _MOST} more.")
        super().__init__("\n".join([f"{len(faults)} faults.", *lines]), place=f"{folder}")


class Faults:
    """The faults of one folder, in the order in which they are found."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self._found: dict[tuple[str, str], Fault] = {}

    def add(self, file: str, pointer: str, sentence: str, fix: str = "") -> None:
        """Note a fault, unless there is one at its place or at what holds it, from which it may follow."""
        if not any(name == file and (pointer + "/").startswith(place + "/") for name, place in self._found):
            self._found[file, pointer] = Fault(file, pointer, sentence, fix)

    def touch(self, file: str, pointer: str = "") -> bool:
        """Whether there is one at this place or below it, or at what holds it."""
        return any(
            name == file and ((place + "/").startswith(pointer + "/") or (place and pointer.startswith(place + "/")))
            for name, place in self._found
        )

    def end(self) -> None:
        """Raise ``BrokenProfileError`` if there are any."""
        if self._found:
            raise BrokenProfileError(self.folder, tuple(self._found.values()))
