"""What every chart owes its reader: no zero for a missing value, its target's value, its caption, its words."""

import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import binom

from tests.ui.frames import NAN, absent, caption, count, drawn, frame, indicator, measure, rate, texts
from ui import charts
from ui.breaks import Break
from ui.caption import facts_of
from ui.charts.layout import nice_ticks, place, quantity_axis
from ui.charts.lettering import spread, text_width, wrap
from ui.charts.limits import binomial_limits

YEARS = frame(
    rate(3, 6, year=2018, status="too_few"),
    rate(5, 9, year=2019),
    absent("not_reported", year=2020),
    rate(6, 8, year=2021),
    rate(4, 5, year=2022),
)
BODIES = frame(
    rate(18, 20, body="a", short_name="甲局"),
    rate(9, 12, body="b", short_name="乙局", status="missed"),
    rate(2, 2, body="c", short_name="丙局", status="too_few"),
    absent("not_reported", body="d", short_name="丁局"),
    absent("no_such_function", body="e", short_name="戊局"),
    absent("withheld", body="f", short_name="己局"),
    absent("no_denominator", body="g", short_name="庚局"),
)
OUTCOMES = frame(
    measure("reconsideration_received", "收到", 35),
    measure("reconsideration_concluded", "审结", 25),
    measure("reconsideration_pending", "未结", None, "not_reported"),
    measure("outcome_upheld", "维持", 8),
    measure("outcome_dismissed", "驳回", 8),
    measure("outcome_revoked", "撤销", 0),
    measure("outcome_declared_illegal", "确认违法", 6),
    measure("outcome_settled", "和解终止", 4),
)
STAGES = [
    charts.Stage("收到", ["reconsideration_received"]),
    charts.Stage("审结与未结", ["reconsideration_concluded", "reconsideration_pending"]),
    charts.Stage(
        "结果",
        [
            "outcome_upheld",
            "outcome_dismissed",
            "outcome_revoked",
            "outcome_declared_illegal",
            "outcome_settled",
        ],
        "reconsideration_concluded",
    ),
]
PARTS = frame(
    measure("kind_fine", "罚款", 1100, year=2021),
    measure("kind_warning", "警告", 210, year=2021),
    measure("kind_fine", "罚款", 1120, year=2022),
    measure("kind_warning", "警告", None, "not_reported", year=2022),
)


def captioned(rows, **given):
    return caption(**(facts_of(rows) | given))


EVERY = {
    "series": lambda c: charts.series(YEARS, c),
    "bars_by_body": lambda c: charts.bars_by_body(BODIES, c),
    "stacked_parts": lambda c: charts.stacked_parts(PARTS, c),
    "funnel_plot": lambda c: charts.funnel_plot(BODIES, c),
    "flow": lambda c: charts.flow(OUTCOMES, c, stages=STAGES),
    "interval_dots": lambda c: charts.interval_dots(BODIES, c, name="short_name"),
    "steps_bars": lambda c: charts.steps_bars(BODIES, c, name="short_name"),
    "slope": lambda c: charts.slope(YEARS.assign(short_name="甲局"), c, years=(2021, 2022)),
    "dot_strip": lambda c: charts.dot_strip(BODIES, c, highlight="a"),
    "empty": lambda c: charts.empty(c, "没有数据。"),
}


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_is_captioned_and_plain_json(name):
    figure = EVERY[name](caption(demonstration=True, rule="出庭 ÷ 开庭"))
    title, source = texts(figure, "title"), texts(figure, "source")
    assert "负责人出庭应诉率" in title
    assert "芦淞区 · 2022年 · 单位：" in title
    for part in ("来源：", "第3次发布（2026-02-03）", "口径：出庭 ÷ 开庭", "【演示数据】"):
        assert part in source
    assert figure.layout.height > 100
    assert not figure.layout.template.data.to_plotly_json().get("bar")
    json.loads(figure.to_json())


@pytest.mark.parametrize("name", EVERY)
def test_markup_in_data_stays_text(name):
    figure = EVERY[name](caption(title="<b>甲</b>", scope="<img>"))
    assert "&lt;b&gt;甲&lt;/b&gt;" in figure.layout.annotations[-2].text
    assert "<img>" not in figure.to_json()


@pytest.mark.parametrize("name", ["series", "bars_by_body", "funnel_plot", "interval_dots", "dot_strip"])
def test_no_zero_stands_for_a_missing_value(name):
    figure = EVERY[name](caption())
    values = [v for axis in ("x", "y") for v in drawn(figure, axis) if v is not None]
    axis = "y" if name in ("series", "funnel_plot") else "x"
    shown = [
        v
        for trace in figure.data
        for v in getattr(trace, axis)
        if v is not None and getattr(trace, "mode", "") != "lines"
    ]
    assert values
    assert 0 not in shown


