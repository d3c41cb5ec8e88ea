"""Charts of cases and duties: flows whose parts are joined, cells of n of m, the funnel's verdict and its names."""

import pytest
from scipy.stats import binom

from tests.ui.frames import NAN, absent, caption, drawn, frame, indicator, measure, rate, texts
from ui import charts, colours
from ui.cases import Cases
from ui.charts.limits import tail_chances
from ui.charts.naming import box, free
from ui.charts.series import beside

STAGES = [
    charts.Stage("审结与未结", ["done", "left"]),
    charts.Stage("开庭与缺席", ["head", "absent"], "done", of="done", lacking=["absent"]),
]
CASES = frame(
    measure("done", "审结", 5),
    measure("left", "未结", 2),
    measure("head", "出庭", 4),
    measure("absent", "缺席", 1),
)


def shapes(figure, name):
    return [s for s in figure.layout.shapes if s.name == name]


def test_a_band_leads_from_a_part_to_the_stage_it_is_divided_in():
    [band] = shapes(charts.flow(CASES, caption(), stages=STAGES), "band")
    assert band.path == "M0.0 0.3L5.0 0.3L5.0 0.7L0.0 0.7Z"


def test_a_band_keeps_to_the_part_that_others_join():
    joined = [charts.Stage("受理", ["done"]), charts.Stage("应办", ["left", "done"], of="done")]
    [band] = shapes(charts.flow(CASES, caption(), stages=joined), "band")
    assert band.path == "M0.0 0.3L5.0 0.3L7.0 0.7L2.0 0.7Z"


def test_what_ought_not_to_be_is_hatched_on_white():
    figure = charts.flow(CASES, caption(), stages=STAGES)
    looks = {t.name: (t.marker.color, t.marker.pattern.shape) for t in figure.data}
    assert looks["缺席"] == (colours.PAPER, "/")
    assert looks["出庭"] == (colours.ACCENT, "")


def test_a_mismatch_is_framed_and_what_is_missing_named_by_its_reason():
    few = CASES.assign(value=[5, 2, 3, 1])
    [found] = shapes(charts.flow(few, caption(), stages=STAGES), "difference")
    assert (found.x0, found.x1) == (4, 5)
    hidden = CASES.assign(value=[5, 2, 4, NAN], state=["number", "number", "number", "withheld"])
    figure = charts.flow(hidden, caption(), stages=STAGES)
    assert "缺1项不公开" in texts(figure, "stage")
    assert not shapes(figure, "difference")


def test_sums_of_different_bodies_are_not_compared():
    figure = charts.flow(
        CASES.assign(value=[5, 2, 3, 1], reported=[27, 27, 26, 27]), caption(), stages=STAGES
    )
    assert "≠" not in texts(figure)
    assert "开庭与缺席：各项报送单位不一，不核对合计" in texts(figure, "source")


def test_one_explanation_within_another_is_said_once():
    told = CASES.assign(value=[5, 2, 3, 1], explanation=["", "", "甲局：其一；乙局：其二", "甲局：其一"])
    assert texts(charts.flow(told, caption(), stages=STAGES), "source").count("其一") == 1


def test_a_wide_panel_names_more_parts():
    many = frame(measure("a", "和解终止", 4), measure("b", "驳回申请", 31))
    stages = [charts.Stage("结果", ["a", "b"])]
    assert "未标名" in texts(charts.flow(many, caption(), stages=stages), "source")
    assert "未标名" not in texts(charts.flow(many, caption(), stages=stages, wide=True), "source")


def grid(*rows, **given):
    return charts.duties_grid(
        [f"第{i}行" for i in range(len(rows))], [charts.Duty("出庭", rows)], caption(), **given
    )


def test_duties_are_drawn_in_counts_and_the_shortfall_hatched():
    figure = grid(rate(4, 5), rate(3, 3, min_n=5), rate(1, 2, min_n=5))
    done, gap = figure.data
    assert (list(done.x), list(gap.x)) == ([4, 3, 1], [1, 0, 1])
    assert texts(figure, "duty").split("\n") == ["4/5，缺1", "3/3", "1/2，缺1"]
    assert list(gap.marker.line.color) == [colours.BAD, colours.QUIET, colours.QUIET]
    assert "单位：件" in texts(figure, "title")
    assert done.width == gap.width == pytest.approx(0.64)


def test_duties_say_why_a_cell_is_empty():
    figure = grid(rate(1, 1), absent("no_denominator"), absent("not_reported"), None, rate(3, 2))
    assert list(figure.data[0].y) == [0, 4]
    assert texts(figure, "missing").split("\n") == ["÷ 无分母", "？ 未报"]
    assert "3/2，存疑" in texts(figure, "duty")
    inks = {a.text: a.font.color for a in figure.layout.annotations if a.name == "missing"}
    assert inks["？ 未报"] == colours.BAD != inks["÷ 无分母"]


def test_the_own_row_of_duties_stands_out():
    figure = grid(rate(1, 1, body="a"), rate(1, 1, body="b"), own=lambda r: r["body"] == "b")
    assert list(figure.data[0].marker.color) == [colours.ACCENT_PALE, colours.ACCENT]
    assert list(figure.layout.yaxis.ticktext) == ["第0行", "<b>第1行</b>"]


def test_duties_of_nothing():
    figure = grid(absent("no_denominator"), nothing="没有开庭。")
    assert not figure.data
    assert "没有开庭。" in texts(figure)


def test_columns_of_duties_share_one_scale():
    figure = charts.duties_grid(
        ["甲局"], [charts.Duty("一", [rate(1, 1)]), charts.Duty("二", [rate(9, 9)])], caption()
    )
    long, short = figure.layout.xaxis.range[1], figure.layout.xaxis2.range[1]
    assert min(long, short) >= 9
    assert figure.layout.xaxis.domain[1] < figure.layout.xaxis2.domain[0]


