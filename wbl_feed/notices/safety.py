"""Notices about the safety and privacy of minors; none of them makes a feed fail."""

from wbl_feed.notices.base import Notice


class HazardousForMinors(Notice):
    """The work is hazardous for minors under labour law, and minors may take part."""

    severity, category, section = "warning", "safety", "20.2"
    says = "The work is hazardous, and students {found} may take part."
    mend = 'Set "minimumAge": 18, or have somebody who knows the law check it.'


class MinorsUnsupervised(Notice):
    """The publisher states that minors are not supervised at all times."""

    severity, category, section = "warning", "safety", "20.2"
    says = "minorsSupervised is “no”, and students {found} may take part."
    mend = "Name an adult who is there, or admit adults only."


class LateForMinors(Notice):
    """The working day ends later, or starts earlier, than minors of that age may work by the profile's limits."""

    severity, category, section = "warning", "safety", "20.2"
    says = "The day is {found}; at ages {expected}."
    mend = "Move the times, or raise minimumAge; or have somebody who knows the law check it."


class TooManyHoursForMinors(Notice):
    """Even the least hours in a week are more than minors of that age may work by the profile's limits."""

    severity, category, section = "warning", "safety", "20.2"
    says = "The week has {found} hours; {expected}."
    mend = "Cut the hours, or raise minimumAge; or have somebody who knows the law check it."


class PersonalEmail(Notice):
    """A contact's mailbox is a person's own at a public provider, which no school or employer answers for."""

    severity, category, section = "warning", "safety", "20.1"
    says = "{pointer} is a private mailbox: {found}."
    mend = 'Use a role mailbox, such as "internships@site.example".'


class EmailInText(Notice):
    """A text has a person's e-mail address in it, by its provider, its form first.last, or a host of students."""

    severity, category, section = "warning", "safety", "20.1"
    says = "{pointer} has what looks like a person's e-mail address in it: {found}."
    mend = "Take it out of the text, and put a role mailbox into applicationContact or howToApply."


class PhoneInText(Notice):
    """A text has a telephone number in it that is not the contact's; it may be an office's or a person's."""

    severity, category, section = "info", "safety", "20.1"
    says = "{pointer} has the telephone number {found} in it."
    mend = "Make sure that it is an office's, and put it into applicationContact or howToApply."


class StudentData(Notice):
    """A text looks as if it were about a particular student."""

    severity, category, section = "error", "safety", "20.1"
    says = "{pointer} looks like data about a student: “{found}”."
    mend = "Remove it at once from the feed and all copies; no feed holds data about students, even with consent."


class FeeCharged(Notice):
    """Students seem to be asked for money to apply or to take part, and costsToStudent does not say so."""

    severity, category, section = "warning", "safety", "20.2"
    says = "{pointer} speaks of a fee: “{found}”."
    mend = "Say in costsToStudent what is paid for what; offers that sell a place do not belong here."


class CommissionOnly(Notice):
    """Pay seems to depend on what a student sells."""

    severity, category, section = "warning", "safety", "20.2"
    says = "{pointer} speaks of pay by commission: “{found}”."
    mend = "Check the offer; work that pays by sales alone is not work-based learning."


class RestrictedPopulation(Notice):
    """Only certain populations may apply, which the law allows in few cases."""

    severity, category, section = "info", "safety", "5.3"
    says = "Only these may apply: {found}."
    mend = "If others may apply too, write priorityPopulations in place of restrictedTo."
