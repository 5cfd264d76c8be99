"""A site that publishes no feed is adopted, and its postings keep their ids when it begins a feed of its own."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from local_web import served
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import read_config

from wbl_feed import open_feed
from wbl_feed.errors import UsageError
from wbl_feed.facts import FACTS_ONLY

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHEET = "https://docs.example/board.csv"
OWN = "https://board.example/feed.json"
HEADER = "Title,Link,Employer,Town,Kind,Details"
ROWS = [
    "Oyster intern,https://apply.example/1,Bay Shellfish,Wellfleet,internship,Long days on the flats.",
    "Pilot shadow,https://apply.example/2,Cape Pilots,Sandwich,job shadow,A day on the bridge.",
    "Boat yard trainee,https://apply.example/3,Sippican Boats,Marion,internship,Sand and varnish.",
    "Lab helper,https://apply.example/4,Marine Lab,Falmouth,internship,Counting plankton.",
]
MAP = """\
config_version = 1
[feed]
id = "https://hub.example/sites/board"
name = "The board"
{license}
publisher = {{ name = "The board" }}
[fields]
"/title" = "Title"
"/url" = "Link"
"/hiringOrganization/name" = "Employer"
"/jobLocation/0/address/addressLocality" = "Town"
"/activityType" = "Kind"
"/description" = "Details"
[constants]
"/status" = "open"
"""
SOURCES = """\
config_version = 1
[crawl]
pause_seconds = 0
[feed]
id = "https://hub.example/feed"
name = "The hub"
license = "CC0-1.0"
publisher = { name = "The hub" }
[[source]]
id = "board"
"""
ADOPTED = f'kind = "csv"\nurl = "{SHEET}"\nmap = "board.toml"\n'


def sheet(rows: list[str]) -> dict[str, Any]:
    """A web with the sheet alone."""
    return {SHEET: {"body": "\n".join([HEADER, *rows])}}


class Hub:
    """An aggregator with one source."""

    def __init__(self, folder: Path, licence: str = 'license = "CC-BY-4.0"') -> None:
        self.folder, self.out = folder, folder / "public"
        self.sources(ADOPTED)
        (folder / "board.toml").write_text(MAP.format(license=licence), encoding="utf-8")

    def sources(self, lines: str) -> None:
        """Write the sources file."""
        (self.folder / "sources.toml").write_text(SOURCES + lines, encoding="utf-8")

    def run(self, web: dict[str, Any], day: int = 0) -> Run:
        """One run against a web."""
        config = read_config(self.folder / "sources.toml")
        with served(web) as local:
            at = AT + timedelta(days=day)
            return run(config, self.out, self.folder / ".wbl", at, lambda source: local.fetcher, now=True)

    def ids(self, path: str = "feed.json") -> dict[str, str]:
        """The id of each posting by its title."""
        return {posting.title: posting.id for posting in open_feed(self.out / path).postings}

    def changes(self) -> list[dict[str, Any]]:
        """The change log, which is one page yet."""
        found: list[dict[str, Any]] = json.loads((self.out / "changes" / "1.json").read_bytes())["changes"]
        return found

    def files(self) -> dict[str, bytes]:
        """Every published file but those of health."""
        paths = (path for path in self.out.rglob("*") if path.is_file() and "health" not in path.parts)
        return {str(path.relative_to(self.out)): path.read_bytes() for path in paths}


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub that has not run."""
    return Hub(tmp_path)


