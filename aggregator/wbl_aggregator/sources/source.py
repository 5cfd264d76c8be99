"""One source: a feed to crawl, or a site that an adapter reads."""

import re
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from wbl_feed.adapter import load_adapter
from wbl_feed.files import is_reserved
from wbl_feed.licenses import spelled
from wbl_feed.location import is_address
from wbl_feed.models.base import Code
from wbl_feed.settings import Settings

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Source(Settings):
    """One feed to crawl."""

    id: str
    """Short name that never changes."""
    kind: str = "feed"
    """Name of the adapter that reads a site without a feed. Silence: the site has one."""
    url: str = ""
    """Address of its feed, or what the adapter reads."""
    home: str = ""
    """A page to discover the feed from, in place of its address."""
    map: str | None = None
    """Mapping file of that adapter, beside the sources file; its table ``[feed]`` says what the site's feed is."""
    name: str = ""
    """Its name for people. Silence: the feed's own."""
    contact: str = ""
    """Mailbox or address of those who look after it, to be told when something is wrong. Silence: the feed's own."""
    license: str = ""
    """What the operator knows to be the licence of a feed that states none."""
    trust: int = Field(5, ge=1, le=9)
    """1 is trusted most; of two sources of one opportunity the more trusted one is shown."""
    regions: tuple[Code, ...] = ()
    """Regions of postings that state none. Silence: the feed's own."""
    index: bool = False
    """Whether search engines may be handed its postings."""
    status: Literal["active", "paused", "development", "deprecated"] = "active"
    """A paused source is not asked and its postings are kept; one in development is asked by name alone, and its
    postings are checked and not published; a deprecated one is not asked, and its postings leave as if it were taken
    out."""
    redirect: str = ""
    """The id of the source, or the address, that a deprecated source is followed by."""
    allow_private: bool = False
    """Whether its address may be of a private network."""
    robots: bool | None = None
    """Whether robots.txt is obeyed. Silence: as for all."""
    pause_seconds: float | None = Field(None, ge=0, le=3600)
    """Between two requests to its host. Silence: as for all."""
    keep_days: int | None = Field(None, ge=1)
    """How long its postings stay while it cannot be read. Silence: as for all."""
    accept_drop: bool = False
    """Whether postings are deleted even if most of them are gone at once."""
    least_share: float | None = Field(None, ge=0, le=1)
    """Of the usual number of its postings, the share below which absence deletes nothing. Silence: 0.7."""
    most_share: float | None = Field(None, gt=0, le=1)
    """Of its live postings, the share above which absence deletes nothing. Silence: 0.5."""

    @field_validator("id")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not ID.fullmatch(value):
            raise ValueError("it must be of lower-case letters, digits and hyphens, such as cape-cod")
        if value == "index" or is_reserved(value):
            raise ValueError(f"“{value}” cannot be the name of a file; take another one")
        return value

    @field_validator("url", "home")
    @classmethod
    def _http(cls, value: str, info: ValidationInfo) -> str:
        feed = info.field_name == "home" or info.data.get("kind") == "feed"
        if value and feed and not value.startswith(("https://", "http://")):
            raise ValueError("it must be an address that starts with https://")
        return value

    @field_validator("license")
    @classmethod
    def _license(cls, value: str) -> str:
        known = spelled(value) if value else value
        if known != value:
            hint = f"; did you mean “{known}”?" if known else ", such as CC-BY-4.0, and no address of a licence"
            raise ValueError(f"“{value}” is no SPDX identifier{hint}")
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Source":
        if self.adopted:
            self._check_adopted()
        elif self.map:
            raise ValueError(f"the source “{self.id}” has a mapping file, and its “kind” is missing")
        elif not self.listed:
            raise ValueError(f"the source “{self.id}” has no “url” of its feed, and no “home” to find the feed from")
        elif self.url and self.home:
            raise ValueError(f"the source “{self.id}” has “url” and “home”; keep “url” if it is the feed's own address")
        if self.redirect and self.status != "deprecated":
            raise ValueError(f"the source “{self.id}” has “redirect”, so its “status” must be “deprecated”")
        if self.redirect and not (ID.fullmatch(self.redirect) or is_address(self.redirect)):
            raise ValueError(f"“redirect” of the source “{self.id}” must be the id of another source, or an address")
        return self

    def _check_adopted(self) -> None:
        of = f"the source “{self.id}” of kind “{self.kind}”"
        if not self.url:
            raise ValueError(f"{of} needs under “url” what the adapter reads")
        if not self.map:
            raise ValueError(f"{of} needs a mapping file under “map”")
        for key in ("home", "license"):
            if getattr(self, key):
                where = "home_page_url" if key == "home" else key
                raise ValueError(f"{of} has “{key}”; write it into its mapping file, as “{where}” under [feed]")

    @property
    def method(self) -> str:
        """How its postings came here, from vocabulary provenance-method."""
        return "converted" if self.adopted and load_adapter(self.kind).states else "imported"

    @property
    def adopted(self) -> bool:
        """Whether the site has no feed, so that an adapter reads it."""
        return self.kind != "feed"

    @property
    def listed(self) -> str:
        """The address that stands in the sources file, of the feed or of the page to find it from."""
        return self.url or self.home
