"""One decision of the operator about postings: what keeps them out, and what is corrected in them."""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

from pydantic import Field, StringConstraints, TypeAdapter, field_validator, model_validator
from pydantic_core import SchemaError

from wbl_aggregator.match.evidence import employer_key
from wbl_feed.models import Posting
from wbl_feed.reading import parse_sound
from wbl_feed.sanitising import sanitised
from wbl_feed.settings import Settings, did_you_mean

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_BLOCKED_BY = ("id", "source", "employer", "pattern")
_FIXED = {"id": "a published id never changes", "dateModified": "it follows by itself", "provenance": "it is a record"}
_LEAST: dict[str, Any] = {
    "id": "urn:x-wbl:any",
    "url": "https://any.example/",
    "title": "Any",
    "dateModified": "2000-01-01T00:00:00Z",
    "activityType": "unspecified",
    "status": "open",
}
_LONGEST = 200_000
"""Characters of a posting that a pattern is looked for in."""


class Block(Settings):
    """What keeps postings out: all that is stated must be so of a posting."""

    reason: Reason
    """Why, in words for those who look after the hub; it is not published."""
    id: str = ""
    """Id of a posting, at a source or in the statewide feed."""
    source: str = ""
    """Id of a source."""
    employer: str = ""
    """Name of the hiring organization; case, punctuation and legal form do not matter."""
    pattern: str = ""
    """Regular expression for the title, summary and description; case does not matter."""
    since: date | None = None
    """When it was decided, for people."""
    forget: bool = False
    """Whether the posting of this id is not even kept, as when somebody's name stood in it."""

    @field_validator("employer")
    @classmethod
    def _named(cls, value: str) -> str:
        if value and not employer_key(value):
            raise ValueError("it must name an employer, and there is more to a name than a legal form")
        return value

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        if value and _found(value, ""):
            raise ValueError(f"“{value}” is found in every text, so that nothing would be left")
        return value

    @model_validator(mode="after")
    def _something(self) -> "Block":
        if not any(getattr(self, key) for key in _BLOCKED_BY):
            raise ValueError(f"a [[block]] needs one of {', '.join(f'“{key}”' for key in _BLOCKED_BY)}")
        if self.forget and not self.id:
            raise ValueError("a [[block]] with “forget” needs “id”")
        return self

    def holds(self, source: str, posting: Posting, ids: frozenset[str]) -> bool:
        """Whether a posting of a source is kept out; ``ids`` are all that it has or had."""
        organization = posting.hiring_organization
        return (
            (not self.id or self.id in ids)
            and (not self.source or self.source == source)
            and (
                not self.employer
                or (organization is not None and employer_key(organization.name) == employer_key(self.employer))
            )
            and (not self.pattern or _found(self.pattern, _text(posting)))
        )


class Override(Settings):
    """What is corrected in a posting: whole members are set or taken away."""

    id: str = Field(min_length=1)
    """Id of the posting, at a source or in the statewide feed."""
    source: str = ""
    """Only as this source has it."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Members by their JSON names, with their whole new values."""
    unset: tuple[str, ...] = ()
    """JSON names of members to take away."""
    reason: str = ""
    """Why, for people; it is not published."""

    @field_validator("set", mode="after")
    @classmethod
    def _sound(cls, value: dict[str, Any]) -> dict[str, Any]:
        members = {name: _as_json(one) for name, one in value.items()}
        for name in members:
            _check_member(name)
        parsed = parse_sound(Posting, {**_LEAST, **members}, "")
        if isinstance(parsed, tuple):
            raise ValueError(f"{parsed[0].message.removesuffix('.')}. {parsed[0].fix.removesuffix('.')}")
        if "descriptionHtml" in members:
            members["descriptionHtml"] = sanitised(members["descriptionHtml"])
        return members

    @field_validator("unset")
    @classmethod
    def _optional(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            _check_member(name)
            if name in _LEAST:
                raise ValueError(f"a posting cannot be without “{name}”; set another value")
        return value

    @model_validator(mode="after")
    def _either(self) -> "Override":
        if both := self.set.keys() & set(self.unset):
            raise ValueError(f"“{min(both)}” of {self.id} is both set and unset")
        if not self.set and not self.unset:
            raise ValueError(f"the [[override]] of {self.id} changes nothing; it needs “set” or “unset”")
        return self


@cache
def _matcher(pattern: str) -> TypeAdapter[str]:
    """A pattern in the engine that pydantic brings (Rust's regex), which never backtracks: its time is linear."""
    try:
        return TypeAdapter(Annotated[str, StringConstraints(pattern=f"(?i){pattern}")])
    except SchemaError as error:
        why = str(error).rpartition("\nerror: ")[2] if "\nerror: " in str(error) else "it is too large"
        raise ValueError(f"“{pattern}” is no regular expression that is understood: {why}") from None


def _found(pattern: str, text: str) -> bool:
    return _matcher(pattern).validator.isinstance_python(text)


def _text(posting: Posting) -> str:
    parts = (posting.title, posting.summary, posting.description, posting.description_html)
    return "\n".join(part for part in parts if part)[:_LONGEST]


def _check_member(name: str) -> None:
    if name in _FIXED:
        raise ValueError(f"“{name}” cannot be changed: {_FIXED[name]}")
    names = [field.alias or key for key, field in Posting.model_fields.items()]
    if name not in names:
        hint = did_you_mean(name, [one for one in names if one not in _FIXED])
        raise ValueError(f"a posting has no member “{name}”" + (f". {hint.removesuffix('?')}" if hint else ""))


def _as_json(value: Any) -> Any:
    """A value of TOML, whose dates need no quotation marks, as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _as_json(one) for name, one in value.items()}
    return [_as_json(one) for one in value] if isinstance(value, list) else value
