"""Every fault of one source in a run of a whole hub: what it comes to, what it costs nobody, and how it is over."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from faults.certificates import Certificates
from faults.fault_list import FAULTS, Setting, Stage
from faults.names import named
from faults.server import FaultServer
from faults.struck_hub import CHANGED, CONTENT, MENDED, StruckHub, titles_of
from wbl_aggregator.publishing import verify

OLD, NEW = titles_of(CONTENT), titles_of(CHANGED)
MOST_SECONDS = 12
"""For a run: the three seconds of a source, what is over when they are, and a machine that is busy."""


@dataclass(frozen=True)
class Verdict:
    """What a hub says and publishes of a source that a fault has struck."""

    code: str = ""
    words: str = ""
    state: str = "failing"
    titles: tuple[tuple[int, str], ...] = tuple(OLD.items())
    """Of the postings that are published, by number."""
    held: int = 0
    notice: str = ""
    """A code among its most frequent notices."""
    waits: int = 1
    """Days until it may be asked again."""


def judged(code: str, words: str) -> Verdict:
    """Something came that is no feed, so that all stays as it was."""
    return Verdict(code, words)


def read(words: str = "", state: str = "ok", titles: dict[int, str] | None = None, **more: Any) -> Verdict:
    """A feed came, with changes in it, and perhaps with something that keeps absence from deleting."""
    return Verdict("", words, state, tuple((NEW if titles is None else titles).items()), **more)


CHANGED_ONLY = {**OLD, 1: NEW[1]}
ASKS = "postings vanished at once; they are kept until you agree"
KEPT = "not intact, so absent postings are kept"
JUDGED: dict[str, Verdict] = {
    "length too small": judged("invalid_json", "ends too early"),
    "no length, cut off": judged("invalid_json", "ends too early"),
    "gzip unsaid": judged("not_a_feed", "neither JSON nor XML"),
    "byte order mark": read(),
    "UTF-16": judged("invalid_encoding", "it is UTF-16"),
    "Latin-1": judged("invalid_encoding", "0xe9"),
    "bytes of zero": judged("not_a_feed", "neither JSON nor XML"),
    "slow redirects": judged("too_many_redirects", "more than 5"),  # within the time of the source
    "a login page": judged("not_a_feed", "a web page, not a feed"),
    "empty 200": judged("empty_document", "empty"),
    "a web page": judged("not_a_feed", "a web page, not a feed"),
    "a web page said to be JSON": judged("not_a_feed", "a web page, not a feed"),
    "an error as JSON": judged("not_a_feed", "JSON document of another kind"),
    "304 always": read(titles=OLD),  # nothing tells it from a feed that did not change
    "ETag that never changes": read(titles=OLD),
    "503 for a thousand years": Verdict("http_status", "503", waits=32),
    "truncated JSON": judged("invalid_json", "ends too early"),
    "truncated by a byte": judged("invalid_json", "ends too early"),
    "nested without end": judged("nested_too_deep", "deeper than 200 levels"),
    "numbers without end": read(notice="number_out_of_range"),
    "half the items": read(f"{KEPT}: 5.", held=5, notice="total_items_mismatch"),
    "half the items, well counted": read(f"5 of 8 {ASKS}", "held", held=5),
    "no items": read(f"8 of 8 {ASKS}", "held", OLD, held=8),
    "items are null": read(f"{KEPT}: 8.", titles=OLD, held=8, notice="missing_member"),
    "every id twice": read(notice="duplicate_id"),
    "one id for all": read(f"7 of 8 {ASKS}", "held", CHANGED_ONLY, held=7, notice="duplicate_id"),
    "other ids each time": read(f"8 of 8 {ASKS}", "held", OLD, held=8),
    "another feed": judged("other_feed", "Another feed is at this address"),
    "of the next version": judged("unsupported_version", "specVersion 9.0"),
    "a page of itself": read(notice="page_repeated"),
    "pages without end": read(notice="page_missing"),
    "a page on another host": read(notice="page_elsewhere"),
    "all withdrawn at once": read(state="empty", titles={}),  # tombstones are the source's own word
}
SAME_ETAG = ("304 always", "ETag that never changes")
"""They strike while the feed is as it was, so that what is asked with is what the server knows."""
STILL_HELD = ("other ids each time",)
"""What came with other ids stays after the fault, until a person has looked."""


def verdict_of(name: str) -> Verdict:
    """What a fault comes to: what a fetch says of it, where that fails; a feed with its changes, where it does not."""
    fault = FAULTS[name]
    if name in JUDGED:
        return JUDGED[name]
    return read() if fault.harmless else Verdict(fault.code, fault.words)


@pytest.fixture(scope="module")
def hubs(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[Setting], StruckHub]]:
    """A hub for each setting after its first run, in which all went well."""
    folder, made = tmp_path_factory.mktemp("hubs"), dict[Setting, StruckHub]()
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:

        def served() -> FaultServer:
            server = FaultServer()
            stack.callback(server.close)
            return server

        def make(setting: Setting) -> StruckHub:
            stage = Stage(setting, served())
            if setting == "tls":
                stage.certificates = request.getfixturevalue("certificates")
                assert isinstance(stage.certificates, Certificates)
                stage.certificates.trusted(patch)
                stage.server.tls = stage.certificates.server("good")
            if setting == "name":
                stage.names = stack.enter_context(named(stage.server.server_address[1]))
            place = folder / setting
            place.mkdir()
            hub = StruckHub(served(), stage, place)
            assert [decision.state for decision in hub.run().decisions] == ["new"] * 4
            return hub

        def hub_of(setting: Setting) -> StruckHub:
            if setting not in made:
                made[setting] = make(setting)
            return made[setting]

        yield hub_of


def status(run_wbl: Callable[..., Result], hub: StruckHub, source: str = "east") -> dict[str, Any]:
    """A source's line of ``wbl aggregate status --json``."""
    result = run_wbl("aggregate", "status", "--config", hub.sources, "--json")
    assert result.exit_code == 0
    return next(line for line in json.loads(result.output)["sources"] if line["source"] == source)


