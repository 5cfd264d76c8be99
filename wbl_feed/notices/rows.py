"""Notices about the rows of a publisher's source, found by adapters."""

from wbl_feed.notices.base import Notice


class RowRefused(Notice):
    """A row cannot become a posting, because a required member is missing or wrong."""

    severity, section = "error", "5.1"
    says = "{expected}"
    mend = "Mend the cell and publish again; the other rows are not affected."


class UnreadableCell(Notice):
    """A cell could not be read as its member; the member is left out and the posting kept."""

    severity, category, section = "warning", "quality", "5.2"
    says = "“{found}” could not be read as {expected}."
    mend = "Write the cell as {expected}."


class MemberLeftOut(Notice):
    """An optional member that the row's cells do not make whole; it is left out and the posting kept."""

    severity, category, section = "warning", "quality", "5.4"
    says = "{pointer} was left out: {expected}"
    mend = "Fill the cells that it needs, or take its columns out of the mapping file."


class DuplicateRow(Notice):
    """Two rows have the same key, so they would be the same posting; the first is kept."""

    severity, section = "error", "7.1"
    says = "The row has the same id as an earlier one: {found}."
    mend = "Give each row its own value in the id column."


class UnmappedColumn(Notice):
    """A column of the source is not mapped to any member."""

    severity, category, section = "info", "quality", "5.3"
    says = "The column “{found}” is not used."
    mend = "Add a line for it under [fields] in the mapping file, or leave it."
