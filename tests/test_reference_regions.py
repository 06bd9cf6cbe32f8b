"""Divisions: that the list is a tree, and that a body's name gives one region or none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reference.codes import find_region
from pipelines.reference.regions import regions


def test_regions_form_a_tree_and_names_add_up() -> None:
    by_code = {row.code: row for row in regions()}
    for row in regions():
        if row.level == "省":
            assert row.parent_code is None and row.full_name == row.name
        else:
            assert row.parent_code in by_code, row
            assert row.full_name == by_code[row.parent_code].full_name + row.name, row
    assert len({row.code for row in regions() if row.level == "省"}) == 34
    assert by_code["310107"].full_name == "上海市普陀区"
    assert by_code["330903"].full_name == "浙江省舟山市普陀区"


def test_years_of_one_region_code_do_not_overlap() -> None:
    for before, after in pairwise(regions()):
        if before.code == after.code:
            assert before.valid_to is not None and after.valid_from is not None
            assert before.valid_to < after.valid_from


def test_every_region_is_found_by_its_full_name() -> None:
    for row in regions():
        found = find_region(row.full_name + "财政局", row.valid_to or row.valid_from or 2020)
        assert found is not None and found.code == row.code, row


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("上海市普陀区某办公室", "310107"),
        ("上海普陀区规划局", "310107"),
        ("浙江舟山普陀区", "330903"),
        ("上海市普陀区/中共普陀区委某部_2024", "310107"),
        ("江苏省/某厅2019年度部门预算.pdf", "320000"),
        ("江苏省某院", "320000"),
        ("内蒙古财政厅", "150000"),
        ("石柱县财政局", "500240"),
        ("贵州省黔东南州黄平县", "522622"),
        ("475 望都县某局", "130631"),
        ("朝阳市朝阳县", "211321"),
        ("长春市朝阳区", "220104"),
        ("南京鼓楼区", "320106"),
        ("晋城市城区教育局", "140502"),
        ("青岛市北区财政局", "370203"),
        ("吉林省吉林市", "220200"),
        ("山西省人民政府驻北京办事处", "140000"),
        ("上海市南京东路街道", "310000"),
        ("杭州市江干区教育局", "330104"),
        ("东莞市", "441900"),
    ],
)
def test_find_region(text: str, code: str) -> None:
    found = find_region(text)
    assert found is not None and found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "普陀区",
        "中共普陀区委某部",
        "鼓楼区",
        "朝阳区财政局",
        "市中区",
        "中心城区管理",
        "财政部",
        "",
        "市某处",
        "上海市普陀区、浙江省舟山市普陀区",
    ],
)
def test_no_region_where_none_or_several_are_meant(text: str) -> None:
    assert find_region(text) is None


def test_the_year_decides_between_an_old_and_a_new_code() -> None:
    old, new = find_region("三元区教育局", 2018), find_region("三元区教育局", 2023)
    assert old is not None and old.code == "350403"
    assert new is not None and new.code == "350404"


@given(st.text(alphabet="上海市普陀区省县州江苏南京北 /中共2024", max_size=20))
def test_a_found_region_is_named_in_the_text(text: str) -> None:
    found = find_region(text)
    if found is not None:
        assert any(part in text.replace(" ", "") for part in (found.name, found.name[:2]))
