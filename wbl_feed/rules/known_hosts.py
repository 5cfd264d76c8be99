"""Hosts by what they are: link shorteners, applicant systems, hosts that many sites share; and whose site a host is."""

from functools import lru_cache

from wbl_feed.rules.words import words

SHORTENERS = words(
    "bit.ly tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly rebrand.ly shorturl.at tiny.cc cutt.ly rb.gy t.ly s.id",
    "bl.ink lnkd.in qrco.de shorte.st",
)
APPLICANT_SYSTEMS = words(
    # Applicant systems
    "greenhouse.io lever.co myworkdayjobs.com myworkdaysite.com icims.com ultipro.com ukg.net ukg.com paylocity.com",
    "adp.com smartrecruiters.com jobvite.com bamboohr.com taleo.net oraclecloud.com successfactors.com sapsf.com",
    "workable.com ashbyhq.com breezy.hr applytojob.com recruitee.com teamtailor.com rippling.com rippling-ats.com",
    "gusto.com paycom.com paycomonline.net dayforcehcm.com isolvedhire.com applicantpro.com applicantstack.com",
    "hirebridge.com csod.com avature.net eightfold.ai phenompeople.com catsone.com jazz.co recruiterbox.com",
    "trinethire.com",
    # Boards and public employers
    "governmentjobs.com neogov.com usajobs.gov apprenticeship.gov schoolspring.com talented.com applitrack.com",
    "edjoin.org frontlineeducation.com indeed.com linkedin.com ziprecruiter.com idealist.org volunteermatch.org",
    "masshirejobquest.org mass.gov zintellect.com",
    # Schools' career platforms
    "naviance.com schoolinks.com majorclarity.com xello.world youscience.com joinhandshake.com symplicity.com",
    "12twenty.com",
    # Forms and registrations
    "google.com forms.gle office.com office365.com microsoft.com cloud.microsoft sharepoint.com jotform.com",
    "typeform.com formstack.com surveymonkey.com qualtrics.com airtable.com wufoo.com formsite.com cognitoforms.com",
    "smartsheet.com monday.com hsforms.com submittable.com slideroom.com smapply.io smapply.org fluidreview.com",
    "acceptd.com getacceptd.com eventbrite.com signupgenius.com calendly.com zoom.us salesforce.com",
    "salesforce-sites.com force.com paperform.co tally.so regfox.com ultracamp.com campbrain.com active.com",
    "commonapp.org dropbox.com docusign.net",
)
"""Where one applies for many employers; their subdomains count too."""
_SHARED = words(
    "github.io gitlab.io netlify.app vercel.app pages.dev web.app firebaseapp.com herokuapp.com azurewebsites.net",
    "wordpress.com blogspot.com weebly.com wixsite.com squarespace.com webflow.io godaddysites.com carrd.co",
    "notion.site edublogs.org finalsite.net schoolwires.net",
)
"""Under these, each name is another site."""
_KINDS = words("co com org net edu ac gov gob nom or ne go")
"""Labels that stand before a country's code, as in ``co.uk`` and ``com.mx``."""
_OF_STATES = words("k12 cc tec lib state pvt cog ci co town vil gen dst mus")
"""Labels that stand before a state in ``.us``, as in ``k12.ma.us`` (RFC 1480)."""


@lru_cache(maxsize=4_096)
def site_of(host: str) -> str:
    """The part of a host that one owner has: ``farm.example`` of ``apply.farm.example``, ``a.co.uk`` of ``b.a.co.uk``.

    It knows the commonest suffixes and not the whole Public Suffix List; a host that is an address is its own site.
    """
    labels = host.rstrip(".").split(".")
    if len(labels) < 3 or ":" in host or labels[-1].isdigit():
        return host.rstrip(".")
    return ".".join(labels[-_labels_of_site(labels) :])


def _labels_of_site(labels: list[str]) -> int:
    last, before = labels[-1], labels[-2]
    if ".".join(labels[-2:]) in _SHARED:
        return 3
    if last == "us" and len(before) == 2:
        return 4 if labels[-3] in _OF_STATES else 3
    return 3 if len(last) == 2 and before in _KINDS else 2


def applies_for_many(host: str) -> bool:
    """Whether a host is an applicant system's or a form's."""
    labels = host.split(".")
    return any(".".join(labels[-count:]) in APPLICANT_SYSTEMS for count in (2, 3) if len(labels) >= count)
