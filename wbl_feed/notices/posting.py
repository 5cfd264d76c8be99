"""Notices about the members of a feed and of its postings."""

from wbl_feed.notices.base import Notice


class MissingMember(Notice):
    """A required member is not there."""

    severity, section = "error", "5.1"
    says = "The member {pointer} is missing."
    mend = "Add it: {expected}"


class WrongType(Notice):
    """A member has the wrong JSON type."""

    severity, section = "error", "5.2"
    says = "{pointer} is “{found}”."
    mend = "It must be {expected}"


class InvalidValue(Notice):
    """A member's value does not have the form it must have."""

    severity, section = "error", "5.2"
    says = "{pointer} is “{found}”."
    mend = "It must be {expected}"


class UnknownCode(Notice):
    """An unprefixed code is not in the vocabulary of the feed's version."""

    severity, section = "error", "13"
    says = "{pointer} is “{found}”, which is no code of this vocabulary."
    mend = "{expected}"


class UnknownMember(Notice):
    """A member this version does not know; it is kept and handed on."""

    severity, section = "info", "12"
    says = "The member {pointer} is not known to this version."
    mend = "{expected}"


class DuplicateId(Notice):
    """Two postings of one feed bear the same id; the first is kept."""

    severity, section = "error", "7.1"
    says = "The id {found} stands at an earlier posting too."
    mend = "Give each posting its own id, and never use an id again."


class TombstoneForItem(Notice):
    """A posting is in the items and among the tombstones at once."""

    severity, section = "warning", "8"
    says = "{found} is in the items and among the tombstones."
    mend = "Take the tombstone away when a posting comes back; until then the newer of the two counts."


class UnknownTimeZone(Notice):
    """The time zone is not one of the IANA database, so civil dates are read in UTC."""

    severity, section = "error", "10"
    says = "“{found}” is no IANA time zone."
    mend = 'Write it like "America/New_York".'


class MissingDeadline(Notice):
    """A live posting says neither a deadline nor that applications are rolling."""

    severity, category, section = "warning", "quality", "6"
    says = "The posting has no applicationDeadline and does not say that it is rolling."
    mend = 'Add "applicationDeadline": "2027-03-01", or "rolling": true.'


class DeadlinePassed(Notice):
    """A posting is open though its deadline has passed."""

    severity, category, section = "warning", "quality", "6"
    says = "The posting is open, but its deadline was {found}."
    mend = 'Set "status": "closed", or withdraw the posting.'


class WeakStemEvidence(Notice):
    """A STEM claim without a SOC, NAICS, CIP or programme code."""

    severity, category, section = "warning", "quality", "5.3"
    says = "The posting claims STEM “{found}” without a code as evidence."
    mend = 'Add a basis such as {{"scheme": "soc", "code": "19-4021", "list": "SOC 2018"}}.'
