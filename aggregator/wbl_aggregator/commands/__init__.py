"""``wbl aggregate``: run an aggregator."""

from importlib import import_module

import click

_COMMANDS = {
    "init": "init:init",
    "add": "add:add",
    "import": "import_:import_",
    "export": "export:export",
    "run": "run:run_command",
    "watch": "watch:watch",
    "status": "status:status",
    "why": "why:why",
    "review": "review:review",
    "forget": "forget:forget",
    "statistics": "statistics:statistics",
    "evaluate": "evaluate:evaluate",
    "serve": "serve:serve",
    "doctor": "doctor:doctor",
}
"""In the order in which an operator meets them; each is imported when it is called."""


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command


@click.group(
    cls=_Lazy,
    epilog="""\b
Examples:
  wbl aggregate init my-hub
  wbl aggregate add https://network.example/ --config my-hub/sources.toml
  wbl aggregate run --config my-hub/sources.toml --out my-hub/public
  wbl aggregate status --config my-hub/sources.toml""",
)
def aggregate() -> None:
    """Crawl many feeds and republish them as one."""
