"""Sets a sample as a web page in GB18030, as publishers' content systems write them: nested spans, spanned cells, a crumb.

The same blocks as in ``flow``; pages, sizes and rules mean nothing here.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from tests.documents.typeset import facts

HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb18030">
<title>{title}</title>
<style>table {{border-collapse: collapse; width: 100%}} td {{border: 1px solid #000; padding: 2px 6px}}</style>
</head>
<body>
<div class="crumb">首页&nbsp;&gt;&nbsp;政府信息公开&nbsp;&gt;&nbsp;财政预决算</div>
<div class="article">
"""
FOOT = "</div>\n</body>\n</html>\n"


def write(sample: facts.Sample, path: Path) -> None:
    """Write a sample as a web page at ``path``. Raises ``FactsError`` for a block that a page does not have."""
    body = "".join(_block(block) for block in sample.flow)
    page = HEAD.format(title=escape(sample.manifest["title"])) + body + FOOT
    path.write_bytes(page.encode("gb18030"))


def _block(block: dict[str, Any]) -> str:
    for name, setter in SETTERS.items():
        if name in block:
            return setter(block[name])
    raise facts.FactsError(f"a web page has no block {', '.join(block)}")


def _text(text: str) -> str:
    return "".join(f"<p>&emsp;&emsp;<span>{escape(line)}</span></p>\n" for line in text.splitlines())


def _line(line: dict[str, str]) -> str:
    pieces = "&nbsp;&nbsp;&nbsp;&nbsp;".join(
        escape(line[place]) for place in ("left", "centre", "right") if place in line
    )
    return f'<p class="unit"><span>{pieces}</span></p>\n'


def _table(block: dict[str, Any]) -> str:
    table = facts.table(block)
    rows = [[cell for cell in table.cells if cell.row == row] for row in range(table.row_count)]
    lines = ("".join(_cell(cell) for cell in sorted(row, key=lambda cell: cell.column)) for row in rows)
    return "<table>\n<tbody>\n" + "".join(f"<tr>{line}</tr>\n" for line in lines) + "</tbody>\n</table>\n"


def _cell(cell: facts.Cell) -> str:
    spans = "".join(
        f' {name}="{span}"' for name, span in (("rowspan", cell.row_span), ("colspan", cell.column_span)) if span > 1
    )
    text = escape(cell.text).replace("\n", "<br>") or "&nbsp;"
    return f"<td{spans}><p><span>{text}</span></p></td>"


SETTERS: dict[str, Callable[[Any], str]] = {
    "title": lambda text: f"<h2>{escape(text)}</h2>\n",
    "heading": lambda text: f"<h3>{escape(text)}</h3>\n",
    "text": _text,
    "note": lambda text: f"<p><span>{escape(text)}</span></p>\n",
    "line": _line,
    "table": _table,
}
