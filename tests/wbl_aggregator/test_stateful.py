"""Whatever sites do, in any order, what is published is what a simple model of the specification says."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import get_args
from unittest import mock

import pytest
from feed_model import Aggregate
from feed_reader import Copy, catch_up, copy_of, entries_of, faults_of, read_feed
from feed_world import Item, Site, Trouble, World
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from wbl_aggregator.pipeline import run
from wbl_aggregator.publishing import verify
from wbl_aggregator.sources import Config

from wbl_feed.errors import NothingPublishedError
from wbl_feed.times import parse_instant

HUB = {"id": "https://hub.example/feed", "name": "Hub", "license": "CC0-1.0", "publisher": {"name": "Hub"}}
SITES = {"harbor": 8, "north": 3, "cape": 7}
TROUBLES = [trouble for trouble in get_args(Trouble) if trouble]
SMALL = {
    "wbl_aggregator.publishing.change_log.MOST_CHANGES": 4,
    "wbl_aggregator.publishing.change_log.LEAST_OLD": 3,
    "wbl_aggregator.publishing.plan.ONE_DOCUMENT": 6,
    "wbl_aggregator.publishing.plan._LEAST": 2,
    "wbl_aggregator.publishing.plan._ONE_IN": 3,
}
"""Pages of a few postings, so that a few postings make several of them."""

names = st.sampled_from(sorted(SITES))
picks = st.integers(0, 20)
hours = st.sampled_from([0, 1, 1, 1, 3, 25, 25, 100, 300, 745])
"""Until the next run; 0: there is none yet."""
faults: st.SearchStrategy[Trouble] = st.sampled_from(["", "", "half", "miscounted", "wrong digest", "timeout"])
"""What is the matter with a site in that run alone."""


class AggregatorOfThreeSites(RuleBasedStateMachine):
    """Sites change, fail and come back; after nearly every step the aggregator runs and its output is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="wbl-stateful-"))
        self.out, self.state = self.folder / "public", self.folder / ".wbl"
        self.world = World(*(Site(name, paged=name == "north") for name in SITES))
        self.model = Aggregate()
        self.paused: set[str] = set()
        self.unlisted: set[str] = set()
        self.agreed: set[str] = set()
        self.left: dict[str, list[Item]] = {name: [] for name in SITES}
        self.twins: set[str] = set()
        self.entries: dict[str, str] = {}
        self.copies: list[Copy] = []
        self.gone: set[str] = set()
        self.patches = ExitStack()
        for name, value in SMALL.items():
            self.patches.enter_context(mock.patch(name, value))

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.patches.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """All sites have postings, and are read."""
        for name, count in SITES.items():
            for _ in range(count):
                self.world.add(name)
        self.run(1)

    # what sites do

    @rule(name=names, wait=hours)
    def add(self, name: str, wait: int) -> None:
        """A site has a new posting."""
        self.world.add(name)
        self.run(wait)

    @rule(name=names, other=names, pick=picks, wait=hours)
    def add_twin(self, name: str, other: str, pick: int, wait: int) -> None:
        """A site has a posting that another one has too."""
        item = self.pick(other, pick)
        if item and name != other:
            self.twins |= {item.id, self.world.add(name, same_as=item.id).id}
        self.run(wait)

    @rule(
        name=names,
        pick=picks,
        wait=hours,
        status=st.sampled_from(["open", "open", "filled"]),
        sound=st.integers(0, 4),
        fault=faults,
    )
    def edit(self, name: str, pick: int, wait: int, status: str, sound: int, fault: Trouble) -> None:
        """A posting gets another title, or is filled, or loses its title by mistake."""
        if item := self.pick(name, pick):
            self.world.edit(name, item.id)
            self.world.edit(name, item.id, status=status, sound=sound > 0)
        self.run_once(name, fault, wait)

    @rule(name=names, pick=picks, wait=hours, fault=faults)
    def rename(self, name: str, pick: int, wait: int, fault: Trouble) -> None:
        """A posting gets another id."""
        if item := self.pick(name, pick):
            new = self.world.rename(name, item.id)
            self.twins |= {new.id} if item.id in self.twins else set()
        self.run_once(name, fault, wait)

    @rule(
        name=names,
        pick=picks,
        wait=hours,
        tombstone=st.booleans(),
        share=st.sampled_from([0, 0, 0.4, 0.6, 1]),
        fault=faults,
    )
    def withdraw(self, name: str, pick: int, wait: int, tombstone: bool, share: float, fault: Trouble) -> None:
        """One posting leaves, or a share of all of them at once."""
        count = max(1, round(share * len(self.world.sites[name].items)))
        for _ in range(count):
            if item := self.pick(name, pick):
                self.left[name].append(self.world.withdraw(name, item.id, tombstone=tombstone))
        self.run_once(name, fault, wait)

    @precondition(lambda self: any(self.left.values()))
    @rule(name=names, pick=picks, wait=hours, tidy=st.booleans(), fault=faults)
    def relist(self, name: str, pick: int, wait: int, tidy: bool, fault: Trouble) -> None:
        """A posting comes back."""
        if self.left[name]:
            item = self.left[name].pop(pick % len(self.left[name]))
            self.world.relist(name, item, tidy=tidy)
        self.run_once(name, fault, wait)

    @rule(name=names, trouble=st.sampled_from([*TROUBLES, "410", "410"]), wait=hours, again=hours)
    def fail(self, name: str, trouble: Trouble, wait: int, again: int = 0) -> None:
        """A site gets into trouble, perhaps for longer."""
        self.world.sites[name].trouble = trouble
        self.run(wait)
        self.run(again)

    @rule(wait=hours)
    def recover(self, wait: int) -> None:
        """All sites are well again."""
        for site in self.world.sites.values():
            site.trouble = ""
        self.run(wait)

    @rule(name=names, wait=hours, over=st.booleans())
    def end(self, name: str, wait: int, over: bool) -> None:
        """A feed says that it has ended, or that it has not after all."""
        self.world.end(name, over=over)
        self.run(wait)

    # what the operator does

    @rule(name=names, wait=hours, what=st.sampled_from(["paused", "unlisted", "agreed"]))
    def decide(self, name: str, wait: int, what: str) -> None:
        """The operator pauses a source, takes it out or agrees to a sudden drop; or does so no more."""
        chosen: set[str] = getattr(self, what)
        chosen ^= {name}
        if len(self.unlisted) == len(SITES):
            self.unlisted.clear()
        self.run(wait)

    @rule(wait=hours)
    def lose_state(self, wait: int) -> None:
        """Somebody deletes the state between two runs."""
        shutil.rmtree(self.state, ignore_errors=True)
        self.model.lose_state()
        self.run(wait)

    @rule(wait=hours)
    def visit(self, wait: int) -> None:
        """Nothing happens."""
        self.run(max(wait, 1))

    # what has to hold

    def pick(self, name: str, pick: int) -> Item | None:
        """A posting of a site, if it has any."""
        items = list(self.world.sites[name].items.values())
        return items[pick % len(items)] if items else None

    def config(self) -> Config:
        """The sources file as it is now."""
        sources = [
            {
                "id": name,
                "url": site.url,
                "status": "paused" if name in self.paused else "active",
                "accept_drop": name in self.agreed,
            }
            for name, site in self.world.sites.items()
            if name not in self.unlisted
        ]
        crawl = {"pause_seconds": 0, "robots": False, "at_once": 1}
        return Config.model_validate({"feed": HUB, "crawl": crawl, "source": sources})

    def run_once(self, name: str, fault: Trouble, wait: int) -> None:
        """Run while something is the matter with a site that was well."""
        site = self.world.sites[name]
        before, site.trouble = site.trouble, site.trouble or fault
        self.run(wait)
        site.trouble = before

    def run(self, wait: int) -> None:
        """Run after some hours, and look at everything."""
        if not wait:
            return
        self.world.tick(timedelta(hours=wait))
        at, world, model = self.world.at, self.world, self.model
        listed = set(SITES) - self.unlisted
        before, files = (model.published, model.known), entries_of(self.out)
        model.begin(listed, at)
        world.heard.clear()
        to_ask = {name for name in listed - self.paused if model.may_ask(name, at)}
        try:
            run(self.config(), self.out, self.state, at, lambda source: world.fetcher(), now=True)
            published = True
        except NothingPublishedError:
            published = False
        assert {name: len(said) for name, said in world.heard.items()} == dict.fromkeys(to_ask, 1)
        for name, (said,) in world.heard.items():
            model.hear(name, said, at, agreed=name in self.agreed)
        assert published is model.has_read
        if published:
            self.check(model.publish(self.paused, at))
        if not published or (model.published, model.known) == before:
            self.check_unchanged(files)

    def check(self, shown: dict[str, dict[str, Item]]) -> None:
        """The published set is what the model says, the log leads to it, and the manifest is right."""
        feed = read_feed(self.out)
        wanted = {item.id: (item.title, item.status) for items in shown.values() for item in items.values()}
        found = {one["id"]: (item["title"], item["status"]) for item in feed["items"] for one in item["provenance"]}
        assert found.keys() == wanted.keys()
        alone = {item["provenance"][0]["id"]: item for item in feed["items"] if len(item["provenance"]) == 1}
        assert {one: found[one] for one in alone} == {one: wanted[one] for one in alone}
        self.check_ids(alone, {item.id: item for items in shown.values() for item in items.values()})
        self.check_log(feed)
        self.check_tombstones(feed)
        assert faults_of(self.out) == []
        assert verify(self.out) == []

    def check_ids(self, alone: dict[str, dict], items: dict[str, Item]) -> None:
        """The statewide id of a posting stays, whether it is renamed, comes back, or the state is lost."""
        for identity, entry in alone.items():
            line = [identity, *reversed(items[identity].previous)]
            if self.twins.isdisjoint(line):
                known = next((self.entries[one] for one in line if one in self.entries), entry["id"])
                assert entry["id"] == known
                self.entries[identity] = known

    def check_log(self, feed: dict) -> None:
        """The log from its beginning gives the feed, and from wherever a reader was, unless it tells that it cannot."""
        copy = copy_of(feed)
        assert self.catch_up(feed, Copy()) == copy.items
        for earlier in self.copies:
            found = self.catch_up(feed, earlier)
            if found is None:
                event("a reader was away for so long that it reads the whole feed")
            assert found in (copy.items, None)
        if self.copies:
            assert self.catch_up(feed, self.copies[-1]) == copy.items
        self.copies.append(copy)

    def catch_up(self, feed: dict, earlier: Copy) -> object:
        """The items of a reader that follows the log."""
        found = catch_up(self.out, feed, earlier)
        assert found is None or found.sequence <= feed["sequence"]
        return found and found.items

    def check_tombstones(self, feed: dict) -> None:
        """Whatever left has a tombstone, and nothing that is there has one."""
        ids = {item["id"] for item in feed["items"]}
        stones = {stone["id"]: stone["dateDeleted"] for stone in feed.get("tombstones", ())}
        self.gone = (self.gone | (self.copies[-2].items.keys() if len(self.copies) > 1 else set())) - ids
        assert self.gone <= stones.keys()
        assert ids.isdisjoint(stones)
        assert all(parse_instant(when) <= self.world.at for when in stones.values())

    def check_unchanged(self, before: dict[str, bytes]) -> None:
        """Where nothing is to change nothing did, whether the state was lost or not."""
        after = entries_of(self.out)
        assert {name for name in {**before, **after} if before.get(name) != after.get(name)} == set()


