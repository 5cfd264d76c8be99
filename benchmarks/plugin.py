"""What the feed of the WordPress plug-in costs, beside WordPress's own feed of the same posts and a plain file.

    python benchmarks/plugin.py [--postings 2000] [--rounds 7]

A real WordPress (SQLite, four workers of PHP's own server) holds the postings. Each figure is the median of the rounds,
all in one run. The peers: the RSS that WordPress writes of the newest ten of these posts, and the JSON document as a file
that PHP's server hands out without WordPress.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from wordpress.plugin_site import POSTING, set_up  # noqa: E402
from wordpress.real_site import real_site  # noqa: E402

from publishers.wordpress.build import build  # noqa: E402

FILL = """
wp_suspend_cache_addition( true );
for ( $n = 0; $n < %d; $n++ ) {
    $post = wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_status' => 'publish', 'post_title' => "Posting $n",
        'post_content' => '<p>' . str_repeat( 'Students measure water and care for oysters. ', 20 ) . '</p>' ) );
    WblFeed\\Source\\Own_Postings::store( $post, json_decode( %s ) );
}
echo $post;"""


def seconds(action: Callable[[], object], rounds: int) -> float:
    """Median of the wall time of a call."""
    action()
    taken = []
    for _ in range(rounds):
        begins = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begins)
    return median(taken)


def main(postings: int, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, real_site(Path(folder) / "site", "trixie") as site:
        site.install(build(Path(folder)))
        site.ask()
        set_up(site)
        facts = {name: value for name, value in POSTING.items() if name not in {"title", "description"}}
        begins = time.perf_counter()
        last = site.php(FILL % (postings, json.dumps(json.dumps(facts))))
        print(f"{postings} postings written in {time.perf_counter() - begins:.1f} s")
        first = site.ask("feed/wbl.json")
        (site.folder / "plain.json").write_bytes(first.body)
        tag = {"If-None-Match": first.headers["ETag"]}
        assert site.ask("feed/wbl.json", headers=tag).status == 304

        def ask(path: str = "", expected: int = 200, **options: Any) -> None:
            answer = site.ask(path, **options)
            assert answer.status == expected, f"{path}: {answer.status}"

        def edited() -> None:
            site.php(
                f"update_post_meta( {last}, '_wbl_posting', json_encode( array( 'status' => 'open', 'activityType' => 'co-op', 'skills' => array( array( 'name' => uniqid() ) ) ) ) );"
            )

        def after_an_edit() -> float:
            edited()
            begins = time.perf_counter()
            site.ask("feed/wbl.json")
            return time.perf_counter() - begins

        results = {
            "a home page": seconds(ask, rounds),
            "WordPress's RSS, ten posts": seconds(lambda: ask("opportunities/feed/"), rounds),
            "the same bytes as a file": seconds(lambda: ask("plain.json"), rounds),
            "feed, 304": seconds(lambda: ask("feed/wbl.json", 304, headers=tag), rounds),
            f"feed, first document ({len(first.json['items'])} postings, {len(first.body) / 1e6:.1f} MB)": seconds(lambda: ask("feed/wbl.json"), rounds),
            "Atom, first document": seconds(lambda: ask("feed/wbl/"), rounds),
            "feed, first time after an edit": median(after_an_edit() for _ in range(rounds)),
        }  # fmt: skip
    peer = results["WordPress's RSS, ten posts"]
    for name, taken in results.items():
        print(f"{name:60} {taken * 1000:8.1f} ms {taken / peer:6.2f} of the RSS")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    main(given.postings, given.rounds)
