"""The sources are read from one file or from a folder, and what is wrong names the file, the key and the mending."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from wbl_aggregator.sources import Config, Source, folder_of, read_config
from wbl_aggregator.sources.config import CrawlSettings, PublishSettings

from wbl_feed.errors import UsageError

HEAD = """config_version = 1
[feed]
id = "https://hub.example/feed"
name = "Hub"
license = "CC-BY-4.0"
publisher = { name = "Hub" }
"""
BOSTON = '[[source]]\nid = "boston"\nurl = "https://boston.example/feed.json"\n'
CAPE = 'config_version = 1\nurl = "https://cape.example/feed.json"\n'


@pytest.fixture
def hub(tmp_path: Path):
    """Writes the files of a hub, by their names, and gives its folder."""

    def write(**files: str) -> Path:
        for name, text in {"sources_toml": HEAD, **files}.items():
            path = tmp_path / name.replace("__", "/").replace("_toml", ".toml").replace("_json", ".json")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def ids(path: Path) -> list[str]:
    return [source.id for source in read_config(path).sources]


def fault(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        read_config(path)
    return str(caught.value)


def source(**keys: Any) -> Source:
    return Source.model_validate({"id": "a", "url": "https://a.example/", **keys})


def test_a_folder_gives_what_is_in_the_file_then_a_source_for_each_file_by_name(hub):
    """Sources of ``sources.toml`` come first, then those of TOML and JSON files, whose names are their ids."""
    mill = json.dumps({"config_version": 1, "id": "mill", "url": "https://mill.example/feed.json", "trust": 2})
    folder = hub(sources_toml=HEAD + BOSTON, sources__mill_json=mill, sources__cape_toml=CAPE)
    (folder / "sources" / "notes.txt").write_text("not a source", encoding="utf-8")
    (folder / "sources" / ".hidden.toml").write_text("not a source", encoding="utf-8")
    assert ids(folder) == ["boston", "cape", "mill"]
    assert read_config(folder).sources[2].trust == 2
    assert ids(folder / "sources.toml") == ["boston"]
    assert folder_of(folder) == folder_of(folder / "sources.toml") == folder


def test_a_whole_sources_file_may_be_json(hub):
    """The end of its name says so, and the same keys mean the same."""
    whole = {
        "config_version": 1,
        "feed": {"id": "urn:x:hub", "name": "Hub", "license": "CC0-1.0", "publisher": {"name": "Hub"}},
        "source": [{"id": "boston", "url": "https://boston.example/feed.json"}],
    }
    assert ids(hub(hub_json=json.dumps(whole)) / "hub.json") == ["boston"]


def test_a_mapping_file_stands_beside_the_sources_file_wherever_its_source_does(hub):
    """The path of a source in a file of its own begins in the hub's folder too."""
    text = 'config_version = 1\nkind = "csv"\nurl = "https://t.example/a.csv"\nmap = "maps/town.toml"\n'
    folder = hub(sources__town_toml=text)
    assert read_config(folder).sources[0].map == str(folder / "maps" / "town.toml")


def test_a_successor_may_stand_in_another_file(hub):
    """``redirect`` of a deprecated source names any source of the hub, or an address."""
    old = 'config_version = 1\nurl = "https://old.example/feed.json"\nstatus = "deprecated"\nredirect = "{}"\n'
    assert ids(hub(sources_toml=HEAD + BOSTON, sources__old_toml=old.format("boston"))) == ["boston", "old"]
    assert ids(hub(sources__old_toml=old.format("https://new.example/feed.json"))) == ["old"]
    assert "which is no other source" in fault(hub(sources__old_toml=old.format("bostn")))
    assert "which is no other source" in fault(hub(sources__old_toml=old.format("old")))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, ("sources.toml: it names no source yet.", "wbl aggregate add ADDRESS --config")),
        ({"sources__cape_toml": 'url = "https://cape.example/"'}, ("cape.toml: config_version is missing",)),
        ({"sources__cape_toml": CAPE + 'id = "cap"'}, ("cape.toml: its id is “cap”", "named “cape”", "rename the file")),
        ({"sources__Cape_toml": CAPE}, ("Cape.toml", "“id” is not right", "lower-case letters")),
        ({"sources__cape_toml": CAPE + "trsut = 1"}, ("cape.toml: the key “trsut” is not known.", "“trust”")),
        ({"sources__cape_toml": "config_version = 1\n" + BOSTON}, ("cape.toml: a file in this folder is one source.", "without [[source]]")),
        ({"sources__cape_toml": "config_version = 1\n[fields]\n"}, ("this is a mapping file", "beside sources.toml")),
        ({"sources__cape_json": "{"}, ("cape.json: this is not valid JSON",)),
        ({"sources__cape_json": "[]"}, ("cape.json: config_version is missing", '"config_version": 1')),
        (
            {"sources_toml": HEAD + BOSTON, "sources__boston_toml": CAPE},
            ("boston.toml: a source in", "sources.toml has the id “boston” too", "Take one of them out."),
        ),
        (
            {"sources__cape_toml": CAPE, "sources__dup_toml": CAPE},
            ("dup.toml: a source in", "cape.toml has the address “https://cape.example/feed.json” too"),
        ),
    ],
)  # fmt: skip
def test_a_fault_names_its_file_its_key_and_how_to_mend_it(hub, files: dict[str, str], words: tuple[str, ...]):
    """What a person reads leads to the line to change."""
    said = fault(hub(**files))
    for word in words:
        assert word in said


