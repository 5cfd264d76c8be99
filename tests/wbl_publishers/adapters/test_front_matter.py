"""Files of a static site become postings; what the generator would not show is left out, what is broken stays as it was."""

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from adapter_runs import Found, Publishing, drafts, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wbl_feed.errors import UsageError

EXAMPLE = Path(__file__).parents[3] / "examples" / "folder"
ADDRESS = {"address": "https://site.example/jobs/{slug}/"}
JOB = "---\ntitle: A job\n---\nText\n"


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Found]:
    """Reads files, given by their names, as a folder."""

    def found(contents: dict[str, str | bytes], *columns: str, **options: Any) -> Found:
        for name, content in contents.items():
            path = tmp_path / "jobs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read("markdown", tmp_path / "jobs", columns=columns, options={**ADDRESS, **options})

    return found


def places(found: Found) -> list[str]:
    return [record.place for record in found.records]


def test_a_folder_of_a_static_site_becomes_postings():
    """Texts are those that were written, ZIP codes with their zeros; the body is HTML and text; drafts are left out."""
    table = {
        "fields": {"/activityType": "kind", "/jobLocation/0/address/postalCode": "zip",
                   "/hiringOrganization/name": "employer.name", "/skills": "skills",
                   "/eligibility/gradeLevels": "grades", "/applicationDeadline": "deadline"},
        "options": ADDRESS,
    }  # fmt: skip
    intern, crew, broken, house = drafts("markdown", EXAMPLE / "jobs", table)
    assert intern.place == "2026-11-02-paper-lab-intern.md"
    assert intern.keys[:2] == ("file 2026-11-02-paper-lab-intern.md", "url https://site.example/jobs/paper-lab-intern/")
    members = intern.members
    assert members["title"] == "Paper lab intern: testing recycled fibers"
    assert members["url"] == "https://site.example/jobs/paper-lab-intern/"
    assert members["activityType"] == "internship"
    assert members["datePosted"] == "2026-11-02"
    assert members["jobLocation"] == [{"address": {"postalCode": "01040"}}]
    assert members["hiringOrganization"] == {"name": "Mill River Papers"}
    assert members["skills"] == [{"name": "Measuring"}, {"name": "Keeping a lab notebook"}]
    assert members["eligibility"] == {"gradeLevels": [11, 12]}
    assert "<strong>how often a fiber can be recycled</strong>" in members["descriptionHtml"]
    assert "<table>" in members["descriptionHtml"]
    assert members["description"].startswith("Help our lab find out how often")
    assert "include" not in members["descriptionHtml"]
    assert crew.members["rolling"] is True
    assert house.members["url"] == "https://site.example/jobs/open-house/"
    assert house.members["applicationDeadline"] == "2026-12-04"
    assert (broken.refused, broken.keys[0]) == (True, "file museum-guide.md")
    assert broken.notices[0].message == "Line 2: a text with a colon and a space in it must stand in quotation marks."
    (drafted,) = read("markdown", EXAMPLE / "jobs", options=ADDRESS).notices
    assert drafted.message == "1 of 5 files are not for this feed: they are drafts."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("zip: 01040", "01040"),
        ("zip: 0x1F", "0x1F"),
        ("zip: 18:00", "18:00"),
        ("zip: yes", "yes"),
        ("zip: No", "No"),
        ("zip: 2027-01-05", "2027-01-05"),
        ("zip: 1_000", "1_000"),
        ("zip: 1e3", "1e3"),
        ("zip: null", ""),
        ("zip: ~", ""),
        ("zip:", ""),
        ("zip: 'null'", "null"),
        ('zip: "a: b"', "a: b"),
        ("zip: |\n  Two\n  lines", "Two\nlines"),
        ("zip: >\n  Two\n  lines", "Two lines"),
        ("zip: [a, 01]", ["a", "01"]),
        ("zip:\n  - a\n  - 010", ["a", "010"]),
        ("zip: []", ""),
        ("ZIP: 01040", "01040"),
        ("zip: !!int 012", "012"),
        ("zip: !!python/object/apply:os.system ['true']", ["true"]),
        ("zip: {town: x}", ""),
        ("other: 1", ""),
    ],
)
def test_yaml_is_read_as_text(of, written: str, said: Any):
    """No value is taken for a number, a date, a time or a truth value, and none is run."""
    (record,) = of({"a.md": f"---\ntitle: T\n{written}\n---\n"}, "zip").records
    assert record.cells == {"zip": said}
    assert record.notices == ()


