"""The command that fetches documents from their publishers into the raw folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.app import FAILED, Raw, app, settings_of

OUTCOMES = ("new", "changed", "unchanged", "refused", "failed")


@app.command()
def collect(
    sources: Annotated[
        Path | None, typer.Option("--sources", help="Publishers and their pages.", show_default="sources.toml")
    ] = None,
    raw: Raw = None,
    allow_local: Annotated[
        bool, typer.Option("--allow-local", help="Also addresses of this machine and of private networks.")
    ] = False,
) -> None:
    """Fetch what publishers have put on the web.

    Nothing in the raw folder is overwritten: changed content becomes another file, listed in manifest.csv with its address.
    Exit code 1 only when there was something to fetch and all of it failed.

    \b
    Examples:
      mingzhang collect --sources sources.toml
      mingzhang collect --sources intranet.toml --raw data/raw --allow-local
    """
    from pipelines.flow.collection import collect_step

    settings = settings_of(raw)
    outcomes: Counter[str] = Counter()
    for one in collect_step(replace(settings, sources=sources or settings.sources), allow_local=allow_local):
        outcomes[one.outcome] += 1
        if one.reason:
            typer.echo(f"{one.outcome}: {one.url}: {one.reason}", err=True)
    for name in OUTCOMES:
        typer.echo(f"{name:<10} {outcomes[name]}")
    typer.echo(f"raw        {settings.raw.resolve()}")
    if outcomes and set(outcomes) == {"failed"}:
        raise typer.Exit(FAILED)
