"""A posting: one work-based-learning opportunity, as one site describes it."""

from typing import Any, Literal

from wbl_feed.models.application import HowToApply, MediaObject, Translation
from wbl_feed.models.base import (
    CivilDate,
    Code,
    DateOrInstant,
    Duration,
    Flag,
    Instant,
    Iri,
    LanguageTag,
    License,
    Optional,
    PositiveCount,
    ShortText,
    Text,
    Title,
    Url,
    Value,
)
from wbl_feed.models.classification import DefinedTerm, PropertyValue, Stem
from wbl_feed.models.compensation import Compensation, Costs
from wbl_feed.models.eligibility import Eligibility, Safety
from wbl_feed.models.learning import AcademicCredit, Credential, Partnership, Quality, Reflection, Supervision, Training
from wbl_feed.models.organization import ContactPoint, Organization
from wbl_feed.models.place import Accessibility, Area, Place, Transportation
from wbl_feed.models.provenance import Provenance
from wbl_feed.models.schedule import QuantitativeValue, Schedule

Status = Literal["open", "paused", "filled", "closed"]


class Posting(Value):
    """One opportunity (schema.org JobPosting, Event or WorkBasedProgram, by its activityType)."""

    id: Iri
    """Stable IRI, never reused, not built from title or date (schema.org @id; Atom id)."""
    url: Url
    """Page for people (schema.org url)."""
    title: Title
    """Plain text, at most 200 characters (schema.org title)."""
    date_modified: Instant
    """Changes if and only if any other member changes (schema.org dateModified; Atom updated)."""
    activity_type: Code
    """From vocabulary activity-type; `unspecified` where the source does not say."""
    status: Status
    """Whether one can apply; only `open` is live."""

    previous_ids: Optional[tuple[Iri, ...]] = None
    """Ids this posting had before, at any source. Silence: none."""
    same_as: Optional[tuple[Iri, ...]] = None
    """Other pages or ids of the same opportunity (schema.org sameAs). Silence: none known."""
    not_same_as: Optional[tuple[Iri, ...]] = None
    """Postings that look alike and are another opportunity. Silence: none stated."""
    replaces: Optional[tuple[Iri, ...]] = None
    """Postings at other sources that this one takes the place of. Silence: none."""
    identifier: Optional[tuple[PropertyValue, ...]] = None
    """Employer requisition and other identifiers (schema.org identifier). Silence: none known."""

    summary: Optional[ShortText] = None
    """One or two plain sentences. Silence: use the start of the description."""
    description: Optional[Text] = None
    """Plain text (schema.org description). Silence: unknown; see url."""
    description_html: Optional[Text] = None
    """The description as HTML; a consumer sanitises it before showing it. Silence: use description."""
    in_language: Optional[LanguageTag] = None
    """Language of the texts (schema.org inLanguage). Silence: the feed's inLanguage."""
    translations: Optional[tuple[Translation, ...]] = None
    """The texts in other languages. Silence: none."""
    image: Optional[MediaObject] = None
    """A picture (schema.org image). Silence: none."""
    attachments: Optional[tuple[MediaObject, ...]] = None
    """Files, such as a flyer. Silence: none."""

    date_posted: Optional[DateOrInstant] = None
    """When it was first published (schema.org datePosted). Silence: unknown."""
    application_start_date: Optional[DateOrInstant] = None
    """From when one can apply (schema.org applicationStartDate). Silence: now."""
    application_deadline: Optional[DateOrInstant] = None
    """Until when one can apply; a date ends with that day in the feed's timeZone (schema.org applicationDeadline).
    Silence: unknown."""
    rolling: Optional[Flag] = None
    """Whether applications are taken until the places are filled. Silence: unknown."""
    valid_through: Optional[DateOrInstant] = None
    """Until when the posting holds, whatever its status; a date ends with that day (schema.org validThrough).
    Silence: applicationDeadline."""
    last_verified: Optional[CivilDate] = None
    """Day a person last checked that it is true. Silence: unknown."""

    career_stage: Optional[Code] = None
    """From vocabulary career-stage. Silence: the stage of the activityType."""
    programs: Optional[tuple[Code, ...]] = None
    """State or local programmes it belongs to, by codes of a profile. Silence: unknown."""
    satisfies: Optional[tuple[Code, ...]] = None
    """Requirements of a programme that it fulfils. Silence: unknown."""
    regions: Optional[tuple[Code, ...]] = None
    """Networks or workforce regions it belongs to, by codes of a profile. Silence: the feed's regions."""
    stem: Optional[Stem] = None
    """Whether it is STEM, with evidence. Silence: unknown."""
    occupational_category: Optional[tuple[DefinedTerm, ...]] = None
    """Occupations, SOC or O*NET-SOC by preference (schema.org occupationalCategory). Silence: unknown."""
    industry: Optional[tuple[DefinedTerm, ...]] = None
    """Industries, NAICS by preference (schema.org industry). Silence: unknown."""
    instructional_program: Optional[tuple[DefinedTerm, ...]] = None
    """Fields of study, CIP by preference. Silence: unknown."""
    skills: Optional[tuple[DefinedTerm, ...]] = None
    """Skills used or learned (schema.org skills). Silence: unknown."""

    hiring_organization: Optional[Organization] = None
    """The employer or host (schema.org hiringOrganization). Silence: unknown."""
    provider: Optional[Organization] = None
    """Who runs the programme, if not the employer (schema.org provider). Silence: the employer."""
    application_contact: Optional[ContactPoint] = None
    """Whom to ask (schema.org applicationContact). Silence: unknown."""

    job_location: Optional[tuple[Place, ...]] = None
    """Places; several mean that all of them take part (schema.org jobLocation). Silence: unknown."""
    work_mode: Optional[Code] = None
    """From vocabulary work-mode (schema.org jobLocationType). Silence: unknown."""
    site_type: Optional[Code] = None
    """From vocabulary site-type. Silence: unknown."""
    applicant_location_requirements: Optional[tuple[Area, ...]] = None
    """Where applicants must come from (schema.org applicantLocationRequirements). Silence: unknown."""
    transportation: Optional[Transportation] = None
    """Help with getting there. Silence: unknown."""
    accessibility: Optional[Accessibility] = None
    """How people with disabilities can take part. Silence: unknown."""

    schedule: Optional[Schedule] = None
    """Days and times (schema.org Schedule). Silence: unknown."""
    hours_per_week: Optional[QuantitativeValue] = None
    """Hours in a week (schema.org workHours). Silence: unknown."""
    total_hours: Optional[QuantitativeValue] = None
    """Hours in all. Silence: unknown."""
    duration: Optional[Duration] = None
    """Length from first to last day, ISO 8601 (schema.org timeToComplete). Silence: unknown."""

    compensation: Optional[Compensation] = None
    """What the student is paid. Silence: unknown, never "unpaid"."""
    costs_to_student: Optional[Costs] = None
    """What taking part costs. Silence: unknown."""
    eligibility: Optional[Eligibility] = None
    """Who may take part. Silence: unknown, never "everybody"."""
    safety: Optional[Safety] = None
    """What keeps minors safe. Silence: unknown."""
    supervision: Optional[Supervision] = None
    """Who guides the student. Silence: unknown."""
    training: Optional[Training] = None
    """Training that comes with it. Silence: unknown."""
    academic_credit: Optional[AcademicCredit] = None
    """School or college credit. Silence: unknown."""
    credentials: Optional[tuple[Credential, ...]] = None
    """Credentials to be earned (schema.org occupationalCredentialAwarded). Silence: unknown."""
    reflection: Optional[Reflection] = None
    """How students look back. Silence: unknown."""
    builds_on: Optional[tuple[Iri, ...]] = None
    """Postings or programmes that come before it (schema.org programPrerequisites). Silence: none stated."""
    partnership: Optional[Partnership] = None
    """Agreement between school and employer. Silence: unknown."""
    quality: Optional[Quality] = None
    """How quality is looked after. Silence: unknown."""
    total_openings: Optional[PositiveCount] = None
    """Number of places (schema.org totalJobOpenings). Silence: unknown."""
    how_to_apply: Optional[HowToApply] = None
    """How to apply. Silence: at url."""

    license: Optional[License] = None
    """Licence of this posting (schema.org license). Silence: the feed's license."""
    provenance: Optional[tuple[Provenance, ...]] = None
    """Contributing sources, in a feed that republishes. Silence: the publisher of the feed wrote it."""
    ext: Optional[dict[Iri, Any]] = None
    """Private terms, keyed by IRI. Silence: none."""

    @property
    def live(self) -> bool:
        """Whether one can apply: only an open posting is live (spec section 6)."""
        return self.status == "open"