@pytest.mark.parametrize(
    ("front", "cells"),
    [
        ('+++\ntitle = "T"\nzip = "01040"\npay = 17.50\nday = 2027-01-05\nopen = true\nhours = [10, 12]\n[employer]\nname = "E"\n+++\n',
         ["01040", "17.50", "2027-01-05", "true", ["10", "12"], "E", ""]),
        ('{"title": "T", "zip": "01040", "pay": 17.50, "day": "2027-01-05", "open": true, "hours": [10, 12], "employer": {"name": "E"}, "none": null}\n',
         ["01040", "17.50", "2027-01-05", "true", ["10", "12"], "E", ""]),
        ('---json\n{"title": "T", "zip": "01040", "pay": 17.50, "day": "2027-01-05", "open": true, "hours": [10, 12], "employer": {"name": "E"}}\n---\n',
         ["01040", "17.50", "2027-01-05", "true", ["10", "12"], "E", ""]),
        ('---toml\ntitle = "T"\nzip = "01040"\npay = 17.50\nday = 2027-01-05\nopen = true\nhours = [10, 12]\nemployer.name = "E"\n---\n',
         ["01040", "17.50", "2027-01-05", "true", ["10", "12"], "E", ""]),
        ("---\ntitle: T\nzip: 01040\npay: 17.50\nday: 2027-01-05\nopen: true\nhours: [10, 12]\nemployer:\n  name: E\n...\n",
         ["01040", "17.50", "2027-01-05", "true", ["10", "12"], "E", ""]),
    ],
    ids=["toml", "json", "json in a fence", "toml in a fence", "yaml"],
)  # fmt: skip
@pytest.mark.parametrize("line_ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_kind_of_front_matter_is_read(of, front: str, cells: list[Any], line_ends: str, mark: str):
    """YAML, TOML and JSON give the same texts; the body follows."""
    text = (mark + front + "Hello *you*\n").replace("\n", line_ends)
    names = ("zip", "pay", "day", "open", "hours", "employer.name", "none")
    (record,) = of({"a.md": text}, *names, "content", "text").records
    assert list(record.cells.values()) == [*cells, "<p>Hello <em>you</em></p>", "Hello you"]
    assert record.members["title"] == "T"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("No front matter", "It has no front matter: its first line is not “---”."),
        ("", "It has no front matter: its first line is not “---”."),
        ("---\ntitle: T\n", "Its front matter has no end: a line “---” is missing."),
        ("+++\ntitle = 1\n", "Its front matter has no end: a line “+++” is missing."),
        ("---\ntitle: T\nsub: a: b\n---\n", "Line 3: a text with a colon and a space in it must stand in quotation marks."),
        ("---\ntitle: T\nlist:\n\t- a\n---\n", "Line 4: a tab stands where YAML wants spaces."),
        ("---\ntitle: T\ntitle: U\n---\n", "Line 3: “title” is there twice."),
        ("---\na: &x 1\nb: *x\n---\n", "Line 2: anchors (&) and aliases (*) are not read."),
        ("---\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)) + "---\n", "Line 2: anchors (&) and aliases (*) are not read."),
        ("---\na: " + "[" * 60 + "]" * 60 + "\n---\n", "Line 2: it is nested too deeply."),
        ("---\na: " + "[" * 5000 + "\n---\n", "Line 2: it is nested too deeply."),
        ("---\n- a\n- b\n---\n", "It is a list; name the file itself as the source."),
        ("---\njust words\n---\n", "It has no keys with values, such as “title: …”."),
        ("---\na: \x07\n---\n", "It has a character that YAML does not allow."),
        ("---\n? [a]\n: b\n---\n", "Line 2: found unhashable key."),
        ("+++\nzip = 01040\n+++\n", "Line 2: Expected newline or end of document after a statement; a number that begins with 0 must stand in quotation marks."),
        ("+++\na = " + "[" * 3000 + "\n+++\n", None),
        ('{"title": "T"\n', "Line 2: Expecting ',' delimiter."),
        ("{" + '"a": [' * 90000, None),
        (b"---\ntitle: Caf\xe9\n---\n", "It is not UTF-8."),
        ("---\n" + "a" * 1_000_001, "It has more than 1,000,000 bytes."),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_its_line(of, content: str | bytes, why: str | None):
    """It keeps its key, so that its posting stays as it was published; its neighbours are read."""
    bad, good = of({"bad.md": content, "good.md": JOB}).records
    assert bad.keys == ("file bad.md",)
    assert [notice.fails for notice in bad.notices] == [True]
    assert why is None or bad.notices[0].message == why
    assert good.members["title"] == "A job"


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("draft: true", "they are drafts"),
        ("draft: Yes", "they are drafts"),
        ("draft: false", None),
        ("published: false", "they are drafts"),
        ("published: true", None),
        ("permalink: false", "they are drafts"),
        ("date: 2026-11-23", "their date is in the future"),
        ("date: 2026-11-22", None),
        ("date: 2026-11-22 07:30:00 -0500", "their date is in the future"),
        ("date: 2026-11-22 06:30:00 -0500", None),
        ("date: 2026-11-01\npublishDate: 2026-12-01", "their date is in the future"),
        ("expiryDate: 2026-11-21", "they have expired"),
        ("expiryDate: 2026-11-22", None),
    ],
)
def test_what_the_site_does_not_show_is_left_out_and_counted(of, front: str, reason: str | None):
    """Drafts, posts of the future and expired ones, as Jekyll, Hugo and Eleventy say them."""
    found = of({"a.md": f"---\ntitle: T\n{front}\n---\n", "b.md": JOB})
    assert len(found.records) == (1 if reason else 2)
    assert [notice.message for notice in found.notices] == (
        [f"1 of 2 files are not for this feed: {reason}."] if reason else []
    )


