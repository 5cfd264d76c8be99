"""A live site before our validator and the conformance kit."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result
from conformance.kit import read_cases
from wordpress.generated import MINTED, verdict
from wordpress.kit_postings import KitPosting, key, postings, without_postings
from wordpress.plugin_site import NOW, POSTING, feed, set_up, write_many, written
from wordpress.reader import assert_intact, whole_feed
from wordpress.real_site import RealSite

from wbl_feed.digest import canonical_json
from wbl_feed.discovery.serving import check
from wbl_feed.times import last_moment, parse_instant

pytestmark = pytest.mark.slow
STARTS = [
    "feed/wbl.json",
    "feed/wbl/",
    "wp-json/wbl/v1/feed",
    "wp-json/wbl/v1/atom",
    "",
    "opportunities/",
    "opportunities/aquaculture-lab-internship/",
    ".well-known/wbl-feed",
    "wbl-feed.json",
    "wp-json/wbl/v1/catalog",
]
LOCAL = {"unreachable_link"}
"""What is found because the site is on this machine: nobody outside can open its pages."""
OTHERWISE_HERE = {
    "valid/newer-version": "it is of a later version, and the plug-in writes 1.0",
    "valid/scalar-currency-2": "us-ma, which the site follows, has US dollars alone",
    "valid/scalar-currency-3": "us-ma, which the site follows, has US dollars alone",
    "valid/least-and-greatest": "us-ma, which the site follows, has US dollars alone",
    "invalid/aggregate-": "an id of an aggregate; the site is none",
    "invalid/provenance-": "provenance beside the envelope of an aggregate; the site is none",
    "invalid/missing-member-id": "the plug-in mints it",
    "invalid/missing-member-url": "the plug-in mints it",
    "invalid/missing-member-date-modified": "the plug-in mints it, whatever is given",
    "invalid/wrong-type-13": "the plug-in mints `dateModified`, whatever is given",
    "invalid/duplicate-id": "the second posting gets an id of its own",
    "invalid/total-items-counts-doubles": "the second posting gets an id of its own",
    "invalid/changed-silently": "an earlier version of the feed; the plug-in mints `dateModified`",
    "invalid/modified-went-back": "an earlier version of the feed; the plug-in mints `dateModified`",
    "invalid/renamed-silently": "an earlier version of the feed; the plug-in mints `dateModified`",
    "invalid/touched-without-change": "an earlier version of the feed; the plug-in mints `dateModified`",
    "invalid/previous-id-dropped": "an earlier version of the feed, which is not entered",
}
"""Beginnings of the cases whose verdict rests on more than the posting, and why."""


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> RealSite:
    """A site whose set-up is done."""
    wbl_site.at(NOW)
    wbl_site.php("delete_option( 'wbl_feed_settings' ); WblFeed\\Feed\\Settings::begin();")  # it begins by that clock
    set_up(wbl_site)
    return wbl_site


@pytest.mark.every_wordpress
def test_our_validator_finds_nothing(live: RealSite, run_wbl: Callable[..., Result]):
    """From each address that somebody may give, to a feed with postings, a tombstone and pages, by the core and us-ma."""
    live.plugin("small", "add_filter( 'wbl_feed_page_size', function () { return 2; } );")
    try:
        for number, type_ in enumerate(["internship", "job-shadow", "co-op", "facility-visit", "mentorship"]):
            title = "Aquaculture lab internship" if not number else f"Oysters of bay {number} by a {type_}"
            last = written(live, {**POSTING, "title": title, "activityType": type_})
        live.at("2026-11-22T12:00:30Z")
        live.php(f"wp_trash_post( {last} );")
        for paged in (True, False):
            expected = LOCAL | ({"paged_too_small"} if paged else set())
            for start in STARTS:
                found = report(run_wbl, live, start)
                assert (found["postings"], found["refused"], found["feed"]) == (4, 0, feed(live)["id"]), start
                assert [one for one in found["notices"] if one["code"] not in expected] == [], start
            assert (feed(live)["completeness"] == "paged") == paged
            live.plugin("small", "")
    finally:
        live.plugin("small", "")


def report(
    run_wbl: Callable[..., Result], site: RealSite, path: str, at: str = "2026-11-22T12:01:00Z"
) -> dict[str, Any]:
    """What ``wbl validate`` says of the one feed at an address of the site, which it calls valid."""
    result = run_wbl("validate", site.url + path, "--profile", "us-ma", "--allow-private", "--at", at, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["notices"] == []
    (one,) = told["feeds"]
    return dict(one)


def test_a_version_after_another_breaks_no_rule_of_change(
    live: RealSite, run_wbl: Callable[..., Result], tmp_path: Any
):
    """An edit, a deletion and a new posting, compared with the feed of before: nothing was lost or changed in silence."""
    edited, gone, _ = (written(live, {**POSTING, "title": f"Oysters of bay {number}"}) for number in range(3))
    earlier = tmp_path / "earlier.json"
    earlier.write_bytes(live.ask("feed/wbl.json").body)
    live.at("2026-11-22T12:00:30Z")
    written(live, {**POSTING, "title": "Oysters of another bay"}, edited)
    live.php(f"wp_trash_post( {gone} );")
    written(live, {**POSTING, "title": "Oysters of a new bay"})
    at = ("--profile", "us-ma", "--allow-private", "--at", "2026-11-22T12:01:00Z", "--json")
    result = run_wbl("validate", live.url + "feed/wbl.json", "--previous", earlier, *at)
    (found,) = json.loads(result.stdout)["feeds"]
    assert {one["code"] for one in found["notices"] if one["severity"] != "info"} <= LOCAL | {"similar_postings"}, found


def test_the_postings_of_the_kit(live: RealSite, run_wbl: Callable[..., Result]):
    """Each posting of each feed of the groups valid and invalid is entered. What conforms is taken, is in the feed as it was
    entered and is valid there; what does not is refused with a notice at the place where the case has one, and leaves no trace.
    """
    at, ran, otherwise, taken = parse_instant(NOW), Counter[str](), Counter[str](), {}
    ran.update({one.case: one.case.split("/")[0] for one in postings("valid", "invalid")}.values())
    entered = list({key(one): one for one in postings("valid", "invalid")}.values())
    for one, answer in zip(entered, write_many(live, _with_ids_of_their_own(entered)), strict=True):
        conforms = isinstance(one.item, dict) and verdict(one.item, at).valid
        assert (answer.status, conforms) in {(201, True), (400, False)}, (one, answer.text)
        ran["taken" if conforms else "refused"] += 1
        reason = next((reason for start, reason in OTHERWISE_HERE.items() if one.case.startswith(start)), "")
        if conforms == bool(one.faults):
            assert reason, (one, answer.text)
            otherwise[reason] += 1
        elif one.faults and isinstance(one.item, dict):
            assert {fault for fault in one.faults if not _is_minted(fault, one.item)} <= _pointers(answer.json), (
                one,
                answer.text,
            )
        if conforms:
            taken[answer.json["id"]] = one.item
    head = feed(live)
    items = whole_feed(live, head)
    assert_intact(head, items)
    expected = [shown for item in taken.values() if (shown := _shown(item))]
    assert len(items) == len(expected) > 250
    for item, shown in zip(items, expected, strict=True):
        given = {name for name in MINTED if name in shown} - {"dateModified"}
        given -= {"id"} if shown.get("id") != item["id"] else set()
        names = (set(MINTED) - given) & set(MINTED)
        assert canonical_json(_without(item, *names)) == canonical_json(_without(shown, *names)), shown
    found = report(run_wbl, live, "feed/wbl.json")
    assert (found["postings"], found["refused"]) == (len(expected), 0)
    assert not [one for one in found["notices"] if one["severity"] == "error" and one["category"] == "conformance"]
    left_out = Counter(reason for case in read_cases("valid", "invalid") if (reason := without_postings(case)))
    print(
        f"Kit on a live site: {dict(ran)}\nAnother verdict here: {dict(otherwise)}\nNot of a posting: {dict(left_out)}"
    )
    assert min(ran["valid"], ran["invalid"]) > 300
    assert min(ran["taken"], ran["refused"]) > 150


def test_it_is_served_as_the_kit_asks(live: RealSite):
    """Over https an answer would have no finding, as in the kit's case of a plain file, whose headers it has."""
    written(live, POSTING)
    live.at("2026-11-22T12:00:30Z")
    cases = {case["id"]: case["given"]["headers"] for case in read_cases("serving") if not case["expect"]["notices"]}
    plain = cases["serving/plain-file"]
    for path in [start for start in STARTS if "feed" in start or "atom" in start or "catalog" in start]:
        headers = {name.lower(): value for name, value in live.ask(path).headers.items()}
        assert list(check(f"https://harbor.example/{path}", headers)) == [], path
        assert headers["access-control-allow-origin"] == plain["Access-Control-Allow-Origin"]
    served = live.ask("feed/wbl.json").headers
    assert served["Content-Type"].split(";")[0] == plain["Content-Type"].split(";")[0]
    assert {"etag", "last-modified"} <= {name.lower() for name in served}


