"""A caption says all that is needed to trust or doubt a figure away from the screen."""

from tests.ui.frames import absent, caption, count, frame, indicator
from ui.caption import facts_of, period_of


def test_source_line_is_complete():
    line = caption(
        n="5", reported=26, due=28, rule="出庭 ÷ 开庭", demonstration=True, notes=("说明",)
    ).source_line
    assert line == (
        "来源：各单位年度报送；第3次发布（2026-02-03）；n=5；报送26/28个单位；口径：出庭 ÷ 开庭；说明；【演示数据】"
    )


def test_what_makes_no_sense_is_left_out():
    assert caption().source_line == "来源：各单位年度报送；第3次发布（2026-02-03）"
    assert caption(unit="").subtitle == "芦淞区 · 2022年"


def test_facts_of_one_figure():
    second = indicator(main=False, rule="with_written_only", rule_title="出庭 ÷（开庭+书面）")
    facts = facts_of(frame(indicator(demonstration=True), second))
    assert facts == {
        "period": "2022年",
        "unit": "%",
        "demonstration": True,
        "rule": "出庭 ÷ 开庭",
        "n": "5",
        "reported": 26,
        "due": 28,
    }


def test_facts_of_many_rows_name_no_single_n():
    facts = facts_of(frame(indicator(year=2020), absent("not_reported", year=2022)))
    assert facts["period"] == "2020–2022年"
    assert "n" not in facts


def test_a_change_of_rule_is_named_with_both():
    assert (
        facts_of(frame(indicator(year=2020, rule_title="旧"), indicator(rule_title="新")))["rule"]
        == "旧 → 新"
    )


def test_counts_have_no_n():
    assert facts_of(frame(count(7)))["n"] is None


def test_nothing_reported_is_not_a_coverage_of_nan():
    facts = facts_of(frame(absent("not_reported", coverage_reported=float("nan"), coverage_due=float("nan"))))
    assert facts["due"] is None
    assert facts["n"] is None


def test_period():
    assert period_of([]) == ""
    assert period_of([2022]) == "2022年"
