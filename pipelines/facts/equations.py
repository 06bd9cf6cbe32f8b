"""Sums that do not add up, in words: what a reader needs to find the slip in the printed table.

The wording of doubts belongs here, with the amount that an equation would need. Finding the equations is the matter of
``contradicted``; nothing is corrected anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.facts.amounts import YUAN_PER_UNIT
from pipelines.facts.contradicted import Broken, Place
from pipelines.records.pages import Amount, StatementColumn, StatementRow

_MOST_PARTS = 4
"""Parts of a sum that are written out; more are given as their sum."""
_MOST_EQUATIONS = 2


@dataclass(frozen=True, slots=True)
class Equations:
    """The broken equations of one block, its rows and amount columns, and the amounts whose places are known."""

    broken: Sequence[Broken]
    rows: Sequence[StatementRow]
    columns: Sequence[StatementColumn]
    amounts: Mapping[Place, Amount]

    def against(self, place: Place) -> str:
        """Why the amount at a place is in doubt: the equations it stands in, and what it would have to be."""
        own = [equation for equation in self.broken if place == equation.total or place in equation.parts]
        own.sort(key=lambda equation: equation.total[0] != place[0] or not self._is_row_sum(equation))
        told = [f"{self.told(equation)}，此数须为 {self._needed(equation, place)} 才能成立" for equation in own]
        return "勾稽关系不成立：" + "；".join(told[:_MOST_EQUATIONS])

    def told(self, equation: Broken) -> str:
        """An equation as printed: 212 城乡社区支出：合计 30.00 ≠ 基本支出 10.00＋项目支出 15.00."""
        name = self._column_name if self._is_row_sum(equation) else self._row_name
        where = self._row_name(equation.total) if self._is_row_sum(equation) else self._column_name(equation.total)
        parts = [f"{name(part)} {self._text(part)}" for part in equation.parts]
        if len(parts) > _MOST_PARTS or not parts:
            total = self._printed(self._sum(equation.parts), equation)
            parts = [f"所列 {len(equation.parts)} 项之和 {total}"]
        kind = "行" if self._is_row_sum(equation) else "列"
        return f"“{where}”一{kind}，{name(equation.total)} {self._text(equation.total)} ≠ {'＋'.join(parts)}"

    @staticmethod
    def _is_row_sum(equation: Broken) -> bool:
        return bool(equation.parts) and equation.parts[0][0] == equation.total[0]

    def _needed(self, equation: Broken, place: Place) -> str:
        parts = self._sum(equation.parts)
        if place == equation.total:
            return self._printed(parts, equation)
        return self._printed(self._sum([equation.total]) - parts + self._sum([place]), equation)

    def _sum(self, places: Sequence[Place]) -> Decimal:
        found = [self.amounts[place].amount_yuan for place in places if place in self.amounts]
        return sum(found, Decimal(0))

    def _printed(self, yuan: Decimal, equation: Broken) -> str:
        """An amount in the unit and with the decimals of the amounts of an equation."""
        known = [self.amounts[place] for place in (equation.total, *equation.parts) if place in self.amounts]
        worth = YUAN_PER_UNIT[known[0].unit]
        digit = min(amount.last_digit_yuan for amount in known) / worth
        return f"{(yuan / worth).quantize(digit):,f}"

    def _text(self, place: Place) -> str:
        return self.amounts[place].text if place in self.amounts else "空白"

    def _row_name(self, place: Place) -> str:
        row = self.rows[place[0]]
        return f"{row.code or ''} {row.label}".strip()

    def _column_name(self, place: Place) -> str:
        return self.columns[place[1]].path.rpartition("/")[2]
