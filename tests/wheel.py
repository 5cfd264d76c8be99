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
    """The wheel holds the types' marker, the standard without its kit, and the demo's sites, and no test."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"{package}/py.typed" for package in ("wbl_feed", "wbl_publishers", "wbl_aggregator", "wbl_demo")}
    spec = [path.relative_to(ROOT) for path in (ROOT / "spec" / "v1").rglob("*") if path.is_file()]
    wanted |= {f"wbl_feed/{path.as_posix()}" for path in spec if "conformance" not in path.parts}
    wanted |= {"wbl_demo/sites/sites.toml", "wbl_demo/sites/cape-cod/postings.csv", "wbl_feed/report/page.html.j2"}
    assert wanted <= names, f"missing in the wheel: {sorted(wanted - names)}"
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


def try_publishing(wbl: Path, folder: Path) -> None:
    """From a sheet to a valid feed in two commands, with what the wheel alone brings; what needs an extra says which."""
    sheet = folder / "jobs.csv"
    sheet.write_text("Title,Type,Apply at\nIntern,Internship,https://apply.example/1\n", encoding="utf-8")
    stated = ("--name", "A site", "--home", "https://site.example/", "--license", "CC-BY-4.0", "--for", "cron")
    run(wbl, "publish", "init", "jobs.csv", "--out", "site", *stated, cwd=folder)
    run(wbl, "publish", "run", "site/publish.toml", cwd=folder)
    run(wbl, "validate", "site/public/feed.json", cwd=folder)
    run(wbl, "publish", "template", "--out", "template.csv", cwd=folder)
    run(wbl, "publish", "snippet", "https://site.example/feed.json", cwd=folder)
    assert "greenhouse" in run(wbl, "publish", "adapters", cwd=folder)
    (folder / "jobs.xlsx").write_bytes(b"PK\x03\x04")
    command = (wbl, "publish", "xlsx", "jobs.xlsx", "--map", "site/map.toml", "--out", "x")
    told = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert told.returncode == 2, told
    assert "Traceback" not in told.stderr, told.stderr


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
    at = ("--at", "2026-11-22T12:00:00Z")
    run(scripts / "wbl", "validate", "public/feed.atom", "--profile", "us-ma", "--html", "report.html", *at, cwd=empty)
    assert "us-tx" in run(scripts / "wbl", "profile", "list", cwd=empty)
    try_publishing(scripts / "wbl", empty)
    assert "section 7.1" in run(scripts / "wbl", "explain", "duplicate_id", cwd=empty)
    (empty / "sample.json").write_text(run(scripts / "wbl", "sample", "-n", "9", *at, cwd=empty), encoding="utf-8")
    for form in ("atom", "json-feed", "schema-org", "csv", "rss"):
        run(scripts / "wbl", "convert", "sample.json", "--to", form, *at, cwd=empty)


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
