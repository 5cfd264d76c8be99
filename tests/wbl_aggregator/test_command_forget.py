"""``wbl aggregate forget`` asks before, and goes on only when somebody agrees."""

from collections.abc import Callable

import pytest
from click.testing import Result
from faults.hub import posting
from operator_desk import Desk

Forget = Callable[..., Result]


@pytest.fixture
def forget(desk: Desk, run_wbl: Forget) -> Forget:
    """Runs the command for a posting of the north."""

    def run(*arguments: str, stdin: bytes | None = None) -> Result:
        told = ("--config", desk.config, "--out", desk.out, "--at", "2026-11-23", "--reason", "names a student")
        return run_wbl("aggregate", "forget", posting("north", 2)["id"], *told, *arguments, stdin=stdin)

    return run


@pytest.mark.parametrize(
    ("answered", "stdin", "code", "words"),
    [(False, b"", 2, "nobody is here to answer. Add --yes."), (True, b"n\n", 0, "Nothing was changed.")],
)
def test_nothing_is_forgotten_without_an_answer(
    desk: Desk, forget: Forget, monkeypatch: pytest.MonkeyPatch, answered: bool, stdin: bytes, code: int, words: str
):
    """Where nobody can be asked --yes is needed, and "no" changes nothing."""
    monkeypatch.setattr("wbl_aggregator.commands.asking.is_answered", lambda: answered)
    before = (desk.out / "feed.json").read_bytes()
    result = forget(stdin=stdin)
    assert result.exit_code == code
    assert words in result.output.replace("\n  ", " ")
    assert (desk.out / "feed.json").read_bytes() == before
    assert not (desk.folder / "moderation.toml").exists()
