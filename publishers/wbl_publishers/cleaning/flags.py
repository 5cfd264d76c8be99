"""Reads yes and no."""

import unicodedata

from wbl_publishers.cleaning.text import UnreadableError

# In the six languages of the vocabularies, and as spreadsheets write what is ticked.
_YES = {
    *("yes", "y", "true", "t", "x", "1", "1.0", "✓", "✔", "☑", "✅", "sí", "si", "verdadero", "sim", "verdadeiro"),
    *("wi", "是", "có"),
}
_NO = {"no", "n", "false", "f", "0", "0.0", "falso", "não", "nao", "non", "否", "không"}


def read_flag(text: str) -> bool:
    """Yes or no, in several spellings and languages."""
    word = unicodedata.normalize("NFC", text.casefold()).replace("\ufe0f", "")
    if word in _YES or word in _NO:
        return word in _YES
    raise UnreadableError("yes or no")
