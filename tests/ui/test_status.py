"""A status is a word, a shape and a colour, each enough by itself."""

import pytest

from definitions import load_definitions
from tests.ui.contrast import contrast, luminance
from tests.ui.frames import absent, indicator, measure
from ui.status import JUDGED, STATUSES, UNKNOWN, absent_word, chip, key_to, label, status
from ui.words import STATES


def test_the_words_are_the_definitions_words():
    words = load_definitions().words
    assert {code: s.word for code, s in STATUSES.items()} == dict(words.status_titles)
    for state in ("not_reported", "no_such_function", "withheld"):
        assert STATES[state] == words.state_titles[state]


def test_shapes_and_words_tell_statuses_apart():
    assert len({s.shape for s in STATUSES.values()}) == len(STATUSES)
    assert len({s.word for s in STATUSES.values()}) == len(STATUSES)


@pytest.mark.parametrize("found", [*STATUSES.values(), UNKNOWN], ids=lambda s: s.code)
def test_contrast_is_enough(found):
    assert contrast(found.ink, found.fill) >= 4.5
    assert contrast(found.mark, "#ffffff") >= 3


def test_the_three_signals_differ_in_greyscale():
    fills = [luminance(STATUSES[code].fill) for code in ("met", "near", "missed")]
    assert fills[0] - fills[1] > 0.2
    assert fills[1] - fills[2] > 0.2
    assert len({STATUSES[code].mark for code in ("met", "near", "missed")}) == 3


def test_codes_nobody_knows_are_neutral():
    for code in (None, float("nan"), "new_status"):
        assert status(code) is UNKNOWN
    assert label("near") == "▲ 接近"
    assert JUDGED == ("excellent", "met", "near", "missed")


def test_chip_escapes_its_text():
    assert "<script>" not in chip("met", "<script>")


def test_absent_word():
    assert absent_word(indicator()) is None
    assert absent_word(indicator(value=0.0)) is None
    assert absent_word(absent("withheld")) == "不公开"
    assert absent_word(absent("no_target")) == "无数据"
    assert absent_word(measure("m", "x", None, "no_such_function")) == "无此职能"


def test_key_names_only_what_occurs():
    assert key_to([indicator(), indicator(status="too_few"), absent("not_reported")]) == "▲接近 ○样本过小"
