"""``wbl publish init``: from a sheet to a valid feed in two commands, nothing overwritten, nothing half published."""

import csv
import json
import os
import pty
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from start_sheets import HERE, HOME, SHEETS, SITE

ROWS = {"bolsa-de-practicas": 4, "college-form": 4, "punto-y-coma": 3, "with-titles": 4, "workforce-board": 6}
LISTED = """\
id,source,title,employer,location,term,posted
a-17,a,Oyster hatchery intern,Bay Shellfish,"Wellfleet, MA",Summer 2027,2026-11-02
a-18,a,"Data helper, tide gauge",Great Marsh Observatory,"Plymouth, MA",Spring 2027,2026-10-30
b-3,b,Software Engineer Intern,Harbor Robotics,"Boston, MA; Remote in USA",Summer 2027,2026-11-10
b-4,b,Boat yard trainee,Sippican Boats,"Marion, MA",,2026-11-12
"""
"""A sheet with the headings of real lists of postings, which ``benchmarks/listings.py`` reads."""


@pytest.fixture
def init(tmp_path: Path, run_wbl, monkeypatch):
    """Runs the command in a new folder, in which a sample sheet is where one is named."""
    monkeypatch.chdir(tmp_path)

    def run(source: str | Path, *options: str):
        path = HERE / "sheets" / f"{source}.csv"
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
            source = path.name
        return run_wbl("publish", "init", source, *options)

    return run


def toml(path: str) -> dict:
    """A settings file."""
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [path.stem for path in SHEETS])
def test_two_commands_make_a_valid_feed(init, run_wbl, name: str):
    """Each of five realistic sheets is published unedited: every row a posting, no error by the profile of the state."""
    assert init(name, *SITE).exit_code == 0
    published = run_wbl("publish", "run", "publish.toml")
    assert (published.exit_code, f"{ROWS[name]} rows: {ROWS[name]} postings" in published.output) == (0, True)
    checked = run_wbl("validate", "public/feed.json", "--profile", "us-ma", "--json")
    assert checked.exit_code == 0, checked.output
    feed = json.loads(Path("public/feed.json").read_bytes())
    assert len(feed["items"]) == ROWS[name]
    assert all(item["title"] and item["url"].startswith("https://") for item in feed["items"])
    assert "First Last" not in json.dumps(feed)
    assert "first.last" not in json.dumps(feed)


def test_what_was_guessed_is_right(init, run_wbl):
    """What stands in the sheet stands in the feed: the sample of a workforce board, member by member."""
    init("workforce-board", *SITE)
    run_wbl("publish", "run", "publish.toml")
    first, *_, last = json.loads(Path("public/feed.json").read_bytes())["items"]
    assert first["id"] == f"{HOME}/feed/WB-2041"
    assert (first["title"], first["activityType"], first["status"]) == ("Machine Shop Helper", "internship", "open")
    assert first["hiringOrganization"] == {"name": "Quarry Street Machine"}
    assert first["jobLocation"] == [{"address": {"addressLocality": "Fitchburg", "addressRegion": "MA"}}]
    assert first["compensation"]["baseSalary"]["value"] == 17.5
    assert first["hoursPerWeek"] == {"minValue": 12, "maxValue": 15}
    assert first["eligibility"] == {"gradeLevels": [11, 12], "minimumAge": 16}
    assert (first["applicationDeadline"], first["datePosted"]) == ("2027-03-12", "2026-10-28")
    assert first["howToApply"] == {"method": "url", "url": "https://quarrystreet.example/students"}
    assert first["applicationContact"] == {"email": "jobs@quarrystreet.example"}
    assert first["totalOpenings"] == 2
    assert last["activityType"] == "unspecified"


def test_a_profiles_words_are_understood(init):
    """With the profile of a state the names of its programmes are translated into codes; without it they are asked for."""
    sheet = "Title,Program\nIntern,Connecting Activities\nHelper,us-ma:mycap\n"
    Path("sheet.csv").write_text(sheet, encoding="utf-8")
    assert init("sheet.csv", *SITE).exit_code == 0
    assert toml("map.toml")["fields"]["/programs"]["values"] == {"Connecting Activities": "us-ma:connecting-activities"}
    assert init("sheet.csv", "--out", "plain").exit_code == 0
    assert toml("plain/map.toml")["fields"]["/programs"].get("values", {}) == {}


