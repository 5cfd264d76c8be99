"""A progress bar of a crawl on a terminal; silence elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wbl_aggregator.crawl import Crawled


@contextmanager
def crawling(sources: int, *, quiet: bool) -> Iterator[Callable[[Crawled], None]]:
    """Shows how many sources have answered, on standard error."""
    if quiet:
        yield lambda crawled: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("Crawling"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=sources)
        yield lambda crawled: bar.update(task, advance=1, description=crawled.source.id)
