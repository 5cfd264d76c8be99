"""Posts of a WordPress site without a plug-in become postings, all of them or none."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from adapter_runs import Found, Publishing, read
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from local_web import served
from mapped_runs import drafted, mapped
from wbl_publishers.adapters.apis.wordpress import _is_public, _keys, _members, _place, _terms
from wordpress_site import WordPressSite, post

from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

SECRET = "not-a-real-password-4711"
EXAMPLE = Path(__file__).parents[3] / "examples" / "wordpress"
INTERNSHIPS, NEWS, MARINE, SHADOW, INTERNSHIP, FULL_TIME = 3, 4, 9, 10, 21, 22


@pytest.fixture
def site() -> Iterator[WordPressSite]:
    """A site with three posts."""
    one = WordPressSite({"post": [
        post(12, "Eelgrass &#038; Survey &#8220;Intern&#8221;", INTERNSHIPS, MARINE),
        post(15, "We moved", NEWS),
        post(40, "Boatyard Shadow", INTERNSHIPS, acf={"deadline": "20270301", "employer": {"name": "Old Boatyard"}}),
    ]})  # fmt: skip
    yield one
    one.close()


def found(site: WordPressSite, *columns: str, **options: Any) -> Found:
    """What the adapter reads of a site."""
    fetcher = HttpFetcher(allow_private=True)
    return read("wordpress", site.address, columns=columns, options=options, fetcher=fetcher)


def test_a_post_states_title_address_text_and_day(site: WordPressSite):
    """Entities are read, the text stays HTML, the day is that of the publication, and the kind is not guessed."""
    first, second, third = found(site).records
    assert first.members == {
        "title": "Eelgrass & Survey “Intern”",
        "url": "https://harbor.example/12/",
        "descriptionHtml": first.members["descriptionHtml"],
        "datePosted": "2026-11-02T14:00:00Z",
        "activityType": "unspecified",
        "status": "open",
    }
    assert first.members["descriptionHtml"].startswith("<p>About Eelgrass")
    assert (first.keys, first.place) == (("id wp-12",), "post 12, “Eelgrass & Survey “Intern””")
    assert [second.keys, third.keys] == [("id wp-15",), ("id wp-40",)]


def test_nothing_but_a_feed_is_needed_in_the_mapping(site: WordPressSite):
    """A mapping file without fields is whole, and scripts do not get through."""
    drafts, notices = drafted("wordpress", site.address, {}, HttpFetcher(allow_private=True))
    assert (len(drafts), notices) == (3, [])
    assert not any(draft.refused for draft in drafts)
    assert "track()" not in repr(drafts)


def test_terms_and_custom_fields_are_cells(site: WordPressSite):
    """Names of terms by taxonomy, and fields of plug-ins by expressions."""
    first, news, third = found(site, "terms.category", "terms.post_tag[0]", "acf.deadline", "acf.employer.name").records
    assert first.cells == {
        "terms.category": ["Internships & Jobs"], "terms.post_tag[0]": "Marine", "acf.deadline": "", "acf.employer.name": "",
    }  # fmt: skip
    assert news.cells["terms.category"] == ["News"]
    assert third.cells == {
        "terms.category": ["Internships & Jobs"], "terms.post_tag[0]": "", "acf.deadline": "20270301",
        "acf.employer.name": "Old Boatyard",
    }  # fmt: skip


def test_no_more_is_asked_for_than_is_needed(site: WordPressSite):
    """Members and terms that no column needs are not sent; an expression for a whole post asks for all."""
    found(site, "acf.deadline")
    (query,) = site.queries("/wp/v2/posts")
    assert query["_fields"] == "acf,content,date_gmt,deadline,id,link,status,title"
    assert "_embed" not in query
    assert (query["per_page"], query["orderby"], query["order"]) == ("100", "id", "asc")
    found(site, "terms.category", only="acf")
    query = site.queries("/wp/v2/posts")[1]
    assert (query["_embed"], {"_links", "_embedded", "acf"} <= set(query["_fields"].split(","))) == ("wp:term", True)
    (first, *_) = found(site, "length(keys(@))", "slug").records
    assert "_fields" not in site.queries("/wp/v2/posts")[2]
    assert first.cells["slug"] == "post-12"


@pytest.mark.parametrize(
    ("setting", "pretty"),
    [
        ({}, True),
        ({"link_element": False}, True),
        ({"link_header": False}, True),
        ({"link_header": False, "link_element": False}, True),
        ({"front": 403}, True),
        ({}, False),
        ({"link_header": False, "link_element": False}, False),
    ],
)
def test_the_interface_is_found(site: WordPressSite, setting: dict[str, Any], pretty: bool):
    """By header, by element, or where it usually is, with pretty addresses and without."""
    for name, value in {**setting, "pretty": pretty}.items():
        setattr(site, name, value)
    assert len(found(site).records) == 3
    assert ("/wp/v2/posts", "1") in [(path, query.get("page")) for path, query in site.asked]


def test_a_site_in_a_folder_and_at_another_host_is_followed():
    """What the front page says of the interface is followed, but never with a key to another host."""
    api = "https://www.harbor.example/blog/wp-json"
    page = {"headers": {"Link": f'<{api}/>; rel="https://api.w.org/"'}, "body": "<html>"}
    query = "?per_page=100&orderby=id&order=asc&_fields=content,date_gmt,id,link,status,title&page=1"
    web = {
        "https://harbor.example/blog/": page,
        f"{api}/wp/v2/types": {"json": {"post": {"slug": "post", "rest_base": "posts"}}},
        f"{api}/wp/v2/posts{query}": {"json": [post(1)], "headers": {"X-WP-Total": "1", "X-WP-TotalPages": "1"}},
    }
    with served(web) as local:
        assert len(read("wordpress", "https://harbor.example/blog/", fetcher=local.fetcher).records) == 1
        options = {"headers": {"Authorization": f"Basic {SECRET}"}}
        with pytest.raises(UsageError, match="its interface is on another host"):
            read("wordpress", "https://harbor.example/blog/", options=options, fetcher=local.fetcher)


def test_all_pages_are_read(site: WordPressSite):
    """Two hundred and more posts come in pages, each once."""
    site.posts["post"] = [post(number) for number in range(250, 0, -1)]
    records = found(site).records
    assert [record.keys[0] for record in records] == [f"id wp-{number}" for number in range(1, 251)]
    assert [query["page"] for query in site.queries("/wp/v2/posts")] == ["1", "2", "3"]


def test_no_posts_are_no_fault(site: WordPressSite):
    """A type without posts is an empty list, and one page is asked for."""
    site.posts["post"] = []
    assert found(site).records == []
    assert len(site.queries("/wp/v2/posts")) == 1


def test_a_list_that_changes_is_read_again_and_one_that_is_short_is_refused(site: WordPressSite):
    """A total that differs from what came is asked for once more; then the source cannot be used."""
    site.totals = [4]
    assert len(found(site).records) == 3
    assert len(site.queries("/wp/v2/posts")) == 2
    site.totals = [4, 4]
    with pytest.raises(UsageError, match="only a part of the list can be had: 3 records came, and it has 4"):
        found(site)


@pytest.mark.parametrize("name", ["posts", "post", "job-listings", "job_listing"])
def test_a_type_is_named_either_way(site: WordPressSite, name: str):
    """By its own name, or as the addresses of the interface have it."""
    site.posts["job_listing"] = [post(7, kind="job_listing"), post(8), post(9)]
    assert len(found(site, type=name).records) == 3


def test_a_type_that_is_not_there_is_answered_with_those_that_are(site: WordPressSite):
    """Types that hold no content are not among them."""
    with pytest.raises(UsageError) as refusal:
        found(site, type="job-listing")
    assert refusal.value.message == "the site shows no posts of the type “job-listing”."
    assert refusal.value.fix == "Did you mean “job-listings”? There are: posts, pages, job-listings."


def test_categories_and_query_parameters_choose_posts(site: WordPressSite):
    """Categories are named by slug; any parameter of the interface may be added."""
    assert [record.keys[0] for record in found(site, categories=["internships"]).records] == ["id wp-12", "id wp-40"]
    found(site, query={"search": "boat", "per_page": 50})
    assert (site.queries("/wp/v2/posts")[-1]["search"], site.queries("/wp/v2/posts")[-1]["per_page"]) == ("boat", "50")
    with pytest.raises(UsageError, match="there is no category “shadows”"):
        found(site, categories=["internships", "shadows"])


def test_only_chooses_by_what_posts_say(site: WordPressSite):
    """Posts of another kind are counted and passed over."""
    chosen = found(site, only="contains(terms.category, 'News')")
    assert [record.keys for record in chosen.records] == [("id wp-15",)]
    assert [notice.message for notice in chosen.notices] == [
        "2 of 3 records are not for this feed: only = contains(terms.category, 'News')."
    ]


def test_what_visitors_may_not_read_does_not_leak(site: WordPressSite):
    """Posts with a password, and what is not published, are left out and counted, whatever a plug-in lets through."""
    for number, status in enumerate(("draft", "private", "future", "pending", "trash", "expired"), 100):
        site.posts["post"].append(post(number, f"Secret {status}", status=status))
    site.posts["post"].append(post(200, "Secret word", content={"rendered": "", "protected": True}))
    leaky = found(site, "title.rendered")
    assert len(leaky.records) == 3
    assert "Secret" not in repr(leaky)
    (notice,) = leaky.notices
    assert notice.message == "7 of 10 records are not for this feed: they ask for a password, or are not published."


BLOCKED: dict[str, Any] = {
    "401": 401,
    "403": 403,
    "404": 404,
    "500": 500,
    "a web page": b"<!DOCTYPE html><title>Blocked by a firewall</title>",
    "nothing": b"",
    "an error with status 200": b'{"code":"rest_cannot_access","message":"Only signed-in users."}',
    "a text": b'"no"',
}


@pytest.mark.parametrize("path", ["/wp/v2/types", "/wp/v2/posts"])
@pytest.mark.parametrize("fault", BLOCKED.values(), ids=BLOCKED)
def test_a_blocked_interface_leads_to_the_feed(site: WordPressSite, path: str, fault: Any):
    """Security plug-ins answer in many ways; the message says what else can be read."""
    site.faults[path] = fault
    with pytest.raises(UsageError) as refusal:
        found(site)
    assert f"wbl publish rss {site.address}feed/" in str(refusal.value)


def test_a_page_that_fails_makes_the_source_unusable(site: WordPressSite):
    """The second of three pages answering 500 loses none of the posts of the others."""
    site.posts["post"] = [post(number) for number in range(1, 251)]
    behave = site._posts

    def fail(exchange: Any, posts: Any, query: dict[str, str]) -> None:
        exchange.answer(500) if query["page"] == "2" else behave(exchange, posts, query)

    site._posts = fail  # type: ignore[method-assign]
    with pytest.raises(UsageError, match="page=2: the server answered 500"):
        found(site)


def test_an_answer_without_the_number_of_posts_is_not_trusted(site: WordPressSite):
    """A cache that strips headers could hide the second page."""
    site.faults["/wp/v2/posts"] = json.dumps([post(1)]).encode()
    with pytest.raises(UsageError, match="does not say how many posts there are"):
        found(site)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("harbor.example", "this is no address of a site"),
        ("jobs.json", "this is no address of a site"),
        ("https://nothing.example/", "the REST interface of WordPress is not to be found there"),
    ],
)
def test_what_is_no_wordpress_site_is_refused(location: str, said: str):
    """A file, a bare host or another kind of site."""
    with served({"https://nothing.example/": {"body": "<html>"}}) as local, pytest.raises(UsageError, match=said):
        read("wordpress", location, fetcher=local.fetcher)


def test_a_password_goes_with_every_request_and_into_no_message(site: WordPressSite, monkeypatch: pytest.MonkeyPatch):
    """An application password comes from the environment."""
    monkeypatch.setenv("WORDPRESS_BASIC", SECRET)
    options = {"headers": {"Authorization": "Basic env:WORDPRESS_BASIC"}}
    assert len(found(site, **options).records) == 3
    assert {request.headers.get("authorization") for request in site.server.requests} == {f"Basic {SECRET}"}
    site.faults["/wp/v2/posts"] = 401
    with pytest.raises(UsageError) as refusal:
        found(site, **options)
    assert SECRET not in str(refusal.value)
    within = site.address.replace("http://", f"http://someone:{SECRET}@")
    with pytest.raises(UsageError) as refusal:
        read("wordpress", within, options={"type": "no-such"}, fetcher=HttpFetcher(allow_private=True))
    assert SECRET not in str(refusal.value)


TREE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "title", "content", "rendered", "_embedded", "wp:term", "name", "link", "status", "date_gmt"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(TREE)
def test_no_post_is_too_odd(value: Any):
    """Whatever a site sends in place of a post, nothing raises."""
    _is_public(value)
    _members(value)
    _keys(value)
    _place(value, 1)
    if isinstance(value, dict):
        _terms(value)


def test_wp_job_manager():
    """Its own fields become members; a listing that is filled is not open."""
    meta = {
        "_job_location": "Falmouth, MA", "_application": "https://apply.example/7", "_company_name": "Salt &amp; Marsh Lab",
        "_company_website": "https://marsh.example", "_filled": 0, "_featured": 0, "_remote_position": 0,
        "_job_salary": "17", "_job_salary_currency": "USD", "_job_salary_unit": "HOUR",
    }  # fmt: skip
    other = {
        **meta,
        "_filled": 1,
        "_remote_position": 1,
        "_application": "jobs@marsh.example",
        "_job_salary": "",
        "_company_website": "",
    }
    site = WordPressSite({"job_listing": [
        post(7, "Marsh Intern", INTERNSHIP, kind="job_listing", meta=meta),
        post(8, "Lab Manager", FULL_TIME, kind="job_listing", meta=other),
        post(9, "Bare", kind="job_listing", meta={"_application": ""}),
    ]})  # fmt: skip
    try:
        drafts, notices = drafted(
            "wordpress", site.address, {"extends": "wp-job-manager"}, HttpFetcher(allow_private=True)
        )
    finally:
        site.close()
    assert notices == []
    assert [notice.message for draft in drafts for notice in draft.notices] == []
    intern, manager, bare = (draft.members for draft in drafts)
    assert intern["hiringOrganization"] == {"name": "Salt & Marsh Lab", "url": "https://marsh.example"}
    assert intern["howToApply"] == {"method": "url", "url": "https://apply.example/7"}
    assert intern["compensation"]["baseSalary"] == {"value": 17, "currency": "USD", "unitText": "HOUR"}
    assert (intern["status"], intern["activityType"], intern.get("workMode")) == ("open", "internship", None)
    assert manager["howToApply"] == {"method": "email", "email": "jobs@marsh.example"}
    assert (manager["status"], manager["activityType"], manager["workMode"]) == ("filled", "unspecified", "remote")
    assert "compensation" not in manager
    assert set(bare) == {"title", "url", "description", "descriptionHtml", "datePosted", "activityType", "status"}


@pytest.mark.parametrize("salary", ["Unpaid", "competitive", "0"])
def test_a_salary_in_words_does_not_say_that_it_is_paid(salary: str):
    """Whoever writes “Unpaid” into the salary of a listing gets no posting that is called paid."""
    listing = post(7, "Marsh Intern", INTERNSHIP, kind="job_listing", meta={"_application": "", "_job_salary": salary})
    site = WordPressSite({"job_listing": [listing]})
    try:
        drafts, _ = drafted("wordpress", site.address, {"extends": "wp-job-manager"}, HttpFetcher(allow_private=True))
    finally:
        site.close()
    assert drafts[0].members.get("compensation", {}).get("status") != "paid"


MAP = """\
config_version = 1
[feed]
id = "https://harbor.example/id/feed"
name = "Harbor"
license = "CC-BY-4.0"
publisher = { name = "Harbor" }
home_page_url = "https://harbor.example/"
[options]
categories = ["internships"]
[fields]
"/applicationDeadline" = "acf.deadline"
"""


def test_published_ids_stay(tmp_path: Path, site: WordPressSite, run_wbl: Callable[..., Result]):
    """A second run writes nothing; edits, a move and another address of a post keep ids, and one tombstone is left."""
    published = Publishing(tmp_path, "wordpress", MAP, run_wbl)
    assert published.publish(site.address, "--allow-private", day=22)["rows"] == 2
    ids = published.ids
    assert sorted(ids.values()) == ["https://harbor.example/id/feed/wp-12", "https://harbor.example/id/feed/wp-40"]
    assert published.is_valid()
    assert published.publish(site.address, "--allow-private", day=23)["written"] == []
    moved = WordPressSite({"post": [post(40, "Shadow a shipwright", INTERNSHIPS, link="https://new.example/shadow")]})
    try:
        later = published.publish(moved.address, "--allow-private", day=24)
    finally:
        moved.close()
    assert published.ids == {"Shadow a shipwright": "https://harbor.example/id/feed/wp-40"}
    assert later["withdrawn"] == ["https://harbor.example/id/feed/wp-12"]
    assert published.is_valid()
    site.faults["/wp/v2/posts"] = 403
    before = published.feed
    assert "wbl publish rss" in published.publish(site.address, "--allow-private", day=25, code=2)["error"]
    assert published.feed == before


def test_the_example_of_the_guide_is_sound(tmp_path: Path, run_wbl: Callable[..., Result]):
    """Its mapping file reads a site with tags, custom fields and labelled lines."""
    content = {"rendered": "<p>Come along.</p><p>Town: Gloucester, MA 01930</p>", "protected": False}
    fields = {"deadline": "20270301", "employer": "Old Boatyard"}
    site = WordPressSite({"post": [post(12, "A shadow", INTERNSHIPS, SHADOW, content=content, acf=fields)]})
    example = (
        (EXAMPLE / "map.toml").read_text(encoding="utf-8").replace('"internships", "job-shadows"', '"internships"')
    )
    published = Publishing(tmp_path, "wordpress", example, run_wbl)
    try:
        assert published.publish(site.address, "--allow-private")["notices"] == []
    finally:
        site.close()
    (posting,) = published.feed["items"]
    assert posting["activityType"] == "job-shadow"
    assert posting["applicationDeadline"] == "2027-03-01"
    assert posting["jobLocation"][0]["address"]["addressLocality"] == "Gloucester"
    assert posting["hiringOrganization"] == {"name": "Old Boatyard"}
    assert published.is_valid()


def test_the_mapping_of_wp_job_manager_is_whole():
    """It needs nothing but the feed."""
    assert mapped({"extends": "wp-job-manager"}, "wordpress").options == {"type": "job-listings"}
