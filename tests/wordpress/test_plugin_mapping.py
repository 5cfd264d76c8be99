"""Posts of any type become postings by a mapping: fields of a post, custom fields as plug-ins store them, terms."""

import json
from pathlib import Path
from typing import Any

import pytest
from wordpress.opportunities import TYPES, add, mapping, meta, php
from wordpress.packages import OLDEST
from wordpress.real_site import RealSite, real_site

pytestmark = pytest.mark.slow
UNREAD = "https://w3id.org/wbl-feed/v1/terms#as-written"


@pytest.fixture(scope="module")
def typed(wbl_site: RealSite) -> RealSite:
    """A site with a post type of its own, such as a theme or a plug-in registers."""
    wbl_site.plugin("types", TYPES)
    return wbl_site


def read(site: RealSite, post: int, how: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The posting that a mapping makes of a post, and the notices."""
    code = f"""
    $source  = new WblFeed\\Source\\Mapped_Postings( 'opportunity', {php(how)} );
    $reading = $source->read( get_post( {post} ) );
    $notices = array_map( function ( $notice ) {{ return $notice->to_array(); }}, $reading->notices );
    echo json_encode( array( $reading->posting, $notices ), JSON_THROW_ON_ERROR );"""
    posting, notices = json.loads(site.php(code))
    return posting, notices


def test_custom_fields_are_typed_by_the_standard(typed: RealSite):
    """Days of three notations, pay, grades, hours, flags, places and codes become values of their members."""
    post = add(
        typed,
        post_title="“Eelgrass” &amp; more",
        post_content="<p>Wade in. [gallery]</p>",
        meta={
            "deadline": "20270301",
            "first_day": "March 1, 2027",
            "last_day": "6/30/2027",
            "pay": "$18-20/hr",
            "grades": ["11", "12"],
            "hours": "10-15",
            "age": "16+",
            "flexible": "1",
            "town": "Woods Hole, MA",
            "mode": "In person",
            "site": {"title": "Apply", "url": "https://tide.example/apply", "target": "_blank"},
        },
        terms={"opportunity_type": ["Summer jobs", "Internships"], "skill": ["Counting", "Rowing & more"]},
    )
    found, notices = read(
        typed,
        post,
        mapping(
            **{
                "/description": {"from": "post", "name": "content"},
                "/applicationDeadline": meta("deadline"),
                "/schedule/startDate": meta("first_day"),
                "/schedule/endDate": meta("last_day"),
                "/schedule/flexible": meta("flexible"),
                "/compensation": meta("pay"),
                "/eligibility/gradeLevels": meta("grades"),
                "/eligibility/minimumAge": meta("age"),
                "/eligibility/maximumAge": meta("age"),
                "/hoursPerWeek": meta("hours"),
                "/jobLocation/0": meta("town"),
                "/workMode": meta("mode"),
                "/howToApply": meta("site"),
                "/skills": {"from": "taxonomy", "name": "skill"},
                "/hiringOrganization/name": {"from": "fixed", "name": "Tide Lab"},
                "/activityType": {
                    "from": "taxonomy",
                    "name": "opportunity_type",
                    "values": {"Summer Jobs": "unspecified", "internships": "internship"},
                },
            }
        ),
    )
    assert notices == []
    assert found == {
        "title": "“Eelgrass” & more",
        "description": "Wade in.",
        "descriptionHtml": "<p>Wade in. </p>",
        "activityType": "internship",
        "status": "open",
        "applicationDeadline": "2027-03-01",
        "schedule": {"startDate": "2027-03-01", "endDate": "2027-06-30", "flexible": True},
        "compensation": {
            "status": "paid",
            "baseSalary": {"currency": "USD", "minValue": 18, "maxValue": 20, "unitText": "HOUR"},
        },
        "eligibility": {"gradeLevels": [11, 12], "minimumAge": 16},
        "hoursPerWeek": {"minValue": 10, "maxValue": 15},
        "jobLocation": [{"address": {"addressLocality": "Woods Hole", "addressRegion": "MA"}}],
        "workMode": "onsite",
        "howToApply": {"method": "url", "url": "https://tide.example/apply"},
        "skills": [{"name": "Counting"}, {"name": "Rowing & more"}],
        "hiringOrganization": {"name": "Tide Lab"},
    }


def test_what_cannot_be_read_is_kept_as_it_was_written(typed: RealSite):
    """No fact is made up and none is lost: the text stays in the private term of the standard, with a warning that names it."""
    post = add(
        typed, meta={"deadline": "mid March", "pay": "ask us", "mode": "Somewhere", "openings": "many", "seen": "TBD"}
    )
    fields = {
        "/applicationDeadline": meta("deadline"),
        "/compensation": meta("pay"),
        "/workMode": meta("mode"),
        "/totalOpenings": meta("openings"),
        "/lastVerified": meta("seen"),
    }
    found, notices = read(typed, post, mapping(**fields))
    assert found == {
        "title": "Tide work",
        "activityType": "unspecified",
        "status": "open",
        "ext": {
            UNREAD: {
                "/applicationDeadline": "mid March",
                "/compensation": "ask us",
                "/totalOpenings": "many",
                "/workMode": "Somewhere",
            }
        },
    }
    assert {notice["pointer"] for notice in notices} == set(found["ext"][UNREAD])
    assert {(notice["severity"], notice["category"]) for notice in notices} == {("warning", "quality")}
    (said,) = (notice for notice in notices if notice["pointer"] == "/workMode")
    assert said["message"] == "“Somewhere” could not be read as one of the words of the standard."
    assert "Map your fields" in said["mend"]


@pytest.mark.parametrize(
    ("kind", "code", "kept"),
    [
        ("Internship", "internship", None),
        ("internships", "internship", None),
        ("Pasantía", "internship", None),
        ("Moonwalk", "other", "Moonwalk"),
        ("", "unspecified", None),
        ("N/A", "unspecified", None),
        ("Seasonal gig", "seasonal", None),
    ],
)
def test_kinds_of_activity(typed: RealSite, kind: str, code: str, kept: str | None):
    """A kind that no code fits is ``other`` and kept in words; one that nobody said is ``unspecified``."""
    given = {"Seasonal gig": "us-xx:seasonal"}
    found, _ = read(typed, add(typed, meta={"kind": kind}), mapping(**{"/activityType": meta("kind", **given)}))
    assert found["activityType"] == ("us-xx:seasonal" if code == "seasonal" else code)
    assert found.get("ext", {}).get(UNREAD, {}).get("/activityType") == kept


@pytest.mark.parametrize(
    ("stored", "member", "value"),
    [
        ("2027-03-01", "/applicationDeadline", "2027-03-01"),
        ("20270301", "/applicationDeadline", "2027-03-01"),
        ("3/1/2027", "/applicationDeadline", "2027-03-01"),
        ("March 1, 2027", "/applicationDeadline", "2027-03-01"),
        ("1 de marzo de 2027", "/applicationDeadline", "2027-03-01"),
        ("2027-03-01 17:00:00", "/applicationDeadline", "2027-03-01"),
        ("1803859200", "/applicationDeadline", "2027-03-01"),  # midnight in UTC
        ("1803877200", "/applicationDeadline", "2027-03-01"),  # midnight in New York
        ("1803938400", "/applicationDeadline", "2027-03-01T17:00:00-05:00"),
        (1803859200, "/schedule/startDate", "2027-03-01"),
        ("12", "/applicationDeadline", None),
        ("03/04", "/applicationDeadline", None),
    ],
)
def test_days_as_plugins_store_them(typed: RealSite, stored: str | int, member: str, value: str | None):
    """ISO, American, in words, as ACF stores them, and seconds since 1970, which may be midnight here or in UTC."""
    found, _ = read(typed, add(typed, meta={"day": stored}), mapping(**{member: meta("day")}))
    place = found.get("schedule", {}) if member.startswith("/schedule") else found
    assert place.get(member.rpartition("/")[2]) == value


def test_open_until_filled_is_no_day(typed: RealSite):
    """A deadline that says so sets ``rolling``."""
    found, notices = read(
        typed, add(typed, meta={"day": "Until filled"}), mapping(**{"/applicationDeadline": meta("day")})
    )
    assert (found.get("rolling"), found.get("applicationDeadline"), notices) == (True, None, [])


def test_objects_that_are_not_whole_are_left_out(typed: RealSite):
    """An employer's address without a name, and an amount without a currency, are kept in words alone."""
    post = add(typed, meta={"site": "https://tide.example/", "pay": "17", "town": "02543", "zip": "2543"})
    fields = {
        "/hiringOrganization/url": meta("site"),
        "/compensation/baseSalary/value": meta("pay"),
        "/jobLocation/0": meta("town"),
        "/jobLocation/0/address/postalCode": meta("zip"),
    }
    found, notices = read(typed, post, mapping(**fields))
    assert "hiringOrganization" not in found
    assert found["compensation"] == {"status": "paid"}
    assert found["jobLocation"] == [{"address": {"postalCode": "02543"}}]
    assert found["ext"][UNREAD] == {
        "/hiringOrganization/url": "https://tide.example/",
        "/compensation/baseSalary/value": "17",
        "/jobLocation/0/address/postalCode": "2543",
    }
    assert {notice["code"] for notice in notices} == {"member-left-out", "unreadable-cell"}


HOSTILE: list[str] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    'https://a.example/"onmouseover=alert(1)',
    "https://a.example/<script>",
    "' OR 1=1 --",
    "Robert'); DROP TABLE wp_posts;--",
    'a:1:{i:0;O:8:"Wbl_Trap":0:{}}',
    'O:8:"Wbl_Trap":0:{}',
    "a:99999999:{",
    's:5:"x',
    "\x00\x01\x1f null",
    "\u202eevil\u202c",
    "{{7*7}}${7*7}",
    "]]><!--",
    "x" * 100_000,
    "9" * 400,
    "1e999",
    "-1",
    "../../../../etc/passwd",
    '=HYPERLINK("http://a.example")',
]
MEMBERS = (
    "/summary", "/howToApply/url", "/howToApply/email", "/howToApply", "/hiringOrganization/name", "/hiringOrganization/url",
    "/jobLocation/0", "/compensation", "/applicationDeadline", "/activityType", "/workMode", "/eligibility/gradeLevels",
    "/skills", "/totalOpenings", "/image", "/sameAs", "/status",
)  # fmt: skip
TRAP = "class Wbl_Trap { public function __wakeup() { update_option( 'wbl_trap', 'woken' ); } }"


