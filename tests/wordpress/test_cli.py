"""The commands `wp wbl …`, run within a real site by a stand-in for WP-CLI (wp_cli.php).

WP-CLI itself comes neither with Debian nor from npm or PyPI. The stand-in reads the synopsis of each command from its
comment, as WP-CLI's handbook describes, and refuses what is not in it.
"""

import csv
import io
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from wordpress.plugin_site import NOW, POSTING, feed, written
from wordpress.real_site import RealSite
from wordpress.story import ZONE

from wbl_feed.resources import spec_folder

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
ROW = {
    "Id": "https://reef.example/id/1",
    "Title": "Reef survey",
    "Activity type": "internship",
    "Status": "open",
    "Description": "Students count fish along a line, with a biologist, and enter what they saw into a public list.",
    "Deadline": "2027-03-14",
}
HEADINGS = [
    column["heading"] for column in json.loads((Path(str(spec_folder())) / "columns.json").read_bytes())["columns"]
]


def today() -> str:
    """The day by which WordPress dates a post; its clock cannot be set."""
    return datetime.now(ZONE).date().isoformat()


@pytest.fixture
def empty(ready: RealSite) -> Iterator[RealSite]:
    """The same, as it was before, for each test."""
    with ready.undone():
        yield ready


def wp(site: RealSite, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """`wp wbl …` on the site."""
    command = ["php", "-d", "memory_limit=128M", HERE / "wp_cli.php", site.folder, "wbl", *words]
    environment = {**os.environ, "WP_URL": site.url}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def succeeded(site: RealSite, *words: str | Path) -> str:
    """What a command prints that ends well."""
    done = wp(site, *words)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def sheet(folder: Path, *rows: dict[str, str], headings: list[str] = HEADINGS) -> Path:
    """A sheet of the standard columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "sheet.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def outcome(site: RealSite, path: Path, *options: str) -> list[list[Any]]:
    """Row, outcome and column of each line that an import prints."""
    printed = json.loads(wp(site, "import", path, "--format=json", *options).stdout)
    return [[line["row"], line["outcome"], line["column"]] for line in printed]


def posts(site: RealSite) -> dict[str, list[Any]]:
    """Id to status, title and stored posting of all posts of the own type."""
    code = """
    $found = array();
    foreach ( get_posts( array( 'post_type' => 'wbl_posting', 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
        $found[ get_post_meta( $post->ID, '_wbl_id', true ) ] = array( $post->post_status, $post->post_title,
            WblFeed\\Source\\Own_Postings::posting( $post->ID ), get_post_meta( $post->ID ) );
    }
    echo wp_json_encode( $found );"""
    found: dict[str, list[Any]] = json.loads(site.php(code))
    return found or {}


def test_a_feed_that_conforms(empty: RealSite):
    """Nothing is printed of a posting without faults; JSON is JSON alone."""
    written(empty, {**POSTING, "url": "https://careers.harbor.example/1"})
    assert succeeded(empty, "validate") == "Success: The feed conforms.\n"
    assert json.loads(succeeded(empty, "validate", "--format=json")) == []


def test_a_feed_with_faults(empty: RealSite):
    """Each problem is named with its post, its place and how to mend it; only published posts count."""
    store = "WblFeed\\Source\\Own_Postings::store( %d, (object) array( 'activityType' => 'internship', 'status' => '%s' ), true );"
    good = written(empty, {**POSTING, "url": "https://careers.harbor.example/1"})
    bad, draft = written(empty, POSTING), written(empty, POSTING, status="draft")
    secret = written(empty, POSTING, password="x")
    for post in (bad, draft, secret):
        empty.php(store % (post, "perhaps"))
    done = wp(empty, "validate", "--format=json")
    assert done.returncode == 1
    assert "error(s) of conformance" in done.stderr
    problems = json.loads(done.stdout)
    assert {line["post"] for line in problems} == {str(bad)}
    (status,) = (line for line in problems if line["place"] == "/status")
    assert status["severity"] == "error"
    assert "open" in status["message"] + status["mend"]
    table = wp(empty, "validate")
    assert table.returncode == 1
    assert f"| {bad} | error |" in table.stdout
    assert f"| {good} |" not in table.stdout
    empty.php(f"wp_trash_post( {bad} );")
    assert wp(empty, "validate").returncode == 0


def test_quality_is_no_error(empty: RealSite):
    """What could be better is listed, and the feed conforms."""
    written(empty, {**POSTING, "title": "COME AND WORK IN OUR HATCHERY"})
    printed = succeeded(empty, "validate")
    assert "| warning |" in printed
    assert "Success: The feed conforms." in printed


def test_without_a_set_up(ready: RealSite):
    """Before the set-up there is no feed, and the commands say so."""
    with ready.undone():
        ready.php("delete_option( 'wbl_feed_settings' );")
        for command in ("validate", "export", "rebuild"):
            done = wp(ready, command)
            assert done.returncode == 1
            assert "set-up of the feed is not finished" in done.stderr


@pytest.mark.parametrize(
    "words",
    [("validate", "--fromat=json"), ("validate", "--format=xml"), ("import",), ("import", "a", "b"), ("import", "a", "--status=private"), ("register",)],
)  # fmt: skip
def test_what_the_commands_do_not_take(ready: RealSite, words: tuple[str, ...]):
    """The comments of the commands say what WP-CLI lets through."""
    assert wp(ready, *words).returncode == 1


def test_export(empty: RealSite, tmp_path: Path, run_wbl: Callable[..., Result]):
    """A feed of several pages becomes one document, which the validator of this project passes, in JSON and Atom."""
    empty.plugin("pages", "add_filter( 'wbl_feed_page_size', function () { return 2; } );")
    try:
        for number in range(5):
            written(empty, {**POSTING, "title": f"Posting {number}"})
        for format_ in ("json", "atom", "csv"):
            path = tmp_path / f"feed.{format_}"
            assert (
                succeeded(empty, "export", path, f"--format={format_}") == f"Success: 5 posting(s) written to {path}.\n"
            )
            assert succeeded(empty, "export", f"--format={format_}") == path.read_text(encoding="utf-8")
        document = json.loads((tmp_path / "feed.json").read_bytes())
        served = feed(empty)
        assert served["completeness"] == "paged"
        assert (document["completeness"], len(document["items"])) == ("complete", 5)
        assert document["items"][:2] == served["items"]
        assert document["digest"] == served["digest"]
    finally:
        empty.plugin("pages", "")
    for name in ("feed.json", "feed.atom"):
        result = run_wbl("validate", tmp_path / name, "--profile", "us-ma", "--at", NOW)
        assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.atom", "feed.csv", "feed.json"]
    done = wp(empty, "export", tmp_path / "no" / "folder.json")
    assert (done.returncode, done.stderr) == (1, f"Error: {tmp_path}/no/folder.json cannot be written.\n")


def test_what_a_sheet_cannot_hold_is_said(empty: RealSite, tmp_path: Path):
    """A value with a semicolon in a list is left out of the sheet, with a warning."""
    written(empty, {**POSTING, "eligibility": {"schools": ["North; South"]}})
    done = wp(empty, "export", tmp_path / "feed.csv", "--format=csv")
    assert done.returncode == 0
    assert "No cell can hold /eligibility/schools of urn:uuid:" in done.stderr


def test_import(empty: RealSite, tmp_path: Path):
    """New rows become drafts or published posts with the Id of the sheet; a second time nothing changes."""
    path = sheet(
        tmp_path, ROW, {**ROW, "Id": "urn:x:2", "Title": "Two <b> & 'three'", "Link": "https://reef.example/2"}
    )
    assert outcome(empty, path, "--dry-run") == [[2, "created", ""], [3, "created", ""]]
    assert posts(empty) == {}
    printed = succeeded(empty, "import", path)
    assert "Success: 2 created, 0 updated, 0 unchanged, 0 refused." in printed
    assert "| 2 | created |" in printed
    drafts = posts(empty)
    assert {id_: status for id_, (status, *_) in drafts.items()} == {ROW["Id"]: "draft", "urn:x:2": "draft"}
    assert drafts["urn:x:2"][1] == "Two &lt;b&gt; &amp; 'three'"
    assert feed(empty)["items"] == []
    assert "0 created, 0 updated, 2 unchanged" in succeeded(empty, "import", path, "--status=publish")
    assert posts(empty) == drafts
    published = sheet(tmp_path, {**ROW, "Id": "urn:x:3"})
    first = today()
    succeeded(empty, "import", published, "--status=publish")
    (item,) = feed(empty)["items"]
    assert (item["id"], item["title"]) == ("urn:x:3", "Reef survey")
    assert first <= item["datePosted"] <= today()
    assert item["description"] == ROW["Description"]
    assert item["dateModified"] == NOW
    before = posts(empty)
    assert outcome(empty, published) == [[2, "unchanged", ""]]
    assert posts(empty) == before
    assert feed(empty)["items"] == [item]


def test_a_row_that_changed_changes_its_posting(empty: RealSite, tmp_path: Path):
    """Cells that say something else change the posting; empty cells, and what no cell can hold, do not."""
    post = written(
        empty,
        {
            **POSTING,
            "id": "urn:x:1",
            "descriptionHtml": f"<p>{POSTING['description']}</p>",
            "skills": [{"name": "Diving", "termCode": "2.B.1"}],
            "ext": {"https://reef.example/x": [1, {}]},
        },
    )
    same = {
        "Id": "urn:x:1",
        "Title": str(POSTING["title"]),
        "Activity type": "internship",
        "Status": "open",
        "Skills": "Diving",
    }
    assert outcome(empty, sheet(tmp_path, same)) == [[2, "unchanged", ""]]
    changed = {**same, "Deadline": "2027-04-01", "Summary": "Now with a summary."}
    assert outcome(empty, sheet(tmp_path, changed), "--dry-run") == [[2, "updated", ""]]
    assert feed(empty)["items"][0]["applicationDeadline"] == "2027-03-14"
    empty.at("2026-11-22T13:00:00Z")
    assert outcome(empty, sheet(tmp_path, changed)) == [[2, "updated", ""]]
    (item,) = feed(empty)["items"]
    assert item["applicationDeadline"] == "2027-04-01"
    assert item["summary"] == "Now with a summary."
    assert item["skills"] == [{"name": "Diving", "termCode": "2.B.1"}]
    assert item["ext"] == {"https://reef.example/x": [1, {}]}
    assert item["descriptionHtml"] == f"<p>{POSTING['description']}</p>"
    assert item["hiringOrganization"] == POSTING["hiringOrganization"]
    assert item["dateModified"] == "2026-11-22T13:00:00Z"
    assert empty.php(f"echo get_post( {post} )->post_excerpt;") == "Now with a summary."
    rewritten = {
        **changed,
        "Description": "Another text, long enough to tell what students do on the reef all summer long.",
    }
    assert outcome(empty, sheet(tmp_path, rewritten)) == [[2, "updated", ""]]
    (item,) = feed(empty)["items"]
    assert item["description"] == rewritten["Description"]
    assert item.get("descriptionHtml", "").find("hatchery") == -1
    assert outcome(empty, sheet(tmp_path, rewritten)) == [[2, "unchanged", ""]]
    empty.at(NOW)


def test_rows_with_mistakes(empty: RealSite, tmp_path: Path):
    """Each is refused with its number and its column, and its neighbours are taken in."""
    empty.php(f"wp_trash_post( {written(empty, {**POSTING, 'id': 'urn:x:trash'})} );")
    empty.php(
        "add_post_meta( wp_insert_post( array( 'post_title' => 'News', 'post_status' => 'publish' ) ), '_wbl_id', 'urn:x:news' );"
    )
    rows = {
        "urn:x:good": ({}, None),
        "urn:x:title": ({"Title": ""}, "Title"),
        "urn:x:status": ({"Status": "Open"}, "Status"),
        "urn:x:type": ({"Activity type": "internshp"}, "Activity type"),
        "no id": ({}, "Id"),
        "": ({}, "Id"),
        "urn:x:day": ({"Deadline": "2027-02-30"}, "Deadline"),
        "urn:x:number": ({"Hours per week from": "ten"}, "Hours per week from"),
        "urn:x:flag": ({"Rolling": "perhaps"}, "Rolling"),
        "urn:x:link": ({"Link": "javascript:alert(1)"}, "Link"),
        "urn:x:trash": ({}, "Id"),
        "urn:x:news": ({}, "Id"),
        "urn:x:late": ({}, None),
    }
    path = sheet(
        tmp_path, *[{**ROW, **more, "Id": id_} for id_, (more, _) in rows.items()], {**ROW, "Id": "urn:x:good"}
    )
    expected = [
        [2 + n, "refused" if column else "created", column or ""] for n, (_, column) in enumerate(rows.values())
    ]
    expected.append([2 + len(rows), "refused", "Id"])
    assert outcome(empty, path, "--dry-run") == expected
    assert outcome(empty, path, "--status=publish") == expected
    assert {item["id"] for item in feed(empty)["items"]} == {"urn:x:good", "urn:x:late"}
    done = wp(empty, "import", path)
    assert done.returncode == 1
    assert "0 created, 0 updated, 2 unchanged, 12 refused." in done.stderr
    assert "Row 2 has the same Id." in done.stdout


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "empty"),
        (b"Name,Place\r\nA,B\r\n", "lacks the headings Id, Link"),
        (b"Id;Link;Title;Changed;Activity type;Status\r\n", "commas"),
        (b"Id,Link,Title,Changed,Activity type,Status\r\nurn:x:1,,Good,,internship,open\r\nurn:x:2,,B\xff,,internship,open\r\n", "UTF-8"),
        (b'Id,Link,Title,Changed,Activity type,Status\r\nurn:x:1,,Good,,internship,open\r\nurn:x:2,,"Never closed,,internship,open', "not closed"),
        (None, "There is no file"),
    ],
)  # fmt: skip
def test_sheets_that_cannot_be_read(empty: RealSite, tmp_path: Path, content: bytes | None, complaint: str):
    """Nothing is written of a sheet that cannot be read to its end."""
    path = tmp_path / "sheet.csv"
    if content is not None:
        path.write_bytes(content)
    done = wp(empty, "import", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert complaint in done.stderr
    assert posts(empty) == {}


def test_columns_of_others_are_passed_over(empty: RealSite, tmp_path: Path):
    """A column that the standard does not know is named, and the row is taken in without it."""
    done = wp(empty, "import", sheet(tmp_path, {**ROW, "Boss": "Ada"}, headings=[*HEADINGS, "Boss"]))
    assert done.returncode == 0
    assert done.stderr.startswith("Warning: The column “Boss” is none of the standard columns.")
    assert list(posts(empty)) == [ROW["Id"]]


def test_a_sheet_of_our_own_changes_nothing_where_it_came_from(empty: RealSite, tmp_path: Path):
    """What the plug-in minted for a post, its address and its day, is no change when it comes back."""
    for number in range(3):
        written(empty, {**POSTING, "title": f"Posting {number}"})
    before = feed(empty)
    succeeded(empty, "export", tmp_path / "feed.csv", "--format=csv")
    assert [line[1] for line in outcome(empty, tmp_path / "feed.csv")] == ["unchanged"] * 3
    assert feed(empty) == before


def test_a_sheet_moves_postings_to_another_site(ready: RealSite, tmp_path: Path):
    """The sample of the standard goes out as a sheet and into a new site, and comes out of it the same but for the date of change."""
    sample = json.loads((Path(str(spec_folder())) / "sample" / "feed.json").read_bytes())["items"]
    with ready.undone():
        for posting in sample:
            over = (
                posting.get("applicationDeadline", NOW) < NOW
            )  # it is closed by itself, and as such no longer taken in
            if posting["status"] in {"open", "paused"} and not over:
                written(ready, {name: value for name, value in posting.items() if name != "dateModified"})
        first = rows(wp(ready, "export", "--format=csv").stdout)
    assert len(first) > 15
    (tmp_path / "moved.csv").write_text(wp_csv(first), encoding="utf-8")
    with ready.undone():
        done = wp(ready, "import", tmp_path / "moved.csv", "--status=publish")
        assert done.returncode == 0, done
        second = rows(wp(ready, "export", "--format=csv").stdout)
        assert [without_change(row) for row in second] == [without_change(row) for row in first]
        assert "0 created, 0 updated" in succeeded(ready, "import", tmp_path / "moved.csv")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def wp_csv(rows_: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(rows_)
    return text.getvalue()


def without_change(row: dict[str, str]) -> dict[str, str]:
    return {heading: cell for heading, cell in row.items() if heading != "Changed"}


def test_hostile_cells(empty: RealSite, tmp_path: Path):
    """Formulas come back as they were, and what a terminal would obey is not printed."""
    hostile = {
        **ROW,
        "Title": "'=HYPERLINK(1)",
        "Employer": "\x1b[31mred\u202e",
        "Description": "<script>alert(1)</script> " * 9,
    }
    path = sheet(tmp_path, hostile)
    printed = succeeded(empty, "import", path, "--status=publish")
    assert "\x1b" not in printed
    (item,) = feed(empty)["items"]
    assert item["title"] == "=HYPERLINK(1)"
    assert item["description"] == hostile["Description"]
    assert "<script" not in item.get("descriptionHtml", "")
    bad = wp(
        empty, "import", sheet(tmp_path, {**ROW, "Id": "urn:x:2", "Title": "\x1b[31m", "Deadline": "\x1b[31m\u202e"})
    )
    assert bad.returncode == 1
    assert "\x1b" not in bad.stdout + bad.stderr


def test_many_rows(empty: RealSite, tmp_path: Path):
    """300 rows are taken in within the memory that a site has."""
    path = sheet(tmp_path, *[{**ROW, "Id": f"urn:x:{number}"} for number in range(300)])
    assert "300 created" in succeeded(empty, "import", path)
    assert "300 unchanged" in succeeded(empty, "import", path)


def test_rebuild(empty: RealSite):
    """A ledger that was lost is made anew from the posts, with the same ids."""
    for number in range(3):
        written(empty, {**POSTING, "title": f"Posting {number}"})
    written(empty, POSTING, status="draft")
    before = feed(empty)["items"]
    empty.php("global $wpdb; $wpdb->query( 'DELETE FROM ' . WblFeed\\Feed\\Ledger::table() );")
    assert feed(empty)["items"] == []
    printed = succeeded(empty, "rebuild")
    assert "Reading posts: 4 of 4" in printed
    assert "Success: 4 post(s) read; the feed has 3 posting(s)." in printed
    assert [item["id"] for item in feed(empty)["items"]] == [item["id"] for item in before]
