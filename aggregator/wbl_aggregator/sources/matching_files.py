"""Reads all that an operator decides about matching, from the files beside the sources file."""

from pathlib import Path

from wbl_aggregator.match.rarity import Rarity, from_json, shipped_rarity
from wbl_aggregator.sources.employers_file import EMPLOYERS, read_known
from wbl_aggregator.sources.matching import Matching, MatchSettings
from wbl_aggregator.sources.verdicts_file import VERDICTS, read_verdicts
from wbl_feed.errors import UsageError

STATISTICS = "statistics.json"
"""Beside the sources file: how rare words are in this hub, as ``wbl aggregate statistics`` writes it."""
FILES = (VERDICTS, EMPLOYERS, STATISTICS)
"""What is read beside the sources file; none of it has to be there."""


def read_matching(folder: Path, settings: MatchSettings) -> Matching:
    """How postings are matched in a hub. Raises ``UsageError`` with the place of the first fault."""
    verdicts, employers = read_verdicts(folder / VERDICTS), read_known(folder / EMPLOYERS)
    return Matching(settings, verdicts, _rarity(folder / STATISTICS), employers)


def _rarity(path: Path) -> Rarity:
    """The statistics of a hub; the shipped ones where it has none."""
    try:
        return from_json(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return shipped_rarity()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"it cannot be read: {error}.", place=str(path), fix="Save it as UTF-8.") from None