def test_hostile_values_come_out_harmless(typed: RealSite):
    """Whatever stands in a custom field, the posting conforms, no markup or script is in it, and no object is woken."""
    typed.plugin("trap", TRAP)
    how = mapping(**{"/description": meta("hostile"), **{member: meta("hostile") for member in MEMBERS}})
    code = f"""
    global $wpdb;
    $source = new WblFeed\\Source\\Mapped_Postings( 'opportunity', {php(how)} );
    $values = array_merge( {php(HOSTILE)}, array( "Caf\\xE9 \\xC3\\x28", "\\xF0\\x28\\x8C\\x28", "\\xED\\xA0\\x80", "\\xFF\\xFE" ) );
    $found  = array();
    foreach ( $values as $value ) {{
        $id = wp_insert_post( array( 'post_type' => 'opportunity', 'post_title' => 'Tide', 'post_status' => 'draft' ) );
        $wpdb->insert( $wpdb->postmeta, array( 'post_id' => $id, 'meta_key' => 'hostile', 'meta_value' => '' ) );
        wp_cache_set( $id, array( 'hostile' => array( $value ) ), 'post_meta' ); // as the database may give it, whatever its bytes
        $posting = $source->read( get_post( $id ) )->posting;
        $posting->id = 'urn:x:1'; $posting->url = 'https://a.example/'; $posting->dateModified = '2026-11-22T12:00:00Z';
        $found[] = array( $posting, count( WblFeed\\Standard\\Schema::of( 'posting' )->faults( $posting ) ) );
    }}
    echo json_encode( array( $found, get_option( 'wbl_trap' ) ), JSON_THROW_ON_ERROR );"""
    try:
        found, woken = json.loads(typed.php(code))
    finally:
        typed.plugin("trap", "")
    assert woken is False
    assert len(found) == len(HOSTILE) + 4
    for (posting, faults), value in zip(found, [*HOSTILE, *["bytes"] * 4], strict=True):
        assert faults == 0, (value[:80], posting)
        kept = posting.pop("ext", {}).get(UNREAD, {})
        text = json.dumps(posting).lower()
        assert not any(word in text for word in ("<script", "onerror", "<svg", "\\u202e", 'wbl_trap":0')), posting
        for address in (posting.get("howToApply", {}).get("url"), posting.get("image", {}).get("url")):
            assert address is None or address.startswith(("http://", "https://"))
        assert all(len(one) <= 2000 and "<script" not in one for one in kept.values())


