"""A database that is only read: one statement, in a transaction that is read-only and always rolled back."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wbl_feed.errors import UsageError
from wbl_feed.origins import shown_address
from wbl_publishers.environment import from_environment
from wbl_publishers.extras import library

_CONNECT_SECONDS = 20
_TIMEOUTS = {"psycopg2": "connect_timeout", "psycopg": "connect_timeout", "pymysql": "connect_timeout"}
"""The argument of each driver for how long connecting may take."""
_SERVERS = "postgresql", "mysql", "mariadb", "oracle"
_AT_ONCE = 500
"""Rows that are held in memory."""
_READS = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
}  # fmt: skip
_STEPS = 10_000
"""Instructions of SQLite between two looks at the clock."""
_QUOTED = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/|(\$\w*\$).*?\1""",
    re.DOTALL,
)
"""Texts, quoted names and comments."""


class Database:
    """A database by its SQLAlchemy URL, by ``env:NAME`` for an environment variable with it, or a SQLite file's path.

    Raises ``UsageError`` for one that cannot be read; no message has a password in it.
    """

    def __init__(self, location: str, folder: Path, seconds: int) -> None:
        self._sqlalchemy = library("sqlalchemy", "sql")
        self._folder, self._seconds = folder, seconds
        text = from_environment(location, "the source")
        try:
            file = self._sqlalchemy.URL.create("sqlite", database=text)
            self._url = self._sqlalchemy.make_url(text) if "://" in text else file
        except (self._sqlalchemy.exc.ArgumentError, ValueError):
            fix = "It looks like postgresql://user:password@host/database, or sqlite:///jobs.db."
            raise UsageError("this is no SQLAlchemy URL.", place="the source", fix=fix) from None
        self.place = location if location.startswith("env:") else shown_address(self._url.render_as_string())
        self._backend = self._url.get_backend_name()

    @contextmanager
    def rows(self, query: str) -> Iterator[tuple[list[str], Iterator[Any]]]:
        """The headings and the rows of a query, while the connection is open."""
        query = one_statement(query, self.place)
        engine = self._engine()
        try:
            with self._said(), engine.connect() as connection:
                self._prepare(connection)
                options = {"stream_results": True, "yield_per": _AT_ONCE, "no_parameters": True}
                result = connection.exec_driver_sql(query, execution_options=options)
                yield list(result.keys()), self._streamed(result)
                connection.rollback()
        finally:
            engine.dispose()

    def _streamed(self, result: Any) -> Iterator[Any]:
        with self._said():
            yield from result

    def _engine(self) -> Any:
        pool = self._sqlalchemy.pool.NullPool
        with self._said():
            if self._backend == "sqlite":
                return self._sqlalchemy.create_engine("sqlite://", creator=self._open_sqlite, poolclass=pool)
            if self._backend not in _SERVERS:
                another = self._backend == "postgres"
                fix = "Write postgresql://." if another else "Save the rows as a CSV sheet, and publish that."
                message = f"“{self._backend}” is no database that is read here without risk of writing."
                raise UsageError(message, place=self.place, fix=fix)
            argument = _TIMEOUTS.get(self._url.get_driver_name())
            timeouts = {argument: _CONNECT_SECONDS} if argument else {}
            return self._sqlalchemy.create_engine(self._url, poolclass=pool, connect_args=timeouts)

    def _open_sqlite(self) -> sqlite3.Connection:
        name = self._url.database or ""
        path = (self._folder / name).resolve()
        if not name or not path.is_file():
            raise UsageError("there is no such file.", place=self.place, fix="Check the name and the folder.")
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=self._seconds)

    def _prepare(self, connection: Any) -> None:
        if self._backend == "sqlite":
            ends = time.monotonic() + self._seconds
            driver = connection.connection.driver_connection
            driver.text_factory = lambda text: text.decode("utf-8", "replace")
            driver.execute("PRAGMA query_only = ON")
            driver.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY)
            driver.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
            return
        mariadb = bool(getattr(connection.dialect, "is_mariadb", False))
        for statement in read_only(self._backend, self._seconds, mariadb=mariadb):
            connection.exec_driver_sql(statement)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Errors of the database as one sentence."""
        try:
            yield
        except ModuleNotFoundError as error:
            fix = f"Run: pip install {error.name}"
            raise UsageError(f"the driver {error.name} is not installed.", place=self.place, fix=fix) from None
        except self._sqlalchemy.exc.NoSuchModuleError:
            fix = "Write the URL as SQLAlchemy's documentation says."
            raise UsageError(
                f"there is no database of the kind “{self._backend}”.", place=self.place, fix=fix
            ) from None
        except (self._sqlalchemy.exc.SQLAlchemyError, sqlite3.Error) as error:
            raise UsageError(f"{self._masked(error)}.", place=self.place) from None

    def _masked(self, error: Exception) -> str:
        """What the database says, in one line, without the password."""
        said = " ".join(str(getattr(error, "orig", None) or error).split())[:300].rstrip(".")
        secrets = (self._url.password, self._url.render_as_string(hide_password=False))
        for secret in (str(one) for one in secrets if one):
            said = said.replace(secret, "···")
        if said == "interrupted":
            return f"the query took more than {self._seconds} seconds; raise “seconds” under [options], or narrow it"
        return f"the database says: {said}"


def read_only(backend: str, seconds: int, *, mariadb: bool = False) -> list[str]:
    """What is said to a database server before the query, so that it refuses to write and to take long."""
    if backend == "postgresql":
        return ["SET TRANSACTION READ ONLY", f"SET LOCAL statement_timeout = {seconds * 1000}"]
    if backend in ("mysql", "mariadb"):
        limit = f"max_statement_time = {seconds}" if mariadb else f"max_execution_time = {seconds * 1000}"
        return ["SET SESSION TRANSACTION READ ONLY", f"SET SESSION {limit}"]
    return ["SET TRANSACTION READ ONLY"]


def one_statement(query: str, place: str) -> str:
    """A query without the semicolon at its end. Raises ``UsageError`` unless it is one SELECT."""
    bare = _QUOTED.sub(" ", query).strip().rstrip(";").strip()
    if not re.match(r"(?:select|with)\b", bare.lstrip("( \n"), re.IGNORECASE):
        fix = "Begin it with SELECT, or with WITH."
        raise UsageError("the query is no SELECT; nothing else is run.", place=place, fix=fix)
    if ";" in bare:
        raise UsageError("the query is several statements.", place=place, fix="Leave one SELECT, without a semicolon.")
    if re.search(r"\binto\b", bare, re.IGNORECASE):
        raise UsageError("the query has INTO, which writes.", place=place, fix="Leave it out.")
    return query.strip().rstrip(";")
