"""How our aggregator behaves towards the servers of its sources, over a week of hourly runs, each a new process's worth."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from recorded_web import Answer, RecordedWeb, feed_json, recorded
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config

START = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
HOUR, DAY, TOLERANCE = timedelta(hours=1), timedelta(days=1), timedelta(seconds=60)
HUB = {"id": "https://hub.example/feed", "name": "Hub", "license": "CC-BY-4.0", "publisher": {"name": "Hub"}}


@dataclass(frozen=True)
class Asked:
    """One request at the simulated time."""

    at: datetime
    headers: dict[str, str]
    etag: str
    """What was given with the answer."""
    modified: str
    status: int

    @property
    def sent(self) -> tuple[str, str]:
        """The conditions."""
        return self.headers.get("if-none-match", ""), self.headers.get("if-modified-since", "")


@dataclass
class Server:
    """The servers of all sources, at a simulated time."""

    web: RecordedWeb
    now: datetime = START
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    runs: list[datetime] = field(default_factory=list)

    def serve(self, url: str, answer: Callable[[datetime], dict[str, Any]]) -> None:
        """Have an address answer what it is at the time; conditions are honoured, and cookies are tried."""
        log = self.asked.setdefault(url, [])

        def respond(headers: dict[str, str]) -> Answer:
            found = answer(self.now)
            given = {"Set-Cookie": "id=1", **found.get("headers", {})}
            status, etag, modified = found.get("status", 200), given.get("ETag", ""), given.get("Last-Modified", "")
            if status == 200 and (
                headers.get("if-none-match") == etag if etag else headers.get("if-modified-since") == modified != ""
            ):
                status = 304
            log.append(Asked(self.now, headers, etag, modified, status))
            return {**found, "status": status, "headers": given, **({"body": ""} if status == 304 else {})}

        self.web.answers[url] = respond

    def times(self, url: str) -> list[datetime]:
        """When an address was asked."""
        return [one.at for one in self.asked[url]]

    def everything(self) -> list[tuple[str, Asked]]:
        """All requests with their addresses."""
        return [(url, one) for url, log in self.asked.items() for one in log]


def between(first: float, last: float, now: datetime) -> bool:
    """Whether a time is between two days of the week."""
    return START + first * DAY <= now < START + last * DAY


def of(host: str, now: datetime, *, every: timedelta | None = None, **members: Any) -> dict[str, Any]:
    """The feed of a host, with a posting more after each of some spans."""
    changes = int((now - START) / every) if every else 0
    return {"json": feed_json(host, *range(1, 4 + changes), **members), "headers": {"ETag": f'"v{changes}"'}}


def url(host: str, path: str = "/feed.json") -> str:
    """An address."""
    return f"https://{host}{path}"


def with_headers(answer: dict[str, Any], **headers: str) -> dict[str, Any]:
    """The answer with more headers; names with an underscore for the hyphen."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return {**answer, "headers": {**answer.get("headers", {}), **more}}


def steady(now: datetime) -> dict[str, Any]:
    """It never changes."""
    return of("steady.example", now)


def daily(now: datetime) -> dict[str, Any]:
    """It changes each day, with an ETag that only who sends it back as it came can tell."""
    found = of("daily.example", now, every=DAY)
    return with_headers(found, ETag=f'W/"d{(now - START).days} ;,é "')


