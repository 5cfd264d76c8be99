"""Fixtures that every part of the suite shares."""

import os

import pytest
from click.testing import CliRunner, Result

from wbl_feed.cli import wbl


@pytest.fixture
def run_wbl():
    """Runs the command ``wbl`` in this process and gives click's result; a traceback fails the test."""

    def run(*arguments: object, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(wbl, [str(argument) for argument in arguments], input=stdin, prog_name="wbl")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under WBL_REQUIRE_ALL a test that would be skipped for want of a tool fails instead."""
    if os.environ.get("WBL_REQUIRE_ALL"):
        for item in items:
            for mark in item.iter_markers("skipif"):
                if mark.args and mark.args[0]:
                    item.add_marker(pytest.mark.xfail(reason="a needed tool is missing", strict=True, run=False))


@pytest.fixture(autouse=True)
def _no_clock_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WBL_AT", raising=False)
