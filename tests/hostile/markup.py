"""Web pages and plain text: scripts, spans, entities, nesting, encodings, endless lines."""

from __future__ import annotations

from tests.hostile.case import EITHER, READ, Case, of

TABLE = "<table><tr><th>项目</th><th>预算数（万元）</th></tr><tr><td>收入总计</td><td>1,234.56</td></tr></table>"


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    """A web page in UTF-8."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode("utf-8", "surrogatepass")


def _spans(value: str, side: str) -> bytes:
    return page(f'<table><tr><td {side}="{value}">a</td><td>1.00</td></tr><tr><td>b</td><td>2.00</td></tr></table>')


def _web() -> list[Case]:
    script = "<script>document.write('<table><tr><td>总计</td><td>666,666.66</td></tr></table>')</script>"
    return [
        Case("web/table-in-a-script.html", of(page(script + TABLE)), READ, fast=True),
        Case("web/script-without-end.html", of(page("<script>" + "x = 1;" * 100_000 + TABLE)), EITHER),
        Case("web/table-in-a-comment.html", of(page(f"<!-- {TABLE} -->" + TABLE)), READ),
        Case("web/comment-without-end.html", of(page("<!--" + TABLE * 50)), EITHER),
        Case(
            "web/style-and-template.html", of(page(f"<style>{TABLE}</style><template>{TABLE}</template>" + TABLE)), READ
        ),
        *[
            Case(f"web/{side}-{value}.html", of(_spans(value, side)), EITHER, fast=value in {"100000", "-1"})
            for side in ("colspan", "rowspan")
            for value in ("100000", "999999999999999999999", "-1", "0", "1e9", "٣")
        ],
        Case(
            "web/spans-of-1000-by-65534.html",
            of(page("<table>" + '<tr><td colspan="1000" rowspan="65534">1.00</td></tr>' * 200 + "</table>")),
            EITHER,
        ),
        Case(
            "web/spans-over-each-other.html",
            of(page("<table>" + "<tr>" + '<td rowspan="500" colspan="3">1</td>' * 300 + "</tr>" * 300 + "</table>")),
            EITHER,
        ),
        Case(
            "web/200-tables-of-wide-spans.html",
            of(page('<table><tr><td colspan="1000">1</td></tr></table>' * 2_000)),
            EITHER,
        ),
        Case("web/100000-boxes-deep.html", of(page("<div>" * 100_000 + TABLE)), EITHER),
        Case("web/5000-tables-deep.html", of(page("<table><tr><td>" * 5_000 + "1.00")), EITHER),
        Case(
            "web/300000-cells.html",
            of(page("<table>" + ("<tr>" + "<td>1.00</td>" * 30 + "</tr>") * 10_000 + "</table>")),
            EITHER,
        ),
        Case("web/20000-tables.html", of(page(TABLE * 20_000)), EITHER),
        Case(
            "web/10000-columns.html",
            of(page("<table>" + ("<tr>" + "<td>1.00</td>" * 10_000 + "</tr>") * 5 + "</table>")),
            EITHER,
        ),
        Case("web/tags-without-end.html", of(page("<table><tr><td" * 20_000)), EITHER),
        Case(
            "web/attribute-of-5-mb.html",
            of(page(f'<table title="{"x" * 5_000_000}"><tr><td>1.00</td></tr></table>')),
            EITHER,
        ),
        Case("web/20-mb-on-one-line.html", of(page("<p>" + "预算" * 3_500_000 + "</p>" + TABLE)), EITHER),
        Case("web/picture-inside.html", of(page(f'<img src="data:image/png;base64,{"A" * 8_000_000}">' + TABLE)), READ),
        Case(
            "web/refers-to-the-disk.html",
            of(page('<iframe src="file:///etc/passwd"></iframe><object data="file:///etc/passwd"></object>' + TABLE)),
            READ,
        ),
        Case("web/nothing-in-it.html", of(page("")), EITHER),
        Case("web/rows-outside-of-tables.html", of(page("<tr><td>1.00</td></tr></table></td></tr>" + TABLE)), READ),
        Case("web/table-in-svg.html", of(page(f"<svg><foreignObject>{TABLE}</foreignObject></svg>")), EITHER),
    ]


def _characters() -> list[Case]:
    entities = "&#55296;&#0;&#x110000;&#x1F4A9;&#xFFFF;&lt;td&gt;&nbsp;&unheard;&#99999999999999999999;"
    cell = f"<table><tr><td>{entities}</td><td>1,234&#46;56</td></tr></table>"
    return [
        Case("web/entities.html", of(page(cell)), EITHER, fast=True),
        Case("web/nul-in-cells.html", of(page(TABLE.replace("1,234", "1,\x00234"))), EITHER, fast=True),
        Case("web/lone-surrogates.html", of(page(TABLE.replace("收入", "\ud800收\udfff"))), EITHER, fast=True),
        Case("web/says-utf-8-is-gbk.html", of(page(TABLE).decode().encode("gb18030")), EITHER, fast=True),
        Case("web/says-gbk-is-utf-8.html", of(page(TABLE, '<meta charset="gb2312">')), EITHER),
        Case("web/charset-unheard-of.html", of(page(TABLE, '<meta charset="unheard-of">')), EITHER),
        Case("web/charset-utf-7.html", of(page(TABLE, '<meta charset="utf-7">')), EITHER),
        Case("web/utf-16-without-mark.html", of(page(TABLE).decode().encode("utf-16-le")), EITHER),
        Case("web/utf-16-cut.html", of(page(TABLE).decode().encode("utf-16")[:-1]), EITHER),
        Case("web/utf-32.html", of(page(TABLE).decode().encode("utf-32")), EITHER),
        Case("web/two-encodings.html", of(page(TABLE) + TABLE.encode("gb18030")), EITHER),
        Case(
            "web/gb18030-cut.html",
            of(page(TABLE, '<meta charset="gb18030">').decode().encode("gb18030")[:-1] + b"\x81"),
            EITHER,
        ),
        Case("web/bidirectional.html", of(page(TABLE.replace("1,234.56", "\u202e65.432,1\u202c"))), EITHER),
        Case("web/zero-width.html", of(page(TABLE.replace("1,234.56", "\u200b".join("1,234.56")))), EITHER),
        Case("web/digits-of-other-scripts.html", of(page(TABLE.replace("1,234.56", "१,२३४.५६"))), EITHER),
        Case("web/letters-that-grow.html", of(page(TABLE.replace("收入", "\ufdfa" * 50_000))), EITHER),
        Case("web/marks-without-end.html", of(page(TABLE.replace("收入", "a" + "\u0301" * 200_000))), EITHER),
    ]


def _text() -> list[Case]:
    table = "项目\t预算数\n" + "收入\t1.00\n" * 20
    digits = "2024年收入" + "9" * 20_000 + "亿元，增长" + "9" * 5_000 + "%。"
    return [
        Case("text/nul.txt", of(b"\0" * 5_000), EITHER, fast=True),
        Case("text/nul-between.txt", of("收\0入\t1\0.00\n".encode() * 2_000), EITHER),
        Case("text/nul-late.txt", of(table.encode() + b"x" * 9_000 + b"\0" * 100), EITHER, fast=True),
        Case("text/line-of-20-mb.txt", of("预算".encode() * 3_500_000), EITHER),
        Case("text/line-of-digits.txt", of(b"1" * 5_000_000), EITHER),
        Case("text/line-of-separators.txt", of(b"1,111," * 300_000), EITHER),
        Case("text/line-of-points.txt", of(b"1.1." * 500_000), EITHER),
        Case("text/line-of-tabs.txt", of(b"\t" * 1_000_000), EITHER),
        Case("text/table-of-20000-columns.txt", of((b"1.00\t" * 20_000 + b"\n") * 5), EITHER),
        Case("text/table-of-200000-rows.txt", of("收入\t1.00\t2.00\n".encode() * 200_000), EITHER),
        Case(
            "text/markdown-of-2000-columns.md",
            of(("|" + "1.00|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + ("|" + "2.00|" * 2_000 + "\n") * 20).encode()),
            EITHER,
        ),
        Case("text/amount-of-20000-digits.txt", of(digits.encode()), EITHER, fast=True),
        Case("text/rate-without-end.txt", of(("增长" + "1" * 100_000 + ".5%，").encode() * 5), EITHER),
        Case("text/brackets.txt", of("（".encode() * 200_000), EITHER),
        Case(
            "text/one-sentence-of-2-mb.txt",
            of("其中：基本支出1.00万元，比上年增加2.00万元，增长3.00%，".encode() * 25_000),
            EITHER,
        ),
        Case(
            "text/100000-sentences.txt",
            of("2024年收入总计1,234.56万元，比上年增加2.00万元。\n".encode() * 100_000),
            EITHER,
        ),
        Case("text/collapsed-without-end.txt", of(("2010101 行政运行 1.00 2.00 3.00\n" * 20_000).encode()), EITHER),
        Case("text/collapsed-of-wide-rows.txt", of((("合计 " + "1.00 " * 40) + "\n").encode() * 300), EITHER),
        Case("text/not-utf-8.txt", of(b"\xff\xfe\xfd\xfc" + bytes(range(1, 256)) * 100), EITHER),
        Case(
            "text/surrogates-as-bytes.txt", of(table.encode() + b"\xed\xa0\x80\xed\xbf\xbf\t1.00\n"), EITHER, fast=True
        ),
        Case("text/overlong.txt", of(table.encode() + b"\xc0\xaf\xe0\x80\xaf\t1.00\n"), EITHER),
        Case("text/utf-16-odd.txt", of(table.encode("utf-16")[:-1]), EITHER),
        Case("text/utf-32.txt", of(table.encode("utf-32")), EITHER),
        Case("text/gb18030-cut.txt", of(table.encode("gb18030") + b"\x81"), EITHER),
        Case("text/big5.txt", of("項目\t預算數\n收入\t1.00\n".encode("big5") * 20), EITHER),
        Case("text/control-characters.txt", of(bytes(range(1, 32)) * 2_000 + table.encode()), EITHER, fast=True),
        Case(
            "text/line-ends-mixed.txt",
            of(table.replace("\n", "\r").encode() + table.replace("\n", "\x0b\x0c\x85").encode()),
            EITHER,
        ),
        Case(
            "text/separators-of-unicode.txt", of(table.replace("\n", "\u2028").replace("\t", "\u3000").encode()), EITHER
        ),
        Case("text/marks-only.txt", of(b"\xef\xbb\xbf" * 1_000), EITHER),
    ]


def cases() -> list[Case]:
    """All of them."""
    return [*_web(), *_characters(), *_text()]
