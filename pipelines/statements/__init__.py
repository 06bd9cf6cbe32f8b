"""From grids to statements: which published table a grid is, and what its columns and rows mean. No geometry, no amounts.

``identify(document, grids, raw)`` says what the document is; ``recognise(grids, identity)`` gives one ``Statement`` or
``Unrecognised`` per grid, in order. All Chinese words live in the lists of ``pipelines/reference``; a new layout is rows
there. Parsing of amounts and the making of facts do not belong here.

What the facts room may rely on
-------------------------------
*One fact* is one cell that begins at (row, column), where row is in ``Statement.rows``, column in ``Statement.columns``, both
of the same ``block``, the role of the column is ``amount`` and the text of the cell is an amount. A merged cell covers
several columns with the same path but begins in one of them only, so nothing is counted twice. ``Statement.rows`` never
holds header rows, repeated headers, rows of 栏次 or notes.

*Roles* of columns: ``code``, ``code_1``, ``code_2``, ``code_3`` (类 款 项), ``name``, ``amount``, ``sequence``,
``unit_code``, ``unit_name``, ``text``, ``ignore``. A ``text`` column may carry an ``item``: ``quantity``, ``unit_price`` (never
a text column: a printed price is an amount), ``quantity_unit``, ``category``, ``note``, ``percent``, ``row_unit``
(the unit of every row: 万元, 辆; it goes before that of the column).

*Measure and fund* of a fact: call ``meaning_of(statement, row, column)``. The column decides; where it names no fund
(income side of two-sided statements, income tables with one amount column, forms) the row does, otherwise the title.
``StatementColumn.fund`` is None exactly where the row decides.

*Forms* (``performance``). Block 0 is the table of indicators, its columns have the roles ``level1``, ``level2``, ``level3``,
``target``, ``actual``, ``weight``, ``score``, ``operator``, ``target_unit``, ``text``; its rows are the rows of indicators,
``label`` the third level (or the deepest level printed). A vertical merge is one cell: for level1 and level2 take the
cell that covers the row. Blocks 1, 2 … are the amounts of the form (项目资金 …): one ``name`` column and ``amount`` columns
each, rows only where such an amount or its label is printed, ``path`` the merged label of the block, ``unit`` from that
label when it names one. The head of the form (项目名称, 主管部门, 年度目标 …) is not in rows or columns: ``form_text(statement,
item)`` reads it from the cells for the items ``project_name``, ``department``, ``executing_unit``, ``goal``, ``year_goal``.

*Collapsed text*. Where a header of collapsed text was put back over its columns, ``Statement.grid`` is the grid with that
header; everything else of the grid is untouched. A header that does not decide its columns leaves the grid unrecognised.

*Rows of units* (收入总表 by unit, 分单位): ``item`` is ``unit`` and ``unit_code``/``unit_name`` are set.
"""

from pipelines.statements.forms import form_text
from pipelines.statements.identity import identify
from pipelines.statements.meaning import Meaning, meaning_of
from pipelines.statements.recognition import recognise

__all__ = ["Meaning", "form_text", "identify", "meaning_of", "recognise"]
