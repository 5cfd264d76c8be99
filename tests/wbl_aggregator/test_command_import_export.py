"""``wbl aggregate import`` and ``export`` pass lists of feeds from hub to hub and to feed readers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from wbl_aggregator.commands.export import export
from wbl_aggregator.commands.import_ import import_
from wbl_aggregator.sources import read_config

from wbl_feed.errors import UsageError
from wbl_feed.models import Catalog

HEAD = """# Ours.
config_version = 1
[feed]
id = "https://hub.example/feed"
name = "Hub & more"
license = "CC-BY-4.0"
publisher = { name = "Hub" }
"""
OPML = """<opml version="2.0"><body>
<outline text="Harbor" xmlUrl="https://harbor.example/feed.json"/>
<outline text="Mill" htmlUrl="https://mill.example/"/>
</body></opml>"""
FORMS = [{"url": "harbor/feed.json", "type": "application/vnd.wbl-feed+json"}]
CATALOGUE = {
    "type": "DataCatalog",
    "specVersion": "1.0",
    "feeds": [{"id": "urn:feed:harbor", "name": "Harbor", "distributions": FORMS}],
}


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A hub without a source, and lists to import."""
    (tmp_path / "sources.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "list.opml").write_text(OPML, encoding="utf-8")
    (tmp_path / "list.json").write_text(json.dumps(CATALOGUE), encoding="utf-8")
    return tmp_path


def run(command, hub: Path, *arguments: object, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(command, [*map(str, arguments), "--config", str(hub)], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit | UsageError):
        raise result.exception
    return result


def test_a_list_is_imported_once(hub: Path):
    """The file keeps what is in it; the same list again adds nothing and is no fault."""
    result = run(import_, hub, hub / "list.opml")
    assert (result.exit_code, "2 sources added." in result.output) == (0, True)
    text = (hub / "sources.toml").read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    sources = read_config(hub).sources
    assert [(one.id, one.url, one.home) for one in sources] == [
        ("harbor", "https://harbor.example/feed.json", ""),
        ("mill", "", "https://mill.example/"),
    ]
    again = run(import_, hub, hub / "list.opml")
    assert (again.exit_code, "0 sources added." in again.output) == (0, True)
    assert "is the source “harbor” already." in again.output
    assert (hub / "sources.toml").read_text(encoding="utf-8") == text


def test_a_dry_run_writes_nothing(hub: Path):
    """It shows the same lines."""
    result = run(import_, hub, hub / "list.opml", "--dry-run")
    assert (result.exit_code, "2 sources would be added." in result.output) == (0, True)
    assert '[[source]]\n  id = "harbor"\n  url = "https://harbor.example/feed.json"' in result.output
    assert (hub / "sources.toml").read_text(encoding="utf-8") == HEAD


def test_a_catalogue_is_imported_from_where_it_lies(hub: Path):
    """Relative addresses need ``--base``; without it each is named and the exit code is 1."""
    result = run(import_, hub, hub / "list.json")
    assert result.exit_code == 1
    assert "“harbor/feed.json” is no address that begins with https://" in result.stderr
    assert "0 sources added." in result.output
    assert run(import_, hub, hub / "list.json", "--base", "https://far.example/wbl-feed.json").exit_code == 0
    assert [one.url for one in read_config(hub).sources] == ["https://far.example/harbor/feed.json"]


def test_a_list_may_come_from_standard_input(hub: Path):
    """As another program writes it."""
    assert run(import_, hub, "-", stdin=OPML).exit_code == 0
    assert len(read_config(hub).sources) == 2


def test_each_source_gets_a_file_in_a_folder_of_sources(hub: Path):
    """The names of the files are the ids."""
    (hub / "sources").mkdir()
    assert run(import_, hub, hub / "list.opml").exit_code == 0
    assert sorted(path.name for path in (hub / "sources").iterdir()) == ["harbor.toml", "mill.toml"]
    assert [one.id for one in read_config(hub).sources] == ["harbor", "mill"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("[]", "well-formed XML"), ("{}", "no DataCatalog"), ("<html/>", "no OPML"), (None, "there is no such file")],
)
def test_what_is_no_list_is_refused(hub: Path, content: str | None, words: str):
    """With the file's name, before anything is written."""
    if content is not None:
        (hub / "x").write_text(content, encoding="utf-8")
    result = run(import_, hub, hub / "x")
    assert isinstance(result.exception, UsageError)
    assert str(hub / "x") in str(result.exception)
    assert words in str(result.exception)


def test_a_file_that_cannot_be_added_to_stays_as_it_is(hub: Path):
    """One that lists its sources in brackets, or is JSON, is left alone, with the words to mend it."""
    text = HEAD.replace("[feed]", 'source = [{ id = "a", url = "https://a.example/" }]\n[feed]')
    (hub / "sources.toml").write_text(text, encoding="utf-8")
    result = run(import_, hub, hub / "list.opml")
    assert "write [[source]] tables in its place" in str(result.exception)
    assert (hub / "sources.toml").read_text(encoding="utf-8") == text
    whole = json.dumps(
        {"config_version": 1, "feed": {"id": "urn:h", "name": "H", "license": "CC0-1.0", "publisher": {"name": "H"}}}
    )
    (hub / "sources.json").write_text(whole, encoding="utf-8")
    result = run(import_, hub, hub / "list.opml", "--config", hub / "sources.json")
    result = CliRunner().invoke(import_, [str(hub / "list.opml"), "--config", str(hub / "sources.json")])
    assert "by hand" in str(result.exception)
    assert (hub / "sources.json").read_text(encoding="utf-8") == whole


def test_what_one_hub_exports_another_imports(hub: Path, tmp_path_factory):
    """OPML brings the same sources with the same ids to a hub that has none, and the same bytes each time."""
    run(import_, hub, hub / "list.opml")
    first = run(export, hub, "--format", "opml")
    assert first.exit_code == 0
    assert "<title>Hub &amp; more</title>" in first.stdout
    other = tmp_path_factory.mktemp("other")
    (other / "sources.toml").write_text(HEAD, encoding="utf-8")
    assert run(import_, other, "-", stdin=first.stdout).exit_code == 0
    assert read_config(other).sources == read_config(hub).sources
    assert run(export, other, "--format", "opml").stdout == first.stdout


def test_a_catalogue_is_exported_of_what_was_published(hub: Path):
    """A source that was never read is named on standard error, with exit code 1; the file holds the others."""
    run(import_, hub, hub / "list.opml")
    published = hub / "site"
    published.mkdir()
    line = {"source": "harbor", "id": "1", "feed": "urn:feed:harbor"}
    (published / "ledger.ndjson").write_text(json.dumps(line) + "\n", encoding="utf-8")
    result = run(export, hub, "--format", "catalog", "--published", published, "--out", hub / "out" / "c.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "left out: mill: it was not published yet" in result.stderr
    (one,) = Catalog.from_members(json.loads((hub / "out" / "c.json").read_bytes())).feeds
    assert (one.id, one.name, one.distributions[0].url) == (
        "urn:feed:harbor",
        "Harbor",
        "https://harbor.example/feed.json",
    )


@pytest.mark.parametrize("command", [import_, export], ids=["import", "export"])
def test_the_help_names_every_exit_code(command):
    """What scripts rely on is written where they are written."""
    said = CliRunner().invoke(command, ["--help"]).output
    assert "Exit codes: 0 done" in said
    assert all(f"· {code} " in " ".join(said.split()) for code in (1, 2, 4))
