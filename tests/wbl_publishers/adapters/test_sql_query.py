"""The rows of a query become postings, and no query writes a byte."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from adapter_runs import AT, Found, Publishing, read
from click.testing import Result
from wbl_publishers.adapters.sql import connection as sql_connection
from wbl_publishers.adapters.sql.connection import one_statement, read_only
from wbl_publishers.adapters.values import UnreadableValueError, cell_of

from wbl_feed.adapter import Input, load_adapter
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

PASSWORD = "not-a-real-password-4711"
ROWS = [
    (1, "Eelgrass Survey Intern", "https://a.example/1", "Woods Hole, MA 02543", "2027-03-01", 17.5, 1),
    (2, "Boatyard Job Shadow", "https://a.example/2", "Gloucester, MA", None, None, 1),
    (3, "Lab Assistant", "https://a.example/3", "Boston, MA", "2027-02-01", None, 0),
]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A SQLite file with a table of jobs."""
    path = tmp_path / "jobs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE job (id INTEGER, title TEXT, link TEXT, town TEXT, deadline, pay, shown)")
        connection.executemany("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
        connection.commit()
    return path


@pytest.fixture
def ask(database: Path) -> Callable[..., Found]:
    """Asks the file a query."""

    def found(query: str, *columns: str, location: object = None, **options: Any) -> Found:
        return read("sql", location or f"sqlite:///{database}", columns=columns, options={"query": query, **options})

    return found


def test_rows_become_records(ask):
    """Each row is a record with the columns asked for; those that nobody asks for are told of."""
    found = ask(
        'SELECT title, deadline AS "Apply by", pay, town FROM job WHERE shown ORDER BY id;', "Title", "apply BY", "pay"
    )
    assert [record.place for record in found.records] == ["row 1", "row 2"]
    assert found.records[0].cells == {"Title": "Eelgrass Survey Intern", "apply BY": "2027-03-01", "pay": "17.5"}
    assert found.records[1].cells["apply BY"] == ""
    assert [(notice.code, notice.found) for notice in found.notices] == [("unmapped_column", "town")]


def test_a_source_is_a_path_or_a_url_or_in_the_environment(ask, database: Path, monkeypatch: pytest.MonkeyPatch):
    """A SQLite file needs no URL, and a URL with a password can stay out of files."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    for location in (database, "env:DATABASE_URL", f"sqlite+pysqlite:///{database}"):
        assert len(ask("select title from job", "title", location=location).records) == 3


def test_a_query_may_stand_in_a_file(tmp_path: Path, database: Path):
    """The file is looked for where other relative paths begin."""
    (tmp_path / "jobs.sql").write_text("\ufeffSELECT title -- of all\nFROM job\n", encoding="utf-8")
    options = {"query_file": str(tmp_path / "jobs.sql")}
    assert len(read("sql", database, columns=("title",), options=options).records) == 3


def test_a_column_that_the_query_does_not_give_is_named(ask):
    """A renamed column stops the run, with what there is."""
    with pytest.raises(UsageError) as refusal:
        ask("SELECT title, town FROM job", "titel")
    assert "the column “titel” of the mapping" in str(refusal.value)
    assert "Did you mean “title”?" in str(refusal.value)


def test_no_rows_are_no_fault(ask):
    """An empty result is an empty list; whether that may be is for publishing to say."""
    assert ask("SELECT title FROM job WHERE 0", "title").records == []


WRITES = [
    "DELETE FROM job RETURNING title",
    "INSERT INTO job (title) VALUES ('x') RETURNING title",
    "UPDATE job SET title = 'x' RETURNING title",
    "DROP TABLE job",
    "PRAGMA user_version = 7",
    "PRAGMA table_info(job)",
    "ATTACH DATABASE 'other.db' AS other",
    "VACUUM INTO 'copy.db'",
    "WITH x AS (SELECT 9) INSERT INTO job (id) SELECT * FROM x RETURNING title",
    "WITH x AS (SELECT 1) DELETE FROM job RETURNING title",
    "WITH x AS (SELECT 1) UPDATE job SET title = 'x' RETURNING title",
    "WITH x AS (SELECT 1) REPLACE /* INTO */ INTO job (id) VALUES (1)",
    "SELECT title FROM job; DELETE FROM job",
    "SELECT title FROM job; ATTACH DATABASE 'other.db' AS other; SELECT 1",
    "select 1 as title; -- ;\ndelete from job",
    "EXPLAIN DELETE FROM job",
    "/* SELECT */ DELETE FROM job",
    "-- SELECT\nDELETE FROM job",
    "(SELECT 1",
    "SELECT title INTO other FROM job",
    "SELECT load_extension('evil') AS title",
    "SELECT * FROM pragma_user_version",
    "SELECT writefile('evil.txt', 'x') AS title",
    "BEGIN",
    "",
    ";",
]


@pytest.mark.parametrize("query", WRITES)
def test_no_query_changes_a_byte(ask, database: Path, query: str, monkeypatch: pytest.MonkeyPatch):
    """What is no reading is refused in one sentence, and neither the file nor its folder is touched."""
    monkeypatch.chdir(database.parent)
    before = database.read_bytes(), database.stat().st_mtime_ns, sorted(database.parent.iterdir())
    with pytest.raises(UsageError) as refusal:
        ask(query, "title") if query else ask(" ", "title")
    assert (database.read_bytes(), database.stat().st_mtime_ns, sorted(database.parent.iterdir())) == before
    assert "Traceback" not in str(refusal.value)


@pytest.mark.parametrize(
    "query",
    [
        "WITH x AS (SELECT 1) DELETE FROM job RETURNING title",
        "DELETE FROM job RETURNING title",
        "PRAGMA user_version",
        "SELECT name AS title FROM pragma_table_info('job')",
        "ATTACH DATABASE 'other.db' AS other",
        "SELECT load_extension('evil') AS title",
    ],
)
def test_the_connection_by_itself_refuses(ask, query: str, monkeypatch: pytest.MonkeyPatch):
    """What would get past the look at the statement is refused by the database."""
    monkeypatch.setattr(sql_connection, "one_statement", lambda query, place: query)
    with pytest.raises(UsageError, match=r"the database says: (not authorized|access to .* is prohibited)"):
        ask(query, "title")


def test_the_file_by_itself_refuses(database: Path):
    """It is opened for reading alone."""
    connection = sql_connection.Database(str(database), Path(), 1)._open_sqlite()
    with closing(connection), pytest.raises(sqlite3.OperationalError, match="attempt to write a readonly database"):
        connection.execute("DELETE FROM job")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT 1; SELECT 2", "the query is several statements"),
        ("SELECT 'a\\'; DELETE FROM job; --'", "the query is several statements"),
        ("SELECT 'a; SELECT 2", "the query is several statements"),
        ("INSERT INTO job SELECT 1", "the query is no SELECT"),
        ("selection", "the query is no SELECT"),
        ("SELECT 1 INTO OUTFILE '/tmp/x'", "the query has INTO"),
    ],
)
def test_what_is_no_single_select_is_refused(query: str, said: str):
    """Whatever the database would make of it."""
    with pytest.raises(UsageError, match=said):
        sql_connection.one_statement(query, "here")


def test_what_a_server_says_is_shown_without_the_password():
    """Some servers repeat how one connected."""
    database = sql_connection.Database(f"postgresql://someone:{PASSWORD}@db.example/jobs", Path(), 1)
    said = database._masked(RuntimeError(f"cannot connect to postgresql://someone:{PASSWORD}@db.example/jobs\nbye"))
    assert said.startswith("the database says: cannot connect to postgresql://someone:···@db.example/jobs bye")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1",
        "  select 1 ;  ",
        "(SELECT 1)",
        "WITH x AS (SELECT ';') SELECT * FROM x",
        "/* a; b */ SELECT 'it''s; fine', \"a;b\", `c;d`, [e;f] -- the; end",
        "SELECT $tag$ ; $tag$",
        "SELECT 'INTO'",
        "SELECT 'a%b' LIKE '%:b', '12:30'",
    ],
)
def test_semicolons_in_texts_and_comments_do_no_harm(query: str):
    """One SELECT is one statement, whatever its texts, names and comments hold."""
    assert one_statement(query, "here").rstrip() == query.strip().rstrip(";").rstrip()


def test_signs_that_drivers_take_for_parameters_stay_as_they_are(ask):
    """Per cent, colon and question mark in a query mean what they mean in SQL."""
    found = ask("SELECT 'at 12:30, 100%?' AS title FROM job WHERE title LIKE '%Intern%'", "title")
    assert found.records[0].cells == {"title": "at 12:30, 100%?"}


def test_a_database_that_is_being_written_is_read(ask, database: Path):
    """A file with a write-ahead log is read as it stands, and an open transaction of another is not seen."""
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO job (title) VALUES ('Four')")
        writer.commit()
        writer.execute("INSERT INTO job (title) VALUES ('Five')")
        assert [record.cells["t"] for record in ask("SELECT title AS t FROM job", "t").records][-1] == "Four"


def test_a_query_that_takes_too_long_is_stopped(ask):
    """An endless query ends after the seconds that it may take."""
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS title FROM n"
    with pytest.raises(UsageError, match="the query took more than 1 seconds; raise “seconds”"):
        ask(endless, "title", seconds=1)


def test_many_rows_are_not_held_at_once(database: Path):
    """The first record is there before the last is made."""
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000000) SELECT i AS title FROM n"
    source = Input(str(database), ("title",), {"query": many}, HttpFetcher(), AT)
    records: Iterator[Any] = load_adapter("sql").records(source)
    assert [next(records).cells["title"] for _ in range(3)] == ["1", "2", "3"]
    records.close()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("17.50"), "17.50"),
        (Decimal("1E+2"), "100"),
        (date(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1, 17, 0), "2027-03-01T17:00:00"),
        (datetime(2027, 3, 1, tzinfo=UTC), "2027-03-01T00:00:00+00:00"),
        (time(15, 30), "15:30"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (("a", None, 1), ["a", "1"]),
        (True, "yes"),
    ],
)
def test_values_of_databases_become_text(value: Any, text: Any):
    """Numbers keep their digits, and days and times are written as ISO 8601 has them."""
    assert cell_of(value) == text


@pytest.mark.parametrize("value", [b"x", memoryview(b"x"), {"a": 1}, [[1]], object()])
def test_values_that_are_no_text_are_refused(value: Any):
    """Bytes and objects are no text of a cell."""
    with pytest.raises(UnreadableValueError):
        cell_of(value)


def test_bytes_cost_their_cell_alone(ask):
    """A picture in a column is left out with a warning, and text that is no UTF-8 is read as far as it goes."""
    found = ask("SELECT x'00ff' AS title, CAST(x'4fe9' AS TEXT) AS town UNION ALL SELECT 'a', 'b'", "title", "town")
    assert [dict(record.cells) for record in found.records] == [
        {"title": "", "town": "O\ufffd"},
        {"title": "a", "town": "b"},
    ]
    (notice,) = found.records[0].notices
    assert notice.message == "“2 bytes” could not be read as a text, a number or a date."


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("sqlite:///missing.db", "there is no such file"),
        ("missing.db", "there is no such file"),
        ("sqlite://", "there is no such file"),
        ("sqlite:///:memory:", "there is no such file"),
        ("://", "this is no SQLAlchemy URL"),
        (
            "postgres://h/d",
            "“postgres” is no database that is read here without risk of writing. Write postgresql://.",
        ),
        ("mssql://h/d", "Save the rows as a CSV sheet"),
        ("nosuch://h/d", "Save the rows as a CSV sheet"),
        ("postgresql+nosuch://h/d", "nosuch"),
        ("env:NO_SUCH_VARIABLE", "the environment variable NO_SUCH_VARIABLE is not set"),
        (__file__, "the database says: file is not a database"),
    ],
)
def test_a_database_that_cannot_be_read_says_why(ask, location: str, said: str):
    """A slip in the URL, or a missing file, is one sentence; no file is made."""
    with pytest.raises(UsageError) as refusal:
        ask("SELECT title FROM job", "title", location=location)
    assert said in str(refusal.value)
    assert not Path("missing.db").exists()


def test_a_password_is_never_shown(ask, monkeypatch: pytest.MonkeyPatch):
    """Neither the place nor what the database says has it."""
    for location in (
        f"postgresql+nosuch://someone:{PASSWORD}@db.example/jobs",
        f"mssql://someone:{PASSWORD}@db.example/jobs",
        f"postgresql://someone:{PASSWORD}@db.example:port/jobs",
        f"nosuch://someone:{PASSWORD}@db.example/jobs?sslpassword={PASSWORD}",
        f"postgresql://someone:{PASSWORD}@127.0.0.1:1/jobs",
        f"mysql+pymysql://someone:{PASSWORD}@127.0.0.1:1/jobs",
    ):
        with pytest.raises(UsageError) as refusal:
            ask("SELECT 1 AS title", "title", location=location)
        assert PASSWORD not in str(refusal.value)
        monkeypatch.setenv("DATABASE_URL", location)
        with pytest.raises(UsageError) as refusal:
            ask("SELECT 1 AS title", "title", location="env:DATABASE_URL")
        assert PASSWORD not in str(refusal.value)


def test_faults_of_the_query_are_said_by_the_database(ask):
    """A table that is not there is named as the database names it."""
    with pytest.raises(UsageError, match="the database says: no such table: jobz"):
        ask("SELECT title FROM jobz", "title")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "it needs a query"),
        ({"query": "SELECT 1", "query_file": "a.sql"}, "it needs a query"),
        ({"query": "SELECT 1", "second": 4}, "Did you mean “seconds”?"),
        ({"query_file": "no-such.sql"}, "there is no such file"),
    ],
)
def test_options_are_checked(database: Path, options: dict[str, Any], said: str):
    """There is one query, from one place."""
    with pytest.raises(UsageError) as refusal:
        read("sql", database, columns=("title",), options=options)
    assert said in str(refusal.value)


def test_without_the_library_its_command_is_given(ask, monkeypatch: pytest.MonkeyPatch):
    """SQLAlchemy is an extra."""
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(UsageError, match=r"pip install 'wbl-feed\[sql\]'"):
        ask("SELECT title FROM job", "title")


def test_servers_are_told_to_refuse_writing():
    """Each kind of server hears it in its own words, with the time that the query may take."""
    assert read_only("postgresql", 5) == ["SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout = 5000"]
    assert read_only("mysql", 5) == ["SET SESSION TRANSACTION READ ONLY", "SET SESSION max_execution_time = 5000"]
    assert read_only("mysql", 5, mariadb=True)[1] == "SET SESSION max_statement_time = 5"
    assert read_only("oracle", 5) == ["SET TRANSACTION READ ONLY"]


MAP = """\
config_version = 1
[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }
home_page_url = "https://site.example/"
[options]
query = "SELECT * FROM job ORDER BY id"
[id]
column = "id"
[fields]
"/title" = "title"
"/url" = "link"
"/jobLocation/0" = "town"
"/applicationDeadline" = "deadline"
[constants]
"/activityType" = "unspecified"
"/status" = "open"
"""


def test_published_ids_stay(tmp_path: Path, database: Path, run_wbl: Callable[..., Result]):
    """A second run writes nothing; after an edit, another order and a row less, ids stay and one tombstone is left."""
    site = Publishing(tmp_path, "sql", MAP, run_wbl)
    assert site.publish(database, day=22)["rows"] == 3
    ids = site.ids
    assert site.is_valid()
    assert site.publish(f"sqlite:///{database}", day=23)["written"] == []
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE job SET title = 'Eelgrass Intern' WHERE id = 1")
        connection.execute("DELETE FROM job WHERE id = 3")
        connection.commit()
    (tmp_path / "map.toml").write_text(MAP.replace("ORDER BY id", "ORDER BY id DESC"), encoding="utf-8")
    later = site.publish(database, day=24)
    assert site.ids == {
        "Boatyard Job Shadow": ids["Boatyard Job Shadow"],
        "Eelgrass Intern": ids["Eelgrass Survey Intern"],
    }
    assert later["withdrawn"] == [ids["Lab Assistant"]]
    assert site.is_valid()
