"""``wbl aggregate add`` shows what an address leads to, and makes sources of what somebody chooses."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from faults.server import FaultServer
from local_web import served
from wbl_aggregator.commands import add as add_module
from wbl_aggregator.commands.add import add
from wbl_aggregator.sources import read_config
from wbl_aggregator.sources.survey import survey

from wbl_feed.errors import UsageError
from wbl_feed.times import parse_instant

AT = "2026-11-22T12:00:00Z"
HUB = "https://hub.example/feed"
HEAD = f"""# Our hub.
config_version = 1
[feed]
id = "{HUB}"
name = "Hub"
license = "CC-BY-4.0"
publisher = {{ name = "Hub" }}
"""
LISTED = '[[source]]\nid = "cape"\nurl = "https://cape.example/feed.json" # known\n'
JSON_TYPE = "application/vnd.wbl-feed+json"


def posting(number: int, **members: Any) -> dict[str, Any]:
    return {
        "id": f"https://harbor.example/{number}", "url": f"https://harbor.example/{number}", "title": f"Intern {number}",
        "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship", "status": "open", **members,
    }  # fmt: skip


def feed(site: str, *items: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "type": "DataFeed", "specVersion": "1.0", "id": f"https://{site}.example/id", "name": f"{site.title()} Network",
        "publisher": {"name": f"{site.title()} schools", "email": f"wbl@{site}.example"}, "license": "CC-BY-4.0",
        "timeZone": "America/New_York", "dateModified": "2026-11-01T00:00:00Z", "completeness": "complete",
        "items": list(items), **members,
    }  # fmt: skip


WEB: dict[str, Any] = {
    "https://harbor.example/": {
        "body": f'<!DOCTYPE html><html><head><link rel="alternate" type="{JSON_TYPE}" href="/feed.json"></head></html>'
    },
    "https://harbor.example/feed.json": feed(
        "harbor", posting(1, regions=["us-ma-stem:cape-cod"]), posting(2, status="filled"), {"id": "x"}, ttl=43_200
    ),
    "https://cape.example/feed.json": feed("cape"),
    "https://lists.example/wbl-feed.json": {
        "type": "DataCatalog", "specVersion": "1.0", "feeds": [
            {"id": f"https://{site}.example/id", "name": site,
             "distributions": [{"url": f"https://{site}.example/feed.json", "type": JSON_TYPE}]}
            for site in ("harbor", "cape", "mill", "hub")
        ],
    },
    "https://mill.example/feed.json": feed("mill", posting(9)),
    "https://hub.example/feed.json": feed("hub", id=HUB),
    "https://mirror.example/feed.json": feed("cape"),
    "https://moved.example/now": {"status": 301, "headers": {"Location": "https://mill.example/feed.json"}},
    "https://moved.example/today": {"status": 302, "headers": {"Location": "https://mill.example/feed.json"}},
    "https://news.example/rss": {
        "body": '<rss version="2.0"><channel><title>News</title><item><title>A</title><link>https://news.example/a</link>'
        "</item></channel></rss>"
    },
    "https://blog.example/": {
        "body": '<!DOCTYPE html><html><head><link rel="https://api.w.org/" href="/wp-json/"></head></html>'
    },
    "https://page.example/": {"body": "<!DOCTYPE html><html><body>Jobs</body></html>"},
    "https://sheet.example/a.csv": {"body": "Name;Where\nA;B\n", "headers": {"Content-Type": "text/csv"}},
    "https://calendar.example/a.ics": {"body": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"},
    "https://api.example/jobs": {"json": {"jobs": [{"name": "A"}]}},
    "https://gone.example/feed.json": {"status": 500},
    "https://words.example/a": {"body": "Dear all,"},
    "https://faulty.example/feed.json": {**feed("faulty", posting(1)), "license": 5},
    "https://links.example/": {
        "body": '<!DOCTYPE html><html><head><link rel="alternate" type="application/atom+xml" href="/news"></head></html>'
    },
    "https://links.example/news": {"status": 302, "headers": {"Location": "https://links.example/atom.xml"}},
    "https://links.example/atom.xml": {
        "body": '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>N</title>'
        "<updated>2026-11-01T00:00:00Z</updated></feed>"
    },
    "https://odd.example/feed.json": feed("odd", name="\x1b[31mRed\x07 Network"),
}  # fmt: skip


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A hub with one source."""
    (tmp_path / "sources.toml").write_text(HEAD + LISTED, encoding="utf-8")
    return tmp_path


