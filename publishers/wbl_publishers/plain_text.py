"""The text of HTML, with a line for each of its blocks."""

import re

from wbl_feed.projections.texts import words
from wbl_feed.sanitising import is_moderate

_ENDS = re.compile(r"</(?:p|div|li|h[1-6]|tr|dd|dt|blockquote|pre)\s*>|<(?:br|hr)\s*/?>", re.IGNORECASE)


def plain(markup: str) -> str:
    """The text without markup, and without more than one blank line in a row; empty for what is too much to read."""
    if not is_moderate(markup):
        return ""
    text = words(_ENDS.sub(lambda end: f"{end[0]}\n", markup))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.splitlines())).strip()
