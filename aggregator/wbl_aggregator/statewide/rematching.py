"""Has postings compared and matched again where they count otherwise now, or a person said something else of them."""

from collections.abc import Collection, Mapping

from wbl_aggregator.match.verdicts import Verdicts
from wbl_aggregator.sources.matching import Matching
from wbl_aggregator.store import Store
from wbl_aggregator.store.bearing import bearing, located


def rematch(store: Store, matching: Matching, sources: Collection[str], metas: Mapping[str, str]) -> None:
    """Note what differs from the last run, of which ``metas`` are what it remembered. To be called within
    ``store.writing()``.
    """
    if metas.get("matching") != matching.digest:
        store.likeness.compare_all()
        store.set_meta("matching", matching.digest)
    now = located(store.database, matching.verdicts, sources)
    before = Verdicts.from_json(metas.get("verdicts", "[]"))
    if before != now:
        for member in before.differing(now):
            for one in bearing(store.database, member):
                store.holdings.touch(one.source, [one.id])
        store.set_meta("verdicts", now.to_json())
