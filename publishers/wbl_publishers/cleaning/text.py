"""The text of a cell: freed of what nobody meant to write, and folded so that spellings compare."""

import re
import unicodedata

LONGEST = 500
"""Characters of the longest cell that is read as anything but a text, an address or a code."""
_SPACE = re.compile("[\u00a0\u2007\u202f]")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# Control characters, and marks that are not seen: soft hyphen, zero-width space, overrides of the writing direction,
# word joiner, byte order mark. Joiners of letters and emoji are seen and stay.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060\ufeff]")
_MARKS = re.compile("[\u061c\u200c-\u200f\u2066-\u2069]")
_QUOTE = re.compile("[\u2018\u2019]")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_ACCENT = re.compile("(?<=[a-z])[\u0300-\u0303\u0308]")
# What Excel, LibreOffice and Google Sheets show for a formula that fails, in English and Spanish, and Excel's hash
# signs for a column that is too narrow.
_ERROR = re.compile(
    r"#(?:[¡¿]?(?:REF|VALUE|VALOR|NAME|NOMBRE|DIV/0|NULL|NULO|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|ERROR)[!?]"
    r"|N/[AD]|GETTING_DATA|##+)"
)


class UnreadableError(ValueError):
    """The text cannot be read; the message says what it should be."""


def tidy(text: str) -> str:
    """The text without space around it, control characters and marks that nobody sees, with plain spaces and breaks."""
    if not (text.isascii() and text.isprintable()):
        text = _BREAK.sub("\n", _SPACE.sub(" ", _UNSEEN.sub("", text)))
    return text.strip()


def unmarked(text: str) -> str:
    """The text without the marks that words of several scripts need, and that an address cannot have."""
    return text if text.isascii() else _MARKS.sub("", text)


def folded(text: str) -> str:
    """One line in small letters, with hyphens for dashes, plain apostrophes, and no accents on Latin letters."""
    text = text.casefold()
    if not text.isascii():
        text = _DASH.sub("-", _QUOTE.sub("'", unmarked(text)))
        text = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))
    return " ".join(text.split())


def is_error(text: str) -> bool:
    """Whether a tidy text is what a spreadsheet shows where a formula failed."""
    return text.startswith("#") and _ERROR.fullmatch(text.upper()) is not None