Run = Callable[..., Result]


@pytest.fixture
def run(hub: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs the command in the small web of this module; ``answers`` are what somebody at a terminal types."""
    with served(WEB) as web:
        monkeypatch.setattr("wbl_feed.fetch.HttpFetcher", lambda *_, **__: web.fetcher)

        def invoke(*arguments: str, answers: str | None = None) -> Result:
            monkeypatch.setattr(add_module, "_somebody_is_there", lambda: answers is not None)
            place = ("--config", str(hub)) if "--config" not in arguments else ()
            result = CliRunner().invoke(add, [*arguments, *place, "--at", AT], input=answers)
            if result.exception and not isinstance(result.exception, SystemExit | UsageError):
                raise result.exception
            return result

        yield invoke


def surveyed(web: Mapping[str, Any], address: str, hub: Path, **options: Any):
    with served(web) as local:
        return survey(address, read_config(hub), local.fetcher, parse_instant(AT), **options)


def test_a_site_is_shown_and_becomes_a_source_if_somebody_says_so(run: Run, hub: Path):
    """Name, publisher, licence, postings, regions, pace and faults are shown; the file keeps what is in it."""
    result = run("https://harbor.example/", answers="y\n")
    assert result.exit_code == 0
    for words in (
        "Harbor Network",
        "https://harbor.example/feed.json (link rel=alternate in the page)",
        "Harbor schools, wbl@harbor.example",
        "CC-BY-4.0",
        "2 sound, 1 open, 1 refused",
        "us-ma-stem:cape-cod",
        "every 12 hours",
        "missing_member",
        '[[source]]\n  id = "harbor-network"\n  url = "https://harbor.example/feed.json"\n  name = "Harbor Network"',
        "Write this? [Y/n]",
    ):
        assert words in result.output, words
    text = (hub / "sources.toml").read_text(encoding="utf-8")
    assert text.startswith(HEAD + LISTED)
    assert [(one.id, one.url) for one in read_config(hub).sources] == [
        ("cape", "https://cape.example/feed.json"),
        ("harbor-network", "https://harbor.example/feed.json"),
    ]


@pytest.mark.parametrize(
    ("ttl", "words"),
    [
        (0, "every hour"),
        (5400, "every 90 minutes"),
        (7200, "every 2 hours"),
        (86_400, "every day"),
        (10**9, "every 31 days"),
    ],
)
def test_the_pace_is_said_in_words(hub: Path, ttl: int, words: str):
    """What the feed asks for, within what the hub allows."""
    web = {"https://pace.example/feed.json": feed("pace", posting(1), ttl=ttl)}
    (one,) = surveyed(web, "https://pace.example/feed.json", hub).candidates
    assert f"every {add_module._span(one.every.total_seconds())}" == words


def test_nothing_is_written_where_nobody_could_be_asked(run: Run, hub: Path):
    """Without a terminal the lines are shown, the exit code is 2, and the words say what to do."""
    result = run("https://harbor.example/")
    assert isinstance(result.exception, UsageError)
    assert "nobody could be asked. Run it again with --yes" in str(result.exception)
    assert 'id = "harbor-network"' in result.output
    assert (hub / "sources.toml").read_text(encoding="utf-8") == HEAD + LISTED


def test_a_no_leaves_all_as_it_is(run: Run, hub: Path):
    """Somebody who answers no, or none, has changed nothing, and that is no fault."""
    for address, answers in (("https://harbor.example/", "n\n"), ("https://lists.example/wbl-feed.json", "none\n")):
        result = run(address, answers=answers)
        assert (result.exit_code, "Nothing was written." in result.output) == (0, True)
    assert (hub / "sources.toml").read_text(encoding="utf-8") == HEAD + LISTED


def test_several_feeds_of_a_catalogue_are_chosen_by_number(run: Run, hub: Path):
    """What cannot be added is shown with the reason and cannot be chosen; an answer that makes no sense is asked again."""
    result = run("https://lists.example/wbl-feed.json", answers="2\nmany\n3\ny\n")
    assert result.exit_code == 0
    assert "NOT ADDED  It is the source “cape” already." in result.output
    assert "NOT ADDED  This is the feed of this hub itself." in result.output
    assert result.output.count("There are: 1, 3.") == 2
    assert [one.id for one in read_config(hub).sources] == ["cape", "mill-network"]


def test_all_that_can_be_added_is_added_without_a_question(run: Run, hub: Path):
    """``--yes`` takes each feed that is new."""
    assert run("https://lists.example/wbl-feed.json", "--yes").exit_code == 0
    assert [one.id for one in read_config(hub).sources] == ["cape", "harbor-network", "mill-network"]


def test_a_folder_of_sources_gets_a_file_for_each(run: Run, hub: Path):
    """The file bears the id as its name; the sources file stays untouched."""
    (hub / "sources").mkdir()
    assert run("https://harbor.example/", "--yes", "--id", "harbor").exit_code == 0
    assert (hub / "sources" / "harbor.toml").read_text(encoding="utf-8") == (
        'config_version = 1\nurl = "https://harbor.example/feed.json"\nname = "Harbor Network"\n'
    )
    assert (hub / "sources.toml").read_text(encoding="utf-8") == HEAD + LISTED
    assert [one.id for one in read_config(hub).sources] == ["cape", "harbor"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["https://harbor.example/", "--id", "cape"], "two sources have the id “cape”"),
        (["https://harbor.example/", "--id", "Not One"], "lower-case letters"),
        (["https://lists.example/wbl-feed.json", "--id", "x"], "2 feeds were found, and one id was given"),
        (["https://gone.example/feed.json"], "500"),
        (["https://harbor.example/", "--config", "nowhere.toml"], "there is no such file"),
    ],
)
def test_what_cannot_be_used_is_a_mistake_of_usage(run: Run, hub: Path, arguments: list[str], words: str):
    """An id that is taken or no id, one id for several feeds, a server that fails, a missing file: nothing is written."""
    result = run(*arguments, "--yes")
    assert isinstance(result.exception, UsageError), result.output
    assert words in str(result.exception)
    assert (hub / "sources.toml").read_text(encoding="utf-8") == HEAD + LISTED


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://cape.example/feed.json", "It is the source “cape” already."),
        ("https://hub.example/feed.json", "This is the feed of this hub itself."),
    ],
)
def test_what_is_there_already_is_not_added(run: Run, address: str, words: str):
    """The same address, or the hub's own feed, is refused with its reason and exit code 1."""
    result = run(address, "--yes")
    assert (result.exit_code, words in result.output) == (1, True)


def test_a_mirror_of_a_source_is_told_by_the_feed_that_is_published(run: Run, hub: Path):
    """The ledger of the published set knows the feed of each source, whatever its address."""
    (hub / "public").mkdir()
    (hub / "public" / "ledger.ndjson").write_text(
        '{"source": "cape", "id": "1", "feed": "https://cape.example/id"}\n', encoding="utf-8"
    )
    result = run("https://mirror.example/feed.json", "--yes")
    assert "The source “cape” has this feed already, from another address." in result.output
    assert result.exit_code == 1


def test_loops_and_aggregates_are_told(hub: Path):
    """A feed whose postings all came from this hub is refused; one with some of them, or of other feeds, is shown as such."""
    origin = {"license": "CC0-1.0", "method": "imported", "id": "https://x.example/1", "url": "https://x.example/1"}
    own, other = {**origin, "feed": HUB}, {**origin, "feed": "https://far.example/feed"}
    through = {**other, "via": [{"feed": HUB, "id": "https://x.example/2"}]}
    ring = {
        "https://ring.example/feed.json": feed("ring", posting(1, provenance=[own]), posting(2, provenance=[through]))
    }
    part = {
        "https://ring.example/feed.json": feed("ring", posting(1, provenance=[own]), posting(2, provenance=[other]))
    }
    (one,) = surveyed(ring, "https://ring.example/feed.json", hub).candidates
    assert one.refusal == "All of its postings came from this hub."
    (one,) = surveyed(part, "https://ring.example/feed.json", hub).candidates
    assert one.refusal == ""
    assert one.careful == (
        "1 of its postings came from this hub; they would be left out.",
        "It is an aggregate: its postings came through 2 other feeds.",
    )


def test_an_address_that_leads_on_for_now_stays_and_one_that_moved_does_not(hub: Path):
    """A temporary redirect is asked again each time; a permanent one is taken at its word (RFC 9110 section 15.4)."""
    for path, kept in (("today", "https://moved.example/today"), ("now", "https://mill.example/feed.json")):
        (one,) = surveyed(WEB, f"https://moved.example/{path}", hub).candidates
        assert one.source.url == kept


def test_a_feed_that_may_trouble_is_told_so(hub: Path):
    """No sound posting, an end that is planned, an address without TLS: it can be added, with open eyes."""
    web = {"http://end.example/feed.json": feed("end", {"id": "x"}, terminationDate="2027-01-01T00:00:00Z")}
    (one,) = surveyed(web, "http://end.example/feed.json", hub).candidates
    assert one.careful == (
        "None of its postings is sound, so none would be shown.",
        "It says that it ends on 2027-01-01T00:00:00Z.",
        "It is not on https, so that anybody on the way could change it.",
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://news.example/rss", "rss"),
        ("https://blog.example/", "wordpress"),
        ("https://page.example/", "pages"),
        ("https://sheet.example/a.csv", "csv"),
        ("https://calendar.example/a.ics", "ical"),
        ("https://api.example/jobs", "json"),
    ],
)
def test_a_site_without_a_feed_is_told_how_an_adapter_reads_it(run: Run, address: str, kind: str):
    """The adapter that fits, the first step, and the lines to write are shown, with exit code 1."""
    result = run(address, "--yes")
    assert result.exit_code == 1, result.exception
    assert f"the adapter “{kind}” can read that" in result.output
    assert f"wbl publish init {address} --kind {kind}" in result.output
    assert f'kind = "{kind}"\n     url = "{address}"\n     map = "' in result.output


