"""How a definition is put into words: formulas out of labels, years with the same target drawn together, who owes."""

from dataclasses import replace

import pandas as pd
import pytest

from definitions import load_definitions
from definitions.model import Indicator, Rule, Target
from ui.definition_search import found
from ui.formula import formula, main_rule
from ui.owing import owing, owing_text, target_spans


def rule(numerator, denominator=(), **given):
    return Rule("r", "口径", numerator, denominator, True, "依据", **given)


def indicator(unit, scale, *rules):
    return Indicator("i", "指标", "proportion", unit, scale, 1, "none", 1, "s", None, False, "依据", rules)


@pytest.mark.parametrize(
    ("unit", "scale", "numerator", "denominator", "text"),
    [
        ("件", 1, ["permits_granted"], [], "许可数"),
        ("次", 1, ["coercive_measures", "coercive_enforcements"], [], "行政强制措施合计 + 行政强制执行合计"),
        ("%", 100, ["litigation_losses"], ["litigation_concluded"], "败诉案件 ÷ 审结应诉案件 × 100%"),
        (
            "%",
            100,
            ["outcome_varied", "outcome_revoked"],
            ["total_cases"],
            "（变更 + 撤销）÷ 处罚案件合计 × 100%",
        ),
        ("%", 100, ["inspections"], ["levies", "rewards"], "行政检查次数 ÷（行政征收次数 + 行政奖励）× 100%"),
        ("件", 100, ["total_cases"], ["inspections"], "处罚案件合计 ÷ 行政检查次数 × 100"),
        ("元", 1, ["penalty_amount"], ["total_cases"], "罚没金额 ÷ 处罚案件合计"),
    ],
)
def test_a_formula_in_words(unit, scale, numerator, denominator, text):
    one = rule(tuple(numerator), tuple(denominator))
    assert formula(load_definitions(), indicator(unit, scale, one), one) == text


def test_the_rule_of_a_year():
    old, new = rule(("a",), last_year=2020), rule(("b",), first_year=2021)
    changing = indicator("件", 1, old, new)
    assert [main_rule(changing, y) for y in (2019, 2020, 2021)] == [old, old, new]
    assert main_rule(indicator("件", 1, new), 2020) is None


def target(year, scope="*", value=100.0, demonstration=False):
    return Target(year, "rate", scope, None, value, None, "依据", demonstration)


def test_years_with_the_same_target_are_one_span():
    targets = [target(y) for y in (2023, 2021, 2022)]
    [span] = target_spans(targets, "rate")
    assert (span.first, span.last, span.years) == (2021, 2023, "2021—2023年")
    assert span.holds_in(2022)
    assert not span.holds_in(2020)


def test_a_gap_or_a_change_starts_a_new_span():
    targets = [
        target(2019),
        target(2021),
        target(2022, value=90.0),
        target(2023, value=90.0, demonstration=True),
    ]
    assert [s.years for s in target_spans(targets, "rate")] == ["2019年", "2021年", "2022年", "2023年"]


def test_everybodys_target_stands_before_a_categorys_and_a_bodys():
    targets = [
        target(2022, "health"),
        target(2022, "category:town"),
        target(2022),
        replace(target(2022), indicator="x"),
    ]
    assert [s.target.scope for s in target_spans(targets, "rate")] == ["*", "category:town", "health"]


def test_only_leaves_owe_what_is_summed_and_only_the_publisher_what_is_not():
    bodies = pd.DataFrame(
        {
            "body": ["lusong", "health", "justice"],
            "short_name": ["芦淞区", "卫健局", "司法局"],
            "category_title": ["区", "行政执法部门", "其他部门"],
            "leaf": [False, True, True],
        }
    )
    known = load_definitions()
    assert list(owing(known, bodies, known.datasets["permits"])["body"]) == ["health"]
    assert list(owing(known, bodies, known.datasets["published_totals"])["body"]) == ["lusong"]
    assert owing_text(bodies[1:]) == "2个单位（行政执法部门1、其他部门1）"
    assert owing_text(bodies[1:2]) == "卫健局"
    assert owing_text(bodies[:0]) == "没有单位"


@pytest.mark.parametrize(
    ("sought", "codes"),
    [
        ("ＬＯＳＳ_rate", ["loss_rate"]),
        ("败诉 审结", ["loss_rate"]),
        ("国办发〔2018〕118号", ["disclosure_entries", "certification_rate"]),
        ("正职 书面", []),
    ],
)
def test_a_search_wants_every_word_and_minds_no_width(sought, codes):
    assert [i.indicator for i in found(load_definitions(), sought)] == codes


def test_an_empty_search_finds_all():
    assert found(load_definitions(), " ") == list(load_definitions().indicators.values())
