"""A watched site is published at once, after each change of a file, and after each pause."""

from pathlib import Path

import pytest
from wbl_publishers.publishing.watch import pause_of, watched

from wbl_feed.errors import UsageError

SETTINGS = """\
config_version = 1
[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }
[[input]]
name = "sheet"
kind = "csv"
source = "sheet.csv"
map = "map.toml"
"""
MAP = """\
config_version = 1
fields = { "/title" = "T", "/url" = "U" }
constants = { "/status" = "open", "/activityType" = "internship" }
"""


class Clock:
    """A clock that goes on as one sleeps, and does something at each sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self.at: dict[float, object] = {}

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        action = self.at.pop(self.now, None)
        if callable(action):
            action()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a sheet."""
    (tmp_path / "publish.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    (tmp_path / "sheet.csv").write_text("T,U\n", encoding="utf-8")
    return tmp_path


def moments(site: Path, clock: Clock, number: int, pause: float = 60.0) -> list[float]:
    """When the site is published the first few times."""
    found = watched(site / "publish.toml", pause, 2.0, clock.sleep, lambda: clock.now)
    times = []
    for _ in range(number):
        next(found)
        times.append(clock.now)
    found.close()
    return times


def test_it_is_published_at_once_and_after_each_pause(site: Path):
    """Where no file changes, the pause decides, for what is on the network."""
    assert moments(site, Clock(), 3) == [0.0, 60.0, 120.0]


@pytest.mark.parametrize("name", ["sheet.csv", "map.toml", "publish.toml"])
def test_a_change_of_a_file_is_seen(site: Path, name: str):
    """The sheet, the mapping and the settings are looked at every two seconds."""
    clock = Clock()
    clock.at[6.0] = lambda: (site / name).write_text((site / name).read_text("utf-8") + "\n", encoding="utf-8")
    assert moments(site, clock, 2) == [0.0, 6.0]


def test_a_broken_setting_does_not_end_the_watch(site: Path):
    """While publish.toml is being edited it may be broken; the run itself says so."""
    clock = Clock()
    clock.at[4.0] = lambda: (site / "publish.toml").write_text("config_version = [", encoding="utf-8")
    clock.at[8.0] = lambda: (site / "publish.toml").write_text(SETTINGS, encoding="utf-8")
    assert moments(site, clock, 3) == [0.0, 4.0, 8.0]


def test_a_folder_is_watched_with_what_is_in_it(site: Path):
    """For a folder of Markdown each file counts."""
    (site / "jobs").mkdir()
    text = SETTINGS.replace('"csv"', '"markdown"').replace("sheet.csv", "jobs")
    (site / "publish.toml").write_text(text, encoding="utf-8")
    clock = Clock()
    clock.at[4.0] = lambda: (site / "jobs" / "a.md").write_text("x", encoding="utf-8")
    assert moments(site, clock, 2) == [0.0, 4.0]


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("15m", 900), ("6h", 21600), (" 10s ", 10)])
def test_pauses(text: str, seconds: float):
    """Seconds, minutes and hours."""
    assert pause_of(text) == seconds


@pytest.mark.parametrize("text", ["", "9s", "0m", "15", "1.5h", "-30s", "1d", "999999s"])
def test_what_is_no_pause(text: str):
    """Less than ten seconds, another unit, or no number."""
    with pytest.raises(UsageError, match="at least 10 seconds"):
        pause_of(text)
