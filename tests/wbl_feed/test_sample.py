"""The sample of the standard holds what it says, and ``wbl sample`` makes sound feeds that are the same everywhere."""

import hashlib
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_files import BY_HAND, FOLDER, derived, value_of
from wbl_aggregator.accept import Holding, accept
from wbl_aggregator.crawl import Crawled
from wbl_aggregator.sources import Source

from wbl_feed import Posting, fetch, json_format, open_feed, resources, sample, times
from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.models import Catalog, ChangePage
from wbl_feed.notices import catalogue
from wbl_feed.reading import parse
from wbl_feed.sample.trouble import TROUBLES
from wbl_feed.validate import validate
from wbl_feed.vocabulary import vocabulary

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 7, 12, tzinfo=UTC)
SOURCE = Source(id="sample", url="https://harborbridge.example/feed.json")
FEEDS = (*BY_HAND, "paged/feed.json")


def items(name: str = "feed.json") -> dict[int, dict[str, Any]]:
    """The postings of a feed of the sample, by the number at the end of their id."""
    return {int(item["id"].rpartition("/")[2]): item for item in value_of(name)["items"]}


# --- spec/v1/sample


def test_derived_files_are_what_the_library_writes():
    """Count and digest, the Atom form, the pages and the log of the sample follow from the files written by hand."""
    made = derived()
    assert {name for name in made if (FOLDER / name).read_bytes() != made[name]} == set()
    assert {path.name for path in (FOLDER / "paged" / "pages").iterdir()} == {
        Path(name).name for name in made if name.startswith("paged/pages/")
    }


def test_every_optional_member_is_used():
    """Each member that Appendix A of the specification lists stands in the sample somewhere."""
    text = resources.spec_folder().joinpath("wbl-feed.md").read_text(encoding="utf-8")
    tables = re.split(
        r"^### A\.\d ", text.split("<!-- silence:begin -->")[1].split("<!-- silence:end -->")[0], flags=re.M
    )
    posting, feed, changes, catalog = (set(re.findall(r"^\| `(/[^`]*)` \|", table, re.M)) for table in tables[1:5])
    feeds = [value_of(name) for name in FEEDS]
    assert posting - {pointer for one in feeds for item in one["items"] for pointer in pointers(item)} == set()
    envelopes = [{name: member for name, member in one.items() if name != "items"} for one in feeds]
    assert feed - {pointer for one in envelopes for pointer in pointers(one)} == set()
    pages = [value_of(f"changes/{name}.json") for name in ("0001", "0002")]
    assert changes - {pointer for page in pages for pointer in pointers(page)} == set()
    assert catalog - set(pointers(value_of("wbl-feed.json"))) == set()


def pointers(value: Any, at: str = "") -> list[str]:
    """The place of every member of a JSON value, with ``*`` for the elements of a list."""
    if isinstance(value, dict):
        return [p for name, member in value.items() for p in (f"{at}/{name}", *pointers(member, f"{at}/{name}"))]
    return [p for element in value for p in pointers(element, f"{at}/*")] if isinstance(value, list) else []


def test_the_sample_has_what_its_page_says():
    """Statuses, stages, kinds of deadline, languages, odd texts and reasons are all there."""
    feed, all_items = value_of("feed.json"), items()
    assert 20 <= len(all_items) <= 25
    assert Counter(item["status"] for item in all_items.values()) == {"open": 21, "filled": 1, "paused": 1, "closed": 1}
    terms = vocabulary("activity-type").terms
    kinds = {item["activityType"] for item in all_items.values()}
    assert {terms[kind].details.get("careerStage", kind) for kind in kinds if kind in terms} == {
        *(term.details["careerStage"] for term in terms.values() if "careerStage" in term.details),
        "other",
        "unspecified",
    }
    assert any(":" in kind for kind in kinds)
    zone, open_items = feed["timeZone"], [item for item in all_items.values() if item["status"] == "open"]
    over = [i["id"] for i in open_items if (d := i.get("applicationDeadline")) and times.last_moment(d, zone) < AT]
    assert over == [all_items[106]["id"]]
    assert times.last_moment(all_items[104]["applicationDeadline"], zone).astimezone(UTC).hour == 3
    languages = {"es", "pt", "ht", "zh-Hans", "vi"}
    assert {one["inLanguage"] for one in all_items[112]["translations"]} == languages
    odd = json.dumps(all_items[113], ensure_ascii=False)
    assert all(sign in odd for sign in ("&", "<", ">", "“", "\\t", "\u200d", "\u0301", "\u200f", '"=SUM'))
    reasons = [stone.get("reason") for stone in feed["tombstones"]]
    assert {*vocabulary("tombstone-reason").terms, None} == set(reasons)
    assert len(all_items[102]) == 6


