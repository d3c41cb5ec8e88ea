"""What is worth a second look: leaps, slips of unit, digits alike, last year's return again."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from etl.check import check
from etl.model import NOTICE
from etl.poisson import change_probability, upper_tail
from tests.etl.hand_built import body, codes, dataset, definitions, reading, row


@given(st.integers(1, 5000), st.integers(0, 5001), st.floats(0.01, 0.99))
def test_the_tail_is_scipys(n, k, p):
    # Further down scipy itself is off, or gives 0.
    assert math.isclose(upper_tail(k, n, p), binom.sf(k - 1, n, p), rel_tol=1e-8, abs_tol=1e-200)


@pytest.mark.parametrize(
    ("count", "earlier", "years"),
    [
        (0, 0, 2),
        (3, 2, 2),
        (14, 0, 2),
        (0, 40, 4),
        (18, 50, 5),
        (1500, 2000, 2),
        (13043, 40000, 5),
        (900_000, 3_000_000, 5),
        (250_000_000, 900_000_000, 4),
    ],
)
def test_the_test_is_the_smaller_tail_twice(count, earlier, years):
    n, p = count + earlier, 1 / (years + 1)
    smaller = min(binom.sf(count - 1, n, p), binom.cdf(count, n, p))
    assert math.isclose(
        change_probability(count, earlier, years), min(1, 2 * smaller), rel_tol=1e-5, abs_tol=1e-300
    )


def counts(defined, name, year, history, **figures):
    """Faults of one return of `name`, with the earlier figures of each measure, oldest first."""
    published = {
        (name, year - back, measure): Decimal(str(value))
        for measure, values in history.items()
        for back, value in enumerate(reversed(values), start=1)
        if value is not None
    }
    return check(reading(row(defined, 2, name, year, **figures)), defined, published)


COUNT = definitions(dataset("d", "n"))


@pytest.mark.parametrize(
    ("earlier", "count", "noticed"),
    [
        ([100, 110, 90], 100, False),
        ([100, 110, 90], 140, False),  # not half as many again
        ([100, 110, 90], 1000, True),
        ([100, 110, 90], 0, True),
        ([20, 25, 22], 45, False),  # improbable at 0.01
        ([2, 3, 1], 8, False),  # four times as many, and still chance
        ([0, 0, 0], 3, False),
        ([0, 0, 0], 15, True),
        ([4000, 4100], 6000, False),  # just under half as many again
        ([4000, 4100], 6300, True),
        ([4000, None, 4100], 6300, True),
        ([4000], 40000, False),  # one earlier year shows nothing
        ([None, None], 40000, False),
    ],
)
def test_a_count_is_held_against_its_own_history(earlier, count, noticed):
    found = counts(COUNT, "甲", 2022, {"n": earlier}, n=count)
    assert codes(found) == (["history_unusual"] if noticed else [])
    assert all((f.level, f.cell, f.measures) == (NOTICE, "第2行第3列", ("n",)) for f in found)


@pytest.mark.parametrize(
    ("earlier", "count", "text"),
    [
        ([100, 110, 90], 1000, "本年1000，约为往年平均的10倍（2019年100、2020年110、2021年90）"),
        ([100, 110, 90], 10, "本年10，比往年平均少90%（2019年100、2020年110、2021年90）"),
        ([4000, 4100], 6300, "本年6300，比往年平均多56%（2020年4000、2021年4100）"),
        ([0, 0], 50, "本年50，往年都是0（2020年0、2021年0）"),
    ],
)
def test_the_notice_gives_the_earlier_years(earlier, count, text):
    (found,) = counts(COUNT, "甲", 2022, {"n": earlier}, n=count)
    assert text in found.message


def test_years_too_long_ago_are_left_out():
    assert counts(COUNT, "甲", 2022, {"n": [9000, 9000, *[100] * 5]}, n=100) == []


def test_a_renamed_body_is_held_against_its_predecessors_history():
    defined = definitions(
        dataset("d", "n"), bodies=(body("甲", until=2021), body("乙", since=2022, after=("甲",)))
    )
    history = {("甲", 2020, "n"): Decimal(100), ("甲", 2021, "n"): Decimal(100)}
    assert codes(check(reading(row(defined, 2, "乙", 2022, n=900)), defined, history)) == ["history_unusual"]


AMOUNT = definitions(dataset("d", "fines", unit="元", integer=False))


@pytest.mark.parametrize(
    ("earlier", "amount", "text"),
    [
        (
            [1_500_000],
            150,
            "折合150元，约为往年（中位数1500000元）的万分之一：可能表头写的是元，填的数字却是万元",
        ),
        ([1_400_000, 1_500_000, 1_600_000], 400, "万分之一"),
        ([1_500_000, 0], 15_600_000_000, "的一万倍：可能表头写的是万元，填的数字却是元"),
        ([1_500_000], 1_500_000, None),
        ([1_500_000], 15_000, None),
        ([1_500_000], 0, None),
        ([1_500_000], 40, None),
        ([0, 0], 10_000, None),
        ([], 10_000, None),
    ],
)
def test_a_slip_between_yuan_and_ten_thousand_yuan(earlier, amount, text):
    found = counts(AMOUNT, "甲", 2022, {"fines": earlier}, fines=amount)
    assert codes(found) == (["unit_slip"] if text else [])
    assert all(text in f.message for f in found)


def test_a_slip_of_unit_is_not_noticed_a_second_time_as_a_leap():
    defined = definitions(dataset("d", "fines", unit="元", integer=True))
    earlier = {"fines": [1_500_000, 1_500_000, 1_500_000]}
    assert codes(counts(defined, "甲", 2022, earlier, fines=150)) == ["unit_slip"]
    assert codes(counts(defined, "甲", 2022, earlier, fines=15_000)) == ["history_unusual"]


def of_many(values, unit="件", integer=True):
    measures = [f"m{i}" for i in range(len(values))]
    defined = definitions(dataset("d", " ".join(measures), unit=unit, integer=integer))
    return check(
        reading(row(defined, 2, "甲", 2022, **dict(zip(measures, values, strict=True)))), defined, {}
    )


SEVEN_FIVES = [15, 25, 135, 45, 55, 1065, 75]


@pytest.mark.parametrize(
    ("values", "noticed"),
    [
        ([*SEVEN_FIVES, 81, 92, 13], True),
        ([*SEVEN_FIVES[:6], 71, 81, 92, 13], False),  # six of ten
        ([*SEVEN_FIVES, 81, 92], False),  # too few to tell
        ([*SEVEN_FIVES, 81, 92, 3], False),  # one-digit numbers do not count
        ([*SEVEN_FIVES, 81, 92, 0, 13], True),
        ([1235] * 8 + [81, 92, 13], False),  # the same number in eight columns is one number
    ],
)
def test_numbers_that_end_alike(values, noticed):
    found = of_many(values)
    assert codes(found) == (["digits_repeated"] if noticed else [])
    assert all("d表中10个不同的数有7个末位是5" in f.message and f.cell == "第2行第3列" for f in found)


def test_amounts_may_end_alike():
    assert of_many([*SEVEN_FIVES, 81, 92, 13], unit="元", integer=False) == []


FIVE = {"a": [3], "b": [4], "c": [0], "e": [7], "f": [8], "g": [9]}


@pytest.mark.parametrize(
    ("changed", "history", "noticed"),
    [
        ({}, {}, True),
        ({"c": 1}, {}, False),
        ({"g": 10}, {}, False),
        ({"g": "not_reported"}, {}, False),  # only four numbers other than 0 are left
        ({}, {"g": []}, False),
        ({"g": 8}, {"g": [8]}, False),  # five numbers, but only four different ones
        ({"h": 12}, {}, True),  # a column that is new this year has nothing to be compared with
    ],
)
def test_last_years_return_again(changed, history, noticed):
    defined = definitions(dataset("d", "a b c e f g h"))
    figures = {measure: values[-1] for measure, values in FIVE.items()} | changed
    found = counts(defined, "甲", 2022, FIVE | history, **figures)
    assert codes(found) == (["same_as_last_year"] if noticed else [])
    assert all("d表的6项数字与2021年逐项相同（其中5项不为0）" in f.message for f in found)
    assert all(f.measures == ("a", "b", "c", "e", "f", "g") for f in found)


def test_the_same_return_for_two_years_in_one_file():
    defined = definitions(dataset("d", "a b c e f g"))
    figures = {measure: values[-1] for measure, values in FIVE.items()}
    rows = [row(defined, line, "甲", year, **figures) for line, year in ((2, 2021), (3, 2022))]
    assert [(f.code, f.cell) for f in check(reading(*rows), defined, {})] == [
        ("same_as_last_year", "第3行第3列")
    ]
