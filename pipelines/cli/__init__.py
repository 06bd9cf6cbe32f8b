"""The command line: one command per step, each calls ``flow`` and prints; nothing is decided here.

Commands stand in modules by what they do (``running``, ``looking``, ``keeping``, ``fetching``) and register with ``app``. Heavy
rooms are imported inside the commands, so that ``--help`` answers at once. Results go to standard output, progress and
messages to standard error.
"""

from __future__ import annotations

import sys

import typer

from pipelines.cli import fetching, keeping, looking, running
from pipelines.cli.app import FAILED, USAGE, app

__all__ = ["app", "main"]

IN_HELP = [module.__name__ for module in (running, looking, fetching, keeping)]
"""The modules of commands in the order in which --help shows them."""
app.registered_commands.sort(key=lambda command: IN_HELP.index(command.callback.__module__ if command.callback else ""))


def main() -> None:
    """The entry point: an error that a room explains is printed as one line, with exit code 1."""
    from pipelines.settings import SettingsError

    try:
        app()
    except (OSError, ValueError, RuntimeError) as error:
        usage = isinstance(error, SettingsError)
        typer.echo(f"mingzhang: {error}", err=True)
        sys.exit(USAGE if usage else FAILED)
