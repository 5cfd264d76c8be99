"""The documentation is true: its commands and programs run, its links lead somewhere, and it leaves nothing out.

How code blocks are marked is said in CONTRIBUTING.md, under "Run the checks".
"""

import contextlib
import io
import json
import os
import re
import runpy
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, get_args

import click
import pytest
from wbl_aggregator import accept, sources
from wbl_aggregator.crawl.hosts import Hosts
from wbl_aggregator.decisions import words
from wbl_aggregator.match import evidence
from wbl_aggregator.sources import decided
from wbl_publishers import cleaning, members
from wbl_publishers.adapters.calendars.calendar import CalendarOptions
from wbl_publishers.adapters.feeds.syndication import SyndicationOptions
from wbl_publishers.adapters.folders.front_matter import FrontMatterOptions
from wbl_publishers.adapters.pages.options import PagesOptions
from wbl_publishers.mapping import mapping_file as mapping
from wbl_publishers.publishing.config import InputSettings, PublishSettings

from wbl_demo.run import play
from wbl_feed import __version__, errors, fetch, json_format, location, notices
from wbl_feed.cli import wbl
from wbl_feed.feed_settings import FeedSettings, PublisherSettings

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [*GUIDES, ROOT / "CHANGELOG.md", ROOT / "examples" / "README.md"]
PUBLISH = ROOT / "docs" / "publish.md"
SHEET, AGGREGATOR = ROOT / "docs" / "publish-from-a-sheet.md", ROOT / "docs" / "run-an-aggregator.md"
REFERENCE = ROOT / "docs" / "aggregator-reference.md"
WEB = "127.0.0.1:8000"
"""Where the documents say that a local server is; the tests put it on a free port."""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Block:
    """One fenced block of code with the comment above it."""

    place: str
    marker: str
    language: str
    text: str

    @property
    def commands(self) -> list[tuple[str, str]]:
        """Each command with the output that is shown for it."""
        if self.language == "sh":
            return [(line, "") for line in self.text.splitlines() if line.strip()]
        found = re.split(r"^\$ (.*)\n", self.text, flags=re.MULTILINE)[1:]
        return list(zip(found[::2], found[1::2], strict=True))


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    pattern = re.compile(r"^(?:<!-- (?P<marker>.*?) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
    found = [
        (f"{name_of(page)}, line {text.count(chr(10), 0, one.start()) + 1}", one) for one in pattern.finditer(text)
    ]
    return [Block(place, one["marker"] or "", one["language"], one["text"]) for place, one in found]


BLOCKS = [block for page in GUIDES for block in blocks(page)]


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A plain web server of a folder; gives host and port."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def installed(folder: Path) -> Iterator[None]:
    """A package as an editable installation makes it known: its modules, and the entry points of its pyproject.toml."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    groups = project["entry-points"].items()
    lines = [line for group, points in groups for line in (f"[{group}]", *(f"{k} = {v}" for k, v in points.items()))]
    (about / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    (about / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        shutil.rmtree(about)


class Reader:
    """Somebody who follows one page from its first block to its last, in a folder of their own."""

    def __init__(self, home: Path, run_wbl: Any, opened: contextlib.ExitStack) -> None:
        self._home, self._run_wbl, self._opened = home, run_wbl, opened
        self._address = WEB

    def follow(self, block: Block) -> None:
        os.chdir(self._home / block.marker.removeprefix("run: "))
        if block.language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(block.text, block.place, "exec"), {"__name__": "__main__"})  # the documents' own code
            assert out.getvalue() or "print(" not in block.text, f"{block.place}: it printed nothing"
            return
        for command, shown in block.commands:
            code, output = self._do(shlex.split(command.replace(WEB, self._address), comments=True))
            output = output.replace(self._address, WEB)
            wanted = re.search(r"# exit (\d)", command)
            assert code == int(wanted[1] if wanted else 0), f"{block.place}: {command} ended with {code}\n{output}"
            if shown:
                assert looks_like(shown, output), f"{block.place}: {command} printed\n{output}"

    def _do(self, words: list[str]) -> tuple[int, str]:
        match words:
            case ["wbl", *arguments]:
                result = self._run_wbl(*arguments)
                return result.exit_code, result.output
            case ["cp", "-r", source, target]:
                shutil.copytree(source, target)
            case ["rm", "-r", target]:
                shutil.rmtree(target)
            case ["cd", target]:
                os.chdir(target)
            case ["pip", "install", "-e", "."]:
                self._opened.enter_context(installed(Path.cwd()))
            case ["python3", "-m", "http.server", "8000", "--bind", "127.0.0.1", "--directory", folder, "&"]:
                self._address = self._opened.enter_context(serving(Path(folder).absolute()))
                for path in Path().glob("*.toml"):
                    path.write_text(path.read_text(encoding="utf-8").replace(WEB, self._address), encoding="utf-8")
            case _:
                pytest.fail(
                    f"{words}: this reader knows wbl, cp -r, rm -r, cd, pip install -e . and python3 -m http.server"
                )
        return 0, ""


def looks_like(shown: str, output: str) -> bool:
    """Whether the output is what a document shows, where ``…`` stands for any lines, or anything in a line."""
    pattern = re.escape(shown.strip() + "\n").replace("\\\n", "\n")
    pattern = re.sub(r"^…\n", r"(?:.*\n)*", pattern, flags=re.M).replace("…", ".*")
    return re.fullmatch(pattern, output.strip() + "\n") is not None


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``wbl demo`` publishes."""
    folder = tmp_path_factory.mktemp("demo")
    play(folder / "public", folder / "state", datetime(2026, 11, 22, 12, tzinfo=UTC))
    return folder / "public"


@pytest.mark.parametrize("page", [page for page in GUIDES if "\n<!-- run: " in page.read_text("utf-8")], ids=name_of)
def test_a_page_can_be_followed(page: Path, run_wbl, tmp_path, monkeypatch):
    """Every marked block of a page runs, one after the other, and prints what the page shows."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WBL_AT", "2026-11-21T12:00:00Z")  # the day before the one that the pages name
    monkeypatch.setattr(Hosts, "pause", lambda *_: None)  # the sites of the examples are all on one host
    with contextlib.ExitStack() as opened:
        reader = Reader(tmp_path, run_wbl, opened)
        for block in blocks(page):
            if block.marker.startswith("run: "):
                reader.follow(block)
    assert left_over(tmp_path) == set()


def left_over(home: Path) -> set[str]:
    """What is new in a folder that stands for a checkout and is not ignored by git there."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    made = {path.relative_to(home) for path in home.rglob("*") if path.is_file()}
    made = {path for path in made if not (ROOT / path).is_file() or path.parts[0] != "examples"}
    return {
        path.as_posix()
        for path in made
        if not any(
            fnmatch(path.parts[0], line.strip("/")) if line.startswith("/") else fnmatch(part, line.strip("/"))
            for line in patterns
            for part in path.parts
        )
    }


def test_output_that_differs_is_noticed():
    """The comparison of outputs takes ``…`` for anything and nothing else for anything else."""
    assert looks_like("a\n…\nd …f", "a\nb\nc\nd e f\n")
    assert looks_like("…\na", "a")
    assert not looks_like("a\n…\nd", "a\nb\nc")
    assert not looks_like("a …c", "a b\nc")
    assert not looks_like("2 postings.", "2 postings!")


def test_every_block_is_run_or_says_why_not():
    """A block of commands or Python stands below a comment that has it run or says why it is not."""
    commands = [block for block in BLOCKS if block.language in ("sh", "console", "python")]
    assert [block.place for block in commands if not re.match(r"(not run|run|file): \S", block.marker)] == []


def test_blocks_that_are_not_run_name_real_commands():
    """Commands that need a network or an installation still have subcommands and options that exist."""
    seen = 0
    for block in BLOCKS:
        for command, _ in block.commands if block.marker.startswith("not run: ") else ():
            words = [word.rsplit("/", 1)[-1] if word.endswith("/wbl") else word for word in shlex.split(command)]
            if "wbl" in words:
                arguments = words[words.index("wbl") + 1 :]
                arguments = arguments[: arguments.index(">>")] if ">>" in arguments else arguments
                parse(wbl, arguments, block.place)
                seen += 1
    assert seen


def parse(command: click.Command, arguments: list[str], place: str, parent: click.Context | None = None) -> None:
    """Let click read the arguments and call nothing."""
    try:
        context = command.make_context(command.name, list(arguments), parent=parent)
        if isinstance(command, click.Group):
            _, sub, rest = command.resolve_command(context, [*context._protected_args, *context.args])
            parse(sub, rest, place, context)
    except click.UsageError as error:
        pytest.fail(f"{place}: {error.format_message()}")


def test_files_are_shown_as_they_are():
    """A block that shows a file of the examples shows the whole of it."""
    shown = [block for block in BLOCKS if block.marker.startswith("file: ")]
    assert shown
    for block in shown:
        assert block.text == (ROOT / block.marker.removeprefix("file: ")).read_text(encoding="utf-8"), block.place


def leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from leaves(command.get_command(context, name), f"{path} {name}")
    else:
        yield path, command


@pytest.mark.parametrize(("path", "command"), list(leaves(wbl, "wbl")), ids=lambda value: str(value)[:30])
def test_every_command_and_option_is_documented(path: str, command: click.Command):
    """Some page shows the command and names each of its options."""
    texts = [page.read_text(encoding="utf-8") for page in GUIDES]
    told = "\n".join(text for text in texts if path in text)
    options = [name for param in command.params for name in param.opts if name.startswith("--")]
    assert told, f"no page mentions {path}"
    assert [name for name in options if not re.search(rf"(?<![\w-]){name}(?![\w-])", told)] == []


def section(page: Path, heading: str) -> str:
    """The text below the heading that begins so, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}.*?\n(.*?)(?=^#|\Z)", page.read_text(encoding="utf-8"), re.M | re.S)
    assert found, f"{name_of(page)} has no heading {heading}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without headings."""
    lines = re.findall(r"^\| (.*) \|$", text, re.M)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines if line.startswith("`")]


