"""Notices about the members of a posting (and of the feed, where the same rule holds)."""

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


class NullMember(WrongType):
    """A member is null; a member without a value is left out."""

    severity, section = "error", "3"
    says = "{pointer} is null."
    mend = "Leave the member out; its absence says that it is not known."


class NumberOutOfRange(InvalidValue):
    """A number that readers do not agree on: an integer beyond 2^53-1, or more than a double can hold."""

    severity, section = "error", "3"
    says = "{pointer} is {found}, a number that not every reader can hold."
    mend = "Write long numbers, such as identifiers, as texts in quotation marks."


class EmptyArray(Notice):
    """A list is empty, which says the same as leaving it out."""

    severity, section = "warning", "3"
    says = "{pointer} is an empty list."
    mend = "Leave the member out."


class UnknownCode(Notice):
    """An unprefixed code is not in the vocabulary of the feed's version."""

    severity, section = "error", "13"
    says = "{pointer} is “{found}”, which is no code of this vocabulary."
    mend = "{expected}"


class UnknownProfileCode(Notice):
    """A code with the prefix of a profile is not in that profile's vocabularies."""

    severity, section = "warning", "13"
    says = "{pointer} is “{found}”, which the profile does not have for this member."
    mend = "{expected}"


class DeprecatedCode(Notice):
    """A code that publishers should not write any more; readers go on reading it."""

    severity, section = "info", "13"
    says = "The code “{found}” at {pointer} is deprecated."
    mend = "{expected}"


class DeprecatedMember(Notice):
    """A member that publishers should not write any more; readers go on reading it."""

    severity, section = "info", "21"
    says = "The member {pointer} is deprecated."
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
    mend = "Give each posting its own id, such as “{expected}”, and never use an id again."


class OwnIdListed(Notice):
    """A posting lists its own id among those of other postings or of its past."""

    severity, section = "error", "7.2"
    says = "{pointer} is the posting's own id."
    mend = "Take the posting's own id out of previousIds, notSameAs and replaces."


class EndBeforeStart(Notice):
    """The last day of the schedule is before its first."""

    severity, section = "error", "5.4.5"
    says = "endDate {found} is before startDate {expected}."
    mend = "Swap the two dates, or correct the year."


class RangeReversed(Notice):
    """The upper end of a range is below its lower end."""

    severity, section = "error", "5.4.5"
    says = "{pointer} is {found}, less than the lower end {expected}."
    mend = "Swap the two numbers."


class AmountAndRange(Notice):
    """A sum of money is one amount and a range at once."""

    severity, section = "error", "5.4.6"
    says = "{pointer} has value {found} and also a range."
    mend = 'Write "value" alone, or "minValue" and "maxValue" alone.'


class AmountMissing(Notice):
    """A sum of money has no amount at all."""

    severity, section = "warning", "5.4.6"
    says = "{pointer} has no amount."
    mend = 'Add "value", or "minValue" and "maxValue"; or leave the whole member out.'


class DescriptionMissing(Notice):
    """The description is there as HTML only, and some readers show plain text only."""

    severity, section = "warning", "5.3"
    says = "The posting has descriptionHtml and no description."
    mend = "Write the same text without markup into description."


class InsecureLink(Notice):
    """An address uses http, so that what students read or send can be seen on the way."""

    severity, category, section = "warning", "quality", "5.2"
    says = "{pointer} is an http address: {found}."
    mend = "Use https if the site has it: {expected}"


class WeakStemEvidence(Notice):
    """A STEM claim without a SOC, NAICS, CIP or programme code."""

    severity, category, section = "warning", "quality", "5.3"
    says = "The posting claims STEM “{found}” without a code as evidence."
    mend = 'Add a basis such as {{"scheme": "soc", "code": "19-4021", "list": "SOC 2018"}}.'


class ProvenanceMissing(Notice):
    """A posting of an aggregate does not say where it comes from."""

    severity, section = "error", "17.2"
    says = "The feed is an aggregate, and the posting has no provenance."
    mend = "Add one entry for each contributing source, with its feed and id."


class ProvenanceFieldsMissing(Notice):
    """A posting of several sources does not say which member comes from which."""

    severity, section = "error", "17.2"
    says = "The posting has several sources, and {pointer} does not say which members come from this one."
    mend = 'Add "fields" with the names of the members, or ["provenance"] if there are none.'


class ProvenanceLoop(Notice):
    """A feed holds a posting that it published itself, read back from another."""

    severity, section = "error", "17.3"
    says = "The feed's own id {found} is in the posting's provenance."
    mend = "Leave out postings that came from this feed; an aggregator must check provenance when it reads."


class AggregateIdForm(Notice):
    """The id of a posting in an aggregate is not made as section 17.4 says, so other aggregators see a stranger."""

    severity, section = "error", "17.4"
    says = "The id {found} is not the feed's id, a slash and 16, 24, 32 … hexadecimal digits."
    mend = "Make it as section 17.4 says, such as {expected}."
