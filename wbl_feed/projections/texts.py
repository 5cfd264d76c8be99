"""What programs show of a posting: HTML with nothing active in it, tags, and addresses of documents."""

import html
import re
from urllib.parse import urljoin

import nh3

from wbl_feed.models import Feed, Posting
from wbl_feed.sanitising import sanitised
from wbl_feed.vocabulary import vocabularies


def description_html(posting: Posting) -> str:
    """The description as sanitised HTML, made from the plain text where there is no other (spec section 20.3)."""
    clean = sanitised(posting.description_html or "", relative=False)
    return clean if clean.strip() else as_html(posting.description or "")


def words(markup: str) -> str:
    """The text of sanitised HTML, without its markup and without white space at its ends."""
    return html.unescape(nh3.clean(markup, tags=set())).strip()


def as_html(text: str) -> str:
    """Plain text as HTML: paragraphs at blank lines, line breaks where it has them; empty for a blank text."""
    blocks = [block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    return "".join(f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks)


def tags(posting: Posting) -> list[tuple[str, str, str]]:
    """The code, the IRI of its vocabulary and its label, for each coded member that says what kind of thing it is."""
    coded = {
        "activity-type": posting.activity_type,
        "posting-status": posting.status,
        "career-stage": posting.career_stage,
        "work-mode": posting.work_mode,
        "compensation-status": posting.compensation.status if posting.compensation else None,
    }
    found = []
    for name, code in coded.items():
        if code is not None:
            known = vocabularies()[name]
            found.append((code, known.iri, known.terms[code].label if code in known else code))
    return found + [(code, "", code) for code in posting.programs or ()]


def own_address(feed: Feed, media_type: str) -> str:
    """Where the feed in a format is, by its ``alternates``; empty where that is not known."""
    for alternate in feed.alternates or ():
        if alternate.type.split(";")[0].lower() == media_type:
            try:
                address = urljoin(feed.feed_url or "", alternate.url)
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                return address
    return ""
