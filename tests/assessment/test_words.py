"""The arithmetic in words is true: what is said to be reached is reached, and what is multiplied gives the score."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessment.words import arithmetic, fraction, number
from definitions import load_definitions
from definitions.schemes import Item
from tests.assessment.built import item, row

D = Decimal
RATE: dict[str, Any] = {"rule": "proportion", "indicator": "court_appearance_rate"}


def said(one: Item, k: str, n: str, target: str = "100", direction: str = "higher", **more: Any) -> str:
    figures: dict[str, Any] = {
        "numerator": D(k), "denominator": D(n), "target": D(target), "direction": direction, "scale": 100,
        "value": float(D(k) / D(n) * 100),
    }  # fmt: skip
    return arithmetic(one, row("a", "x", **(figures | more)), load_definitions())


def test_a_rate_just_short_of_its_target_is_not_said_to_reach_it():
    """9999/10000 of 4 points are 4.00, rounded; the target is missed all the same."""
    text = said(item("x", "4", **RATE), "9999", "10000", score="4.00", deduction=D("0.00"))
    assert text == "9999/10000 = 99.99% < 100%，4分 × 99.99% ÷ 100%，得4分"


def test_less_than_a_whole_step_costs_nothing_and_is_no_success():
    one = item(
        "x", "10", rule="shortfall", indicator="court_appearance_rate", per=D(1), each=D("0.1"), part="whole"
    )
    text = said(one, "199", "200", score="10.00", deduction=D("0.00"), steps=D(0))
    assert text == (
        "199/200 = 99.5% < 100%，每低1个百分点扣0.1分（不足的不计），低0.5个百分点，计0次，不扣分，得10分"
    )


def test_a_rate_is_never_rounded_to_what_it_is_held_against():
    text = said(item("x", "4", **RATE), "39999", "50000", "80", score="4.00", deduction=D("0.00"))
    assert text.startswith("39999/50000 = 79.998% < 80%")
    assert fraction(Fraction(2, 3) * 100) == (False, "66.67")
    assert fraction(Fraction(99999999, 100000000) * 100, [D(100)]) == (True, "99.999999")
    assert fraction(Fraction(10**15 - 1, 10**15) * 100, [D(100)]) == (False, "100")


def test_a_rounded_rate_is_not_multiplied_by():
    text = said(item("x", "4", **RATE), "2", "3", "80", score="3.33", deduction=D("0.67"))
    assert text == "2/3 ≈ 66.67% < 80%，4分 × (2/3) ÷ 80%，得3.33分"
    assert said(item("x", "4", **RATE), "3", "4", "80", score="3.75", deduction=D("0.25")).endswith(
        "4分 × 75% ÷ 80%，得3.75分"
    )


@pytest.mark.parametrize(("k", "n"), [(4, 5), (2, 3), (17, 19), (0, 7)])
def test_the_shortfall_that_is_written_gives_the_deduction(k, n):
    one = item("x", "10", rule="shortfall", indicator="court_appearance_rate", per=D(1), each=D("0.1"))
    taken = D(str(round((100 - 100 * k / n) * 0.1, 2)))
    text = said(
        one, str(k), str(n), score=str(10 - taken), deduction=taken, steps=D(str(round(100 - 100 * k / n, 4)))
    )
    gap = D(text.split("，低")[1].split("个百分点")[0].removeprefix("约"))
    assert (gap * D("0.1")).quantize(D("0.01"), ROUND_HALF_UP) == taken
    assert f"扣{number(taken)}分，得{number(10 - taken)}分" in text


def test_a_band_at_its_limit_and_just_beyond_it():
    one = item(
        "x", "10", rule="thresholds", indicator="correction_rate", bands=((D(10), D(10)), (D(15), D(7)))
    )
    assert said(one, "1", "10", "0", "lower", score="10.00") == "1/10 = 10% ≤ 10%，得10分"
    assert said(one, "10001", "100000", "0", "lower", score="7.00") == "10001/100000 = 10.001% ≤ 15%，得7分"
    assert said(one, "1", "5", "0", "lower", score="0.00") == "1/5 = 20% > 15%，得0分"


def test_not_reported_means_something_else_for_a_veto_and_a_bonus():
    given = {"state": "not_reported", "why": "not_reported"}
    said_of = {
        kind: arithmetic(item("x", "2", kind=kind), row("a", "x", **given), load_definitions())
        for kind in ("points", "bonus", "veto")
    }
    assert said_of == {
        "points": "未报送，得0分", "bonus": "未报送，不加分", "veto": "未报送，由考核员核实后认定",
    }  # fmt: skip


def test_halves_are_written_as_they_are_scored():
    assert [number(D(text), 2) for text in ("0.125", "0.135", "-0.00", "100", "0.5")] == [
        "0.13", "0.14", "0", "100", "0.5",
    ]  # fmt: skip
