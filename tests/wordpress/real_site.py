"""A real WordPress on loopback, with SQLite for a database, that tests may use as they like.

``site.php(code)`` runs PHP in it, ``site.ask(path)`` asks it as a visitor or, with ``user=``, through the REST interface
as somebody, ``site.at(instant)`` sets the plug-in's clock, and ``with site.undone():`` forgets what is done in the block.
"""

import base64
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Any

from wordpress.other_php import other_php
from wordpress.packages import HERE, installed, run

SECONDS = 60
NOISE = "could not establish a secure connection to WordPress.org", "http_request_failed"
"""What WordPress itself logs because its questions to wordpress.org are refused."""
CLOCK = """add_filter( 'wbl_feed_now', function ( $now ) {
	$file = WP_CONTENT_DIR . '/clock.txt';
	return is_file( $file ) ? (int) file_get_contents( $file ) : $now;
} );"""


@dataclass(frozen=True)
class User:
    """Somebody with an account: a password for wp-login.php and an application password for the REST interface."""

    name: str
    password: str
    application_password: str


@dataclass(frozen=True)
class Answer:
    """What the site answered; redirects are not followed."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class RealSite:
    """An installed WordPress that is being served."""

    def __init__(self, folder: Path, port: int, program: Sequence[str]) -> None:
        self.folder, self.url, self._program = folder, f"http://127.0.0.1:{port}/", program

    @property
    def wordpress(self) -> str:
        """The version of WordPress, such as 6.8.7."""
        return run("php", "-r", "require $argv[1]; echo $wp_version;", str(self.folder / "wp-includes/version.php"))

    def php(self, code: str) -> str:
        """What PHP code prints that runs within the site, as its administrator."""
        with tempfile.NamedTemporaryFile("w", dir=self.folder.parent, suffix=".php", encoding="utf-8") as file:
            file.write(f"<?php\n{code}")
            file.flush()
            within = str(HERE / "within.php")
            return run(*self._program, within, str(self.folder), file.name, env={"WP_URL": self.url})

    def plugin(self, name: str, code: str) -> None:
        """A plug-in of one file that is always active; an empty text takes it away."""
        path = self.folder / "wp-content" / "mu-plugins" / f"{name}.php"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if code:
            path.write_text(f"<?php\n{code}\n", encoding="utf-8")

    def install(self, archive: Path) -> None:
        """Unpack the zip of a plug-in, put it in place of an older one and activate it."""
        plugins = self.folder / "wp-content" / "plugins"
        with zipfile.ZipFile(archive) as packed:
            name = packed.namelist()[0].split("/")[0]
            shutil.rmtree(plugins / name, ignore_errors=True)
            packed.extractall(plugins)
        code = f"$result = activate_plugin( '{name}/{name}.php' ); echo is_wp_error( $result ) ? $result->get_error_message() : '';"
        complaint = self.php(code)
        assert not complaint, f"{name} could not be activated: {complaint}"

    def user(self, role: str = "administrator") -> User:
        """Somebody new with this role."""
        code = (
            "$name = uniqid( getenv( 'WP_ROLE' ) ); $password = wp_generate_password( 12, false );"
            "$id = wp_insert_user( array( 'user_login' => $name, 'user_email' => $name . '@site.example',"
            "'user_pass' => $password, 'role' => getenv( 'WP_ROLE' ) ) );"
            "echo json_encode( array( $name, $password,"
            "WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'tests' ) )[0] ) );"
        )
        return User(*json.loads(self.php(f"putenv( 'WP_ROLE={role}' ); {code}")))

    def ask(
        self, path: str = "", *, method: str = "GET", user: User | None = None, body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        """Ask for an address below the site's own, for example ``wp-json/wbl/v1/feed``.

        A body that is not bytes is sent as JSON; a user is told by the application password.
        """
        sent = dict(headers or {})
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        if content is not body:
            sent.setdefault("Content-Type", "application/json")
        if user:
            pair = f"{user.name}:{user.application_password}".encode()
            sent["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        request = urllib.request.Request(self.url + path.lstrip("/"), content, sent, method=method)
        try:
            with _opener.open(request, timeout=SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as answer:
            with answer:
                return Answer(answer.code, answer.headers, answer.read())

    def at(self, instant: str | None) -> None:
        """Set the plug-in's clock, for example to ``2026-11-22T12:00:00Z``; None lets it run again."""
        clock = self.folder / "wp-content" / "clock.txt"
        clock.unlink(missing_ok=True)
        if instant:
            self.plugin("clock", CLOCK)
            clock.write_text(str(int(datetime.fromisoformat(instant).timestamp())), encoding="utf-8")

    def debug_log(self) -> list[str]:
        """What PHP and WordPress noted since the start, apart from the questions to wordpress.org that are refused."""
        log = self.folder / "wp-content" / "debug.log"
        text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
        entries = ("\n" + text).split("\n[")[1:]
        return [f"[{entry}".strip() for entry in entries if not any(noise in entry for noise in NOISE)]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What the block does to the database is undone at its end."""
        # By SQLite's own backup, since the site may be answering a browser meanwhile.
        path = self.folder / "wp-content" / "database" / ".ht.sqlite"
        with closing(sqlite3.connect(path, timeout=SECONDS)) as database, closing(sqlite3.connect(":memory:")) as copy:
            database.backup(copy)
            try:
                yield
            finally:
                copy.backup(database)


@contextmanager
def real_site(folder: Path, suite: str = "trixie", php: str = "") -> Iterator[RealSite]:
    """A new site in a folder, with the WordPress of a suite, for the time of a test; on the system's PHP or that version."""
    shutil.copytree(installed(suite), folder)
    port = _free_port()
    if php:
        program = other_php(php, folder)
        serving = [*program, str(port)]
    else:
        program = ["php"]
        # A host's usual limit of memory; and files of plug-ins may change from one request to the next.
        settings = ["-d", "memory_limit=128M", "-d", "opcache.revalidate_freq=0"]
        serving = ["php", *settings, "-S", f"127.0.0.1:{port}", "-t", str(folder), str(HERE / "router.php")]
    site = RealSite(folder, port, program)
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        server = subprocess.Popen(
            serving,
            env={**os.environ, "WP_URL": site.url, "PHP_CLI_SERVER_WORKERS": "4"},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(site)
        yield site
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # its workers would outlive it and keep the port
        server.wait(SECONDS)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A redirect is an answer like others."""


_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(site: RealSite) -> None:
    """Until the site answers; its first answer also makes the rules for its addresses."""
    ends = time.monotonic() + SECONDS
    while True:
        try:
            site.ask()
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < ends, "WordPress does not answer"
            time.sleep(0.1)
        else:
            return
