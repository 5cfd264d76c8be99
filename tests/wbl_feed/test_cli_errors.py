"""Bad usage ends with a documented exit code and one clear message that names the place and the way to mend it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from wbl_feed.cli import wbl

MAP = """\
config_version = 1
[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }
[fields]
"/title" = "Title"
"/url" = "Link"
"/activityType" = "Kind"
[constants]
"/status" = "open"
"""
SHEET = "Title,Link,Kind\nRobotics intern,https://apply.example/1,internship\n"
SOURCES = """\
config_version = 1
[feed]
id = "https://hub.example/feed"
name = "A hub"
license = "CC-BY-4.0"
publisher = { name = "A hub" }
[[source]]
id = "boston"
url = "https://boston.example/feed.json"
"""
SECOND = '[[source]]\nid = "cape"\nurl = "https://cape.example/feed.json"\n'
FEED = {
    "type": "DataFeed",
    "specVersion": "1.0",
    "id": "https://site.example/feed",
    "name": "A site",
    "publisher": {"name": "A site"},
    "license": "CC-BY-4.0",
    "timeZone": "America/New_York",
    "dateModified": "2026-11-01T12:00:00Z",
    "completeness": "complete",
    "items": [],
}
FILES = {
    "map.toml": MAP,
    "sheet.csv": SHEET,
    "feed.json": json.dumps(FEED),
    "empty": "",
    "page.html": "<!DOCTYPE html><html><title>Sign in</title></html>",
    "other.json": '{"hello": "world"}',
    "cut.json": json.dumps(FEED)[:-5],
    "words.txt": "Dear all,",
    "renamed.toml": MAP.replace('"Kind"', '"Typ"'),
    "code.toml": MAP.replace('"open"', '"opne"'),
    "member.toml": MAP.replace('"/title"', '"/titel"'),
    "syntax.toml": MAP.replace('"/title"', "/title"),
    "no-sources.toml": SOURCES.partition("[[source]]")[0],
    "key.toml": SOURCES + "trsut = 1\n",
    "twice.toml": SOURCES + SECOND.replace("cape", "boston", 1),
    "same-url.toml": SOURCES + SECOND.replace("cape.example", "boston.example"),
    "url.toml": SOURCES.replace("https://boston", "boston"),
    "trust.toml": SOURCES + "trust = 12\n",
    "feed-id.toml": SOURCES.replace('"https://hub.example/feed"', '"hub"'),
    "no-version.toml": SOURCES.replace("config_version = 1\n", ""),
    "sources.toml": SOURCES,
}
CSV, RUN = ("publish", "csv"), ("aggregate", "run")
OUT, MAPPED = ("--out", "public"), ("--map", "map.toml", "--out", "public")

USES: list[tuple[tuple[str, ...], int, str, str]] = [
    # arguments, exit code, what is wrong and where (a pattern), how to mend it
    (("validte", "feed.json"), 2, "There is no command “validte”.", "Did you mean “validate”?"),
    (("xyzzy",), 2, "There is no command “xyzzy”.", "See wbl --help."),
    (("--bogus",), 2, "No such option '--bogus'", "Try 'wbl --help' for help."),
    (("publish", "cvs", "sheet.csv"), 2, "There is no command “cvs”", "Did you mean “csv”?"),
    (("publish", "run"), 2, "Missing argument 'PUBLISH.TOML'", "Try 'wbl publish run --help' for help."),
    (("publish", "run", "nope.toml"), 2, "nope.toml: there is no such file.", "Check the name"),
    (("publish", "run", "sources.toml"), 2, "sources.toml: the key “source” is not known.", ""),
    (("publish", "run", "sources.toml", "--watch", "2s"), 2, "--watch: “2s” is no pause", "Write 30s, 15m or 6h."),
    (("publish", "init", "nope.csv"), 2, "nope.csv: there is no such file.", "Check the name"),
    (("publish", "init", "sheet.csv", "--kind", "cvs"), 2, "there is no adapter “cvs”", "Did you mean “csv”?"),
    (("publish", "template", "--out", "t.doc"), 2, "t.doc", ""),
    (("publish", "snippet", "http://hub.example/feed.json"), 2, "hub.example", "https"),
    (("publish", "snippet"), 2, "Missing argument 'FEED'", "Try 'wbl publish snippet --help' for help."),
    (("validate",), 2, "Missing argument 'FILE|FOLDER|URL|-'", "Try 'wbl validate --help' for help."),
    (("validate", "--jsno", "feed.json"), 2, "No such option '--jsno'", "Did you mean '--json'?"),
    (("validate", "feed.json", "other.json"), 2, "unexpected extra argument .other.json.", "Try 'wbl validate --help'"),
    (("validate", "nope.json"), 2, "nope.json: there is no such file.", "Check the name and the folder."),
    (("validate", "folder"), 2, "folder: there is no feed in this folder.", "Name the feed's file."),
    (("validate", "feed.json", "--at", "soon"), 2, "--at: “soon” is not a date or an instant.",
        "Write it like 2026-11-22T12:00:00Z."),
    (("validate", "http://127.0.0.1:8080/feed.json"), 2, "127.0.0.1 has the address 127.0.0.1, which is not of the public",
        "Use --allow-private for one of your own network."),
    (("validate", "http://127.0.0.1:1/feed.json"), 2, "http://127.0.0.1:1/feed.json: port 1 is not fetched from", ""),
    (("validate", "--allow-private", "http://127.0.0.1:1/f"), 2, "http://127.0.0.1:1/f: ", "refused"),
    (("validate", "http://"), 2, "http://: only http and https addresses are fetched.", ""),
    (("validate", "feed.json", "--profile", "us-mo"), 2, "us-mo", "us-ma"),
    (("validate", "feed.json", "--previous", "nope.json"), 2, "nope.json: there is no such file.", "Check the name"),
    (("validate", "feed.json", "--html", "folder"), 2, "'folder' is a directory.", "validate --help"),
    (("validate", "feed.json", "--certificate", "folder"), 2, "'folder' is a directory.", "validate --help"),
    (("explain",), 2, "Missing argument 'CODE'", "Try 'wbl explain --help' for help."),
    (("explain", "duplicat_id"), 2, "there is no notice “duplicat_id”.", "Did you mean “duplicate_id”?"),
    (("profile", "show", "us-mo"), 2, "us-mo", "us-ma"),
    (("profile", "new", "Avalon State", "--out", "new"), 2, "NAME: “Avalon State” is no name for a profile.",
        "such as avalon-state"),
    (("profile", "new", "us-ma", "--out", "new"), 2, "NAME: the name belongs to the profile “us-ma”", "Take another name."),
    (("profile", "new", "avalon"), 2, "Missing option '--out'", "Try 'wbl profile new --help' for help."),
    (("sample", "-n", "-1"), 2, "-n", "sample --help"),
    (("migrate", "nope.json", "--to", "1.0"), 2, "nope.json: there is no such file.", "Check the name"),
    (("validate", "empty"), 1, "The document is empty.", "Publish the feed again"),
    (("validate", "page.html"), 1, "This is a web page, not a feed.", "Give the address of the feed itself"),
    (("validate", "other.json"), 1, "This is a JSON document of another kind, not a feed.", "such as https://site.example"),
    (("validate", "words.txt"), 1, "This is neither JSON nor XML, not a feed.", "Give the address of the feed itself"),
    (("validate", "cut.json"), 1, "not well-formed JSON", "Check that the upload was not cut off"),
    (("convert", "feed.json"), 2, "Missing option '--to'", "atom"),
    (("convert", "feed.json", "--to", "xml"), 2, "'xml' is not one of", "'json', 'atom'"),
    (("convert", "feed.json", "--to", "atom", "--out", "folder"), 2, "'folder' is a directory.", "convert --help"),
    (("convert", "page.html", "--to", "atom"), 2, "page.html: This is a web page", "Run wbl validate for more."),
    (("convert", "words.txt", "--to", "json"), 2, "words.txt: This is neither JSON nor XML", "Run wbl validate for more."),
    (("convert", "empty", "--to", "json"), 2, "empty: The document is empty.", "Run wbl validate for more."),
    (("convert", "nope.json", "--to", "json"), 2, "nope.json: there is no such file.", "Check the name"),
    ((*CSV, "sheet.csv", *OUT), 2, "Missing option '--map'", "Try 'wbl publish csv --help' for help."),
    ((*CSV, "sheet.csv", "--map", "map.toml", "--out", "map.toml"), 2, "Directory 'map.toml' is a file.", "csv --help"),
    ((*CSV, "nope.csv", *MAPPED), 2, "nope.csv: there is no such file.", "Check the name and the folder."),
    ((*CSV, "folder", *MAPPED), 2, "folder: this is a folder.", "Name the file in it."),
    ((*CSV, "empty", *MAPPED), 2, "empty: the sheet is empty.", "Its first row has the names of the columns."),
    ((*CSV, "page.html", *MAPPED), 2, "page.html: this is a web page, not a sheet", "Publish the sheet to the web as CSV"),
    ((*CSV, "words.txt", *MAPPED), 2, "words.txt, row 1: the column “Title” of the mapping is not in the sheet.",
        "This row was taken for the headings"),
    ((*CSV, "http://127.0.0.1:8080/s.csv", *MAPPED), 2, "http://127.0.0.1:8080/s.csv: .*not of the public internet",
        "Use --allow-private for one of your own network."),
    ((*CSV, "sheet.csv", *MAPPED, "--at", "2026-13-01"), 2, "--at: “2026-13-01” is not a date", "Write it like"),
    ((*CSV, "sheet.csv", "--map", "nope.toml", *OUT), 2, "nope.toml: there is no such file.", "Check the name"),
    ((*CSV, "sheet.csv", "--map", "folder", *OUT), 2, "folder: this is a folder, not a file.", "Name the file in it."),
    ((*CSV, "sheet.csv", "--map", "renamed.toml", *OUT), 2, "row 1: the column “Typ” of the mapping is not in the sheet.",
        "The sheet has: “Title”, “Link”, “Kind”."),
    ((*CSV, "sheet.csv", "--map", "code.toml", *OUT), 2, "code.toml: /status is “opne”", "Did you mean “open”?"),
    ((*CSV, "sheet.csv", "--map", "member.toml", *OUT), 2, "member.toml: the posting has no member “/titel”",
        "Did you mean “title”?"),
    ((*CSV, "sheet.csv", "--map", "syntax.toml", *OUT), 2, "syntax.toml: this is not valid TOML",
        "(at line 8, column 1). Texts and keys with a slash stand in quotation marks"),
    ((*CSV, "sheet.csv", "--map", "sheet.csv", *OUT), 2, "sheet.csv: this is not valid TOML", "(at line 1, column 6)"),
    ((*RUN, *OUT, "--dryrun"), 2, "No such option '--dryrun'", "Did you mean '--dry-run'?"),
    (("aggregate", "init", "hub", "--for", "jenkins"), 2, "'jenkins' is not one of", "aggregate init --help"),
    (("aggregate", "init", "hub", "--home", "hub.example"), 2, "--home: “hub.example” is no address.", "https://"),
    (("aggregate", "add"), 2, "Missing argument 'URL'", "Try 'wbl aggregate add --help' for help."),
    (("aggregate", "add", "http://127.0.0.1:8080/f", "--config", "sources.toml"), 2, "not of the public internet",
        "Use --allow-private for one of your own network."),
    (("aggregate", "add", "feed.json", "--config", "nope.toml"), 2, "nope.toml: there is no such file.", "Check the name"),
    (("aggregate", "import", "nope.opml"), 2, "nope.opml: there is no such file.", "Check the name"),
    (("aggregate", "import", "words.txt"), 2, "words.txt: this is not well-formed XML", "Export it again"),
    (("aggregate", "export"), 2, "Missing option '--format'", "catalog"),
    ((*RUN, "--config", "nope.toml", *OUT), 2, "nope.toml: there is no such file.", "Check the name and the folder."),
    ((*RUN, "--config", "folder", *OUT), 2, "folder: there is no sources.toml in this folder.", "Begin one with"),
    ((*RUN, "--config", "no-version.toml", *OUT), 2, "no-version.toml: config_version is missing",
        "Write config_version = 1 at its top."),
    ((*RUN, "--config", "no-sources.toml", *OUT), 2, "no-sources.toml: it names no source yet.", "Add one with"),
    ((*RUN, "--config", "key.toml", *OUT), 2, "key.toml: the key “source.+trsut” is not known.", "Did you mean “trust”?"),
    ((*RUN, "--config", "twice.toml", *OUT), 2, "twice.toml: two sources have the id “boston”.", ""),
    ((*RUN, "--config", "same-url.toml", *OUT), 2, "same-url.toml: two sources have the url “https://boston.example", ""),
    ((*RUN, "--config", "url.toml", *OUT), 2, "url.toml: “source.+url” is not right",
        "it must be an address that starts with https://"),
    ((*RUN, "--config", "trust.toml", *OUT), 2, "trust.toml: “source.+trust” is not right", "less than or equal to 9"),
    ((*RUN, "--config", "feed-id.toml", *OUT), 2, "feed-id.toml: “feed.id” is not right", "it must be an IRI that never"),
    ((*RUN, "--config", "sources.toml", *OUT, "--at", "soon"), 2, "--at: “soon” is not a date", "Write it like"),
    (("demo", "--at", "soon"), 2, "--at: “soon” is not a date or an instant.", "Write it like 2026-11-22T12:00:00Z."),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with good and bad files, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def commands(command: click.Command = wbl, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every command with its help, ``wbl`` first."""
    context = click.Context(command, info_name=" ".join(("wbl", *path)), terminal_width=80)
    yield path, command.get_help(context)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from commands(command.get_command(context, name), (*path, name))


