"""A pair of postings in words, side by side."""

from wbl_aggregator.reporting.likeness_words import likeness_lines
from wbl_aggregator.reporting.questions import Question, Side
from wbl_feed.notices import shown

_LONG = 200


def question_text(asked: Question) -> str:
    """Both postings, how alike they are, what keeps them apart, and which other posting it could be."""
    sides = (asked.one, asked.other)
    wide = max(len(side.source) for side in sides)
    lines = [line for side in sides for line in _side_lines(side, wide)]
    told = asked.explanation.to_json(asked.least)
    lines += [f"  {line}" for line in likeness_lines(told, [side.source for side in sides])]
    if asked.apart:
        lines.append(f"  They are not one entry. {shown(asked.apart, _LONG)}")
    for rival, of, points in asked.rivals:
        title = shown(rival.title)
        lines.append(
            f"  {of.source}'s could be {rival.source}'s “{title}” ({shown(rival.id, _LONG)}), too: {points} points."
        )
    return "\n".join(lines)


def lines_of(asked: Question) -> tuple[str, ...]:
    """A pair in lines, for a comment beside its verdict."""
    return (
        f"{asked.points} points.",
        f"{asked.one.source}: {asked.one.title} · {asked.one.url}",
        f"{asked.other.source}: {asked.other.title} · {asked.other.url}",
        *(f"or {rival.source}: {rival.title} · {rival.url} ({points} points)" for rival, _, points in asked.rivals),
    )


def _side_lines(side: Side, wide: int) -> list[str]:
    indent = f"  {'':{wide}}  "
    lines = [f"  {side.source:{wide}}  {shown(side.title)}", f"{indent}{shown(side.url, _LONG)}"]
    return lines if side.id == side.url else [*lines, f"{indent}id {shown(side.id, _LONG)}"]
