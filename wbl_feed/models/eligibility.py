"""Who may take part, and what keeps them safe."""

from typing import Literal

from wbl_feed.models.base import Age, Amount, Code, Grade, Optional, Text, Title, TriState, Value


class Eligibility(Value):
    """Whom the activity is open to. What is not said is unknown, never "everybody"."""

    minimum_age: Optional[Age] = None
    """Youngest age in years, included. Silence: unknown."""
    maximum_age: Optional[Age] = None
    """Oldest age in years, included. Silence: unknown."""
    grade_levels: Optional[tuple[Grade, ...]] = None
    """School grades, each one listed. Silence: unknown."""
    schools: Optional[tuple[Title, ...]] = None
    """Only students of these schools. Silence: unknown."""
    districts: Optional[tuple[Title, ...]] = None
    """Only students of these districts. Silence: unknown."""
    residency: Optional[Text] = None
    """Where a student must live. Silence: unknown."""
    minimum_gpa: Optional[Amount] = None
    """Least grade point average. Silence: unknown."""
    prerequisites: Optional[tuple[Text, ...]] = None
    """Courses or skills needed before. Silence: unknown."""
    work_permit: Optional[Literal["required", "not-required", "unknown"]] = None
    """Whether a youth work permit is needed. Silence: unknown."""
    eligibility_to_work: Optional[Text] = None
    """Legal requirements (schema.org eligibilityToWorkRequirement). Silence: unknown."""
    restricted_to: Optional[tuple[Code, ...]] = None
    """Only these populations may apply. Silence: unknown."""
    priority_populations: Optional[tuple[Code, ...]] = None
    """Populations with priority, not a restriction. Silence: unknown."""
    documents: Optional[tuple[Title, ...]] = None
    """Papers needed before the start. Silence: unknown."""
    note: Optional[Text] = None
    """Anything else, in plain text. Silence: nothing to add."""


class Safety(Value):
    """What an educator asks before a minor goes to a workplace."""

    hazardous: Optional[TriState] = None
    """Whether the work is hazardous for minors under labour law. Silence: unknown."""
    training_required: Optional[tuple[Title, ...]] = None
    """Safety training before the start. Silence: unknown."""
    background_check_of_adults: Optional[TriState] = None
    """Whether adults who work with the students are checked. Silence: unknown."""
    minors_supervised: Optional[TriState] = None
    """Whether an adult supervises minors at all times. Silence: unknown."""
    note: Optional[Text] = None
    """Anything else, in plain text. Silence: nothing to add."""
