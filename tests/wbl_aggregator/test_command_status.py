"""wbl aggregate status: every source, those that need somebody first, for people, scripts and mail."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from pathlib import Path

import pytest
from click.testing import Result
from faults.hub import feed
from hypothesis import given
from hypothesis import strategies as st
from operator_desk import Desk
from rich.console import Console
from wbl_aggregator.commands.options import moment_before
from wbl_aggregator.reporting.overview import HEADINGS, ago
from wbl_aggregator.reporting.terminal import coloured
from wbl_aggregator.summary import print_summary

from wbl_feed.errors import UsageError
from wbl_feed.times import format_instant

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
Status = Callable[..., Result]


@pytest.fixture
def status(desk: Desk, run_wbl: Status) -> Status:
    """Runs the command on it, a minute after the run."""

    def run(*arguments: str, at: str = "2026-11-22T12:01:00Z") -> Result:
        return run_wbl("aggregate", "status", "--config", desk.config, "--at", at, *arguments)

    return run


def test_what_needs_somebody_comes_first(status: Status):
    """A line a source with its state, times, numbers and reasons, in columns."""
    result = status()
    assert result.exit_code == 0, result.output
    head, *lines = result.output.splitlines()
    assert head.split("  ")[0] == "SOURCE"
    assert [line.split()[:2] for line in lines] == [
        ["west", "failing"],
        ["south", "ok"],
        ["east", "ok"],
        ["north", "ok"],
    ]
    assert "the server answered 404" in lines[0]
    assert "never" in lines[0]
    assert "invalid_value 1" in lines[1]
    assert "1 min ago" in lines[2]
    assert "in " in lines[2]
    place = head.index("LIVE") + 4
    assert [line[place - 2 : place].strip() for line in lines] == ["0", "1", "8", "3"]


def test_scripts_get_all_of_it(status: Status):
    """As JSON, with what the state means and what the operator can do."""
    value = json.loads(status("--json").output)
    assert value["at"] == "2026-11-22T12:01:00Z"
    west = value["sources"][0]
    assert (west["source"], west["state"], west["problem"], west["failures"]) == ("west", "failing", True, 1)
    assert (west["code"], "404" in west["message"], "404" in west["means"]) == ("http_status", True, True)
    assert west["advice"]
    south = value["sources"][1]
    assert (south["refused"], south["live"], south["topNotices"]["invalid_value"]) == (1, 1, 1)
    assert south["lastYield"] == south["lastSuccess"] == "2026-11-22T12:00:00Z"


@pytest.mark.parametrize("options", [(), ("--json",), ("--mail", "ops@hub.example")])
def test_monitoring_asks_by_exit_code(status: Status, options: tuple[str, ...]):
    """3 where a source needs somebody, else 0; without --check always 0."""
    assert status(*options).exit_code == 0
    assert status("--check", *options).exit_code == 3


def test_monitoring_may_ask_for_one_source(status: Status):
    """That one alone counts."""
    assert (status("north", "--check").exit_code, status("west", "--check").exit_code) == (0, 3)


def test_a_source_in_full(desk: Desk, status: Status):
    """Times, numbers, what was found with how to mend it, what is held, and what happened lately."""
    desk.serve(feed("east", range(1, 3)))
    desk.run(day=1)
    text = status("east", at="2026-11-23T13:00:00Z").output
    assert text.startswith("east: held (The east)")
    for words in (
        "wbl aggregate review",
        "Internship 3 in the east",
        "Lately:",
        "8 postings",
        "6 kept though",
        "1 h ago",
    ):
        assert words in text
    text = status("south").output
    assert "1 × invalid_value" in text
    assert "sleeping" in text
    value = json.loads(status("south", "--json").output)
    kind = value["notices"][0]
    assert (kind["code"], kind["count"], kind["places"][0]["found"]) == ("invalid_value", 1, "sleeping")
    assert json.loads(status("east", "--json").output)["heldPostings"][0]["title"] == "Internship 3 in the east"


def test_nobody_reads_microseconds(
    desk: Desk, status: Status, run_wbl: Status, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Though the clock of a run has them: not in a source in full, the mail, the doctor's words or the run's summary."""
    monkeypatch.setattr("operator_desk.AT", AT + timedelta(microseconds=142_099))
    desk.serve(feed("east", range(1, 3)))
    done = desk.run(day=1)
    waiting = [replace(one, state="waiting", message="") for one in done.decisions]
    print_summary(replace(done, decisions=waiting), desk.out)
    later = "2026-11-23T13:00:00.5Z"
    doctor = ("aggregate", "doctor", "--offline", "--config", desk.config, "--out", desk.out, "--at", later)
    told = {
        "next visit from 2026-11-2": capsys.readouterr().out,
        "Lately:": status("east", at=later).output,
        "What happened since": status("--mail", "ops@hub.example", at=later).output,
        "last asked at": run_wbl(*doctor).output,
    }
    for words, text in told.items():
        assert words in text
        assert not re.search(r":\d\d\.\d", text), text


def test_a_mail_is_ready_to_be_sent(status: Status):
    """With what needs somebody and what happened since; it can be handed to sendmail."""
    result = status("--mail", "ops@hub.example", "--since", "2d")
    message = message_from_string(result.output, policy=policy.default)
    assert message["Subject"] == "The hub: west needs somebody"
    assert (message["To"], message["From"]) == ("ops@hub.example", "ops@hub.example")
    body = message.get_content()  # type: ignore[attr-defined]
    assert "since 2026-11-20T12:01:00Z" in body
    assert "the server answered 404" in body