def test_series_leaves_a_gap_and_says_why():
    figure = charts.series(YEARS, caption())
    by_year = dict(zip(figure.data[0].x, figure.data[0].y, strict=True))
    assert by_year[2020] is None
    assert figure.data[0].connectgaps is False
    assert by_year[2019] == pytest.approx(100 * 5 / 9)
    assert "× 未报" in texts(figure, "missing")


def test_series_shows_a_year_nobody_has_a_row_for():
    figure = charts.series(frame(rate(1, 2, year=2019), rate(2, 2, year=2021)), caption())
    assert dict(zip(figure.data[0].x, figure.data[0].y, strict=True))[2020] is None
    assert "无记录" in texts(figure, "missing")


def test_series_breaks_the_line_and_says_why():
    figure = charts.series(YEARS, caption(), breaks=[Break(2022, "口径变化，不可比"), Break(2030, "以后")])
    at = list(figure.data[0].x).index(2021.5)
    assert figure.data[0].y[at] is None
    assert [s.x0 for s in figure.layout.shapes] == [2021.5]
    assert "口径变化，不可比" in texts(figure, "break")
    assert "以后" not in texts(figure)


def test_series_draws_the_target_with_its_value():
    figure = charts.series(YEARS, caption())
    target = next(t for t in figure.data if t.name == "目标")
    assert set(target.y) == {100.0}
    assert "目标 100%" in texts(figure, "end")
    assert all(t.name != "目标" for t in charts.series(YEARS, caption(), target=False).data)


def test_series_of_changing_targets_has_a_gap_where_there_is_none():
    rows = frame(
        rate(1, 2, year=2020, target=NAN),
        rate(1, 2, year=2021, target=90.0),
        rate(1, 2, year=2022, target=95.0),
    )
    target = next(t for t in charts.series(rows, caption()).data if t.name == "目标")
    assert list(target.y) == [None, None, 90.0, 90.0, 95.0, 95.0]


def test_series_shows_the_interval_and_marks_small_samples():
    trace = charts.series(YEARS, caption()).data[0]
    at = list(trace.x).index(2022)
    assert trace.error_y.array[at] == pytest.approx(16.4)
    assert trace.error_y.arrayminus[at] == pytest.approx(42.4)
    assert trace.error_y.array[list(trace.x).index(2020)] is None
    assert trace.marker.symbol[0].endswith("-open")


def test_series_shows_both_rules_with_their_values():
    other = rate(4, 6, main=False, rule="with_written_only", rule_title="出庭 ÷（开庭+书面）")
    figure = charts.series(frame(indicator(), other), caption(), by="rule_title")
    assert [t.name for t in figure.data[:2]] == ["出庭 ÷ 开庭", "出庭 ÷（开庭+书面）"]
    assert figure.data[0].line.dash != figure.data[1].line.dash
    assert figure.data[0].marker.symbol != figure.data[1].marker.symbol
    assert "80%（4/5）" in texts(figure, "end")
    assert "66.7%（4/6）" in texts(figure, "end")
    assert len(charts.series(frame(indicator(), other), caption(), target=False).data) == 1


def test_series_says_of_which_year_its_last_value_is():
    rows = frame(rate(4, 5, year=2021), absent("no_denominator", year=2022))
    assert "2021年 80%（4/5）" in texts(charts.series(rows, caption(), by="rule_title"), "end")


def test_series_of_one_year_and_of_no_value():
    assert drawn(charts.series(frame(count(7)), caption())) == [7.0]
    figure = charts.series(frame(absent("not_reported", year=2021), absent("withheld", year=2022)), caption())
    assert not figure.data
    assert "2021–2022年：未报、不公开" in texts(figure)


def test_hover_gives_numerator_denominator_and_coverage():
    text = charts.series(YEARS, caption()).data[0].hovertext[-1]
    for part in ("2022年", "80%（4/5）", "95%区间 37.6%–96.4%", "目标 100%", "▲ 接近", "报送 26/28 个单位"):
        assert part in text


def test_bars_put_words_where_there_is_no_value():
    figure = charts.bars_by_body(BODIES, caption())
    bars = figure.data[0]
    assert list(bars.x) == [100.0, 90.0, 75.0]
    assert list(figure.layout.yaxis.ticktext) == ["丙局", "甲局", "乙局", "丁局", "戊局", "己局", "庚局"]
    assert texts(figure, "missing").split("\n") == ["？ 未报", "∅ 无此职能", "▨ 不公开", "÷ 无分母"]
    assert figure.layout.xaxis.range[0] == 0
    assert list(bars.marker.pattern.shape) == ["/", "", ""]
    assert texts(figure, "target") == "目标 100%"
    assert "■ 75%（9/12）" in texts(figure, "value")