def test_what_nothing_can_read_and_what_is_faulty_are_told_apart(run: Run):
    """Plain words fit no adapter; a feed with a faulty envelope is told its fault and not offered to one."""
    result = run("https://words.example/a", "--yes")
    assert (result.exit_code, "None of the adapters fits" in result.output) == (1, True)
    result = run("https://faulty.example/feed.json", "--yes")
    assert result.exit_code == 1
    assert "It is a feed, but what it says of itself is not sound: /license" in result.output
    assert "adapter" not in result.output


def test_a_news_feed_that_a_site_links_to_is_offered_to_its_adapter(run: Run):
    """The address of the feed is proposed, wherever its link led."""
    result = run("https://links.example/", "--yes")
    assert result.exit_code == 1
    assert 'kind = "rss"\n     url = "https://links.example/atom.xml"' in result.output


def test_a_part_of_a_feed_is_no_source(hub: Path):
    """A page of a feed or a single posting is told from the feed's first document."""
    page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": "https://harbor.example/id", "items": [posting(1)]}
    web = {"https://harbor.example/p2.json": page, "https://harbor.example/1.json": {"json": posting(1)}}
    for address in web:
        found = surveyed(web, address, hub)
        assert not found.candidates
        assert found.adoptable is None
        assert "give the address of the feed itself" in found.fault