def test_pay_in_full_knows_better_than_pay_in_a_word(init, run_wbl):
    """Where a form asks whether there is pay and how much, a stipend is one although the answer was yes."""
    sheet = "Title,Paid?,Wage or stipend\nIntern,Yes,stipend $500\nHelper,No,\nAide,Yes,\n"
    Path("sheet.csv").write_text(sheet, encoding="utf-8")
    init("sheet.csv", *SITE)
    run_wbl("publish", "run", "publish.toml")
    pay = [item["compensation"]["status"] for item in json.loads(Path("public/feed.json").read_bytes())["items"]]
    assert pay == ["stipend", "unpaid", "paid"]


def test_listings_are_mapped(init, run_wbl):
    """A list with the headings of one that nobody made for us: its columns are mapped, and every row is published."""
    Path("records.csv").write_text(LISTED, encoding="utf-8")
    assert init("records.csv", *SITE, "--json").exit_code == 0
    told = toml("map.toml")
    assert told["id"] == {"column": "id"}
    assert {"/title": "title", "/hiringOrganization/name": "employer", "/datePosted": "posted"}.items() <= told[
        "fields"
    ].items()
    assert told["fields"]["/jobLocation/0"] == "location"
    published = run_wbl("publish", "run", "publish.toml", "--json")
    rows = len(list(csv.DictReader(LISTED.splitlines())))
    assert published.exit_code == 0
    assert len(json.loads(Path("public/feed.json").read_bytes())["items"]) == rows


def test_nothing_is_published_before_the_settings_are_whole(init, run_wbl):
    """Without options what is not known is a comment, and publishing names each missing key; then it works."""
    result = init("with-titles")
    assert result.exit_code == 0
    assert "Missing in publish.toml: id, name, license." in result.output
    text = Path("publish.toml").read_text(encoding="utf-8")
    for key in ("id", "name", "license", "publisher.name"):
        refused = run_wbl("publish", "run", "publish.toml")
        assert (refused.exit_code, refused.stderr) == (
            2,
            f"wbl: publish.toml: the key “feed.{key}” is missing. Add it.\n",
        )
        head, rest = text.split("[feed.publisher]")
        line = f"# {key.rpartition('.')[2]} = "
        head, rest = (head, rest.replace(line, line[2:], 1)) if "." in key else (head.replace(line, line[2:], 1), rest)
        text = f"{head}[feed.publisher]{rest}"
        Path("publish.toml").write_text(text, encoding="utf-8")
    assert run_wbl("publish", "run", "publish.toml").exit_code == 0


def test_a_sheet_without_addresses_needs_a_home_page(init, run_wbl):
    """Without --home the address of postings that have none is a comment too, and publishing says so."""
    Path("sheet.csv").write_text("Title\nIntern\nHelper\n", encoding="utf-8")
    init("sheet.csv", "--name", "N", "--license", "CC0-1.0")
    text = Path("publish.toml").read_text(encoding="utf-8").replace("# id =", "id =")
    Path("publish.toml").write_text(text, encoding="utf-8")
    refused = run_wbl("publish", "run", "publish.toml")
    assert (refused.exit_code, "the required member /url is not mapped" in refused.stderr) == (2, True)


