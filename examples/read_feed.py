"""Prints every posting of a feed, pages included: python read_feed.py FOLDER-OR-ADDRESS."""

import sys
from pathlib import Path

from wbl_feed import fetch, formats, pages

base = sys.argv[1].rstrip("/")
first = f"{base}/feed.json" if "://" in base else "feed.json"


def get(url: str) -> bytes:
    if "://" not in url:
        return Path(base, url).read_bytes()
    answer = fetch.HttpFetcher(contact="you@site.example").fetch(url)
    if isinstance(answer, fetch.Fetched):
        return answer.body
    raise SystemExit(f"{url}: {answer}")


for posting in pages.read_pages(formats.read(get(first)), first, get).postings:
    print(posting.status, posting.title, posting.url, sep=" | ")
