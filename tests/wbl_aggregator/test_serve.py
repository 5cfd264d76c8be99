"""serve: a preview of the published folder over real HTTP, and of nothing else."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.entrance import entrance
from wbl_aggregator.serve import Preview, file_at, media_type

from wbl_feed.fetch import Fetched, HttpFetcher, NotModified
from wbl_feed.json_format import MEDIA_TYPE

FILES = {
    "feed.json": b'{"type": "DataFeed"}',
    "feed.atom": b"<feed/>",
    "pages/ab.json": b"{}",
    "changes/1.json": b"{}",
    "by/region/us-ma/feed.json": b"{}",
    "health/index.json": b"{}",
    "health/north.atom": b"<feed/>",
    "ledger.ndjson": b"{}\n",
    ".well-known/wbl-feed": b"{}",
    "report/index.html": b"<!doctype html><title>Report</title>",
    "a b ü.txt": b"text",
    ".wbl-x1.tmp": b"half",
    ".hidden/feed.json": b"SECRET",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published folder, with secrets beside it and links to them in it."""
    for name, content in FILES.items():
        path = tmp_path / "public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret.txt").write_bytes(b"SECRET")
    (tmp_path / "public-2").mkdir()
    (tmp_path / "public-2" / "secret.txt").write_bytes(b"SECRET")
    (tmp_path / "public" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "public" / "out").symlink_to(tmp_path)
    (tmp_path / "public" / "hidden.json").symlink_to(tmp_path / "public" / ".hidden" / "feed.json")
    (tmp_path / "public" / "inner.json").symlink_to(tmp_path / "public" / "feed.json")
    (tmp_path / "public" / "loop").symlink_to(tmp_path / "public" / "loop")
    return tmp_path / "public"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where the preview of it is."""
    with Preview(folder) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server.address
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("feed.json", MEDIA_TYPE),
        ("pages/ab.json", MEDIA_TYPE),
        ("changes/1.json", MEDIA_TYPE),
        ("by/region/us-ma/feed.json", MEDIA_TYPE),
        (".well-known/wbl-feed", MEDIA_TYPE),
        ("health/index.json", "application/json"),
        ("feed.atom", "application/atom+xml"),
        ("health/north.atom", "application/atom+xml"),
        ("ledger.ndjson", "application/x-ndjson"),
        ("a%20b%20%C3%BC.txt", "text/plain; charset=utf-8"),
    ],
)
def test_files_are_served_with_their_media_type(address: str, name: str, kind: str):
    """For any page to read, with a strong validator; a second request with it costs no body, and HEAD neither."""
    answer = httpx.get(address + name)
    assert answer.status_code == 200
    assert answer.content in FILES.values()
    assert answer.headers["content-type"] == kind
    assert answer.headers["access-control-allow-origin"] == "*"
    etag = answer.headers["etag"]
    assert etag.startswith('"')
    for condition in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = httpx.get(address + name, headers={"If-None-Match": condition})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert httpx.get(address + name, headers={"If-None-Match": '"other"'}).status_code == 200
    head = httpx.head(address + name)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(answer.content)))


def test_the_validator_goes_with_the_content(address: str, folder: Path):
    """A file that changes has another one; the same content has the same, whenever it was written."""
    first = httpx.get(address + "feed.json").headers["etag"]
    (folder / "feed.json").write_bytes(b"{}")
    assert httpx.get(address + "feed.json").headers["etag"] != first
    (folder / "feed.json").write_bytes(FILES["feed.json"])
    assert httpx.get(address + "feed.json").headers["etag"] == first


def test_our_own_fetcher_is_served_well(address: str):
    """It gets the feed once, and then a 304."""
    fetcher = HttpFetcher(allow_private=True)
    first = fetcher.fetch(address + "feed.json")
    assert isinstance(first, Fetched)
    assert (first.body, first.media_type) == (FILES["feed.json"], MEDIA_TYPE)
    assert isinstance(fetcher.fetch(address + "feed.json", first.validators), NotModified)


def test_folders_are_not_listed_but_their_pages_are_served(address: str):
    """An index.html stands for its folder; without one there is nothing."""
    assert httpx.get(address + "report/").content == FILES["report/index.html"]
    for name in ("pages/", "pages", "health/"):
        assert httpx.get(address + name).status_code == 404


def test_the_address_itself_leads_on(address: str, folder: Path):
    """To what is there, in a list; an index.html of the operator's own comes first."""
    for number in (9, 10):
        (folder / "changes" / f"{number}.json").write_bytes(b"{}")
    answer = httpx.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<html lang="en">' in answer.text
    assert "<title>Preview" in answer.text
    links = re.findall(r'<li><a href="([^"]+)">', answer.text)
    assert links == ["feed.json", "feed.atom", "changes/10.json", "health/index.json"]
    assert all(httpx.get(address + link).status_code == 200 for link in links)
    assert httpx.head(address).content == b""
    (folder / "index.html").write_bytes(b"<!doctype html><title>Ours</title>")
    assert "Ours" in httpx.get(address).text


