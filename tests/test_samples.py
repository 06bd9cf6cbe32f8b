"""The sample documents of data/raw: that they are what the facts files say, and that setting them again changes nothing.

What the product reads out of them is tested in the rooms; here only plain readers look at them.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from python_calamine import CalamineWorkbook
from selectolax.lexbor import LexborHTMLParser

from tests.documents.typeset import __main__ as typeset
from tests.documents.typeset import facts, manifest

RAW = typeset.RAW
SAMPLES = {sample.file: sample for sample in facts.samples()}
SCANS = [name for name, sample in SAMPLES.items() if "scan" in sample.look]
PRINTED = [name for name in SAMPLES if name.endswith(".pdf") and name not in SCANS]
DECIMAL = re.compile(r"\d[\d,]*\.\d+")


def listed() -> list[dict[str, str]]:
    with (RAW / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def known() -> list[dict[str, str]]:
    with (facts.FOLDER / "inconsistencies.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def pieces(sample: facts.Sample) -> Iterator[str]:
    """Everything that a sample prints, piece by piece."""
    for block in sample.flow:
        for name, value in block.items():
            if name == "table":
                yield from (cell.text for cell in facts.table(value).cells)
            elif name == "line":
                yield from value.values()
            elif name in {"title", "heading", "text", "note"}:
                yield value


def decimals(text: str) -> Counter[str]:
    return Counter(DECIMAL.findall(text))


def expected(name: str) -> Counter[str]:
    return sum((decimals(piece) for piece in pieces(SAMPLES[name])), Counter())


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_the_manifest_lists_every_document_with_its_hash() -> None:
    rows = {row["path"]: row for row in listed()}
    files = {path.name for path in RAW.iterdir() if path.suffix in {".pdf", ".xlsx", ".html"}}
    assert rows.keys() == files == SAMPLES.keys()
    for name, row in rows.items():
        assert row["sha256"] == hashlib.sha256((RAW / name).read_bytes()).hexdigest(), name


def test_the_manifest_says_who_when_and_what() -> None:
    for row in listed():
        assert tuple(row) == manifest.COLUMNS
        assert row["stage"] in {"budget", "final", "execution"}
        assert row["tier"] in {"government", "department", "unit"}
        assert row["part"] in {"whole", "tables", "text"}
        assert re.fullmatch(r"\d{6}", row["region_code"])
        assert re.fullmatch(r"20\d\d", row["fiscal_year"])
        assert row["publisher"]
        assert row["title"]
        assert row["note"]


def test_documents_are_small() -> None:
    sizes = {name: (RAW / name).stat().st_size for name in SAMPLES}
    assert max(sizes.values()) < 300_000, sizes
    assert sum(sizes.values()) < 2_000_000, sizes


def test_no_file_is_named_for_a_publisher() -> None:
    for name, sample in SAMPLES.items():
        assert name.isascii()
        assert sample.manifest["publisher"] not in name


@pytest.mark.parametrize("name", PRINTED)
def test_a_pdf_prints_every_decimal_of_its_facts_and_no_other(name: str) -> None:
    assert decimals("\n".join(texts(RAW / name))) == expected(name)


@pytest.mark.parametrize("name", PRINTED)
def test_a_pdf_prints_the_words_of_its_facts(name: str) -> None:
    printed = Counter("".join(texts(RAW / name)))
    wanted = Counter("".join(pieces(SAMPLES[name])).replace("\\n", ""))
    lacking = {c: count for c, count in wanted.items() if c.isalpha() and printed[c] < count}
    assert not lacking


@pytest.mark.parametrize("name", PRINTED)
def test_the_fonts_of_a_pdf_are_embedded_with_unicode_maps(name: str) -> None:
    content = (RAW / name).read_bytes()
    fonts = content.count(b"/Type /Font ")
    assert fonts > 0
    assert content.count(b"/ToUnicode") == fonts
    assert content.count(b"/FontFile2") == fonts


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_is_one_image_to_a_page_and_has_no_text(name: str) -> None:
    assert [text.strip() for text in texts(RAW / name)] == [""]
    with pypdfium2.PdfDocument(RAW / name) as document:
        assert [[item.type for item in page.get_objects()] for page in document] == [[pdfium.FPDF_PAGEOBJ_IMAGE]]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".xlsx")])
def test_a_workbook_holds_the_amounts_of_its_facts(name: str) -> None:
    book = CalamineWorkbook.from_path(RAW / name)
    assert book.sheet_names == [block["sheet"] for block in SAMPLES[name].flow if "sheet" in block]
    cells = [cell for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for cell in row]
    printed = (piece for piece in pieces(SAMPLES[name]) if DECIMAL.fullmatch(piece))
    wanted = Counter(float(piece.replace(",", "")) for piece in printed)
    held = Counter(cell for cell in cells if isinstance(cell, float))
    assert wanted
    assert {value: held[value] for value in wanted} == wanted
    assert not any(isinstance(cell, str) and DECIMAL.fullmatch(cell) for cell in cells)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".html")])
def test_a_web_page_is_gb18030_and_holds_its_facts(name: str) -> None:
    content = (RAW / name).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    page = LexborHTMLParser(content.decode("gb18030"))
    assert page.body is not None
    assert decimals(page.body.text(separator="\n")) == expected(name)
    assert page.css_first("td[rowspan]") is not None
    assert page.css_first("td[colspan]") is not None


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".html")])
def test_the_spans_of_a_web_page_fill_every_row(name: str) -> None:
    for table in LexborHTMLParser((RAW / name).read_bytes().decode("gb18030")).css("table"):
        taken: Counter[int] = Counter()
        for number, row in enumerate(table.css("tr")):
            for cell in row.css("td"):
                for below in range(int(cell.attributes.get("rowspan") or 1)):
                    taken[number + below] += int(cell.attributes.get("colspan") or 1)
        assert len(set(taken.values())) == 1


def test_the_layouts_that_trouble_readers_are_there() -> None:
    rotations, sizes = set(), set()
    for name in PRINTED:
        with pypdfium2.PdfDocument(RAW / name) as document:
            rotations |= {page.get_rotation() for page in document}
            sizes |= {page.get_width() > page.get_height() for page in document}
    tables = [block["table"] for sample in SAMPLES.values() for block in sample.flow if "table" in block]
    looks = [sample.look for sample in SAMPLES.values()]
    assert rotations == {0, 90}
    assert sizes == {True, False}
    assert {"stroke", "bars"} <= {look.get("rules") for look in looks}
    assert "double" in {table.get("rules") for table in tables}
    assert {"white", "header"} <= {look.get("background") for look in looks}
    for option in ("repeat_header", "cut_rows", "open_top", "again"):
        assert any(table.get(option) for table in tables), option


def test_a_row_is_cut_at_a_page_end() -> None:
    pages = texts(RAW / "fictitious-department-2024-final.pdf")
    assert "信息网络及软件购置更\r\n新" not in "".join(pages)
    before = next(number for number, page in enumerate(pages) if "信息网络及软件购置更" in page)
    assert "新" in pages[before + 1].splitlines()


def test_setting_the_samples_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        typeset.main(tmp_path / folder)
    for name in [*SAMPLES, "manifest.csv"]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    for name in PRINTED:
        assert texts(tmp_path / "one" / name) == texts(RAW / name), f"{name} is older than its facts"


def test_a_fault_in_the_facts_is_named() -> None:
    with pytest.raises(facts.FactsError, match="row 1 has 3 cells, not 2"):
        facts.table({"columns": [1, 1], "rows": "a | b\nc | d | e"})
    with pytest.raises(facts.FactsError, match="nothing for '\\^' to belong to"):
        facts.table({"columns": [1, 1], "rows": "^ | b"})


def sums(sample: facts.Sample) -> Iterator[tuple[Decimal, Decimal, int]]:
    """Each printed total of a subject or a table, the sum of what it is made of, and the number of addends."""
    for block in sample.flow:
        for rows in coded(facts.table(block["table"])) if "table" in block else ():
            for code, amounts in rows.items():
                below = [other for other in rows if is_child(other, code)]
                for column, amount in amounts.items():
                    addends = [rows[other][column] for other in below if column in rows[other]]
                    if addends:
                        yield amount, sum(addends, Decimal(0)), len(addends)


def is_child(code: str, parent: str) -> bool:
    if parent == "合计":
        return len(code) == 3
    return parent.isdigit() and len(code) == len(parent) + 2 and code.startswith(parent)


def coded(table: facts.Table) -> Iterator[dict[str, dict[int, Decimal]]]:
    """Amounts by code and column, of the rows with a subject code and the row 合计; two halves of a table are apart."""
    grid = {(cell.row, cell.column): cell.text for cell in table.cells}
    columns = list(range(1 if grid.get((0, 0)) == "序号" else 0, len(table.columns)))
    middle = len(columns) // 2
    halves = [[grid.get((0, column)) for column in half] for half in (columns[:middle], columns[middle:])]
    for part in (columns[:middle], columns[middle:]) if halves[0] == halves[1] else (columns,):
        rows: dict[str, dict[int, Decimal]] = {}
        for row in range(table.header, table.row_count):
            line = {column: grid.get((row, column), "") for column in part}
            head = [line[column] for column in part[:3]]
            code = "合计" if "合计" in head else "".join(cell for cell in head if re.fullmatch(r"\d{2,7}", cell))
            if code:
                rows[code] = {c: Decimal(t.replace(",", "")) for c, t in line.items() if DECIMAL.fullmatch(t)}
        yield rows


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "fictitious-department-2024-final.pdf"])
def test_totals_add_up_but_for_rounding(name: str) -> None:
    for total, addends, count in sums(SAMPLES[name]):
        assert abs(total - addends) <= (count + 1) * Decimal("0.005"), (name, total, addends)


def test_one_total_of_the_made_up_final_account_is_wrong_on_purpose() -> None:
    found = [
        (total, addends)
        for total, addends, count in sums(SAMPLES["fictitious-department-2024-final.pdf"])
        if abs(total - addends) > (count + 1) * Decimal("0.005")
    ]
    fault = next(row for row in known() if row["rule"] == "49")
    assert found == [(Decimal(fault["left"]), Decimal(fault["right"]))]


def test_rounding_in_the_seeds_is_listed() -> None:
    for name in {row["path"] for row in known() if row["rule"] == "88"}:
        wanted = [(row["left"], row["right"]) for row in known() if (row["path"], row["rule"]) == (name, "88")]
        found = [(str(total), str(addends)) for total, addends, _ in sums(SAMPLES[name]) if total != addends]
        assert sorted(found) == sorted(wanted), name


def test_known_inconsistencies_name_documents_and_rules() -> None:
    for row in known():
        assert row["path"] in SAMPLES
        assert 1 <= int(row["rule"]) <= 160
        assert row["outcome"] in {"fails", "holds within rounding", "not evaluated", "listed"}
