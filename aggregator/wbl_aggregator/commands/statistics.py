"""``wbl aggregate statistics``."""

from pathlib import Path

import click

from wbl_aggregator.commands.options import config_option, state_folder
from wbl_feed.cli.output import count


@click.command(
    epilog="""\b
Examples:
  wbl aggregate statistics
  wbl aggregate statistics --from labels --to statistics.json

\b
Exit codes: 0 done · 2 there is no state, or the labels cannot be read · 4 the disk refuses"""
)
@config_option
@click.option(
    "--from",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Count the words of a folder of labels in place of the postings of the hub (may be repeated).",
)
@click.option(
    "--to", "path", type=click.Path(path_type=Path, dir_okay=False), help="Default: statistics.json beside the sources."
)
@click.option("--least", default=2, show_default=True, help="Postings or employers that have a word at least.")
def statistics(config_path: Path, folders: tuple[Path, ...], path: Path | None, least: int) -> None:
    """Count how rare words are in this hub, by which matching tells “Intern” from “Otolith”.

    The file stays as it is until you write it anew, so that a new posting changes no old match. Until there is one, the
    statistics that come with the program count.
    """
    from contextlib import closing

    from wbl_aggregator.evaluation import read_labels
    from wbl_aggregator.match.rarity import rarity_of
    from wbl_aggregator.sources import folder_of
    from wbl_aggregator.sources.matching_files import STATISTICS
    from wbl_aggregator.store import open_for_reading
    from wbl_feed.files import write_if_changed

    if folders:
        records = [record for folder in folders for record in read_labels(folder).records]
    else:
        with closing(open_for_reading(state_folder(config_path))) as store:
            records = list(store.likeness.all_records())
    found = rarity_of(records, least)
    path = path or folder_of(config_path) / STATISTICS
    write_if_changed(path, found.to_json().encode())
    words = count(len(found.title) + len(found.employer), "word")
    click.echo(f"{words} of {count(len(records), 'posting')} written to {path}, version {found.version}.")
