"""Stage, STEM evidence and restrictions (spec section 5.3)."""

from collections.abc import Iterator

from wbl_feed.notices.base import Notice
from wbl_feed.notices.posting import WeakStemEvidence
from wbl_feed.notices.quality import StageMismatch
from wbl_feed.notices.safety import RestrictedPopulation
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look
from wbl_feed.vocabulary import vocabulary


def check_stem(look: Look, context: Context) -> Iterator[Notice]:
    """A STEM claim bears a code as evidence (section 5.3)."""
    stem = look.value.get("stem")
    if stem and stem["value"] != "unknown" and not any("code" in basis for basis in stem.get("basis", ())):
        yield WeakStemEvidence(pointer=f"{look.pointer}/stem", found=stem["value"], posting=look.id)


def check_stage(look: Look, context: Context) -> Iterator[Notice]:
    """A stage of the core that is stated is the activity's own, or meant; stages of a profile are its own matter."""
    stage = look.value.get("careerStage")
    term = vocabulary("activity-type").terms.get(look.value["activityType"]) if stage else None
    expected = term.details.get("careerStage") if term else None
    if expected and stage != expected and stage in vocabulary("career-stage"):
        place = f"{look.pointer}/careerStage"
        yield StageMismatch(pointer=place, found=stage, expected=expected, replacement=expected, posting=look.id)


def check_restriction(look: Look, context: Context) -> Iterator[Notice]:
    """A restriction to some populations is pointed out, since the law allows few."""
    only = look.value.get("eligibility", {}).get("restrictedTo")
    if only:
        place = f"{look.pointer}/eligibility/restrictedTo"
        yield RestrictedPopulation(pointer=place, found=", ".join(only), posting=look.id)
