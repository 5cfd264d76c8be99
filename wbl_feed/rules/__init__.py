"""The rules of the specification that a schema cannot state, each a function from a look at a posting to notices."""

from collections.abc import Callable, Iterator

from wbl_feed.notices.base import Notice
from wbl_feed.rules.amounts import check_hours, check_money, check_ranges, check_wage
from wbl_feed.rules.codes import check_codes, check_members, unknown_code
from wbl_feed.rules.context import Context
from wbl_feed.rules.dates import check_deadline, check_future, check_order, check_verified
from wbl_feed.rules.envelope import check_ended, check_envelope, check_licenses
from wbl_feed.rules.identity import check_id_and_title, check_own_id, check_provenance
from wbl_feed.rules.learning import check_restriction, check_stage, check_stem
from wbl_feed.rules.links import check_apply_host, check_links
from wbl_feed.rules.look import Look, look
from wbl_feed.rules.mailboxes import check_contacts
from wbl_feed.rules.minors import check_minors
from wbl_feed.rules.texts import check_description, check_texts
from wbl_feed.rules.titles import check_title
from wbl_feed.rules.whole import Doubles, Ids, Intactness, WholeRule


def check_profiles(look: Look, context: Context) -> Iterator[Notice]:
    """The rules of the profiles that the feed is checked against (section 22)."""
    for profile in context.profiles:
        yield from profile.check(look.value, look.pointer, look.id, context.at)


ITEM_RULES: tuple[Callable[[Look, Context], Iterator[Notice]], ...] = (
    check_codes,
    check_members,
    check_own_id,
    check_licenses,
    check_provenance,
    check_deadline,
    check_order,
    check_future,
    check_ended,
    check_verified,
    check_ranges,
    check_money,
    check_wage,
    check_hours,
    check_title,
    check_id_and_title,
    check_description,
    check_texts,
    check_contacts,
    check_links,
    check_apply_host,
    check_stage,
    check_stem,
    check_minors,
    check_restriction,
    check_profiles,
)

__all__ = [
    "ITEM_RULES",
    "Context",
    "Doubles",
    "Ids",
    "Intactness",
    "Look",
    "WholeRule",
    "check_envelope",
    "look",
    "unknown_code",
]
