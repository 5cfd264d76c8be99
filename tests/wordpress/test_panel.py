"""The panel of the plug-in, from JSON to its form and back, on a real WordPress without a browser."""

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, set_up, written
from wordpress.real_site import RealSite

from wbl_feed.resources import spec_json

pytestmark = pytest.mark.slow
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' onfocus=alert(3) x='</textarea></title>&#39;&amp;"
CONTROLS = r"""
$controls = new WblFeed\Editor\Controls( new WblFeed\Editor\Findings( array() ) );
$html     = array();
foreach ( $given as list( $pointer, $posting ) ) {
	ob_start();
	$controls->show( WblFeed\Editor\Fields::all()[ $pointer ], $pointer, WblFeed\Standard\Json::at( $posting, $pointer ) );
	$html[] = ob_get_clean();
}
echo json_encode( $html );"""
FORMS = r"""
$postings = array();
foreach ( $given as list( $posted, $stored ) ) {
	$form       = new WblFeed\Editor\Form( json_decode( json_encode( $posted ), true ), $stored );
	$postings[] = WblFeed\Standard\Json::write( $form->posting() );
}
echo json_encode( $postings );"""
SAVE = r"""
wp_set_current_user( $given->user );
$nonce = $given->nonce ?? wp_create_nonce( 'wbl_feed_panel' . $given->post );
$_POST = wp_slash( array( 'wbl_feed_panel' => $nonce, 'wbl' => json_decode( json_encode( $given->wbl ), true ) ) + (array) ( $given->more ?? array( 'wbl_last' => '1' ) ) );
wp_update_post( array( 'ID' => $given->post ) );
echo apply_filters( 'redirect_post_location', 'https://site.example/' );"""


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> RealSite:
    """The site with the plug-in, set up for Massachusetts."""
    set_up(wbl_site)
    return wbl_site


def php(site: RealSite, code: str, given: Any) -> Any:
    """What code prints as JSON that finds something given to it in ``$given``."""
    text = json.dumps(json.dumps(given)).replace("$", "\\$")
    printed = site.php(f"$given = WblFeed\\Standard\\Json::parse( {text} );{code}")
    return json.loads(printed) if printed[:1] in "[{" else printed


class Page(HTMLParser):
    """What a browser would send of a form, and what else stands in its HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.sent: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: dict[str, str | None] | None = None
        self._text = ""
        self._chosen: str | None = None
        self._aside = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what the tag would send."""
        given = dict(attrs)
        self.tags.add(tag)
        self.attributes.update(given)
        self._aside += tag in {"noscript", "template"}
        if self._aside:
            return
        if tag == "input" and (given["type"] != "checkbox" or "checked" in given):
            self.sent.append((given["name"] or "", given["value"] or ""))
        elif tag in {"select", "textarea"}:
            self._open, self._text, self._chosen = given, "", None
        elif tag == "option" and ("selected" in given or self._chosen is None):
            self._chosen = given["value"] or ""

    def handle_data(self, data: str) -> None:
        """Notes the text of a textarea."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Notes what a textarea or a select would send."""
        self._aside -= tag in {"noscript", "template"}
        if tag in {"textarea", "select"} and self._open:
            self.sent.append((self._open["name"] or "", self._text if tag == "textarea" else self._chosen or ""))
            self._open = None

    def posted(self) -> dict[str, Any]:
        """The part under ``wbl`` as PHP makes it."""
        fields: dict[str, Any] = {}
        for name, value in self.sent:
            pointer, _, part = name.removeprefix("wbl[").partition("]")
            if part == "[]":
                fields.setdefault(pointer, []).append(value)
            elif part:
                fields.setdefault(pointer, {})[part[1:-1]] = value
            else:
                fields[pointer] = value
        return fields


