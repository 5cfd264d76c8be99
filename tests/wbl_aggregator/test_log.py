"""The log tells what happens, a line an event, and never a secret."""

import io
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.log import redacted, set_up, tell, tell_fault

SECRET = "S3cr7t-Hunter2"
PASSWORDS = st.text(st.sampled_from("abcXYZ019!$'()*+,;=:@\"<>{}|\\^`-._~%é"), min_size=1, max_size=12).map(
    lambda text: SECRET + text + SECRET
)
KEYS = st.sampled_from(["token", "api_key", "apikey", "Secret", "sig", "X-Amz-Signature", "pass", "pwd", "auth", "KEY"])
AROUND = st.text(max_size=20)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """A stream that the log goes to for the time of a test."""
    stream = io.StringIO()
    yield stream
    root = logging.getLogger()
    for handler in [one for one in root.handlers if type(one).__module__ == "wbl_aggregator.log"]:
        root.removeHandler(handler)


def addresses() -> st.SearchStrategy[str]:
    """Addresses with a secret in one place or another."""
    plain = st.sampled_from(["https://a.example/feed", "http://b.example:8443/x/y", "postgresql://db.example/jobs"])
    user = st.builds(
        lambda url, password: url.replace("//", f"//reader:{password.replace('/', '')}@", 1), plain, PASSWORDS
    )
    value = PASSWORDS.map(lambda text: quote(text, safe="!$'()*+,;:@\"<>{}|\\^`/?="))
    query = st.builds(
        lambda url, key, value, before, after: f"{url}?{before}{key}={value}{after}",
        plain, KEYS, value, st.sampled_from(["", "page=1&", "a;", "page=1;"]), st.sampled_from(["", "&page=2", "#top"]),
    )  # fmt: skip
    fragment = st.builds(lambda url, key, value: f"{url}#{key}={value}", plain, KEYS, value)
    inside = st.builds(
        lambda url, key, value: f"{url}?next={quote(f'{url}?{key}={value}', safe='')}", plain, KEYS, value
    )
    return st.one_of(user, query, fragment, inside)


@given(addresses(), AROUND, AROUND)
def test_no_secret_of_an_address_passes(address: str, before: str, after: str):
    """Wherever in a text an address stands, its password and the values of its keys do not come out."""
    assert SECRET not in redacted(f"{before} {address} {after}")
    assert SECRET not in redacted(f"{before}({address})")


@given(st.text(max_size=200))
def test_redacting_is_done_once(text: str):
    """A text that was redacted stays as it is."""
    assert redacted(redacted(text)) == redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "the server answered 503 Service Unavailable",
        "https://auth.example:8080/feed.json?page=2&sort=asc",
        "https://town.example/users/@me/feed and ops@hub.example",
        "“board”: 3 of 4 postings vanished at once; set accept_drop = true",
        "https://a.example:8443/@me",
    ],
)
def test_what_is_no_secret_stays(text: str):
    """Messages and addresses without secrets are shown to the letter."""
    assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://reader:{SECRET}/with-slash@db.example/jobs",
        f"https://{SECRET}@a.example/feed",
        f"Authorization: Bearer {SECRET}",
        f"Cookie: a=b; {SECRET}",
        f'{{"access_token": "{SECRET}"}}',
        f"API_KEY={SECRET}",
    ],
)
def test_secrets_outside_of_queries_do_not_pass(text: str):
    """Headers, settings, JSON and the data source names of databases are redacted, too."""
    assert SECRET not in redacted(text)


def test_a_known_secret_is_redacted_by_its_letters():
    """A webhook's address is a secret as a whole, wherever it stands."""
    hook = "https://chat.example/hooks/T0/B1/xyzzy"
    assert redacted(f"POST {hook} failed", [hook]) == "POST ··· failed"
    assert redacted("a cat", ["cat"]) == "a cat"


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_is_logged_holds_a_secret(lines: io.StringIO, form: str):
    """Neither a message, nor a member at any depth, nor a traceback, nor the log of another library."""
    address = f"https://u:{SECRET}@a.example/?token={SECRET}"
    set_up(form, secrets=["https://chat.example/hooks/xyzzy"], stream=lines)
    tell("source", f"asked {address}", url=address, more=[{"deep": address}], token=SECRET)
    try:
        raise ValueError(address)
    except ValueError:
        tell_fault("fault", "the hook https://chat.example/hooks/xyzzy failed")
    logging.getLogger("httpx").warning("GET %s", address)
    assert lines.getvalue().count("a.example") >= 4
    assert SECRET not in lines.getvalue()
    assert "xyzzy" not in lines.getvalue()


def test_a_line_of_json_is_one_event(lines: io.StringIO):
    """Time, level, event and message, and the members that scripts look at."""
    set_up("json", stream=lines)
    tell("run", "2 sources\nasked", level=logging.WARNING, source="north", asked=2)
    (line,) = lines.getvalue().splitlines()
    value = json.loads(line)
    assert value.pop("time").endswith("Z")
    assert value == {"level": "warning", "event": "run", "message": "2 sources\nasked", "source": "north", "asked": 2}


@given(message=st.text(max_size=60))
def test_a_line_of_text_is_one_line(message: str):
    """A message from the web cannot forge another line, nor move the cursor."""
    stream = io.StringIO()
    set_up("text", stream=stream)
    tell("run", message, source="north")
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


def test_setting_up_again_takes_the_place_of_the_first(lines: io.StringIO):
    """A second set-up does not log twice."""
    set_up("text", stream=io.StringIO())
    set_up("text", stream=lines)
    tell("run", "once")
    assert lines.getvalue().count("once") == 1


def test_a_closed_stream_says_nothing_elsewhere(capsys: pytest.CaptureFixture[str]):
    """When the reader of the log is gone the line is lost, and the program goes on."""
    stream = io.StringIO()
    set_up("text", stream=stream)
    stream.close()
    tell("run", SECRET)
    set_up("text", stream=io.StringIO())
    assert SECRET not in "".join(capsys.readouterr())
