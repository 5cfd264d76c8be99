"""What kind of thing of schema.org an activity is: a job, an event, or nothing that it has a type for."""

from wbl_feed.resources import NAMESPACE

EMPLOYMENT = {
    "internship": "INTERN",
    "co-op": "INTERN",
    "clinical-experience": "OTHER",
    "credit-bearing-wbl": "OTHER",
    "apprenticeship": "OTHER",
    "pre-apprenticeship": "OTHER",
    "part-time-employment": "PART_TIME",
    "community-service": "VOLUNTEER",
    "service-learning": "VOLUNTEER",
}
"""Activities that are a JobPosting, with their ``employmentType`` in Google's list."""
EVENTS = frozenset({"career-speaker", "presentation", "career-day", "career-fair", "facility-visit", "job-shadow"})
"""Activities that are an Event."""
EVENT_TYPES = frozenset({"Event", "BusinessEvent", "EducationEvent", "ExhibitionEvent", "SocialEvent"})
"""Types of schema.org that are read as an event."""
TERM = f"{NAMESPACE}vocabulary/activity-type#"
"""Beginning of the ``additionalType`` that carries the exact code."""
