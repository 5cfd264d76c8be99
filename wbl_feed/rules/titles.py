"""Whether a title says what a posting is about, and says it calmly (spec section 5.1)."""

import re
from collections.abc import Iterator

from wbl_feed.notices.base import Notice
from wbl_feed.notices.quality import ShoutedTitle, VagueTitle
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look
from wbl_feed.rules.words import words

_EMPTY = words(
    # Nothing yet
    "untitled title test tbd tba n a new none null draft copy",
    # Kinds of activity, which activityType says better
    "internship internships intern interns job jobs shadow shadowing apprenticeship apprenticeships apprentice",
    "mentorship co op coop work experience experiences placement placements volunteer volunteers volunteering",
    "employment",
    # What every posting is
    "opportunity opportunities position positions posting postings opening openings program programs programme",
    "student students youth teen teens high school hs summer fall winter spring paid unpaid part time full seasonal",
    "apply now available wanted needed the an for of and in",
    # The same in Spanish and Portuguese
    "pasantía pasantías práctica prácticas empleo trabajo trabajos oportunidad oportunidades puesto puestos verano",
    "de para estudiantes jóvenes estágio estágios vaga vagas verão jovens",
)
"""Words that do not tell what one does or where; a title of nothing else is vague."""
_SUMMER_SCHOOL = words("summer school")
"""Two such words that say something together."""
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG = 6
"""Letters of a word that is no acronym if it is in capitals; NASA, STEAM and UMASS have fewer."""
_ACRONYMS = words(
    "AI AP AR ASVAB BLS CAD CAM CDL CEO CIP CNA CNC CPR CS CSI CTE DIY EKG EMR EMS EMT ENT EPA ER ESL ETC FBI FAA",
    "GIS GPS HR HS HVAC HVACR IB ICP ICU ID II III IT IV LGBTQ LLC LPN MA MCAS MIT MRI MS NASA NH NIH NOAA NSF NY",
    "NYC OSHA PA PCA PE PR PSAT PT RI RN ROTC SAT SOC SQL STEAM STEM TV TX UI UK UMASS US USA USDA USGS UX VA VR VT",
    "WBL WHOI YMCA YWCA 3D",
)


def check_title(look: Look, context: Context) -> Iterator[Notice]:
    """A title says what it is about, like a sentence (section 5.1). Vague words are known in three languages."""
    title = look.value["title"].strip()
    place = f"{look.pointer}/title"
    if _is_vague(title):
        yield VagueTitle(pointer=place, found=title, posting=look.id)
    elif _is_shouted(title):
        calm = _calm(title)
        yield ShoutedTitle(pointer=place, found=title, expected=calm, replacement=calm, posting=look.id)


def _is_vague(title: str) -> bool:
    found = [word for word in _WORD.findall(title.casefold()) if not _YEAR.fullmatch(word)]
    if _EMPTY.issuperset(found):
        return set(found) != _SUMMER_SCHOOL
    # Two letters say little, but two Chinese characters are a word.
    return title.isascii() and sum(map(str.isalpha, title)) < 3


def _is_shouted(title: str) -> bool:
    capitals = sum(map(str.isupper, title))
    if capitals < 8 or capitals < 4 * sum(map(str.islower, title)):
        return False
    runs = _LETTERS.findall(title)
    return sum(map(len, runs)) >= 10 and any(len(run) >= _LONG and run.isupper() and run != run.lower() for run in runs)


def _calm(title: str) -> str:
    """The title like a sentence; words that are known to be acronyms stay as they are."""
    seen = 0

    def lower(word: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        if word[0] in _ACRONYMS:
            return word[0]
        return word[0][0] + word[0][1:].lower() if seen == 1 else word[0].lower()

    return re.sub(r"[^\W_]+(?:['’][^\W_]+)*", lower, title)[:200]