def own_feed() -> dict[str, Any]:
    """The feed that the site begins one day: with ids, titles and an order of its own."""
    items = []
    for number, row in reversed(list(enumerate(ROWS))):
        title, link, employer, town, kind, _ = row.split(",")
        items.append(
            {
                "id": f"https://board.example/wp/{number + 70}",
                "url": link if number != 3 else "https://board.example/jobs/lab",
                "title": f"{title}!" if number < 2 else title,
                "dateModified": "2026-11-25T00:00:00Z",
                "activityType": kind.replace(" ", "-"),
                "status": "open",
                "hiringOrganization": {"name": employer},
                "jobLocation": [{"address": {"addressLocality": town}}],
            }
        )
    return {
        "type": "DataFeed", "specVersion": "1.0", "id": "https://board.example/feed", "name": "The board",
        "publisher": {"name": "The board"}, "license": "CC-BY-4.0", "timeZone": "America/New_York",
        "dateModified": "2026-11-25T00:00:00Z", "completeness": "complete", "items": items,
    }  # fmt: skip


def test_an_adopted_site_is_republished_as_its_own_feed(hub: Hub):
    """The site's feed stands under sites/, valid, with the licence that the operator states; the hub merges it."""
    outcome = hub.run(sheet(ROWS))
    assert [decision.state for decision in outcome.decisions] == ["new"]
    reading = open_feed(hub.out / "sites" / "board" / "feed.json")
    assert reading.envelope
    assert (reading.envelope.id, reading.envelope.license) == ("https://hub.example/sites/board", "CC-BY-4.0")
    assert reading.whole
    assert hub.ids().keys() == hub.ids("sites/board/feed.json").keys() == {row.split(",")[0] for row in ROWS}
    catalogue = json.loads((hub.out / "wbl-feed.json").read_bytes())
    (entry,) = (one for one in catalogue["feeds"] if one["id"] == reading.envelope.id)
    assert [one["url"] for one in entry["distributions"]] == ["sites/board/feed.json", "sites/board/feed.atom"]
    origins = [posting.provenance[0] for posting in open_feed(hub.out / "feed.json").postings if posting.provenance]
    assert {(origin.feed, origin.method) for origin in origins} == {("https://hub.example/sites/board", "imported")}


def test_a_second_run_writes_nothing(hub: Hub):
    """The same sheet, read again, changes no file, and a new order of its rows changes no id."""
    hub.run(sheet(ROWS))
    before, ids = hub.files(), hub.ids()
    hub.run(sheet(ROWS), day=1)
    assert hub.files() == before
    hub.run(sheet(ROWS[::-1]), day=2)
    assert hub.ids() == ids


def test_ids_outlive_the_state(hub: Hub):
    """Without .wbl/, and with every title edited, the ids are those of before; so with the sheet out of reach."""
    hub.run(sheet(ROWS))
    ids = set(hub.ids().values())
    shutil.rmtree(hub.folder / ".wbl")
    hub.run(sheet([row.replace(",", " 2027,", 1) for row in ROWS]), day=1)
    assert set(hub.ids().values()) == ids
    shutil.rmtree(hub.folder / ".wbl")
    outcome = hub.run({SHEET: {"status": 500}}, day=2)
    assert outcome.failed
    assert set(hub.ids().values()) == ids


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 503}, "503"),
        ({"body": "<!doctype html><title>Sign in</title>"}, "log-in page"),
        ({"body": HEADER.replace("Link", "Address") + "\n" + "\n".join(ROWS)}, "the column “Link”"),
        ({"body": HEADER + "\n" + ROWS[0]}, "3 of 4 postings would be withdrawn"),
        ({"body": HEADER}, "The source is empty now"),
    ],
)
def test_a_site_that_cannot_be_read_loses_nothing(hub: Hub, answer: dict[str, Any], words: str):
    """A failing, half-empty or changed sheet withdraws nothing, and the decision says why."""
    hub.run(sheet(ROWS))
    before = hub.files()
    (decision,) = hub.run({SHEET: answer}, day=1).decisions
    assert decision.state == "failed"
    assert words in decision.message
    assert hub.files() == before


