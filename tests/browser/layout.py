"""Whether a page fits a narrow window."""

from playwright.sync_api import Page

_WIDE = """width => [...document.querySelectorAll("body *")].map((element) => {
    const { left, right } = element.getBoundingClientRect();
    const spills = getComputedStyle(element).overflowX === "visible" ? left + element.scrollWidth : right;
    return [element, left, Math.round(Math.max(right, spills))];
  })
  .filter(([, left, right]) => right > width || left < 0)
  .map(([element, left, right]) => `${[element.tagName.toLowerCase(), element.id || element.className].join(" ")} to ${right}`)
  .slice(0, 10)"""


def assert_no_sideways_scrolling(page: Page, width: int = 320) -> None:
    """In a window of so many CSS pixels (WCAG 2.2, 1.4.10 Reflow: 320) nobody has to scroll sideways; an
    AssertionError with the elements that are too wide otherwise."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 640})
    try:
        needed = page.evaluate("document.scrollingElement.scrollWidth")
        wide = page.evaluate(_WIDE, width)
    finally:
        if before:
            page.set_viewport_size(before)
    assert needed <= width, f"the page is {needed} CSS pixels wide in a window of {width}: {'; '.join(wide)}"