HELP = dict(commands())


def documented_codes(arguments: tuple[str, ...]) -> set[int]:
    """The exit codes that the help of a command and of those above it names."""
    texts = [" ".join(HELP[arguments[:depth]].split()) for depth in range(3) if arguments[:depth] in HELP]
    return {int(code) for text in texts for code in re.findall(r"(?:Exit codes:|·) ([0-9]) ", text)}


@pytest.mark.parametrize(("arguments", "code", "fault", "fix"), USES, ids=[" ".join(use[0])[:70] for use in USES])
def test_bad_usage_gives_one_clear_message(
    folder: Path, run_wbl: Callable[..., Result], arguments: tuple, code: int, fault: str, fix: str
):
    """Each bad use names the place and the fix in one message, ends with a documented code and writes nothing."""
    result = run_wbl(*arguments)
    assert result.exit_code == code
    assert code in documented_codes(arguments)
    said, silent = (result.stderr, result.stdout) if code == 2 else (result.stdout, result.stderr)
    assert re.search(fault, said)
    assert fix in said
    assert silent == ""
    assert "Traceback" not in said
    assert len(re.findall(r"^(?:wbl: |Error: |error {3})", said, re.MULTILINE)) == 1
    assert not said.startswith("wbl: ") or said.count("\n") == 1
    assert {path.name for path in folder.iterdir()} == {*FILES, "folder"}


