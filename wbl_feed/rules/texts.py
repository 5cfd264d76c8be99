"""What descriptions are like, and what must not be in a text (spec sections 5.2, 5.3 and 20)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from wbl_feed.notices.base import Notice
from wbl_feed.notices.posting import DescriptionMissing
from wbl_feed.notices.quality import MarkupInText, ThinDescription, UnsafeHtml
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look
from wbl_feed.rules.mailboxes import emails
from wbl_feed.rules.markup import ACTIVE, MARKUP, plain_text, without_markup
from wbl_feed.rules.offers import commissions, fees
from wbl_feed.rules.privacy import children, names, phones, records, security_numbers, student_mailboxes

THIN = 80
"""Characters below which a description says too little."""
_WIDE = "\u2e80"
"""From here on a character is a syllable or a word, and counts as three."""
Finder = Callable[[str], Iterator[Notice]]
_FINDERS: tuple[tuple[tuple[str, ...], Finder], ...] = (
    (("@",), emails),
    ((" fee", "deposit", "cuota", "tarifa", "costo", "taxa"), fees),
    (("commission", "comisi", "comiss"), commissions),
    (("name:", "student:", "estudiante:", "alumno:", "alumna:"), names),
    (("mail:",), student_mailboxes),
    (("my son", "my daughter"), children),
)
"""Words in small letters without which there is nothing to find, and who looks closer."""
_NUMBER_FINDERS: list[Finder] = [phones, records, security_numbers]
"""Who looks closer at a text with digits."""


def check_description(look: Look, context: Context) -> Iterator[Notice]:
    """An open posting is described, in plain text too (section 5.3)."""
    value = look.value
    marked = value.get("descriptionHtml")
    plain = value.get("description", "")
    if marked and not plain:
        yield DescriptionMissing(pointer=f"{look.pointer}/descriptionHtml", posting=look.id)
        plain = plain_text(marked)
    if marked and (active := ACTIVE.search(marked)):
        found = (active[1] or active[0]).strip()
        yield UnsafeHtml(pointer=f"{look.pointer}/descriptionHtml", found=found, posting=look.id)
    if value["status"] == "open" and len(plain) < 2 * THIN:
        length = _length(plain) + _length(value.get("summary", ""))
        if length < THIN:
            place = f"{look.pointer}/description" if "description" in value else look.pointer
            yield ThinDescription(pointer=place, found=length, posting=look.id)


def _length(text: str) -> int:
    words = " ".join(text.split())
    return len(words) if words.isascii() else sum(3 if one >= _WIDE else 1 for one in words)


def check_texts(look: Look, context: Context) -> Iterator[Notice]:
    """Plain texts have no markup, and no text has what endangers a student (sections 5.2 and 20)."""
    # One search for plain words in all texts comes first: most postings have none, and patterns take longer.
    together = "\n".join([text for _, text in look.texts]).casefold()
    finders = [finder for words, finder in _FINDERS if any(word in together for word in words)]
    if "<" in together or "&" in together:
        yield from _markup(look)
    for pointer, text in look.texts:
        numbers = _NUMBER_FINDERS if any(map(text.__contains__, "0123456789")) else []
        for finder in (*finders, *numbers):
            for notice in finder(text):
                if not _is_known(notice, look):
                    yield replace(notice, pointer=pointer, posting=look.id)


def _markup(look: Look) -> Iterator[Notice]:
    for pointer, text in look.texts:
        if not pointer.endswith("/descriptionHtml") and (found := MARKUP.search(text)):
            plain = without_markup(text)
            expected = plain[:80] if plain else "the same without tags"
            yield MarkupInText(pointer=pointer, found=found[0], expected=expected, replacement=plain, posting=look.id)


def _is_known(notice: Notice, look: Look) -> bool:
    """Whether the posting says in the proper member what was found in a text."""
    if notice.code == "fee_charged":
        return "costsToStudent" in look.value
    if notice.code == "phone_in_text":
        contacts = (look.value.get(name, {}).get("telephone", "") for name in ("applicationContact", "howToApply"))
        return _digits(notice.found) in map(_digits, contacts)
    return False


def _digits(number: str) -> str:
    return re.sub("[^0-9]", "", number)[-10:]