TestAggregator = pytest.mark.slow(AggregatorOfThreeSites.TestCase)
TestAggregator.settings = settings(
    max_examples=int(os.environ.get("WBL_STATEFUL_EXAMPLES", "15")),
    stateful_step_count=int(os.environ.get("WBL_STATEFUL_STEPS", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture
def story() -> Iterator[AggregatorOfThreeSites]:
    """The same world, for one story that is told step by step."""
    machine = AggregatorOfThreeSites()
    machine.begin()
    yield machine
    machine.teardown()


def test_state_that_is_lost_changes_nothing(story):
    """Without a state the next run publishes the same bytes, its sequence included, and a later one what is new."""
    story.lose_state(wait=1)
    story.add(name="harbor", wait=1)
    story.lose_state(wait=1)


def test_renamed_while_it_was_not_shown(story):
    """A posting that its source renames while its feed says that it has ended has its old statewide id afterwards."""
    story.end(name="harbor", over=True, wait=1)
    story.rename(name="harbor", pick=1, wait=1, fault="")
    story.end(name="harbor", over=False, wait=1)


def test_any_other_answer_comes_between_two_410(story):
    """A web page with status 200 is another answer, so two 410 before and after it do not end a feed (8.6)."""
    story.fail(name="harbor", trouble="410", wait=1)
    story.fail(name="harbor", trouble="web page", wait=3)
    story.fail(name="harbor", trouble="410", wait=25)


def test_time_out_is_no_answer_between_two_410(story):
    """A server that does not answer says nothing, so that two 410 a day apart end a feed all the same (8.6)."""
    story.fail(name="harbor", trouble="410", wait=1)
    story.fail(name="harbor", trouble="timeout", wait=3)
    story.fail(name="harbor", trouble="410", wait=25)
    assert not story.model.published["harbor"]


def test_lapsed_source_comes_back(story):
    """A source that could not be read for a month is not shown, and is again once it can be read."""
    story.fail(name="cape", trouble="500", wait=745)
    assert not story.model.published["cape"]
    story.recover(wait=1)
    assert len(story.model.published["cape"]) == 7


def test_sudden_drop_waits_until_the_operator_agrees(story):
    """More than half of the postings at once stay until the operator agrees; the rest of the feed is taken meanwhile."""
    story.withdraw(name="harbor", pick=0, tombstone=False, share=0.6, wait=1, fault="")
    assert len(story.model.published["harbor"]) == 8
    story.decide(name="harbor", what="agreed", wait=1)
    assert len(story.model.published["harbor"]) == 3


def test_feed_that_had_ended_comes_back(story):
    """A feed that ended by 410 and comes back as it was is read anew; a 304 would leave it empty (18.2 rule 3)."""
    story.fail(name="harbor", trouble="410", wait=1, again=25)
    assert not story.model.published["harbor"]
    story.recover(wait=1)
    assert len(story.model.published["harbor"]) == 8
