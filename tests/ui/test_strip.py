"""One body among its peers: who is drawn where, what is too small to compare, what each strip's scale is."""

import pytest

from tests.ui.frames import absent, caption, count, frame, rate
from ui import charts


def strip(*rows, highlight="a", **given):
    return charts.dot_strip(frame(*rows), caption(), highlight=highlight, **given)


def texts(figure, name):
    return [a.text for a in figure.layout.annotations if a.name == name]


RATES = (
    rate(6, 8, body="a"),
    rate(4, 8, body="b"),
    rate(1, 2, body="c", status="too_few"),
    absent("not_reported", body="d"),
)


def test_small_samples_are_hollow_and_apart():
    peers, small, targets, own = strip(*RATES).data
    assert list(peers.x) == [50]
    assert list(small.x) == [50]
    assert small.marker.symbol == "circle-open"
    assert list(own.x) == [75]
    assert list(own.marker.symbol) == ["diamond"]
    assert list(targets.x) == [100]


def test_a_small_sample_of_its_own_is_hollow_too():
    figure = strip(*RATES, highlight="c")
    assert list(figure.data[-1].marker.symbol) == ["diamond-open"]
    assert "灰色空心为分母不足" in texts(figure, "source")[0].replace("<br>", "")


def test_an_own_value_that_is_missing_is_a_word():
    figure = strip(*RATES, highlight="d")
    assert texts(figure, "value") == ["未报"]
    assert not figure.data[-1].x


def test_dots_on_one_spot_are_stacked():
    rows = [rate(5, 10, body=b) for b in "bcde"] + [rate(9, 10, body="f"), rate(1, 10, body="a")]
    peers = strip(*rows).data[0]
    assert list(peers.x) == [50, 50, 50, 50, 90]
    assert len(set(peers.y[:4])) == 4
    assert all(abs(y) < 0.5 for y in peers.y)
    assert peers.y[4] == 0


def test_each_strip_on_a_scale_of_its_own():
    rows = (
        count(40, body="a", title="甲"), count(80, body="b", title="甲"),
        count(1, body="a", title="乙"), count(0, body="b", title="乙"),
    )  # fmt: skip
    figure = strip(*rows, own_scale=True)
    assert list(figure.data[-1].x) == [0.5, 1]
    assert list(figure.data[0].x) == [1, 0]
    assert list(figure.layout.xaxis.ticktext) == ["0", "同类最高"]
    assert ["最高 80件" in t for t in texts(figure, "value")] == [True, False]
    assert "各行刻度不同" in texts(figure, "source")[0].replace("<br>", "")


def test_nothing_but_zeros_divides_by_nothing():
    figure = strip(count(0, body="a"), count(0, body="b"), own_scale=True)
    assert list(figure.data[-1].x) == [0]


@pytest.mark.parametrize("own_scale", [True, False])
def test_markup_in_names_stays_text(own_scale):
    figure = strip(rate(1, 2, body="a", title="<b>x</b>"), own_scale=own_scale)
    assert "<b>x" not in str(figure.layout.yaxis.ticktext)
