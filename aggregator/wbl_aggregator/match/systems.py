"""Addresses of well-known applicant systems, and the id of the opening in them."""

import re

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# A UUID in a path names an opening on every host, except where it names an employer's whole board.
_OPENING = re.compile(rf"(?<!/jobboard/)(?<!/jobs/all/)(?<![0-9a-f-])({_UUID})(?![0-9a-f-])", re.ASCII | re.IGNORECASE)

# One rule an applicant system, matched from the start of "host/path?query"; its groups name the opening. No rule
# may repeat a repetition: the time must not grow with more than the length of the address.
_SYSTEMS = {
    name: re.compile(pattern, re.ASCII | re.IGNORECASE)
    for name, pattern in {
        "greenhouse": r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io/[^/?]+/(?:jobs/|job_app\?(?:.*&)?token=)(\d{5,})",
        "workable": r"(?:apply\.workable\.com/(?:[^/?]+/)?j|[^/?.]+\.workable\.com/jobs?)/([0-9a-z]{6,})",
        "smartrecruiters": r"(?:jobs|careers)\.smartrecruiters\.com/[^/?]+/(?:publication/)?(\d{6,})",
        "workday": r"([^./?]+)(?:\.wd\d+)?\.myworkdayjobs(?:-impl)?\.com/[^?]*_([a-z]{0,4}-?\d[\w-]*)",
        "icims": r"(?:[a-z]+-)*([a-z0-9]+)\.icims\.com/jobs/(\d+)",
        "jobvite": r"(?:jobs|app)\.jobvite\.com/(?:[^/?]+/)?(?:jobs?/)?(o[0-9a-z]{7,})",
        "oracle": r"([a-z0-9]+)\.fa\.[a-z0-9.]*oraclecloud\.com/[^?]*/(?:job|requisitions/preview)/(\d+)",
        "taleo": r"([a-z0-9]+)\.taleo\.net/careersection/[^?]*\?(?:.*&)?job=([0-9a-z-]+)",
        "bamboohr": r"([a-z0-9-]+)\.bamboohr\.com/(?:careers|jobs/view\.php\?(?:.*&)?id=)/?(\d+)",
        "jazzhr": r"([a-z0-9-]+)\.applytojob\.com/apply/(?:jobs/details/)?([0-9a-z]{8,})",
        "ripplematch": r"ripplematch\.com/(?:v2/public/)?job/([0-9a-z]+)",
        "usajobs": r"usajobs\.gov/(?:job|getjob/viewdetails)/(\d+)",
        "paylocity": r"recruiting\.paylocity\.com/recruiting/jobs/(?:details|apply)/(\d+)",
        "breezy": r"([a-z0-9-]+)\.breezy\.hr/p/([0-9a-f]{12})",
        "handshake": r"[a-z0-9-]+\.joinhandshake\.com/(?:stu/)?jobs/(\d+)",
        "linkedin": r"(?:[a-z]{2}\.)?linkedin\.com/jobs/view/(?:[^/?]*-)?(\d{8,})",
        "indeed": r"(?:[a-z]{2}\.)?indeed\.com/(?:m/)?viewjob\?(?:.*&)?jk=([0-9a-f]{16})",
        "neogov": r"governmentjobs\.com/(?:careers/[^/?]+/)?jobs/(?:newprint/)?(\d+)",
        "applitrack": r"applitrack\.com/([^/?]+)/onlineapp/[^?]*\?(?:.*&)?applitrackjobid=(\d+)",
        "schoolspring": r"schoolspring\.com/(?:jobs?|jobdetail)/?\?(?:(?:.*&)?jobid=)?(\d{5,})",
        "peopleadmin": r"([a-z0-9-]+)\.peopleadmin\.com/postings/(\d+)",
        "teamtailor": r"([a-z0-9-]+)\.teamtailor\.com/jobs/(\d+)",
        "recruitee": r"([a-z0-9-]+)\.recruitee\.com/o/([^/?]+)",
        "dayforce": r"jobs\.dayforcehcm\.com/(?:[a-z]{2}-[a-z]{2}/)?([^/?]+)/[^/?]+/jobs/(\d+)",
        "adp": r"workforcenow\.adp\.com/[^?]*\?(?=.*\bcid=([0-9a-f-]{36}))(?=.*\bjobid=(\d+))",
        "successfactors": r"career\d*\.(?:successfactors|sapsf)\.(?:com|eu)/[^?]*"
        r"\?(?=.*\bcompany=([^&]+))(?=.*\bcareer_job_req_id=(\d+))",
        "google-forms": r"docs\.google\.com/forms/(?:u/\d/)?d/(?:e/)?([\w-]{20,})",
        "microsoft-forms": r"forms\.(?:office|microsoft)\.com/(?:pages/responsepage\.aspx\?(?:.*&)?id=|r/)([\w-]{8,})",
        "jotform": r"(?:[a-z]+\.)?jotform\.com/(?:form/)?(\d{10,})",
    }.items()
}
_CASE_COUNTS = frozenset({"google-forms", "jazzhr", "jobvite", "microsoft-forms"})
_MADE = frozenset({"google-forms", "jotform", "microsoft-forms"})
"""Forms that anybody makes, often one for several openings."""
# Parameters by which an employer's own page embeds a form of an applicant system.
_EMBEDDED = {"gh_jid": ("greenhouse", r"[0-9]{5,}"), "ashby_jid": ("uuid", _UUID), "opportunityid": ("uuid", _UUID)}


def system_key(host: str, path: str, query: str, parameters: list[tuple[str, str]]) -> str | None:
    """``system:id`` for the address of an opening in an applicant system, else ``None``.

    A UUID names the same opening on every host: Lever, Ashby, Rippling and the employer's own page use one.
    """
    for name, value in parameters:
        system, pattern = _EMBEDDED.get(name.lower(), ("", ""))
        if system and re.fullmatch(pattern, value.lower()):
            return f"{system}:{value.lower()}"
    plain = f"{host}{path}" + (f"?{query}" if query else "")
    for system, rule in _SYSTEMS.items():
        if found := rule.match(plain):
            *tenant, number = found.groups()
            return f"{system}:" + "/".join(
                [*map(str.lower, tenant), number if system in _CASE_COUNTS else number.lower()]
            )
    openings = _OPENING.findall(path)
    return f"uuid:{openings[-1].lower()}" if openings else None


def names_a_form(key: str) -> bool:
    """Whether a key is an applicant system's own id, which no landing page can have."""
    return key.partition(":")[0] in {*_SYSTEMS, "uuid"} - _MADE
