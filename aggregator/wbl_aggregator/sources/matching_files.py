"""Reads all that an operator decides about matching, from the files beside the sources file."""

from pathlib import Path

from wbl_aggregator.sources.matching import Matching, MatchSettings
from wbl_aggregator.sources.verdicts_file import VERDICTS, read_verdicts


def read_matching(folder: Path, settings: MatchSettings) -> Matching:
    """How postings are matched in a hub. Raises ``UsageError`` with the place of the first fault."""
    return Matching(settings, read_verdicts(folder / VERDICTS))
