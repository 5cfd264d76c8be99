"""What matching by what postings say costs and finds, beside Splink 5 on DuckDB; growth, and 200 new among all.

    python benchmarks/matching.py [LABELS] [--sizes 7000,28000,111000] [--rounds 3] [--new 200]

LABELS is a folder as of ``wbl aggregate evaluate``, that of the tests if none is given; it is made more (``many_labels.py``).
Ours and Splink each link in a process of their own, so that its memory is its own. Both get normalised records: ours are read
and normalised before, which is told apart but counts in its memory; Splink's are Parquet. Splink's time is that of training
and prediction, in two models of which the better counts (``splink_peer.py``). Ours has the statistics, the blocks, the points
and the entries in it. Pairs of both are joined best first, one posting of a source; Splink's with the best threshold for
these very labels, which flatters it, ours with the preset balanced. For the new, the tables are registered and the blocks made before.
The last lines of a size are the recall of the preset careful, and Splink's with the threshold that is as precise.
"""

import argparse
import csv
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from many_labels import write_many
from splink_peer import new_places

HERE = Path(__file__).parent
FOLDER = HERE.parent / "tests" / "wbl_aggregator" / "labels"
MODELS = ("rare", "every")
_THRESHOLDS = [n / 2 for n in range(-8, 33)]
"""Match weights of Splink."""


@dataclass(frozen=True)
class Cost:
    """What one job took."""

    clock: float
    cpu: float
    megabytes: float
    candidates: float = 0
    before: float = 0
    """Seconds by the clock for what comes before: normalising, or registering tables."""


def job(folder: Path, which: str, new: int, out: Path) -> dict[str, Any]:
    """Match all records, or the new ones; in the end the pairs are written."""
    from wbl_aggregator.match.best_first import best_first
    from wbl_aggregator.match.block import Blocks
    from wbl_aggregator.match.evidence import Member
    from wbl_aggregator.match.probable import PRESETS, probable
    from wbl_aggregator.match.rarity import rarity_of
    from wbl_aggregator.match.record import record_of_texts
    from wbl_aggregator.match.veto import veto

    from wbl_feed import collector

    def apart(one: Any, other: Any) -> bool:
        return bool(veto(by_member[one], by_member[other]))

    with collector.paused():  # as a run has it
        began = time.perf_counter()
        with (folder / "records.csv").open(newline="") as file:
            rows = (tuple(row.values()) for row in csv.DictReader(file))
            records = [record_of_texts(Member(source, one), *texts) for one, source, *texts in rows]
        by_member = {record.member: record for record in records}
        before = time.perf_counter() - began
        of = None
        if which == "new":
            of = [records[place].member for place in new_places(len(records), new)]
            blocks, rarity = Blocks(records), rarity_of(records)
            assert blocks.crowds is not None  # found when first asked for
        began, cpu = time.perf_counter(), time.process_time()
        if which == "all":
            blocks, rarity = Blocks(records), rarity_of(records)
        found = probable(blocks, rarity, of)
        groups, _ = best_first(found.matches, PRESETS["balanced"], apart)
        done = {"clock": time.perf_counter() - began, "cpu": time.process_time() - cpu, "before": before}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    careful, _ = best_first(found.matches, PRESETS["careful"], apart)
    for made, path in ((groups, out), (careful, out.with_name("careful.csv"))):
        with path.open("w", newline="") as file:
            csv.writer(file).writerows((a.id, b.id) for group in made for a, b in combinations(sorted(group), 2))
    return {**done, "megabytes": memory, "candidates": sum(1 for _ in blocks.places(of)) / len(of or records)}


def ours(folder: Path, which: str, new: int, out: Path) -> Cost:
    """Our matching in a process of its own."""
    return Cost(**_ran(HERE / "matching.py", "job", folder, which, new, out / "ours.csv"))


def splink(model: str, which: str, out: Path, size: int) -> Cost:
    """Splink in a process of its own."""
    done = _ran(HERE / "splink_peer.py", model, which, out)
    jobs = ("train", "predict") if which == "all" else ("predict",)
    clock, cpu = (sum(done["seconds"][name][of] for name in jobs) for of in (0, 1))
    return Cost(clock, cpu, done["megabytes"], done["candidates"] / size, done["seconds"]["prepare"][0])


