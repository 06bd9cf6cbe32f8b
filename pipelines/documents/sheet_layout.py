"""What a sheet shows beyond its values: number formats, hidden rows and columns, zeros left out, formulas never computed.

The common declarations of ``xlsx_layout`` and ``xls_layout``; values and tables belong to ``sheet``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.documents.number_format import GENERAL

# A sheet that claims more is an attack or an accident: no published table comes near (rows × columns that hold values).
MOST_SLOTS = 2_000_000

UNKNOWN_ERROR = "#VALUE!"


@dataclass(slots=True)
class SheetLayout:
    """How one sheet is shown; rows and columns count from 0."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    """Number format of cells that hold a number and have another format than General."""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """What cells print whose formula failed (#DIV/0!): a number is missing there, and that must show."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shows_zeros: bool = True
    uncomputed: int = 0
    """How many formulas have no stored result: their cells look blank though they are not."""
    last_row: int = -1
    last_column: int = -1

    def format_of(self, row: int, column: int) -> str:
        """The number format of a cell."""
        return self.formats.get((row, column), GENERAL)

    def reach(self, row: int, column: int) -> None:
        """A cell with a value stands here."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    @property
    def slots(self) -> int:
        """Rows times columns of the area that holds values."""
        return (self.last_row + 1) * (self.last_column + 1)
