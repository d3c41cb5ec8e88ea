"""Since when something is off, and how the list is grouped."""

import pytest

from definitions import load_definitions
from ui.attention import UNSENT, Item, Past, by_indicator, inherited, sentence
from ui.attention_panel import grouped_html, listed
from ui.tables import csv_bytes, html_table

KEY = ("health", "court_appearance_rate")


def past(listed, values=None):
    years = {2020: set(), 2021: set(), **{y: {KEY} for y in listed}}
    return Past(2022, min(years), years, values or {})


def value(state, number=None):
    return {(*KEY, 2021): {"status": state, "value": number, "target_demonstration": False}}


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (past([2021]), "2021年起，连续2年"),
        (past([2020, 2021]), "至少2020年起，连续3年"),
        (past([2020], value("met", 100.0)), "本年新增"),
        (past([], value("no_denominator")), "2021年无分母"),
        (past([], value("not_reported")), "2021年未报"),
        (past([]), "2021年无记录"),
        (Past(2022, 2022, {}, {}), "–"),
    ],
)
def test_since_when(found, text):
    assert found.since(KEY) == text


RENAMED = ("urban_management", "certification_rate")
MERGED = ("culture_tourism_sports", "certification_rate")


@pytest.mark.parametrize(
    ("key", "listed", "text"),
    [
        (
            RENAMED,
            {2019: ["urban_administration"], 2020: ["urban_administration"], 2021: ["urban_management"]},
            "至少2019年起，连续4年（含前身城管执法局）",
        ),
        (RENAMED, {2019: [], 2020: [], 2021: ["urban_management"]}, "2021年起，连续2年"),
        (
            RENAMED,
            {2019: ["urban_administration"], 2020: [], 2021: ["urban_management"]},
            "2021年起，连续2年",
        ),
        (
            MERGED,
            {2019: ["sports_media"], 2020: ["culture_tourism", "sports_media"], 2021: [MERGED[0]]},
            "至少2019年起，连续4年（含前身文旅局、广体局）",
        ),
    ],
)
def test_what_a_body_took_over_counts_from_before_its_reform(key, listed, text):
    years = {year: {(body, key[1]) for body in bodies} for year, bodies in listed.items()}
    found = Past(2022, 2019, years, {}, inherited(load_definitions(), years))
    assert found.since(key) == text


def item(who, indicator="court", fraction="2/3", status="missed"):
    return Item(
        (who, indicator),
        who,
        f"{indicator}率",
        f"66%（{fraction}）",
        fraction,
        "100%",
        "差1件",
        status,
        "本年新增",
        "litigation?body=x",
    )


def test_items_of_an_indicator_stand_together_in_the_order_of_the_worst():
    found = [item("甲", "a"), item("乙", "b"), item("丙", "a"), item("丁", UNSENT, status="not_reported")]
    assert [[i.who for i in group] for group in by_indicator(found)] == [["甲", "丙"], ["乙"], ["丁"]]
    assert sentence(found) == "3项未达到目标，涉及3个单位、2项指标；丁有报表未报送。"
    assert sentence([]) == ""
    late = [item(name, UNSENT, status="not_reported") for name in "甲乙丙丁戊"]
    assert sentence(late) == "甲、乙、丙、丁等5个单位有报表未报送。"


def test_names_are_escaped_in_both_views():
    nasty = '<img src=x onerror=1>"'
    found = [item(nasty), item(nasty)]
    for html in (grouped_html(found, nasty), html_table(listed(found), nasty)):
        assert "<img" not in html
        assert "&lt;img src=x" in html


def test_a_file_has_the_text_of_a_link_only():
    [head, row] = csv_bytes(listed([item("甲")])).decode("utf-8-sig").split("\r\n")[:2]
    assert head == "序,责任单位,指标,现值,目标,差距,状态,持续时间"
    assert row == "1,甲,court率,66%（2/3）,100%,差1件,■ 未达标,本年新增"
