"""Notices about the way to a feed: its pages, the links that lead to it, catalogues and change logs."""

from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import PageMissing, PageRefused


class PageElsewhere(PageRefused):
    """A page lies on another origin than the first document, so it is not fetched."""

    says = "Page {found} was not read: {expected}."
    mend = 'Publish the pages on the same scheme, host and port as the first document, such as "pages/2.json".'


class PageRepeated(PageRefused):
    """An address stands twice among the pages, or is that of the first document."""

    says = "Page {found} was not read again: {expected}."
    mend = "List each page once, and the first document not at all."


class TooManyPages(Notice):
    """The feed has more pages than are read, so it is not whole for this reader."""

    severity, category, section = "warning", "quality", "9"
    says = "Page {found} and those after it were not read: {expected}."
    mend = "Put more postings on each page; 500 or more are usual."


class PageRedirected(PageMissing):
    """The server led on from a page to another origin, so it is not read."""

    says = "Page {found} was not read: {expected}."
    mend = "Serve the page at the address that the first document lists, without a redirect to another site."


class PageOfAnotherFeed(PageMissing):
    """A page bears the id of another feed, so it is not read."""

    says = "Page {found} was not read: {expected}."
    mend = 'Write the id of this feed as "feed" in each of its pages.'


class PageWithEnvelope(Notice):
    """A page holds members that belong to the first document, where alone they count."""

    severity, section = "warning", "9"
    says = "The page has the member {pointer}, which counts in the first document only."
    mend = "Write it in the first document, and take it out of the page."


class PagesUnread(Notice):
    """The pages of a feed from standard input were not read, since it has no address to find them from."""

    severity, section = "info", "9"
    says = "The feed has {found} further pages, which were not read: standard input has no address."
    mend = "Give the file or the address of the feed to have its pages checked too."


class FeedLinkBroken(Notice):
    """A web page's link rel="alternate" leads to no feed."""

    severity, section = "warning", "15.1"
    says = "The link to {found} leads to no feed: {expected}."
    mend = "Let the href of the link be the address of the feed itself."


class CatalogDuplicateId(Notice):
    """Two entries of a catalogue bear the same id; the first is kept."""

    severity, section = "error", "15.2"
    says = "The id {found} stands at an earlier feed too."
    mend = "List each feed once, with all its forms under its distributions."


class CatalogWithoutDistribution(Notice):
    """An entry of a catalogue has no address at all."""

    severity, section = "error", "15.2"
    says = "The feed {found} has no distributions, so that nobody can read it."
    mend = 'Add one, such as {{"url": "feed.json", "type": "application/vnd.wbl-feed+json"}}.'


class CatalogIdMismatch(Notice):
    """A catalogue gives another id than the feed itself, whose own is used."""

    severity, section = "warning", "15.2"
    says = "The catalogue says {found}, the feed itself {expected}."
    mend = "Write the feed's own id in the catalogue: {expected}"


class CatalogFeedMissing(Notice):
    """A catalogue names a feed that cannot be read."""

    severity, section = "warning", "15.2"
    says = "The feed {found} could not be read: {expected}."
    mend = "Give an address at which the feed can be read as JSON or Atom, or take it out of the catalogue."


class TooManyFeeds(Notice):
    """A catalogue or page names more feeds than are read at once."""

    severity, category, section = "info", "quality", "15"
    says = "{found} feeds are named here; {expected}."
    mend = "Give the address of one of the other feeds to have it read."


class FeedInDevelopment(Notice):
    """A catalogue says that a feed is in development, so it is not read unless asked for."""

    severity, section = "info", "15.2"
    says = "The feed {found} is in development and was not read."
    mend = "Give its own address to have it read."


class FeedDeprecated(Notice):
    """A catalogue says that a feed is deprecated."""

    severity, section = "info", "15.2"
    says = "The feed {found} is deprecated: it should not be relied on any more."
    mend = "Look in the catalogue for the feed that takes its place."


class SequenceNotGrowing(Notice):
    """The sequence of a change is not greater than that of the one before."""

    severity, section = "error", "16"
    says = "The sequence {found} does not come after {expected}."
    mend = "Number the changes upwards; numbers may be skipped, but never repeat or go back."


class ChangesOfAnotherFeed(Notice):
    """A page of a change log bears the id of another feed, so its changes are not applied."""

    severity, section = "error", "16"
    says = "The page is of the feed {found}, not of {expected}."
    mend = "Name a change log of this feed in changeLog, or write the feed's id in each page of the log."