def spans(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


def keys(model: Any) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


SETTINGS = [
    (SHEET, "`[feed]`", FeedSettings),
    (SHEET, "`[id]`", mapping.Ids),
    (SHEET, "`[fields]`", mapping.Column),
    (PUBLISH, "At its top", PublishSettings),
    (PUBLISH, "`[[input]]`", InputSettings),
    (ROOT / "docs" / "publish-from-rss.md", "`[options]`", SyndicationOptions),
    (ROOT / "docs" / "publish-from-a-calendar.md", "`[options]`", CalendarOptions),
    (ROOT / "docs" / "publish-from-a-folder.md", "`[options]`", FrontMatterOptions),
    (ROOT / "docs" / "publish-from-web-pages.md", "`[options]`", PagesOptions),
    (REFERENCE, "`[feed]`", FeedSettings),
    (REFERENCE, "`[crawl]`", sources.CrawlSettings),
    (REFERENCE, "`[publish]`", sources.PublishSettings),
    (REFERENCE, "`[[source]]`", sources.Source),
    (REFERENCE, "`[[block]]`", decided.Block),
    (REFERENCE, "`[[override]]`", decided.Override),
]


@pytest.mark.parametrize(("page", "heading", "model"), SETTINGS, ids=lambda value: str(value)[-24:])
def test_every_setting_is_documented(page: Path, heading: str, model: Any):
    """Each key of a settings table stands in the table of its section, and no key that is not one."""
    told = {row[0].strip("`") for row in rows(section(page, heading)) if not row[0].startswith("`/")}
    assert told == keys(model) - {"feed", "input"}


@pytest.mark.parametrize(("page", "whole"), [(SHEET, mapping.Mapping), (REFERENCE, sources.Config)])
def test_every_part_of_a_settings_file_is_documented(page: Path, whole: Any):
    """Each table of the file has a heading of its own; the row of ``publisher`` names each of its keys."""
    told = next(row[1] for row in rows(section(page, "`[feed]`")) if row[0] == "`publisher`")
    assert keys(PublisherSettings) <= spans(told)
    for key in keys(whole):
        assert re.search(rf"^### .*`\[*{key}\]*`", page.read_text(encoding="utf-8"), re.M), key


def test_the_sources_file_of_the_examples_is_complete():
    """It is sound, and every key stands in it somewhere."""
    path = ROOT / "examples" / "aggregator" / "sources.toml"
    assert sources.read_config(path)
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(written["feed"]) == keys(FeedSettings)
    assert set(written["feed"]["publisher"]) == keys(PublisherSettings)
    assert set(written["crawl"]) == keys(sources.CrawlSettings)
    assert set(written["publish"]) == keys(sources.PublishSettings)
    assert {key for source in written["source"] for key in source} == keys(sources.Source)


def test_members_exist_and_cells_become_what_the_page_says():
    """Each cell in the table of examples is read as the table shows, and each member that the page names exists."""
    shown = rows(section(SHEET, "How cells are read"))
    assert len(shown) > 5
    for pointer, cell, value in ([cell.strip("`") for cell in row] for row in shown):
        assert cleaning.read_cell(cell, members.member(pointer)) == json.loads(value), cell
    told = [span for row in rows(section(SHEET, "`[fields]`")) for span in sorted(spans(row[0])) if span[0] == "/"]
    assert len(told) > 10
    for pointer in told:
        assert members.member(pointer), pointer


def test_notices_about_rows_are_explained():
    """The pages on publishing explain every notice about rows, and each code that the page on sheets names exists."""
    told = {row[0].strip("`") for row in rows(section(SHEET, "What the messages mean"))}
    assert told <= set(notices.catalogue)
    for page in ROOT.glob("docs/publish-from-*.md"):
        told |= {row[0].strip("`") for row in rows(page.read_text(encoding="utf-8"))}
    of_rows = {code for code, kind in notices.catalogue.items() if kind.__module__ == "wbl_feed.notices.rows"}
    assert of_rows - told == set()


def test_every_published_file_is_documented(public: Path):
    """Each file and folder that a run publishes stands in the table of the page for operators."""
    told = spans(section(AGGREGATOR, "What is in `public/`"))
    for path in (*public.iterdir(), *(public / "by").iterdir(), *(public / "health").iterdir()):
        name = path.relative_to(public).as_posix()
        assert any(span.startswith(name) for span in told) or (
            name.startswith("health/") and "health/<source>.json" in told
        )


def test_outcomes_of_a_run_are_documented():
    """What a run says of a source, and kinds of evidence, are those of the program."""
    assert {row[0].strip("`") for row in rows(section(AGGREGATOR, "What a run prints"))} == {*get_args(accept.State)}
    assert {row[0].strip("`") for row in rows(section(REFERENCE, "Evidence"))} == {*evidence.RULES}


def test_states_and_failures_are_told_in_the_words_of_the_program():
    """The tables of states and of codes say what ``status`` says, to the letter, and leave nothing out."""
    states = {row[0].strip("`"): row[1:] for row in rows(section(AGGREGATOR, "How a source is"))}
    assert states == {state: [told.meaning, told.operator] for state, told in words.STATES.items()}
    codes = {row[0].replace("`", ""): row[1:] for row in rows(section(REFERENCE, "Codes of failures"))}
    wanted = words.CODES | {f"http_status {status}": told for status, told in words.STATUSES.items()}
    assert codes == {code: [told.meaning, told.operator] for code, told in wanted.items()}
    assert set(get_args(fetch.FailureCode)) <= codes.keys()


def test_exit_codes_are_documented():
    """The table has every code that the program ends with, and the page for operators no other."""
    told = set(re.findall(r"^\| (\d) \|", (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8"), re.M))
    raised = {str(kind.exit_code) for kind in (errors.WblFeedError, *errors.WblFeedError.__subclasses__())}
    said = set(re.findall(r"(?:codes:|·)\s+(\d) ", wbl.epilog))
    assert raised < said == told
    assert set(re.findall(r"^\| (\d) \|", section(AGGREGATOR, "Exit codes"), re.M)) < told


def test_links_lead_somewhere():
    """Every link to a file of this repository names one that is there, and every anchor a heading."""
    seen = 0
    for page in PAGES:
        text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if "://" in link:
                continue
            target, _, anchor = link.partition("#")
            path = (page.parent / target).resolve() if target else page
            assert path.exists(), f"{name_of(page)} links to {link}"
            assert not anchor or anchor in anchors(path), f"{name_of(page)} links to {link}"
            seen += 1
    assert seen > 30


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_reading_example_reads_every_page(public: Path, tmp_path, monkeypatch, capsys):
    """``read_feed.py`` has 15 lines and prints every posting of every page, from a folder or an address."""
    program = ROOT / "examples" / "read_feed.py"
    assert len([line for line in program.read_text(encoding="utf-8").splitlines() if line.strip()]) <= 15
    feed = json_format.read((public / "feed.json").read_bytes()).feed
    for name, content in json_format.write_pages(feed, page_size=30).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    with serving(tmp_path) as address:
        routed = fetch.HttpFetcher(allow_private=True, route={"hub.example": f"http://{address}"})
        monkeypatch.setattr(location, "HttpFetcher", lambda **_: routed)
        for where in (str(tmp_path), "https://hub.example/feed.json"):
            monkeypatch.setattr(sys, "argv", ["read_feed.py", where])
            runpy.run_path(str(program), run_name="__main__")
            assert len(capsys.readouterr().out.splitlines()) == len(feed.items) == 100


def test_the_readme_is_short_and_its_commands_name_what_is_there():
    """It has at most 150 lines; the script, the extra and the module of its two commands exist."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert len(text.splitlines()) <= 150
    assert "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/wbl demo\n" in text
    assert "&& .venv/bin/pip install -q -e '.[dev]' && .venv/bin/python -m tests\n" in text
    assert "wbl" in project["scripts"]
    assert "dev" in project["optional-dependencies"]
    assert (ROOT / "tests" / "__main__.py").is_file()


def test_decisions_are_numbered_listed_and_short():
    """Decisions count up from 1, each on one page, each in the list with its title."""
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    found = sorted(folder.glob("[0-9]*.md"))
    assert [path.name[:4] for path in found] == [f"{number:04}" for number in range(1, len(found) + 1)]
    for path in found:
        lines = path.read_text(encoding="utf-8").splitlines()
        title = lines[0].removeprefix(f"# {path.name[:4]} ")
        assert len(lines) <= 60, path.name
        assert f"[{path.name[:4]}]({path.name}) | {title} |" in index


def test_the_changelog_begins_with_this_version():
    """The newest heading of the changelog is the version of the package."""
    assert re.findall(r"^## \[(.*?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[0] == __version__
