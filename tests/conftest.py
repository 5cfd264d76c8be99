"""Fixtures that every part of the suite shares."""

import os
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from wbl_feed.cli import wbl

settings.register_profile("ci", derandomize=True)
if os.environ.get("WBL_REQUIRE_ALL"):
    settings.load_profile("ci")  # the same examples at every run; at a desk new ones are tried each time


@pytest.fixture
def run_wbl():
    """Runs the command ``wbl`` in this process and gives click's result; a traceback fails the test."""

    def run(*arguments: object, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(wbl, [str(argument) for argument in arguments], input=stdin, prog_name="wbl")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Under WBL_REQUIRE_ALL a test that is skipped, for want of a tool, fails instead."""
    report = yield
    if report.skipped and os.environ.get("WBL_REQUIRE_ALL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and WBL_REQUIRE_ALL is set"
    return report


@pytest.fixture(autouse=True)
def _no_clock_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WBL_AT", raising=False)
