"""What a run did, for people and for scripts."""

from pathlib import Path
from typing import Any

import click

from wbl_aggregator.accept import Decision
from wbl_aggregator.pipeline import Run
from wbl_feed.cli.output import count
from wbl_feed.notices import shown

_COLOURS = {"new": "green", "changed": "green", "unchanged": "white", "failed": "red", "paused": "yellow"}
_MOST = 12


def print_summary(run: Run, out: Path) -> None:
    """What came from where, what was refused and why, what was merged and why, and where to look."""
    if run.rebuilt:
        click.echo("There was no state; it was rebuilt from what is published.\n")
    width = max(len(decision.source.id) for decision in run.decisions)
    for decision in run.decisions:
        state = click.style(f"{decision.state:10}", fg=_COLOURS[decision.state])
        click.echo(f"{decision.source.id:{width}}  {state}{_source_line(decision)}")
    _print_refused(run.decisions)
    statewide = run.statewide
    if statewide is None:
        click.echo("\nNothing changed since the last run; every published file stays as it is.")
        return
    _print_merged(run)
    feed = statewide.feed
    members = len(statewide.contributions)
    click.echo(
        f"\n{count(members, 'posting')} became {count(len(feed.items), 'entry', 'entries')}; "
        f"{count(len(statewide.merged), 'entry', 'entries')} from more than one site; "
        f"{count(len(feed.tombstones or ()), 'tombstone')}."
    )
    written = run.written
    click.echo(f"{len(written.written)} of {written.files} files written, {len(written.removed)} removed.")
    click.echo(f"\nLook at {out / 'feed.json'}, {out / 'by'}, {out / 'health' / 'index.json'}.")


def _source_line(decision: Decision) -> str:
    if decision.state == "failed" and not decision.holding.postings:
        return f"not read yet; {shown(decision.message)}"
    parts = [count(len(decision.holding.postings), "posting")]
    if decision.refused:
        parts.append(f"{decision.refused} refused")
    if decision.holding.tombstones:
        parts.append(f"{len(decision.holding.tombstones)} withdrawn")
    if decision.state == "failed":
        parts.append(f"kept from before; {shown(decision.message)}")
    elif decision.message:
        parts.append(decision.message)
    return ", ".join(parts)


def _print_refused(decisions: list[Decision]) -> None:
    refusals = [(decision, notice) for decision in decisions for notice in decision.notices if notice.fails]
    if refusals:
        click.echo("\nRefused:")
    for decision, notice in refusals[:_MOST]:
        click.echo(f"  {decision.source.id}: {shown(notice.posting) or notice.place or notice.pointer or 'the feed'}")
        click.echo(f"    {notice.message} {notice.fix}")
    if len(refusals) > _MOST:
        click.echo(f"  … and {len(refusals) - _MOST} more, in health/.")


def _print_merged(run: Run) -> None:
    if run.statewide is None or not run.statewide.merged:
        return
    click.echo("\nMerged:")
    titles = {posting.id: posting.title for posting in run.statewide.feed.items}
    for entry, group in list(run.statewide.merged.items())[:_MOST]:
        click.echo(f"  {shown(titles[entry])}: {' + '.join(member.source for member in group.members)}")
        for edge in group.edges:
            click.echo(f"    {edge.rule}: {shown(edge.value)}")
    if len(run.statewide.merged) > _MOST:
        click.echo(f"  … and {len(run.statewide.merged) - _MOST} more, each with its evidence in postings/.")
    for reason in run.statewide.left_out[:_MOST]:
        click.echo(f"  left out: {shown(reason)}")
    for over in run.statewide.over_shared[:_MOST]:
        click.echo(f"  not used: {over.rule} {shown(over.value)}, which {over.count} postings of {over.source} share")


def summary_json(run: Run) -> dict[str, Any]:
    """The same for scripts."""
    statewide = run.statewide
    return {
        "sources": [
            {
                "source": decision.source.id,
                "state": decision.state,
                "postings": len(decision.holding.postings),
                "refused": decision.refused,
                "held": list(decision.held),
                "code": decision.code,
                "message": decision.message,
                "notices": [notice.to_json_value() for notice in decision.notices if notice.fails],
            }
            for decision in run.decisions
        ],
        "changed": statewide is not None,
        "entries": len(statewide.feed.items) if statewide else None,
        "sequence": statewide.feed.sequence if statewide else None,
        "merged": [
            {
                "entry": entry,
                "members": [{"source": member.source, "id": member.id} for member in group.members],
                "evidence": [{"rule": edge.rule, "value": edge.value} for edge in group.edges],
            }
            for entry, group in (statewide.merged if statewide else {}).items()
        ],
        "overShared": [
            {"rule": over.rule, "value": over.value, "source": over.source, "count": over.count}
            for over in (statewide.over_shared if statewide else ())
        ],
        "leftOut": list(statewide.left_out if statewide else ()),
        "written": list(run.written.written),
        "removed": list(run.written.removed),
    }