def test_hosts_of_the_sample_are_invented():
    """No address in the sample leads to a host that exists."""
    text = "".join(path.read_text("utf-8", "replace") for path in FOLDER.rglob("*.json"))
    hosts = set(re.findall(r"https?://([^/\"?#\\ <>']+)", text))
    assert {host for host in hosts if not host.endswith(".example")} == {"w3id.org"}
    assert {host for host in re.findall(r"@([\w.-]+)", text) if not host.endswith(".example")} == set()


def test_ids_of_the_aggregate_are_made_as_the_standard_says():
    """The id of each entry is the feed's id and the hash of its first source (17.4)."""
    feed = value_of("aggregate.json")
    for item in feed["items"]:
        first = item["provenance"][0]
        digest = hashlib.sha256(f"{first['feed']}\n{first['id']}".encode()).hexdigest()
        assert item["id"] == f"{feed['id']}/{digest[:16]}"


@pytest.mark.parametrize("name", [*FEEDS, "feed.atom"])
def test_the_sample_conforms(name):
    """No feed of the sample breaks a MUST, and every posting is taken."""
    report = validate(open_feed(FOLDER / name), LATER)
    assert [notice for notice in report.notices if notice.fails] == []
    assert report.valid
    assert report.reading.whole
    assert len(report.sound) == len(report.reading.received)


def test_the_catalogue_and_the_log_conform():
    """The catalogue and the pages of the log satisfy their schemas, and the files that they name are there."""
    catalog = parse(Catalog, value_of("wbl-feed.json"), "")
    assert isinstance(catalog, Catalog)
    for entry in catalog.feeds:
        for distribution in entry.distributions:
            if "://" not in distribution.url:
                feed = open_feed(FOLDER / distribution.url).envelope
                assert feed is not None
                assert feed.id == entry.id
    for number in ("0001", "0002"):
        assert isinstance(parse(ChangePage, value_of(f"changes/{number}.json"), ""), ChangePage)


def test_the_log_agrees_with_both_feeds():
    """All changes of a page applied give the postings of the feed with that sequence (16.5)."""
    held: dict[str, Any] = {}
    last = 0
    for number, name in (("0001", "feed.json"), ("0002", "after/feed.json")):
        page = value_of(f"changes/{number}.json")
        for change in page["changes"]:
            assert change["sequence"] > last
            last = change["sequence"]
            apply(held, change)
        last = max(last, page.get("compactedTo", 0))  # the last change was a deletion, which is left out (16.8)
        feed = value_of(name)
        assert last == feed["sequence"]
        assert held == {item["id"]: item for item in feed["items"]}


def apply(held: dict[str, Any], change: dict[str, Any]) -> None:
    """One change of a log, as a consumer applies it (8.4 steps 3 and 4)."""
    if change["type"] == "upsert":
        item = change["item"]
        for earlier in item.get("previousIds", ()):
            held.pop(earlier, None)
        held[item["id"]] = item
    else:
        held.pop(change["tombstone"]["id"], None)


READS = {read["document"]: read for read in value_of("expected.json")["reads"]}


def holding(*names: str) -> Holding:
    """What our own consumer holds after it read these feeds."""
    held = Holding()
    for name in names:
        path = FOLDER / name
        outcome = fetch.Fetched(SOURCE.url, path.read_bytes(), "application/json", fetch.Validators(), {})
        at = AT if name == "feed.json" else LATER
        held = accept(Crawled(SOURCE, outcome, open_feed(path)), held, "https://hub.example/feed", at).holding
    return held


@pytest.mark.parametrize("names", [("feed.json",), ("feed.json", "delta.json"), ("feed.json", "after/feed.json")])
def test_a_consumer_holds_what_the_sample_expects(names):
    """The aggregator, a consumer of this repository, comes to the ids in expected.json."""
    assert set(holding(*names).postings) == set(READS[names[-1]]["held"])


