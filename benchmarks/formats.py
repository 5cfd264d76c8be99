"""Reading and writing feeds beside the bare libraries, in one run: medians and ratios.

    python benchmarks/formats.py [--postings 10000] [--rounds 7]

Read + validate is compared with ``orjson.loads`` of the same bytes, Atom reading with bare feedparser, Atom
writing with bare feedgen that writes the same elements. The peers run as a program would call them; ours pauses
the garbage collector while it reads, so a second line shows both readers with the collector off.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import feedparser
import orjson
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from wbl_feed import atom_format, json_format
from wbl_feed.models import Feed
from wbl_feed.reading import parse
from wbl_feed.times import parse_instant

START = datetime(2026, 1, 1, tzinfo=UTC)


def posting(number: int) -> dict[str, object]:
    """A posting of ordinary richness, about 1.9 kB."""
    moment = (START + timedelta(minutes=number)).isoformat().replace("+00:00", "Z")
    page = f"https://site.example/postings/{number}"
    return {
        "id": page, "url": page, "title": f"Aquaculture internship {number}", "dateModified": moment,
        "activityType": "internship", "status": "open", "summary": "Six weeks at a shellfish farm.",
        "description": "Interns help with the nursery, measure growth, and present what they found. " * 8,
        "inLanguage": "en-US", "datePosted": "2026-10-01", "applicationDeadline": "2027-03-01", "lastVerified": "2026-11-01",
        "programs": ["us-ma:connecting-activities"], "regions": ["us-ma-stem:cape-cod"],
        "stem": {"value": "yes", "basis": [{"scheme": "soc", "code": "19-4021", "list": "SOC 2018"}]},
        "occupationalCategory": [{"name": "Biological technicians", "termCode": "19-4021", "inDefinedTermSet": "SOC 2018"}],
        "hiringOrganization": {"name": f"Farm {number % 300}", "url": "https://farm.example/"},
        "jobLocation": [{"address": {"addressLocality": "Barnstable", "addressRegion": "MA", "postalCode": "02630"}}],
        "workMode": "onsite", "schedule": {"startDate": "2027-07-01", "endDate": "2027-08-12", "window": ["summer"]},
        "hoursPerWeek": {"minValue": 15, "maxValue": 20},
        "compensation": {"status": "paid", "payer": "employer", "baseSalary": {"currency": "USD", "value": 17.5, "unitText": "HOUR"}},
        "eligibility": {"minimumAge": 16, "gradeLevels": [10, 11, 12]}, "totalOpenings": 4,
        "transportation": {"provided": "no", "transitAccessible": True},
        "howToApply": {"method": "url", "url": f"https://apply.farm.example/positions/{number}"},
    }  # fmt: skip


def make(count: int) -> Feed:
    """A complete feed of so many postings."""
    value = {
        "type": "DataFeed", "specVersion": "1.0", "id": "https://site.example/feed", "name": "A site",
        "publisher": {"name": "A site"}, "license": "CC-BY-4.0", "timeZone": "America/New_York",
        "dateModified": "2026-11-01T00:00:00Z", "completeness": "complete",
        "items": [posting(number) for number in range(count)],
    }  # fmt: skip
    feed = parse(Feed, value, "")
    assert isinstance(feed, Feed)
    return feed


class _Bare(BaseExtension):
    def extend_ns(self) -> dict[str, str]:
        return {"wbl": "https://w3id.org/wbl-feed/v1/atom#"}


class _BareEntry(BaseEntryExtension):
    text = ""

    def extend_atom(self, entry: object) -> object:
        etree.SubElement(entry, "{https://w3id.org/wbl-feed/v1/atom#}item").text = self.text
        return entry


def bare_feedgen(feed: Feed) -> bytes:
    """The same elements through feedgen alone, the JSON of each posting by orjson."""
    generator = FeedGenerator()
    generator.register_extension("wbl", _Bare, _BareEntry, rss=False)
    generator.id(feed.id)
    generator.title(feed.name)
    generator.updated(parse_instant(feed.date_modified))
    generator.author(name=feed.publisher.name)
    for item in feed.items:
        entry = generator.add_entry(order="append")
        entry.id(item.id)
        entry.title(item.title)
        entry.updated(parse_instant(item.date_modified))
        entry.author(name=item.hiring_organization.name)
        entry.link(href=item.url)
        entry.summary(item.summary)
        entry.content(item.description, type="text")
        for term, scheme in (("internship", "a"), ("open", "b"), ("onsite", "c"), ("paid", "d")):
            entry.category(term=term, scheme=f"https://w3id.org/wbl-feed/v1/vocabulary/{scheme}", label=term)
        entry.category(term="us-ma:connecting-activities", label="us-ma:connecting-activities")
        entry.wbl.text = item.to_json().decode()
    return generator.atom_str()


def median(action: Callable[[], object], rounds: int) -> float:
    """Median seconds of several runs."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    feed = make(options.postings)
    json_bytes, atom_bytes = json_format.write(feed), atom_format.write(feed)
    print(f"{options.postings} postings, JSON {len(json_bytes):,} bytes, Atom {len(atom_bytes):,} bytes, "
          f"median of {options.rounds}")  # fmt: skip
    comparisons: list[tuple[str, Callable[[], object], str, Callable[[], object], float]] = [
        ("read + validate JSON", lambda: json_format.read(json_bytes), "orjson.loads", lambda: orjson.loads(json_bytes), 3.0),
        ("read Atom", lambda: atom_format.read(atom_bytes), "feedparser", lambda: feedparser.parse(BytesIO(atom_bytes)), 1.2),
        ("write Atom", lambda: atom_format.write(feed), "feedgen", lambda: bare_feedgen(feed), 1.3),
    ]  # fmt: skip
    for name, ours, peer, theirs, aim in comparisons:
        rounds = options.rounds if "JSON" in name else max(3, options.rounds // 2)
        mine, other = median(ours, rounds), median(theirs, rounds)
        print(f"{name:22} {mine:7.3f} s   {peer:14} {other:7.3f} s   ratio {mine / other:5.2f} (aim {aim})")
        gc.collect()
        gc.disable()
        mine, other = median(ours, rounds), median(theirs, rounds)
        gc.enable()
        print(f"{'  collector off':22} {mine:7.3f} s   {peer:14} {other:7.3f} s   ratio {mine / other:5.2f}")


if __name__ == "__main__":
    main()
