"""Workbooks printed by a real LibreOffice and read back: what an office exports as PDF."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.documents import office
from tests.families import book
from tests.families.forms import Family, families
from tests.families.measure import Outcome, read

NAMES = ("zhejiang-budget",)
SIDE = Side(style="thin")
pytestmark = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed here")


def bordered(sheet: Worksheet) -> None:
    """Borders around all cells from the header on, columns as wide as their numbers, header rows high enough."""
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    for column in sheet.iter_cols():
        sheet.column_dimensions[column[-1].column_letter].width = 22
        for cell in column:
            cell.border = Border(SIDE, SIDE, SIDE, SIDE)


def gridlines(sheet: Worksheet) -> None:
    """As it is printed with the gridlines of the sheet."""
    bordered(sheet)
    for row in sheet.iter_rows():
        for cell in row:
            cell.border = Border()
    sheet.print_options.gridLines = True


def narrow(sheet: Worksheet) -> None:
    """Columns too narrow for their headers and labels, which are centred and cut off."""
    bordered(sheet)
    for column in sheet.iter_cols():
        sheet.column_dimensions[column[-1].column_letter].width = 11
        for cell in column:
            if isinstance(cell.value, str):
                cell.alignment = Alignment(horizontal="center")


LOOKS: dict[str, Callable[[Worksheet], None]] = {"bordered": bordered, "gridlines": gridlines, "narrow": narrow}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[Family, Path]]:
    """Every family in every look as a PDF, converted in one go."""
    folder = tmp_path_factory.mktemp("printed")
    chosen = {family.name: family for family in families() if family.name in NAMES}
    found = {}
    for name, family in chosen.items():
        for look, dress in LOOKS.items():
            workbook = load_workbook(io.BytesIO(book.workbook(family)))
            for sheet in workbook.worksheets:
                dress(sheet)
            path = folder / f"{name}-{look}.xlsx"
            workbook.save(path)
            found[name, look] = family, path.with_suffix(".pdf")
    command = [
        office.find_office() or "",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(path.with_suffix(".xlsx")) for _, path in found.values()),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return found


def outcome(printed: dict[tuple[str, str], tuple[Family, Path]], name: str, look: str) -> Outcome:
    family, path = printed[name, look]
    return read(path.read_bytes(), path.name, family)


@pytest.mark.parametrize("look", ["bordered", "gridlines"])
@pytest.mark.parametrize("name", NAMES)
def test_a_printed_workbook_is_read_whole(
    printed: dict[tuple[str, str], tuple[Family, Path]], name: str, look: str
) -> None:
    found = outcome(printed, name, look)
    assert (found.missing, found.wrong) == ({}, {})


@pytest.mark.parametrize("name", NAMES)
def test_what_is_cut_off_is_right_or_marked_as_doubtful(
    printed: dict[tuple[str, str], tuple[Family, Path]], name: str
) -> None:
    def meant(rows: Outcome, *, is_found: bool) -> set[tuple[str, ...]]:
        chosen = rows.found - rows.marked if is_found else rows.expected
        return {(row.statement, row.unit, row.row_code, row.measure, row.fund, row.amount_text) for row in chosen}

    found = outcome(printed, name, "narrow")
    assert meant(found, is_found=True)
    assert meant(found, is_found=True) <= meant(found, is_found=False)
