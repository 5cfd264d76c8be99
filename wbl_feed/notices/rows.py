"""Notices about the rows of a publisher's source, found by adapters."""

from wbl_feed.notices.base import Notice


class RowRefused(Notice):
    """A row cannot become a posting, because a required member is missing or wrong."""

    severity, section = "error", "5.1"
    says = "{expected}"
    mend = "Mend it in the source and publish again; the others are not affected."


class UnreadableCell(Notice):
    """A cell could not be read as its member; the member is left out and the posting kept."""

    severity, category, section = "warning", "quality", "5.2"
    says = "“{found}” could not be read as {expected}."
    mend = "Write it so in the source, or translate it under “values” in the mapping file."


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


class RecordsPassedOver(Notice):
    """Records of a source are not for this feed, by what its mapping file says."""

    severity, category, section = "info", "quality", "5.1"
    says = "{found} are not for this feed: {expected}."
    mend = "If some of them should be, mend them in the source, or change the table [options] of the mapping file."


class ExtraCells(Notice):
    """A row has more cells than the sheet has headings; those beyond are not used."""

    severity, category, section = "warning", "quality", "5.3"
    says = "The row has cells beyond the last heading, which are not used: “{found}”."
    mend = "See that no cell of the row is split in two, and give each column a heading."


class FormulaWithoutResult(Notice):
    """A cell of a workbook has a formula that came to nothing, or whose result was not saved."""

    severity, category, section = "warning", "quality", "5.3"
    says = "The formula in this cell has no result; the cell shows “{found}”."
    mend = "Mend the formula, or open the workbook in a spreadsheet program and save it again."


class UncertainEncoding(Notice):
    """A sheet is not sound UTF-8, so that its accents may be read wrongly."""

    severity, category, section = "warning", "quality", "3"
    says = "The sheet is not sound UTF-8; it was read as {found}, and accents may be wrong."
    mend = (
        'Save it as “CSV UTF-8”, or name its encoding in the mapping file, such as encoding = "cp1252" under [options].'
    )


class BrokenJsonLd(Notice):
    """A block of JSON-LD in a web page that cannot be read, or not to its end; the other blocks are."""

    severity, category, section = "warning", "quality", "23.2"
    says = "The block of JSON-LD is broken: {found}."
    mend = "Mend it in the page, or tell the plug-in's authors; a validator of JSON shows the place."


class PageUnread(Notice):
    """A web page that may hold a posting and could not be read now; what was published of it stays."""

    severity, section = "error", "23"
    says = "The page could not be read: {expected}."
    mend = "See whether it opens in a browser, and publish again; the other pages are not affected."


class PagesPassedOver(Notice):
    """Addresses of a source of web pages that gave no posting."""

    severity, category, section = "info", "quality", "23"
    says = "Passed over: {expected}."
    mend = "If a posting is among them, see docs/publish-from-web-pages.md, else leave it."


class SelectorsUnused(Notice):
    """A web page that states several postings, so that what selectors find on it belongs to none of them alone."""

    severity, category, section = "info", "quality", "23"
    says = "The page states {found} postings, so what the selectors of the mapping find on it was not used."
    mend = 'Name the element of one posting under [options], such as item = ".job", or leave it.'
