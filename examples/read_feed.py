"""Prints every posting of a feed, pages included: python read_feed.py FOLDER|ADDRESS."""

import sys
from pathlib import Path

from wbl_feed import open_feed

where = sys.argv[1]
reading = open_feed(where if "://" in where else Path(where) / "feed.json")
for posting in reading.postings:
    print(posting.status, posting.title, posting.url, sep=" | ")
for notice in reading.notices:
    print(notice.message, notice.fix, file=sys.stderr)
