"""Reads the status of a posting with the mark that people put to it: ``FILLED 11/20``, ``Closed!``."""

import re

from wbl_feed.vocabulary import Vocabulary
from wbl_publishers.cleaning.dates import read_date
from wbl_publishers.cleaning.text import UnreadableError, folded

_AROUND = " \t\n.,:;!*_~()[]<>-"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]*\.?"
_DATED = re.compile(rf"(?P<word>[^0-9]+?)[ .,:;!(\[-]+(?:(?:on|as of|since) )?(?P<date>(?:{_MONTH} )?[0-9][^()\[\]]*)")
_DAY = re.compile(r"(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12][0-9]|3[01])")


def read_status(text: str, known: Vocabulary) -> str | None:
    """The code of a word, or of one that a date alone follows, the day on which it came to be so; else ``None``.

    “Open 11/20” may be the day on which it opens, and is none.
    """
    words = folded(text).strip(_AROUND)
    if code := known.find(words):
        return code
    found = _DATED.fullmatch(words)
    code = known.find(found["word"].strip(_AROUND)) if found else None
    return code if found and code and code != "open" and _is_day(found["date"]) else None


def _is_day(text: str) -> bool:
    if _DAY.fullmatch(text):
        return True
    try:
        return bool(read_date(text))
    except UnreadableError:
        return False
