"""From drafts to a feed in a folder: ids, dates of change, tombstones, files."""
