"""Whether a hub can be run: its files, its state, what it published, and whether anybody runs it."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from wbl_aggregator.doctor.check import Check, ok, problem, warning
from wbl_aggregator.outcome import unheeded
from wbl_aggregator.publishing import verify
from wbl_aggregator.publishing.manifest import MANIFEST, NEXT
from wbl_aggregator.sources import MODERATION, VERDICTS, Config, folder_of, read_config, read_matching, read_moderation
from wbl_aggregator.store import Store, open_for_reading
from wbl_feed.cli.output import count
from wbl_feed.errors import LockedError, UsageError, WblFeedError
from wbl_feed.locking import lock
from wbl_feed.times import parse_instant, shown_instant

_ABOUT = "hub"
_LATE = timedelta(hours=36)
_SHOWN = 5


def read_hub(path: Path, environment: Mapping[str, str]) -> tuple[Config | None, list[Check]]:
    """The sources file, if it can be used, and what was found about it."""
    try:
        config = read_config(path)
    except UsageError as error:
        return None, [problem(_ABOUT, f"The sources cannot be used. {error}", "Mend the file.")]
    checks = [ok(_ABOUT, f"{path} lists {count(len(config.sources), 'source')}.")]
    try:
        read_moderation(folder_of(path) / MODERATION)
        read_matching(folder_of(path), config.match)
        config.crawl.webhook_address(environment)
    except UsageError as error:
        checks.append(problem(_ABOUT, str(error), "Mend that, or the next run stops."))
    if not config.crawl.contact:
        said = "Nobody is named to the sites that are asked (specification, section 18.2 rule 7)."
        checks.append(warning(_ABOUT, said, "Set contact under [crawl] to a mailbox or an address of yours."))
    return config, checks


def check_verdicts(path: Path, config: Config, state: Path) -> Iterator[Check]:
    """Verdicts that change nothing, as by a typing error."""
    try:
        matching = read_matching(folder_of(path), config.match)
        with closing(open_for_reading(state)) as store:
            idle = unheeded(store, matching)
    except UsageError:  # which is told already
        return
    for pair, why in idle:
        ids = " and ".join(f"{member.source} {member.id}" for member in sorted(pair))
        said = f"What {VERDICTS} says of {ids} changes nothing: {why}."
        yield warning(_ABOUT, said, "Correct it; where the posting is gone it does no harm.")


def check_state(state: Path, out: Path, at: datetime) -> Iterator[Check]:
    """The state, what was published, and when the last run was."""
    if not state.is_dir():
        yield warning(_ABOUT, f"There is no state in {state} yet.", "Run wbl aggregate run.")
        return
    yield _lock(state)
    try:
        with closing(open_for_reading(state)) as store:
            yield from _look_into(store, at)
    except (UsageError, OSError) as error:
        yield problem(_ABOUT, str(error), "Delete the folder; the next run makes it anew from what is published.")
    yield _published(out)


def _lock(state: Path) -> Check:
    """Whether a run is under way. The lock is held for a moment to know that, as a run would."""
    try:
        lock(state).close()
    except LockedError:
        return ok(_ABOUT, "A run is under way.")
    except WblFeedError as error:
        return problem(_ABOUT, str(error), "Let the user that runs the aggregator write there.")
    return ok(_ABOUT, "No run is under way.")


def _look_into(store: Store, at: datetime) -> Iterator[Check]:
    damage = store.database.execute("pragma quick_check(1)").fetchone()[0]
    if damage != "ok":
        mend = "Nothing: the next run makes it anew from what is published. See whether the disk is failing."
        yield problem(_ABOUT, f"The state is damaged: {damage}.", mend)
        return
    visits = [visit.last_visit for visit in store.visits().values() if visit.last_visit]
    if not visits:
        yield warning(_ABOUT, "No source was asked yet.", "Run wbl aggregate run.")
        return
    last = max(visits, key=parse_instant)
    said = f"The state can be read; a source was last asked at {shown_instant(last)}."
    if at - parse_instant(last) > _LATE:
        yield warning(_ABOUT, said, "See whether the timer, the cron line or wbl aggregate watch still runs.")
    else:
        yield ok(_ABOUT, said)


def _published(out: Path) -> Check:
    if not (out / MANIFEST).is_file() and not (out / NEXT).is_file():
        said = f"In {out}: there is no {MANIFEST}, so nothing was published here, or not to its end."
        return problem(_ABOUT, said, "Run wbl aggregate run.")
    try:
        faults = verify(out)
    except WblFeedError as error:
        faults = [str(error)]
    if not faults:
        return ok(_ABOUT, f"Every published file in {out} is as its manifest says.")
    more = f" And {len(faults) - _SHOWN:,} more." if len(faults) > _SHOWN else ""
    return problem(
        _ABOUT,
        f"In {out}: {' '.join(faults[:_SHOWN])}{more}",
        "Delete these files and jsonfeed.json; the next wbl aggregate run writes all of them again.",
    )
