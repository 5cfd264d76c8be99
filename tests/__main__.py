"""The one test command: ``python -m tests`` runs every check of the project and ends with 0 if all hold.

``python -m tests quick`` leaves out what takes longer than a few seconds.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = {
    "style (ruff)": ["ruff", "check", "."],
    "format (ruff)": ["ruff", "format", "--check", "."],
    "types (mypy)": ["mypy"],
    "layers (import-linter)": ["importlinter.cli"],
    "tests (pytest)": ["pytest", "-q", "-n", "2", "--dist", "loadfile", "--ignore=tests/wordpress"],
    "tests on WordPress (pytest)": ["pytest", "-q", "-n", "2", "--dist", "loadfile", "tests/wordpress"],
}
"""Much of the time is waiting, for a server, a disk or a browser, so that two files fit beside each other; a file stays
whole. Those on WordPress come by themselves, since they need most of a machine."""


def main(quick: bool) -> int:
    """Run the checks one after the other; all of them, even if one fails."""
    failed = []
    for name, (module, *arguments) in CHECKS.items():
        print(f"== {name}", flush=True)
        extra = ["-m", "not slow"] if quick and module == "pytest" else []
        command = [sys.executable, "-m", module, *arguments, *extra]
        if module == "importlinter.cli":
            command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== every check holds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main("quick" in sys.argv[1:]))
