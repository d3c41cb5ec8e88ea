"""What is typed as a score: taken as an input method leaves it, and nothing but a score."""

import pytest

from tests.assessment.built import item
from ui.assessment.fields import NoScore, parsed


@pytest.mark.parametrize(
    "text",
    [
        "1e0",
        "1_0",
        "-0",
        "+3",
        "NaN",
        "sNaN",
        "Infinity",
        "٣",
        "0x3",
        "３分",
        "4.555",
        "4.5.",
        "",
        " ",
        "9" * 40,
    ],
)
def test_what_is_no_score_is_none(text):
    with pytest.raises(NoScore):
        parsed(text, item("x", "5"))


@pytest.mark.parametrize(("text", "score"), [("５", "5.00"), ("４。５", "4.50"), (" 0 ", "0.00"), ("4.", "4.00"), (".5", "0.50"), ("4.500", "4.50")])  # fmt: skip
def test_a_score_may_be_typed_as_an_input_method_leaves_it(text, score):
    assert str(parsed(text, item("x", "5"))) == score


def test_a_veto_holds_or_does_not():
    veto = item("x", "0", "veto", grade="fail")
    assert [parsed(text, veto) for text in ("0", "1")] == [0, 1]
    with pytest.raises(NoScore, match="成立写 1"):
        parsed("0.5", veto)
