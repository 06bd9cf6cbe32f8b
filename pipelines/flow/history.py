"""Earlier states of the warehouse: keeping, listing, restoring, and what a run changed.

The order of steps and the lock belong here; files and queries are the warehouse's.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.settings import Settings
from pipelines.warehouse import compare, snapshots
from pipelines.warehouse.build import locked
from pipelines.warehouse.compare import Part
from pipelines.warehouse.snapshots import Snapshot, UnknownSnapshotError


def keep_published(settings: Settings) -> None:
    """Make the published warehouse a snapshot; the caller holds the lock."""
    snapshots.keep(settings.warehouse, settings.kept, settings.snapshots)


def list_snapshots(settings: Settings) -> list[tuple[Snapshot, bool]]:
    """All snapshots, oldest first, each with whether it is the published one."""
    now = snapshots.published(settings.warehouse).file_name if settings.warehouse.exists() else None
    return [(one, one.path.name == now) for one in snapshots.snapshots(settings.kept)]


def restore(settings: Settings, name: str | None = None) -> Snapshot:
    """Publish a snapshot again (the one before the published one, unless named), atomically; readers are not blocked.

    The published warehouse is kept as a snapshot first. Raises ``UnknownSnapshotError`` and ``WarehouseBusyError``.
    """
    with locked(settings.warehouse):
        keep_published(settings)
        return snapshots.restore(settings.warehouse, settings.kept, name)


def difference(settings: Settings, old: str, new: str) -> list[Part]:
    """What changed between two runs, named by number or identifier: documents, and, where both are kept, facts and findings.

    Documents come from the log of runs, so they are known also for runs of which no snapshot is left. Raises
    ``UnknownSnapshotError`` for a run that the log of no kept warehouse has.
    """
    files = [settings.warehouse, *(one.path for one in reversed(snapshots.snapshots(settings.kept)))]
    warehouse, older, newer = _log_with(files, old, new)
    parts = [compare.changed_documents(warehouse, older[0], newer[0])]
    kept = {one.run_id: one.path for one in snapshots.snapshots(settings.kept)}
    if older[1] in kept and newer[1] in kept:
        parts += compare.changed_contents(kept[older[1]], kept[newer[1]])
    return parts


def _log_with(files: list[Path], old: str, new: str) -> tuple[Path, tuple[int, str], tuple[int, str]]:
    """The first file whose log has both runs, and number and identifier of each, the older first."""
    for path in files:
        runs = compare.runs_of(path)
        found = [_run_called(name, runs) for name in (old, new)]
        if found[0] is not None and found[1] is not None:
            first, second = sorted((found[0], found[1]))
            return path, first, second
    raise UnknownSnapshotError(f"no kept warehouse knows both runs {old} and {new}; see: mingzhang list runs")


def _run_called(name: str, runs: list[tuple[int, str]]) -> tuple[int, str] | None:
    numbered = [run for run in runs if str(run[0]) == name]
    fitting = numbered or [run for run in runs if run[1].startswith(name)]
    return fitting[-1] if fitting else None
