"""Numbers in words: exact, half up, never a false 0 or 100, never 0 for nothing."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.frames import absent, count, indicator, measure
from ui.numbers import change, coverage_text, figure, in_wan, interval, percent, value_of


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (41697, "件", None, "41,697件"),
        (4986.9, "元", None, "4,986.9元"),
        (1559714.0, "元", None, "1,559,714元"),
        (Decimal("24.0000"), "%", None, "24%"),
        (24.0, "%", 1, "24.0%"),
        (2.5, "", 0, "3"),  # half up, not to even
        (0.0576, "%", 3, "0.058%"),
        (0.04, "%", 1, "0.04%"),
        (99.96, "%", 1, "99.96%"),
        (100.0, "%", 1, "100.0%"),
        (0, "件", None, "0件"),
        (0.0, "%", 1, "0.0%"),
        (-3, "件", None, "−3件"),
    ],
)
def test_figure(value, unit, decimals, text):
    assert figure(value, unit, decimals) == text


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT, Decimal("NaN")])
def test_nothing_is_a_word(nothing):
    assert figure(nothing, "件") == "无数据"
    assert in_wan(nothing, "元") == "无数据"
    assert percent(nothing, 0, 0) == "无数据"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9999, "9,999元"),
        (10000, "1万元"),
        (1559714, "155.97万元"),
        (123456789, "1.23亿元"),
        (-20000, "−2万元"),
    ],
)
def test_in_wan(value, text):
    assert in_wan(value, "元") == text


def test_percent_gives_n():
    assert percent(80.0, 4, 5) == "80%（4/5）"
    assert percent(66.6666666, 4.0, 6.0) == "66.7%（4/6）"
    assert percent(100 * 24 / 41697, 24, 41697) == "0.1%（24/41,697）"


@pytest.mark.parametrize(
    ("now", "before", "unit", "text"),
    [
        (399, 387, "件", "较2021年 +12件（+3.1%）"),
        (80.0, 75.0, "%", "较2021年 +5.0个百分点"),
        (75.0, 80.0, "%", "较2021年 −5.0个百分点"),
        (5, 5, "件", "较2021年 ±0件（±0%）"),
        (5, 0, "件", "较2021年 +5件"),
        (5, None, "件", "2021年无数据，不可比"),
        (None, 5, "件", ""),
    ],
)
def test_change(now, before, unit, text):
    assert change(now, before, 2021, unit) == text


def test_value_of_rows():
    assert value_of(indicator()) == "80%（4/5）"
    assert value_of(count(1596)) == "1,596件"
    assert value_of(absent("no_denominator")) == "无分母"
    assert value_of(measure("m", "调解", None, "not_reported")) == "未报"
    assert value_of(measure("m", "调解", 0)) == "0件"
    assert coverage_text(indicator()) == "26/28"
    assert coverage_text({"value": 1}) == ""


def test_interval():
    assert interval(37.55, 96.38) == "37.6%–96.4%"
    assert interval(None, 96.38) == ""


@given(st.decimals(-(10**12), 10**12, places=4))
def test_exact_figures_lose_nothing(number):
    text = figure(number).replace(",", "").replace("−", "-")
    assert Decimal(text) == number


@given(st.floats(0, 100), st.integers(0, 3))
def test_only_the_ends_read_as_ends(value, decimals):
    shown = Decimal(figure(value, "%", decimals).rstrip("%"))
    if 0.0001 <= value <= 99.9999:
        assert shown not in (0, 100)
    assert abs(shown - Decimal(repr(value))) <= Decimal("0.5")
