"""What states and codes mean and what to do, in plain sentences: one table for status, health, mails and docs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wbl_aggregator.visits import SourceState
from wbl_feed.notices import catalogue
from wbl_feed.notices.page import meaning


@dataclass(frozen=True)
class Words:
    """One plain sentence for everybody, and one piece of advice for each of the two who can do something."""

    meaning: str
    operator: str
    """For whoever runs the aggregator."""
    webmaster: str
    """For whoever publishes the feed."""


_NOTHING = "Nothing is to be done."
_END = "If the site says so too, mark the source deprecated, with its successor if it has one; it is still tried daily."
_NO_END = "If your feed has not ended, answer with it again in place of 410, and take terminationDate out."
_REPORT = (
    "Open the address; if it is a feed, send health/<source>.json, or the page of `wbl validate ADDRESS --html FILE`, "
    "to its publisher."
)
_AT_EACH_PLACE = "See what the report says at each place."
_VALUE = re.compile(r"\{(?:found|expected|pointer)\}")
_BEFORE_VALUE = re.compile(rf"(.+?)(?:, such as |: ).*{_VALUE.pattern}")
_SENTENCE = re.compile(r"(?<=[.}]) (?=[A-Z])")

STATES: Mapping[SourceState, Words] = MappingProxyType(
    {
        "new": Words(
            "The source was never read.",
            "It is read in the next run; `--only SOURCE` does it now.",
            "Your feed was listed and will be read soon.",
        ),
        "ok": Words("The source is read and has live postings.", _NOTHING, _NOTHING),
        "empty": Words(
            "The source is read, and has no posting that one could apply for.",
            "If that lasts out of season, ask the site whether its feed is still filled.",
            "If you do have open postings, check what your feed leaves out, and whether their deadlines are over.",
        ),
        "failing": Words(
            "The source could not be read the last time; its postings are still shown.",
            "Wait: most failures pass by themselves, and the next visit is planned.",
            "Check that your feed opens in a browser without a login.",
        ),
        "stale": Words(
            "The source could not be read for days; its postings are still shown, and marked.",
            "Tell the site; its postings leave when the time to keep them is over.",
            "Make your feed readable again soon, or your postings will no longer be shown.",
        ),
        "lapsed": Words(
            "The source could not be read for so long that its postings are no longer shown.",
            "Find the feed's new address, or mark the source deprecated; they come back when it can be read.",
            "Make your feed readable again; your postings come back at the next visit.",
        ),
        "missing": Words(
            "The server says that there is no such page (404), again and again for two days.",
            "Look for the feed's new address and put it into the sources file; it is still tried once a day.",
            "Put the feed back, or redirect its old address to the new one with 301.",
        ),
        "ended": Words(
            "The feed has ended: its server said so for a day (410), or its date of termination is over.",
            _END,
            _NO_END,
        ),
        "held": Words(
            "Many postings vanished at once; they are kept until a person has looked.",
            "Ask the site, then let them go or keep them with `wbl aggregate review`.",
            "If they are gone on purpose, write tombstones for them, which act at once.",
        ),
        "paused": Words(
            "The source is not asked, because its operator says so; its postings are kept.",
            'Set status = "active" to have it read again.',
            "Ask the operator of the aggregator why.",
        ),
        "development": Words(
            "The source is being tried out; its postings are not published.",
            'Set status = "active" when its reports look well.',
            "Mend what the reports name; your postings are published when the operator agrees.",
        ),
        "deprecated": Words(
            "The source is no longer used.",
            "It may stay in the sources file, where it leads to its successor.",
            "If your feed is still meant to be read, tell the operator of the aggregator.",
        ),
    }
)

REFUSED = Words(
    "Some of its postings do not satisfy the schema and are not taken.",
    "Send health/<source>.json to whoever publishes the feed: it names what is refused, and how to mend it.",
    "Mend the postings that are refused; health/<source>.json names each, with what is wrong.",
)
"""Of a source that is read."""

CODES: Mapping[str, Words] = MappingProxyType(
    {
        "bad_address": Words(
            "The address, or one that it led to, cannot be asked for a feed.",
            "Correct the address in the sources file; it starts with https:// and has no unusual port.",
            "Do not redirect from https to http, nor to anything that is not a web address.",
        ),
        "refused_address": Words(
            "The name of the host leads to a private or reserved network address, which is not asked.",
            "If the source is on a network of your own, set allow_private = true for it; else tell the site.",
            "Let the name of your host lead to its public address only.",
        ),
        "unreachable": Words(
            "The server does not take connections.",
            "Wait a day; then ask the site whether its server is up and lets this aggregator in.",
            "Check that your server is up, and that its firewall does not block the aggregator.",
        ),
        "unknown_host": Words(
            "The name of the host is not known.",
            "Check the spelling in the sources file, and the name service of this machine if several sources say so.",
            "Check that your domain is paid for, and that its name servers answer.",
        ),
        "tls_error": Words(
            "The server's certificate or its encryption is not in order.",
            "Tell the site; if several sources say so, see `wbl aggregate doctor` for this machine's clock.",
            "Renew the certificate, and serve it with its whole chain for the very name in the address.",
        ),
        "timeout": Words(
            "The server took too long to answer.",
            "Wait; if it lasts, give it more seconds under [crawl].",
            "Make the feed quicker: a file that is written once serves better than a page made at each request.",
        ),
        "too_large": Words(
            "The answer is larger than is read.",
            "If the size is right, raise megabytes under [crawl].",
            "Split the feed into pages of 500 postings (specification, section 9).",
        ),
        "too_many_redirects": Words(
            "The address leads from one to the next without end.",
            "Open it in a browser, and list the address at which the feed really is.",
            "Let the address of your feed answer itself, or redirect to it once; no cookie may be needed.",
        ),
        "http_status": Words(
            "The server answered with an error.",
            "Open the address in a browser; if that shows the feed, ask the site to let this aggregator in.",
            "See what your server's log says of this address.",
        ),
        "bad_response": Words(
            "The answer is not what a web server should send, or it ended in the middle.",
            "Wait; if it lasts, tell the site, with the message.",
            "See whether your server, or what stands before it, cuts answers off.",
        ),
        "site_unread": Words(
            "The site has no feed, and what it has could not be read by its adapter and mapping file; the message says "
            "why.",
            "Mend what the message names: the mapping file, where a column or page is called otherwise now, or the "
            "address. The next run after that tries at once.",
            "Tell the hub when a column, a page or an address of yours is to change; better still, publish a feed.",
        ),
        "bad_encoding": Words(
            "The answer is compressed in a way that does not unpack.",
            "Tell the site, with the message.",
            "Switch compression off for the feed, or let the server alone do it; a program that does it too breaks it.",
        ),
        "robots": Words(
            "The site's robots.txt does not allow its feed to be read.",
            "Ask the site; if it wants its feed read, set robots = false for the source.",
            "Allow the feed's address in robots.txt, for wbl-feed or for all.",
        ),
        "waiting": Words(
            "The server said when to come back, and that moment has not come yet.",
            "Nothing is to be done: it is asked then.",
            "If you want to be read sooner, send a shorter Retry-After.",
        ),
        "own_feed": Words(
            "This is the feed of this aggregator itself.",
            "Take it out of the sources.",
            _NOTHING,
        ),
        "other_feed": Words(
            "Another feed than before is at this address, by its id.",
            "If it takes the other's place, list it as a new source, and mark this one deprecated.",
            'Keep the id of your feed for good; if it had to change, name the old one in "supersedes".',
        ),
        "no_envelope": Words(
            "What is at this address is not a feed of this standard.",
            "Open the address: perhaps the feed moved, or the site has none and needs an adapter.",
            "Serve the feed at this address; `wbl validate ADDRESS` says what is wrong with it.",
        ),
        "ended": Words(STATES["ended"].meaning, STATES["ended"].operator, STATES["ended"].webmaster),
    }
)

STATUSES: Mapping[int, Words] = MappingProxyType(
    {
        401: Words(
            "The server asks for a password (401).",
            "Ask the site to serve its feed without a login; a feed of this standard is public.",
            "Serve the feed without a login.",
        ),
        403: Words(
            "The server does not let this aggregator in (403).",
            "Ask the site to allow the User-Agent of this aggregator.",
            "Allow programs at the address of the feed; firewalls and bot filters often block them.",
        ),
        404: Words(
            "The server says that there is no such page (404).",
            "Look for the feed's new address; nothing is deleted on account of this.",
            "Put the feed back, or redirect its old address to the new one with 301.",
        ),
        410: Words(
            "The server says that the feed is gone for good (410); after another one, a day later, its postings go.",
            _END,
            _NO_END,
        ),
        429: Words(
            "The server asks for fewer requests (429).",
            "It is asked later, as it said; if it lasts, set a longer pause_seconds for the source.",
            "Allow at least one request an hour, and say with Retry-After when to come back.",
        ),
        500: Words(
            "The server failed while it made the answer (500 and above).",
            "Wait: most such failures pass by themselves; if it lasts, tell the site, with the time of the last visit.",
            "See what your server's log says of this address; the fault is on its side.",
        ),
        503: Words(
            "The server is down for a while (503).",
            "Nothing is to be done: it is asked again later.",
            "Say with Retry-After when to come back.",
        ),
    }
)


def words_for(code: str, status: int | None = None) -> Words:
    """The words for the code of a failure or of a notice, more exact where the HTTP status is known. Never raises."""
    if code == "http_status" and status is not None:
        return STATUSES.get(status, STATUSES[500] if status >= 500 else CODES[code])
    if code in CODES:
        return CODES[code]
    if code in catalogue:
        kind = catalogue[code]
        return Words(meaning(kind)["meaning"], _REPORT, _without_values(kind.mend))
    return Words(f"It failed with the code {code}.", "See the message beside it.", "See the message beside it.")


def _without_values(template: str) -> str:
    """How to mend every notice of a kind: what its template says apart from the values of one notice."""
    told: list[str] = []
    for sentence in _SENTENCE.split(template):
        if not _VALUE.search(sentence):
            told.append(sentence)
        elif before := _BEFORE_VALUE.match(sentence):
            told.append(f"{before[1]}.")
        else:
            told.append(_AT_EACH_PLACE)
    return " ".join(dict.fromkeys(told)).replace("{{", "{").replace("}}", "}")
