"""Notices about the envelope of a feed and its tombstones."""

from wbl_feed.notices.base import Notice


class UnknownTimeZone(Notice):
    """The time zone is not one of the IANA database, so civil dates are read in UTC."""

    severity, section = "error", "4.1"
    says = "“{found}” is no IANA time zone."
    mend = 'Write it like "America/New_York".'


class PagesMismatch(Notice):
    """The feed has pages and does not say that it is paged, or the other way round."""

    severity, section = "error", "4.2"
    says = "completeness is “{found}”, and the feed has {expected}."
    mend = 'Write "completeness": "paged" with a list of "pages", or "complete" without one.'


class PagedTooSmall(Notice):
    """The feed is paged although it has fewer than 500 postings."""

    severity, section = "warning", "9"
    says = "The feed is paged and has {found} postings."
    mend = 'Publish feeds below 500 postings as one document with "completeness": "complete".'


class DeltaWithoutFeedUrl(Notice):
    """A delta does not say where the whole feed is, so a reader that fell behind is lost."""

    severity, section = "error", "4.2"
    says = "The document is a delta and has no feedUrl."
    mend = 'Add the address of the whole feed: "feedUrl": "https://site.example/feed.json".'


class TotalItemsInDelta(Notice):
    """A delta counts the postings of the whole feed, which it does not hold."""

    severity, section = "error", "4.2"
    says = "The document is a delta and has totalItems {found}."
    mend = "Leave totalItems out of a delta."


class MissingTotalItems(Notice):
    """The feed does not say how many postings it has, so a cut in it can go unnoticed."""

    severity, section = "warning", "4.2"
    says = "The feed has no totalItems."
    mend = 'Add "totalItems": {expected}.'


class MissingDigest(Notice):
    """A paged feed has no digest, so a wrong page can go unnoticed."""

    severity, section = "warning", "4.2"
    says = "The feed is paged and has no digest."
    mend = "Compute the digest over all pages (section 19), and write it into the first document."


class FeedHasEnded(Notice):
    """The feed's terminationDate has passed, so nobody shows its postings as open."""

    severity, category, section = "warning", "quality", "5.5"
    says = "The feed ended on {found} and still has open postings."
    mend = "Move terminationDate, or publish the feed with no items and with tombstones."


class UnknownLicense(Notice):
    """The licence is neither a URL nor an identifier of the SPDX list."""

    severity, section = "error", "11"
    says = "“{found}” is no SPDX licence identifier."
    mend = 'Write one such as "CC-BY-4.0" or "CC0-1.0", or the URL of your terms.'


class UnknownProfile(Notice):
    """The feed names a profile that this program does not have, so its codes and rules are not checked."""

    severity, section = "info", "21"
    says = "The profile {found} is not known here."
    mend = "Check with --profile FOLDER, if you have its files; the feed is checked as core."


class ProfileNotNamed(Notice):
    """Codes of a profile are used, and the feed does not name the profile."""

    severity, section = "warning", "13"
    says = "The code “{found}” belongs to a profile that the feed does not name."
    mend = 'Add the profile: "profiles": ["{expected}"].'


class TombstoneForItem(Notice):
    """A posting is in the items and among the tombstones at once."""

    severity, section = "warning", "8.5"
    says = "{found} is in the items and among the tombstones."
    mend = "Take the tombstone away when a posting comes back; until then the newer of the two counts."


class TombstoneInFuture(Notice):
    """A tombstone says that a posting goes at a moment that has not come yet."""

    severity, section = "error", "8.1"
    says = "dateDeleted {found} is in the future."
    mend = "Write the moment at which the posting left the feed, and check the clock of the server."


class TombstoneSaysTooMuch(Notice):
    """A tombstone for a reason of rights says more than that the posting is gone."""

    severity, section = "error", "20.1"
    says = "The tombstone has reason “rights” and also {found}."
    mend = "Leave id, dateDeleted and reason, and nothing else."


class MergedWithoutReplacement(Notice):
    """A posting was merged into another, and its tombstone does not say into which."""

    severity, section = "error", "17.6"
    says = "The tombstone has reason “merged” and no replacedBy."
    mend = 'Add "replacedBy" with the id of the posting that stays.'


class ModifiedInFuture(Notice):
    """A dateModified is in the future; readers take the moment at which they first read it."""

    severity, section = "warning", "10"
    says = "dateModified {found} is in the future."
    mend = "Write the moment of the last change, and check the clock and the time zone of the server."


class NoValidators(Notice):
    """The server sends neither ETag nor Last-Modified, so every reader fetches the whole feed each time."""

    severity, section = "warning", "18.1"
    says = "The server sends neither an ETag nor a Last-Modified header."
    mend = "Serve the feed as a plain file, or have the server send an ETag."


class NotHttps(Notice):
    """The feed is served over http, so that anybody on the way can change it."""

    severity, section = "warning", "18.1"
    says = "The feed is served over http."
    mend = "Serve it over https, and redirect the http address to it."


class NoCrossOrigin(Notice):
    """The server does not let pages of other sites read the feed."""

    severity, section = "warning", "18.1"
    says = "The server does not send Access-Control-Allow-Origin."
    mend = "Have it send “Access-Control-Allow-Origin: *” with the feed."
