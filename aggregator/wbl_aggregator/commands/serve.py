"""``wbl aggregate serve``."""

from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  wbl aggregate serve
  wbl aggregate serve my-hub/public --port 0

\b
Only this machine can reach it, and it is made for looking, not for the public: publish the folder with a
web server or a static host.

\b
Exit codes: 0 it was ended · 2 there is no such folder, or the port is taken"""
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("public"))
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, help="0 takes a free one. Default: 8000.")
def serve(folder: Path, port: int) -> None:
    """Serve a published FOLDER on this machine, to look at it. Default: public."""
    from wbl_aggregator.serve import Preview
    from wbl_feed.errors import UsageError

    if not folder.is_dir():
        raise UsageError(
            "there is no such folder.", place=str(folder), fix="Run wbl aggregate run first, or name another."
        )
    try:
        server = Preview(folder, port)
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used: {error.strerror}.", place="--port", fix="Take --port 0."
        ) from None
    with server:
        click.echo(
            f"{folder} is at {server.address} (a preview for this machine; no production server). Ctrl+C ends it."
        )
        names = ("feed.json", "feed.atom", "health/index.json")
        for name in (name for name in names if (folder / name).is_file()):
            click.echo(f"  {server.address}{name}")
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            click.echo("")
