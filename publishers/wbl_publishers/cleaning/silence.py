"""Tells cells in which somebody wrote that there is nothing to say."""

import re

from wbl_feed.vocabulary import vocabulary_of
from wbl_publishers.cleaning.quantities import ages
from wbl_publishers.cleaning.text import folded, tidy
from wbl_publishers.members import Member

_LONGEST = 40
_DASHES = re.compile(r"[-_?\s]*|\.\.+|…")
_WORDS = {
    *("n/a", "na", "n.a.", "n/d", "tbd", "t.b.d.", "tba", "tbc", "to be determined", "to be announced"),
    *("to be decided", "to be confirmed", "unknown", "not known", "not specified", "unspecified", "not stated"),
    *("not listed", "none listed", "not provided", "none provided", "not given", "none given", "none specified"),
    *("not available", "not applicable", "null", "nil"),
    *("por determinar", "por definir", "por confirmar", "por anunciar", "desconocido", "desconocida", "no aplica"),
    *("no especificado", "no especificada", "no disponible", "sin especificar", "s/d"),
}
_SOON = {"asap", "a.s.a.p", "as soon as possible", "immediately", "lo antes posible", "inmediatamente"}
_NONE = {"none", "nothing", "ninguno", "ninguna", "nada"}
_ANSWERS = re.compile(
    r"/compensation(?:/.*)?|/costsToStudent/.*|/eligibility/(?:prerequisites|documents)|/howToApply/requiredDocuments"
    r"|/safety/trainingRequired"
)
"""Members of which “none” says something: no pay, no costs, nothing that one needs."""


def is_silent(text: str, target: Member) -> bool:
    """Whether a cell says nothing about the member: it is empty, or “N/A”, “TBD”, “—”, “none listed”.

    A word that the member's own vocabulary knows says something, as “TBD” does of pay, and so does “none” where
    nothing is an answer. Of ages, “16+” says nothing about the greatest, so that one column can be mapped to both.
    """
    text = tidy(text)
    if not text:
        return True
    if len(text) > _LONGEST:
        return False
    words = folded(text)
    if target.type == "age":
        bounds = ages(text)
        if bounds:
            return (bounds.least if target.pointer.endswith("/minimumAge") else bounds.most) is None
    if _DASHES.fullmatch(words):
        return True
    words = words.strip(" .()")
    if words in _NONE:
        yes_or_no = target.type == "boolean" or "yes" in target.choices
        return not yes_or_no and _ANSWERS.fullmatch(target.pointer) is None
    if words in _SOON:
        return target.type in ("civilDate", "dateOrInstant")
    return words in _WORDS and not _knows(target, words)


def _knows(target: Member, word: str) -> bool:
    vocabulary = vocabulary_of("/compensation/status") if target.type == "compensation" else target.vocabulary
    return word in target.choices or (vocabulary is not None and vocabulary.find(word) is not None)
