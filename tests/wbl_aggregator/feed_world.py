"""A small world of sites that publish feeds and have troubles, served from memory; what each said is written down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.fetch import Failed, Fetched, NotModified, Outcome, Validators
from wbl_feed.times import format_instant

Json = dict[str, Any]
Trouble = Literal[
    "", "timeout", "unknown_host", "401", "404", "410", "500", "429", "503", "web page", "empty", "cut off",
    "another feed", "miscounted", "wrong digest", "half",
]  # fmt: skip
Kind = Literal["feed", "same", "silence", "gone", "error", "rubbish"]
BEGIN = datetime(2026, 11, 22, 12, tzinfo=UTC)
_FAILED = {"timeout": "timeout", "unknown_host": "unknown_host"}


@dataclass(frozen=True)
class Item:
    """A posting as its site has it."""

    id: str
    title: str
    modified: str
    status: str = "open"
    previous: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    sound: bool = True
    """An unsound one lacks its title."""

    def to_json(self) -> Json:
        """The posting in the feed."""
        value: Json = {"id": self.id, "url": self.id, "dateModified": self.modified, "activityType": "internship"}
        value |= {"status": self.status, "rolling": True}
        value |= {"title": self.title} if self.sound else {}
        value |= {"previousIds": list(self.previous)} if self.previous else {}
        return value | ({"sameAs": list(self.same_as)} if self.same_as else {})


@dataclass(frozen=True)
class Said:
    """What a site said to one request for its feed, in terms of specification 8."""

    kind: Kind
    feed: str = ""
    """Id of the feed."""
    items: Mapping[str, Item] = field(default_factory=dict)
    """Sound ones."""
    unsound: frozenset[str] = frozenset()
    tombstones: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True
    ends: str = ""
    """The feed's ``terminationDate``."""
    until: datetime | None = None
    """Not to be asked again before."""


