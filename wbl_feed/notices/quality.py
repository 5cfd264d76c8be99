"""Notices about how useful a posting is to students; none of them makes a feed fail."""

from wbl_feed.notices.base import Notice


class MissingDeadline(Notice):
    """A live posting says neither a deadline, nor until when it holds, nor that applications are rolling."""

    severity, category, section = "warning", "quality", "6"
    says = "The posting has no applicationDeadline and does not say that it is rolling."
    mend = 'Add "applicationDeadline": "2027-03-01", or "rolling": true.'


class DeadlinePassed(Notice):
    """A posting is open though its deadline, or the time until which it holds, has passed."""

    severity, category, section = "warning", "quality", "6"
    says = "The posting is open, but {pointer} was {found}."
    mend = 'Set "status": "closed", or withdraw the posting.'


class DatesOutOfOrder(Notice):
    """Two dates of a posting contradict each other, such as a deadline before the day it was posted."""

    severity, category, section = "warning", "quality", "5.5"
    says = "{pointer} is {found}, which is before {expected}."
    mend = "Correct the earlier or the later one; often it is the year."


class NotVerifiedLately(Notice):
    """Nobody has checked an open posting for 60 days."""

    severity, category, section = "warning", "quality", "5.5"
    says = "The posting was last checked or changed on {found}, more than 60 days ago."
    mend = 'Check that it is still true, and set "lastVerified": "{expected}".'


class DateInFuture(Notice):
    """A day on which something was checked, judged or reviewed is still to come, wherever one is."""

    severity, category, section = "warning", "quality", "5.5"
    says = "{pointer} is {found}, which is still to come."
    mend = "Write the day on which it was done."


class VagueTitle(Notice):
    """The title does not say what the posting is about: it names a kind of activity, or nothing."""

    severity, category, section = "warning", "quality", "5.5"
    says = "The title “{found}” does not say what it is about."
    mend = "Say what and where in a few words, such as “Aquaculture internship in Barnstable”."


class ShoutedTitle(Notice):
    """The title is in capitals, which is hard to read and is spelled out by screen readers."""

    severity, category, section = "warning", "quality", "5.5"
    says = "The title is in capitals: “{found}”."
    mend = "Write it like a sentence: “{expected}”."


class ThinDescription(Notice):
    """An open posting has less than 80 characters of description and summary, too little for a student to decide."""

    severity, category, section = "warning", "quality", "5.5"
    says = "Description and summary have {found} characters together."
    mend = "Say in two or three sentences what students do, where, and what they learn."


class MarkupInText(Notice):
    """A plain text has HTML in it, which readers show as it stands; that it speaks of tags is no fault."""

    severity, category, section = "warning", "quality", "5.5"
    says = "{pointer} has markup: “{found}”."
    mend = "Write plain text: “{expected}”. HTML belongs in descriptionHtml."


class UnsafeHtml(Notice):
    """The HTML has parts that every reader must take out, such as scripts and forms."""

    severity, category, section = "warning", "quality", "5.5"
    says = "descriptionHtml has parts that readers take out: {found}."
    mend = "Keep to paragraphs, lists, headings, emphasis and links."


class UnreachableLink(Notice):
    """An address leads to the publisher's own network or to a place holder, such as example.com."""

    severity, category, section = "warning", "quality", "5.5"
    says = "{pointer} is {found}, which nobody outside can open."
    mend = "Write the public address, such as https://site.example/postings/4821."


class ApplyLinkElsewhere(Notice):
    """One applies on a host that is neither the publisher's nor the employer's nor a known applicant system's."""

    severity, category, section = "info", "quality", "5.5"
    says = "One applies at {found}, which is neither the publisher's nor the employer's host."
    mend = "Check the address; if it is right, add the employer's own url to hiringOrganization."


class ShortenedLink(Notice):
    """An address hides where it leads behind a link shortener."""

    severity, category, section = "warning", "quality", "5.5"
    says = "{pointer} is the shortened address {found}."
    mend = "Write the address that it leads to."


class LikelyDouble(Notice):
    """Two open postings of a feed have the same title, employer, kind, places, dates and requisition."""

    severity, category, section = "warning", "quality", "5.5"
    says = "The posting looks like {expected}: same title, employer, place and dates."
    mend = "Keep one of the two; or tell them apart, and name the other in notSameAs."


class StageMismatch(Notice):
    """The career stage is another one than the activity's, which may be meant."""

    severity, category, section = "info", "quality", "5.3"
    says = "careerStage is “{found}”, but the stage of this activity is “{expected}”."
    mend = "Leave careerStage out, unless this one is really of another stage."


class HoursDoNotAddUp(Notice):
    """The hours in all are over a quarter more, or less than half, of the hours in a week times the weeks."""

    severity, category, section = "warning", "quality", "5.5"
    says = "totalHours is {found}, but hours in a week and dates make {expected}."
    mend = "Correct one of hoursPerWeek, totalHours and the dates."


class BelowMinimumWage(Notice):
    """The wage of an hour is below the minimum that the profile states; a stipend is no wage."""

    severity, category, section = "warning", "quality", "20.2"
    says = "The wage is {found} an hour, below {expected}."
    mend = "Check the wage and its unit; training wages need the law's permission."


class IdLooksLikeTitle(Notice):
    """The id has the words of the title in it, three or more; if it is made from them, a corrected title breaks it."""

    severity, category, section = "info", "quality", "7"
    says = "The id has the words of the title in it: {found}."
    mend = "Make ids from a number that never changes, such as https://site.example/id/4821."


class ZoneWithoutSummerTime(Notice):
    """The time zone has one offset all year, so that deadlines in summer are an hour off where clocks change."""

    severity, category, section = "warning", "quality", "10"
    says = "“{found}” has no summer time."
    mend = 'Write the zone of a place, like "America/New_York", unless the clocks there never change.'
