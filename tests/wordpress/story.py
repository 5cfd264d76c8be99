"""What people do with postings on a site in the course of months, at random, and what the feed should be then."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wordpress.plugin_site import POSTING, administrator, write, written
from wordpress.real_site import RealSite

ZONE = ZoneInfo("America/New_York")
LINGERS = timedelta(days=90)


@dataclass
class Post:
    """One post as it should be."""

    number: int
    posting: dict[str, Any]
    status: str = "publish"
    password: str = ""

    def in_feed(self, now: datetime) -> dict[str, Any] | None:
        """What the feed has of it at this moment."""
        if self.status != "publish" or self.password or self.posting["status"] in {"filled", "closed"}:
            return None
        ends = self.ends
        if ends and ends + LINGERS <= now:
            return None
        return {**self.posting, "status": "closed"} if ends and ends <= now else self.posting

    @property
    def ends(self) -> datetime | None:
        """When its deadline is over."""
        if "applicationDeadline" not in self.posting:
            return None
        day = datetime.fromisoformat(self.posting["applicationDeadline"]) + timedelta(days=1)
        return day.replace(tzinfo=ZONE)


class Story:
    """A site on which one thing after another happens."""

    def __init__(self, site: RealSite, begin: str, seed: int) -> None:
        self.site, self.chance, self.now = site, random.Random(seed), datetime.fromisoformat(begin)
        self.posts: list[Post] = []
        self.told: list[str] = []
        """What happened so far, for whoever reads a failure."""

    @property
    def instant(self) -> str:
        """The present moment as text."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def expected(self) -> list[dict[str, Any]]:
        """The postings that should be in the feed, in the order of their posts."""
        return [item for post in self.posts if (item := post.in_feed(self.now))]

    def step(self) -> None:
        """Some time goes by, and one thing happens."""
        longer = self.chance.choice([0, 0, 0, 3600, 86400, 20 * 86400])
        self.now += timedelta(seconds=self.chance.randint(1, 90) + longer)
        self.site.at(self.instant)
        happening = self.chance.choice(
            [self.create, self.create, self.edit, self.edit, self.retitle, self.deadline, self.trash, self.untrash, self.delete,
             self.draft, self.publish, self.lock, self.unlock, self.fill, self.reopen, self.settings, self.nothing]
        )  # fmt: skip
        self.told.append(f"{self.instant} {happening.__name__}")
        happening()

    def create(self) -> None:
        """A posting is written, published or not."""
        posting = {**POSTING, "title": f"Posting {len(self.told)}", "applicationDeadline": self._day()}
        status = self.chance.choice(["publish", "publish", "draft"])
        self.posts.append(Post(written(self.site, posting, status=status), posting, status))

    def edit(self) -> None:
        """A fact of a posting changes, through REST."""
        for post in self._one(lambda post: post.status != "trash"):
            self._write(post, {**post.posting, "summary": f"Edited at {self.instant}."})

    def retitle(self) -> None:
        """Somebody edits the title in WordPress."""
        for post in self._one(lambda post: post.status != "trash"):
            post.posting = {**post.posting, "title": f"Another {len(self.told)} & more"}
            self._ask(post, {"title": post.posting["title"].replace("&", "&amp;")})

    def deadline(self) -> None:
        """A deadline is moved, or given up."""
        for post in self._one(lambda post: post.status != "trash"):
            posting = {**post.posting, "applicationDeadline": self._day()}
            if self.chance.random() < 0.3:
                del posting["applicationDeadline"]
            self._write(post, posting)

    def trash(self) -> None:
        """A post goes to the trash."""
        for post in self._one(lambda post: post.status == "publish"):
            self._ask(post, None, "DELETE")
            post.status = "trash"

    def untrash(self) -> None:
        """It is brought back, as a draft as WordPress does it."""
        for post in self._one(lambda post: post.status == "trash"):
            self.site.php(f"wp_untrash_post( {post.number} );")
            post.status = "draft"

    def delete(self) -> None:
        """A post is deleted for good."""
        for post in self._one(lambda post: True):
            self._ask(post, None, "DELETE", "?force=true")
            self.posts.remove(post)

    def draft(self) -> None:
        """A posting is taken off the site."""
        for post in self._one(lambda post: post.status == "publish"):
            post.status = "draft"
            self._ask(post, {"status": "draft"})

    def publish(self) -> None:
        """It is published."""
        for post in self._one(lambda post: post.status == "draft"):
            post.status = "publish"
            self._ask(post, {"status": "publish"})

    def lock(self) -> None:
        """It gets a password."""
        for post in self._one(lambda post: post.status == "publish"):
            post.password = "secret"
            self._ask(post, {"password": post.password})

    def unlock(self) -> None:
        """The password is taken away."""
        for post in self._one(lambda post: post.password and post.status != "trash"):
            post.password = ""
            self._ask(post, {"password": ""})

    def fill(self) -> None:
        """All places are taken, or it is no longer offered."""
        for post in self._one(lambda post: post.status == "publish"):
            self._write(post, {**post.posting, "status": self.chance.choice(["filled", "closed"])})

    def reopen(self) -> None:
        """Applications are taken again, or will be."""
        for post in self._one(lambda post: post.status != "trash"):
            self._write(post, {**post.posting, "status": self.chance.choice(["open", "paused"])})

    def settings(self) -> None:
        """The webmaster changes what the feed says of itself."""
        name = f"Network {len(self.told)}"
        self.site.php(f"WblFeed\\Feed\\Settings::save( array( 'name' => '{name}', 'attribution' => '{name}' ) );")

    def nothing(self) -> None:
        """A post is saved as it is, and everything is looked at as it is each night."""
        for post in self._one(lambda post: post.status != "trash"):
            self._write(post, post.posting)
        self.site.php("WblFeed\\Feed\\Catch_Up::nightly();")

    def _one(self, fits: Callable[[Post], Any]) -> list[Post]:
        some = list(filter(fits, self.posts))
        return [self.chance.choice(some)] if some else []

    def _write(self, post: Post, posting: dict[str, Any]) -> None:
        post.posting = posting
        answer = write(self.site, posting, post.number, status=post.status)
        assert answer.status == 200, answer.text

    def _ask(self, post: Post, body: Any, method: str = "POST", query: str = "") -> None:
        path = f"wp-json/wp/v2/wbl-postings/{post.number}{query}"
        answer = self.site.ask(path, method=method, user=administrator(self.site), body=body)
        assert answer.status == 200, answer.text

    def _day(self) -> str:
        return f"{self.now + timedelta(days=self.chance.randint(-5, 60)):%Y-%m-%d}"