@dataclass
class Site:
    """A site, what it publishes, and what is the matter with it."""

    name: str
    paged: bool = False
    items: dict[str, Item] = field(default_factory=dict)
    tombstones: dict[str, str] = field(default_factory=dict)
    modified: str = format_instant(BEGIN)
    ends: str = ""
    trouble: Trouble = ""
    made: int = 0
    """Postings that were ever made, so that no id comes twice."""

    @property
    def feed(self) -> str:
        """The id of the feed that is served."""
        return f"https://{self.name}.example/feed" + ("/other" if self.trouble == "another feed" else "")

    @property
    def url(self) -> str:
        """The feed's address."""
        return f"https://{self.name}.example/feed.json"

    def documents(self) -> dict[str, bytes]:
        """What is at each address of the site; the feed itself last."""
        items = [item.to_json() for item in self.items.values()]
        shown = items[: len(items) // 2] if self.trouble == "half" else items
        stones = [{"id": one, "dateDeleted": when} for one, when in self.tombstones.items()]
        digest = content_digest(map(canonical_json, items), map(canonical_json, stones))
        head: Json = {
            "type": "DataFeed", "specVersion": "1.0", "name": f"The {self.name}", "license": "CC0-1.0",
            "publisher": {"name": f"The {self.name}"}, "timeZone": "America/New_York", "dateModified": self.modified,
            "id": self.feed, "completeness": "complete",
            "totalItems": len(items) + (self.trouble == "miscounted"),
            "digest": "sha-256:" + "0" * 64 if self.trouble == "wrong digest" else digest,
        }  # fmt: skip
        head |= {"tombstones": stones} if stones else {}
        head |= {"terminationDate": self.ends} if self.ends else {}
        found: dict[str, bytes] = {}
        if self.paged and len(shown) > 1:
            page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": self.feed, "items": shown[1:]}
            content = json.dumps(page).encode()
            name = f"pages/{hashlib.sha256(content).hexdigest()[:16]}.json"
            found[f"https://{self.name}.example/{name}"] = content
            head |= {"completeness": "paged", "pages": [name]}
            shown = shown[:1]
        found[self.url] = json.dumps({**head, "items": shown}).encode()
        return found

    def says(self) -> Said:
        """What a consumer may conclude from the feed as it is served now."""
        shown = list(self.items.values())
        shown = shown[: len(shown) // 2] if self.trouble == "half" else shown
        whole = self.trouble not in ("miscounted", "wrong digest") and len(shown) == len(self.items)
        sound = {item.id: item for item in shown if item.sound}
        unsound = frozenset(item.id for item in shown if not item.sound)
        return Said("feed", self.feed, sound, unsound, dict(self.tombstones), whole, self.ends)


class World:
    """All sites, the time, and what was said to whom."""

    def __init__(self, *sites: Site) -> None:
        self.sites = {site.name: site for site in sites}
        self.at = BEGIN
        self.heard: dict[str, list[Said]] = {}

    def tick(self, wait: timedelta = timedelta(seconds=1)) -> str:
        """Let time pass; the moment it is then."""
        self.at += wait
        return format_instant(self.at)

    def add(self, name: str, *, same_as: str = "") -> Item:
        """A new posting, which may say that it is the same as another site's."""
        site, now = self.sites[name], self.tick()
        site.made += 1
        identity = f"https://{name}.example/postings/{site.made}"
        item = Item(identity, f"Posting {site.made} of {name}", now, same_as=(same_as,) if same_as else ())
        return self._put(site, item)

    def edit(self, name: str, identity: str, **members: Any) -> Item:
        """Change a posting."""
        site, now = self.sites[name], self.tick()
        members = members or {"title": f"{site.items[identity].title.split(' as of')[0]} as of {now}"}
        return self._put(site, Item(**{**vars(site.items[identity]), "modified": now, **members}))

    def rename(self, name: str, identity: str) -> Item:
        """Give a posting another id, and say so."""
        site, now = self.sites[name], self.tick()
        old = site.items.pop(identity)
        site.made += 1
        new = f"https://{name}.example/postings/{site.made}"
        return self._put(site, Item(**{**vars(old), "id": new, "modified": now, "previous": (*old.previous, identity)}))

    def withdraw(self, name: str, identity: str, *, tombstone: bool) -> Item:
        """Take a posting out, with a tombstone or without a word."""
        site, now = self.sites[name], self.tick()
        site.modified = now
        if tombstone:
            site.tombstones[identity] = now
        return site.items.pop(identity)

    def relist(self, name: str, item: Item, *, tidy: bool) -> Item:
        """Bring a posting back; a tidy publisher takes its tombstone away."""
        site, now = self.sites[name], self.tick()
        if tidy:
            site.tombstones.pop(item.id, None)
        return self._put(site, Item(**{**vars(item), "modified": now}))

    def end(self, name: str, *, over: bool) -> None:
        """Say that the feed has ended, or that it has not after all."""
        site, now = self.sites[name], self.tick()
        site.modified, site.ends = now, now if over else ""

    def _put(self, site: Site, item: Item) -> Item:
        site.items[item.id] = item
        site.modified = item.modified
        return item

    def fetcher(self) -> "WorldFetcher":
        """The network of this world."""
        return WorldFetcher(self)


class WorldFetcher:
    """Fetches from a world; a server there honours conditional requests and keeps its validators for its documents."""

    def __init__(self, world: World) -> None:
        self._world = world

    def fetch(
        self,
        url: str,
        validators: Validators | Mapping[str, Validators] | None = None,
        *,
        same_origin: bool = False,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Outcome:
        """What the server of an address answers."""
        site = self._world.sites[(urlsplit(url).hostname or "").removesuffix(".example")]
        known = validators if isinstance(validators, Validators) else (validators or {}).get(url, Validators())
        outcome, said = self._answer(site, url, known)
        if url == site.url:
            self._world.heard.setdefault(site.name, []).append(said)
        return outcome

    def _answer(self, site: Site, url: str, known: Validators) -> tuple[Outcome, Said]:
        trouble = site.trouble
        if trouble in _FAILED:
            return Failed(url, _FAILED[trouble], "it does not answer"), Said("silence")
        if trouble.isdigit():
            return self._refused(url, int(trouble))
        if url != site.url:
            body = site.documents().get(url)
            return (_fetched(url, body) if body else Failed(url, "http_status", "no such page", 404)), Said("error")
        body, said = site.documents()[url], site.says()
        texts = {"web page": b"<!DOCTYPE html><title>Welcome</title>", "empty": b"", "cut off": body[:-9]}
        if trouble in texts:
            return _fetched(url, texts[trouble]), Said("rubbish")
        answer = _fetched(url, body)
        if known.etag and known.etag == answer.validators.etag:
            return NotModified(url, {}), replace(said, kind="same")
        return answer, said

    def _refused(self, url: str, status: int) -> tuple[Outcome, Said]:
        headers, until = {}, None
        if status in (429, 503):
            until = self._world.at + timedelta(hours=5, minutes=30)
            headers = {"retry-after": str(int((until - self._world.at).total_seconds()))}
        message = f"the server answered {status}"
        return Failed(url, "http_status", message, status, headers), Said(
            "gone" if status == 410 else "error", until=until
        )


def _fetched(url: str, body: bytes) -> Fetched:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Fetched(url, body, "application/json", Validators(etag), {"etag": etag})