def test_the_clock_of_the_environment_is_checked_too(
    folder: Path, run_wbl: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
):
    """A WBL_AT that is no moment is refused like --at."""
    monkeypatch.setenv("WBL_AT", "yesterday")
    result = run_wbl("validate", "feed.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "“yesterday” is not a date or an instant. Write it like 2026-11-22T12:00:00Z." in result.stderr


def test_sources_that_all_fail_publish_nothing(folder: Path, run_wbl: Callable[..., Result]):
    """Without one readable source the aggregator ends with exit code 4 and names a source and its fault."""
    closed = SOURCES.replace("https://boston.example", "http://127.0.0.1:1")
    (folder / "closed.toml").write_text(closed, encoding="utf-8")
    result = run_wbl(*RUN, "--config", "closed.toml", *OUT)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (4, "", 1)
    assert re.search("nothing was published. boston: port 1 is not fetched from", result.stderr)
    assert not (folder / "public" / "feed.json").exists()


def test_no_argument_at_all_shows_the_help(run_wbl: Callable[..., Result]):
    """The bare command says what it can do."""
    result = run_wbl()
    assert "See it work" in result.output
    assert "Examples:" in result.output


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (json.dumps(FEED).encode(), 0, "-: valid. 0 postings .+, 0 refused."),
        (b"\xef\xbb\xbf" + json.dumps(FEED).encode(), 0, "-: valid."),
        (json.dumps({**FEED, "items": [{}]}).encode(), 1, "-: not valid. 0 postings .+, 1 refused."),
        (b"", 1, "The document is empty."),
        (b"\xff\xfe<\0", 1, "-: not valid."),
        (b"{\xff}", 1, "The document is not UTF-8: byte 2 is 0xff."),
        (b"\x00\x01", 1, "This is neither JSON nor XML, not a feed."),
    ],
)
def test_a_feed_is_read_from_standard_input(run_wbl: Callable[..., Result], content: bytes, code: int, said: str):
    """A lone hyphen stands for standard input, whose bytes are judged like a file's."""
    result = run_wbl("validate", "-", stdin=content)
    assert result.exit_code == code
    assert re.search(said, result.stdout)


