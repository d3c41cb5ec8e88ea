"""What a figure is kept as, and how two of them are told apart."""

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.cell import Cell
from ui.figures.freezing import (
    Change,
    changes,
    frozen_table,
    table_changes,
    table_of,
    value,
)

CELLS = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.text("甲乙丙0123未报–%", max_size=6))


def kept(rows: list[list[Any]], *columns: str, **caption: Any) -> dict[str, Any]:
    said = {"scope": "区", "rule": None, "notes": [], "demonstration": False, **caption}
    return {"table": {"columns": list(columns), "rows": rows}, "caption": said, "rules": []}


@pytest.mark.parametrize(
    ("found", "plain"),
    [(Decimal("4"), 4), (Decimal("0.25"), 0.25), (float("nan"), None), (pd.NA, None), (None, None), (True, True), ("未报", "未报")],
)  # fmt: skip
def test_a_cell_as_json(found: Any, plain: Any) -> None:
    assert value(found) == plain


def test_states_stay_what_they_are() -> None:
    """0, not reported, no such function and withheld are four things after freezing as before."""
    frame = pd.DataFrame(
        {"单位": ["甲", "乙", "丙", "丁", "戊"], "件": [0, "未报", "无此职能", "不公开", None]}
    )
    again = table_of({"table": frozen_table(frame)})
    assert list(again["件"]) == [0, "未报", "无此职能", "不公开", None]


def test_links_and_statuses_are_kept_as_what_is_read() -> None:
    frame = pd.DataFrame({"单位": [Cell("甲", "/somewhere")], "状态": ["missed"]})
    [[name, state]] = frozen_table(frame)["rows"]
    assert name == "甲"
    assert "未达标" in state


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_a_table_is_the_same_as_itself_whatever_its_rows(rows: list[tuple[Any, ...]]) -> None:
    table = {"columns": ["a", "b", "c"], "rows": [list(r) for r in rows]}
    assert table_changes(table, table) == []


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.data())
def test_one_cell_that_differs_is_found(rows: list[tuple[Any, Any]], data: st.DataObject) -> None:
    """Also among rows that are called the same."""
    old = [[str(i // 2), *row] for i, row in enumerate(rows)]
    place = data.draw(st.integers(0, len(old) - 1))
    new = [list(row) for row in old]
    new[place][2] = "另一个值"
    before, now = ({"columns": ["名", "一", "二"], "rows": r} for r in (old, new))
    assert table_changes(before, now)


def test_changes_say_which_row_and_column_and_both_values() -> None:
    before = kept([["2021年", 3, "60%"], ["2022年", 4, "80%"]], "年份", "分子", "数值")
    now = kept([["2021年", 3, "60%"], ["2022年", 5, "100%"]], "年份", "分子", "数值")
    assert changes(before, now) == [
        Change("2022年 分子", "4", "5"),
        Change("2022年 数值", "80%", "100%"),
    ]


def test_rows_and_columns_that_came_or_went_are_told() -> None:
    before = kept([["甲", 1], ["乙", 2]], "单位", "件")
    now = kept([["甲", 1, 5], ["丙", 3, 6]], "单位", "件", "次")
    found = {(c.what, c.before, c.now) for c in changes(before, now)}
    assert found == {("乙", "有此行", "没有此行"), ("丙", "没有此行", "有此行"), ("列“次”", "没有", "有")}


def test_a_later_publish_alone_changes_nothing_but_a_rule_does() -> None:
    before = kept([["甲", 1]], "单位", "件", publish=1, rule="出庭 ÷ 开庭")
    assert changes(before, kept([["甲", 1]], "单位", "件", publish=9, rule="出庭 ÷ 开庭")) == []
    other = kept([["甲", 1]], "单位", "件", publish=9, rule="出庭 ÷ 审结", notes=["报送1/2个单位"])
    assert changes(before, other) == [
        Change("口径", "出庭 ÷ 开庭", "出庭 ÷ 审结"),
        Change("附注", "无", "报送1/2个单位"),
    ]


def test_another_definition_is_told_in_words() -> None:
    before = kept([], "a") | {"rules": [{"title": "出庭率", "rule": "出庭 ÷ 开庭", "basis": ""}]}
    now = kept([], "a") | {"rules": [{"title": "出庭率", "rule": "出庭 ÷ 审结", "basis": ""}]}
    assert changes(before, now) == [Change("口径：出庭率", "出庭 ÷ 开庭", "出庭 ÷ 审结")]


def test_of_two_columns_with_one_heading_both_are_held_against_each_other() -> None:
    before = kept([["甲", 1, 5]], "单位", "件", "件")
    assert changes(before, kept([["甲", 2, 5]], "单位", "件", "件")) == [Change("甲 件", "1", "2")]
    assert changes(before, kept([["甲", 1, 6]], "单位", "件", "件")) == [Change("甲 件（2）", "5", "6")]


def test_changes_stand_in_the_order_of_the_table() -> None:
    """The register tells the first few: they must be the same ones tomorrow."""
    names = [f"单位{i}" for i in range(40)]
    found = changes(kept([[n, 1] for n in names], "单位", "件"), kept([[n, 2] for n in names], "单位", "件"))
    assert [change.what for change in found] == [f"{n} 件" for n in names]
