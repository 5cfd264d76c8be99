"""``wbl publish template``."""

from pathlib import Path

import click

from wbl_feed.vocabulary import LANGUAGES


@click.command(
    epilog="""\b
Examples:
  wbl publish template --out postings.xlsx
  wbl publish template --out postings.xlsx --profile us-ma --language es
  wbl publish template --out postings.csv

\b
Exit codes: 0 written · 2 the file is there already, or there is no such profile · 4 the disk refused"""
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write: .xlsx or .csv."
)
@click.option("--profile", "names", multiple=True, metavar="NAME", help="Add this profile's codes; may be repeated.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the names of codes.")
def template(out: Path, names: tuple[str, ...], language: str) -> None:
    """A spreadsheet to begin with: headings, drop-downs, an example and help."""
    from wbl_feed.errors import UsageError
    from wbl_feed.files import write_if_changed
    from wbl_feed.profiles import load_profile
    from wbl_publishers.template.columns import template_columns
    from wbl_publishers.template.csv_template import csv_template
    from wbl_publishers.template.xlsx_template import xlsx_template

    write = {".xlsx": xlsx_template, ".csv": csv_template}.get(out.suffix.lower())
    if write is None:
        raise UsageError("the template is a workbook or CSV.", place=str(out), fix="End its name with .xlsx or .csv.")
    if out.exists():
        fix = "Give another name, so that nothing that was filled in is lost."
        raise UsageError("there is such a file already.", place=str(out), fix=fix)
    write_if_changed(out, write(template_columns([load_profile(name) for name in names], language)))
    click.echo(f"wrote {out}")
