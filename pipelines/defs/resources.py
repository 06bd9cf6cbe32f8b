"""Where the pipeline reads and writes, as a Dagster resource. Values only; defaults are those of ``settings``."""

from dataclasses import replace
from pathlib import Path

import dagster as dg

from pipelines import settings


class Workplace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folders of one installation; an empty value takes the environment's or the default."""

    raw: str = ""
    warehouse: str = ""
    workers: int = 0

    def settings(self) -> settings.Settings:
        """The settings these values stand for."""
        found = settings.load()
        return replace(
            found,
            raw=Path(self.raw) if self.raw else found.raw,
            warehouse=Path(self.warehouse) if self.warehouse else found.warehouse,
            workers=self.workers or found.workers,
        )
