"""What is known across documents: one body under several names, and a disclosure that replaces another."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.warehouse.organizations import Named, find_organizations, normalise
from pipelines.warehouse.versions import Disclosed, find_predecessors


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("上海市普陀区财政局", None), ("普陀区财政局", "310107")),
        (("上海市普陀区人民政府万里街道办事处", None), ("万里街道办事处", "310107")),
        (("上海市普陀区人民政府办公室（本级）", None), ("普陀区政府办公室", "310107")),
        (("中国共产党上海市普陀区委员会社会工作部", None), ("中共普陀区委社会工作部", "310107")),
        (("中共江苏省委办公厅", None), ("江苏省委办公厅", "320000")),
        (("中国人民政治协商会议江苏省委员会办公厅", None), ("江苏省政协办公厅", "320000")),
        (("江苏省人民代表大会常务委员会办公厅", None), ("江苏省人大常委会办公厅", "320000")),
        (("汕尾市人民政府", None), ("汕尾市", "441500")),
        (("贵州省黔东南州黄平县财政局", None), ("黄平县财政局", "522622")),
        (("普 陀区 财政局 ", "310107"), ("区财政局", "310107")),
    ],
)
def test_one_body_under_several_names(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    first, second = normalise(*one), normalise(*other)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("普陀区财政局", "310107"), ("普陀区财政局", "330903")),
        (("普陀区财政局", "310107"), ("普陀区财政局", None)),
        (("市财政局", "441500"), ("市场监督管理局", "441500")),
        (("江苏省财政厅", None), ("江苏省财政厅机关服务中心", None)),
        (("江苏省高级人民法院", None), ("江苏省人民检察院", None)),
        (("普陀区人民政府", "310107"), ("普陀区人民政府办公室", "310107")),
    ],
)
def test_bodies_that_may_be_different_stay_apart(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    assert normalise(*one).organization_id != normalise(*other).organization_id


def test_names_of_a_body_keep_the_division_once() -> None:
    assert normalise("上海市普陀区财政局").name == "普陀区财政局"
    assert normalise("市场监督管理局", "441500").name == "汕尾市市场监督管理局"
    assert normalise("中共上海市普陀区委社会工作部").name == "中共普陀区委社会工作部"
    assert normalise("某某中心").name == "某某中心"


@given(st.text(min_size=1, max_size=30))
def test_normal_form_is_stable_and_never_empty(name: str) -> None:
    assert normalise(name) == normalise(name)
    assert normalise(name).name


def test_a_bodys_identifier_does_not_depend_on_other_documents() -> None:
    first = Named("1", "普陀区财政局", None, "310107", None, None)
    second = Named("2", None, "上海市普陀区财政局", None, None, "105")
    alone, _ = find_organizations([first])
    of_document, (body,) = find_organizations([first, second, Named("3", " ", None, None, None, None)])
    assert of_document == {"1": alone["1"], "2": alone["1"]}
    assert body.names_printed == ("上海市普陀区财政局", "普陀区财政局")
    assert (body.region_code, body.region_name, body.department_code) == ("310107", "上海市普陀区", "105")


def disclosed(name: str, **values: object) -> Disclosed:
    usual = Disclosed(name, f"{name}.pdf", "org", 2024, "final", "department", "whole", None, "2026-01-01 00:00:00",
                      frozenset({"income", "expenditure"}), True)  # fmt: skip
    return dataclasses.replace(usual, **values)


def test_the_same_disclosure_again_is_a_new_version() -> None:
    old, new = disclosed("z", retrieved_at="2025-02-01"), disclosed("a", retrieved_at="2025-10-01")
    assert find_predecessors([old, new]) == {"a": "z"}
    assert find_predecessors([new, old]) == {"a": "z"}


def test_three_versions_make_a_chain() -> None:
    chain = [
        disclosed(name, retrieved_at=moment)
        for name, moment in (("a", "2025-1-1"), ("b", "2025-2-1"), ("c", "2025-11-1"))
    ]
    assert find_predecessors(chain) == {"b": "a", "c": "b"}


@pytest.mark.parametrize(
    "different",
    [
        {"organization_id": "other"}, {"organization_id": None}, {"fiscal_year": 2023}, {"stage": "budget"}, {"tier": "unit"},
        {"tier": None}, {"part": "text"}, {"statements": frozenset({"performance"})}, {"statements": frozenset()},
        {"usable": False},
    ],
)  # fmt: skip
def test_what_may_be_something_else_replaces_nothing(different: dict[str, object]) -> None:
    assert find_predecessors([disclosed("a"), disclosed("b", **different)]) == {}


def test_other_bytes_at_the_same_place_are_a_new_version_unless_the_year_differs() -> None:
    old = disclosed("a", path="x.pdf", tier=None, statements=frozenset())
    new = disclosed("b", path="x.pdf", first_seen_at="2026-02-01 00:00:00")
    assert find_predecessors([old, new]) == {"b": "a"}
    assert find_predecessors([old, dataclasses.replace(new, fiscal_year=2025)]) == {}


@pytest.mark.parametrize("names", [("a", "z"), ("z", "a")])
@pytest.mark.parametrize("older", [{"first_seen_at": "2025-12-01 00:00:00"}, {"withdrawn": True}])
def test_a_file_replaced_under_an_unchanged_manifest_is_the_newer_version(
    names: tuple[str, str], older: dict[str, object]
) -> None:
    old = disclosed(names[0], path="x.pdf", retrieved_at="2026-01-01", **older)
    new = disclosed(names[1], path="x.pdf", retrieved_at="2026-01-01")
    assert find_predecessors([old, new]) == {names[1]: names[0]}


def test_arrival_decides_where_no_time_of_retrieval_is_known() -> None:
    late = disclosed("a", first_seen_at="2026-05-01 00:00:00")
    assert find_predecessors([late, disclosed("b")]) == {"a": "b"}