def _ran(*command: object) -> Any:
    done = subprocess.run([sys.executable, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


@dataclass(frozen=True)
class Known:
    """What is known of some records, for judging."""

    true: frozenset[frozenset[str]]
    ignored: frozenset[frozenset[str]]
    judges: dict[str, str]

    def scores(self, pairs: set[frozenset[str]]) -> tuple[float, float, float]:
        """F1, precision and recall of pairs of different sources."""
        right = len(pairs & self.true)
        others = pairs - self.true - self.ignored
        wrong = sum(len({self.judges.get(one, "") for one in pair}) == 1 for pair in others)
        precision, recall = right / max(1, right + wrong), right / max(1, len(self.true))
        return 2 * precision * recall / (precision + recall or 1), precision, recall


def known_of(folder: Path) -> Known:
    """The truth of a folder."""

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(newline="") as file:
            return list(csv.DictReader(file))

    source = {row["id"]: row["source"] for row in rows("records.csv")}
    same, ignored = (
        frozenset(frozenset((row["id_a"], row["id_b"])) for row in rows(name)) for name in ("truth.csv", "ignore.csv")
    )
    across = frozenset(pair for pair in same - ignored if len({source[one] for one in pair}) == 2)
    judges = {row["id"]: row["ns"] for row in rows("judge.csv")} if (folder / "judge.csv").is_file() else {}
    return Known(across, ignored, judges)


def joined(path: Path, thresholds: list[float]) -> list[set[frozenset[str]]]:
    """For each threshold the pairs that Splink's predictions come to, joined best first."""
    from wbl_aggregator.match.best_first import Match, best_first
    from wbl_aggregator.match.evidence import Member

    with path.open(newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    matches = [Match(round(1000 * float(weight)), Member(a, b), Member(c, d)) for weight, a, b, c, d in rows]
    found = []
    for least in thresholds:
        groups, _ = best_first(matches, round(1000 * least), lambda one, other: False)
        found.append({frozenset((a.id, b.id)) for group in groups for a, b in combinations(sorted(group), 2)})
    return found


def main() -> None:
    """Measure all and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--sizes", default="7000,28000,111000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--no-peer", action="store_true")
    chosen = parser.parse_args()
    sizes, models = [int(one) for one in chosen.sizes.split(",")], () if chosen.no_peer else MODELS
    growth: dict[str, list[float]] = {name: [] for name in ("ours", *models)}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="wbl-benchmark-") as name:
            folder, out = Path(name) / "labels", Path(name)
            write_many(chosen.labels, sizes[0], size, folder)
            if models:
                subprocess.run(
                    [sys.executable, HERE / "splink_peer.py", "columns", folder, str(chosen.new), out], check=True
                )
            costs: dict[tuple[str, str], list[Cost]] = {}
            for _ in range(chosen.rounds):
                for which in ("all", "new"):
                    for who in ("ours", *models):
                        cost = ours(folder, which, chosen.new, out) if who == "ours" else splink(who, which, out, size)
                        costs.setdefault((who, which), []).append(cost)
                    if which == "all":
                        (out / "ours.csv").replace(out / "ours-all.csv")
                        (out / "careful.csv").replace(out / "careful-all.csv")
            known, scores, as_precise = known_of(folder), {}, {}
            scores["ours"] = known.scores(_pairs(out / "ours-all.csv"))
            as_precise["ours"] = known.scores(_pairs(out / "careful-all.csv"))
            for model in models:
                found = list(map(known.scores, joined(out / f"{model}-all.csv", _THRESHOLDS)))
                scores[model] = max(found)
                precise = [one for one in found if one[1] >= as_precise["ours"][1]]
                as_precise[model] = max(precise, key=lambda one: one[2], default=(0.0, 1.0, 0.0))
        _print(size, chosen.new, {key: _median(some) for key, some in costs.items()}, scores, growth)
        for who, (_, precision, recall) in as_precise.items():
            print(f"  careful, or as precise: {_NAMES[who]:22} precision {precision:.3f}, recall {recall:.3f}")
    for who, clocks in growth.items() if len(sizes) > 1 else ():
        powers = [
            math.log(b / a) / math.log(m / n) for a, b, n, m in zip(clocks, clocks[1:], sizes, sizes[1:], strict=False)
        ]
        print(f"{_NAMES[who]:22} time grows by the power of {', '.join(f'{one:.2f}' for one in powers)}")


_NAMES = {"ours": "ours", "rare": "Splink, rarest words", "every": "Splink, every word"}


def _pairs(path: Path) -> set[frozenset[str]]:
    with path.open(newline="") as file:
        return {frozenset(row) for row in csv.reader(file)}


def _print(
    size: int, new: int, costs: dict[tuple[str, str], Cost], scores: dict[str, tuple[float, float, float]],
    growth: dict[str, list[float]],
) -> None:  # fmt: skip
    print(f"\n{size} records")
    own, own_new = costs["ours", "all"], costs["ours", "new"]
    for who, (f1, precision, recall) in scores.items():
        cost, added = costs[who, "all"], costs[who, "new"]
        growth[who].append(cost.clock)
        print(
            f"  {_NAMES[who]:22}{cost.clock:7.2f} s ({cost.cpu:.2f} s of the processor, {cost.before:.2f} s before)"
            f"  {cost.megabytes:5.0f} MB  {cost.candidates:5.1f} candidates a record"
            f"  F1 {f1:.3f} ({precision:.3f}, {recall:.3f})  {new} new {added.clock:.3f} s"
        )
        if who != "ours":
            shares = own.clock / cost.clock, own.megabytes / cost.megabytes, own_new.clock / added.clock
            print("    ours beside it: {:.2f} of the time, {:.2f} of the memory, {:.2f} for the new".format(*shares))
    sys.stdout.flush()


def _median(costs: list[Cost]) -> Cost:
    clock, cpu, memory = (
        statistics.median(getattr(one, name) for one in costs) for name in ("clock", "cpu", "megabytes")
    )
    return Cost(clock, cpu, memory, costs[0].candidates, statistics.median(one.before for one in costs))


if __name__ == "__main__":
    if sys.argv[1:2] == ["job"]:
        print(json.dumps(job(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), Path(sys.argv[5]))))
    else:
        main()