def members(schema: Any, pointer: str = "") -> Iterator[str]:
    """Pointers of all members that a schema has, lists of objects with a star; without objects that only hold others."""
    for name, member in schema["properties"].items():
        here = f"{pointer}/{name}"
        resolved = resolve_ref(member)
        if "items" in resolved and "properties" in resolve_ref(resolved["items"]):
            yield from members(resolve_ref(resolved["items"]), here + "/*")
        elif "properties" in resolved:
            yield from members(resolved, here)
        else:
            yield here


def resolve_ref(schema: Any) -> Any:
    """A schema, or the one it refers to."""
    whole = spec_json("posting.schema.json")
    return whole["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


@cache
def fields(site: RealSite) -> dict[str, str]:
    """Kinds of all fields by pointer, those of rows included."""
    code = """$kinds = array();
    foreach ( WblFeed\\Editor\\Fields::all() as $pointer => $field ) {
        foreach ( $field->fields ? $field->fields : array( $pointer => $field ) as $name => $each ) { $kinds[ $name ] = $each->kind; }
    }
    echo json_encode( $kinds );"""
    kinds: dict[str, str] = json.loads(site.php(code))
    return kinds


def test_no_member_is_forgotten(ready: RealSite):
    """Each member of the schema is asked for in the panel or named among those that are not, and none is in both."""
    asked = set(fields(ready))
    elsewhere = json.loads(ready.php("echo json_encode( WblFeed\\Editor\\Fields::ELSEWHERE );"))
    known = set(members(spec_json("posting.schema.json")))
    left_out = {one for one in known if any(one == name or one.startswith(name + "/") for name in elsewhere)}
    assert known == asked | left_out
    assert not asked & left_out
    assert all(reason for reason in elsewhere.values())


def samples(site: RealSite) -> list[tuple[str, Any]]:
    """For each field or list of rows a posting that has it, from the standard's example, its columns or made up by kind."""
    example = spec_json("examples/posting.json")
    columns = {one["pointer"]: one["example"] for one in spec_json("columns.json")["columns"] if one["example"]}
    made_up = {
        "text": "A “text” & more", "longtext": "Two\n\nparagraphs <b>", "url": "https://site.example/?a=1&b=2",
        "email": "a@site.example", "number": 17.5, "date": "2027-02-28", "yesno": False, "lines": ["urn:a:b", "urn:c:d"],
        "choice": "unknown", "choices": ["https://site.example/terms/code"], "phone": "+1 508 555 0100",
    }  # fmt: skip
    made: list[tuple[str, Any]] = []
    for pointer, kind in fields(site).items():
        if "*" in pointer:
            made_row: dict[str, Any] = {}
            put(made_row, pointer.partition("*")[2], made_up[kind])
            list_ = pointer.partition("/*")[0]
            made.append((list_, nested(list_, [made_row, {**made_row, "unknown": [1]}])))
            continue
        value = at(example, pointer)
        if value is None and kind in {"text", "phone", "email", "url"}:
            value = columns.get(pointer)
        made.append((pointer, nested(pointer, made_up.get(kind) if value is None else value)))
    more: dict[str, list[Any]] = {
        "/applicationDeadline": ["2027-03-14", "2027-03-14T16:30:00-04:00", "2027-07-01T12:00:05Z", "ASAP"],
        "/duration": ["P6W", "PT3H", "P1Y2M10D", "soon"],
        "/rolling": [True, False, "maybe"],
        "/schedule/startTime": ["09:00", "half past nine"],
        "/schedule/startDate": ["2027-02-28", "2027-02-30", "next week"],
        "/totalOpenings": [1, 0, -2, 9007199254740991, "abc", "1,500"],
        "/compensation/baseSalary/value": [17.5, 0.1, 1e21],
        "/eligibility/gradeLevels": [[12, 10, 11], [0, 16]],
        "/schedule/byDay": [["Friday", "Monday"], ["Caturday"]],
        "/compensation/payer": ["employer", "https://site.example/terms/raffle"],
        "/hiringOrganization/name": ["  spaces kept ", "two\nlines", "Ünïcødé 學校 🚀"],
        "/eligibility/schools": [["One", "Two"], ["One\nin two lines", "Two"], ["twice", "twice"]],
    }
    return made + [(pointer, nested(pointer, value)) for pointer, values in more.items() for value in values]


def nested(pointer: str, value: Any) -> Any:
    """A posting that has nothing but this member."""
    posting: dict[str, Any] = {}
    put(posting, pointer, value)
    return posting


def at(posting: Any, pointer: str) -> Any:
    """A member of objects within objects, or None."""
    for name in pointer[1:].split("/"):
        posting = posting.get(name) if isinstance(posting, dict) else None
    return posting


def put(posting: dict[str, Any], pointer: str, value: Any) -> None:
    """Sets a member of objects within objects."""
    *above, last = pointer[1:].split("/")
    for name in above:
        posting = posting.setdefault(name, {})
    posting[last] = value


def test_every_field_round_trips(ready: RealSite):
    """What each field shows, sent back as a browser would, is the posting that it showed, whatever was stored before."""
    given = samples(ready)
    posted = [Page(html).posted() for html in php(ready, CONTROLS, given)]
    stored = php(ready, FORMS, [[form, posting] for form, (_, posting) in zip(posted, given, strict=True)])
    assert [json.loads(one) for one in stored] == [posting for _, posting in given]
    exact = [
        (form, posting)
        for form, (_, posting) in zip(posted, given, strict=True)
        if not any(
            odd in json.dumps(posting) for odd in ("  spaces", "lines", "05Z", '"presentation", "', "Friday", "12, 10")
        )
    ]
    anew = php(ready, FORMS, [[form, {}] for form, _ in exact])
    assert [json.loads(one) for one in anew] == [posting for _, posting in exact]
    assert len(exact) > 150


def test_what_is_cleared_leaves_no_trace(ready: RealSite):
    """An emptied field is no member, and an object or a list that it leaves empty is none either."""
    given = [(pointer, posting) for pointer, posting in samples(ready) if "unknown" not in json.dumps(posting)]
    emptied = [Page(html).posted() for html in php(ready, CONTROLS, [[pointer, {}] for pointer, _ in given])]
    left = php(ready, FORMS, [[form, posting] for form, (_, posting) in zip(emptied, given, strict=True)])
    assert set(left) == {"{}"}


def test_the_whole_example_passes_through_the_panel(ready: RealSite):
    """The standard's own example is shown and saved without any change, private terms and all."""
    example = spec_json("examples/posting.json")
    post = written(ready, example)
    html = ready.php(f"WblFeed\\Editor\\Panel::show( get_post( {post} ) );")
    before = stored(ready, post)
    php(ready, SAVE, {"user": 1, "post": post, "wbl": Page(html).posted()})
    assert stored(ready, post) == before
    assert before["ext"] == example["ext"]
    assert before["hiringOrganization"] == example["hiringOrganization"]
    assert before["jobLocation"] == example["jobLocation"]


def stored(site: RealSite, post: int) -> Any:
    """The posting as it is stored."""
    return json.loads(
        site.php(f"echo WblFeed\\Standard\\Json::write( WblFeed\\Source\\Own_Postings::posting( {post} ) );")
    )


TYPED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"/totalOpenings": " 4 "}, {"totalOpenings": 4}),
    ({"/totalOpenings": "4.0"}, {"totalOpenings": 4}),
    ({"/totalOpenings": "a few"}, {"totalOpenings": "a few"}),
    ({"/totalOpenings": "1e999"}, {"totalOpenings": "1e999"}),
    ({"/totalOpenings": "9" * 400}, {"totalOpenings": "9" * 400}),
    ({"/compensation/baseSalary/value": "17.50"}, {"compensation": {"baseSalary": {"value": 17.5}}}),
    ({"/rolling": "false"}, {"rolling": False}),
    ({"/rolling": ""}, {}),
    ({"/duration": {"number": "6", "unit": "W"}}, {"duration": "P6W"}),
    ({"/duration": {"number": "3", "unit": "H"}}, {"duration": "PT3H"}),
    ({"/duration": {"number": "6", "unit": ""}}, {"duration": "6"}),
    ({"/duration": {"number": "six", "unit": "W"}}, {"duration": "six"}),
    ({"/applicationDeadline": {"date": "2027-03-14", "time": ""}}, {"applicationDeadline": "2027-03-14"}),
    ({"/applicationDeadline": {"date": "2027-03-14", "time": "16:30"}}, {"applicationDeadline": "2027-03-14T16:30:00-04:00"}),
    ({"/applicationDeadline": {"date": "2027-01-14", "time": "16:30"}}, {"applicationDeadline": "2027-01-14T16:30:00-05:00"}),
    ({"/applicationDeadline": {"date": "2027-02-30", "time": "16:30"}}, {"applicationDeadline": "2027-02-30 16:30"}),
    ({"/applicationDeadline": {"date": "", "time": "16:30"}}, {"applicationDeadline": "16:30"}),
    ({"/applicationDeadline": "2027-03-14"}, {}),
    ({"/eligibility/schools": "One\r\n\r\n  Two \n"}, {"eligibility": {"schools": ["One", "Two"]}}),
    ({"/eligibility/gradeLevels": ["", "10", "x"]}, {"eligibility": {"gradeLevels": [10, "x"]}}),
    ({"/eligibility/gradeLevels": [["10"]]}, {}),
    ({"/hiringOrganization/name": " a\r\nb\u0000\u0007\tc\u0085 "}, {"hiringOrganization": {"name": "a b c"}}),
    ({"/hiringOrganization/name": ["x"]}, {}),
    ({"/hiringOrganization/nothing": "x", "/ext": "x", "/id": "urn:x:y", "/url/x": "y"}, {}),
    ({"/jobLocation": "", "/jobLocation/7/name": "B", "/jobLocation/2/name": "A"}, {"jobLocation": [{"name": "B"}, {"name": "A"}]}),
    ({"/jobLocation": "", "/jobLocation/0/name": "", "/jobLocation/1/name": "A"}, {"jobLocation": [{"name": "A"}]}),
    ({"/jobLocation": "", "/jobLocation/0": "{broken", "/jobLocation/0/geo/latitude": "41.9"}, {"jobLocation": [{"geo": {"latitude": 41.9}}]}),
    ({"/skills": [], "/skills/0": [], "/skills/0/name": {"a": "b"}, "/skills/x/name": "y"}, {}),
]  # fmt: skip