def test_a_date_in_the_name_of_a_file_is_its_date(of):
    """Jekyll's posts say it so; a date in the front matter comes before it; one that cannot be read is told."""
    found = of(
        {"2026-11-01-one.md": JOB, "2026-12-01-later.md": JOB, "2026-11-02-two.md": "---\ntitle: T\ndate: 2026-11-20\n---\n",
         "three.md": "---\ntitle: T\ndate: in winter\n---\n"}
    )  # fmt: skip
    assert {one.place: one.members.get("datePosted") for one in found.records} == {
        "2026-11-01-one.md": "2026-11-01", "2026-11-02-two.md": "2026-11-20", "three.md": None
    }  # fmt: skip
    assert [one.found for record in found.records for one in record.notices] == ["in winter"]


@pytest.mark.parametrize(
    ("name", "front", "address", "url"),
    [
        ("a-job.md", "", "https://s.example/jobs/{slug}/", "https://s.example/jobs/a-job/"),
        ("2026-11-01-a-job.md", "", "https://s.example/{year}/{month}/{day}/{slug}.html", "https://s.example/2026/11/01/a-job.html"),
        ("x.md", "slug: my-job", "https://s.example/{slug}", "https://s.example/my-job"),
        ("lab/x.md", "", "https://s.example/{path}/", "https://s.example/lab/x/"),
        ("lab/x/index.md", "", "https://s.example/{path}/", "https://s.example/lab/x/"),
        ("lab/x/index.md", "", "https://s.example/{slug}/", "https://s.example/x/"),
        ("x.md", "id: A 7", "https://s.example/{id}", "https://s.example/A%207"),
        ("x.md", "", "https://s.example/{id}", None),
        ("x.md", "permalink: /careers/x/", "https://s.example/jobs/{slug}/", "https://s.example/careers/x/"),
        ("x.md", "permalink: /careers/:title/", "https://s.example/jobs/{slug}/", "https://s.example/jobs/x/"),
        ("x.md", 'permalink: "{{ page.fileSlug }}/index.html"', "https://s.example/jobs/{slug}/", "https://s.example/jobs/x/"),
        ("x.md", "permalink: //evil.example/x", "https://s.example/jobs/{slug}/", "https://s.example/jobs/x/"),
        ("x.md", 'permalink: "/\\t/evil.example/x"', "https://s.example/jobs/{slug}/", "https://s.example/jobs/x/"),
        ("x.md", "permalink: //[x", "https://s.example/jobs/{slug}/", "https://s.example/jobs/x/"),
        ("x.md", "permalink: /x", "https://s.example:{slug}/", "https://s.example:x/"),
        ("x.md", "permalink: /../../x", "https://s.example/jobs/{slug}/", "https://s.example/x"),
        ("x.md", "slug: ../admin", "https://s.example/jobs/{slug}/", None),
        ("x.md", "slug: a/../../admin", "https://s.example/jobs/{slug}/", None),
        ("x.md", "slug: a..b", "https://s.example/jobs/{slug}/", "https://s.example/jobs/a..b/"),
        ("x.md", "url: https://t.example/x", "", "https://t.example/x"),
        ("x.md", "url: /x/", "", None),
        ("x.md", "", "", None),
    ],
)  # fmt: skip
def test_the_address_of_the_page_is_the_sites_own(of, name: str, front: str, address: str, url: str | None):
    """A permalink comes first, then the template; where neither can be told nothing is made up."""
    (record,) = of({name: f"---\ntitle: T\n{front}\n---\n"}, address=address).records
    assert record.members.get("url") == url
    assert record.keys == (f"file {name}",)


