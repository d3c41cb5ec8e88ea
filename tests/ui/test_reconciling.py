"""What is published against what adds up: every outcome has its word, also those the sample does not have."""

import math

import pytest

from definitions.model import Identity
from ui.data_notes import difference, found, heading
from ui.reconciling import RESULTS, chips, line

NAN = math.nan
RATE = Identity("rate", "率", ("appeared",), "rate", ("rate", "hearings"), "explain", "依据")


def row(state="agrees", published=100.0, rolled_up=100.0, unit="件", **given):
    base = {"measure": "m", "label": "办理许可", "difference": rolled_up - published, "missing": 0}
    return {
        **base,
        "state": state,
        "published": published,
        "rolled_up": rolled_up,
        "unit": unit,
        "explanation": None,
        **given,
    }


@pytest.mark.parametrize("state", [s for s in RESULTS if not s.startswith("recomputed")])
def test_every_state_has_a_word_and_a_shape(state):
    one = line(row(state), None, {})
    assert one.word == RESULTS[state][1]
    assert one.word in one.cell.html
    assert 'aria-hidden="true"' in one.cell.html


@pytest.mark.parametrize(
    ("printed", "appeared", "hearings", "state", "compared"),
    [
        (80.0, 4, 5, "recomputed", "80%"),
        (66.7, 4, 6, "recomputed", "66.7%"),
        (67.0, 4, 6, "recomputed", "66.7%"),
        (31.0, 304, 1000, "recomputed_differs", "30.4%"),
        (19.2, 215, 1000, "recomputed_differs", "21.5%"),
    ],
)
def test_a_rate_is_compared_to_the_precision_it_was_printed_with(
    printed, appeared, hearings, state, compared
):
    given = row("nothing_to_compare", printed, NAN, "%", measure="rate")
    one = line(given, RATE, {"appeared": appeared, "hearings": hearings})
    assert (one.state, one.compared, one.fraction) == (state, compared, f"{appeared:,}/{hearings:,}")


@pytest.mark.parametrize(
    "counts", [{}, {"appeared": 1}, {"appeared": NAN, "hearings": 5}, {"appeared": 0, "hearings": 0}]
)
def test_a_rate_without_its_counts_is_not_compared(counts):
    one = line(row("nothing_to_compare", 80.0, NAN, "%", measure="rate"), RATE, counts)
    assert one.word == "无可比"


def test_a_difference_is_said_with_both_numbers_and_whether_anybody_explained_it():
    differing = line(row("differs", 41673.0, 41670.0), None, {})
    assert difference(differing) == "办理许可：公布41,673件，报送合计41,670件，相差3件"
    assert heading([differing], 1) == "数据有1处不相符，其中1处尚无说明"
    said = line(row("differs", 41673.0, 41670.0, explanation="因故"), None, {})
    assert heading([said], 1) == "数据有1处不相符，已照录并附报送单位说明"
    assert found([line(row(), None, {})], []) == []


def test_a_printed_rate_that_its_counts_do_not_give_is_said():
    given = row("nothing_to_compare", 31.0, NAN, "%", label="出庭率", measure="rate")
    one = line(given, RATE, {"appeared": 304, "hearings": 1000})
    assert found([one], []) == ["出庭率：公布31%，按公布件数重算30.4%（304/1,000）"]


def test_results_are_counted_worst_and_best_each_with_its_shape():
    html = chips([line(row(), None, {}), line(row("differs", 2.0, 1.0), None, {}), line(row(), None, {})])
    assert "一致 2项" in html
    assert "不一致 1项" in html
    assert html.count("■") == 1
    assert chips([]) == ""