@pytest.fixture(scope="module")
def made_of_typed(ready: RealSite) -> list[Any]:
    """The postings that the forms of TYPED become, made at one go."""
    return [json.loads(one) for one in php(ready, FORMS, [[typed, {}] for typed, _ in TYPED])]


@pytest.mark.parametrize("number", range(len(TYPED)), ids=[json.dumps(typed)[:60] for typed, _ in TYPED])
def test_what_is_typed(made_of_typed: list[Any], number: int):
    """Texts of the form become the JSON that they say; what they cannot be stays a text, so that nothing typed is lost."""
    assert made_of_typed[number] == TYPED[number][1]


def test_a_value_of_another_kind_is_kept(ready: RealSite):
    """Whatever a program put where, the panel keeps it until somebody writes something else there."""
    odds: list[Any] = [{"a": 1}, [{"a": 1}], 5, True, "text", [], {}]
    given = [[pointer, nested(pointer, odd)] for odd in odds for pointer in fields(ready) if "*" not in pointer]
    posted = [Page(html).posted() for html in php(ready, CONTROLS, given)]
    kept = php(ready, FORMS, [[form, posting] for form, (_, posting) in zip(posted, given, strict=True)])
    for (pointer, posting), after in zip(given, kept, strict=True):
        odd, value = at(posting, pointer), at(json.loads(after), pointer)
        assert value in (odd, json.dumps(odd)) or (value is None and odd == []), pointer


