"""What stands in which page goes by content alone."""

from hypothesis import given
from hypothesis import strategies as st
from shelves import MemoryShelf, posting
from wbl_aggregator.publishing import Line
from wbl_aggregator.publishing.plan import (
    beginning,
    by_date,
    by_facet,
    cuts,
    last_changed,
    newest,
    plan_feed,
    recent_by_facet,
)

from wbl_feed.times import parse_instant

_INSTANTS = st.sampled_from(
    ["2026-11-01T00:00:00Z", "2026-11-01T00:00:00.5Z", "2026-11-01T01:00:00+02:00", "2026-10-31T23:00:00-05:00",
     "2026-11-01T00:00:01Z", "2026-12-01T00:00:00Z"]
)  # fmt: skip


def _cuts(lines: list[Line]) -> list[int]:
    return cuts(lines, beginning(lines))


def _line(number: int, content: str = "", modified: str = "2026-11-01T00:00:00Z") -> Line:
    return Line(f"https://hub.example/{number}", f"{number}{content}", (), modified, number + 1)


@given(st.integers(0, 6000))
def test_pages_hold_every_entry_once(count):
    """The pages after one another are the feed, and no page is tiny or huge."""
    lines = [_line(number) for number in range(count)]
    plan = plan_feed(lines, "")
    pages = [plan.first, *(page for _, page in plan.pages)]
    assert [line for page in pages for line in page] == lines
    assert plan.is_paged == (len(pages) > 1)
    assert count > 500 or not plan.is_paged
    if plan.is_paged:
        assert all(64 <= len(page) <= 1024 for page in pages[:-1])
    assert len({name for name, _ in plan.pages}) == len(plan.pages)


@given(st.integers(0, 4999), st.sampled_from(["changed", "gone", "new"]))
def test_a_change_touches_few_pages(place, what):
    """An entry more or less, or another, leaves nearly all pages their names."""
    lines = [_line(number) for number in range(5000)]
    before = {name for name, _ in plan_feed(lines, "").pages}
    if what == "changed":
        lines[place] = _line(place, "x")
    elif what == "gone":
        del lines[place]
    else:
        lines.insert(place, _line(1_000_000 + place))
    after = {name for name, _ in plan_feed(lines, "").pages}
    assert len(after - before) <= (1 if what == "changed" else 8)
    assert len(after & before) >= len(before) / 2


def test_ids_chosen_to_cut_everywhere_or_nowhere_make_no_harm():
    """A source that chooses its ids gets neither a page for each posting nor one page of all."""
    from zlib import crc32

    everywhere = [_line(number) for number in range(200_000) if crc32(_line(number).id.encode()) % 256 == 0][:700]
    nowhere = [_line(number) for number in range(4000) if crc32(_line(number).id.encode()) % 256][:3000]
    assert len(everywhere) == 700
    assert len(_cuts(everywhere)) == 11
    assert len(_cuts(nowhere)) == 3


@given(st.lists(st.lists(st.sampled_from("abc"), unique=True), max_size=20))
def test_every_entry_stands_in_each_of_its_facets(folders):
    """A facet's lines are those that name it, in the order of the feed."""
    lines = [Line(str(number), "", tuple(found), "", number) for number, found in enumerate(folders)]
    found = by_facet(lines)
    assert list(found) == sorted({folder for one in folders for folder in one})
    for folder, held in found.items():
        assert held == [line for line in lines if folder in line.facets]


@given(st.lists(_INSTANTS, min_size=1, max_size=8))
def test_the_newest_moment_is_found_whatever_its_form(dates):
    """Moments with offsets and fractions are compared as moments."""
    lines = [_line(number, modified=text) for number, text in enumerate(dates)]
    assert parse_instant(newest(by_date(lines))) == max(map(parse_instant, dates))
    assert newest(by_date(lines)) == newest(by_date(lines[::-1]))
    order = [parse_instant(line.modified) for line in by_date(lines)[:5]]
    assert order == sorted(map(parse_instant, dates), reverse=True)[:5]
    assert [line.sequence for line in last_changed(lines, 3)] == list(range(len(dates), 0, -1))[:3]


def test_a_name_of_a_page_says_what_is_in_it():
    """Another feed, another version of the standard, or other entries give other names."""
    shelf = MemoryShelf()
    for number in range(600):
        shelf.put(posting(number))
    lines = shelf.lines()
    names = [name for name, _ in plan_feed(lines, "", "feed a", "1.0").pages]
    assert names
    assert names == [name for name, _ in plan_feed(lines, "", "feed a", "1.0").pages]
    for head in (("feed b", "1.0"), ("feed a", "1.1")):
        assert not set(names) & {name for name, _ in plan_feed(lines, "", *head).pages}


@given(st.lists(st.tuples(_INSTANTS, st.sets(st.sampled_from("abc"))), max_size=40), st.integers(1, 5))
def test_the_newest_of_each_facet_come_first(entries, most):
    """They are the first of all lines of the facet by date: as many as are wanted, and no line of the newest moment less."""
    lines = [
        Line(f"https://hub.example/{n}", str(n), tuple(sorted(folders)), at, n)
        for n, (at, folders) in enumerate(entries)
    ]
    every = by_facet(by_date(lines))
    found = recent_by_facet(lines, by_facet(lines), most)
    assert found.keys() == every.keys()
    for folder, recent in found.items():
        assert recent == every[folder][: len(recent)]
        assert len(recent) >= min(most, len(every[folder]))
        assert newest(recent) == newest(every[folder])