@pytest.mark.parametrize("document", ["delta.json", "after/feed.json", "changes/0002.json"])
def test_what_is_expected_follows_from_the_files(document):
    """Renamed, changed, new and gone postings in expected.json are those that the files have."""
    before, read = value_of("feed.json"), READS[document]
    old = {item["id"]: item for item in before["items"]}
    if document.startswith("changes"):
        new = dict(old)
        for change in value_of(document)["changes"]:
            apply(new, change)
    else:
        new = {item["id"]: item for item in value_of(document)["items"]}
    renamed = {earlier: i for i, item in new.items() for earlier in item.get("previousIds", ()) if earlier in old}
    assert read["renamed"] == renamed
    assert read["changed"] == [i for i in new if i in old and new[i] != old[i]]
    assert read["new"] == [i for i in new if i not in old and i not in renamed.values()]
    assert {gone["id"] for gone in read["gone"]} == set(old) - set(renamed) - set(read["held"])
    since = value_of(document).get("deletion", {}).get("tombstonesSince")
    late = since is not None and times.parse_instant(since) > AT
    assert read["mustReadWhole"] == (late and value_of(document).get("completeness") == "delta")


TABLE = re.findall(r"^\| `(\S+)` \|.*\| `(\w+)` \| (?:`(\S+)`)? ?\| (yes|no) \| (\d|-) \| (yes|no|-) \|$",
    (FOLDER / "invalid" / "README.md").read_text(encoding="utf-8"), re.M)  # fmt: skip


def test_every_broken_document_has_its_row():
    """The table names every file of its folder, and no other."""
    assert {row[0] for row in TABLE} == {path.name for path in (FOLDER / "invalid").glob("*.json")}
    assert {row[1] for row in TABLE} <= set(catalogue)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_a_broken_document_is_found_out(row, run_wbl):
    """A validator says of it what the table says, and a consumer takes as many postings."""
    name, code, pointer, conforms, taken, _ = row
    path = FOLDER / "invalid" / name
    [report] = json.loads(run_wbl("validate", path, "--at", AT.isoformat(), "--json").stdout)["feeds"]
    assert (code, pointer) in {(notice["code"], notice.get("pointer", "")) for notice in report["notices"]}
    assert report["valid"] == (conforms == "yes")
    if taken != "-":
        assert len(holding(f"invalid/{name}").postings) == int(taken)


# --- wbl sample


def made(count: int, seed: int = 1) -> list[dict[str, Any]]:
    return list(sample.postings(count, seed, AT))


def test_the_same_seed_makes_the_same_bytes_everywhere():
    """The bytes for a seed and a day are fixed: whoever changes them changes what others' tests rest on."""
    content = b"".join(sample.document(sample.envelope(50, 1, AT), sample.postings(50, 1, AT)))
    assert hashlib.sha256(content).hexdigest()[:16] == "ff6f6fddd87cf2a4"


@settings(max_examples=40, deadline=None)
@given(st.integers(-5, 10**9), st.integers(0, 25), st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1)))
def test_every_made_posting_is_sound_and_nothing_is_warned_of(seed, count, moment):
    """Whatever the seed and the day, a feed is valid without a warning, and its digest agrees."""
    at = moment.replace(tzinfo=UTC)
    content = b"".join(sample.document(sample.envelope(count, seed, at), sample.postings(count, seed, at)))
    report = validate(json_format.read(content), at)
    assert [(n.code, n.pointer, n.message) for n in report.notices] == []
    assert len(report.accepted) == count
    assert report.reading.whole


@pytest.mark.slow
def test_a_large_sample_has_no_warning():
    """Two thousand postings earn no notice at all, of whatever kind."""
    content = b"".join(sample.document(sample.envelope(2000, 3, AT), sample.postings(2000, 3, AT)))
    assert Counter(notice.code for notice in validate(json_format.read(content), AT).notices) == {}


def test_a_posting_does_not_depend_on_how_many_follow():
    """A small feed is the beginning of a large one."""
    assert made(5) == made(40)[:5]
    assert made(5) != made(5, seed=2)


def test_the_day_counts_and_not_the_hour():
    """Two runs on one day make the same feed; a deadline moves with the day."""
    evening, next_day = AT.replace(hour=23, minute=59), AT.replace(day=23)
    assert list(sample.postings(20, 1, evening)) == made(20)
    assert list(sample.postings(20, 1, next_day)) != made(20)


def test_deadlines_lie_between_the_day_and_the_start():
    """On every day of a year one can still apply for what is open, and before it begins."""
    for day in range(366):
        at = AT + timedelta(days=day)
        for posting in sample.postings(15, day, at):
            deadline, start = posting.get("applicationDeadline"), posting["schedule"]["startDate"]
            if deadline and posting["status"] != "closed":
                assert at.date().isoformat() < deadline[:10] < start
            assert at.date().isoformat() < start


@pytest.mark.slow
def test_no_two_postings_are_the_same_offer():
    """Ids are unique, and no two share title and employer, also where draws alone would repeat themselves."""
    postings = made(60_000)
    assert len({posting["id"] for posting in postings}) == 60_000
    assert len({(posting["title"], posting["hiringOrganization"]["name"]) for posting in postings}) == 60_000


