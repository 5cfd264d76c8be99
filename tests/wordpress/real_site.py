"""A real WordPress on loopback: Debian's package, unpacked and not installed, with SQLite for a database.

Nothing is asked of wordpress.org. The package comes from the Debian mirror that the machine uses, the SQLite drop-in from
the npm package that carries it; both are kept in a cache from run to run.
"""

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
SUITE = "trixie"
PACKAGES = (
    "wordpress", "wordpress-theme-twentytwentyfive", "libjs-underscore", "libjs-lodash", "libjs-cropper",
    "libjs-jquery-ui", "libphp-phpmailer", "php-getid3",
)  # fmt: skip
"""WordPress, and what its files are links to."""
DROP_IN = "@wp-playground/cli@3.1.56"
TOOLS = "php", "apt-get", "dpkg-deb", "npm"
SECONDS = 60


def missing() -> str:
    """What is not installed that a site needs; empty if all is there."""
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    if not lacking and "pdo_sqlite" not in _run("php", "-m").lower():
        lacking.append("php-sqlite3")
    return ", ".join(lacking)


class RealSite:
    """An installed WordPress that is being served."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.url = folder, f"http://127.0.0.1:{port}/"

    def php(self, code: str) -> str:
        """What PHP code prints that runs within the site."""
        return _run("php", str(HERE / "within.php"), str(self.folder), env={"WP_URL": self.url, "WP_CODE": code})

    def plugin(self, name: str, code: str) -> None:
        """A plug-in of one file that is always active; an empty text takes it away."""
        path = self.folder / "wp-content" / "mu-plugins" / f"{name}.php"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if code:
            path.write_text(f"<?php\n{code}\n", encoding="utf-8")


@contextmanager
def real_site(folder: Path) -> Iterator[RealSite]:
    """A new site in a folder, for the time of a test."""
    shutil.copytree(_unpacked(), folder)
    site = RealSite(folder, _free_port())
    (folder / "wp-config.php").write_text((HERE / "wp-config.php").read_text(encoding="utf-8"), encoding="utf-8")
    _run("php", str(HERE / "install.php"), str(folder), env={"WP_URL": site.url})
    site.php("$GLOBALS['wp_rewrite']->set_permalink_structure('/%postname%/'); delete_option('rewrite_rules');")
    address = site.url.removeprefix("http://").rstrip("/")
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        server = subprocess.Popen(
            ["php", "-S", address, "-t", str(folder), str(HERE / "router.php")],
            env={**os.environ, "WP_URL": site.url, "PHP_CLI_SERVER_WORKERS": "4"},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(site.url)
        yield site
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # its workers would outlive it and keep the port
        server.wait(SECONDS)


def _unpacked() -> Path:
    """WordPress as a folder that can be copied; made once."""
    cache = Path(os.environ.get("WBL_WORDPRESS_CACHE") or Path(tempfile.gettempdir()) / "wbl-wordpress") / SUITE
    ready = cache / "site"
    if (ready / "wp-content" / "db.php").is_file():
        return ready
    shutil.rmtree(cache, ignore_errors=True)
    for name in ("lists/partial", "archives/partial", "packages", "stage"):
        (cache / name).mkdir(parents=True)
    _download(cache)
    for package in sorted((cache / "packages").glob("*.deb")):
        _run("dpkg-deb", "-x", str(package), str(cache / "stage"))
    source = cache / "stage" / "usr" / "share" / "wordpress"
    for name in ("wp-config.php", ".htaccess"):  # Debian's look for settings in /etc
        (source / name).unlink(missing_ok=True)
    making = cache / "making"
    shutil.copytree(source, making, ignore_dangling_symlinks=True)
    (making / "wp-content" / "uploads").mkdir(exist_ok=True)
    _add_sqlite(making, cache)
    making.rename(ready)
    return ready


def _download(cache: Path) -> None:
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    (cache / "sources.list").write_text(f"deb [signed-by={keyring}] {_mirror()} {SUITE} main\n", encoding="utf-8")
    places = {
        "Dir::Etc::SourceList": cache / "sources.list", "Dir::Etc::SourceParts": "-",
        "Dir::State::Lists": cache / "lists", "Dir::Cache::archives": cache / "archives",
        "Dir::Cache::pkgcache": "", "Dir::Cache::srcpkgcache": "", "APT::Sandbox::User": "root",
    }  # fmt: skip
    options = [part for name, value in places.items() for part in ("-o", f"{name}={value}")]
    _run("apt-get", *options, "-qq", "update")
    _run("apt-get", *options, "-qq", "download", *PACKAGES, folder=cache / "packages")


def _mirror() -> str:
    """The Debian mirror that this machine uses."""
    files = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.is_file())
    return re.findall(r"^(?:URIs:|deb )[^\n]*?(https?://\S+/debian)/?(?=\s|$)", text, re.MULTILINE)[0]


def _add_sqlite(site: Path, cache: Path) -> None:
    _run("npm", "pack", "--silent", DROP_IN, folder=cache)
    with tarfile.open(next(cache.glob("wp-playground-cli-*.tgz"))) as package:
        inner = package.extractfile("package/sqlite-database-integration.zip")
        assert inner, "the npm package has no SQLite drop-in any more"
        archive = zipfile.ZipFile(io.BytesIO(inner.read()))
    plugins = site / "wp-content" / "plugins"
    archive.extractall(plugins)
    (plugins / "plugin-sqlite-database-integration").rename(plugins / "sqlite-database-integration")
    shutil.copy(plugins / "sqlite-database-integration" / "db.copy", site / "wp-content" / "db.php")
    (site / "wp-content" / "database").mkdir()


def _run(*command: str, folder: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    """Until the site answers; its first answer also makes the rules for its addresses."""
    ends = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=SECONDS):
                return
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < ends, "WordPress does not answer"
            time.sleep(0.1)
