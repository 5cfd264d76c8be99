"""One run in a process of its own, for tests that kill it: ``python killed_run.py SOURCES OUT STATE MOMENT``."""

import sys
from pathlib import Path

from wbl_aggregator.pipeline import run
from wbl_aggregator.sources import read_config

from wbl_feed.errors import WblFeedError
from wbl_feed.times import read_clock


def main(sources: str, out: str, state: str, moment: str) -> int:
    """Say that it begins, so that what it imports costs no time of the run, and run; gives the exit code."""
    config = read_config(Path(sources))
    print("begun", flush=True)
    try:
        run(config, Path(out), Path(state), read_clock(moment), now=True)
    except WblFeedError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