def test_a_folder_without_a_sources_file_says_how_to_begin(tmp_path: Path):
    """It is told by its folder, not by a file that nobody named."""
    assert (
        fault(tmp_path)
        == f"{tmp_path}: there is no sources.toml in this folder. Begin one with: wbl aggregate init FOLDER"
    )


def test_a_hub_that_begins_needs_no_source(hub):
    """Adding and importing read the file before its first source is there."""
    assert read_config(hub(), beginning=True).sources == ()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"url": ""}, "no “url” of its feed, and no “home”"),
        ({"home": "https://a.example/"}, "has “url” and “home”"),
        ({"url": "", "home": "a.example"}, "starts with https://"),
        ({"redirect": "b"}, "“status” must be “deprecated”"),
        ({"redirect": "B!", "status": "deprecated"}, "the id of another source, or an address"),
        ({"status": "retired"}, "'active', 'paused', 'development' or 'deprecated'"),
        ({"license": "cc-by-4.0"}, "did you mean “CC-BY-4.0”?"),
        ({"license": "free"}, "is no SPDX identifier"),
        ({"kind": "csv"}, "needs a mapping file"),
        ({"kind": "csv", "map": "m.toml", "license": "CC0-1.0"}, "as “license” under [feed]"),
        ({"kind": "csv", "map": "m.toml", "home": "https://a.example/x"}, "as “home_page_url” under [feed]"),
        ({"kind": "csv", "map": "m.toml", "url": ""}, "needs under “url” what the adapter reads"),
        ({"map": "m.toml"}, "its “kind” is missing"),
        ({"pause_seconds": -1}, "greater than or equal to 0"),
        ({"most_share": 1.5}, "less than or equal to 1"),
        ({"keep_days": 0}, "greater than or equal to 1"),
    ],
)
def test_a_source_that_contradicts_itself_is_refused(keys: dict[str, Any], words: str):
    """Each of these would be read in two ways, so that neither is taken."""
    with pytest.raises(ValueError, match=re.escape(words)):
        source(**keys)


def test_what_a_source_does_not_state_is_as_for_all():
    """Silence about pace, robots.txt and guards is told apart from every value of theirs."""
    quiet = source()
    assert (quiet.robots, quiet.pause_seconds, quiet.keep_days) == (None, None, None)
    assert (quiet.least_share, quiet.most_share, quiet.index, quiet.status) == (None, None, False, "active")
    assert source(url="", home="https://a.example/about").listed == "https://a.example/about"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"stale_after_days": 40}, "longer than “keep_days”"),
        ({"least_minutes": 3000, "most_days": 1}, "longer than “most_days”"),
        ({"webhook": "hooks.example"}, "env: and the name"),
        ({"webhook": "env:not a name"}, "env: and the name"),
        ({"contact": "Büro"}, "in ASCII"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(keys: dict[str, Any], words: str):
    """A wrong pace or webhook is told before any source is asked."""
    with pytest.raises(ValueError, match=re.escape(words)):
        CrawlSettings.model_validate(keys)


def test_a_webhook_may_stand_in_the_environment():
    """An address that is a secret stays out of the file, and a variable that is not set is said by its name."""
    stated = CrawlSettings.model_validate({"webhook": "https://hooks.example/x"})
    assert stated.webhook_address({}) == "https://hooks.example/x"
    assert CrawlSettings().webhook_address({}) == ""
    hidden = CrawlSettings.model_validate({"webhook": "env:WBL_HOOK"})
    assert hidden.webhook_address({"WBL_HOOK": "https://hooks.example/y"}) == "https://hooks.example/y"
    with pytest.raises(UsageError, match="WBL_HOOK is not set"):
        hidden.webhook_address({})


def test_the_settings_of_publishing_have_their_defaults(hub):
    """A file without ``[publish]`` keeps the log for 90 days and no raw documents."""
    folder = hub(sources_toml=HEAD + BOSTON)
    assert read_config(folder).publish == PublishSettings(log_days=90, tombstone_days=365, keep_hours=24, raw_days=0)
    (folder / "sources.toml").write_text(HEAD + BOSTON + "[publish]\nlog_days = 7\n", encoding="utf-8")
    assert read_config(folder).publish.log_days == 7


def test_no_two_sources_are_found_from_one_page():
    """A home page is as much the address of a source as its feed is."""
    feed = {"id": "urn:x:hub", "name": "Hub", "license": "CC0-1.0", "publisher": {"name": "Hub"}}
    homes = [{"id": one, "home": "https://a.example/"} for one in ("a", "b")]
    with pytest.raises(ValueError, match="two sources have the home"):
        Config.model_validate({"feed": feed, "source": homes})
