"""What a run did, for people and for scripts."""

from pathlib import Path
from typing import Any

import click

from wbl_aggregator.accept import Decision
from wbl_aggregator.outcome import MOST_COUNTED, Published, Run
from wbl_aggregator.visits import Visit
from wbl_feed.cli.output import count
from wbl_feed.notices import Notice, shown
from wbl_feed.notices.posting import InvalidValue, MissingMember, NullMember, NumberOutOfRange, WrongType
from wbl_feed.times import shown_instant

_COLOURS = {
    "new": "green", "changed": "green", "unchanged": "white", "failed": "red", "paused": "yellow", "waiting": "white",
}  # fmt: skip
_MOST = 12
_UNSOUND = (InvalidValue, MissingMember, NullMember, NumberOutOfRange, WrongType)


def print_summary(run: Run, out: Path, *, dry_run: bool = False) -> None:
    """What came from where, what was refused and why, what was merged and why, and where to look."""
    if run.rebuilt:
        click.echo("There was no state; it was rebuilt from what is published.\n")
    width = max((len(decision.source.id) for decision in run.decisions), default=0)
    for decision in run.decisions:
        visit = run.visits.get(decision.source.id, Visit(decision.source.id))
        state = click.style(f"{decision.state:10}", fg=_COLOURS[decision.state])
        click.echo(f"{decision.source.id:{width}}  {state}{_source_line(decision, visit)}")
    _print_found(run.decisions)
    if run.published is None:
        click.echo("\nNothing changed since the last run; every published file stays as it is.")
        return
    _print_published(run.published)
    if dry_run:
        click.echo("Nothing was written: this was a rehearsal.")
        return
    written = run.written
    click.echo(f"{len(written.written)} of {written.files} files written, {len(written.removed)} removed.")
    click.echo(f"\nLook at {out / 'feed.json'}, {out / 'by'}, {out / 'health' / 'index.json'}.")


def _source_line(decision: Decision, visit: Visit) -> str:
    if decision.state == "failed" and not visit.postings:
        return f"not read yet; {shown(decision.message)}"
    parts = [count(visit.postings, "posting")]
    if visit.refused:
        parts.append(f"{visit.refused} refused")
    if visit.blocked:
        parts.append(f"{visit.blocked} blocked")
    if decision.state == "failed":
        parts.append(f"kept from before; {shown(decision.message)}")
    elif decision.message:
        parts.append(decision.message)
    elif decision.state == "waiting" and visit.next_visit:
        parts.append(f"next visit from {shown_instant(visit.next_visit)} on")
    return ", ".join(parts)


def _print_found(decisions: list[Decision]) -> None:
    """What was refused; and what was taken though it breaks a rule, since its meaning is clear (spec section 2.2)."""
    found = [(decision, notice) for decision in decisions for notice in decision.notices if notice.fails]
    refused = [(decision, notice) for decision, notice in found if _refuses(decision, notice)]
    taken = [(decision, notice) for decision, notice in found if not _refuses(decision, notice)]
    for heading, notices in (("Refused:", refused), ("Taken, with an error:", taken)):
        if notices:
            click.echo(f"\n{heading}")
        for decision, notice in notices[:_MOST]:
            where = shown(notice.posting) or notice.place or notice.pointer or "the feed"
            click.echo(f"  {decision.source.id}: {where}")
            click.echo(f"    {notice.message} {notice.fix}")
        if len(notices) > _MOST:
            click.echo(f"  … and {len(notices) - _MOST} more, in health/.")


def _refuses(decision: Decision, notice: Notice) -> bool:
    """Whether a notice is why a posting, a record of an adopted site, or a whole feed was not taken."""
    return decision.state == "failed" or bool(notice.place) or isinstance(notice, _UNSOUND)


def _print_published(feed: Published) -> None:
    if feed.merged:
        click.echo("\nMerged:")
    for merged in feed.merged[:_MOST]:
        click.echo(f"  {shown(merged.title)}: {' + '.join(member.source for member in merged.members)}")
        for edge in merged.evidence:
            click.echo(f"    {edge['rule']}: {shown(edge['value'])}")
    if len(feed.merged) > _MOST:
        click.echo(f"  … and {len(feed.merged) - _MOST} more, each with its evidence in postings/.")
    for reason in feed.unheeded[:_MOST]:
        click.echo(f"  a verdict changes nothing: {shown(reason)}")
    for reason in feed.left_out[:_MOST]:
        click.echo(f"  left out: {shown(reason)}")
    for over in feed.over_shared[:_MOST]:
        click.echo(f"  not used: {over.rule} {shown(over.value)}, which {over.count} postings of {over.source} share")
    for crowd in feed.crowds[:_MOST]:
        click.echo(
            f"  too common: “{shown(crowd.key)}”, by which {crowd.size:,} postings were not compared with each other"
        )
    if len(feed.crowds) > _MOST:
        click.echo(f"  … and {len(feed.crowds) - _MOST} more that are too common; --json lists them all.")
    click.echo(
        f"\n{count(feed.members, 'posting')} became {count(feed.entries, 'entry', 'entries')}; "
        f"{count(len(feed.merged), 'entry', 'entries')} from more than one site; "
        f"{count(feed.tombstones, 'tombstone')}."
    )
    if torn := sum(bool(merged.conflicts) for merged in feed.merged):
        whose = f"{count(torn, 'entry', 'entries')} {'has' if torn == 1 else 'have'} sources that differ"
        click.echo(f"{whose} on deadline, pay, eligibility or status; `wbl aggregate why ID` shows in what.")
    if feed.undecided:
        more = " or more" if feed.undecided >= MOST_COUNTED else ""
        waits = f"{count(feed.undecided, 'pair')}{more} of postings {'is' if feed.undecided == 1 else 'are'} alike"
        click.echo(f"{waits} and may be one; `wbl aggregate review --pairs` asks you.")


def summary_json(run: Run) -> dict[str, Any]:
    """The same for scripts."""
    feed = run.published
    return {
        "sources": [_source_json(decision, run.visits) for decision in run.decisions],
        "changed": feed is not None,
        "entries": feed.entries if feed else None,
        "sequence": feed.sequence if feed else None,
        "merged": [
            {
                "entry": merged.entry,
                "members": [{"source": member.source, "id": member.id} for member in merged.members],
                "evidence": [{"rule": edge["rule"], "value": edge["value"]} for edge in merged.evidence],
                "conflicts": list(merged.conflicts),
            }
            for merged in (feed.merged if feed else ())
        ],
        "overShared": [
            {"rule": over.rule, "value": over.value, "source": over.source, "count": over.count}
            for over in (feed.over_shared if feed else ())
        ],
        "leftOut": list(feed.left_out if feed else ()),
        "tooCommon": [{"key": crowd.key, "count": crowd.size} for crowd in (feed.crowds if feed else ())],
        "undecidedPairs": feed.undecided if feed else None,
        "unheededVerdicts": list(feed.unheeded if feed else ()),
        "written": list(run.written.written),
        "removed": list(run.written.removed),
    }


def _source_json(decision: Decision, visits: dict[str, Visit]) -> dict[str, Any]:
    visit = visits.get(decision.source.id, Visit(decision.source.id))
    return {
        "source": decision.source.id,
        "state": decision.state,
        "standing": visit.state,
        "postings": visit.postings,
        "live": visit.live,
        "refused": visit.refused,
        "held": list(decision.held),
        "code": decision.code,
        "message": decision.message,
        "nextVisit": visit.next_visit or None,
        "notices": [notice.to_json_value() for notice in decision.notices if notice.fails],
    }
