"""The life of a posting in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from wbl_aggregator.decisions.words import STATES
from wbl_aggregator.reporting.conflict_words import conflict_text
from wbl_aggregator.reporting.life_story import EntryStory, Told
from wbl_aggregator.reporting.likeness_words import VETOES, likeness_lines
from wbl_aggregator.reporting.reasons import in_words
from wbl_aggregator.visits import Life, SourceState
from wbl_feed.notices import shown
from wbl_feed.times import shown_instant

_LONG = 200


def told_text(told: Told) -> str:
    """All of it, in words."""
    parts = [_entry_text(entry) for entry in told.entries]
    parts += [
        f"{told.asked} is held at {one.source} since {shown_instant(one.since)}. {in_words(one.reason)}"
        for one in told.held
    ]
    if told.refusals:
        lines = [f"  {one['source']}: {one.get('message', '')} [{one['code']}]" for one in told.refusals]
        fixes = dict.fromkeys(f"    {one['fix']}" for one in told.refusals if one.get("fix"))
        head = "Refused in the last document, so that its last good version stays, if there is one:"
        parts.append("\n".join([head, *lines, *fixes]))
    parts += [f"At {said}" for said in told.moderated]
    parts += [f"{told.asked}\n  {shown(told.forgotten, _LONG)}"] if told.forgotten else []
    if told.life:
        parts.append("\n".join([f"What happened to {told.asked}:", *map(_life_text, told.life)]))
    return "\n\n".join(parts)


def _entry_text(entry: EntryStory) -> str:
    lines = [entry.id]
    if entry.posting:
        lines.append(
            f"  “{shown(entry.posting['title'])}”, {entry.posting['status']}, {shown(entry.posting['url'], _LONG)}"
        )
        lines.append(f"  In the feed, last changed {entry.posting['dateModified']}.")
    elif entry.tombstone:
        after = entry.tombstone.get("replacedBy")
        reason = entry.tombstone.get("reason", "withdrawn")
        lines.append(
            f"  Not in the feed since {entry.tombstone['dateDeleted']}: {reason}{f', now {after}' if after else ''}."
        )
    else:
        lines.append("  Not in the feed: every posting that it was made of is hidden or gone.")
    for member in entry.members:
        lines.append(f"  {'seen at' if member.present else 'was at '} {member.source}: {shown(member.id, _LONG)}")
        if member.title and not (entry.posting and entry.posting["title"] == member.title):
            lines.append(f"    “{shown(member.title)}”")
        if member.moderated:
            lines.append(f"    {shown(member.moderated, _LONG)}")
        if member.held:
            lines.append(f"    Held, since its source no longer has it. {member.held}")
        if member.state not in ("ok", "") and member.state in STATES:
            lines.append(f"    The source is {member.state}: {_meaning(member.state)}")
    if entry.evidence:
        lines.append("  One entry because of:")
        lines += [f"    {line}" for one in entry.evidence for line in _evidence_lines(one)]
    for link in entry.links:
        kind = "comes back as" if link["relation"] == "recurs" else "has a sibling,"
        lines.append(f"  Its programme {kind} {link['entry']}. {VETOES.get(link['by'], '')}".rstrip())
    lines += [f"  {conflict_text(one)}" for one in entry.conflicts]
    if entry.life:
        lines += ["  Its life:", *(f"  {_life_text(one)}" for one in entry.life)]
    return "\n".join(lines)


def _evidence_lines(evidence: Mapping[str, Any]) -> Iterator[str]:
    sources = [source for source, _ in evidence.get("between", ())]
    rule = evidence.get("rule", "")
    yield f"{rule}: {shown(evidence.get('value', ''), _LONG)}"
    if "fields" in evidence:
        yield from (f"  {line}" for line in likeness_lines(evidence, sources))
    for rival in evidence.get("rivals", ()):
        source, identity = rival["posting"]
        yield f"    It could have been {shown(identity, _LONG)} of {source}, too ({rival['points']} points)."


def _meaning(state: str) -> str:
    known: dict[str, SourceState] = {one: one for one in STATES}
    return STATES[known[state]].meaning


def _life_text(life: Life) -> str:
    told = in_words(life.detail) if life.what == "held" else life.detail
    detail = f": {shown(told, _LONG)}" if told else ""
    return f"  {shown_instant(life.at)}  {life.what} at {life.source}{detail}"