def test_rows_keep_what_the_panel_does_not_show(ready: RealSite):
    """A row that is moved or follows a deleted one takes along its members that have no field."""
    posting = {"jobLocation": [{"name": "A", "x": 1}, {"name": "B", "y": [2]}, "odd"]}
    (html,) = php(ready, CONTROLS, [["/jobLocation", posting]])
    form = {name: value for name, value in Page(html).posted().items() if not name.startswith("/jobLocation/0")}
    (after,) = php(ready, FORMS, [[form, posting]])
    assert json.loads(after) == {"jobLocation": [{"name": "B", "y": [2]}, "odd"]}
    (again,) = php(ready, FORMS, [[form, json.loads(after)]])
    assert again == after, "the block editor saves the same form twice"


def test_hostile_text_is_only_text(ready: RealSite):
    """In no field does a stored text become an element or an attribute, and it comes back as it was."""
    given = []
    for pointer, kind in fields(ready).items():
        list_, _, within = pointer.partition("/*")
        if within:
            row: dict[str, Any] = {HOSTILE: HOSTILE}
            put(row, within, HOSTILE)
            given.append([list_, nested(list_, [row])])
        else:
            given.append([pointer, nested(pointer, [HOSTILE] if kind in {"lines", "choices"} else HOSTILE)])
    pages = [Page(html) for html in php(ready, CONTROLS, given)]
    tags = set().union(*(page.tags for page in pages))
    attributes = set().union(*(page.attributes for page in pages))
    assert not tags & {"script", "img", "title", "style", "iframe", "a"}
    assert {name for name in attributes if name.startswith("on") or name == "x"} == set()
    kept = php(ready, FORMS, [[page.posted(), posting] for page, (_, posting) in zip(pages, given, strict=True)])
    assert [json.loads(one) for one in kept] == [posting for _, posting in given]