def test_which_files_of_a_folder_are_postings(of):
    """Those that fit the patterns, below the folder; hidden ones, README, partial ones and data of a folder are none."""
    files = dict.fromkeys(
        ("a.md", "B.MARKDOWN", "deep/er/c.md", ".hidden.md", ".git/d.md", "_draft.md", "_includes/e.md", "README.md",
         "readme.markdown", "photo.png", "page.html"), JOB
    )  # fmt: skip
    data: dict[str, str | bytes] = {"d.yml": "title: Y", "e.toml": 'title = "T"', "f.json": '{"title": "J"}',
            "deep/deep.json": "{}", "deep/deep.11tydata.json": "{}"}  # fmt: skip
    assert places(of({**files, **data})) == ["B.MARKDOWN", "a.md", "d.yml", "e.toml", "f.json", "deep/er/c.md"]
    assert places(of({}, recursive=False)) == ["B.MARKDOWN", "a.md", "d.yml", "e.toml", "f.json"]
    (page,) = of({}, "content", files=["*.html"]).records
    assert page.cells == {"content": "Text"}


def test_links_are_not_followed_out_of_the_folder(of, tmp_path: Path):
    """A link to a file elsewhere is refused, one within is read, and a linked folder is named."""
    (tmp_path / "secret.md").write_text(JOB, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    of({"a.md": JOB})
    jobs = tmp_path / "jobs"
    (jobs / "out.md").symlink_to(tmp_path / "secret.md")
    (jobs / "in.md").symlink_to(jobs / "a.md")
    (jobs / "loop.md").symlink_to(jobs / "loop.md")
    (jobs / "gone.md").symlink_to(jobs / "nothing.md")
    (jobs / "linked").symlink_to(tmp_path / "elsewhere")
    (jobs / "self").symlink_to(jobs)
    found = of({})
    assert {one.place: [notice.message for notice in one.notices] for one in found.records} == {
        "a.md": [],
        "gone.md": ["It is no file, or a link to none."],
        "in.md": [],
        "loop.md": ["It cannot be read: a loop of links."],
        "out.md": ["It is a link that leads out of the folder."],
    }
    assert [notice.found for notice in found.notices] == ["The files in linked", "The files in self"]


def test_a_pipe_is_no_file(of, tmp_path: Path):
    """What is no regular file is refused at once, and not waited for."""
    of({"a.md": JOB})
    os.mkfifo(tmp_path / "jobs" / "pipe.md")
    assert [one.notices[0].message for one in of({}).records if one.notices] == ["It is no file, or a link to none."]


@pytest.mark.skipif(os.name == "nt", reason="names of files are Unicode there")
def test_a_name_that_is_no_text_can_still_be_written(of, tmp_path: Path):
    """Bytes of a name that are not UTF-8 do not stop the report."""
    of({"a.md": JOB})
    try:
        (tmp_path / "jobs" / os.fsdecode(b"caf\xe9.md")).write_text(JOB, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    assert "caf\ufffd.md" in places(of({}))


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("jobs.yml", "- title: One\n  slug: one\n  zip: 01040\n- title: Two\n  slug: two\n- words\n", {}),
        ("jobs.json", '[{"title": "One", "slug": "one", "zip": "01040"}, {"title": "Two", "slug": "two"}, "words"]', {}),
        ("jobs.json", '{"data": {"jobs": [{"title": "One", "slug": "one", "zip": "01040"}, {"title": "Two", "slug": "two"}, 7]}}', {"items": "data.jobs"}),
        ("jobs.toml", '[[jobs]]\ntitle = "One"\nslug = "one"\nzip = "01040"\n[[jobs]]\ntitle = "Two"\nslug = "two"\n', {"items": "jobs"}),
    ],
)  # fmt: skip
def test_a_data_file_has_several_postings(tmp_path: Path, name: str, content: str, options: dict[str, str]):
    """Each entry of its list is a record, known by its slug; an entry that is no table is refused alone."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = read("markdown", tmp_path / name, columns=("zip",), options={**ADDRESS, **options})
    one, two, *rest = found.records
    assert (one.place, one.cells["zip"], one.members["url"]) == (
        f"{name}, entry 1",
        "01040",
        "https://site.example/jobs/one/",
    )
    assert two.keys == (f"file {name} two",)
    assert [notice.message for record in rest for notice in record.notices] == (
        [] if name.endswith("toml") else ["It has no keys with values, such as “title: …”."]
    )


def test_one_file_alone_can_be_the_source(tmp_path: Path):
    """A Markdown file, or a data file with one posting."""
    (tmp_path / "a.md").write_text(JOB, encoding="utf-8")
    (tmp_path / "b.yml").write_text("title: B\n", encoding="utf-8")
    assert read("markdown", tmp_path / "a.md").members["title"] == "A job"
    assert read("markdown", tmp_path / "b.yml").members["title"] == "B"


@pytest.mark.parametrize(
    ("location", "fault"),
    [
        ("nowhere", "there is no such folder."),
        ("empty", "no file in this folder is one of *.md,"),
        ("broken.yml", "line 1: a text with a colon"),
        ("https://site.example/jobs", "this is an address, not a folder."),
    ],
)
def test_a_source_that_cannot_be_used_stops_the_run(tmp_path: Path, location: str, fault: str):
    """No folder, one without postings, or a data file that cannot be read withdraws nothing."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.yml").write_text("- title: a: b\n", encoding="utf-8")
    where = location if "://" in location else tmp_path / location
    with pytest.raises(UsageError, match=re.escape(fault)):
        read("markdown", where)


