"""Bars in columns: a scale each from zero, words for what is missing, breaks between what cannot be compared."""

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.frames import absent, caption, drawn, indicator, measure, texts
from ui import charts
from ui.breaks import Break
from ui.charts.columns import few_ticks, plain_value
from ui.charts.layout import place


def cases(*values, **given):
    return [
        measure("total_cases", "处罚案件", v, "number" if v is not None else "not_reported", **given)
        for v in values
    ]


def ratio(numerator, denominator, **given):
    found = {
        "kind": "ratio",
        "unit": "元",
        "min_n": 10,
        "value": numerator / denominator,
        "status": "no_target",
    }
    return indicator(numerator=numerator, denominator=denominator, title="案均", **{**found, **given})


def shapes(figure, name):
    return [s for s in figure.layout.shapes if s.name == name]


def one(*columns, names=("甲局", "乙局"), **given):
    return charts.bars_in_columns([charts.Block(names, columns)], caption(), **given)


def test_every_column_has_a_scale_of_its_own_from_zero():
    figure = one(charts.Column("案件", cases(400, 4)), charts.Column("金额", cases(90000, 10)))
    first, second = figure.layout.xaxis, figure.layout.xaxis2
    assert (first.range[0], second.range[0]) == (0, 0)
    assert 400 < first.range[1] < 1000 < 90000 < second.range[1]
    assert first.domain[1] < second.domain[0]
    assert texts(figure, "column") == "案件\n金额"


def test_a_missing_cell_holds_its_word_and_no_bar():
    rows = [*cases(3), *cases(None), None, measure("x", "移送", None, "withheld"), absent("no_denominator")]
    figure = one(charts.Column("案件", rows), names=list("甲乙丙丁戊"))
    assert drawn(figure, "x") == [3]
    found = {a.y: a.text for a in figure.layout.annotations if a.name == "missing"}
    assert found == {1: "？ 未报", 3: "▨ 不公开", 4: "÷ 无分母"}


def test_where_nothing_is_a_number_the_figure_says_so():
    figure = one(charts.Column("案件", cases(None, None)), nothing="2022年：未报。")
    assert "2022年：未报。" in texts(figure)
    assert not figure.data


def test_a_longer_bar_than_the_scale_is_cut_and_keeps_its_number():
    figure = one(charts.Column("案件", cases(400, 40), most=50))
    assert drawn(figure, "x") == [50, 40]
    assert [t.strip() for t in figure.data[0].text] == ["400", "40"]
    assert {s.y0 for s in shapes(figure, "cut")} == {0.5}


def test_blocks_stand_on_either_side_of_a_break():
    left = charts.Block(["警告", "罚款"], [charts.Column("2020年", cases(1, 2))], "旧分类")
    right = charts.Block(
        ["警告、通报批评", "罚款", "其他"], [charts.Column("2021年", cases(3, 4, 5))], "新分类"
    )
    figure = charts.bars_in_columns([left, right], caption())
    [line] = shapes(figure, "break")
    assert figure.layout.xaxis.domain[1] < line.x0 < figure.layout.xaxis2.domain[0]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert list(figure.layout.yaxis2.ticktext) == ["警告、通报批评", "罚款", "其他"]
    assert texts(figure, "block") == "旧分类\n新分类"
    assert not shapes(one(charts.Column("2020年", cases(1, 2))), "break")


def test_a_break_between_rows_crosses_every_column():
    block = charts.Block(
        ["2020年", "2021年"], [charts.Column("甲", cases(1, 2)), charts.Column("乙", cases(3, 4))], cuts=[1]
    )
    found = shapes(charts.bars_in_columns([block], caption()), "break")
    assert [(s.y0, s.y1) for s in found] == [(0.5, 0.5)] * 2


def test_small_n_is_grey_and_hatched_and_explained():
    figure = one(charts.Column("案均", [ratio(900, 3), ratio(900, 30)]))
    assert list(figure.data[0].marker.pattern.shape) == ["/", ""]
    assert figure.data[0].marker.color[0] != figure.data[0].marker.color[1]
    assert "分母不足10，不作比较" in texts(figure, "source")
    assert "分母不足" not in texts(one(charts.Column("案均", [ratio(900, 30), ratio(90, 30)])), "source")


