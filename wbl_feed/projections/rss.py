"""RSS 2.0 for readers that know nothing newer (spec section 23.5); it is written and never read back as ours."""

from datetime import datetime

from feedgen.feed import FeedGenerator

from wbl_feed.atom_format.projection import xml_text
from wbl_feed.models import Feed, Posting
from wbl_feed.projections.loss import Lost, of_posting
from wbl_feed.projections.offered import offered
from wbl_feed.projections.outcome import Projection
from wbl_feed.projections.texts import as_html, description_html, own_address, tags
from wbl_feed.times import parse_instant

MEDIA_TYPE = "application/rss+xml"
LOSS = (
    Lost(
        ("/type", "/specVersion", "/completeness", "/profiles", "/supersedes", "/regions", "/sequence", "/totalItems",
         "/digest", "/pages", "/changeLog", "/hub", "/deletion", "/issuesUrl", "/sources", "/ext"),
        "left out",
    ),
    Lost(
        of_posting(
            "previousIds", "sameAs", "notSameAs", "replaces", "identifier", "inLanguage", "translations", "image",
            "attachments", "datePosted", "applicationStartDate", "rolling", "lastVerified", "satisfies", "regions",
            "stem", "occupationalCategory", "industry", "instructionalProgram", "skills", "hiringOrganization/id",
            "hiringOrganization/url", "hiringOrganization/sameAs", "hiringOrganization/description",
            "hiringOrganization/email", "provider/id", "provider/url", "provider/sameAs", "provider/description",
            "provider/email", "applicationContact", "jobLocation", "siteType", "applicantLocationRequirements",
            "transportation", "accessibility", "schedule", "hoursPerWeek", "totalHours", "duration",
            "compensation/payer", "compensation/payerProgram", "compensation/baseSalary", "compensation/note",
            "costsToStudent", "eligibility", "safety", "supervision", "training", "academicCredit", "credentials",
            "reflection", "buildsOn", "partnership", "quality", "totalOpenings", "howToApply", "license", "provenance",
            "ext",
        ),
        "left out",
    ),
    Lost(("/timeZone", "/terminationDate", "/tombstones", *of_posting("applicationDeadline", "validThrough")),
         "left out; they decide which postings are written", partly=True),
    Lost(("/id", "/homePageUrl", "/feedUrl", "/publisher", "/alternates"),
         "`link` and `atom:link`, by the first that is there", partly=True),
    Lost(("/license", "/attributionText"), "`copyright`, the second before the first", partly=True),
    Lost(("/ttl",), "`ttl`, in minutes", partly=True),
    Lost(of_posting("summary", "description", "descriptionHtml"),
         "`description`: sanitised HTML, of the last that is there", partly=True),
    Lost(of_posting("activityType", "status", "careerStage", "workMode", "compensation/status", "programs"),
         "`category`, with the vocabulary as its domain", partly=True),
    Lost(of_posting("provider"), "`dc:creator`, where there is no employer", partly=True),
)  # fmt: skip


def project(feed: Feed, at: datetime) -> Projection:
    """The open postings; RSS has no place to say that one is not."""
    postings, left_out = offered(feed, at)
    generator = FeedGenerator()
    generator.load_extension("dc", atom=False, rss=True)
    generator.title(_words(feed.name, feed.id))
    generator.link(href=feed.home_page_url or feed.publisher.url or feed.id, rel="alternate")
    if address := own_address(feed, MEDIA_TYPE):
        generator.link(href=address, rel="self")
    generator.description(_words(feed.description or "", _words(feed.name, feed.id)))
    generator.copyright(_words(feed.attribution_text or feed.license, feed.license))
    generator.lastBuildDate(parse_instant(feed.date_modified))
    generator.generator("wbl-feed")
    if feed.in_language:
        generator.language(feed.in_language)
    if feed.ttl is not None:
        generator.ttl(max(1, -(-feed.ttl // 60)))
    for posting in postings:
        _add(generator, posting)
    return Projection(bytes(generator.rss_str()), tuple(left_out))


def write(feed: Feed, at: datetime) -> bytes:
    """The document of ``project`` alone, the same bytes every time."""
    return project(feed, at).content


def _add(generator: FeedGenerator, posting: Posting) -> None:
    entry = generator.add_entry(order="append")
    entry.title(_words(posting.title, posting.id))
    entry.link(href=posting.url)
    entry.guid(posting.id, permalink=False)
    # RSS has one date, by which readers sort; datePosted may be a day, which is no moment (spec section 10).
    entry.pubDate(parse_instant(posting.date_modified))
    html = xml_text(description_html(posting) or as_html(posting.summary or ""))
    if html.strip():
        entry.description(html)
    for code, scheme, _ in tags(posting):
        entry.category({"term": xml_text(code), **({"scheme": scheme} if scheme else {})})
    organization = posting.hiring_organization or posting.provider
    if organization and (name := xml_text(organization.name).strip()):
        entry.dc.dc_creator(name)


def _words(text: str, otherwise: str) -> str:
    """A text that is not blank in XML."""
    return xml_text(text).strip() or otherwise
