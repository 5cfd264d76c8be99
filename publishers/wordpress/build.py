"""Makes the zip of the WordPress plug-in for a webmaster: ``python publishers/wordpress/build.py [--out dist]``.

The same files give the same zip, to the byte. It holds the plug-in's folder, copies of the standard's JSON in ``spec/``
and the translations, compiled; it does not hold tests or hidden files.
"""

import argparse
import ast
import re
import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLUGIN = HERE / "wbl-feed"
SPEC = HERE.parents[1] / "spec" / "v1"
COPIED = (
    "posting.schema.json", "feed.schema.json", "catalog.schema.json", "columns.json", "vocabulary/*.json",
    "profiles/*/*.json", "profiles/*/vocabulary/*.json",
)  # fmt: skip
"""What of the standard the plug-in reads."""
LEFT_OUT = {".map", ".py", ".pyc", ".zip"}
TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


class BuildError(Exception):
    """The plug-in is not as it is to be released."""


def build(folder: Path, plugin: Path = PLUGIN, spec: Path = SPEC) -> Path:
    """Write ``wbl-feed-<version>.zip`` into a folder.

    Raises:
        BuildError: the version is not everywhere the same, or a translation cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{plugin.name}-{version(plugin)}.zip"
    files = dict(_files(plugin, spec))
    with zipfile.ZipFile(archive, "w") as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{plugin.name}/{name}", TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            entry.create_system = 3  # the same on every system
            packed.writestr(entry, files[name])
    return archive


def version(plugin: Path = PLUGIN) -> str:
    """The version that header, constant and readme.txt agree on."""
    main, readme = (plugin / name for name in (f"{plugin.name}.php", "readme.txt"))
    places = {
        f"the header of {main.name}": (main, r"^\s*\*\s*Version:\s*(\S+)\s*$"),
        f"WBL_FEED_VERSION in {main.name}": (main, r"WBL_FEED_VERSION['\"]?\s*[,=]\s*['\"]([^'\"]+)['\"]"),
        "Stable tag in readme.txt": (readme, r"^Stable tag:\s*(\S+)\s*$"),
    }
    found = {place: _only(pattern, path) for place, (path, pattern) in places.items()}
    if len(set(found.values())) > 1 or None in found.values():
        stated = "; ".join(f"{place}: {value or 'none'}" for place, value in found.items())
        raise BuildError(f"the version is not everywhere the same: {stated}")
    return str(next(iter(found.values())))


def compiled(text: str) -> bytes:
    """The .mo of a .po, as GNU gettext defines it; what is fuzzy or untranslated is left out.

    Raises:
        ValueError: a line is not of that format.
    """
    told = {key: value for key, value in messages(text) if value.strip("\0")}
    keys = sorted(told, key=str.encode)
    offset = 28 + 16 * len(keys)  # after the header and the two tables
    tables, strings = [], b""
    for part in (keys, [told[key] for key in keys]):
        for string in part:
            encoded = string.encode()
            tables.append(struct.pack("<2I", len(encoded), offset + len(strings)))
            strings += encoded + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, offset)
    return header + b"".join(tables) + strings


def messages(text: str) -> Iterator[tuple[str, str]]:
    """Each message of a .po with its translation, but fuzzy ones; contexts and plurals are joined as a .mo has them.

    Raises:
        ValueError: a line is not of that format.
    """
    for block in re.split(r"\n\s*\n", text):
        said: dict[str, str] = {}
        keyword, fuzzy = "", False
        for number, line in enumerate(block.splitlines()):
            if line.startswith("#") or not line.strip():
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            match = re.fullmatch(r'(msg\w+(?:\[\d+\])?)?\s*("(?:[^"\\]|\\.)*")\s*', line)
            keyword = (match and match[1]) or keyword
            if not match or not keyword:
                raise ValueError(f"line {number + 1} of a message cannot be read: {line}")
            said[keyword] = said.get(keyword, "") + ast.literal_eval(match[2])
        if said and not (fuzzy and said.get("msgid")):
            context = said["msgctxt"] + "\x04" if "msgctxt" in said else ""
            key = "\0".join(said[name] for name in ("msgid", "msgid_plural") if name in said)
            yield context + key, "\0".join(value for name, value in said.items() if name.startswith("msgstr"))


def _files(plugin: Path, spec: Path) -> Iterator[tuple[str, bytes]]:
    for path in plugin.rglob("*"):
        name = path.relative_to(plugin)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if path.is_file() and not hidden and name.parts[0] != "spec" and path.suffix not in LEFT_OUT:
            yield name.as_posix(), path.read_bytes()
            if path.suffix == ".po":
                yield name.with_suffix(".mo").as_posix(), _translation(path)
    for pattern in COPIED:
        for path in spec.glob(pattern):
            yield f"spec/{path.relative_to(spec).as_posix()}", path.read_bytes()


def _translation(path: Path) -> bytes:
    try:
        return compiled(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BuildError(f"{path.name}: {error}") from error


def _only(pattern: str, path: Path) -> str | None:
    if not path.is_file():
        raise BuildError(f"{path.name} is missing")
    found = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else None


def main() -> int:
    """Run the command; 1 with the reason if the plug-in is not as it is to be released."""
    parser = argparse.ArgumentParser(description="Make the zip of the WordPress plug-in.")
    parser.add_argument("--out", type=Path, default=Path("dist"), help="folder for the zip (default: dist)")
    try:
        print(build(parser.parse_args().out))  # noqa: T201 - the command's answer
    except BuildError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
