"""What a webmaster and a reader do with a site that has the plug-in, in a line each."""

import json
from collections.abc import Iterable
from email.message import Message
from functools import cache
from typing import Any

from wordpress.real_site import Answer, RealSite, User

NOW = "2026-11-22T12:00:00Z"
"""When the tests take place."""
POSTING = {
    "title": "Aquaculture lab internship",
    "activityType": "internship",
    "status": "open",
    "description": "Students measure water and care for young oysters in a hatchery, with a mentor, for six weeks.",
    "applicationDeadline": "2027-03-14",
    "lastVerified": "2026-11-20",
    "hiringOrganization": {"name": "Bay Shellfish"},
}
"""A posting that nothing is wrong with."""
SETTINGS = {
    "name": "Harbor STEM Network",
    "publisher": {"name": "Harbor STEM Network", "url": "https://harbor.example/"},
    "license": "CC-BY-4.0",
    "profile": "us-ma",
    "regions": ["us-ma-stem:cape-cod"],
    "own": True,
    "contacts": True,
}
"""Answers to the questions of the set-up."""


def set_up(site: RealSite, **changes: Any) -> None:
    """The set-up is done, and all posts are read."""
    given = json.dumps(json.dumps({**SETTINGS, **changes}))
    site.php(f"WblFeed\\Feed\\Settings::save( json_decode( {given}, true ) ); WblFeed\\Feed\\Catch_Up::run( 60.0 );")
    administrator(site)  # made here, so that a test that is undone does not take the account with it


def write(site: RealSite, posting: dict[str, Any], post: int = 0, **fields: Any) -> Answer:
    """A posting is written through REST by the administrator; published unless the fields say otherwise."""
    body = {"status": "publish", "wbl": posting, **fields}
    return site.ask(f"wp-json/wp/v2/wbl-postings/{post or ''}", method="POST", user=administrator(site), body=body)


@cache
def administrator(site: RealSite) -> User:
    """The one who writes by REST."""
    return site.user("administrator")


def written(site: RealSite, posting: dict[str, Any], post: int = 0, **fields: Any) -> int:
    """The number of the post of a posting that is taken."""
    answer = write(site, posting, post, **fields)
    assert answer.status in {200, 201}, answer.text
    return int(answer.json["id"])


def feed(site: RealSite) -> dict[str, Any]:
    """The feed as everybody reads it."""
    answer = site.ask("feed/wbl.json")
    assert answer.status == 200, answer.text
    document: dict[str, Any] = json.loads(answer.body)
    return document


def posting_of(site: RealSite, post: int) -> dict[str, Any] | None:
    """The posting of a post as the feed has it."""
    id_ = site.php(f"echo get_post_meta( {post}, '_wbl_id', true );")
    return next((item for item in feed(site)["items"] if item["id"] == id_), None)


def write_many(site: RealSite, postings: Iterable[Any]) -> list[Answer]:
    """Many postings are written through REST, one request of WordPress each, without the time that starting it takes."""
    bodies = [
        # WordPress tries one number after another for the address of a page whose title others have too.
        json.dumps({"status": "publish", "wbl": one, "slug": f"posting-{number}"})
        for number, one in enumerate(postings)
    ]
    answers = site.php(
        f"$bodies = json_decode( {in_php(json.dumps(bodies))} );"
        """
        foreach ( $bodies as $body ) {
            $request = new WP_REST_Request( 'POST', '/wp/v2/wbl-postings' );
            $request->set_header( 'Content-Type', 'application/json' );
            $request->set_body( $body );
            $response = rest_do_request( $request );
            $answers[] = array( $response->get_status(), wp_json_encode( $response->get_data() ) );
        }
        echo wp_json_encode( $answers ?? array() );"""
    )
    return [Answer(status, Message(), body.encode()) for status, body in json.loads(answers)]


def in_php(text: str) -> str:
    """A text as it is written in PHP."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
