"""Notices about documents in formats that hold less than a feed (spec section 23)."""

from wbl_feed.notices.base import Notice


class EnvelopeMissing(Notice):
    """The document holds postings and no envelope, so that nobody can tell whose feed it is or what is gone."""

    severity, section = "warning", "23"
    says = "The document is {found}: it holds postings and no envelope."
    mend = "Publish the feed as JSON or Atom; a sheet becomes one with wbl publish csv."


class PartialPosting(Notice):
    """An item of a format without our posting in it: read for what it states, never a reason to delete."""

    severity, section = "warning", "23"
    says = "The item is {found} without a posting of this standard; only what it states was read."
    mend = "Publish the feed as JSON or Atom beside it."


class MemberUnread(Notice):
    """A value of such an item that cannot be the member it stands for; it is left out and the posting kept."""

    severity, category, section = "warning", "quality", "23"
    says = "{pointer} was left out, which is “{found}”."
    mend = "It must be {expected}"


class UnknownColumn(Notice):
    """A column of a CSV document that is none of the standard columns; it is not read."""

    severity, category, section = "info", "quality", "23"
    says = "The column “{found}” is none of the standard columns."
    mend = "Name it as spec/v1/columns.json does, or read the sheet with wbl publish csv and a mapping file."
