"""Splink 5 on DuckDB as the peer of ``matching.py``: the same normalised columns, weights learnt from labelled pairs.

    python benchmarks/splink_peer.py columns LABELS NEW OUT
    python benchmarks/splink_peer.py rare|every all|new OUT

The first writes the columns as Parquet, NEW of the records apart; the others link all, or the new ones to the rest, and write
the pairs with their weights. How often a level is met in pairs that are the same (m) is counted on the labels, and in others
(u) on a seeded sample. Splink is given the labels that it is measured by, which flatters it. Blocks are of the rarest words
of a name and a title, or of every word, which finds more and takes longer.
"""

import json
import logging
import resource
import sys
import time
from pathlib import Path
from typing import Any
from zlib import crc32

LEAST_WEIGHT = -8
PAIRS_FOR_U = 1e6


def new_places(size: int, new: int) -> range:
    """Which of the records are the new ones: some from everywhere."""
    return range(0, size, max(1, size // new))[:new]


def write_columns(labels: Path, new: int, out: Path) -> None:
    """The records of a folder as Parquet, the last ``new`` of them apart; and those that are the same."""
    import pyarrow
    from pyarrow import parquet
    from wbl_aggregator.evaluation import read_labels
    from wbl_aggregator.match.rarity import rarity_of

    known = read_labels(labels)
    rarity = rarity_of(known.records)
    rows = []
    for one in known.records:
        words = sorted(one.title.core, key=lambda word: (-rarity.of_title([word]), word))
        names = sorted(one.employer.words, key=lambda word: (-rarity.of_employer([word]), word))
        rows.append(
            {
                "unique_id": one.member.id,
                "source_dataset": one.member.source,
                "employer": one.employer.name,
                "employer_words": names,
                "employer_word": next(iter(names), None),
                "text": one.text,
                "core": " ".join(sorted(words)),
                "title_word": next(iter(words), None),
                "title_pair": " ".join(sorted(words[:2])),
                # each word as a number that ends in its weight: quicker in DuckDB than any other way that was tried
                "title_words": [10_000 * crc32(word.encode()) + rarity.of_title([word]) for word in words],
                "title_weight": rarity.of_title(words),
                "towns": sorted(one.towns.names),
                "town": min(one.towns.names, default=None),
                "years": sorted(one.years),
                "seasons": sorted(one.seasons),
                "day": one.day,
            }
        )
    out.mkdir(parents=True, exist_ok=True)
    apart = set(new_places(len(rows), new))
    existing, added = ([row for place, row in enumerate(rows) if (place in apart) == new_] for new_ in (False, True))
    for name, some in (("all", rows), ("existing", existing), ("new", added)):
        parquet.write_table(pyarrow.Table.from_pylist(some), out / f"{name}.parquet")
    same = [sorted((known.sources[one], one) for one in pair) for pair in known.same - known.ignored]
    columns = ("source_dataset_l", "unique_id_l", "source_dataset_r", "unique_id_r")
    across = [dict(zip(columns, (*a, *b), strict=True)) for a, b in sorted(same) if a[0] != b[0]]
    parquet.write_table(pyarrow.Table.from_pylist(across), out / "same.parquet")


def comparison(name: str, columns: str, *levels: str) -> dict[str, Any]:
    """Levels by their conditions, the strictest first; unknown where a column is empty."""
    empty = " OR ".join(f"{column}_{side} IS NULL" for column in columns.split() for side in "lr")
    return {
        "output_column_name": name,
        "comparison_levels": [
            {"sql_condition": empty, "label_for_charts": "empty", "is_null_level": True},
            *({"sql_condition": level, "label_for_charts": level[:40]} for level in levels),
            {"sql_condition": "ELSE", "label_for_charts": "else"},
        ],
    }


def _in_common(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r))"


def _share(column: str) -> str:
    both = _in_common(column)
    return f"({both} * 1.0 / greatest(len({column}_l) + len({column}_r) - {both}, 1))"


def settings(words: str) -> Any:
    """The model; ``words`` is which make blocks."""
    from splink import SettingsCreator, block_on

    names, ends, places = ["employer_words", "title_words"], ["employer_words", "towns"], ["towns"]
    blocks = {
        "rare": [
            block_on("employer"),
            block_on("employer_word", "title_word"),
            block_on("employer_word", "town"),
            block_on("title_pair", "town"),
        ],
        "every": [
            block_on("employer"),
            block_on(*names, arrays_to_explode=names),
            block_on(*ends, arrays_to_explode=ends),
            block_on("title_pair", *places, arrays_to_explode=places),
        ],
    }

    within = f"{_in_common('employer_words')} > 0"
    same = "list_sum(list_transform(list_intersect(title_words_l, title_words_r), lambda word: word % 10000))"
    titles = [f"{same} >= {share} * (title_weight_l + title_weight_r - {same})" for share in (0.85, 0.7, 0.5, 0.3)]
    empty = "len({0}_l) = 0 OR len({0}_r) = 0"
    gap = "abs(day_l - day_r)"
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            comparison("employers", "employer employer_words", "employer_l = employer_r",
                       f"{_share('employer_words')} >= 0.5", "jaro_winkler_similarity(employer_l, employer_r) >= 0.92",
                       within),
            comparison("titles", "text core title_words title_weight", "text_l = text_r", "core_l = core_r", *titles),
            comparison("places", "towns", empty.format("towns"), f"{_share('towns')} = 1", f"{_in_common('towns')} > 0"),
            comparison("posted", "day", *(f"{gap} <= {days}" for days in (1, 3, 8, 21, 60, 120))),
            comparison("year", "years", empty.format("years"), f"{_in_common('years')} > 0"),
            comparison("season", "seasons", empty.format("seasons"), f"{_in_common('seasons')} > 0"),
        ],
        blocking_rules_to_generate_predictions=blocks[words],
        probability_two_random_records_match=1e-5,
        retain_matching_columns=False,
        unique_id_column_name="unique_id",
    )  # fmt: skip


