"""What does not come back from a JobPosting and from an Event (spec section 23.2)."""

from wbl_feed.projections.loss import Lost, envelope, of_posting

_NOWHERE = of_posting(
    "previousIds", "notSameAs", "replaces", "summary", "translations", "attachments", "rolling", "lastVerified",
    "careerStage", "programs", "satisfies", "regions", "stem", "instructionalProgram", "siteType", "transportation",
    "accessibility", "schedule/window", "schedule/flexible", "schedule/note", "hoursPerWeek", "totalHours", "duration",
    "compensation/payer", "compensation/payerProgram", "compensation/note", "costsToStudent", "eligibility/minimumAge",
    "eligibility/maximumAge", "eligibility/gradeLevels", "eligibility/schools", "eligibility/districts",
    "eligibility/residency", "eligibility/minimumGpa", "eligibility/prerequisites", "eligibility/workPermit",
    "eligibility/restrictedTo", "eligibility/priorityPopulations", "eligibility/documents", "eligibility/note",
    "safety", "supervision", "training", "academicCredit", "credentials", "reflection", "buildsOn", "partnership",
    "quality", "howToApply/url", "howToApply/email", "howToApply/telephone", "howToApply/instructions",
    "howToApply/applicant", "howToApply/requiredDocuments", "license", "provenance", "ext", "applicationStartDate",
)  # fmt: skip
_ENVELOPE = Lost(
    envelope(),
    "id, name, description, page, publisher, licence, language and date are those of the DataFeed; none is read back",
)
JOB_LOSS = (
    _ENVELOPE,
    Lost(_NOWHERE, "left out"),
    Lost(of_posting("inLanguage", "provider"), "left out; a JobPosting has no such property"),
    Lost(
        of_posting("schedule/endDate", "schedule/byDay", "schedule/startTime", "schedule/endTime",
                   "schedule/scheduleTimezone"),
        "left out",
    ),
    Lost(of_posting("description"), "`description` as HTML, read back as `descriptionHtml`"),
    Lost(of_posting("applicationDeadline"), "`validThrough`, if it is the first end; read back as `validThrough`"),
    Lost(of_posting("validThrough"), "`validThrough` is the first of it and `applicationDeadline`", partly=True),
    Lost(of_posting("descriptionHtml"), "`description`, sanitised", partly=True),
    Lost(of_posting("workMode"), "`remote` is `jobLocationType` TELECOMMUTE; the others are left out", partly=True),
    Lost(
        of_posting("compensation/status", "compensation/baseSalary"),
        "`baseSalary`, if `status` is `paid`, an amount is above 0 and its unit is not TOTAL",
        partly=True,
    ),
    Lost(
        of_posting("howToApply/method", "howToApply/directApply"),
        "`directApply`, if no other address to apply at is given; true is read back with the method `url`",
        partly=True,
    ),
)  # fmt: skip
EVENT_LOSS = (
    _ENVELOPE,
    Lost(_NOWHERE, "left out"),
    Lost(
        of_posting("datePosted", "applicationDeadline", "validThrough", "occupationalCategory", "industry", "skills",
                   "applicationContact", "applicantLocationRequirements", "compensation/status",
                   "compensation/baseSalary", "eligibility/eligibilityToWork", "howToApply/method",
                   "howToApply/directApply", "totalOpenings"),
        "left out",
    ),
    Lost(of_posting("descriptionHtml"), "left out; `description` is the plain text"),
    Lost(of_posting("hiringOrganization"), "`organizer`, where there is no `provider`; read back as `provider`"),
    Lost(of_posting("provider"), "`organizer`, which may be the `hiringOrganization`", partly=True),
    Lost(of_posting("workMode"), "`eventAttendanceMode`; a code of another vocabulary is left out", partly=True),
)  # fmt: skip
_EVENT_LOST = {pointer for lost in EVENT_LOSS if not lost.partly for pointer in lost.pointers}
LOSS = tuple(
    Lost(tuple(pointer for pointer in lost.pointers if pointer in _EVENT_LOST), lost.becomes)
    for lost in JOB_LOSS
    if not lost.partly
)
"""What comes back from neither."""