def test_steps_name_who_lacks_one_below_the_number():
    rows = frame(rate(9, 10, title="公众参与"), rate(10, 10, title="集体讨论"))
    figure = charts.steps_bars(rows, caption(), who=lambda r: "甲局1" if r["title"] == "公众参与" else "")
    assert "90%（9/10），缺1" in texts(figure, "step")
    assert "甲局1" in texts(figure, "step").split("\n")[0]
    assert texts(figure, "step").split("\n")[1] == "100%（10/10）"


@pytest.mark.parametrize(
    ("chance", "count", "size"), [(0.24, 6, 14), (0.24, 1, 1), (0.8, 0, 7), (0.01, 30, 900)]
)
def test_tails_are_the_binomials(chance, count, size):
    low, high = tail_chances(chance, count, size)
    assert low == pytest.approx(binom.cdf(count, size, chance))
    assert high == pytest.approx(binom.sf(count - 1, size, chance))


def test_outliers_are_judged_exactly_not_by_the_drawn_line():
    rows = frame(
        rate(1, 1, body="lucky"), rate(20, 100, body="usual"), rate(19, 30, body="high"), rate(1, 60, body="low"),
    )  # fmt: skip
    # One of one lies above the smoothed line at n=1, yet happens by chance in one case of five.
    assert [r["body"] for r in charts.outliers(rows)] == ["high", "low"]
    assert charts.outliers(frame(absent("not_reported"))) == []


def test_bodies_on_one_spot_share_a_mark_and_a_label():
    rows = frame(
        *(rate(0, 2, body=b, short_name=f"{b}局", body_name=f"区{b}局") for b in "甲乙丙丁"),
        rate(5, 9, body="戊"),
    )
    figure = charts.funnel_plot(rows, caption())
    points = figure.data[-1]
    assert (list(points.x), len(points.y)) == ([2, 9], 2)
    assert all(f"区{b}局" in points.hovertext[0] for b in "甲乙丙丁")
    assert "甲局、乙局、丙局等4个" in texts(figure, "point")


def test_the_funnel_draws_the_common_target_and_names_the_others():
    rows = frame(rate(3, 12, target=15.0, target_demonstration=True), rate(2, 30, target=15.0),
                 rate(1, 20, target=18.0, short_name="甲局"))  # fmt: skip
    figure = charts.funnel_plot(rows, caption())
    assert [s.y0 for s in shapes(figure, "target")] == [15]
    assert "目标 15%" in texts(figure, "line")
    assert "目标15%，甲局18%（演示）" in texts(figure, "source")
    assert not shapes(charts.funnel_plot(rows, caption(), around_target=True), "target")


def test_marks_at_zero_do_not_touch_the_frame():
    figure = charts.funnel_plot(frame(rate(0, 4), rate(6, 14)), caption())
    assert figure.layout.yaxis.range[0] < 0
    assert min(figure.layout.yaxis.tickvals) == 0


def test_names_take_a_free_side():
    taken = [box(100, 100, 60, (0, 1, "center"))]
    assert not free(box(110, 100, 60, (0, 1, "center")), taken)
    assert free(box(110, 100, 60, (0, 3, "center")), taken)
    assert box(100, 100, 60, (1, 0, "left"))[0] == 109


def test_intervals_say_each_rows_own_target_where_they_differ():
    rows = frame(
        indicator(title="甲率\n口径一"), indicator(title="乙率", target=30.0, target_demonstration=True)
    )
    figure = charts.interval_dots(rows, caption(), name="title")
    assert figure.layout.yaxis.ticktext[0] == "甲率<br>口径一"
    assert "目标 100%" in texts(figure, "value")
    assert "目标 30%（演示）" in texts(figure, "value")
    assert "目标 100%" not in texts(charts.interval_dots(frame(indicator()), caption()), "value")


def test_point_texts_at_the_axis_do_not_fall_on_the_years():
    assert beside([0.0, 40.0, 60.0, 20.0, None], floor=8.0) == [
        "top right", "bottom right", "top right", "top right", "top right",
    ]  # fmt: skip


class Fixed(Cases):
    """Cases over hand-made rows."""

    def __init__(self, *rows):
        self.frame = frame(*rows)
        self.rows = {r["measure"]: r for r in rows}
        self.made = {}


def test_figures_are_worked_out_only_from_the_same_bodies():
    cases = Fixed(
        measure("heard", "开庭", 5), measure("head", "出庭", 4), measure("late", "迟报", 3, reported=26)
    )
    assert (cases.rest("heard", "head"), cases.sum("heard", "head")) == (1, 9)
    assert (cases.rest("heard", "late"), cases.sum("heard", "late")) == (None, None)
    assert not cases.complete("heard", "head")
    assert cases.coverage == {"reported": 26, "due": 28}


def test_a_figure_that_would_be_negative_is_not_made():
    cases = Fixed(measure("heard", "开庭", 1), measure("head", "出庭", 2))
    cases.add("absent", "缺席", cases.rest("heard", "head"), "heard")
    assert cases.made == {}


def test_nothing_happened_is_not_nothing_reported():
    assert Fixed(measure("a", "甲", 0), measure("b", "乙", None, "withheld")).nothing_happened
    assert not Fixed(measure("a", "甲", None, "not_reported")).nothing_happened


def test_no_value_is_ever_drawn_for_a_missing_one():
    nothing = absent("not_reported", body="x")
    assert NAN not in drawn(charts.funnel_plot(frame(rate(1, 2), nothing), caption()))
    assert drawn(grid(nothing, rate(1, 2)), "x") == [1, 1]