def test_bytes_that_are_no_utf_8_do_no_harm(ready: RealSite):
    """They become the replacement character, and the posting is stored."""
    post = written(ready, POSTING)
    ready.php(
        f"$_POST = wp_slash( array( 'wbl_feed_panel' => wp_create_nonce( 'wbl_feed_panel{post}' ), 'wbl_last' => '1',"
        f"'wbl' => array( '/hiringOrganization/name' => \"Bay \\xff\\xc0 Shell\", '/eligibility/schools' => \"\\xe2\\x28\" ) ) );"
        f"wp_update_post( array( 'ID' => {post} ) );"
    )
    after = stored(ready, post)
    assert after["hiringOrganization"] == {"name": "Bay �� Shell"}
    assert after["eligibility"] == {"schools": ["�("]}


def test_who_may_save(ready: RealSite):
    """A subscriber, a forged nonce, that of another post and a form that was cut off change nothing; the administrator does."""
    post, other = written(ready, POSTING), written(ready, POSTING)
    subscriber = int(
        ready.php(
            "echo wp_insert_user( array( 'user_login' => uniqid(), 'user_pass' => 'x', 'role' => 'subscriber' ) );"
        )
    )
    wbl = {"/status": "closed"}
    nonce = ready.php(f"echo wp_create_nonce( 'wbl_feed_panel{other}' );")
    for attempt in (
        {"user": subscriber}, {"user": 0}, {"user": 1, "nonce": "0123456789"}, {"user": 1, "nonce": nonce},
        {"user": 1, "nonce": ""}, {"user": 1, "more": {}},
    ):  # fmt: skip
        location = php(ready, SAVE, {"post": post, "wbl": wbl, **attempt})
        assert stored(ready, post)["status"] == "open", attempt
        assert ("wbl_incomplete=1" in location) == ("more" in attempt)
    php(ready, SAVE, {"user": 1, "post": post, "wbl": wbl})
    assert stored(ready, post)["status"] == "closed"


