"""Notices from comparing a feed with an earlier copy of it."""

from wbl_feed.notices.base import Notice


class Compared(Notice, code="compared"):
    """What only a comparison with an earlier copy shows."""


class IdChurn(Compared):
    """Many postings have new ids and the same titles, so that readers announce old postings as new."""

    severity, category, section = "warning", "quality", "7"
    says = "{found} postings have another id than before and the same title and address."
    mend = "Keep each id for good; if ids must change, list the old one in previousIds."


class SilentDeletion(Compared):
    """A posting left the feed without a tombstone."""

    severity, section = "warning", "8.1"
    says = "The posting {found} is gone, and no tombstone says so."
    mend = "Keep a tombstone for 90 days, such as {expected}"


class TombstoneMissing(Compared):
    """A posting left the feed without a tombstone, though the feed promises one for each."""

    severity, section = "error", "8.1"
    says = "The posting {found} is gone without a tombstone, and tombstonesSince promises one."
    mend = "Add the tombstone, such as {expected}"


class TombstoneDateChanged(Compared):
    """The dateDeleted of a tombstone is earlier than it was."""

    severity, section = "error", "8.1"
    says = "dateDeleted is {found} and was {expected}."
    mend = "Keep the moment at which the posting went."


class ChangedSilently(Compared):
    """A posting changed and its dateModified did not, so readers do not see the change."""

    severity, section = "error", "5.1"
    says = "The posting changed, and dateModified is still {found}."
    mend = "Set dateModified to the moment of the change."


class TouchedWithoutChange(Compared):
    """A dateModified moved and nothing changed, so readers announce a change that is none."""

    severity, section = "error", "5.1"
    says = "dateModified moved from {expected} to {found}, and nothing else changed."
    mend = "Keep dateModified until something changes."


class ModifiedWentBack(Compared):
    """A dateModified is earlier than it was."""

    severity, section = "error", "5.1"
    says = "dateModified is {found} and was {expected}."
    mend = "Never set it back; after a restored backup, set it to now."


class FeedChangedSilently(Compared):
    """The content changed and the feed's dateModified did not."""

    severity, section = "error", "4.1"
    says = "The content of the feed changed, and dateModified is still {found}."
    mend = "Set the feed's dateModified to the newest change of content."


class FeedTouchedWithoutChange(Compared):
    """The feed's dateModified moved and nothing changed, so every poll looks like a change."""

    severity, section = "error", "4.1"
    says = "The feed's dateModified moved from {expected} to {found}, and no posting changed."
    mend = "Write the newest change of content, not the time at which the file was written."


class SequenceNotGrown(Compared):
    """The content changed and the sequence did not grow."""

    severity, section = "error", "4.2"
    says = "The content changed, and sequence is {found} after {expected}."
    mend = "Add one to sequence with each change."


class FeedIdChanged(Compared):
    """The feed has another id than before and does not name the old one."""

    severity, section = "error", "7.3"
    says = "The feed's id is {found} and was {expected}."
    mend = "Keep the id when the feed moves; if it must change, name the old one in supersedes."


class PreviousIdDropped(Compared):
    """An id that a posting had before is not in its previousIds any more."""

    severity, section = "error", "7.2"
    says = "The former id {found} is not in previousIds any more."
    mend = "Keep former ids in previousIds as long as the posting lives."


class NowFails(Compared):
    """A posting that was sound before breaks the standard now."""

    severity, category, section = "info", "quality", "2.3"
    says = "The posting was sound before, and now has {found}."
    mend = "See the finding itself; something changed on the way that this posting is made."