@pytest.mark.slow
def test_the_same_sheet_gives_the_same_bytes(init, tmp_path: Path):
    """A second run writes nothing, and Python's order of sets, which differs from process to process, does not matter."""
    init("college-form", *SITE, "--for", "github")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = init("college-form", *SITE, "--for", "github")
    assert (again.exit_code, "nothing changed" in again.output) == (0, True)
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "wbl_feed.cli", "publish", "init", "college-form.csv", "--out", seed, *SITE]
        command[1:3] = ["-c", "from wbl_feed.cli import main; main()"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert (tmp_path / "1" / "map.toml").read_bytes() == (tmp_path / "2" / "map.toml").read_bytes()
    assert {path: path.read_bytes() for path in before} == before


def test_settings_are_never_overwritten(init):
    """What is there stays, whole, until somebody says --force."""
    Path("publish.toml").write_text("mine", encoding="utf-8")
    refused = init("with-titles", *SITE)
    assert refused.exit_code == 2
    assert "publish.toml: it is there already. Name another folder with --out" in refused.stderr
    assert not Path("map.toml").exists()
    assert Path("publish.toml").read_text(encoding="utf-8") == "mine"
    assert init("with-titles", *SITE, "--out", "other").exit_code == 0
    assert toml("other/publish.toml")["input"][0]["source"] == "../with-titles.csv"
    assert init("with-titles", *SITE, "--force").exit_code == 0
    assert toml("publish.toml")["feed"]["name"] == "Harbor Network"


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--license", "free"], "“license” is not right: “free” is no SPDX identifier"),
        (["--home", "harbor.example"], "--home: “harbor.example” is no address. It begins with https://."),
        (["--home", "https://"], "“https://” is no address."),
        (["--home", "https://["], "“https://[” is no address."),
        (["--contact", "nobody"], "email"),
        (["--profile", "us-mx"], "there is no profile “us-mx”"),
        (["--time-zone", "Boston"], "“Boston” is no IANA time zone"),
        (["--time-zone", "EST"], "--time-zone: “EST” names an hour and no place"),
        (["--time-zone", "EST5EDT"], "Did you mean America/New_York?"),
        (["--time-zone", "pst"], "Did you mean America/Los_Angeles?"),
        (["--time-zone", "GMT"], "“GMT” is no time zone of a place. Name one such as America/New_York, or UTC."),
        (["--kind", "cvs"], "there is no adapter “cvs”. Did you mean “csv”?"),
    ],
)
def test_options_that_are_wrong_are_refused(init, options: list[str], fault: str):
    """Each option is checked before anything is written."""
    refused = init("with-titles", *options)
    assert (refused.exit_code, fault in refused.stderr) == (2, True), refused.stderr
    assert not Path("map.toml").exists()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the sheet is empty"),
        (b"Size,Weight\n1,2\n", "no column can be the title"),
        (b"<html><title>Sign in</title></html>", "web page"),
        (None, "there is no such file"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused(init, content: bytes | None, fault: str):
    """An empty sheet, one without titles, a log-in page and a missing file end with exit code 2 and no traceback."""
    if content is not None:
        Path("sheet.csv").write_bytes(content)
    refused = init("sheet.csv", "--kind", "csv")
    assert (refused.exit_code, fault in refused.stderr) == (2, True)
    assert not Path("map.toml").exists()


def test_scripts_get_json(init):
    """--json has what was guessed, without cells, and the files."""
    result = init("college-form", *SITE, "--json")
    told = json.loads(result.stdout)
    by_column = {one["column"]: one for one in told["columns"] if one.get("member") != "/url"}
    assert by_column["Timestamp"]["guess"] == "question"
    assert by_column["What type of experience is this?"]["notUnderstood"] == ["Virtual project"]
    assert told["next"] == "wbl publish run publish.toml --dry-run"
    assert (told["missing"], told["kind"], told["headingsRow"]) == ([], "csv", 1)
    assert "“Approved?”" in told["careful"][0]
    assert "Storm Data Helper" not in result.stdout


def test_a_license_may_be_spelt_as_people_do(init):
    """Small letters in the name of a licence are mended."""
    init("with-titles", *SITE, "--license", "cc-by-4.0")
    assert toml("publish.toml")["feed"]["license"] == "CC-BY-4.0"


def test_on_a_terminal_it_asks(init, tmp_path: Path):
    """On a terminal the name, home page, licence and mailbox are asked for, and an empty answer leaves one open."""
    sheet = HERE / "sheets" / "with-titles.csv"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from wbl_feed.cli import main; main()", "publish", "init", str(sheet)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path) as process:
        os.close(theirs)
        os.write(ours, b"Harbor Network\nhttps://harbor.example/\n\nhello@harbor.example\n")
        shown = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the terminal is gone with the process
                break
            if not chunk:
                break
            shown += chunk
    os.close(ours)
    assert process.returncode == 0, shown
    assert b"Licence:" in shown
    feed = toml(str(tmp_path / "publish.toml"))["feed"]
    assert feed["publisher"] == {
        "name": "Harbor Network",
        "url": "https://harbor.example/",
        "email": "hello@harbor.example",
    }
    assert "license" not in feed


@pytest.mark.parametrize("end", [".csv", ".xlsx"])
def test_the_template_is_published_as_it_is_filled_in(init, run_wbl, end: str):
    """The library's own template needs no correction, empty or not: what is filled in is published, its example is refused."""
    assert run_wbl("publish", "template", "--out", f"list{end}").exit_code == 0
    if end == ".csv":
        with Path("list.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        cells = {
            "Id": "101",
            "Link": "https://a.example/101",
            "Title": "Intern",
            "Activity type": "internship",
            "Status": "open",
        }
        row = [cells.get(heading, "") for heading in next(row for row in rows if "Title" in row)]
        with Path("list.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(row)
    assert init(f"list{end}", *SITE).exit_code == 0
    fields = toml("map.toml")["fields"]
    assert (fields["/title"], fields["/activityType"]) == ("Title", "Activity type")
    published = run_wbl("publish", "run", "publish.toml", "--dry-run")
    assert toml("map.toml")["id"] == {"column": "Id"}
    rows = "2 rows: 1 posting (1 new, 0 changed), 1 refused" if end == ".csv" else "0 rows: 0 postings"
    assert rows in published.output