def test_the_fast_canonical_form_is_the_canonical_form():
    """What the digest is made from is RFC 8785, broken postings included."""
    broken: list[sample.Trouble] = []
    postings = list(sample.with_trouble(sample.postings(300, 1, AT), 0.5, 1, broken.append))
    members = json.loads(b"".join(sample.document(sample.envelope(300, 1, AT), postings)))
    stones = members["tombstones"]
    assert members["digest"] == content_digest(map(canonical_json, postings), map(canonical_json, stones))


def test_pages_are_those_that_the_library_writes(tmp_path):
    """A folder written piece by piece has the same files as write_pages, byte for byte."""
    envelope = sample.envelope(45, 1, AT)
    names = sample.write_folder(tmp_path, envelope, sample.postings(45, 1, AT), 10)
    feed = json_format.read(b"".join(sample.document(envelope, sample.postings(45, 1, AT)))).feed
    assert feed is not None
    expected = json_format.write_pages(json_format.seal(feed), 10)
    assert set(names) == set(expected)
    assert {name: (tmp_path / name).read_bytes() for name in names} == expected
    assert names[-1] == "feed.json"


@pytest.mark.parametrize("count", [0, 1, 10, 11, 20])
def test_a_folder_reads_back_whole(tmp_path, count):
    """With any number of postings, also none and a page's full, the folder is a whole feed."""
    sample.write_folder(tmp_path, sample.envelope(count, 1, AT), sample.postings(count, 1, AT), 10)
    reading = open_feed(tmp_path / "feed.json")
    assert reading.whole
    assert [posting.to_json_value() for posting in reading.postings] == made(count)
    assert [notice.code for notice in validate(reading, AT).notices if notice.code != "paged_too_small"] == []


def troubled(count: int, share: float) -> tuple[list[Any], list[sample.Trouble]]:
    broken: list[sample.Trouble] = []
    return list(sample.with_trouble(sample.postings(count, 1, AT), share, 1, broken.append)), broken


def test_trouble_is_what_it_says():
    """Each broken posting earns the notice that its entry names, at that place, and no other posting any."""
    postings, broken = troubled(600, 0.3)
    content = b"".join(sample.document(sample.envelope(600, 1, AT), postings))
    notices = validate(json_format.read(content), AT).notices
    found = {(notice.code, notice.pointer) for notice in notices}
    assert {(one.code, one.pointer) for one in broken} - found == set()
    assert {pointer.split("/")[2] for _, pointer in found} == {one.pointer.split("/")[2] for one in broken}
    assert 140 < len(broken) < 220
    assert {one.name for one in broken} == {*(name for name, *_ in TROUBLES), "id-twice", "posting-as-text"}
    assert {one.code for one in broken} <= set(catalogue)


def test_trouble_leaves_the_others_alone():
    """A posting that is not broken is the same as without trouble."""
    postings, broken = troubled(200, 0.2)
    numbers = {int(one.pointer.split("/")[2]) for one in broken}
    assert numbers
    for number, (posting, whole) in enumerate(zip(postings, made(200), strict=True)):
        assert (posting == whole) != (number in numbers)
    assert troubled(30, 0) == (made(30), [])
    assert len(troubled(30, 1)[1]) == 30
    assert [one.name for one in broken][:4] == [
        "url-missing",
        "code-mistyped",
        "title-missing",
        "address-without-scheme",
    ]


def test_the_command_writes_a_document(run_wbl):
    """Standard output holds one feed, the same at each run, as JSON or as Atom."""
    arguments = ("sample", "-n", 12, "--seed", 5, "--at", "2026-11-22")
    first = run_wbl(*arguments)
    assert (first.exit_code, first.stderr) == (0, "")
    assert run_wbl(*arguments).stdout_bytes == first.stdout_bytes
    value = json.loads(first.stdout_bytes)
    atom = run_wbl(*arguments, "--format", "atom")
    assert run_wbl("convert", "-", "--to", "json", stdin=atom.stdout_bytes).stdout_bytes
    assert json_format.read(first.stdout_bytes).feed.items == tuple(Posting.from_members(i) for i in value["items"])
    assert b"<entry>" in atom.stdout_bytes


