"""Where the seconds of one night went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cost:
    """The steps of a night, as ``night`` measured them, in seconds."""

    night: dict[str, Any]

    @property
    def read(self) -> float:
        """Reading documents."""
        return float(self.night["steps"].get("read", 0.0))

    @property
    def check(self) -> float:
        """Trying the rules."""
        return float(self.night["steps"].get("check", 0.0))

    @property
    def report(self) -> float:
        """Writing the pages of the report."""
        return float(self.night["steps"].get("report", 0.0))

    @property
    def rest(self) -> float:
        """Scanning, loading, building relations, testing the structure, publishing."""
        return float(self.night["seconds"]) - self.read - self.check - self.report
