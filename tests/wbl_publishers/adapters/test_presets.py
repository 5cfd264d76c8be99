"""The mappings that come with the adapters read samples in the shapes of the real services, over real HTTP."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from adapter_runs import AT, FEED
from local_web import served
from mapped_runs import SAMPLES, drafted, mapped, sample
from wbl_publishers.adapters.apis.json_records import JsonOptions
from wbl_publishers.adapters.apis.paging import PageOptions
from wbl_publishers.adapters.apis.wordpress import WordPressOptions
from wbl_publishers.adapters.sql.query import SqlOptions
from wbl_publishers.mapping.drafting import UNREAD
from wbl_publishers.mapping.presets import presets
from wbl_publishers.publishing.run import publish

from wbl_feed.errors import UsageError

KEY = "not-a-real-key-4711"


def test_every_mapping_that_comes_with_the_json_adapter_needs_nothing_but_the_feed():
    """``extends`` and the table ``[feed]`` make a whole mapping."""
    names = [name for name in presets() if (SAMPLES / name).is_dir()]
    assert {"ashby", "drupal", "greenhouse", "lever", "squarespace", "usajobs", "workable"} <= set(names)
    for name in names:
        assert mapped({"extends": name}).fields["/title"], name


def test_greenhouse():
    """Escaped HTML is unescaped and sanitised, dates and employer are taken over, and the kind stays unspecified."""
    board = "https://boards-api.greenhouse.io/v1/boards/tidewater/jobs?content=true"
    with served({board: sample("greenhouse/jobs.json")}) as web:
        drafts, notices = drafted("json", "tidewater", {"extends": "greenhouse"}, web.fetcher)
    assert (len(drafts), notices) == (3, [])
    members = drafts[0].members
    assert members == {
        "title": "Ocean Instruments Intern (Summer 2027)",
        "url": "https://job-boards.greenhouse.io/tidewater/jobs/4127817",
        "description": "Help us calibrate salinity sensors & write up what you find.",
        "descriptionHtml": "<p>Help us calibrate <strong>salinity sensors</strong> &amp; write up what you find.</p>",
        "hiringOrganization": {"name": "Tidewater Instruments"},
        "jobLocation": [{"address": {"addressLocality": "Woods Hole", "addressRegion": "MA"}}],
        "datePosted": "2026-11-02T09:00:00-05:00",
        "applicationDeadline": "2027-02-15T23:59:00-05:00",
        "activityType": "unspecified",
        "status": "open",
    }
    assert drafts[0].keys[0] == "id 4127817"
    assert not any(draft.refused for draft in drafts)


def test_greenhouse_for_students_alone():
    """``only`` passes the other jobs over and says how many; a custom field of the employer tells the kind."""
    table = {
        "extends": "greenhouse",
        "options": {"only": "contains(lower(title), 'intern')"},
        "fields": {
            "/activityType": {
                "from": "metadata[?name == 'Employment Type'].value | [0]",
                "default": "unspecified",
            }
        },
    }
    board = "https://boards-api.greenhouse.io/v1/boards/tidewater/jobs?content=true"
    with served({board: sample("greenhouse/jobs.json")}) as web:
        drafts, (notice,) = drafted("json", "tidewater", table, web.fetcher)
    assert [draft.members["activityType"] for draft in drafts] == ["internship", "unspecified"]
    assert notice.message == "1 of 3 records are not for this feed: only = contains(lower(title), 'intern')."


def test_lever():
    """Pages by offset, the parts of the description, pay by its parts, and the kind where the source says it."""
    site = "https://api.lever.co/v0/postings/saltmarsh?mode=json&limit=100"
    pages = {site: sample("lever/first.json"), f"{site}&skip=2": sample("lever/second.json")}
    with served({**pages, f"{site}&skip=3": {"json": []}}) as web:
        drafts, notices = drafted("json", "saltmarsh", {"extends": "lever"}, web.fetcher)
    assert (len(drafts), notices) == (3, [])
    intern, director, fellow = (draft.members for draft in drafts)
    assert intern["descriptionHtml"] == (
        "<div>Grow <b>oysters</b> with us.</div><h3>What you will do</h3>"
        "<ul><li>Sort spat</li><li>Log water data</li></ul><div>Questions are welcome.</div>"
    )
    assert intern["compensation"] == {
        "status": "paid",
        "baseSalary": {"currency": "USD", "minValue": 17, "maxValue": 19.5, "unitText": "HOUR"},
    }
    assert [place["address"]["addressLocality"] for place in intern["jobLocation"]] == ["Falmouth", "Wellfleet"]
    assert (intern["activityType"], intern["workMode"]) == ("internship", "onsite")
    assert intern["howToApply"] == {"url": f"{intern['url']}/apply", "method": "url"}
    assert (director["activityType"], director["workMode"]) == ("unspecified", "hybrid")
    assert "compensation" not in director
    assert fellow["activityType"] == "unspecified"
    assert "workMode" not in fellow
    assert fellow["ext"][UNREAD] == {"/activityType": "Fellowship", "/jobLocation": "Remote"}
    assert not any("datePosted" in draft.members for draft in drafts)


def test_ashby():
    """A job that is not listed is no record; ids are minted from addresses."""
    board = "https://api.ashbyhq.com/posting-api/job-board/millrace"
    with served({board: sample("ashby/board.json")}) as web:
        drafts, notices = drafted("json", "millrace", {"extends": "ashby"}, web.fetcher)
    assert notices == []
    assert [draft.members["activityType"] for draft in drafts] == ["internship", "unspecified"]
    assert [draft.members.get("workMode") for draft in drafts] == [None, "remote"]
    assert drafts[0].members["jobLocation"][0]["address"]["addressLocality"] == "Lowell"
    assert drafts[0].keys[:1] == (
        "url https://jobs.ashbyhq.com/millrace/5b7f0c52-3c1e-4b70-8a52-0e6a34f0a101/application",
    )
    assert "nobody is to see" not in repr(drafts)


def test_workable():
    """The employer stands once, at the top of the document."""
    account = "https://www.workable.com/api/accounts/bluestone?details=true"
    with served({account: sample("workable/account.json")}) as web:
        drafts, notices = drafted("json", "bluestone", {"extends": "workable"}, web.fetcher)
    assert notices == []
    assert {draft.members["hiringOrganization"]["name"] for draft in drafts} == {"Bluestone Bakery"}
    assert [draft.members["activityType"] for draft in drafts] == ["unspecified", "internship"]
    assert [draft.members.get("workMode") for draft in drafts] == [None, "remote"]
    assert "jobLocation" not in drafts[1].members


def test_usajobs(monkeypatch: pytest.MonkeyPatch):
    """Keys from the environment go with each page, days are taken as they stand, and pay by its interval."""
    monkeypatch.setenv("USAJOBS_KEY", KEY)
    monkeypatch.setenv("USAJOBS_EMAIL", "students@site.example")
    search = "https://data.usajobs.gov/api/Search?HiringPath=student&LocationName=New%20Hampshire"
    search += "&ResultsPerPage=500&Fields=Full"
    web = {f"{search}&Page={number}": sample(f"usajobs/page-{number}.json") for number in (1, 2)}
    with served(web) as local:
        drafts, notices = drafted("json", "New Hampshire", {"extends": "usajobs"}, local.fetcher)
        sent = [request.headers for request in local.server.requests]
    assert [headers["authorization-key"] for headers in sent] == [KEY, KEY]
    assert {headers["user-agent"] for headers in sent} == {"students@site.example"}
    assert notices == []
    assert KEY not in repr(drafts)
    trainee, guide, pharmacist = (draft.members for draft in drafts)
    assert trainee["activityType"] == "internship"
    assert (trainee["datePosted"], trainee["applicationDeadline"]) == ("2026-11-10", "2026-12-01")
    assert trainee["description"] == "Count fish from a research vessel."
    assert trainee["totalOpenings"] == 4
    assert len(trainee["jobLocation"]) == 1
    assert trainee["compensation"] == {
        "status": "paid",
        "baseSalary": {"currency": "USD", "minValue": 17.48, "maxValue": 22.72, "unitText": "HOUR"},
    }
    assert guide["compensation"] == {"status": "unpaid"}
    assert guide["activityType"] == "unspecified"
    assert guide["ext"][UNREAD] == {"/activityType": "Temporary (not to exceed 90 days)"}
    assert "totalOpenings" not in guide
    assert pharmacist["compensation"]["baseSalary"]["unitText"] == "YEAR"
    assert pharmacist["applicationDeadline"] == "2026-12-20"


def test_usajobs_without_a_key(monkeypatch: pytest.MonkeyPatch):
    """A key that is not in the environment is asked for before anything is fetched."""
    monkeypatch.delenv("USAJOBS_KEY", raising=False)
    with pytest.raises(UsageError, match="the environment variable USAJOBS_KEY is not set"):
        drafted("json", "Massachusetts", {"extends": "usajobs"})


def test_a_squarespace_blog():
    """Pages by offset, addresses resolved, entities read, and facts from labelled lines and categories."""
    blog = "https://www.harbor-lab.example/opportunities?format=json-pretty"
    pages = {blog: sample("squarespace/blog-1.json"), f"{blog}&offset=1793800000000": sample("squarespace/blog-2.json")}
    table = {
        "extends": "squarespace",
        "options": {"only": "categories[0] != 'News'"},
        "fields": {
            "/applicationDeadline": {"from": "body", "html": True, "label": "Deadline"},
            "/jobLocation/0": {"from": "body", "html": True, "label": "Town"},
            "/activityType": {"from": "categories[0]", "default": "unspecified"},
        },
    }
    with served(pages) as web:
        location = "https://www.harbor-lab.example/opportunities"
        drafts, (notice,) = drafted("json", location, table, web.fetcher)
    assert notice.code == "records_passed_over"
    survey, mending = (draft.members for draft in drafts)
    assert survey["title"] == "Eelgrass Survey & Mapping"
    assert survey["url"] == "https://www.harbor-lab.example/opportunities/eelgrass-survey"
    assert survey["datePosted"] == "2026-11-17T07:20:00Z"
    assert survey["applicationDeadline"] == "2027-03-01"
    assert survey["jobLocation"][0]["address"]["postalCode"] == "02543"
    assert "name" not in survey["jobLocation"][0]
    assert [survey["activityType"], mending["activityType"]] == ["internship", "job-shadow"]
    assert "schedule" not in survey
    assert drafts[0].keys[0] == "id 655e1b7f8a11f20c4d3b1001"


def test_a_squarespace_page_of_events():
    """Events to come are read, on the day that it is there; those that are over are none."""
    web = {"https://www.harbor-lab.example/events?format=json-pretty": sample("squarespace/events.json")}
    with served(web) as local:
        location = "https://www.harbor-lab.example/events"
        drafts, notices = drafted("json", location, {"extends": "squarespace"}, local.fetcher)
    assert notices == []
    (evening,) = (draft.members for draft in drafts)
    assert evening["schedule"] == {"startDate": "2027-02-03", "endDate": "2027-02-03"}
    assert evening["jobLocation"] == [{"name": "Old Boatyard", "address": {"streetAddress": "4 Wharf Street"}}]


def test_drupal():
    """Links lead from page to page, also those that a proxy made http; included content fills members."""
    nodes = "https://www.valley-college.example/jsonapi/node/internship"
    asked = f"{nodes}?include=field_employer,field_skills&filter[status]=1"
    web = {
        asked: sample("drupal/page-1.json"),
        f"{nodes}?filter[status]=1&page[offset]=50&page[limit]=50": sample("drupal/page-2.json"),
    }
    table = {
        "extends": "drupal",
        "options": {"query": {"include": "field_employer,field_skills", "filter[status]": 1}},
        "fields": {
            "/hiringOrganization/name": "included(relationships.field_employer.data).attributes.title",
            "/skills": "included(relationships.field_skills.data)[].attributes.name",
            "/applicationDeadline": "attributes.field_deadline",
            "/activityType": {"from": "attributes.field_kind", "default": "unspecified"},
        },
    }
    with served({url.replace("[", "%5B").replace("]", "%5D"): answer for url, answer in web.items()} | web) as local:
        drafts, notices = drafted("json", nodes, table, local.fetcher)
    assert notices == []
    climate, docent = (draft.members for draft in drafts)
    assert climate["url"] == "https://www.valley-college.example/internships/greenhouse-climate"
    assert climate["hiringOrganization"]["name"] == "Valley Growers Cooperative"
    assert climate["skills"] == [{"name": "Plant care"}, {"name": "Spreadsheets"}]
    assert (climate["activityType"], climate["applicationDeadline"]) == ("internship", "2027-02-20")
    assert climate["inLanguage"] == "en"
    assert docent["url"] == "https://www.valley-college.example/node/345"
    assert docent["activityType"] == "unspecified"
    assert not {"inLanguage", "descriptionHtml", "hiringOrganization", "skills"} & set(docent)


BOARDS: dict[str, tuple[str, dict[str, str]]] = {
    "greenhouse": (
        "tidewater",
        {"https://boards-api.greenhouse.io/v1/boards/tidewater/jobs?content=true": "greenhouse/jobs.json"},
    ),
    "lever": (
        "saltmarsh",
        {
            "https://api.lever.co/v0/postings/saltmarsh?mode=json&limit=100": "lever/first.json",
            "https://api.lever.co/v0/postings/saltmarsh?mode=json&limit=100&skip=2": "lever/second.json",
            "https://api.lever.co/v0/postings/saltmarsh?mode=json&limit=100&skip=3": "",
        },
    ),
    "ashby": ("millrace", {"https://api.ashbyhq.com/posting-api/job-board/millrace": "ashby/board.json"}),
    "workable": ("bluestone", {"https://www.workable.com/api/accounts/bluestone?details=true": "workable/account.json"}),
    "usajobs": (
        "https://data.usajobs.gov/api/Search?HiringPath=student",
        {
            "https://data.usajobs.gov/api/Search?HiringPath=student&ResultsPerPage=500&Fields=Full&Page=1": "usajobs/page-1.json",
            "https://data.usajobs.gov/api/Search?HiringPath=student&ResultsPerPage=500&Fields=Full&Page=2": "usajobs/page-2.json",
        },
    ),
    "squarespace": (
        "https://www.harbor-lab.example/opportunities",
        {
            "https://www.harbor-lab.example/opportunities?format=json-pretty": "squarespace/blog-1.json",
            "https://www.harbor-lab.example/opportunities?format=json-pretty&offset=1793800000000": "squarespace/blog-2.json",
        },
    ),
    "drupal": (
        "https://www.valley-college.example/jsonapi/node/internship",
        {
            "https://www.valley-college.example/jsonapi/node/internship?filter[status]=1": "drupal/page-1.json",
            "https://www.valley-college.example/jsonapi/node/internship?filter%5Bstatus%5D=1&page%5Boffset%5D=50&page%5Blimit%5D=50": "drupal/page-2.json",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOARDS)
def test_each_is_published_whole_and_valid(name: str, tmp_path: Path, run_wbl, monkeypatch: pytest.MonkeyPatch):
    """Every record becomes a posting of a valid feed, and a second run writes nothing."""
    monkeypatch.setenv("USAJOBS_KEY", KEY)
    monkeypatch.setenv("USAJOBS_EMAIL", "students@site.example")
    head = 'config_version = 1\nextends = "{}"\n[feed]\nid = "https://network.example/feed"\nname = "A network"\n'
    rest = 'license = "CC-BY-4.0"\npublisher = { name = "A network" }\nhome_page_url = "https://network.example/"\n'
    mapping = tmp_path / "map.toml"
    mapping.write_text(head.format(name) + rest, encoding="utf-8")
    source, files = BOARDS[name]
    with served({url: sample(file) if file else {"json": []} for url, file in files.items()}) as web:
        first = publish("json", source, mapping, tmp_path / "public", AT, web.fetcher)
        again = publish("json", source, mapping, tmp_path / "public", AT + timedelta(days=1), web.fetcher)
    (settled,) = first.build.inputs
    assert (len(settled.postings), settled.refused) == (3 if name not in ("ashby", "workable", "drupal") else 2, ())
    assert settled.records == len(settled.postings)
    assert again.written == ()
    feed = tmp_path / "public" / "feed.json"
    result = run_wbl("validate", feed, "--profile", "us-ma", "--at", "2026-11-30T12:00:00Z")
    assert result.exit_code == 0, result.output
    assert "error " not in result.output
    assert KEY not in feed.read_text(encoding="utf-8")


GUIDES = {
    "publish-from-job-systems.md": (JsonOptions, PageOptions),
    "publish-from-wordpress-without-a-plugin.md": (WordPressOptions,),
    "publish-from-a-database.md": (SqlOptions,),
}


@pytest.mark.parametrize("page", GUIDES)
def test_every_option_is_documented(page: str):
    """Each key of an adapter's options stands in its guide, and each job system in the table of systems."""
    told = (Path(__file__).parents[3] / "docs" / page).read_text(encoding="utf-8")
    keys = {key for model in GUIDES[page] for key in model.model_fields}
    keys -= {"most_bytes"} if "wordpress" in page else set()
    assert [key for key in keys if not re.search(rf"`[^`]*\b{key}\b[^`]*`", told)] == []
    systems = set(BOARDS) - {"drupal", "squarespace"} if "job-systems" in page else set()
    assert [name for name in systems if f"`{name}`" not in told] == []


def test_what_a_network_adds_comes_before_what_the_mapping_says():
    """A line of one's own replaces that of the mapping, and an empty one takes it away."""
    table = {
        "extends": "lever",
        "constants": {"/hiringOrganization": {"name": "Salt Marsh Trust"}, "/status": "paused"},
        "fields": {"/workMode": "", "/title": "descriptionPlain"},
    }
    mapping = mapped(table)
    assert "/workMode" not in mapping.fields
    assert mapping.fields["/title"].column == "descriptionPlain"
    assert mapping.constants["/status"] == "paused"
    assert mapping.feed.id == FEED["id"]
