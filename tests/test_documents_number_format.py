"""Numbers of sheets are printed as Excel prints them: exact decimals, the cell's own format, no noise of binary sums."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.documents.number_format import BUILT_IN, is_date_format, render

ACCOUNTING = BUILT_IN[43]


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (190.9799999, "0.00", "190.98"),
        (190.97999999999999, "General", "190.98"),
        (0.1 + 0.2, "General", "0.3"),
        (1205.56, "General", "1205.56"),
        (123456789.12, "General", "123456789.12"),
        (1205.5566666666668, "General", "1205.556667"),
        (205.0, "General", "205"),
        (1.0, "00", "01"),
        (1e15, "General", "1000000000000000"),
        (1205.56, "#,##0.00", "1,205.56"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (12.0, "#,##0.00", "12.00"),
        (0.5, "#,##0.00", "0.50"),
        (0.5, "#.00", ".50"),
        (1.005, "0.00", "1.01"),
        (2.675, "0.00", "2.68"),
        (0.0, "0.00", "0.00"),
        (0.0, "#,##0.00;-#,##0.00;", ""),
        (0.0, ACCOUNTING, "-"),
        (-12.3, ACCOUNTING, "-12.30"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-3.0, "0.00;[Red]0.00", "-3.00"),
        (-3.0, "0.00_ ;[Red]\\-0.00\\ ", "-3.00"),
        (-0.001, "0.00", "0.00"),
        (0.4567, "0.00%", "45.67%"),
        (12345678.0, "#,##0.00,", "12,345.68"),
        (123456.0, '0!.0,"万"', "12.3万"),
        (12.5, "0.##", "12.5"),
        (12.0, "0.##", "12"),
        (12.0, '0"辆"', "12辆"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (1234.5, "[DBNum2]General", "1234.5"),
        (0.5, "# ?/?", "0.5"),
        (5.0, "[>100]0.0;0.00", "5.00"),
        (7.0, "@", "7"),
        (3.0, ";;;", ""),
    ],
)
def test_prints_as_the_cell_shows(value: float, code: str, printed: str) -> None:
    assert render(value, code) == printed


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]yyyy/m/d", True),
        ("General", False),
        ("0.00_ ;[Red]\\-0.00\\ ", False),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", False),
        ('0.00"cm days"', False),
    ],
)
def test_tells_dates_from_numbers(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False))
def test_two_decimals_survive_the_way_through_a_double(amount: Decimal) -> None:
    shown = render(float(amount), "#,##0.00").replace(",", "")
    assert Decimal(shown) == amount
    assert Decimal(render(float(amount), "General")) == amount


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_no_format_crashes(value: float, code: str) -> None:
    assert isinstance(render(value, code), str)