def test_secrets_are_no_fields(typed: RealSite):
    """A rule for a custom field that may hold a secret, or for a member that the standard lacks, is left out."""
    how = mapping(
        **{
            "/hiringOrganization/name": meta("api_token"),
            "/summary": meta("_wbl_posting"),
            "/workMode": meta("stripe_secret"),
            "/nonsense": meta("x"),
            "/compensation/status": {"from": "file", "name": "wp-config.php"},
            "/jobLocation/0": meta("town"),
        }
    )
    code = f"echo json_encode( array_keys( WblFeed\\Source\\Mapping::from( {php(how)} )->rules ) );"
    assert json.loads(typed.php(code)) == ["/jobLocation/0", "/title"]


def test_only_posts_of_a_category(typed: RealSite):
    """A post in the category or one below it is in the feed; taken out of it, the post leaves a tombstone."""
    settings = {"name": "A site", "publisher": {"name": "A site"}, "license": "CC-BY-4.0"}
    with typed.undone():
        code = """
        $above = wp_insert_term( 'Work based learning', 'opportunity_type' )['term_id'];
        $below = wp_insert_term( 'Paid internships', 'opportunity_type', array( 'parent' => $above ) )['term_id'];
        echo "$above $below";"""
        above, below = (int(number) for number in typed.php(code).split())
        posts = {
            "Above": add(typed, post_title="Above", terms={"opportunity_type": [above]}),
            "Below": add(typed, post_title="Below", terms={"opportunity_type": [below]}),
            "Beside": add(typed, post_title="Beside", terms={"opportunity_type": ["Bake sales"]}),
        }
        how = {**mapping(), "categories": {"opportunity_type": [above]}}
        typed.php(
            f"WblFeed\\Feed\\Settings::save( {php({**settings, 'mappings': {'opportunity': how}})} );"
            "WblFeed\\Feed\\Catch_Up::run( 60.0 );"
        )
        before = typed.ask("wp-json/wbl/v1/feed").json
        assert {item["title"] for item in before["items"]} == {"Above", "Below"}
        typed.php(f"wp_set_object_terms( {posts['Below']}, 'Bake sales', 'opportunity_type' );")
        after = typed.ask("wp-json/wbl/v1/feed").json
        assert {item["title"] for item in after["items"]} == {"Above"}
        (gone,) = (item["id"] for item in before["items"] if item["title"] == "Below")
        assert [(one["id"], one["reason"]) for one in after["tombstones"]] == [(gone, "withdrawn")]


