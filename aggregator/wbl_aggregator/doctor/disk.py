"""Whether there is room, and whether files can be written and replaced as they have to be."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wbl_aggregator.doctor.check import Check, ok, problem, warning

_ABOUT = "disk"
_FEW_BYTES, _HARDLY_BYTES = 1_000_000_000, 100_000_000
_FEW_INODES = 20_000
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "davfs"})
_MOUNTS = Path("/proc/self/mounts")


@dataclass(frozen=True)
class Room:
    """What is left on a file system; ``None`` where it has no such limit, or does not say."""

    bytes: int
    inodes: int | None = None


def check_disk(out: Path, state: Path) -> Iterator[Check]:
    """The folder that is published in, and that of the state."""
    for name, folder in (("the published files", out), ("the state", state)):
        there = nearest(folder)
        yield check_room(name, folder, room_of(there))
        yield check_writing(name, there)
    kind = file_system(nearest(state))
    if kind in _NETWORK:
        said = f"The state is on a network file system ({kind}), on which SQLite may be damaged."
        yield warning(_ABOUT, said, "Move the folder of the sources file to a local disk; the state may be deleted.")
    one = nearest(out).stat().st_dev == nearest(state).stat().st_dev
    yield ok(_ABOUT, f"Published files and state are on {'one file system' if one else 'two file systems'}.")


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above that exists already."""
    folder = folder.absolute()
    return next((one for one in (folder, *folder.parents) if one.is_dir()), Path(folder.anchor))


def room_of(folder: Path) -> Room:
    """What is left on the file system of a folder."""
    free = shutil.disk_usage(folder).free
    if not hasattr(os, "statvfs"):
        return Room(free)
    told = os.statvfs(folder)
    return Room(free, told.f_favail if told.f_files else None)


def check_room(name: str, folder: Path, room: Room) -> Check:
    """Whether it is enough for years."""
    left = f"{room.bytes / 1e9:,.1f} GB" + ("" if room.inodes is None else f" and {room.inodes:,} files")
    said = f"There is room for {left} more for {name} ({folder})."
    mend = "Make room; a run on a full disk changes nothing that is published, and says so."
    if room.bytes < _HARDLY_BYTES or room.inodes == 0:
        return problem(_ABOUT, said, mend)
    if room.bytes < _FEW_BYTES or (room.inodes is not None and room.inodes < _FEW_INODES):
        return warning(_ABOUT, said, mend)
    return ok(_ABOUT, said)


def check_writing(name: str, folder: Path) -> Check:
    """Whether a file can be written, made to last, replaced in one step, read and removed."""
    step = "made"
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".wbl-doctor-") as place:
            old, new = Path(place) / "old", Path(place) / "new"
            step = "written"
            old.write_bytes(b"old")
            with new.open("wb") as file:
                file.write(b"new")
                file.flush()
                step = "made to last (fsync)"
                os.fsync(file.fileno())
            step = "replaced"
            new.replace(old)
            if old.read_bytes() != b"new":
                raise OSError("another content was read than was written")
            step = "removed"
    except OSError as error:
        said = f"In {folder}, for {name}, a file cannot be {step}: {error.strerror or error}."
        return problem(_ABOUT, said, "Let the user that runs the aggregator write there, or take another folder.")
    return ok(_ABOUT, f"Files are written, replaced and removed in {folder}, for {name}.")


def file_system(folder: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of file system that a folder is on; empty where the system does not say."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ""
    places = {_unescaped(line[1]): line[2] for line in lines if len(line) > 2}
    above = [str(one) for one in (folder.resolve(), *folder.resolve().parents)]
    return next((places[one] for one in above if one in places), "")


def _unescaped(place: str) -> str:
    """A path as the table of mounts writes it: a blank is ``\\040``."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\134", "\\")):
        place = place.replace(code, character)
    return place