def test_the_overall_rate_is_a_line_with_its_value_in_the_title():
    figure = one(charts.Column("案均（元）", [ratio(900, 30), ratio(90, 30)], mean=ratio(990, 60)))
    assert [s.x0 for s in shapes(figure, "mean")] == [16.5]
    assert "竖线：芦淞区16.5" in texts(figure, "column")


def test_numbers_carry_what_they_rest_on():
    assert plain_value(ratio(1559714, 1596)) == "977.3（n=1,596）"
    assert plain_value(indicator()) == "80（4/5）"
    assert plain_value(cases(4986.9)[0]) == "4,986.9"


def test_the_chosen_row_stands_out():
    rows = [*cases(5, body="a"), *cases(7, body="b")]
    figure = one(charts.Column("案件", rows), own=lambda r: r["body"] == "b")
    pale, strong = figure.data[0].marker.color
    assert pale != strong == one(charts.Column("案件", rows)).data[0].marker.color[0]


def test_names_and_titles_are_never_markup():
    figure = one(charts.Column("<i>案件</i>", cases(1)), names=["<b>甲</b>"])
    assert figure.layout.yaxis.ticktext[0] == "&lt;b&gt;甲&lt;/b&gt;"
    assert "<i>" not in texts(figure, "column")


def test_a_long_name_takes_two_lines_only_where_rows_are_high():
    name = ["责令停产停业、责令关闭、限制从业"]
    assert "<br>" in one(charts.Column("案件", cases(1)), names=name, row=32).layout.yaxis.ticktext[0]
    assert "<br>" not in one(charts.Column("案件", cases(1)), names=name).layout.yaxis.ticktext[0]


def test_a_wide_place_keeps_the_axes():
    figure = one(charts.Column("案件", cases(400, 4)), charts.Column("金额", cases(9, 1)))
    before = [figure.layout.xaxis2.domain, figure.layout.xaxis2.range]
    placed = place(figure, wide=True)
    assert [placed.layout.xaxis2.domain, placed.layout.xaxis2.range] == before


@given(st.integers(0, 10**9), st.integers(1, 6))
def test_ticks_of_counts_are_whole_round_and_few(most, count):
    ticks = few_ticks(float(most) or 1.0, count)
    assert ticks[0] == 0
    assert ticks[-1] <= max(most, 1)
    assert all(t.is_integer() for t in ticks)
    assert len(ticks) <= count + 1


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=1, max_size=30), st.booleans())
def test_no_bar_passes_the_end_of_its_axis_and_none_is_made_up(values, wide):
    figure = one(
        charts.Column("案件", cases(*values)), names=[f"{i}局" for i in range(len(values))], wide=wide
    )
    numbers = [v for v in values if v is not None]
    assert drawn(figure, "x") == numbers
    if numbers:
        assert max(numbers) <= figure.layout.xaxis.range[1]
        assert math.isfinite(figure.layout.xaxis.range[1])


@pytest.mark.parametrize("columns", [1, 3, 7])
@pytest.mark.parametrize("wide", [True, False])
def test_columns_share_the_width_without_touching(columns, wide):
    figure = one(*(charts.Column(f"第{i}列（件）", cases(10, 5)) for i in range(columns)), wide=wide)
    domains = [figure.layout[f"xaxis{i + 1 if i else ''}"].domain for i in range(columns)]
    assert domains[0][0] == 0
    assert domains[-1][1] == pytest.approx(1, abs=0.01)
    assert all(a[0] < a[1] < b[0] for a, b in pairwise(domains))


def test_no_point_of_a_line_with_a_gap_is_given_an_empty_text():
    rows = [measure("a", "甲", v, year=y) for y, v in ((2020, 3), (2021, 4), (2022, 5), (2023, 6))]
    figure = charts.series(pd.DataFrame(rows), caption(), breaks=[Break(2021, "机构改革")])
    assert "" not in figure.data[0].text
