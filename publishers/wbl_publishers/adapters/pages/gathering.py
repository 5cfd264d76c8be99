"""What was found on all pages of a source, each posting once, and what was passed over."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wbl_feed.errors import UsageError
from wbl_feed.notices.rows import PagesPassedOver
from wbl_feed.origins import comparable
from wbl_publishers.adapters.pages.page import Page, host_of
from wbl_publishers.adapters.pages.records import Found, page_key, unread
from wbl_publishers.adapters.pages.standing_in import has_password, is_log_in, stands_in
from wbl_publishers.adapters.pages.walk import Listed
from wbl_publishers.mapping.drafting import keys_of

_EXAMPLES = 3
"""Addresses that a notice names."""
NO_POSTING, ELSEWHERE = "without a posting", "on other hosts"
_AGAIN = "stated again at the same address under the same title"
_ASKS = "it asks for a password"


@dataclass
class Gathering:
    """The records of a source in its order, and the addresses that gave none by why."""

    found: list[Found] = field(default_factory=list)
    passed_over: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    _log_in_everywhere: bool = False
    """Whether pages with postings ask for a password too, as those do that have a log-in at their top."""

    def take(self, page: Page, listed: Listed, found: list[Found]) -> None:
        """Take the records of a page; one without any is refused if it is hardly the page that was asked for."""
        asks = has_password(page)
        why = stands_in(page, listed.address) or (_ASKS if asks else "")
        if any(one.marked_up for one in found) or (found and not is_log_in(page, listed.address)):
            self._log_in_everywhere |= asks and any(not one.failed for one in found)
            self.found += [one if one.marked_up or not why else replace(one, unread=one.unread or why) for one in found]
        elif why:
            self.found.append(Found(unread(listed, why), listed, whole_page=True, unread=why))
        else:
            self.passed_over[NO_POSTING].append(listed.place)

    def postings(self, place: str, *, of_items: bool) -> list[Found]:
        """The records that remain when each posting is there once.

        Raises ``UsageError`` if no page has a posting, and if a page could not be had that may have held several.
        """
        found = self.found
        if not of_items and any(one.marked_up and not one.failed for one in found):
            found = [kept for one in found if (kept := self._marked_up(one))]
        if self._log_in_everywhere:
            self.passed_over[NO_POSTING] += [one.listed.place for one in found if _only_asks(one)]
            found = [one for one in found if not _only_asks(one)]
        found = self._once(_at_home(found))
        failed = [one for one in found if one.failed]
        if len(failed) == len(found):
            raise self._nothing(failed, place)
        pages = Counter(one.listed.place for one in found)
        lost = [one for one in failed if one.whole_page]
        if lost and (of_items or max(pages.values()) > 1):
            why = lost[0].record.notices[0].expected
            fix = "Which of several postings are on it cannot be told, so nothing is published and nothing withdrawn."
            raise UsageError(f"a page could not be read: {why}.", place=lost[0].listed.place, fix=fix)
        return found if of_items else _known_by_their_pages(found, pages)

    def _marked_up(self, one: Found) -> Found | None:
        """A record where postings are marked up, so that what only selectors find elsewhere is none."""
        if one.marked_up or one.failed:
            return one
        if one.unread:
            return Found(unread(one.listed, one.unread), one.listed, whole_page=True, unread=one.unread)
        self.passed_over[NO_POSTING].append(one.listed.place)
        return None

    def notices(self, place: str) -> Iterator[PagesPassedOver]:
        """What was passed over, by why."""
        for why, places in self.passed_over.items():
            if places:
                said = f"{len(places)} {why}, such as {', '.join(places[:_EXAMPLES])}"
                yield PagesPassedOver(found=len(places), expected=said, place=place)

    def _once(self, found: list[Found]) -> list[Found]:
        """The records without those that say again what an earlier one says."""
        seen: set[tuple[str, ...]] = set()
        kept: list[Found] = []
        for one in found:
            members = dict(one.record.members)
            own = _key(one.url) == _page(one)
            key = (*keys_of(members), repr(members) if own else "")
            if one.marked_up and not one.failed and key in seen:
                self.passed_over[_AGAIN].append(one.record.place)
                continue
            seen.add(key)
            kept.append(one)
        return kept

    def _nothing(self, failed: list[Found], place: str) -> UsageError:
        if failed:
            why = f"{failed[0].listed.place}: {failed[0].record.notices[0].expected}"
            return UsageError(f"no posting could be read; {why}.", place=place, fix="Nothing is withdrawn.")
        seen = [one for places in self.passed_over.values() for one in places]
        such = f" Look at {seen[0]}." if seen else ""
        fix = f"Give a sitemap or a list; where postings are not marked up, name selectors under [fields].{such}"
        return UsageError("no page has a posting; the layout may have changed.", place=place, fix=fix)


def _only_asks(one: Found) -> bool:
    """Whether nothing else speaks against a page than that it asks for a password."""
    return one.failed and one.unread == _ASKS


def _at_home(found: list[Found]) -> list[Found]:
    """The records without those of lists whose posting has a page of its own that says the same.

    A list stands for a page that could not be had.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    for one in found:
        titles[_page(one)].add("" if one.failed else one.title)
    strays = [one for one in found if one.marked_up and not one.failed and _key(one.url) != _page(one)]
    listed = {_key(one.url) for one in strays}
    away = {id(one) for one in strays if one.title and one.title in titles.get(_key(one.url), ())}
    return [one for one in found if id(one) not in away and not (one.whole_page and _page(one) in listed)]


def _known_by_their_pages(found: list[Found], pages: Counter[str]) -> list[Found]:
    """The records, where a page has one alone known by that page, which is all there is when it cannot be had.

    The page of a list is no such page: what it states has another address of the site for itself, which it shares with
    no other page.
    """
    sharing = Counter(address for address, _ in {(_key(one.url), _page(one)) for one in found})

    def is_own(one: Found) -> bool:
        of_site = host_of(one.url) == host_of(one.listed.address)
        return pages[one.listed.place] == 1 and (one.at_home or not of_site or sharing[_key(one.url)] > 1)

    return [
        replace(one, record=replace(one.record, keys=(page_key(one.listed),)))
        if one.listed.address and not one.failed and is_own(one)
        else one
        for one in found
    ]


def _page(one: Found) -> str:
    return _key(one.listed.address)


def _key(address: str) -> str:
    try:
        return comparable(address)
    except ValueError:
        return address