TABLE = json.loads((Path(__file__).parents[1] / "wbl_publishers" / "cleaning_cases.json").read_text(encoding="utf-8"))


@pytest.mark.php_matrix
@pytest.mark.parametrize(("suite", "version"), [(OLDEST, "7.4"), ("sid", "8.5")])
def test_other_versions_read_the_same(plugin_zip: Path, tmp_path: Path, suite: str, version: str):
    """The oldest and the newest WordPress and PHP read the table of cells as it stands, and map a post, without a warning."""
    cases = [case for group in TABLE["groups"] for case in group["cases"]]
    code = f"""
    $found = array();
    foreach ( {php([[case["text"], case["member"]] for case in cases])} as list( $text, $pointer ) ) {{
        $member = WblFeed\\Cells\\Member::at( $pointer );
        $rolling = '/applicationDeadline' === $pointer && WblFeed\\Cells\\Dates::is_rolling( $text );
        $silent = WblFeed\\Cells\\Silence::of( $text, $member );
        $value = $silent ? 'silent' : ( $rolling ? 'rolling' : WblFeed\\Cells\\Cell::read( $text, $member ) );
        $found[] = $value ?? 'unreadable';
    }}
    echo json_encode( $found, JSON_THROW_ON_ERROR );"""
    with real_site(tmp_path / "site", suite, version) as site:
        site.install(plugin_zip)
        site.plugin("types", TYPES)
        assert json.loads(site.php(code)) == [case.get("value", case.get("is")) for case in cases]
        post = add(site, meta={"pay": "$18/hr", "day": "1803859200"})
        found, _ = read(site, post, mapping(**{"/compensation": meta("pay"), "/applicationDeadline": meta("day")}))
        assert found["compensation"]["baseSalary"]["value"] == 18
        assert found["applicationDeadline"] == "2027-03-01"
        assert site.debug_log() == []
