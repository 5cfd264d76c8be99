"""Notices about what a profile narrows; those of its rules are made from the rules (spec section 22)."""

from wbl_feed.notices.base import Notice


class ProfileConstraint(Notice):
    """A value does not pass the schema as a profile that the feed follows narrows it."""

    severity, section = "error", "22"
    says = "{pointer} is not as the profile has it: {expected}."
    mend = "Change the value, or take the profile out of the feed's profiles."
