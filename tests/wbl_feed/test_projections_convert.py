"""`wbl convert` writes every format, says what it leaves out, and reads back what holds a feed whole."""

import builtins
import json
import subprocess
import sys

import pytest
from projection_feeds import AT as MOMENT
from projection_feeds import example, feed_of

from wbl_feed import formats, json_format
from wbl_feed.projections import csv_table, ical, json_feed
from wbl_feed.projections.schema_org import embedded, node
from wbl_feed.resources import spec_json

AT = ("--at", "2026-11-22T12:00:00Z")


@pytest.fixture
def path(tmp_path):
    """The example feed in a file."""
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(spec_json("examples/feed.json")), encoding="utf-8")
    return path


@pytest.mark.parametrize("target", ["json", "atom", "json-feed"])
def test_whole_formats_lose_nothing_and_say_nothing(run_wbl, path, target):
    """JSON, Atom and JSON Feed are silent, and give the feed back."""
    written = run_wbl("convert", path, "--to", target, *AT)
    assert (written.exit_code, written.stderr) == (0, "")
    back = run_wbl("convert", "-", "--to", "json", stdin=written.stdout_bytes)
    assert (back.exit_code, back.stderr) == (0, "")
    assert json.loads(back.stdout_bytes) == spec_json("examples/feed.json")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("csv", "csv does not hold previousIds, sameAs"),
        ("schema-org", "2 postings left out: 1 not-open, 1 missing-start."),
        ("ics", "2 postings left out: 1 not-open, 1 no-date."),
        ("rss", "1 posting left out: 1 not-open."),
    ],
)
def test_what_is_lost_is_said(run_wbl, path, tmp_path, target, said):
    """Every other format names on standard error what it leaves out, and ends well."""
    result = run_wbl("convert", path, "--to", target, "--out", tmp_path / "out", *AT)
    assert (result.exit_code, result.stdout) == (0, "")
    assert said in result.stderr
    assert "does not hold the envelope" in result.stderr
    assert (tmp_path / "out").stat().st_size > 300


def test_value_that_no_cell_holds_is_named(run_wbl, tmp_path):
    """A list with a semicolon in it is left out of the sheet, and said to be."""
    (tmp_path / "feed.json").write_text(json.dumps(example(skills=[{"name": "a; b"}])), encoding="utf-8")
    result = run_wbl("convert", tmp_path / "feed.json", "--to", "csv")
    assert "1 value of /skills (not-a-cell) left out." in result.stderr


@pytest.mark.parametrize(("target", "sort"), [("csv", "A sheet"), ("schema-org", "JSON-LD of schema.org")])
def test_a_document_without_envelope_is_no_feed_to_convert(run_wbl, path, target, sort):
    """What was converted into a format without envelope cannot be converted back, and the message says why."""
    written = run_wbl("convert", path, "--to", target, *AT).stdout_bytes
    result = run_wbl("convert", "-", "--to", "json", stdin=written)
    assert result.exit_code == 2
    assert f"-: {sort} has no envelope" in result.stderr


def test_incomplete_feed_stays_incomplete_as_json_feed(run_wbl, tmp_path):
    """A JSON Feed made from a feed with a refused item proves no deletion."""
    value = {**example(), "totalItems": 2}
    value["items"].append({})
    (tmp_path / "feed.json").write_text(json.dumps(value), encoding="utf-8")
    result = run_wbl("convert", tmp_path / "feed.json", "--to", "json-feed")
    assert result.exit_code == 1
    assert "The copy is not whole" in result.stderr
    assert formats.read(result.stdout_bytes).envelope.total_items == 2


def test_calendar_without_its_library_is_bad_usage(run_wbl, path, monkeypatch):
    """Where icalendar is not installed, the message names what to install."""
    real = builtins.__import__

    def absent(name, *arguments, **named):
        if name == "icalendar":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    result = run_wbl("convert", path, "--to", "ics", *AT)
    assert result.exit_code == 2
    assert "pip install 'wbl-feed[ical]'" in result.stderr


def test_every_format_is_known_by_its_content():
    """The reading says which format it was, whatever stands before the first byte that matters."""
    feed = feed_of(spec_json("examples/feed.json"))
    documents = {
        "json": json_format.write(feed),
        "json-feed": json_feed.write(feed),
        "csv": csv_table.write(feed),
        "schema-org": b' \n[{"@type": ["schema:JobPosting"], "url": "https://a.example/1"}]',
        "unknown": csv_table.write(feed).replace(b"Activity type", b"Kind", 1),
    }
    for form, content in documents.items():
        assert formats.read(content).format == form
        assert formats.read(b"\xef\xbb\xbf" + content.removeprefix(b"\xef\xbb\xbf")).format == form


def test_feed_of_this_standard_is_not_taken_for_another():
    """A feed that speaks of JSON Feed and of schema.org types in its texts and private terms is read as ours."""
    strange = {"@type": "JobPosting", "@graph": [], "version": "https://jsonfeed.org/version/1.1"}
    value = {**example(title='"@type" on jsonfeed.org'), **strange}
    reading = formats.read(json.dumps(value).encode())
    assert reading.format == "json"
    assert json.loads(json_format.write(reading.feed)) == value


def test_reading_a_feed_loads_no_reader_of_another_format():
    """Reading canonical JSON imports neither the other readers nor the libraries behind them."""
    heavy = ["icalendar", "feedgen", "feedparser", "nh3", "wbl_feed.projections.csv_table"]
    program = f"import sys; from wbl_feed import read; read(b'{{}}'); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_json_feed_without_its_items_deletes_nothing():
    """Ours cut short of its items is not whole."""
    document = json.loads(json_feed.write(feed_of(example())))
    for items in (None, {}, "x"):
        reading = formats.read(json.dumps({**document, "items": items}).encode())
        assert reading.envelope is not None
        assert not reading.whole
        assert reading.notices


def test_page_markup_cannot_end_its_script():
    """The node of a posting for its own page holds no character that HTML would act on."""
    feed = feed_of(example(title="</script><!--<script>\u2028"))
    found = node(feed.items[0], feed, MOMENT)
    text = embedded(found)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["title"] == "</script><!--<script>\u2028"


def test_calendar_is_read_by_its_library():
    """icalendar finds in the document the entries that were written, with whole days and zones resolved."""
    import icalendar

    fair = {"startDate": "2027-07-05", "startTime": "22:00", "endTime": "01:00", "scheduleTimezone": "America/New_York"}
    feed = feed_of(example(activityType="career-fair", schedule=fair))
    calendar = icalendar.Calendar.from_ical(ical.write(feed, MOMENT))
    deadline, days = calendar.walk("VEVENT")
    assert deadline["dtstart"].dt.isoformat() == "2027-03-01"
    assert days["dtstart"].dt.isoformat() == "2027-07-06T02:00:00+00:00"
    assert days["dtend"].dt.isoformat() == "2027-07-06T05:00:00+00:00"
    assert deadline["uid"] != days["uid"]
    assert max(len(line) for line in ical.write(feed, MOMENT).split(b"\r\n")) <= 75
