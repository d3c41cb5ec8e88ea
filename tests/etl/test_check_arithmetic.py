"""Printed rates and the sentences that say what does not add."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.arithmetic import Terms, compare_text, plain, printed_rate, rate_agrees, rate_text


@pytest.mark.parametrize(
    ("printed", "numerator", "denominator"),
    [
        ("100%", 35, 35),
        ("24%", 6, 25),
        ("80%", 4, 5),
        ("13.4%", 1639, 12195),
        ("17.4%", 170, 977),
        ("21.5%", 43, 200),
        ("80.0 ％", 4, 5),
        ("2４.0", 6, 25),
        ("12%", 1, 8),
        ("13%", 1, 8),
    ],
)
def test_a_rate_printed_rightly(printed, numerator, denominator):
    assert rate_agrees(printed, numerator, denominator)


@pytest.mark.parametrize(
    ("printed", "numerator", "denominator"),
    [
        ("31%", 304, 1000),  # published for 30.4 %
        ("19.2%", 43, 200),  # published: divided by the accepted cases instead of the concluded ones
        ("24.1%", 6, 25),
        ("66.6%", 4, 6),  # cut off instead of rounded
        ("0.8", 4, 5),  # a share is no percentage
    ],
)
def test_a_rate_printed_wrongly(printed, numerator, denominator):
    assert not rate_agrees(printed, numerator, denominator)


@pytest.mark.parametrize("printed", ["", "%", "约24%", "24%左右", "-3%"])
def test_what_is_no_percentage_is_refused(printed):
    with pytest.raises(ValueError, match="not a percentage"):
        rate_agrees(printed, 6, 25)


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.integers(0, 4),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
)
def test_whatever_is_rounded_agrees_and_two_units_more_do_not(numerator, denominator, places, rounding):
    unit = Decimal(1).scaleb(-places)
    printed = (Decimal(100 * numerator) / denominator).quantize(unit, rounding=rounding)
    assert rate_agrees(f"{printed}%", numerator, denominator)
    far_off = printed + 2 * unit
    assert not rate_agrees(f"{far_off}%", numerator, denominator)


def test_a_wrong_rate_is_answered_with_one_place_more():
    assert rate_text("31%", Decimal(304), Decimal(1000)) == "写的是31%，而304 ÷ 1000 = 30.4%"
    assert rate_text("19.2％", Decimal(43), Decimal(200)) == "写的是19.2%，而43 ÷ 200 = 21.50%"


OUTCOMES = {
    "维持": 8,
    "驳回": 8,
    "撤销": 0,
    "变更": 0,
    "确认违法": 6,
    "责令履行": 0,
    "调解": 0,
    "和解终止": 4,
    "其他终止": 0,
}


def terms(of="", **figures):
    return Terms([(label, Decimal(str(figure))) for label, figure in figures.items()], of)


@pytest.mark.parametrize(
    ("left", "relation", "right", "text"),
    [
        (terms(维持=8, 驳回=8, 确认违法=6, 和解终止=4), "=", terms(审结=25),
         "维持8 + 驳回8 + 确认违法6 + 和解终止4 = 26，而审结为25，相差1"),
        (terms(**OUTCOMES), "=", terms(审结=25),
         "维持8 + 驳回8 + 确认违法6 + 和解终止4（其余5项为0）= 26，而审结为25，相差1"),
        (terms(a=0, b=0, c=0, d=0, e=0), "=", terms(合计=10), "a等5项都是0，而合计为10，相差10"),
        (terms("2022年", 上期结转=60), "=", terms("2021年", 未结=51),
         "2022年上期结转60，而2021年未结为51，相差9"),
        (terms(负责人出庭=6), "<=", terms(开庭审理=5), "负责人出庭6，超过开庭审理5，多出1"),
        (terms(受理=30, 不予受理=8), "<=", terms(收到=35), "受理30 + 不予受理8 = 38，超过收到35，多出3"),
        (terms(上期结转=5, 新收=10), "=", terms(审结=8, 未结=6),
         "上期结转5 + 新收10 = 15，而审结8 + 未结6 = 14，相差1"),
    ],
)  # fmt: skip
def test_what_does_not_add_is_said_in_words_and_numbers(left, relation, right, text):
    assert compare_text(left, relation, right) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("25", "25"), ("25.0000", "25"), ("4986.9", "4986.9"), ("0.00", "0"), ("1E+3", "1000"), ("100", "100")],
)
def test_figures_are_written_as_a_clerk_does(value, text):
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(("raw", "printed"), [("80.0%", "80.0%"), ("＋80.0", "80"), ("约80%", "80")])
def test_the_senders_text_shows_how_precisely_a_rate_was_printed(raw, printed):
    assert printed_rate(raw, Decimal("80.0000")) == printed