def test_the_command_writes_a_folder_and_the_list_of_trouble(run_wbl, tmp_path):
    """A folder has the feed, its pages and the list of what was broken, with the pointers of the pages."""
    out = tmp_path / "out"
    arguments = ("sample", "-n", 60, "--at", "2026-11-22", "--out", out, "--page-size", 20)
    result = run_wbl(*arguments, "--trouble", 0.3)
    assert result.exit_code == 0
    broken = json.loads((out / "trouble.json").read_bytes())
    assert f"{len(broken)} postings broken on purpose" in result.stdout
    notices = validate(open_feed(out / "feed.json"), AT).notices
    assert {(one["code"], one["pointer"]) for one in broken} <= {(n.code, n.pointer) for n in notices}
    assert any(one["pointer"].startswith("/pages/1/items/") for one in broken)
    assert run_wbl(*arguments, "--format", "atom").exit_code == 0
    assert not (out / "trouble.json").exists()
    assert open_feed(out / "feed.atom").envelope.pages == open_feed(out / "feed.json").envelope.pages


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("feed.json", b'{"type": "DataFeed", "id": "https://site.example/id/feed"}'),
        ("feed.json", b'{"type": "DataFeed", "id": "https://network-1.example/id/feed/of-mine"}'),
        ("feed.json", b"[]"),
        ("feed.json", b"not JSON"),
        ("feed.json", b""),
        ("feed.atom", b"<feed/>"),
        ("trouble.json", b"[]"),
    ],
)
def test_what_others_made_is_not_replaced(run_wbl, tmp_path, name, content):
    """A folder with a feed that the command did not make is refused, and nothing in it changes."""
    (tmp_path / name).write_bytes(content)
    result = run_wbl("sample", "-n", 9, "--at", "2026-11-22", "--out", tmp_path, "--format", "atom")
    assert result.exit_code == 2
    assert f"there is a {name} already, and “wbl sample” did not make it. Name another folder" in result.stderr
    assert [(path.name, path.read_bytes()) for path in tmp_path.rglob("*")] == [(name, content)]


@pytest.mark.parametrize("seed", [1, 2, -7])
def test_a_smaller_sample_leaves_nothing_of_a_larger_one(run_wbl, tmp_path, seed):
    """Pages, Atom and list of troubles of an earlier sample go; files that are no part of it stay."""
    arguments = ("sample", "--at", "2026-11-22", "--out", tmp_path, "--page-size", 5, "-n")
    kept = {"notes.txt", "pages/notes.txt", "pages/0123456789abcdef.json", "pages"}
    assert run_wbl(*arguments, 40, "--seed", seed, "--format", "atom").exit_code == 0
    assert run_wbl(*arguments, 40, "--seed", seed, "--format", "atom").exit_code == 0
    assert (tmp_path / "feed.atom").exists()
    for name in kept - {"pages"}:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    assert run_wbl(*arguments, 30, "--trouble", 0.5).exit_code == 0
    assert not (tmp_path / "feed.atom").exists()
    assert (tmp_path / "trouble.json").exists()
    assert run_wbl(*arguments, 12).exit_code == 0
    listed = set(json.loads((tmp_path / "feed.json").read_bytes())["pages"])
    assert len(listed) == 2
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert found == {"feed.json"} | listed | kept
    assert open_feed(tmp_path / "feed.json").whole


def test_trouble_on_standard_output_is_told_on_standard_error(run_wbl):
    """The document alone is on standard output; each broken posting has a line on standard error."""
    result = run_wbl("sample", "-n", 30, "--at", "2026-11-22", "--trouble", 1)
    assert len(json.loads(result.stdout_bytes)["items"]) == 30
    assert len(result.stderr.splitlines()) == 30
    assert re.match(r"/items/0\S*: [a-z-]+  \[[a-z_]+\]\n", result.stderr)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--trouble", "0.1", "--format", "atom"), "--trouble: broken postings are written as JSON only."),
        (("--page-size", "5"), "--page-size: pages need a folder. Add --out FOLDER."),
        (("-n", "-1"), "'-n'"),
        (("--trouble", "2"), "'--trouble'"),
        (("--at", "soon"), "--at: “soon” is not a date or an instant."),
    ],
)
def test_wrong_usage_is_told(run_wbl, arguments, said):
    """A wrong option ends with exit code 2 and a message that names it."""
    result = run_wbl("sample", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.slow
def test_many_postings_need_little_memory(tmp_path):
    """A page is held and a line about each posting, not the postings, which have two thousand bytes each."""
    import tracemalloc

    def peak(count: int) -> int:
        tracemalloc.start()
        sample.write_folder(tmp_path / str(count), sample.envelope(count, 1, AT), sample.postings(count, 1, AT), 50)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    few, many = peak(400), peak(2000)
    assert many - few < 1600 * 300