def test_a_paused_source_says_so_at_once(desk: Desk, status: Status):
    """The sources file comes before what the last run found."""
    text = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(text.replace('id = "west"', 'id = "west"\nstatus = "paused"'), encoding="utf-8")
    line = next(line for line in status().output.splitlines() if line.startswith("west"))
    assert line.split()[1] == "paused"
    assert status("--check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nroth",), "Did you mean “north”?"),
        (("--mail", "nobody"), "no mailbox"),
        (("--mail", "a@b.example", "--since", "tuesday"), "tuesday"),
    ],
)
def test_what_is_not_there_is_said(status: Status, arguments: tuple[str, ...], words: str):
    """With exit code 2."""
    result = status(*arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_without_a_state_it_says_what_to_do(tmp_path: Path, run_wbl: Status):
    """Before the first run, and for a folder without a sources file."""
    desk = Desk(tmp_path)
    result = run_wbl("aggregate", "status", "--config", desk.config)
    assert result.exit_code == 2
    assert "wbl aggregate run" in result.output
    assert run_wbl("aggregate", "status", "--config", tmp_path / "no.toml").exit_code == 2


def test_the_folder_may_be_named(desk: Desk, run_wbl: Status):
    """In place of the sources file in it."""
    result = run_wbl("aggregate", "status", "--config", desk.folder)
    assert result.exit_code == 0, result.output
    assert "west" in result.output


def test_a_source_that_was_just_listed_is_new(desk: Desk, status: Status):
    """Though no run has seen it."""
    with desk.config.open("a", encoding="utf-8") as file:
        file.write('[[source]]\nid = "fresh"\nurl = "https://fresh.example/"\n')
    line = next(line for line in status().output.splitlines() if line.startswith("fresh"))
    assert line.split()[:3] == ["fresh", "new", "never"]
    assert "  next run" in line
    assert re.search(r"Next visit: +next run$", status("fresh").output, re.MULTILINE)


def test_the_next_visit_is_said_as_what_comes(desk: Desk, status: Status):
    """One that is due is asked by the next run; a paused one by none."""

    def told(at: str) -> str:
        return next(line for line in status("north", at=at).output.splitlines() if "Next visit:" in line).split(":", 1)[
            1
        ]

    assert re.fullmatch(r" +in \d+ \w+ \(2026-11-2\S+Z\)", told("2026-11-22T12:01:00Z"))
    assert re.fullmatch(r" +next run \(2026-11-2\S+Z\)", told("2027-02-01T00:00:00Z"))
    text = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(text.replace('id = "north"', 'id = "north"\nstatus = "paused"'), encoding="utf-8")
    assert told("2027-02-01T00:00:00Z").strip() == "–"


def drawn(width: int, *cells: tuple[str, ...]) -> list[str]:
    """Lines of the table in a terminal so wide."""
    console = Console(width=width, file=io.StringIO(), force_terminal=True, color_system=None)
    console.print(coloured(cells, width))
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


CELLS = ("north", "failing", "1 min ago", "never", "3", "0", "in 1 h", "[red]a · b[/red]: the server answered 404")


def test_a_wide_terminal_gets_a_table():
    """Of the same cells, with nothing lost and nothing taken for a colour."""
    lines = drawn(140, CELLS)
    assert len(CELLS) == len(HEADINGS)
    assert any(line.split()[:2] == ["north", "failing"] and line.endswith(CELLS[-1]) for line in lines)


def test_a_narrow_terminal_gets_the_reasons_below_the_row():
    """Indented, whole words, on the full width; a source without any has no such line."""
    quiet = ("a-longer-name", "ok", "23 h ago", "never", "1,234", "10", "in 23 h", "")
    head, row, why, other = drawn(80, CELLS, quiet)
    assert head.split("  ")[0] == "source"
    assert head.endswith("next visit")
    assert row.startswith("north          failing  1 min ago  never ")
    assert why == "    " + CELLS[-1]
    assert other.startswith("a-longer-name  ok ")
    place = head.index("live") + 4
    assert (row[place - 1], other[place - 5 : place]) == ("3", "1,234")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "now"), (-59, "now"), (-60, "1 min ago"), (300, "in 5 min"), (-7200, "2 h ago"), (-47 * 3600, "47 h ago"),
        (-48 * 3600, "2 d ago"), (31 * 86_400, "in 31 d"),
    ],
)  # fmt: skip
def test_times_are_said_as_people_say_them(seconds: int, words: str):
    """Hours up to two days, then days."""
    assert ago(format_instant(AT + timedelta(seconds=seconds)), AT) == words
    assert ago("", AT) == "never"


@given(st.integers(0, 9_999), st.sampled_from("mhdw"))
def test_spans_lead_into_the_past(number: int, unit: str):
    """By exactly so much."""
    size = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}[unit]
    assert AT - moment_before(f"{number}{unit}", AT) == timedelta(seconds=number * size)


@pytest.mark.parametrize("text", ["", "x", "-1d", "1y", "99999w"])
def test_no_span_is_a_usage_error(text: str):
    """Where it is no moment either."""
    with pytest.raises(UsageError):
        moment_before(text or "?", AT)
