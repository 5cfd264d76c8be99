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

# One rule an applicant system: pattern over "host/path?query" in lower case; its groups name the posting.
_SYSTEMS = {
    name: re.compile(pattern)
    for name, pattern in {
        "greenhouse": r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io/[^/]+/(?:jobs/|job_app\?(?:.*&)?token=)(\d{5,})",
        "workable": r"(?:apply\.workable\.com/(?:[^/]+/)?j|[^/]+\.workable\.com/jobs?)/([0-9a-z]{6,})",
        "smartrecruiters": r"(?:jobs|careers)\.smartrecruiters\.com/[^/]+/(?:publication/)?(\d{6,})",
        "workday": r"([^./]+)(?:\.wd\d+)?\.myworkdayjobs(?:-impl)?\.com/.*_([a-z]{0,4}-?\d[\w-]*)",
        "icims": r"(?:[a-z]+-)*([a-z0-9]+)\.icims\.com/jobs/(\d+)",
        "jobvite": r"(?:jobs|app)\.jobvite\.com/(?:[^/]+/)?(?:jobs?/)?(o[0-9a-z]{7,})",
        "oracle": r"([a-z0-9]+)\.fa\.[a-z0-9.]*oraclecloud\.com/.*/(?:job|requisitions/preview)/(\d+)",
        "taleo": r"([a-z0-9]+)\.taleo\.net/careersection/.*\?(?:.*&)?job=([0-9a-z-]+)",
        "bamboohr": r"([a-z0-9-]+)\.bamboohr\.com/(?:careers|jobs/view\.php\?(?:.*&)?id=)/?(\d+)",
        "jazzhr": r"([a-z0-9-]+)\.applytojob\.com/apply/(?:jobs/details/)?([0-9a-z]{8,})",
        "ripplematch": r"ripplematch\.com/(?:v2/public/)?job/([0-9a-z]+)",
        "usajobs": r"(?:www\.)?usajobs\.gov/(?:job|getjob/viewdetails)/(\d+)",
        "paylocity": r"recruiting\.paylocity\.com/recruiting/jobs/(?:details|apply)/(\d+)",
        "breezy": r"([a-z0-9-]+)\.breezy\.hr/p/([0-9a-f]{12})",
    }.items()
}
# Parameters by which an employer's own page embeds a form of an applicant system.
_EMBEDDED = {"gh_jid": ("greenhouse", r"\d{5,}"), "ashby_jid": ("uuid", _UUID), "opportunityid": ("uuid", _UUID)}


def apply_key(url: str) -> str | None:
    """The key of an apply address, or ``None`` for a page that names no single posting.

    ``system:id`` where an applicant system is recognised (a UUID names the same posting on every
    host: Lever, Ashby, Rippling and the employer's own page use one), else host, path and query.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
        query = parse_qsl(parts.query)
    except ValueError:
        return None
    path = unquote(parts.path)
    for name, value in query:
        system, pattern = _EMBEDDED.get(name.lower(), ("", ""))
        if system and re.fullmatch(pattern, value.lower()):
            return f"{system}:{value.lower()}"
    plain = f"{host}{path}" + (f"?{parts.query}" if parts.query else "")
    for system, rule in _SYSTEMS.items():
        if found := rule.search(plain.lower()):
            return f"{system}:" + "/".join(found.groups())
    if uuids := re.findall(_UUID, path.lower()):
        return f"uuid:{uuids[-1]}"
    return _address_key(host, path, query)


def names_a_form(key: str) -> bool:
    """Whether a key is an applicant system's own id, which no landing page can have."""
    return key.partition(":")[0] in {*_SYSTEMS, "uuid"}


def apply_number(url: str) -> str | None:
    """The number of six digits or more that ends a part of an apply address's path, as employers' own pages show it."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    numbers = re.findall(r"(?<![0-9a-f])([0-9]{6,})(?=/|$)", path.lower())
    return numbers[-1] if numbers else None


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