def test_a_site_without_a_stated_licence_gives_facts_alone(tmp_path: Path):
    """No text of the site is republished where nobody stated a licence; facts and links are."""
    hub = Hub(tmp_path, licence="")
    hub.run(sheet(ROWS))
    assert b"Long days" not in b"".join(hub.files().values())
    postings = open_feed(hub.out / "feed.json").postings
    assert {origin.license for posting in postings for origin in (posting.provenance or (posting,))} == {None}
    made = open_feed(hub.out / "sites" / "board" / "feed.json")
    assert made.envelope
    assert made.envelope.license == FACTS_ONLY
    assert all(posting.title and posting.url and posting.hiring_organization for posting in postings)


def test_ids_survive_the_day_the_site_begins_its_own_feed(hub: Hub):
    """Statewide ids stay, by address or by employer, title and town; nothing is withdrawn, and no entry is new."""
    hub.run(sheet(ROWS))
    ids = hub.ids()
    hub.sources(f'url = "{OWN}"\n')
    outcome = hub.run({OWN: own_feed()}, day=4)
    assert [decision.state for decision in outcome.decisions] == ["changed"], outcome.decisions[0].message
    after = {title.rstrip("!"): identity for title, identity in hub.ids().items()}
    assert after == ids
    feed = json.loads((hub.out / "feed.json").read_bytes())
    assert "tombstones" not in feed
    made = open_feed(hub.out / "sites" / "board" / "feed.json").envelope
    assert made
    assert made.termination_date == "2026-11-26T12:00:00Z"
    before = hub.files()
    hub.run({OWN: own_feed()}, day=5)
    assert hub.files() == before
    shutil.rmtree(hub.folder / ".wbl")
    hub.run({OWN: own_feed()}, day=6)
    assert hub.files() == before


def test_an_address_proves_more_than_words(hub: Hub):
    """A posting with the words of an adopted one does not take the id that another one's address proves."""
    hub.run(sheet(ROWS))
    ids = hub.ids()
    feed = own_feed()
    twin = next(item for item in feed["items"] if item["title"].startswith("Oyster"))
    feed["items"].insert(0, twin | {"id": "https://board.example/wp/1", "title": "Oyster intern", "url": OWN})
    hub.sources(f'url = "{OWN}"\n')
    hub.run({OWN: feed}, day=4)
    assert hub.ids()["Oyster intern!"] == ids["Oyster intern"]
    assert hub.ids()["Oyster intern"] not in ids.values()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('kind = "csv"\nurl = "board.csv"\n', "needs a mapping file"),
        (f'url = "{OWN}"\nmap = "board.toml"\n', "its “kind” is missing"),
        (ADOPTED.replace('"csv"', '"cvs"'), "Did you mean “csv”?"),
        ('url = "board.csv"\n', "starts with https://"),
    ],
)
def test_a_source_that_cannot_be_adopted_is_refused(hub: Hub, lines: str, words: str):
    """A mapping without a kind, a kind without a mapping and an unknown kind are faults of the sources file."""
    hub.sources(lines)
    with pytest.raises(UsageError, match=words.replace("?", r"\?")):
        read_config(hub.folder / "sources.toml")


def test_a_broken_mapping_fails_its_source_alone(hub: Hub):
    """A fault in one site's mapping file is that source's failure, with the file named."""
    hub.run(sheet(ROWS))
    (hub.folder / "board.toml").write_text("config_version = 1\n[feed\n", encoding="utf-8")
    (decision,) = hub.run(sheet(ROWS), day=1).decisions
    assert decision.state == "failed"
    assert "board.toml" in decision.message


SECOND = ADOPTED.replace("board.toml", "town.toml").replace(SHEET, "https://town.example/x.csv")
SECRET = "https://docs.example/private-9f8e/board.csv?token=TOKTOK"


