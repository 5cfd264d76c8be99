"""``wbl demo``."""

import sys
from pathlib import Path

import click

from wbl_feed.cli.output import at_option, json_option, print_json

SITES = ("berkshire", "pioneer-valley", "central", "metrowest", "northeast", "metro-north", "boston", "southeast",
         "cape-cod")  # fmt: skip


@click.command(
    epilog="""\b
Examples:
  wbl demo
  wbl demo --out /tmp/public --down boston --down cape-cod

\b
It needs no network beyond this machine. State is kept in .wbl/demo/ beside the output folder;
run it twice to see that nothing changes, delete .wbl/ to see that no id does.

\b
Exit codes: 0 done · 3 some sites were down · 4 nothing published"""
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("public"), show_default=True,
              help="Folder to publish in.")  # fmt: skip
@click.option("--down", multiple=True, type=click.Choice(SITES), metavar="SITE",
              help="A site that does not answer, such as cape-cod (may be repeated).")  # fmt: skip
@at_option
@json_option
@click.pass_context
def demo(ctx: click.Context, out: Path, down: tuple[str, ...], at: str | None, as_json: bool) -> None:
    """Nine network sites are served, crawled, matched, merged and republished."""
    import os

    from wbl_aggregator.progress import crawling
    from wbl_aggregator.summary import print_summary, summary_json

    from wbl_demo.run import play
    from wbl_demo.sites import CLOCK
    from wbl_feed.times import read_clock

    moment = read_clock(at or os.environ.get("WBL_AT") or CLOCK)
    with crawling(9, quiet=as_json or not sys.stderr.isatty()) as progress:
        played = play(out, out.parent / ".wbl" / "demo", moment, frozenset(down), progress)
    answers = ", ".join(f"{number} × {status}" for status, number in sorted(played.statuses.items()))
    if as_json:
        print_json({**summary_json(played.run), "answers": {str(k): v for k, v in played.statuses.items()}})
    else:
        click.echo(f"Nine sites of Massachusetts, served on this machine and crawled over HTTP (answers: {answers}).\n")
        for site in played.sites:
            for draft in site.build.refused if site.build else ():
                for notice in draft.notices:
                    if notice.fails:
                        click.echo(f"{site.slug}, {notice.place}: {notice.message} {notice.fix}")
        click.echo()
        print_summary(played.run, out)
        if played.run.published:
            click.echo(f"Try: wbl validate {out / 'feed.atom'} --at {CLOCK}")
    ctx.exit(3 if played.run.failed else 0)