def test_a_converted_feed_can_be_piped_on(folder: Path, run_wbl: Callable[..., Result]):
    """What convert writes to standard output is what validate reads from standard input."""
    atom = run_wbl("convert", "feed.json", "--to", "atom")
    assert atom.exit_code == 0
    assert run_wbl("validate", "-", stdin=atom.stdout_bytes).exit_code == 0
    back = run_wbl("convert", "-", "--to", "json", stdin=atom.stdout_bytes)
    assert json.loads(back.stdout_bytes) == FEED


REPORT = {"valid", "notices", "feeds"}
REPORT_OF_A_FEED = {
    "valid",
    "format",
    "postings",
    "refused",
    "errors",
    "warnings",
    "infos",
    "counts",
    "notices",
    "documents",
}
PUBLISHED = {"feed", "rows", "postings", "added", "changed", "kept", "withdrawn", "refused", "notices", "written"}
RUN_KEYS = {"sources", "changed", "entries", "merged"}


@pytest.mark.parametrize(
    ("arguments", "code", "keys"),
    [
        (("validate", "feed.json"), 0, REPORT),
        (("validate", "page.html"), 1, REPORT),
        (("validate", "empty"), 1, REPORT),
        ((*CSV, "sheet.csv", *MAPPED), 0, PUBLISHED),
        ((*CSV, "bad-row.csv", *MAPPED), 1, PUBLISHED),
        ((*CSV, "sheet.csv", *MAPPED, "--dry-run"), 0, PUBLISHED),
        (("demo", "--down", "boston", *OUT), 3, RUN_KEYS | {"answers"}),
    ],
    ids=lambda part: " ".join(part)[:40] if isinstance(part, tuple) else "",
)
def test_json_for_scripts_is_one_document_with_stable_keys(
    folder: Path, run_wbl: Callable[..., Result], arguments: tuple, code: int, keys: set
):
    """With --json nothing but one JSON object is printed, whose keys are the same in success and in failure."""
    (folder / "bad-row.csv").write_text(SHEET + ",x,y\n", encoding="utf-8")
    result = run_wbl(*arguments, "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (code, "")
    assert keys <= set(document)
    for report in document.get("feeds", []):
        assert set(report) >= REPORT_OF_A_FEED
    for notice in [
        *document.get("notices", []),
        *(one for report in document.get("feeds", []) for one in report["notices"]),
    ]:
        assert {"code", "severity", "category", "section", "message", "fix"} <= set(notice)


@pytest.mark.parametrize("path", [path for path in HELP if path], ids=" ".join)
def test_every_command_has_help_with_examples(run_wbl: Callable[..., Result], path: tuple[str, ...]):
    """Each subcommand explains itself with examples that call it, and a command that runs names its exit codes."""
    result = run_wbl(*path, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.strip() == HELP[path].strip()
    assert re.search(rf"^ *Examples?:\n +.*wbl {' '.join(path)}\b", result.stdout, re.MULTILINE)
    runs = not any(other[: len(path)] == path and other != path for other in HELP)
    assert ("Exit codes:" in result.stdout) == runs


def test_help_names_every_command_once(run_wbl: Callable[..., Result]):
    """The overview lists each subcommand under a heading."""
    overview = run_wbl("--help").stdout
    for (name,) in (path for path in HELP if len(path) == 1):
        assert len(re.findall(rf"^  {name} {{2,}}\w", overview, re.MULTILINE)) == 1


def test_help_loads_no_heavy_library(record_property: Callable[[str, object], None]):
    """The overview is shown without the libraries that read feeds or fetch them; its time is kept as a property."""
    heavy = [
        "feedparser",
        "feedgen",
        "lxml",
        "httpx",
        "pydantic",
        "rich",
        "jsonschema",
        "wbl_publishers",
        "wbl_aggregator",
    ]
    program = f"""
import sys, time
began = time.perf_counter()
from wbl_feed.cli import wbl
wbl(["--help"], standalone_mode=False)
print(time.perf_counter() - began, *(name for name in {heavy} if name in sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, *loaded = done.stderr.split()
    record_property("seconds", float(seconds))
    assert "See it work" in done.stdout
    assert loaded == []
