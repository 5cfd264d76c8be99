"""wbl aggregate doctor: what is not in order with a machine or a hub, and what to do."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import Result
from faults.certificates import Certificates
from faults.server import FaultServer
from operator_desk import Desk
from wbl_aggregator.doctor.disk import Room, check_room, check_writing, file_system, nearest
from wbl_aggregator.doctor.libraries import check_libraries, check_packages, installed, judge
from wbl_aggregator.doctor.network import Host, Met, check_certificates, check_clock, check_network, hosts_of, meet
from wbl_aggregator.sources import Source

from wbl_feed.locking import locked

NOW = datetime.now(UTC)
Doctor = Callable[..., Result]


@pytest.fixture
def doctor(desk: Desk, run_wbl: Doctor) -> Doctor:
    """Runs the command on it without the net, an hour after the run."""

    def run(*arguments: str, at: str = "2026-11-22T13:00:00Z") -> Result:
        base = ("aggregate", "doctor", "--offline", "--config", desk.config, "--out", desk.out, "--at", at)
        return run_wbl(*base, *arguments)

    return run


def told(result: Result, verdict: str) -> str:
    """What was found with this verdict about the hub and the disk; libraries differ from machine to machine."""
    checks = json.loads(result.output)["checks"]
    return "\n".join(one["found"] for one in checks if one["verdict"] == verdict and one["about"] != "libraries")


def test_a_hub_in_order_has_no_problem(doctor: Doctor):
    """Every check is told, with a verdict; exit code 0."""
    result = doctor("--json")
    assert result.exit_code == 0, result.output
    assert told(result, "warning") == told(result, "problem") == ""
    for words in (
        "lists 4 sources",
        "No run is under way",
        "a source was last asked at",
        "as its manifest says",
        "room for",
    ):
        assert words in told(result, "ok")
    text = doctor().output
    assert "ok      hub: " in text
    assert "0 problems" in text


def damage(desk: Desk) -> None:
    """Every way to spoil a published file."""
    (desk.out / "feed.atom").write_bytes(b"<feed/>")


def spoil(desk: Desk) -> None:
    """A database that is none."""
    (desk.folder / ".wbl" / "state.sqlite3").write_bytes(b"\0garbage" * 999)


def misconfigure(desk: Desk) -> None:
    """A key that is mistyped."""
    desk.config.write_text(desk.config.read_text(encoding="utf-8").replace("contact", "contakt"), encoding="utf-8")


def unhook(desk: Desk) -> None:
    """A webhook whose variable is not set."""
    text = desk.config.read_text(encoding="utf-8").replace(
        "robots = false", 'robots = false\nwebhook = "env:WBL_NO_SUCH"'
    )
    desk.config.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (damage, "feed.atom is not what manifest.json says"),
        (spoil, "the state cannot be read"),
        (misconfigure, "Did you mean “contact”?"),
        (unhook, "WBL_NO_SUCH is not set"),
        (lambda desk: shutil.rmtree(desk.out), "nothing was published here"),
        (lambda desk: desk.config.unlink(), "there is no such file"),
        (lambda desk: (desk.folder / "moderation.toml").write_text("config_version = 1\n[x"), "not valid TOML"),
    ],
)
def test_what_does_not_work_is_a_problem(desk: Desk, doctor: Doctor, fault: Callable[[Desk], object], words: str):
    """With what to do, and exit code 1."""
    fault(desk)
    result = doctor("--json")
    assert result.exit_code == 1
    assert words in told(result, "problem")
    assert all(one["mend"] for one in json.loads(result.output)["checks"] if one["verdict"] != "ok")


def test_a_verdict_that_changes_nothing_is_warned_of(desk: Desk, doctor: Doctor):
    """A typing error looks the same as a posting that is gone."""
    text = 'config_version = 1\n[[verdict]]\nsay = "apart"\none = { source = "nroth", id = "1" }\n'
    text += 'other = { source = "south", id = "2" }\n'
    (desk.folder / "verdicts.toml").write_text(text, encoding="utf-8")
    said = told(doctor("--json"), "warning")
    assert "What verdicts.toml says of nroth 1 and south 2 changes nothing: no posting of “nroth”" in said


def test_a_hub_that_nobody_runs_any_more_is_warned_of(doctor: Doctor):
    """When the last run is days ago the timer may have stopped."""
    result = doctor("--json", at="2026-11-26T12:00:00Z")
    assert result.exit_code == 0
    assert "last asked at 2026-11-22T12:00:00Z" in told(result, "warning")


def test_a_hub_before_its_first_run_is_fine(desk: Desk, doctor: Doctor):
    """It only has no state yet, and nothing is made by looking."""
    for folder in (desk.folder / ".wbl", desk.out):
        shutil.rmtree(folder)
    result = doctor("--json")
    assert result.exit_code == 0
    assert "There is no state" in told(result, "warning")
    assert sorted(path.name for path in desk.folder.iterdir()) == ["sources.toml"]


@pytest.mark.parametrize("left", [(), ("feed.json",)])
def test_a_hub_that_was_never_published_is_to_be_run(desk: Desk, doctor: Doctor, left: tuple[str, ...]):
    """No file is to be deleted where none is named; after a run nothing is wrong any more."""
    for path in [path for path in desk.out.iterdir() if path.name not in left]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (found,) = [one for one in json.loads(doctor("--json").output)["checks"] if one["verdict"] == "problem"]
    assert "nothing was published" in found["found"]
    assert found["mend"] == "Run wbl aggregate run."
    desk.run()
    assert told(doctor("--json"), "problem") == ""


def test_a_run_under_way_is_seen(desk: Desk, doctor: Doctor):
    """And is not disturbed."""
    with locked(desk.folder / ".wbl"):
        assert "A run is under way." in told(doctor("--json"), "ok")


def test_a_hub_without_contact_is_warned_of(desk: Desk, doctor: Doctor):
    """Sites have to know whom to ask."""
    text = desk.config.read_text(encoding="utf-8").replace('contact = "ops@hub.example"\n', "")
    desk.config.write_text(text, encoding="utf-8")
    assert "Nobody is named" in told(doctor("--json"), "warning")


def test_old_libraries_are_named_with_the_reason():
    """The gravest reason alone; one that is not there, or new enough, is not named."""
    found = {"expat": (2, 3, 0), "libxml2": (2, 9, 14), "OpenSSL": (3, 0, 0), "SQLite": ()}
    checks = list(judge(found))
    assert [(check.verdict, check.found.split(":")[0]) for check in checks] == [
        ("problem", "expat 2.3.0 is older than 2.4.1"),
        ("warning", "libxml2 2.9.14 is older than 2.10.3"),
    ]
    assert "billion laughs" in checks[0].found
    assert [check.verdict for check in judge({"expat": (2, 5, 0)})] == ["warning"]
    assert list(judge({"expat": (2, 7, 1), "libxml2": (2, 14), "SQLite": (3, 40, 1)})) == []


def test_this_machine_is_fit():
    """Whatever runs the tests has libraries without a problem, and their versions are found."""
    assert all(version >= (1,) for version in installed().values())
    assert [check.found for check in check_libraries() if check.verdict == "problem"] == []


def test_missing_and_old_packages_are_named():
    """By what this version was made for; packages of extras do not count."""
    check = check_packages(["click>=99", "no-such-package>=1", 'also-none>=1; extra == "x"', "httpx>=0.1"])
    assert check.verdict == "problem"
    assert "click " in check.found
    assert "no-such-package is missing" in check.found
    assert "also-none" not in check.found


@pytest.mark.parametrize(
    ("room", "verdict"),
    [
        (Room(10**12, 10**6), "ok"), (Room(10**12), "ok"), (Room(5 * 10**8, 10**6), "warning"),
        (Room(10**12, 100), "warning"), (Room(10**7, 10**6), "problem"), (Room(10**12, 0), "problem"),
    ],
)  # fmt: skip
def test_little_room_is_told(room: Room, verdict: str):
    """In bytes, and in files where the file system counts them."""
    assert check_room("the state", Path("/srv"), room).verdict == verdict


def test_a_folder_that_cannot_be_written_in_is_a_problem(tmp_path: Path):
    """And one that can leaves no trace of the look."""
    if Path("/proc/self").is_dir():
        assert check_writing("the state", Path("/proc")).verdict == "problem"
    assert check_writing("the state", tmp_path).verdict == "ok"
    assert list(tmp_path.iterdir()) == []
    assert nearest(tmp_path / "a" / "b") == tmp_path


def test_a_network_file_system_is_recognised(tmp_path: Path):
    """By the mount that is nearest, blanks in its name included."""
    mounts = tmp_path / "mounts"
    place = tmp_path / "my hub"
    place.mkdir()
    text = f"/dev/sda1 / ext4 rw 0 0\nserver:/x {str(place).replace(' ', chr(92) + '040')} nfs4 rw 0 0\n"
    mounts.write_text(text, encoding="utf-8")
    assert file_system(place / ".", mounts) == "nfs4"
    assert file_system(tmp_path, mounts) == "ext4"
    assert file_system(tmp_path, tmp_path / "none") == ""


@pytest.mark.parametrize(
    ("seconds", "verdict", "words"),
    [
        ([], "warning", "No server"), ([3, -3], "ok", "agrees"), ([0, 0, 9999], "ok", "agrees"),
        ([300, 310], "warning", "305 seconds behind"), ([-90], "warning", "90 seconds ahead"),
    ],
)  # fmt: skip
def test_a_wrong_clock_is_told(seconds: list[int], verdict: str, words: str):
    """By most of the servers: one alone may be wrong."""
    check = check_clock([timedelta(seconds=one) for one in seconds])
    assert (check.verdict, words in check.found) == (verdict, True)


def host(name: str = "site.example") -> Host:
    """A server."""
    return Host("https", name, 443, False)


def test_certificates_that_end_soon_are_told():
    """From two weeks before on, by name; all others in one line with the shortest time."""
    met = [
        Met(host(), NOW + timedelta(days=13, hours=1)),
        Met(host("a.example"), NOW + timedelta(days=40, hours=1)),
        Met(host("b.example"), NOW + timedelta(days=20, hours=1)),
        Met(host("c.example"), refused="certificate has expired"),
        Met(host("d.example"), unheard="no answer"),
    ]
    assert [(check.verdict, check.found) for check in check_certificates(met, NOW)] == [
        ("warning", "The certificate of site.example ends in 13 days."),
        ("problem", "c.example: certificate has expired"),
        ("warning", "d.example could not be asked: no answer"),
        ("ok", "2 certificates are valid for 20 days and more."),
    ]


def source(name: str, url: str, **more: object) -> Source:
    """A source."""
    return Source.model_validate({"id": name, "url": url, **more})


def test_each_server_is_asked_once_and_the_first_three_for_the_time():
    """Paused sources and files are left out; one source that may be private is enough for its host."""
    sources = [
        source("a", "https://one.example/a"),
        source("b", "https://one.example/b", allow_private=True),
        source("c", "http://two.example:8080/"),
        source("d", "https://three.example/", status="paused"),
        source("e", "board.csv", kind="csv", map="board.toml"),
        source("f", "https://[else/feed.json"),
        source("g", "https://four.example:99999/"),
    ]
    assert hosts_of(sources) == [Host("https", "one.example", 443, True), Host("http", "two.example", 8080, False)]
    asked: list[tuple[str, bool]] = []

    def met(host: Host, asks_time: bool) -> Met:
        asked.append((host.name, asks_time))
        return Met(host, ahead=timedelta())

    many = [source(f"s{number}", f"https://s{number}.example/") for number in range(5)]
    assert [check.verdict for check in check_network(many, met)] == ["ok"]
    assert sorted(asked) == [(f"s{number}.example", number < 3) for number in range(5)]
    assert [check.found for check in check_network([], met)] == ["No source is on the web."]


def test_a_real_server_tells_its_time():
    """By its header Date, of whatever answer; one that talks nonsense tells none, and nothing is raised."""
    server = FaultServer()
    try:
        here = Host("http", "127.0.0.1", server.server_address[1], True)
        date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
        server.behaviours["/"] = lambda exchange: exchange.answer(405, b"", {"Date": date})
        ahead = meet(here, True).ahead
        assert ahead
        assert timedelta(minutes=59) < ahead < timedelta(minutes=61)
        assert meet(here, False) == Met(here)
        for nonsense in ("yesterday", "Mon, 99 Foo 2026 99:00:00 GMT"):
            server.behaviours["/"] = lambda exchange, said=nonsense: exchange.answer(200, b"", {"Date": said})
            assert meet(here, True) == Met(here)
        server.behaviours["/"] = lambda exchange: exchange.reset()
        assert meet(here, True) == Met(here)
    finally:
        server.close()
    assert meet(here, True).unheard
    assert "not of the public internet" in meet(Host("http", "127.0.0.1", 80, False), True).refused


def test_real_certificates_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The end of a good one is found; a bad one is refused with the reason."""
    certificates = Certificates(tmp_path)
    contexts = {kind: certificates.server(kind) for kind in ("good", "expired", "self-signed")}
    certificates.trusted(monkeypatch)
    met = {}
    for kind, context in contexts.items():
        server = FaultServer(tls=context)
        try:
            met[kind] = meet(Host("https", "127.0.0.1", server.server_address[1], True), True)
        finally:
            server.close()
    ends = met["good"].ends
    assert ends
    assert ends > NOW + timedelta(days=14)
    assert "expired" in met["expired"].refused
    assert "self-signed" in met["self-signed"].refused.replace("self signed", "self-signed")
