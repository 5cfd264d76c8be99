"""Real listings end to end: two lists become two feeds, are served, crawled, matched and republished.

    python benchmarks/listings.py FOLDER [--without-urls]

FOLDER holds ``records.csv`` (id, source, title, employer, location, term, posted), ``urls.csv`` (id, …, url),
``truth.csv`` and ``ignore.csv`` (id_a, id_b, kind). Nothing of it is copied into the project. Prints the counts
in and out, and how many true pairs the declared evidence found; before that, that ``wbl publish init`` maps the list as
it is and no row of it is lost.
"""

import argparse
import csv
import json
import shutil
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from click.testing import CliRunner
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config, Source
from wbl_publishers.publishing.config import SETTINGS
from wbl_publishers.publishing.run import publish

from wbl_demo.server import serving
from wbl_feed.cli import wbl
from wbl_feed.fetch import HttpFetcher
from wbl_feed.times import read_clock

AT = read_clock("2024-10-31T00:00:00Z")
MAPPINGS = Path(__file__).parent / "listings"


def split(folder: Path, work: Path, with_urls: bool) -> dict[str, Path]:
    """One sheet a list, with the apply link beside each row."""
    with (folder / "urls.csv").open(encoding="utf-8", newline="") as file:
        links = {row["id"]: row["url"] for row in csv.DictReader(file)}
    with (folder / "records.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sheets = {}
    for source in sorted({row["source"] for row in rows}):
        sheets[source] = work / f"{source}.csv"
        with sheets[source].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "page", "link", "title", "employer", "location", "posted"])
            for row in rows:
                if row["source"] == source:
                    page = f"https://{source}.example/{row['id']}"
                    link = links.get(row["id"], "") if with_urls else ""
                    writer.writerow(
                        [row["id"], page, link, row["title"], row["employer"], row["location"], row["posted"]]
                    )
    return sheets


def crawl(feeds: dict[str, bytes], work: Path) -> Run:
    """Serve the feeds on loopback and run the aggregator over them."""
    hub = {"id": "https://hub.example/feed", "name": "Listings", "license": "CC-BY-4.0", "publisher": {"name": "Hub"}}
    sources = [{"id": name, "url": f"https://{name}.example/feed.json"} for name in feeds]
    crawl = {"pause_seconds": 0, "robots": False}
    config = Config.model_validate({"feed": hub, "crawl": crawl, "source": sources})
    documents = {(f"{name}.example", "/feed.json"): ("application/json", content) for name, content in feeds.items()}
    with serving(documents) as (address, _):
        route = {f"{name}.example": address for name in feeds}

        def fetcher_for(source: Source) -> HttpFetcher:
            return HttpFetcher(allow_private=True, route=route)

        return run(config, work / "public", work / "state", AT, fetcher_for, now=True)


def begin_unedited(sheet: Path, work: Path) -> str:
    """What ``wbl publish init`` makes of the list as it is, and how many of its rows are published so."""
    stated = ("--name", "A list", "--home", "https://list.example/", "--license", "CC0-1.0", "--out", str(work))
    for command in (("init", str(sheet), *stated), ("run", str(work / SETTINGS), "--json")):
        result = CliRunner().invoke(wbl, ["publish", *command], prog_name="wbl")
        assert result.exit_code == 0, result.output
    table = tomllib.loads((work / "map.toml").read_text(encoding="utf-8"))
    mapped = {"/title": "title", "/hiringOrganization/name": "employer", "/datePosted": "posted"}
    assert table["id"] == {"column": "id"}
    assert mapped.items() <= table["fields"].items()
    assert table["fields"]["/jobLocation/0"] == "location"
    report = json.loads(result.stdout)
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = len(list(csv.DictReader(file)))
    assert report["postings"] == rows, report["inputs"]
    return f"wbl publish init, unedited: {rows} rows, {report['postings']} postings"


def pairs(path: Path, kind: str = "") -> set[frozenset[str]]:
    """Pairs of ids of a file, of one kind or of all."""
    with path.open(encoding="utf-8", newline="") as file:
        return {frozenset((row["id_a"], row["id_b"])) for row in csv.DictReader(file) if row["kind"].startswith(kind)}


def main() -> int:
    """Run it and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without-urls", action="store_true", help="leave the apply links out")
    options = parser.parse_args()
    if not (options.folder / "records.csv").is_file():
        print(f"{options.folder} has no records.csv", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        feeds, rows, refused = {}, 0, 0
        print(begin_unedited(options.folder / "records.csv", work / "begun"))
        started = time.perf_counter()
        for source, sheet in split(options.folder, work, not options.without_urls).items():
            mapping = work / f"{source}.toml"
            shutil.copyfile(MAPPINGS / f"{source}.toml", mapping)
            build = publish("csv", str(sheet), mapping, work / source, AT, HttpFetcher()).build
            rows, refused = rows + build.records, refused + len(build.refused)
            feeds[source] = (work / source / "feed.json").read_bytes()
            print(f"{source}: {build.records} rows, {len(build.feed.items)} postings, {len(build.refused)} refused")
        published = time.perf_counter()
        outcome = crawl(feeds, work)
        crawled = time.perf_counter()
        statewide = outcome.published
        assert statewide is not None
        found = {frozenset(one.id.rsplit("/", 1)[1] for one in merged.members) for merged in statewide.merged}
        truth, ignored = pairs(options.folder / "truth.csv", "cross"), pairs(options.folder / "ignore.csv")
        wrong = found - truth - ignored
        print(f"in: {rows} rows, out: {statewide.entries} entries, {len(found)} of two members")
        print(f"true pairs across the lists: {len(truth)}, found: {len(found & truth)}, wrong: {len(wrong)}, "
              f"neither right nor wrong: {len(found & ignored)}")  # fmt: skip
        print(f"not used, since one list has them twice: {len(statewide.over_shared)} values")
        for pair in sorted(map(sorted, wrong)):
            print("wrong:", *pair)
        print(f"seconds: publish {published - started:.1f}, crawl to statewide feed {crawled - published:.1f}")
        again = crawl(feeds, work)
        print(
            json.dumps({"second run writes": len(again.written.written), "states": [d.state for d in again.decisions]})
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
