"""Text too high for its row: printed over the rows above and below, it belongs to the row in its middle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.grids import find_grids
from pipelines.grids.struck import struck_blocks
from pipelines.records.pages import Edge, Word
from tests.drawn import Drawn, document_of, page_of, texts, words_at

ROWS = [["", "合计", "基本"], ["", "1.00", "2.00"], ["", "3.00", "4.00"]]
TOP, HEIGHT, WIDE = 100.0, 20.0, 80.0


def printed(lines: list[tuple[str, float, float]], edges: list[Edge] | None = None) -> list[list[str]]:
    """The table with further lines of text: each with x and the height of its middle."""
    drawn = Drawn(ROWS, [WIDE] * 3, TOP)
    words = [word for text, x, y in lines for word in words_at(text, x, y)]
    (found,) = find_grids(document_of(page_of([*words, *drawn.words], edges or drawn.edges)))
    return texts(found)


def middle(row: int) -> float:
    return TOP + HEIGHT * (row + 0.5)


def test_two_lines_over_both_borders_of_a_row_are_its_text() -> None:
    found = printed([("功能分类科目", 55, middle(1) - 8), ("编码", 75, middle(1) + 8)])
    assert [row[0] for row in found] == ["", "功能分类科目\n编码", ""]


def test_of_three_lines_the_outer_ones_lie_in_the_neighbours() -> None:
    found = printed([("国有资本", 55, middle(1) - 11), ("经营预算", 55, middle(1)), ("支出", 65, middle(1) + 11)])
    assert [row[0] for row in found] == ["", "国有资本\n经营预算\n支出", ""]


def test_lines_within_their_rows_stay_in_them() -> None:
    found = printed([("甲", 55, middle(0) + 3), ("乙", 55, middle(1)), ("丙", 55, middle(2) - 3)])
    assert [row[0] for row in found] == ["甲", "乙", "丙"]


def test_a_single_line_on_a_border_goes_where_its_middle_is() -> None:
    found = printed([("甲", 55, middle(0) + 9), ("乙", 55, middle(2))])
    assert [row[0] for row in found] == ["甲", "", "乙"]


def test_lines_of_another_column_are_no_lines_of_the_cell() -> None:
    found = printed([("功能分类科目", 55, middle(1) - 8), ("编码", 75, middle(1) + 8), ("元", 150, middle(2) + 5)])
    assert found[1][0] == "功能分类科目\n编码"
    assert "元" in found[2][1]


@given(
    st.lists(
        st.tuples(st.floats(0, 50), st.floats(0, 60), st.floats(1, 12)).map(
            lambda place: Word("字", place[0], place[1], place[0] + 10, place[1] + place[2])
        ),
        max_size=12,
    )
)
def test_the_middle_of_a_block_lies_within_it(words: list[Word]) -> None:
    blocks = [place for block, _, _ in struck_blocks(words, range(len(words))) for place in block]
    assert set(blocks) <= set(range(len(words)))
    for block, x, y in struck_blocks(words, range(len(words))):
        own = [words[place] for place in block]
        assert min(word.x0 for word in own) <= x <= max(word.x1 for word in own)
        assert min(word.top for word in own) <= y <= max(word.bottom for word in own)