def check(site: RealSite, post: int, role: str = "administrator", **wbl: Any) -> Any:
    """What the check answers."""
    body = {"post": post, "title": "Hatchery", "content": POSTING["description"], "wbl": wbl.pop("wbl", wbl)}
    return site.ask("wp-json/wbl/v1/check", method="POST", user=site.user(role) if role else None, body=body)


def test_the_check_names_the_field(ready: RealSite):
    """A mistake is told at its field, in words without pointers, with a link from the summary; nothing is stored."""
    post = written(ready, POSTING)
    good = check(ready, post)
    assert good.status == 200
    assert good.json["conforming"] is True
    assert set(good.json["fields"]) <= {"/url"}, "nothing is wrong but the address of the test's site"
    wrong = check(ready, post, wbl={"/totalOpenings": "abc", "/howToApply/url": "www.site.example"}).json
    assert wrong["conforming"] is False
    mistakes = {pointer: one["html"] for pointer, one in wrong["fields"].items() if one["wrong"]}
    assert set(mistakes) == {"/totalOpenings", "/howToApply/url", "/howToApply/method"}
    assert all("Mistake:" in html for html in mistakes.values())
    assert "https://" in mistakes["/howToApply/url"]
    assert 'href="#wbl-howToApply-method"' in wrong["list"]
    assert "/howToApply" not in wrong["list"].replace('href="#wbl-howToApply', "")
    assert "totalOpenings" not in stored(ready, post)


def test_sentences_speak_of_fields(ready: RealSite):
    """Where a sentence of the check has the pointer of a member, the panel has the name of its field, and addresses stay."""
    code = """$sentences = array();
    foreach ( $given as $message ) {
        $sentences[] = WblFeed\\Editor\\Sentences::of( new WblFeed\\Standard\\Notice( 'x', 'error', 'quality', '', $message ), null );
    }
    echo json_encode( $sentences );"""
    said = php(ready, code, [
        "/eligibility/maximumAge is less than /eligibility/minimumAge.", "The member /skills/3/name is missing.",
        "/description is short, and /summary too.", "See https://site.example/url and /ext/x.", "/howToApply is no object.",
    ])  # fmt: skip
    assert said == [
        "“Oldest age” is less than “Youngest age”.", "The member “Skill” is missing.", "“Text” is short, and “Excerpt” too.",
        "See https://site.example/url and /ext/x.", "“How students apply” is no object.",
    ]  # fmt: skip


def test_sentences_are_not_for_programs(ready: RealSite):
    """People who fill in a form are not told to write JSON, nor names of members."""
    bare = {name: POSTING[name] for name in ("title", "activityType", "status", "description")}
    assert "There is no deadline. Write one, or say" in check(ready, written(ready, bare)).json["list"]
    wrong = {
        "/applicationDeadline": {"date": "2026-01-05", "time": ""},
        "/schedule/startDate": "2027-06-28", "/schedule/endDate": "2027-05-01",
    }  # fmt: skip
    said = check(ready, written(ready, POSTING), wbl=wrong).json["list"]
    assert "The posting is open, but this day has passed." in said
    assert "The last day is before the first day." in said
    assert "&quot;" not in said
    assert not {"endDate", "startDate", "applicationDeadline"} & set(re.findall(r"\w+", re.sub("<[^>]*>", "", said)))


def test_the_check_counts_rows_as_the_form_does(ready: RealSite):
    """A mistake in the third row is told there, though the rows before it are empty and do not count."""
    post = written(ready, POSTING)
    rows = {"/skills": "", "/skills/0/name": "", "/skills/4/name": "A", "/skills/9/termCode": "B", "/skills/9/name": ""}
    found = check(ready, post, wbl=rows).json
    assert set(found["fields"]) - {"/url"} == {"/skills/9/name"}
    assert 'href="#wbl-skills-9-name">Skill</a>' in found["list"]


