"""The key of an apply address names one posting, however its address is written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.match.apply_url import apply_key, apply_number

UUID = "6f0c2f4e-5b1d-4a0e-9c53-2d1f7a8b9e10"
SAME = [
    ("https://boards.greenhouse.io/tidewaterbio/jobs/4412345", "https://job-boards.greenhouse.io/tidewaterbio/jobs/4412345?gh_src=abc"),
    ("https://boards.greenhouse.io/embed/job_app?token=4412345&for=tidewaterbio", "https://boards.greenhouse.io/tidewaterbio/jobs/4412345"),
    ("https://tidewaterbio.example/careers?gh_jid=4412345", "https://boards.greenhouse.io/tidewaterbio/jobs/4412345"),
    (f"https://jobs.lever.co/robot/{UUID}", f"https://jobs.lever.co/robot/{UUID}/apply?lever-source=x"),
    (f"https://jobs.ashbyhq.com/grid/{UUID}", f"https://jobs.ashbyhq.com/Grid/{UUID}/application?utm_source=x"),
    ("https://harbor.wd1.myworkdayjobs.com/en-US/Ext/job/Boston/Intern_R-004417", "https://harbor.wd1.myworkdayjobs.com/Ext/job/Boston-MA/Intern_R-004417/apply?source=LinkedIn"),
    ("https://jobs.smartrecruiters.com/Org/743999123456-lab-intern", "https://jobs.smartrecruiters.com/Org/743999123456?trid=1"),
    ("https://careers-acme.icims.com/jobs/12345/intern/job", "https://acme.icims.com/jobs/12345/login?mobile=false"),
    ("https://jobs.jobvite.com/acme/job/oAbC1defg", "https://jobs.jobvite.com/acme/job/oAbC1defg/apply?jvs=x"),
    ("https://apply.workable.com/acme/j/0A1B2C3D4E/", "https://apply.workable.com/acme/j/0a1b2c3d4e/apply"),
    ("https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX/job/9911", "https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX/requisitions/preview/9911"),
    ("https://www.usajobs.gov/job/812345600", "https://www.usajobs.gov:443/GetJob/ViewDetails/812345600"),
    ("https://app.joinhandshake.com/stu/jobs/9876543?ref=x", "https://mit.joinhandshake.com/jobs/9876543"),
    ("https://www.linkedin.com/jobs/view/lab-intern-at-tidewater-3812345678", "https://linkedin.com/jobs/view/3812345678/?trk=x"),
    ("https://www.indeed.com/viewjob?jk=0123456789abcdef&from=serp", "https://indeed.com/m/viewjob?jk=0123456789ABCDEF"),
    ("https://www.governmentjobs.com/careers/salem/jobs/4412345/parks-intern?page=2", "https://governmentjobs.com/jobs/4412345/parks-intern"),
    ("https://www.applitrack.com/lynn/onlineapp/default.aspx?Category=Aide&AppliTrackJobId=3141", "https://applitrack.com/lynn/onlineapp/jobpostings/view.asp?AppliTrackJobId=3141&ref="),
    ("https://www.schoolspring.com/job?4412345", "https://www.schoolspring.com/jobdetail?jobId=4412345"),
    ("https://umass.peopleadmin.com/postings/12345", "https://umass.peopleadmin.com/postings/12345/pre_apply"),
    ("https://acme.teamtailor.com/jobs/54321-lab-intern", "https://acme.teamtailor.com/jobs/54321"),
    ("https://acme.recruitee.com/o/lab-intern", "https://acme.recruitee.com/o/lab-intern/c/new"),
    ("https://jobs.dayforcehcm.com/en-US/acme/CANDIDATEPORTAL/jobs/1234", "https://jobs.dayforcehcm.com/acme/candidateportal/jobs/1234?src=x"),
    (f"https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html?cid={UUID}&ccId=19000101_000001&jobId=54321&lang=en_US", f"https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html?jobId=54321&cid={UUID}"),
    ("https://career4.successfactors.com/career?career_ns=job_listing&company=acme&career_job_req_id=99", "https://career4.successfactors.com/sfcareer/jobreqcareer?career_job_req_id=99&company=acme"),
    ("https://docs.google.com/forms/d/e/1FAIpQLSdZq0aBcDeFgHiJkLm/viewform?usp=sf_link", "https://docs.google.com/forms/u/0/d/e/1FAIpQLSdZq0aBcDeFgHiJkLm/formResponse"),
    ("https://form.jotform.com/241234567890123", "https://www.jotform.com/form/241234567890123"),
    ("https://apply.employer.example/positions/12345?utm_source=cape&gclid=1", "http://www.apply.employer.example/positions/12345/"),
    ("https://employer.example/apply?b=2&id=77&lever-source[]=x&_gl=1", "https://employer.example:443/apply?id=77&b=2"),
    ("https://employer.example/p/%41bc/", "https://employer.example/p/Abc#top"),
]  # fmt: skip
APART = [
    (f"https://jobs.lever.co/robot/{UUID}", f"https://jobs.lever.co/robot/{UUID[:-1]}1"),
    ("https://boards.greenhouse.io/a/jobs/4412345", "https://boards.greenhouse.io/a/jobs/4412346"),
    ("https://a.wd1.myworkdayjobs.com/Ext/job/X/Intern_R-1", "https://b.wd1.myworkdayjobs.com/Ext/job/X/Intern_R-1"),
    ("https://docs.google.com/forms/d/e/1FAIpQLSdZq0aBcDeFgHiJkLm/viewform", "https://docs.google.com/forms/d/e/1FAIpQLSdZq0aBcDeFgHiJklm/viewform"),
    ("https://a.peopleadmin.com/postings/12345", "https://b.peopleadmin.com/postings/12345"),
    ("https://employer.example/internships/summer-2027", "https://employer.example/internships/spring-2027"),
    ("https://employer.example/apply?id=77", "https://employer.example/apply?id=78"),
    *(
        (f"https://employer.example/view?{name}=17", f"https://employer.example/view?{name}=18")
        for name in ("sid", "t", "bid", "ref", "src", "source", "mode", "codes", "lang", "rx_job", "campaign", "embed")
    ),
    ("https://employer.example/view?17", "https://employer.example/view?18"),
    ("https://bit.ly/AbCdE", "https://bit.ly/aBcDe"),
    ("https://employer.example/portal#/job/17", "https://employer.example/portal#/job/18"),
    ("https://employer.example:8443/p/17", "https://employer.example/p/17"),
    (
        "https://evil.example/x?u=boards.greenhouse.io/acme/jobs/4821234",
        "https://boards.greenhouse.io/acme/jobs/4821234",
    ),
    ("https://evil.example/boards.greenhouse.io/acme/jobs/4821234", "https://boards.greenhouse.io/acme/jobs/4821234"),
    ("https://evilboards.greenhouse.io.example/acme/jobs/4821234", "https://boards.greenhouse.io/acme/jobs/4821234"),
    ("https://boards.greenhouse.io@evil.example/acme/jobs/4821234", "https://boards.greenhouse.io/acme/jobs/4821234"),
    ("https://jobs.jobvite.com/acme/job/oAbC1defg", "https://jobs.jobvite.com/acme/job/oabc1DEFG"),
    ("https://a.wd1.myworkdayjobs.com/X/Intern_R-1?s=in_2", "https://a.wd1.myworkdayjobs.com/X/Intern_R-3?s=in_2"),
    (
        f"https://recruiting.ultipro.com/A/JobBoard/{UUID}/view?id=1",
        f"https://recruiting.ultipro.com/A/JobBoard/{UUID}/view?id=2",
    ),
]  # fmt: skip
NO_KEY = ["https://employer.example/", "https://careers.employer.example/careers/", "https://employer.example/jobs/search",
          "https://employer.example/apply?utm_source=9", "not a url", "", "https://[broken", "https://a.example:x/p/1"]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_form(one, other):
    """Two ways to write the address of one application form have the same key."""
    assert apply_key(one) is not None
    assert apply_key(one) == apply_key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_form(one, other):
    """The addresses of two application forms have different keys."""
    assert apply_key(one) != apply_key(other)


@pytest.mark.parametrize("url", NO_KEY)
def test_landing_page(url):
    """A page that names no single posting has no key."""
    assert apply_key(url) is None


@given(st.text())
def test_never_raises(text):
    """Whatever the text, a key or None comes back."""
    assert apply_key(text) is None or isinstance(apply_key(f"https://a.example/{text}"), str | None)


def test_number_beside_a_telling_parameter():
    """A number in the path is the posting's only where no parameter has one too, tracking aside."""
    assert apply_number("https://employer.example/jobs/812345/lab-intern?utm_campaign=7&gh_src=a1") == "812345"
    assert apply_number("https://employer.example/client/812345/view?sid=17") is None


@pytest.mark.parametrize(
    "start",
    ["https://", "https://boards.greenhouse.io/embed/job_app?", "https://a.taleo.net/careersection/?", "https://a/",
     "https://acme.wd1.myworkdayjobs.com/", "https://a.fa.us2.oraclecloud.com/", "https://apply.workable.com/"],
)  # fmt: skip
@pytest.mark.parametrize(
    "part", ["a", "1", "a-", "a.", "?", "&", "/", "_a", "_1-", "job/", "&token=", "?job=", "%2F", "0a-"]
)
def test_limit_long_address(start, part):
    """Limit: 20 addresses of 20,000 characters that lead the patterns astray take no noticeable time."""
    url = start + part * (20_000 // len(part))
    begun = time.perf_counter()
    for end in range(20):
        apply_key(f"{url}{end}!")
        apply_number(f"{url}{end}!")
    assert time.perf_counter() - begun < 5
