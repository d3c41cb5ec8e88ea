"""What stands below a figure, and tables with several quantities: who is missing, what is withheld, never a made-up number."""

from tests.ui.frames import NAN, absent, caption, frame, indicator, measure, texts
from ui import charts
from ui.breaks import Break
from ui.by_body import percent_of, ranked, reading, share_text, total_of, zoomed
from ui.frames import is_small
from ui.kinds import sum_notes
from ui.pivots import by, cell, grid, two_years
from ui.remarks import coverage_notes, explained, size_notes, withheld_notes, without_function
from ui.tables import html_table, reads_as_number


def one(value, state="number", **given):
    return measure("total_cases", "案件", value, state, **given)


def test_coverage_names_the_years_and_the_reason():
    rows = [
        one(5, year=2019, reported=31, due=31),
        one(5, year=2021, reported=30, due=31, withheld=1),
        one(5, year=2022, reported=30, due=31, withheld=1),
        one(5, year=2023, reported=29, due=31),
    ]
    assert coverage_notes(frame(*rows)) == (
        "2021–2022年报送30/31个单位（1个不公开）",
        "2023年报送29/31个单位",
    )
    assert coverage_notes(frame(rows[0])) == ("各年应报单位均已报送",)
    assert coverage_notes(frame(one(5, reported=1, due=1))) == ()


def test_coverage_names_the_measure_where_only_some_lack_bodies():
    rows = [one(5, year=2023, reported=31, due=31), measure("x", "移送", 1, year=2023, reported=30, due=31)]
    assert coverage_notes(frame(*rows)) == ("2023年报送移送30/31个单位",)


def test_n_is_told_for_every_year_and_small_n_explained():
    rows = [indicator(year=2021, denominator=1576.0), indicator(year=2022, denominator=2.0, status="too_few")]
    assert size_notes(frame(*rows)) == ("分母n：2021年1,576、2022年2", "空心：n不足3，只列数，不比较")
    assert size_notes(frame(absent("no_denominator"))) == ()


def test_small_is_what_rests_on_fewer_than_its_least_n():
    ratio = indicator(kind="ratio", status="no_target", min_n=10, denominator=9.0)
    assert is_small(ratio)
    assert not is_small({**ratio, "denominator": 10.0})
    assert not is_small({**ratio, "value": NAN})
    assert not is_small(one(1))


def test_withheld_and_functionless_bodies_are_named():
    rows = [one(None, "withheld", short_name="甲局"), one(0, short_name="乙局"), one(None, "not_reported")]
    assert withheld_notes(frame(*rows)) == ("案件：甲局不公开，未计入合计",)
    assert without_function(["甲局", "乙局"]) == ("无此职能2个：甲局、乙局",)
    assert without_function([]) == ()


def test_explanations_are_told_once_and_the_rest_counted():
    rows = [
        one(1, year=y, explanation=text)
        for y, text in ((2021, "甲"), (2022, "甲"), (2022, "乙"), (2022, "丙"))
    ]
    assert explained(frame(*rows)) == ("2021–2022年甲", "2022年乙", "另有1条说明见表")
    assert explained(frame(one(1))) == ()


def test_a_cell_is_a_number_or_the_word_for_none():
    found = [
        one(0),
        one(4986.9),
        one(None, "withheld"),
        one(None, "not_reported"),
        None,
        absent("no_denominator"),
    ]
    assert [cell(r) for r in found] == [0, 4986.9, "不公开", "未报", "–", "无分母"]
    assert isinstance(cell(one(1596.0)), int)


def test_a_rate_brings_numerator_and_denominator_into_the_table():
    table = grid(["甲局"], "单位", {"出庭率（%）": [indicator()]})
    assert table.iloc[0].to_dict() == {
        "单位": "甲局",
        "出庭率（%）": "80",
        "出庭率：分子": 4,
        "出庭率：分母": 5,
    }