def test_the_check_escapes(ready: RealSite):
    """Hostile text in a field, a title or a code stays text in the answer."""
    post = written(ready, POSTING)
    wbl = {
        "/activityType": HOSTILE,
        "/schedule/byDay": [HOSTILE],
        "/license": HOSTILE,
        "/jobLocation/0": json.dumps({HOSTILE: HOSTILE}),
    }
    answer = check(ready, post, wbl=wbl).json
    page = Page(answer["list"] + answer["useful"] + "".join(one["html"] for one in answer["fields"].values()))
    assert page.tags <= {"ul", "li", "strong", "a", "p"}
    assert page.attributes <= {"class", "href"}
    assert answer["conforming"] is False


def test_who_may_check(ready: RealSite):
    """Only who may edit the posting, and only a posting; absurd parameters are refused."""
    post = written(ready, POSTING)
    page = int(ready.php("echo wp_insert_post( array( 'post_title' => 'P', 'post_type' => 'page' ) );"))
    assert check(ready, post, "").status == 401
    assert check(ready, post, "subscriber").status == 403
    assert check(ready, page).status == 403
    assert check(ready, 0).status == 403
    assert check(ready, post, "editor").status == 200
    assert check(ready, post, wbl="x").status == 400


def test_a_new_posting_is_not_scolded(ready: RealSite):
    """Before anything is typed no mistake is shown; the status that most postings have is chosen and visible."""
    post = ready.php(
        "echo wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_status' => 'auto-draft', 'post_title' => 'Auto Draft' ) );"
    )
    html = ready.php(f"WblFeed\\Editor\\Panel::show( get_post( {post} ) );")
    assert "Mistake:" not in html
    assert Page(html).posted()["/status"] == "open"
    assert "0 of the 10 facts" in html


def test_codes_are_shown_in_the_language_of_the_person(ready: RealSite):
    """Labels come from the vocabularies of the standard and of the profile, in the language of the one who edits."""
    with ready.undone():
        post = written(ready, POSTING)
        html = ready.php(
            f"wp_get_current_user()->locale = 'es_MX'; WblFeed\\Editor\\Panel::show( get_post( {post} ) );"
        )
    assert ">Pasantía</option>" in html
    assert ">Internship</option>" not in html
    assert "us-ma-stem:cape-cod" in html


def test_the_panel_says_what_the_feed_has_meanwhile(ready: RealSite):
    """A mistake in a posting that is in the feed does not take it out, and the panel does not say so."""
    with ready.undone():
        post = written(ready, POSTING)
        wrong = json.dumps(json.dumps({**POSTING, "applicationDeadline": "soon"}))
        store = f"WblFeed\\Source\\Own_Postings::store( {post}, json_decode( {wrong} ) );"
        shown = f"ob_start(); WblFeed\\Editor\\Panel::show( get_post( {post} ) ); echo ob_get_clean();"
        assert "Nothing in this posting keeps it out of the feed." in ready.php(shown)
        ready.php(store)
        assert "The feed keeps this posting as it was before." in ready.php(shown)
        ready.php(f"wp_update_post( array( 'ID' => {post}, 'post_status' => 'draft' ) );")
        assert "This posting cannot be in the feed yet." in ready.php(shown)


def test_the_currency_of_the_state_need_not_be_typed(ready: RealSite):
    """Where the profile takes one currency alone, an amount without one has it; without an amount there is none."""
    sums = [{"value": 18.5}, {"unitText": "HOUR"}, {"value": 18.5, "currency": "EUR"}]
    code = "echo json_encode( array_map( array( 'WblFeed\\Editor\\Form', 'with_currency' ), $given ) );"
    paid, bare, euro = php(ready, code, [{"compensation": {"baseSalary": one}} for one in sums])
    assert paid["compensation"]["baseSalary"] == {"value": 18.5, "currency": "USD"}
    assert bare["compensation"]["baseSalary"] == {"unitText": "HOUR"}
    assert euro["compensation"]["baseSalary"]["currency"] == "EUR"