@pytest.mark.parametrize(
    ("options", "word"), [({"adress": "x"}, "adress"), ({"address": "x"}, "https://"), ({"files": []}, "files")]
)
def test_options_that_are_not_right_are_refused(of, options: dict[str, Any], word: str):
    """A mistyped option stops the run."""
    with pytest.raises(UsageError, match=word):
        of({"a.md": JOB}, **options)


@pytest.mark.parametrize("missing", ["yaml", "markdown_it"])
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    of, monkeypatch: pytest.MonkeyPatch, missing: str
):
    """The run ends with what to type."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError, match=re.escape("pip install 'wbl-feed[markdown]'")):
        of({"a.md": JOB})


def test_markup_in_a_body_is_sanitised_when_it_is_drafted(tmp_path: Path):
    """Scripts, handlers and relative links of the HTML in a body never reach the feed."""
    (tmp_path / "a.md").write_text(
        "---\ntitle: T\n---\nHi <script>alert(1)</script><b onclick='x()'>you</b> [here](/x) [there](https://x.example/)\n",
        encoding="utf-8",
    )
    (draft,) = drafts("markdown", tmp_path, {"options": ADDRESS})
    assert draft.members["descriptionHtml"].count("href") == 1
    assert "<b>you</b>" in draft.members["descriptionHtml"]
    assert not {"script", "onclick", "alert"} & set(re.findall(r"\w+", draft.members["descriptionHtml"]))
    assert draft.members["description"] == "Hi you here there"


def test_a_folder_is_published_twice_with_the_same_ids(tmp_path: Path, run_wbl):
    """A second run writes nothing; edits keep ids, a broken file keeps its posting, a deleted one is withdrawn."""
    site = Publishing(tmp_path, "markdown", (EXAMPLE / "map.toml").read_text(encoding="utf-8"), run_wbl)
    jobs = tmp_path / "jobs"
    shutil.copytree(EXAMPLE / "jobs", jobs)
    first = site.publish(jobs, code=1)
    assert (first["rows"], first["postings"], len(first["refused"])) == (4, 3, 1)
    assert site.is_valid()
    ids = site.ids
    assert site.publish(jobs, day=23, code=1)["written"] == []
    crew, intern = jobs / "2026-11-09-trail-crew.md", jobs / "2026-11-02-paper-lab-intern.md"
    crew.write_text(
        crew.read_text(encoding="utf-8").replace("title: Trail crew", "title: Trail: crew"), encoding="utf-8"
    )
    intern.rename(jobs / "lab-intern.md")
    text = (jobs / "lab-intern.md").read_text(encoding="utf-8")
    (jobs / "lab-intern.md").write_text(
        text.replace("title:", "permalink: /jobs/paper-lab-intern/\ntitle:").replace("Paper lab", "Lab"),
        encoding="utf-8",
    )
    shutil.rmtree(jobs / "open-house")
    later = site.publish(jobs, day=24, code=1)
    assert (later["rows"], len(later["refused"]), later["withdrawn"]) == (3, 2, [ids["Open house at the fiber works"]])
    assert later["kept"] == [ids["Trail crew"]]
    assert site.ids == {
        "Trail crew": ids["Trail crew"],
        "Lab intern: testing recycled fibers": ids["Paper lab intern: testing recycled fibers"],
    }
    assert site.is_valid()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    st.binary(max_size=150)
    | st.tuples(
        st.sampled_from([b"---\n", b"+++\n", b"{", b"---json\n", b"---toml\n"]),
        st.lists(st.sampled_from(["title: x", "a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "'", '"', "&a", "*a", "|", "=", "1",
                                  "date: 2026", "slug: x", "draft: true", "\t", "!!", "%", "# ", "<b>", "`", "\x00", "é"]),
                 max_size=20).map(lambda parts: "".join(parts).encode()),
        st.sampled_from([b"\n---\n", b"\n+++\n", b"}", b""]),
        st.text(max_size=30).map(lambda text: text.encode(errors="replace")),
    ).map(b"".join),
    st.sampled_from([".md", ".yml", ".toml", ".json", ".html"]),
)  # fmt: skip
def test_no_bytes_stop_the_folder(of, content: bytes, suffix: str):
    """Whatever the bytes of a file, it is a record or is counted, and the file beside it is read."""
    shown = of({f"x{suffix}": content, "y.md": JOB}, "title", "a.b", "content", "slug", files=[f"x{suffix}", "y.md"])
    left_out = sum(int(notice.found.split()[0]) for notice in shown.notices)
    assert len(shown.records) + left_out == 2
    assert shown.records[-1].members["title"] == "A job"