def test_an_empty_folder_says_so(tmp_path: Path):
    """And has no list of nothing."""
    page = entrance(tmp_path).decode()
    assert "Nothing was published" in page
    assert "<ul>" not in page


OUTSIDE = [
    "../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "pages/../../secret.txt", "..%5csecret.txt",
    "....//secret.txt", "/etc/passwd", "//etc/passwd", "out.txt", "out/secret.txt", "hidden.json", ".hidden/feed.json",
    ".wbl-x1.tmp", ".well-known/../../secret.txt", "%2e%2e%2fpublic-2/secret.txt", "loop", "a%00b", "C:/x", "%ff", "x" * 5000,
    "feed.json/x", "feed.json%00", ".", "..",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_is_served(address: str, path: str):
    """Neither by dots, however written, nor by a link, nor what is hidden."""
    connection = http.client.HTTPConnection(*address.split("/")[2].split(":"), timeout=10)
    connection.putrequest("GET", f"/{path}", skip_host=True)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, b"SECRET" in answer.read()) == (404, False)
    connection.close()


@given(
    st.lists(
        st.sampled_from(["..", ".", "%2e%2e", "out", "pages", "secret.txt", "public-2", "%2f", "\\", ""]), max_size=6
    )
)
def test_no_path_leads_outside(tmp_path_factory: pytest.TempPathFactory, parts: list[str]):
    """Whatever is put together."""
    base = tmp_path_factory.getbasetemp() / "served"
    (base / "public" / "pages").mkdir(parents=True, exist_ok=True)
    (base / "secret.txt").write_bytes(b"SECRET")
    found = file_at((base / "public").resolve(), "/" + "/".join(parts))
    assert found is None or found.is_relative_to(base / "public")


def test_a_link_within_the_folder_is_served(address: str):
    """Only those that lead out are not."""
    assert httpx.get(address + "inner.json").content == FILES["feed.json"]


def test_other_methods_are_refused(address: str):
    """It is for looking alone."""
    assert [httpx.request(method, address + "feed.json").status_code for method in ("POST", "PUT", "DELETE")] == [
        501
    ] * 3


def test_unknown_files_are_bytes():
    """Nothing is guessed of their content."""
    assert media_type(Path("x.unknown")) == "application/octet-stream"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for another process")
def test_the_command_says_where_it_is_and_ends_with_ctrl_c(folder: Path):
    """It says that it is no production server, and exits with 0."""
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # which a background job lacks
    program += "; from wbl_aggregator.commands.serve import serve; serve()"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", program, str(folder), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert "no production server" in first
        address = first.split(" is at ")[1].split(" ")[0]
        assert httpx.get(address + "feed.json").content == FILES["feed.json"]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