def link(words: str, which: str, folder: Path) -> dict[str, Any]:
    """Train, and link all or the new to the existing; what it took, after the tables were registered."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()

    def registered(name: str) -> Any:
        table = api.duckdb_con.from_parquet(str(folder / f"{name}.parquet")).to_arrow_table()
        return api.register(table, table_name=f"{name}_records")

    seconds = {}

    def timed(name: str, work: Any) -> Any:
        began = time.perf_counter(), time.process_time()
        done = work()
        seconds[name] = time.perf_counter() - began[0], time.process_time() - began[1]
        return done

    tables = timed("prepare", lambda: {name: registered(name) for name in
                                       (("all",) if which == "all" else ("existing", "new"))})  # fmt: skip
    linker = Linker(tables.get("all", tables.get("existing")), settings(words), log_level=logging.ERROR)
    same = registered("same")

    def train() -> None:
        linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS_FOR_U, seed=1)
        linker.training.estimate_m_from_pairwise_labels(same)

    timed("train", train)
    if which == "all":
        found = timed("predict", lambda: linker.inference.predict(threshold_match_weight=LEAST_WEIGHT))
        candidates = linker.inference.compute_blocked_pairs_for_predict()
        number = candidates.as_duckdbpyrelation().aggregate("count(*)").fetchall()[0][0]
    else:
        number = 0
        found = timed("predict", lambda: linker.inference.predict_between(
            tables["existing"], tables["new"], threshold_match_weight=LEAST_WEIGHT))  # fmt: skip
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    columns = "match_weight, source_dataset_l, unique_id_l, source_dataset_r, unique_id_r"
    found.as_duckdbpyrelation().select(columns).write_csv(str(folder / f"{words}-{which}.csv"))
    return {"seconds": seconds, "megabytes": memory, "candidates": number}


if __name__ == "__main__":
    if sys.argv[1] == "columns":
        write_columns(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    else:
        print(json.dumps(link(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