def test_two_years_are_compared_only_where_both_have_a_number():
    now = frame(one(12), measure("x", "移送", None, "withheld"), measure("y", "审核", 3))
    before = frame(one(10, year=2021), measure("x", "移送", 1, year=2021))
    table = two_years(now, before, 2022, 2021)
    assert list(table["变化"]) == ["+2件（+20.0%）", "", "不可比"]
    assert list(table["2022年"]) == [12, "不公开", 3]
    assert list(table["2021年"]) == [10, 1, "–"]
    assert "变化" not in two_years(now, None, 2022, None)


def test_words_among_numbers_do_not_turn_a_column_into_text():
    column = frame({"a": 1596}, {"a": "不公开"}, {"a": "4,986.9元"}, {"a": "–"})["a"]
    assert reads_as_number(column.tolist())
    assert not reads_as_number(frame({"a": "80%（4/5）"}, {"a": "1"})["a"].tolist())
    assert not reads_as_number(frame({"a": "未报"}, {"a": "不公开"})["a"].tolist())
    table = html_table(frame({"项目": "案件", "数值": "1,596件"}, {"项目": "移送", "数值": "不公开"}), "表")
    assert table.count("<td class=number>") == 2


def test_no_share_is_made_of_a_whole_that_is_not_whole():
    whole = [one(75), one(25), one(None, "no_such_function"), None]
    assert share_text(whole)(whole[0]) == "75（75%）"
    broken = [*whole, one(None, "not_reported", short_name="丁局")]
    assert total_of(broken) is None
    assert share_text(broken)(broken[0]) == "75"
    assert "丁局未报，不计算占比。" in reading(broken, None)
    assert total_of([one(0), one(0)]) is None
    assert percent_of(1, 41697) == "0.002%"


def test_a_reading_places_the_chosen_body_and_never_ranks_a_zero():
    rows = [one(v, body=b, short_name=f"{b}局") for b, v in (("甲", 50), ("乙", 25), ("丙", 25), ("丁", 0))]
    assert reading(rows, "甲") == "甲局最多，50件，占50%。"
    assert reading(rows, "丙") == "甲局最多，50件，占50%；丙局并列第2位，25件，占25%。"
    assert reading(rows, "丁") == "甲局最多，50件，占50%；丁局为0。"


def test_the_column_is_magnified_only_where_one_dwarfs_the_rest():
    skewed = charts.Column("许可数", [one(31347), one(3698), one(1484)])
    zoom = zoomed(skewed)
    assert zoom is not None
    assert zoom.most is not None
    assert 3698 < zoom.most < 31347
    assert zoomed(charts.Column("案件", [one(441), one(343), one(316)])) is None
    assert zoomed(charts.Column("案件", [one(9), one(0), one(0)])) is None


def test_bodies_are_ranked_by_the_first_quantity_those_without_last():
    first = {"a": one(1), "b": one(None, "not_reported"), "c": one(0), "d": one(9)}
    assert ranked([first, {"e": one(5)}]) == ["d", "a", "c", "b", "e"]


def test_kinds_that_do_not_add_up_are_said_and_missing_ones_are_not_guessed():
    kinds = [measure("a", "甲", 3), measure("b", "乙", 4)]
    rows = by([*kinds, one(8)], "measure", "year")
    assert sum_notes([("", ["a", "b"])], rows, "total_cases") == ("2022年各类之和7，与合计8不等",)
    assert sum_notes([("", ["a", "b"])], by([*kinds, one(7)], "measure", "year"), "total_cases") == ()
    lacking = by([kinds[0], measure("b", "乙", None, "not_reported"), one(8)], "measure", "year")
    assert sum_notes([("", ["a", "b"])], lacking, "total_cases") == ()


def test_stacked_years_are_parted_by_a_break_with_its_words():
    rows = [
        measure("a", "甲", 3, year=2020),
        measure("a", "甲", 4, year=2021),
        measure("a", "甲", 5, year=2022),
    ]
    figure = charts.stacked_parts(frame(*rows), caption(), breaks=[Break(2021, "2021年机构改革")])
    above, below, last = figure.data[0].y
    assert below - above > last - below == 1
    [line] = figure.layout.shapes
    assert above < line.y0 < below
    assert texts(figure, "break") == "2021年机构改革"
    assert not charts.stacked_parts(frame(*rows), caption(), breaks=[Break(2019, "早")]).layout.shapes
