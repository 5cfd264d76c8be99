"""``wbl aggregate evaluate``: how well matching does on records of which somebody knows which are the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.cli.output import count, json_option, print_json

if TYPE_CHECKING:
    from wbl_aggregator.evaluation import Evaluation, Labels
    from wbl_aggregator.evaluation.evaluate import Result

_CROWDS = 5


@click.command(
    epilog="""\b
Examples:
  wbl aggregate evaluate labels
  wbl aggregate evaluate labels --errors 50
  wbl aggregate evaluate labels --statistics shipped
  wbl aggregate evaluate labels --json | jq '.precision, .recall, .balanced.f1'

\b
LABELS is a folder with records.csv (id, source, title, employer, location, term, posted), truth.csv and ignore.csv
(id_a, id_b), and perhaps judge.csv (id, ns). Nothing is written, and no state or sources file is needed.

\b
Exit codes: 0 done · 2 the folder or one of its files cannot be used"""
)
@click.argument("labels", type=click.Path(path_type=Path, file_okay=False))
@click.option("--errors", "most", type=click.IntRange(0), default=5, show_default=True,
              help="Wrong and missed pairs to show of each preset.")  # fmt: skip
@click.option("--statistics", type=click.Choice(["own", "shipped"]), default="own", show_default=True,
              help="How rare words are in these records, or in the shipped table.")  # fmt: skip
@json_option
def evaluate(labels: Path, most: int, statistics: str, as_json: bool) -> None:
    """Measure matching on labelled records: what it merges rightly and wrongly, and what it leaves to a person."""
    from wbl_aggregator.evaluation import evaluate as measure
    from wbl_aggregator.evaluation import read_labels
    from wbl_aggregator.match.rarity import shipped_rarity

    known = read_labels(labels)
    found = measure(known, shipped_rarity() if statistics == "shipped" else None)
    if as_json:
        print_json(_as_json(known, found, most))
        return
    click.echo(f"{count(len(known.records), 'record')}, statistics of words {found.statistics}")
    for crowd in found.crowds[:_CROWDS]:
        click.echo(f"not compared by “{crowd.key}” alone: {count(crowd.size, 'record')} have it")
    if len(found.crowds) > _CROWDS:
        click.echo(f"… and {len(found.crowds) - _CROWDS:,} more that too many have; --json lists them all")
    for name, result in found.presets.items():
        _print(name, result, known.texts, most)


def _print(name: str, result: "Result", texts: dict[str, str], most: int) -> None:
    pairs, entries, review = result.pairs, result.entries, result.review
    click.echo(f"\n{name}: merged from {result.least} points on")
    click.echo(f"  pairs of different sources  {_figures(pairs)}")
    low, high = result.low, result.high
    bounds = "  ".join(f"{a:.3f} to {b:.3f}" for a, b in zip(low, high, strict=True))
    click.echo(f"    19 of 20 samples of the employers: {bounds}")
    click.echo(f"    {pairs.right} right, {pairs.wrong} wrong, {pairs.unjudged} that nobody can judge"
               f" (precision {pairs.strict_precision:.3f} if all of those were wrong)")  # fmt: skip
    click.echo(f"  entries                     {_figures(entries)}")
    click.echo(f"  left to a person            {count(review.size, 'pair')}, {review.true} of them the same")
    for match in result.wrong[:most]:
        click.echo(f"  wrong, {match.points} points:\n    {texts[match.a.id]}\n    {texts[match.b.id]}")
    for pair, why in result.missed[:most]:
        one, other = sorted(pair)
        click.echo(f"  missed, {why}:\n    {texts[one]}\n    {texts[other]}")


def _figures(scores: Any) -> str:
    return f"precision {scores.precision:.3f}  recall {scores.recall:.3f}  F1 {scores.f1:.3f}"


def _as_json(known: "Labels", found: "Evaluation", most: int) -> dict[str, Any]:
    careful, *_ = found.presets.values()
    others = {name: _members(result, most) for name, result in found.presets.items() if result is not careful}
    return {
        **_members(careful, most),
        **others,
        "records": len(known.records),
        "statistics": found.statistics,
        "crowds": [{"key": crowd.key, "size": crowd.size} for crowd in found.crowds],
    }


def _members(result: "Result", most: int) -> dict[str, Any]:
    pairs = result.pairs
    return {
        "least": result.least,
        **_scores(pairs),
        "strict_precision": round(pairs.strict_precision, 4),
        "right": pairs.right,
        "wrong": pairs.wrong,
        "unjudged": pairs.unjudged,
        "intervals": {
            name: [round(low, 4), round(high, 4)]
            for name, low, high in zip(("precision", "recall", "f1"), result.low, result.high, strict=True)
        },
        "entries": _scores(result.entries),
        "review": {"size": result.review.size, "true": result.review.true},
        "worst": {
            "wrong": [{"id_a": one.a.id, "id_b": one.b.id, "points": one.points} for one in result.wrong[:most]],
            "missed": [{"ids": sorted(pair), "why": why} for pair, why in result.missed[:most]],
        },
    }


def _scores(scores: Any) -> dict[str, float]:
    return {name: round(getattr(scores, name), 4) for name in ("precision", "recall", "f1")}
