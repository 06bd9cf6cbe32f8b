"""Headers of official forms: known by their characters in any order, by no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reference.official import official_columns
from pipelines.reference.tables import rows_of

EXPENDITURE = [
    "项目",
    "功能分类",
    "科目编码",
    "科目名称",
    "本年支出合计",
    "基本支出",
    "项目支出",
    "上缴上级支出",
    "经营支出",
]


@given(st.permutations([*EXPENDITURE, "对附属单位补", "助支出"]))
def test_the_order_of_the_words_tells_nothing(words: list[str]) -> None:
    found = official_columns("".join(words))
    assert found is not None
    assert ["/".join(path) for path in found] == [
        "项目/功能分类科目编码",
        "项目/科目名称",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ]


def test_a_word_for_the_amount_below_every_column_is_part_of_the_header() -> None:
    found = official_columns("".join([*EXPENDITURE, "对附属单位补助支出", *["决算数"] * 6]))
    assert found is not None
    assert [path[-1] for path in found] == ["功能分类科目编码", "科目名称", *["决算数"] * 6]
    assert official_columns("".join([*EXPENDITURE, "对附属单位补助支出", *["决算数"] * 5])) is None


def test_spellings_are_as_printed() -> None:
    printed = "一般公共预算财政拨款“三公”经费合计因公出国（境）费公务接待费公务用车购置及运行费小计公务用车购置费公务用车运行费"
    found = official_columns(printed + "预算数决算数" * 6)
    assert found is not None
    assert "/".join(found[-4]) == "一般公共预算财政拨款三公经费/公务用车购置及运行费/公务用车运行费/预算数"


@pytest.mark.parametrize("missing", [word for word in EXPENDITURE if word != "功能分类"])
def test_a_header_that_lacks_a_word_is_of_no_form(missing: str) -> None:
    words = [word for word in EXPENDITURE if word != missing]
    assert official_columns("".join([*words, "对附属单位补助支出"])) is None


def test_every_form_is_found_under_its_own_characters() -> None:
    for row in rows_of("official_headers.csv"):
        paths = [column.split("/") for column in row["columns"].split("|")]
        printed = []
        for column, path in enumerate(paths):
            before = paths[column - 1] if column else []
            printed += [word for level, word in enumerate(path) if path[: level + 1] != before[: level + 1]]
        found = official_columns("".join(printed))
        assert found is not None, row["form"]
        assert len(found) == len(paths), row["form"]