def dated(now: datetime) -> dict[str, Any]:
    """It changes every other day and has a Last-Modified alone, in a form of its own."""
    changed = START + (now - START) // (2 * DAY) * 2 * DAY
    json = feed_json("dated.example", *range(1, 4 + (now - START).days // 2))
    return {"json": json, "headers": {"Last-Modified": f"{changed:%A, %d-%b-%y} 00:00:00 GMT"}}


def fresh(now: datetime) -> dict[str, Any]:
    """It stays fresh for six hours, one of which it was in a cache."""
    return with_headers(of("fresh.example", now, every=DAY), Cache_Control="public, max-age=25200", Age="3600")


def expiring(now: datetime) -> dict[str, Any]:
    """It says until when it is fresh, by a clock that is a day ahead."""
    ahead = now + DAY
    answer = of("expiring.example", now, every=DAY)
    return with_headers(answer, Date=http_date(ahead), Expires=http_date(ahead + 3 * HOUR))


def slow(now: datetime) -> dict[str, Any]:
    """Its feed says that twice a day is enough."""
    return of("slow.example", now, every=DAY, ttl=43_200)


def limited(now: datetime) -> dict[str, Any]:
    """On the third day it has had enough for five hours."""
    if between(2, 2.1, now):
        return {"status": 429, "headers": {"Retry-After": "18000"}}
    return of("limited.example", now)


def away(now: datetime) -> dict[str, Any]:
    """On the fourth day it is away until an hour that it names, by a clock that is three hours behind."""
    if between(3, 3.2, now):
        back = START + 3 * DAY + 7 * HOUR
        said = {"Date": http_date(now - 3 * HOUR), "Retry-After": http_date(back - 3 * HOUR)}
        return {"status": 503, "headers": said}
    return of("away.example", now)


def failing(now: datetime) -> dict[str, Any]:
    """For two days it fails, and says nothing about when it will be back."""
    return {"status": 500} if between(1, 3, now) else of("failing.example", now)


def half(now: datetime) -> dict[str, Any]:
    """For a day its document is cut off, and has an ETag of its own."""
    if between(2, 3, now):
        return {"body": '{"type": "DataFeed", "specVersion": "1.0"', "headers": {"ETag": '"half"'}}
    return of("half.example", now, every=4 * DAY)


def moving(now: datetime) -> dict[str, Any]:
    """From the third day on it leads to its new address for good."""
    if now >= START + 2 * DAY:
        return {"status": 301, "headers": {"Location": url("new.example"), "ETag": '"moved"'}}
    return of("moving.example", now)


def new(now: datetime) -> dict[str, Any]:
    """Where it leads to."""
    return of("moving.example", now)


SOURCES = (steady, daily, dated, fresh, expiring, slow, limited, away, failing, half, moving)


def http_date(moment: datetime) -> str:
    """A moment as HTTP writes it."""
    return format_datetime(moment, usegmt=True)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A week of hourly runs, some seconds early or late as cron is; nothing lives between two runs but files."""
    folder = tmp_path_factory.mktemp("week")
    with recorded() as web:
        server = Server(web)
        for source in SOURCES:
            server.serve(url(f"{source.__name__}.example"), source)
            server.serve(
                url(f"{source.__name__}.example", "/robots.txt"),
                lambda now: {"body": "User-agent: *\nDisallow: /wp-admin/"},
            )
        server.serve(url("new.example"), new)
        server.serve(url("limited.example", "/second.json"), lambda now: {"json": feed_json("second.example", 1), "headers": {"ETag": '"s"'}})  # fmt: skip
        for hour in range(7 * 24):
            one_run(server, folder, START + hour * HOUR + timedelta(seconds=(hour * 17) % 50 - 20 * (hour > 0)))
        yield server


def one_run(server: Server, folder: Path, at: datetime) -> Run:
    """A run at a time, with all of its own."""
    listed = {f"{one.__name__}.example": "/feed.json" for one in SOURCES}
    sources = [{"id": host.partition(".")[0], "url": url(host, path)} for host, path in listed.items()]
    sources.append({"id": "second", "url": url("limited.example", "/second.json")})
    crawl = {"pause_seconds": 0, "contact": "ops@hub.example"}
    config = Config.model_validate({"feed": HUB, "crawl": crawl, "source": sources})
    server.now = at
    server.runs.append(at)
    return run(config, folder / "public", folder / "state", at, lambda _: server.web.fetcher(contact="ops@hub.example"))


@pytest.mark.slow
def test_every_source_is_asked_about_as_often_as_it_may(week: Server):
    """An hourly run asks a source without wishes each hour, so that the rest of these tests says something."""
    assert len(week.asked[url("steady.example")]) == len(week.runs) == 168
    assert len(week.asked[url("daily.example")]) == 168
    assert sum(one.status == 304 for one in week.asked[url("daily.example")]) == 161


@pytest.mark.slow
def test_only_the_first_request_to_an_address_is_unconditional(week: Server):
    """Each later one has the conditions that the address itself gave with its last whole document."""
    for address, log in week.asked.items():
        if address.endswith("/robots.txt"):
            continue
        held = ("", "")
        for number, one in enumerate(log):
            assert one.sent == held, f"request {number} to {address} at {one.at}"
            if one.status == 200 and one.etag != '"half"':
                held = (one.etag, "" if one.etag else one.modified)
        assert held != ("", "") or address == url("moving.example")


@pytest.mark.slow
def test_validators_are_opaque(week: Server):
    """What came is sent back byte for byte, and a Last-Modified that is no date of HTTP too."""
    assert {one.sent[0] for one in week.asked[url("daily.example")][1:]} == {f'W/"d{day} ;,é "' for day in range(7)}
    assert {one.sent[1] for one in week.asked[url("dated.example")][1:]} == {
        f"{START + day * DAY:%A, %d-%b-%y} 00:00:00 GMT" for day in (0, 2, 4, 6)
    }


@pytest.mark.parametrize(
    ("host", "least", "most"),
    [("fresh.example", 6, 7), ("expiring.example", 3, 4), ("slow.example", 12, 13), ("steady.example", 1, 1)],
)
@pytest.mark.slow
def test_freshness_is_obeyed_and_not_overdone(week: Server, host: str, least: int, most: int):
    """Between two requests lies the time that the server or the feed asked for, and no run more."""
    for before, after in pairwise(week.times(url(host))):
        assert least * HOUR - TOLERANCE <= after - before <= most * HOUR + TOLERANCE


@pytest.mark.slow
def test_retry_after_holds_for_the_whole_host(week: Server):
    """For five hours after 429 nothing is asked of that host, its other feed and its robots.txt included."""
    (refused,) = [one.at for one in week.asked[url("limited.example")] if one.status == 429]
    of_host = [one.at for address, one in week.everything() if address.startswith("https://limited.example/")]
    assert not [at for at in of_host if refused < at < refused + 5 * HOUR]
    for path in ("/feed.json", "/second.json"):
        later = [at for at in week.times(url("limited.example", path)) if at > refused]
        assert later[0] < refused + 7 * HOUR


@pytest.mark.slow
def test_retry_after_as_a_date_is_read_by_the_clock_of_the_server(week: Server):
    """A server whose clock is behind is asked again when it means, neither hours before nor hours after."""
    log = week.asked[url("away.example")]
    (refused,) = [one.at for one in log if one.status == 503]
    back = next(one.at for one in log if one.at > refused)
    assert START + 3 * DAY + 7 * HOUR - TOLERANCE <= back <= START + 3 * DAY + 9 * HOUR


@pytest.mark.slow
def test_a_source_that_fails_is_asked_less_and_less(week: Server):
    """The wait grows with each failure, up to a day, and ends with the first answer."""
    failed = [one.at for one in week.asked[url("failing.example")] if one.status == 500]
    assert 4 <= len(failed) <= 10
    gaps = [after - before for before, after in pairwise(failed)]
    assert gaps[-1] > 4 * gaps[0]
    assert max(gaps) <= DAY + HOUR
    back = [one for one in week.asked[url("failing.example")] if one.at > failed[-1]]
    assert back[0].at - failed[-1] <= DAY + HOUR
    assert all(after.at - before.at < 2 * HOUR for before, after in pairwise(back))


@pytest.mark.slow
def test_a_document_that_was_cut_off_does_not_silence_its_source(week: Server):
    """While it is broken its ETag is not kept; what is asked with is that of the last whole document."""
    broken = [one for one in week.asked[url("half.example")] if one.etag == '"half"']
    assert len(broken) >= 3
    assert {one.sent[0] for one in broken} == {'"v0"'}
    assert {one.status for one in broken} == {200}


@pytest.mark.slow
def test_a_feed_that_moved_is_asked_at_its_new_address(week: Server):
    """After one permanent redirect the old address is left alone."""
    (last,) = [one.at for one in week.asked[url("moving.example")] if one.status == 301]
    assert week.times(url("moving.example"))[-1] == last
    assert week.times(url("new.example"))[0] == last
    assert len(week.times(url("new.example"))) == len([at for at in week.runs if at >= last])


@pytest.mark.slow
def test_robots_txt_is_asked_for_once_a_day(week: Server):
    """In a week of hourly runs each origin is asked at most seven times for its rules."""
    for source in SOURCES:
        times = week.times(url(f"{source.__name__}.example", "/robots.txt"))
        assert 1 <= len(times) <= 7
        assert all(after - before >= DAY - HOUR for before, after in pairwise(times))


@pytest.mark.slow
def test_no_request_says_more_than_it_should(week: Server):
    """No cookie goes back, no Referer is sent, not after a redirect either; every request names us and our operator."""
    for _, one in week.everything():
        assert not one.headers.keys() & {"cookie", "referer", "origin", "authorization", "from"}
        assert one.headers["user-agent"].startswith("wbl-feed/")
        assert "ops@hub.example" in one.headers["user-agent"]


@pytest.mark.slow
def test_nothing_is_asked_twice_in_a_run(week: Server):
    """One run asks each address at most once."""
    for address in week.asked:
        times = week.times(address)
        assert len(times) == len(set(times)), address


def test_a_restart_is_no_burst(tmp_path: Path):
    """A run right after another asks nothing, one after days away asks each address once, and one later nothing again."""
    with recorded() as web:
        server = Server(web)
        for source in SOURCES:
            server.serve(url(f"{source.__name__}.example"), source)
        asked = []
        for at in (
            START,
            START,
            START + timedelta(minutes=30),
            START + 10 * DAY,
            START + 10 * DAY + timedelta(minutes=5),
        ):
            before = len(server.everything())
            one_run(server, tmp_path, at)
            asked.append(len(server.everything()) - before)
        assert asked[1:3] == [0, 0]
        assert 0 < asked[3] <= len(SOURCES)
        assert asked[4] == 0
