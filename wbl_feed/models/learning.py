"""What the student learns, with whom, and what it counts for."""

from wbl_feed.models.base import Amount, CivilDate, Code, Flag, Iri, Optional, Text, Title, Url, Value


class Supervision(Value):
    """Who guides the student."""

    mentor_provided: Optional[Flag] = None
    """Whether each student has a mentor. Silence: unknown."""
    supervisor_role: Optional[Title] = None
    """Role of the supervisor; no name. Silence: unknown."""
    students_per_mentor: Optional[Amount] = None
    """Students for one mentor. Silence: unknown."""
    learning_plan: Optional[Flag] = None
    """Whether a written work-based learning plan is made. Silence: unknown."""
    learning_plan_url: Optional[Url] = None
    """The form of the plan. Silence: unknown."""
    team_based: Optional[Flag] = None
    """Whether students work in a team. Silence: unknown."""


class Training(Value):
    """Training that comes with the activity."""

    included: Optional[Flag] = None
    """Whether there is any. Silence: unknown."""
    hours: Optional[Amount] = None
    """Hours of training. Silence: unknown."""
    description: Optional[Text] = None
    """What is taught. Silence: unknown."""


class AcademicCredit(Value):
    """School or college credit."""

    available: Optional[Flag] = None
    """Whether credit can be earned. Silence: unknown."""
    units: Optional[Amount] = None
    """Number of credits (schema.org numberOfCredits). Silence: unknown."""
    awarded_by: Optional[Title] = None
    """School or college that awards it. Silence: unknown."""
    dual_enrollment: Optional[Flag] = None
    """Whether it counts for school and college at once. Silence: unknown."""


class Credential(Value):
    """A certificate or credential that can be earned (schema.org EducationalOccupationalCredential)."""

    name: Title
    """Its name."""
    url: Optional[Url] = None
    """Where it is described. Silence: unknown."""
    ctid: Optional[Title] = None
    """Its Credential Transparency identifier. Silence: unknown."""
    credential_category: Optional[Title] = None
    """Kind, such as "industry certification". Silence: unknown."""
    awarded_by: Optional[Title] = None
    """Who awards it. Silence: unknown."""


class Reflection(Value):
    """How students look back on what they learned."""

    required: Optional[Flag] = None
    """Whether it is part of the activity. Silence: unknown."""
    artifacts: Optional[tuple[Code, ...]] = None
    """Forms, such as writing, portfolio, presentation, digital. Silence: unknown."""


class Partnership(Value):
    """The agreement between school and employer; no names of persons."""

    agreement_signed: Optional[Flag] = None
    """Whether a memorandum of understanding is signed. Silence: unknown."""
    agreement_reviewed: Optional[CivilDate] = None
    """Day of its last review. Silence: unknown."""
    high_demand_list: Optional[Url] = None
    """The regional list of high-demand occupations that it answers to. Silence: unknown."""
    high_demand_list_date: Optional[CivilDate] = None
    """Date of that list. Silence: unknown."""


class Quality(Value):
    """How the quality of the experience is looked after."""

    evaluation_tool: Optional[Title] = None
    """Tool by which it is evaluated. Silence: unknown."""
    standards: Optional[tuple[Iri, ...]] = None
    """Standards it meets. Silence: unknown."""
