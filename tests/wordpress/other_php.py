"""Other versions of PHP than the system's: as WebAssembly, from an npm package, run by Node.js."""

import shutil
import tempfile
from pathlib import Path

from wordpress.packages import HERE, cache, keep, run

PACKAGE = "@php-wasm/node@3.1.56"
"""Each PHP from 7.4 to 8.5; 500 MB."""


def other_php(version: str, site: Path) -> list[str]:
    """The command that runs a program of PHP's with the folder of this site at hand, as ``php`` does with the system's.

    With a number instead of a program it serves the site at that port of 127.0.0.1.
    """
    ready = cache() / PACKAGE.replace("/", "-")
    if not ready.is_dir():
        cache().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache(), prefix="php-") as made:
            options = "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"
            run("npm", "install", *options, made, PACKAGE, wanted=f"the npm package {PACKAGE}")
            (inner := Path(made) / "made").mkdir()
            (Path(made) / "node_modules").rename(inner / "node_modules")
            keep(inner, ready)
    shutil.copyfile(HERE / "other_php.mjs", ready / "other_php.mjs")  # beside what it imports
    return ["node", str(ready / "other_php.mjs"), version, str(site)]