def test_a_feed_cannot_steer_the_terminal(run: Run):
    """Control characters of its name are not printed, and are harmless in the file."""
    result = run("https://odd.example/feed.json", "--yes")
    assert result.exit_code == 0, result.exception
    assert "\x1b" not in result.output
    assert "\x07" not in result.output


def test_a_real_terminal_is_asked(tmp_path: Path):
    """The command on a pseudo-terminal shows the feed on loopback, asks, and writes that its address is private."""
    (tmp_path / "sources.toml").write_text(HEAD, encoding="utf-8")
    server = FaultServer()
    try:
        body = json.dumps(feed("harbor", posting(1))).encode()
        server.behaviours["/feed.json"] = lambda exchange: exchange.answer(200, body)
        said = _at_terminal([f"{server.address}/feed.json", "--allow-private", "--config", str(tmp_path)], b"y\n")
    finally:
        server.close()
    assert "Write this? [Y/n]" in said
    (one,) = read_config(tmp_path).sources
    assert (one.id, one.allow_private) == ("harbor-network", True)


def _at_terminal(arguments: list[str], typed: bytes) -> str:
    """What the command prints on a pseudo-terminal at which somebody types."""
    code = "import sys; from wbl_aggregator.commands.add import add; add(sys.argv[1:])"
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, typed)
    said = b""
    try:
        while chunk := os.read(ours, 4096):
            said += chunk
    except OSError:  # the other end was closed (Linux says EIO)
        pass
    os.close(ours)
    assert process.wait() == 0, said
    return said.decode()
