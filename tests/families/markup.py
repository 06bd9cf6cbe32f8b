"""A family as a web page and as text: tables with spans, nested layout tables, tab-separated lines. Setting only."""

from __future__ import annotations

from html import escape

from tests.families.forms import Cell, Family, Table


def web_page(family: Family) -> bytes:
    """The document as publishers' content systems write it: every table inside a layout table, spans kept."""
    body = "".join(f"<p style='text-align:center'>{escape(text)}</p>" for text in family.cover)
    body += "".join(map(_web_table, family.tables))
    head = "<html><head><meta charset='utf-8'><title>信息公开</title></head><body><div class='nav'>首页 &gt; 信息公开</div>"
    return f"{head}<table width='100%'><tr><td>{body}</td></tr></table></body></html>".encode()


def _web_table(table: Table) -> str:
    lines = [f"<p align='center'><b>{escape(text)}</b></p>" for text in table.heading]
    if any(table.line):
        lines.append(f"<p>{escape(table.line[0])}&nbsp;&nbsp;&nbsp;&nbsp;{escape(table.line[1])}</p>")
    rows = []
    for row in range(table.row_count):
        cells = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.column)
        rows.append("<tr>" + "".join(map(_web_cell, cells)) + "</tr>")
    note = f"<p>{escape(table.options['note'])}</p>" if "note" in table.options else ""
    return "".join(lines) + "<table border='1'><tbody>" + "".join(rows) + "</tbody></table>" + note


def _web_cell(cell: Cell) -> str:
    spans = f" rowspan='{cell.row_span}'" * (cell.row_span > 1) + f" colspan='{cell.column_span}'" * (
        cell.column_span > 1
    )
    text = escape(cell.text).replace("\n", "<br>") or "&nbsp;"
    return f"<td{spans}><p><span>{text}</span></p></td>"


def tabbed_text(family: Family) -> bytes:
    """The document as plain text with tab-separated tables, a spanning cell printed once."""
    lines = [*family.cover, ""]
    for table in family.tables:
        lines += [*table.heading, *([f"{table.line[0]}    {table.line[1]}".strip()] if any(table.line) else [])]
        for row in range(table.row_count):
            texts = [""] * table.column_count
            for cell in table.cells:
                if cell.row == row:
                    texts[cell.column] = cell.text.replace("\n", "")
            lines.append("\t".join(texts))
        lines += [table.options["note"]] if "note" in table.options else []
        lines.append("")
    return "\n".join(lines).encode()