@pytest.mark.parametrize("name", FAULTS)
def test_one_source_fails(
    name: str, hubs: Callable[[Setting], StruckHub], tmp_path: Path, run_wbl: Callable[..., Result]
) -> None:
    """The run ends, the others are whole and new, nothing live is lost, the reason is told, and it passes by."""
    fault, verdict = FAULTS[name], verdict_of(name)
    hub = hubs(fault.setting).copied(tmp_path / "hub")
    hub.update_good()
    if name not in SAME_ETAG:
        hub.stage.set(CHANGED)
    fault.strike(hub.stage)
    begun = time.monotonic()
    outcome = hub.run()
    assert time.monotonic() - begun < MOST_SECONDS

    decision, told, public = outcome.decisions[-1], status(run_wbl, hub), hub.health()
    assert hub.good_are_whole()
    assert hub.titles() == dict(verdict.titles)
    assert verify(hub.out) == []
    assert (decision.state == "failed", decision.code) == (bool(verdict.code), verdict.code)
    for line in (told, public):
        assert (line["state"], line["code"], line["held"]) == (verdict.state, verdict.code, verdict.held)
        assert line["means"]
        assert verdict.notice in ("", *line["topNotices"])
    assert verdict.words in told["message"]
    assert verdict.words in run_wbl("aggregate", "status", "--config", hub.sources).output
    assert bool(told["message"]) == bool(verdict.words)
    assert (told["failures"], told["problem"]) == (bool(verdict.code), verdict.state not in ("ok", "empty"))
    assert (public["outcome"] == "failed") == bool(verdict.code)
    assert "127.0.0.1:" not in json.dumps(public)

    hub.stage.set(MENDED)
    for _ in range(verdict.waits):
        again = hub.run()
    assert again.failed == []
    assert hub.titles() == titles_of(MENDED)
    assert verify(hub.out) == []
    told = status(run_wbl, hub)
    if name not in STILL_HELD:
        assert (told["state"], told["code"], told["message"], told["held"]) == ("ok", "", "", 0)
    assert (told["live"], told["failures"]) == (19 if name in STILL_HELD else 10, 0)
    assert len(hub.tombstones()) == 0


FROM_THE_BEGINNING = (
    "refused", "silent in the body", "truncated gzip", "gzip bomb", "redirect loop", "redirect to a private address", "status 403",
    "status 410", "429 with seconds", "304 always", "a web page", "truncated by a byte", "certificate expired", "name not known",
)  # fmt: skip


@pytest.mark.parametrize("name", FROM_THE_BEGINNING)
def test_a_source_that_was_never_read(
    name: str, hubs: Callable[[Setting], StruckHub], tmp_path: Path, run_wbl: Callable[..., Result]
) -> None:
    """A source that fails at its first visit keeps nobody from beginning, is told as failing, and comes in later."""
    fault, base = FAULTS[name], hubs(FAULTS[name].setting)
    hub = StruckHub(base.good, base.stage, tmp_path)
    fault.strike(hub.stage)
    outcome = hub.run()
    assert [decision.state for decision in outcome.decisions] == ["new", "new", "new", "failed"]
    told, code = status(run_wbl, hub), fault.code or JUDGED[name].code
    assert (told["state"], told["code"], told["live"]) == ("failing", code, 0)
    assert (told["lastSuccess"], told["lastYield"]) == (None, None)
    assert len(hub.postings()) == 9
    hub.stage.set(CONTENT)
    assert [decision.state for decision in hub.run().decisions] == ["unchanged", "unchanged", "unchanged", "new"]
    assert (status(run_wbl, hub)["state"], hub.titles()) == ("ok", OLD)
    assert verify(hub.out) == []


def test_the_table_tells_what_a_reader_judges() -> None:
    """There is a verdict on every fault that a fetch itself does not tell, and none on what there is not."""
    assert [name for name, fault in FAULTS.items() if not (fault.code or fault.harmless or name in JUDGED)] == []
    assert JUDGED.keys() <= FAULTS.keys()
    assert len({(verdict_of(name).code, verdict_of(name).words) for name in FAULTS}) >= 45