def _with_ids_of_their_own(entered: list[KitPosting]) -> Iterator[Any]:
    """The postings, of which those whose id another one has leave it to the plug-in."""
    ids = set[Any]()
    for one in entered:
        id_ = one.item.get("id") if isinstance(one.item, dict) else None
        yield _without(one.item, "id") if not one.faults and id_ in ids else one.item
        ids.add(id_)


def _is_minted(fault: str, posting: Any) -> bool:
    """Whether the plug-in writes the member, so that a fault there cannot be."""
    return fault == "/dateModified" or (fault in {"/id", "/url"} and fault[1:] not in posting)


def _pointers(refusal: dict[str, Any]) -> set[str]:
    details = refusal["data"]["details"]["wbl"]
    return {notice["pointer"] for notice in (details["data"] or {}).get("notices", ())}


def _shown(posting: dict[str, Any]) -> dict[str, Any] | None:
    """What the feed has of a posting by now: nothing of one that is filled or closed, or over for 90 days."""
    if posting["status"] in {"filled", "closed"}:
        return None
    dates = [posting[name] for name in ("applicationDeadline", "validThrough") if name in posting]
    over = [parse_instant(NOW) - last_moment(date, "America/New_York") for date in dates]
    if dates and min(over) >= timedelta(days=90):
        return None
    return {**posting, "status": "closed"} if dates and max(over) >= timedelta() else posting


def _without(posting: Any, *names: str) -> Any:
    if not isinstance(posting, dict):
        return posting
    return {name: value for name, value in posting.items() if name not in names}
