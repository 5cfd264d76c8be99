"""The template as CSV: headings, and an example row that cannot be published by accident."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable

from wbl_feed.projections.columns import harmless
from wbl_publishers.template.columns import TemplateColumn


def csv_template(columns: Iterable[TemplateColumn]) -> bytes:
    """The sheet in UTF-8 with a byte order mark; no cell of it is a formula to a spreadsheet."""
    columns = tuple(columns)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(one.column.heading for one in columns)
    writer.writerow(harmless(one.example) for one in columns)
    return BOM_UTF8 + text.getvalue().encode()