def test_nothing_of_an_address_or_a_record_stands_in_health(hub: Hub):
    """Neither the address of the site, nor a key in it, nor what stands in a cell that was refused or not read."""
    hub.sources(ADOPTED.replace(SHEET, SECRET))
    rows = [
        *ROWS,
        "Bad,https://apply.example/9,X,Y,Maria Lopez 508-555-0100,Z",
        "Extra,https://a.example/8,X,Y,internship,Z,Ana",
    ]
    for answer in ({"body": "\n".join([HEADER, *rows])}, {"body": "\n".join(rows)}, {"status": 500}):
        hub.run({SECRET: answer})
        health = b"".join(path.read_bytes() for path in (hub.out / "health").iterdir()).decode()
        assert not [word for word in ("TOKTOK", "9f8e", "Maria", "508-555", "Ana", "docs.example") if word in health]
    hub.run({SECRET: {"body": "\n".join([HEADER, *rows])}}, day=1)
    told = json.loads((hub.out / "health" / "board.json").read_bytes())
    assert told["refused"] == 1
    assert {"row_refused", "unknown_code"} & {notice["code"] for notice in told["notices"]}


def test_two_sites_cannot_be_one_feed(hub: Hub):
    """Their postings would take each other's ids."""
    shutil.copy(hub.folder / "board.toml", hub.folder / "town.toml")
    hub.sources(f'{ADOPTED}[[source]]\nid = "town"\n{SECOND}')
    with pytest.raises(UsageError, match="“town” has the id of “board”"):
        read_config(hub.folder / "sources.toml")


def test_a_feed_that_says_facts_only_is_republished_so(hub: Hub):
    """The licence term of the standard holds for a feed of somebody else, too (spec section 11.7)."""
    feed = own_feed() | {"license": FACTS_ONLY}
    feed["items"][0]["description"] = "Lovely text."
    hub.sources(f'url = "{OWN}"\n')
    hub.run({OWN: feed})
    assert b"Lovely text" not in b"".join(hub.files().values())
    assert len(hub.ids()) == 4


def test_texts_go_when_the_licence_is_withdrawn(hub: Hub):
    """What stays of a refused row was published with its text; without a licence it stays without."""
    hub.run(sheet(ROWS))
    (hub.folder / "board.toml").write_text(MAP.format(license=""), encoding="utf-8")
    hub.run(sheet([ROWS[0].replace("internship", "?"), *ROWS[1:]]), day=1)
    assert len(hub.ids()) == 4
    # pages of the log do not change (spec section 16 rule 3): they tell of the past, in which there was a licence
    now = {name: content for name, content in hub.files().items() if not name.startswith("changes/")}
    assert b"Long days" not in b"".join(now.values())
    last = {one["item"]["id"]: one["item"] for one in hub.changes() if one["type"] == "upsert"}
    assert "Long days" not in json.dumps(list(last.values()))


def test_a_site_may_be_adopted_again(hub: Hub):
    """When its own feed fails for good, the operator goes back to the sheet; ids stay."""
    hub.run(sheet(ROWS))
    ids = hub.ids()
    hub.sources(f'url = "{OWN}"\n')
    hub.run({OWN: own_feed()}, day=4)
    hub.sources(ADOPTED)
    outcome = hub.run(sheet(ROWS), day=5)
    assert outcome.decisions[0].state == "changed", outcome.decisions[0].message
    assert set(hub.ids().values()) == set(ids.values())
    made = open_feed(hub.out / "sites" / "board" / "feed.json").envelope
    assert made
    assert made.termination_date is None


def test_a_renamed_source_keeps_its_ids_and_one_that_is_taken_out_ends(hub: Hub):
    """The folder moves with the feed's id; without a source the made feed says that it ended."""
    hub.run(sheet(ROWS))
    ids, site_ids = hub.ids(), hub.ids("sites/board/feed.json")
    text = (hub.folder / "sources.toml").read_text(encoding="utf-8")
    (hub.folder / "sources.toml").write_text(text.replace('id = "board"', 'id = "town"'), encoding="utf-8")
    hub.run(sheet([row.replace(",", "!,", 1) for row in ROWS]), day=1)
    assert not (hub.out / "sites" / "board").exists()
    assert set(hub.ids("sites/town/feed.json").values()) == set(site_ids.values())
    assert set(hub.ids().values()) == set(ids.values())
    (hub.folder / "sources.toml").write_text(
        text.replace('id = "board"', 'id = "own"').replace(ADOPTED, f'url = "{OWN}"\n'), encoding="utf-8"
    )
    hub.run({OWN: own_feed()}, day=2)
    made = open_feed(hub.out / "sites" / "town" / "feed.json").envelope
    assert made
    assert made.termination_date