def test_bars_tell_a_true_zero_from_nothing():
    figure = charts.bars_by_body(
        frame(count(0, body="a"), count(5, body="b"), absent("not_reported")), caption()
    )
    assert list(figure.data[0].x) == [5.0, 0.0]
    assert " 0件" in figure.data[0].text


def test_bars_with_several_targets_name_none():
    rows = frame(rate(1, 2, target=90.0), rate(1, 4, target=80.0))
    assert texts(charts.bars_by_body(rows, caption()), "target") == "竖线为各自目标"


def test_parts_without_value_are_named_and_stop_shares():
    figure = charts.stacked_parts(PARTS, caption(unit="件"), share=True)
    assert "另1项未报" in texts(figure, "whole")
    assert list(figure.data[0].x) == [1100.0, 1120.0]
    assert figure.data[1].x[1] is None
    complete = charts.stacked_parts(PARTS[PARTS["year"] == 2021], caption(unit="件"), share=True)
    assert complete.data[0].x[0] == pytest.approx(100 * 1100 / 1310)


def test_parts_differ_without_colour():
    rows = frame(*(measure(f"k{i}", f"种类{i}", 10 + i) for i in range(17)))
    looks = [(t.marker.color, t.marker.pattern.shape) for t in charts.stacked_parts(rows, caption()).data]
    assert len(set(looks)) == 17


def test_flow_shows_a_mismatch_instead_of_smoothing_it():
    figure = charts.flow(OUTCOMES, caption(), stages=STAGES, explanation="一案两结果")
    assert "26 ≠ 25（+1）" in texts(figure, "stage")
    assert "结果合计26，比审结25多1；说明：一案两结果" in texts(figure, "source")
    assert [s.x0 for s in figure.layout.shapes if s.name == "mismatch"] == [25.0]
    assert sum(sum(t.x) for t in figure.data if t.y[0] == 2) == 26


def test_flow_says_when_nobody_explained():
    assert "报送单位未作说明" in texts(charts.flow(OUTCOMES, caption(), stages=STAGES), "source")


def test_flow_repeats_what_the_sender_wrote():
    said = OUTCOMES["measure"].isin(["outcome_upheld", "outcome_dismissed"])
    rows = OUTCOMES.assign(explanation=said.map({True: "城管局：一案两结果", False: ""}))
    source = texts(charts.flow(rows, caption(), stages=STAGES), "source")
    assert source.count("城管局：一案两结果") == 1
    assert "未作说明" not in source


def test_flow_does_not_compare_what_is_incomplete():
    settled = measure("outcome_settled", "和解终止", None, "not_reported")
    rows = pd.concat([OUTCOMES[OUTCOMES["measure"] != "outcome_settled"], frame(settled)])
    figure = charts.flow(rows, caption(), stages=STAGES)
    assert "≠" not in texts(figure)
    assert "缺1项未报" in texts(figure, "stage")


def test_flow_of_nothing():
    nothing = OUTCOMES.assign(value=NAN, state="not_reported")
    figure = charts.flow(nothing, caption(), stages=STAGES)
    assert not figure.data
    assert "未报" in texts(figure)


def test_steps_count_the_shortfall():
    figure = charts.steps_bars(
        frame(rate(9, 10, title="公众参与"), rate(10, 10, title="集体讨论")), caption()
    )
    assert [list(t.x) for t in figure.data] == [[9.0, 10.0], [1.0]]
    assert texts(figure, "step").split("\n") == ["90%（9/10），缺1", "100%（10/10）"]
    assert "单位：件" in texts(figure, "title")


def test_funnel_leaves_out_what_is_no_share_and_says_so():
    rows = frame(
        rate(8, 10, body="a"), rate(3, 2, body="b", short_name="乙局", status="doubtful"), absent("withheld")
    )
    figure = charts.funnel_plot(rows, caption())
    assert drawn(figure)[-1] == 80.0
    assert "乙局（存疑）" in texts(figure, "source")
    assert "芦淞区（不公开）" in texts(figure, "source")


def test_funnel_centres_on_the_sum_or_the_target():
    assert "总体 85.3%" in texts(charts.funnel_plot(BODIES, caption()), "line")
    assert "目标 100%" in texts(charts.funnel_plot(BODIES, caption(), around_target=True), "line")


