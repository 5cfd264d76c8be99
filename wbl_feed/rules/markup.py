"""Markup in plain texts, and parts of HTML that do something (spec sections 5.2 and 20.3)."""

import html
import re

_TAG = "(?:p|b|i|u|a|em|strong|ul|ol|li|div|span|h[1-6]|table|tr|td|font|script|style)"
MARKUP = re.compile(
    rf"""
      </{_TAG}\s{{0,9}}>                           # the end of an element
    | <(?:br|hr)\s{{0,9}}/?>
    | <(?:{_TAG}|img|br|hr)\s[^<>=]{{0,80}}=[^<>]*> # a start with attributes
    | \A\s*<{_TAG}>                                # a start where the text starts; elsewhere a text may speak of tags
    | &(?: amp | nbsp | lt | gt | quot | apos | [lr][sd]quo | [nm]dash | hellip | bull | middot | deg
         | [aeioucn](?:acute|grave|circ|tilde|uml|cedil) | \#[0-9]{{1,7}} | \#x[0-9a-f]{{1,6}} );
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Signs that a text is HTML. A sign of “less than”, “AT&T” and the mention of a tag are none."""
ACTIVE = re.compile(
    r"""
      <(?: script | style | i?frame | frameset | object | embed | applet | form | input | button | textarea | select
         | svg | math | link | meta | base )\b
    | <[a-z][^<>]*?\s (                            # in a start tag:
          on[a-z]{3,20}\s{0,9}=                    # an event handler
        | (?:href|src|action|formaction)\s{0,9}=\s{0,9}["']?\s{0,9}(?:javascript|vbscript|data|file):
      )
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Parts of HTML that every reader takes out (section 20.3:1)."""
_ANY_TAG = re.compile(r"<(?:/?([a-z][a-z0-9]*+)[^<>]*+|![^<>]*+)>", re.IGNORECASE)
_BREAKS = frozenset(["br", "hr", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = frozenset(("script", "style"))
_LONG_REFERENCE = re.compile("&#[0-9]{8,};?")


def plain_text(marked: str) -> str:
    """HTML as plain text with a line for each paragraph; it takes time in proportion to the length.

    It serves to measure a text and to suggest one, not to show one: a consumer sanitises (section 20.3).
    """
    parts, place = [], 0
    while tag := _ANY_TAG.search(marked, place):
        parts.append(marked[place : tag.start()])
        name, place = (tag[1] or "").casefold(), tag.end()
        if name in _BREAKS:
            parts.append("\n")
        elif name in _UNSEEN and not tag[0].startswith("</"):
            end = re.compile(f"</{name}", re.IGNORECASE).search(marked, place)
            place = end.start() if end else len(marked)
    parts.append(marked[place:])
    # Python does not read numbers of thousands of digits.
    text = html.unescape(_LONG_REFERENCE.sub("\ufffd", "".join(parts)))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def without_markup(text: str) -> str | None:
    """A plain text in place of one with markup; ``None`` if nothing is left, or if there is markup in the markup."""
    plain = plain_text(text)
    return plain if plain and not MARKUP.search(plain) else None
