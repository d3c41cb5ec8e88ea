"""Cards and sentences come from the same rows as the charts and cannot say otherwise."""

import base64
import re

import pytest

from tests.ui.frames import absent, count, frame, indicator, measure, rate
from ui import readings
from ui.cards import card, cards_html, spark_svg

HISTORY = frame(
    rate(3, 6, year=2019),
    absent("not_reported", year=2020),
    rate(6, 8, year=2021),
    rate(4, 5, year=2022),
    rate(4, 6, year=2022, main=False, rule="with_written_only"),
)


def test_a_card_has_all_a_reader_needs():
    one = card(indicator(demonstration=True, target_demonstration=True), HISTORY, 2021)
    assert (one.value, one.exact, one.status) == ("80%", "80%（4/5）", "near")
    assert one.detail == ("4/5", "95%区间 37.6%–96.4%", "目标 100%（演示）", "报送 26/28 个单位")
    assert one.change == "较2021年 +5.0个百分点"
    assert one.course == ((2019, 50.0), (2020, None), (2021, 75.0), (2022, 80.0))
    html = cards_html([one])
    for part in ("负责人出庭应诉率", "80%", "▲", "接近", "演示", "历年：2019年50，2020年无数据"):
        assert part in html


def test_a_card_without_a_value_says_why():
    one = card(absent("no_denominator"), HISTORY, 2021)
    assert one.value == "无分母"
    assert one.change == ""


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (indicator(year=2020, rule="old"), "2020年口径不同，不可比"),
        (absent("not_reported", year=2020), "2020年无数据，不可比"),
    ],
)
def test_changes_that_cannot_be_told(before, text):
    assert card(indicator(), frame(before, indicator()), 2020).change == text
    assert card(indicator(), frame(indicator()), 2020).change == "2020年无数据，不可比"
    assert card(indicator(), frame(indicator()), None).change == ""


def test_large_counts_are_short_with_the_exact_figure_beside():
    one = card(count(1559714.0, unit="元", title="罚没金额"))
    assert one.value == "155.97万元"
    assert "1,559,714元" in one.detail


def test_cards_escape():
    assert "<img src=x" not in cards_html([card(indicator(title="<img src=x>"))])


def test_sparklines_break_at_missing_years():
    path = re.search(
        r'<path d="(M[^H"]+)" fill',
        spark_svg([(2019, 50.0), (2020, None), (2021, 75.0), (2022, 80.0)], 80, 2022),
    )
    assert path
    assert path[1].count("M") == 2
    html = cards_html([card(indicator(), HISTORY)])
    source = re.search(r"base64,([^\"]+)", html)
    assert source
    assert base64.b64decode(source[1]).startswith(b"<svg")


def test_the_dot_stands_on_the_year_shown_and_nowhere_else():
    course = [(2021, 50.0), (2022, None), (2023, 80.0)]
    [at] = re.findall(r'<circle cx="([\d.]+)"', spark_svg(course, 80, 2021))
    assert float(at) == 4.0
    assert "<circle" not in spark_svg(course, 80, 2022), "the year shown has no value"


def test_the_title_of_a_card_can_lead_to_its_page():
    html = cards_html([card(indicator(), HISTORY, 2021, "litigation?year=2022&body=lusong")])
    assert 'href="litigation?year=2022&amp;body=lusong">负责人出庭应诉率</a>' in html
    assert "<a" not in cards_html([card(indicator(), HISTORY, 2021)])


def test_reading_of_one_row():
    assert readings.of_row(indicator(status="too_few")) == (
        "2022年芦淞区负责人出庭应诉率为80%（4/5），目标100%，5中缺1，样本过小，只列数，不评价。"
    )
    assert readings.of_row(rate(5, 5, status="met")).endswith("无一缺漏，达标。")
    assert readings.of_row(absent("withheld")) == "2022年芦淞区负责人出庭应诉率：不公开。"


def test_reading_of_a_series_names_gaps_and_compares_like_with_like():
    assert readings.of_series(HISTORY).endswith("接近，较2021年 +5.0个百分点；2020年未报。")
    changed = frame(indicator(year=2021, rule="old"), indicator())
    assert "较2021年" not in readings.of_series(changed)
    assert readings.of_series(frame(absent("not_reported"))) == "2022年未报。"


def test_reading_of_bodies_counts_the_silent_ones():
    rows = frame(
        rate(9, 10, short_name="甲局"),
        rate(1, 4, short_name="乙局", status="missed"),
        absent("not_reported", short_name="丙局"),
        absent("not_reported", short_name="丁局"),
    )
    assert readings.of_bodies(rows) == (
        "2个单位有数值，最高甲局90%（9/10），最低乙局25%（1/4），未达标1个：乙局，未报2个。"
    )
    assert readings.of_bodies(rows.tail(2)) == "2个单位均无数值。"


def test_reading_of_parts_gives_shares_only_of_a_whole():
    whole = frame(
        measure("a", "罚款", 75), measure("b", "警告", 25), measure("c", "拘留", None, "no_such_function")
    )
    assert readings.of_parts(whole) == "最多的是罚款75件（75%）、警告25件（25%）。"
    partial = frame(measure("a", "罚款", 75), measure("b", "警告", None, "not_reported"))
    assert readings.of_parts(partial) == "最多的是罚款75件；警告未报，不计算占比。"
