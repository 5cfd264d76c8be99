"""The key of an apply address: the same for every way to write the address of one application form."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TRACKING = re.compile(
    r"utm_.*|gclid|fbclid|msclkid|mc_[ce]id|ref|refid|referrer|src|source|lever-.*|gh_src|trk|trackingid|"
    r"iis|iisn|jobsite|sid|_gl|rx_.*|bid|ss|codes|mode|iisreferer|t|in_iframe|lang|locale|workerjobsubtype|"
    r"ashby_jid|jvsrc|jvi|recruiter|campaign|dclid|igshid|embed|hsctatracking|_hs.*|mobile|width|height|needsredirect"
)
_GENERIC = frozenset(
    {"apply", "career", "careers", "en", "en-us", "home", "index.html", "index.php", "internships", "job", "jobs"}
    | {"join-us", "openings", "opportunities", "programs", "search", "students", "us", "volunteer"}
)

# One rule an applicant system: pattern over "host/path" in lower case; its groups name the posting.
_SYSTEMS = [
    ("greenhouse", re.compile(r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io/(?:embed/job_app/)?(?:[^/]+/jobs/)?(\d{5,})")),
    ("lever", re.compile(rf"jobs(?:\.eu)?\.lever\.co/[^/]+/({_UUID})")),
    ("ashby", re.compile(rf"jobs\.ashbyhq\.com/[^/]+/({_UUID})")),
    ("workable", re.compile(r"(?:apply\.workable\.com/(?:[^/]+/)?j|[^/]+\.workable\.com/jobs?)/([0-9a-z]{6,})")),
    (
        "smartrecruiters",
        re.compile(
            r"(?:jobs|careers)\.smartrecruiters\.com/(?:oneclick-ui/company/)?[^/]+/(?:publication/)?"
            rf"(\d{{6,}}|{_UUID})"
        ),
    ),
    ("workday", re.compile(r"([^./]+)(?:\.wd\d+)?\.myworkdayjobs(?:-impl)?\.com/.*_([a-z]{0,4}-?\d[\w-]*)")),
    ("icims", re.compile(r"(?:[a-z]+-)*([a-z0-9]+)\.icims\.com/jobs/(\d+)")),
    ("jobvite", re.compile(r"(?:jobs|app)\.jobvite\.com/(?:[^/]+/)?(?:jobs?/)?(o[0-9a-z]{7,})")),
    ("oracle", re.compile(r"([a-z0-9]+)\.fa\.[a-z0-9.]*oraclecloud\.com/.*/(?:job|requisitions/preview)/(\d+)")),
    ("taleo", re.compile(r"([a-z0-9]+)\.taleo\.net/careersection/.*\?(?:.*&)?job=([0-9a-z-]+)")),
    ("bamboohr", re.compile(r"([a-z0-9-]+)\.bamboohr\.com/(?:careers|jobs/view\.php\?(?:.*&)?id=)/?(\d+)")),
    ("jazzhr", re.compile(r"([a-z0-9-]+)\.applytojob\.com/apply/(?:jobs/details/)?([0-9a-z]{8,})")),
    ("ripplematch", re.compile(r"ripplematch\.com/(?:v2/public/)?job/([0-9a-z]+)")),
    ("usajobs", re.compile(r"(?:www\.)?usajobs\.gov/(?:job|getjob/viewdetails)/(\d+)")),
    ("ultipro", re.compile(rf"recruiting\d*\.ultipro\.(?:com|ca)/.*opportunityid=({_UUID})")),
    ("paylocity", re.compile(r"recruiting\.paylocity\.com/recruiting/jobs/(?:details|apply)/(\d+)")),
    ("breezy", re.compile(r"([a-z0-9-]+)\.breezy\.hr/p/([0-9a-f]{12})")),
    ("rippling", re.compile(rf"ats\.rippling\.com/(?:[a-z-]+/)?[^/]+/jobs/({_UUID})")),
]  # fmt: skip


def apply_key(url: str) -> str | None:
    """The key of an apply address, or ``None`` for a page that names no single posting."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
        query = parse_qsl(parts.query)
    except ValueError:
        return None
    plain = f"{host}{unquote(parts.path).lower()}" + (f"?{parts.query.lower()}" if parts.query else "")
    for name, pattern in _SYSTEMS:
        found = pattern.search(plain)
        if found:
            return f"{name}:" + "/".join(found.groups())
    names = {name.lower(): value for name, value in query}
    if names.get("gh_jid", "").isdigit():
        return f"greenhouse:{names['gh_jid']}"
    return _address_key(host, unquote(parts.path), query)


def _address_key(host: str, path: str, query: list[tuple[str, str]]) -> str | None:
    """Host, path and the query without tracking, where some part names a posting."""
    segments = [segment for segment in path.lower().split("/") if segment]
    while segments and segments[-1] in ("apply", "application", "login", "thanks"):
        segments.pop()
    kept = sorted((name.lower(), value) for name, value in query if not _TRACKING.fullmatch(name.lower()))
    telling = [segment for segment in segments if segment not in _GENERIC]
    if not host or not (telling or any(re.search(r"\d", value) for _, value in kept)):
        return None
    return f"{host}/{'/'.join(segments)}" + (f"?{urlencode(kept)}" if kept else "")
