"""From the rows of a sheet to a written feed, beside pydantic alone; medians and ratios, growth and memory.

    python benchmarks/publish.py [--sizes 1000 10000 50000] [--rounds 5]

The peer validates the members of the same postings as pydantic models and writes them as JSON, which is the least that
any program must do that makes such a feed with pydantic. Ours reads the CSV file, finds the columns, cleans the cells,
mints and keeps ids, compares with nothing published before, makes the digest and writes feed.json. Times are of the
processor, so that other work on the machine counts little. Ours pauses the garbage collector, so a second line shows
both without it. Memory is read from /proc and so on Linux alone.
"""

import argparse
import csv
import gc
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from formats import bare_feedgen
from pydantic import TypeAdapter
from wbl_publishers.publishing.config import Site, single
from wbl_publishers.publishing.run import Published, publish_site

from wbl_feed import atom_format, json_format
from wbl_feed.fetch import HttpFetcher
from wbl_feed.files import write_if_changed
from wbl_feed.models import Feed, Posting

AT = datetime(2026, 11, 22, tzinfo=UTC)
HEADINGS = (
    "No.", "Title", "Employer", "Employer's site", "Town", "Kind", "Pay", "Grades", "Hours", "Posted", "Apply by",
    "Start", "End", "Status", "Apply at", "Summary", "Details", "Openings", "Age", "Programs", "Where",
)  # fmt: skip
MAP = """\
config_version = 1
[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }
profiles = ["us-ma"]
[id]
column = "No."
[fields]
"/title" = "Title"
"/url" = "Apply at"
"/howToApply/url" = "Apply at"
"/hiringOrganization/name" = "Employer"
"/hiringOrganization/url" = "Employer's site"
"/jobLocation/0" = "Town"
"/activityType" = "Kind"
"/compensation" = "Pay"
"/eligibility/gradeLevels" = "Grades"
"/eligibility/minimumAge" = "Age"
"/hoursPerWeek" = "Hours"
"/datePosted" = "Posted"
"/applicationDeadline" = "Apply by"
"/schedule/startDate" = "Start"
"/schedule/endDate" = "End"
"/status" = "Status"
"/summary" = "Summary"
"/description" = "Details"
"/totalOpenings" = "Openings"
"/programs" = { column = "Programs", values = { "Connecting Activities" = "us-ma:connecting-activities" } }
"/workMode" = "Where"
[constants]
"/howToApply/method" = "url"
"""


def write_sheet(path: Path, rows: int) -> None:
    """A sheet of ordinary richness."""
    draw = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(rows):
            writer.writerow([
                number, f"Aquaculture internship {number}", f"Farm {number % 300}", f"https://farm-{number % 300}.example/",
                draw.choice(["Wellfleet, MA 02667", "Salem, MA", "Boston, MA 02110", "Lowell"]),
                draw.choice(["Internship", "Job shadow", "co-op", "Mentorship"]),
                draw.choice(["$17/hr", "Unpaid", "stipend $500", "$15-18 an hour", ""]),
                draw.choice(["9-12", "juniors and seniors", "11, 12"]), draw.choice(["10-15", "20", ""]),
                f"{draw.randint(1, 10)}/{draw.randint(1, 28)}/2026", f"2027-{draw.randint(1, 12):02}-15", "July 6, 2027",
                "2027-08-14", "open", f"https://apply.example/jobs/{number}", f"Six weeks at farm {number % 300}.",
                "Interns help with the nursery, measure growth, and present what they found. " * 6,
                draw.randint(1, 6), draw.choice(["16", "14+", ""]), draw.choice(["Connecting Activities", ""]), "Onsite",
            ])  # fmt: skip


def median(action: Callable[[], object], rounds: int) -> float:
    """Median seconds of the processor of several runs."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        action()
        times.append(time.process_time() - started)
    return statistics.median(times)


def published(site: Site) -> Published:
    """Everything up to the feed, and nothing written."""
    return publish_site(site, AT, lambda _: HttpFetcher(), dry_run=True)


def to_json(site: Site, folder: Path) -> None:
    """From the sheet to feed.json on the disk."""
    write_if_changed(folder / "feed.json", json_format.write(published(site).build.feed))


def measure(size: int, rounds: int) -> None:
    """One size: the sheet, ours, the peers, memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet, mapping = folder / "sheet.csv", folder / "map.toml"
        write_sheet(sheet, size)
        mapping.write_text(MAP, encoding="utf-8")
        site = single("csv", str(sheet), mapping, folder / "public")
        result = published(site)
        assert (len(result.build.feed.items), len(result.build.refused)) == (size, 0), result.build.notices[:3]
        feed = result.build.feed
        members = [posting.to_json_value() for posting in feed.items]
        del result
        for collector in ("on", "off"):
            gc.collect()
            (gc.enable if collector == "on" else gc.disable)()
            ours = median(lambda: to_json(site, folder), rounds)
            theirs = median(lambda: pydantic_alone(members), rounds)
            checked = median(lambda: TypeAdapter(list[Posting]).validate_python(members), rounds)
            print(f"{size:7,} rows, collector {collector:3}  sheet to feed.json {ours:7.3f} s, {ours / size * 1e6:4.0f} µs a row"
                  f"   pydantic {theirs:6.3f} s, ratio {ours / theirs:5.2f} (aim 6)"
                  f"   its validation alone {checked:6.3f} s, {ours / checked:5.2f}")  # fmt: skip
        gc.enable()
        compare_atom(feed, rounds)
        used = [int(_in_its_own_process(kind, sheet, mapping)) for kind in ("nothing", "adapter", "feed")]
        print(f"                memory above an idle program: the adapter alone {used[1] - used[0]:,} MB, "
              f"the whole feed {used[2] - used[0]:,} MB, of a sheet of {sheet.stat().st_size / 1e6:.1f} MB")  # fmt: skip


def pydantic_alone(members: list[dict[str, object]]) -> bytes:
    """What nobody can do without: the models, and their JSON."""
    adapter = TypeAdapter(list[Posting])
    return adapter.dump_json(adapter.validate_python(members), exclude_unset=True)


def compare_atom(feed: Feed, rounds: int) -> None:
    """Atom writing beside bare feedgen with the same elements."""
    rounds = max(3, rounds // 2)
    ours, theirs = median(lambda: atom_format.write(feed), rounds), median(lambda: bare_feedgen(feed), rounds)
    print(f"                write Atom {ours:7.3f} s   feedgen {theirs:6.3f} s  ratio {ours / theirs:5.2f}")


def _in_its_own_process(kind: str, sheet: Path, mapping: Path) -> str:
    command = [sys.executable, __file__, "--memory-of", kind, str(sheet), str(mapping)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def memory_of(kind: str, sheet: str, mapping: str) -> None:
    """The most memory that a process had, in MB: idle, with the adapter's records read one by one, or with the feed."""
    site = single("csv", sheet, Path(mapping), Path(mapping).parent / "memory")
    if kind == "adapter":
        from wbl_feed.adapter import Input, load_adapter

        reader = site.readers[0]
        source = Input(sheet, tuple(reader.mapping.columns), {}, HttpFetcher(), AT)
        assert sum(1 for _ in load_adapter("csv").records(source)) > 0
    elif kind == "feed":
        to_json(site, Path(mapping).parent / "memory")
    status = Path("/proc/self/status").read_text(encoding="utf-8")  # getrusage would give the parent's, too
    print(int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory-of", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory_of:
        memory_of(*options.memory_of)
        return
    for size in options.sizes:
        measure(size, options.rounds)


if __name__ == "__main__":
    main()
