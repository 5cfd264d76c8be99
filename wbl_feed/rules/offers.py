"""Signs of an offer that takes students' money or pays by sales alone (spec section 20.2).

The words are those of English, and for the plainest cases of Spanish and Portuguese. A fee is one if the same sentence
says that it is charged and does not say that somebody else pays it.
"""

import re
from collections.abc import Iterator

from wbl_feed.notices.base import Notice
from wbl_feed.notices.safety import CommissionOnly, FeeCharged

_NEAR = 150
"""Characters before and after a word in which its sentence is looked for."""
_END = re.compile(r"[.!?;]\s|\n|•")
_FEE = re.compile(
    r"""
      \b(?:application|registration|placement|program(?:me)?|enroll?ment|participation|training|processing
        | materials?)\ fees?\b
    | \bnon-?refundable\ (?:fee|deposit)s?\b
    | \bpay\ (?:a|an|the|your)\ (?:\S{1,20}\ ){0,2}(?:fee|deposit)\b
    | \$\ ?[0-9][0-9,.]{0,9}\ (?:\S{1,20}\ ){0,2}(?:fee|deposit)\b
    | \b(?:fee|deposit)\ of\ \$
    | \b(?:students?|participants?|families|you)\ (?:must\ |will\ |have\ to\ |need\ to\ )?pay\ \$\ ?[0-9]
    | \b(?:program(?:me)?|course|camp|internship|it)\ costs\ \$\ ?[0-9]
    | \btuition:?\ (?:is\ |of\ )?\$\ ?[0-9]
    | \b(?:cuota|tarifa|costo|taxa)\ de\ (?:inscripci[oó]n|inscri[cç][aã]o|solicitud|registro|matr[ií]cula)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CHARGED = re.compile(
    r"""
      \$\ ?(?:[1-9]|0?\.[0-9]*[1-9])
    | \b(?:charge[sd]?|required?|requires|pay|pays|payable|payment|due|costs?|must|submit|send|non-?refundable|applies
        | dollars|pagar|paga|pagan|pagam|debe|deben|devem)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOT_CHARGED = re.compile(
    r"""
      \b(?:no|never|none|without|free|zero|nor|neither|waived|waive|covered|reimbursed?|exempt|optional
        | sin|sem|não|gratis|grátis|gratuit[oa]s?|exent[oa]s?|isent[oa]s?)\b
    | \bnot\b(?!\ refundable) | n[’']t\b
    | \$\ ?0(?:\.00?)?(?![0-9.])
    | \b(?:paid|pagad[oa]|pag[oa])\ (?:for\ )?(?:by|por|pel[oa])
      \ (?!(?:the\ )?(?:students?|participants?|famil|parents?|you))
    | \b(?:employers?|compan(?:y|ies)|hosts?|sponsors?|businesses|districts?|schools?|grants?|funds?|network|we)
      \ (?:(?:will|may|also|then)\ )?(?:pays?|covers?)\b
    | \b(?:collect|collects|collecting|process|processes|handle|handling|record|recording|calculate|calculating|track)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Nobody asks a student for it, or it is part of the work to collect it."""
_COMMISSION = re.compile(
    r"""
      \bcommission-only\b
    | \bcommission\ only(?=\ (?:pay|position|role|job|sales|basis|compensation|work)\b | \s{0,3}[.,;:!)] | \s{0,3}\Z)
    | \bcommission-based\b(?!\ (?:art|illustration|mural|paint|portrait))
    | \bcommission\ based\ (?:pay|position|role|job|sales|compensation|work|earnings)\b
    | \b100\ ?(?:%|percent)\ commissions?\b
    | \b(?:straight|purely|solely)\ (?:on\ |by\ )?commissions?\b
    | \bpaid\ (?:only\ |entirely\ )?(?:by|on|in|through)\ commissions?\b(?!\ (?:staff|members?|of))
    | \b(?:solo|sólo|solamente|únicamente|somente|apenas)\ (?:por|a)\ (?:comisi[oó]n|comiss[aã]o)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOT_ALONE = re.compile(
    r"\b(?:no|not|never|without|plus|bonus(?:es)?|hourly|salary|wages?|in addition|sin|sem)\b|n[’']t\b", re.IGNORECASE
)
"""There is other pay too."""


def fees(text: str) -> Iterator[Notice]:
    """The first fee in a text that students seem to be charged."""
    for found in _FEE.finditer(text):
        sentence = _sentence(text, found)
        if _CHARGED.search(sentence) and not _NOT_CHARGED.search(sentence.replace("rocessing fee", "")):
            yield FeeCharged(found=found[0])
            return


def commissions(text: str) -> Iterator[Notice]:
    """The first words in a text by which pay depends on sales alone."""
    for found in _COMMISSION.finditer(text):
        if not _NOT_ALONE.search(_sentence(text, found)):
            yield CommissionOnly(found=found[0])
            return


def _sentence(text: str, found: re.Match[str]) -> str:
    """The sentence that a match stands in, or as much of it as is near."""
    before = text[max(0, found.start() - _NEAR) : found.start()]
    after = text[found.end() : found.end() + _NEAR]
    return _END.split(before)[-1] + found[0] + _END.split(after, maxsplit=1)[0]
