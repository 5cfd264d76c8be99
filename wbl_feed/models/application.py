"""How to apply."""

from wbl_feed.models.base import (
    Code,
    Email,
    Flag,
    LanguageTag,
    MediaType,
    Optional,
    ShortText,
    Text,
    Title,
    Url,
    Value,
)


class HowToApply(Value):
    """The way to apply; always at the source, never through a feed."""

    method: Code
    """From vocabulary apply-method."""
    url: Optional[Url] = None
    """Page where one applies. Silence: the posting's url."""
    email: Optional[Email] = None
    """Mailbox for applications. Silence: none."""
    telephone: Optional[Title] = None
    """Telephone number for applications. Silence: none."""
    instructions: Optional[Text] = None
    """What to do, in plain text. Silence: see url."""
    applicant: Optional[Code] = None
    """Who applies, from vocabulary applicant. Silence: unknown."""
    direct_apply: Optional[Flag] = None
    """Whether url leads straight to the form (schema.org directApply). Silence: unknown."""
    required_documents: Optional[tuple[Title, ...]] = None
    """What to hand in. Silence: unknown."""


class MediaObject(Value):
    """A picture or a file (schema.org MediaObject)."""

    url: Url
    """Where it is."""
    encoding_format: Optional[MediaType] = None
    """Its media type. Silence: unknown."""
    alternate_name: Optional[ShortText] = None
    """Text alternative of a picture, title of a file. Silence: unknown."""


class Translation(Value):
    """The posting's texts in another language."""

    in_language: LanguageTag
    """Language of these texts."""
    title: Optional[Title] = None
    """Title. Silence: not translated."""
    summary: Optional[ShortText] = None
    """Summary. Silence: not translated."""
    description: Optional[Text] = None
    """Description. Silence: not translated."""
    url: Optional[Url] = None
    """Page in that language. Silence: none."""
