"""Builds the wheel and the sdist and tries them as a stranger would: ``python -m tests.wheel``.

The wheel (built from the sdist) is installed in clean environments, once with the lowest and once with
the newest dependencies, and ``wbl demo`` runs twice from an empty folder.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*command: object, cwd: Path) -> str:
    """Run a command; its output, or the end of everything with what it printed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def lowest() -> list[str]:
    """The lowest versions that pyproject.toml admits, as pip requirements."""
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return [re.sub(r">=\s*([0-9.]+)", r"==\1", need) for need in needs]


def check_files(wheel: Path) -> None:
    """The wheel holds the types' marker, the standard and the demo's sites, and no test."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"{package}/py.typed" for package in ("wbl_feed", "wbl_publishers", "wbl_aggregator", "wbl_demo")}
    wanted |= {"wbl_feed/spec/v1/posting.schema.json", "wbl_feed/spec/v1/vocabulary/activity-type.json"}
    wanted |= {"wbl_demo/sites/sites.toml", "wbl_demo/sites/cape-cod/postings.csv"}
    assert wanted <= names, f"missing in the wheel: {sorted(wanted - names)}"
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


def try_wheel(wheel: Path, folder: Path, requirements: list[str]) -> None:
    """Install the wheel in a clean environment and run the demo twice from an empty folder."""
    venv.create(folder / "venv", with_pip=True)
    scripts = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    run(scripts / "python", "-m", "pip", "install", "-q", wheel, *requirements, cwd=folder)
    empty = folder / "empty"
    empty.mkdir()
    first = json.loads(run(scripts / "wbl", "demo", "--json", cwd=empty))
    again = json.loads(run(scripts / "wbl", "demo", "--json", cwd=empty))
    assert first["entries"] == 100, first["entries"]
    assert not again["changed"]
    assert again["answers"] == {"304": 9}
    run(scripts / "wbl", "validate", "public/feed.atom", "--at", "2026-11-22", cwd=empty)


def main() -> None:
    """Build and try."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--outdir", folder / "dist", ROOT, cwd=ROOT)
        (wheel,) = (folder / "dist").glob("*.whl")
        check_files(wheel)
        for title, requirements in {"newest": [], "lowest": lowest()}.items():
            place = folder / title
            place.mkdir()
            try_wheel(wheel, place, requirements)
            print(f"the wheel runs with the {title} dependencies", flush=True)


if __name__ == "__main__":
    main()