def test_a_damaged_id_map_fails_its_source_alone(hub: Hub):
    """After the site began its own feed, too."""
    hub.run(sheet(ROWS))
    (hub.out / "sites" / "board" / "ids.json").write_text("{", encoding="utf-8")
    hub.sources(f'url = "{OWN}"\n')
    (decision,) = hub.run({OWN: own_feed()}, day=1).decisions
    assert decision.state == "failed"
    assert len(hub.ids()) == 4


def test_a_made_feed_ends_only_when_the_own_one_was_taken(hub: Hub):
    """While most postings are held back, since the own feed has one of ten, the made feed stands."""
    more = [
        row.replace("apply.example/", f"apply.example/{n}").replace(",", f" {n},", 1) for n in "567" for row in ROWS
    ]
    hub.run(sheet(more))
    hub.sources(f'url = "{OWN}"\n')
    (decision,) = hub.run({OWN: own_feed() | {"items": own_feed()["items"][:1]}}, day=1).decisions
    assert decision.held
    made = open_feed(hub.out / "sites" / "board" / "feed.json").envelope
    assert made
    assert made.termination_date is None


def test_ids_are_remembered_of_nothing_but_what_the_feed_tells(hub: Hub):
    """Of a row that was never published no word is kept."""
    hub.run(sheet([*ROWS, "Secret,https://apply.example/secret,X,Y,?,Z"]))
    kept = (hub.out / "sites" / "board" / "ids.json").read_text(encoding="utf-8")
    assert "oyster" in kept
    assert "ecret" not in kept


def test_a_sheet_that_is_cut_off_is_held_like_a_feed(tmp_path: Path) -> None:
    """What an adapter no longer finds is an absence like any other: far fewer than usual are asked about first."""
    hub = Hub(tmp_path)
    rows = [f"Intern {n},https://apply.example/{n},Employer {n},Wellfleet,internship,Words." for n in range(10)]
    for day in range(4):
        hub.run(sheet(rows), day)
    hub.run(sheet(rows[:6]), 4)
    feed = json.loads((hub.out / "feed.json").read_bytes())
    assert len(feed["items"]) == 10
    row = json.loads((hub.out / "health" / "index.json").read_bytes())["sources"][0]
    assert (row["state"], row["held"]) == ("held", 4)
    hub.run(sheet(rows), 5)
    row = json.loads((hub.out / "health" / "index.json").read_bytes())["sources"][0]
    assert (row["state"], row["held"]) == ("ok", 0)
    hub.run(sheet(rows[:8]), 6)
    assert len(json.loads((hub.out / "feed.json").read_bytes())["items"]) == 8


def test_a_mapping_that_was_mended_is_tried_at_once(tmp_path: Path) -> None:
    """A mistake in one's own files costs no waiting: the next run reads the site again, though it is not due."""
    hub = Hub(tmp_path)
    hub.run(sheet(ROWS))
    good = (tmp_path / "board.toml").read_text(encoding="utf-8")
    (tmp_path / "board.toml").write_text(good.replace('"Title"', '"Titel"'), encoding="utf-8")
    config = read_config(tmp_path / "sources.toml")
    with served(sheet(ROWS)) as local:
        failed = run(config, hub.out, tmp_path / ".wbl", AT + timedelta(hours=2), lambda source: local.fetcher)
        assert failed.decisions[0].state == "failed"
        (tmp_path / "board.toml").write_text(good, encoding="utf-8")
        mended = run(
            config, hub.out, tmp_path / ".wbl", AT + timedelta(hours=2, minutes=1), lambda source: local.fetcher
        )
    assert mended.decisions[0].state in ("changed", "unchanged")
