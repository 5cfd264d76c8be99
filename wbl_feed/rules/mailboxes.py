"""Whether a mailbox is an office's or a person's (spec section 20.1).

It is told by English words, and a few of Spanish and Portuguese. What may be either is let pass, since a warning that
is wrong makes people overlook the next.
"""

import re
from collections.abc import Iterator
from itertools import islice

from wbl_feed.notices.base import Notice
from wbl_feed.notices.safety import EmailInText, PersonalEmail
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look
from wbl_feed.rules.words import words

_PRIVATE = words(
    "gmail.com googlemail.com yahoo.com ymail.com rocketmail.com yahoo.es yahoo.com.br hotmail.com hotmail.es",
    "outlook.com outlook.es live.com msn.com aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me",
    "gmx.com mail.com zoho.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net",
    "rcn.com earthlink.net juno.com qq.com 163.com uol.com.br",
)
"""Where people have mailboxes of their own."""
_ROLES = tuple(
    words(
        "info intern apply applic jobs career contact office admin program student youth school stem wbl work",
        "human recruit volunteer educat outreach coordinat team hello help support mail learn train connect",
        "network director manager mentor apprent coop co-op hiring talent staff partner communit college campus",
        "counsel guidance registr enroll admission summer camp academy institute center centre desk service",
        "general inquir enquir question museum library farm lab research science tech health event fellow scholar",
        "engage opportunit placement employ people welcome reception front principal superintendent district",
        "department dept chair club foundation pasant practica empleo oficina estudiante estagio",
    )
)
"""Parts of words that are in the name of an office's mailbox, and seldom in that of a person."""
_SHORT_ROLES = words("hr it cte job ops pr dei ela art csi esl rsvp ask us all jobs")
_STUDENTS = frozenset(("student", "students", "stu"))
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MOST = 10
_FIRST_AND_LAST = re.compile(r"[^\W\d_]+[._][^\W\d_]{2,}[0-9]{0,4}")


def emails(text: str) -> Iterator[Notice]:
    """Mailboxes of persons in a text, the first of them where it is a long list."""
    found = (address for address in dict.fromkeys(_EMAIL.findall(text)) if is_personal(address))
    yield from (EmailInText(found=address) for address in islice(found, _MOST))


def is_private(address: str) -> bool:
    """Whether a mailbox is one that a person has for themselves."""
    return address.rpartition("@")[2].casefold() in _PRIVATE and is_personal(address)


def is_personal(address: str) -> bool:
    """Whether a mailbox is a person's, as its provider, a first and last name, or a host of students tells.

    One word at an organization's own host, such as ``mentors@`` or ``jsmith@``, may be either and is let pass.
    """
    local, _, domain = address.casefold().rpartition("@")
    private = domain in _PRIVATE
    if not _SHORT_ROLES.isdisjoint(re.split(r"[\W_0-9]", local)) or any(role in local for role in _ROLES):
        return private and "student" in local
    return private or domain.partition(".")[0] in _STUDENTS or _FIRST_AND_LAST.fullmatch(local) is not None


def check_contacts(look: Look, context: Context) -> Iterator[Notice]:
    """Contacts are role mailboxes (section 20.1)."""
    value = look.value
    for outer in ("applicationContact", "howToApply", "hiringOrganization", "provider"):
        address = value.get(outer, {}).get("email")
        if address and is_private(address):
            yield PersonalEmail(pointer=f"{look.pointer}/{outer}/email", found=address, posting=look.id)