@pytest.mark.parametrize(("rate_", "size"), [(0.8, 5), (0.8, 60), (0.1, 1000), (0.0006, 41697)])
@pytest.mark.parametrize("quantile", [0.001, 0.025, 0.975, 0.999])
def test_limits_are_the_binomials(rate_, size, quantile):
    [limits] = binomial_limits(rate_, np.array([float(size)]), [quantile])
    found = limits[0] * size
    whole = binom.ppf(quantile, size, rate_)
    assert max(0, whole - 1) <= found <= whole


def test_limits_of_a_certain_rate_are_the_rate():
    assert list(binomial_limits(1.0, np.array([3.0, 9.0]), [0.975])[0]) == [1.0, 1.0]


def test_slope_names_who_lacks_a_year():
    before, now = BODIES.assign(year=2021), BODIES
    now = now[now["body"] != "a"]
    figure = charts.slope(pd.concat([before, now]), caption(), years=(2021, 2022))
    assert {t.name for t in figure.data} == {"乙局", "丙局"}
    for part in ("甲局（只有一年）", "丁局（未报）", "己局（不公开）"):
        assert part in texts(figure, "source")


def test_slope_draws_no_line_across_a_break():
    rows = YEARS.assign(short_name="甲局")
    assert charts.slope(rows, caption(), years=(2021, 2022), comparable=False).data[0].mode == "markers"


def test_dot_strip_draws_one_unit_at_a_time():
    figure = charts.dot_strip(BODIES, caption(), highlight="d")
    assert texts(figure, "value") == "未报"
    assert list(figure.data[-1].x) == []
    with pytest.raises(ValueError, match="one unit"):
        charts.dot_strip(frame(indicator(), count(3)), caption(), highlight="a")


def test_a_wide_place_needs_fewer_lines_and_keeps_the_plot():
    figure = charts.bars_by_body(BODIES, captioned(BODIES))
    narrow = figure.layout.height
    plot = narrow - figure.layout.margin.t - figure.layout.margin.b
    wide = place(figure, wide=True)
    assert wide.layout.height < narrow
    assert wide.layout.height - wide.layout.margin.t - wide.layout.margin.b == plot
    assert len([a for a in wide.layout.annotations if a.name == "source"]) == 1


def test_a_figure_carries_its_caption_with_what_the_chart_added():
    found = charts.caption_of(charts.funnel_plot(BODIES, captioned(BODIES)))
    assert found.title == "负责人出庭应诉率"
    assert any("未列入" in note for note in found.notes)


@pytest.mark.parametrize(
    ("most", "last"),
    [(1, 1), (2, 2), (5, 5), (9, 8), (1.5, 1.5), (1596, 1500), (41673, 40000), (0.058, 0.05)],
)
def test_ticks_are_round(most, last):
    ticks = nice_ticks(most)
    assert ticks[0] == 0
    assert ticks[-1] == pytest.approx(last)
    assert 2 <= len(ticks) <= 8


def test_axis_words():
    assert quantity_axis(41673, "件")["ticktext"] == ["0", "1万", "2万", "3万", "4万"]
    assert quantity_axis(80, "%")["ticktext"][-1] == "100%"
    assert quantity_axis(0.058, "%")["ticktext"] == ["0%", "0.01%", "0.02%", "0.03%", "0.04%", "0.05%"]
    assert quantity_axis(0, "件")["range"][1] > 0


def test_wrapping_keeps_every_character():
    text = "来源：各单位年度报送；第3次发布（2026-02-03）；口径：非常长的一个没有标点的口径名称需要在中间断开"
    lines = wrap(text, 12)
    assert "".join(lines) == text
    assert all(text_width(line.rstrip("；，、。 ·")) <= 12 for line in lines)


@example("“”‘’…·★●▲■○×÷－–，。中a0-")
@given(st.text())
def test_a_text_is_as_wide_as_its_characters(text):
    wide = sum(ord(c) > 0x2E7F or c in "“”‘’…·★●▲■○×÷－–" for c in text)
    assert text_width(text) == pytest.approx(wide + 0.58 * (len(text) - wide))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 9)), min_size=1, max_size=12))
def test_labels_do_not_cover_each_other(labels):
    centres, heights = [c for c, _ in labels], [h for _, h in labels]
    placed = sorted(zip(spread(centres, heights), heights, strict=True))
    for (lower, low_height), (upper, up_height) in pairwise(placed):
        assert upper - lower >= (low_height + up_height) / 2 - 1e-6


def test_labels_stay_above_the_floor():
    assert spread([0, 0, 0], [2, 2, 2], lowest=0) == [1, 3, 5]


def test_labels_with_room_stay():
    assert spread([10, 50], [4, 8]) == [10, 50]
