"""Which reason goes with which fault, and what becomes of the others."""

from dataclasses import replace

import pytest

from etl.check import check
from etl.explain import apply
from etl.model import ERROR, NOTICE, Fault, Reason
from tests.etl.hand_built import body, codes, dataset, definitions, identity, reading, row

DEFINED = definitions(
    dataset("d", "a b c", identity("first", "a", "=", "b"), identity("second", "a", "<=", "c")),
    bodies=(body("甲"), body("乙")),
)
FIRST = check(reading(row(DEFINED, 7, "甲", 2022, a=1, b=2, c=3)), DEFINED, {})[0]
IN_SHEET = replace(FIRST, sheet="处罚", cell="B7")
TEXT = "一案两结，按结果件数统计"


@pytest.mark.parametrize(
    "target",
    [
        *("第7行第4列", " 第 7 行 第 4 列", "第７行第４列", "D7", "d7", "$D$7"),
        *("identity_broken", " Identity_Broken ", "first", "FIRST", "勾稽关系不符"),
    ],
)
def test_the_ways_to_name_a_fault_of_a_csv_file(target):
    explained, remaining = apply([FIRST], [Reason(target, TEXT)], DEFINED)
    assert [(e.fault, e.text) for e in explained] == [(FIRST, TEXT)]
    assert remaining == []


@pytest.mark.parametrize(
    "target", ["B7", "b 7", "处罚!B7", "'处罚'!$B$7", "处罚！Ｂ７", "“处罚”表 B7", "first", "处罚!第7行第2列"]
)
def test_the_ways_to_name_a_fault_of_a_workbook(target):
    assert [e.text for e in apply([IN_SHEET], [Reason(target, TEXT, sheet="说明")], DEFINED)[0]] == [TEXT]


@pytest.mark.parametrize("target", ["B8", "许可!B7", "second", "carry_over_broken", "第2行第7列", "BB7", ""])
def test_a_reason_for_something_else_leaves_the_fault_open_and_is_said_back(target):
    explained, remaining = apply([IN_SHEET], [Reason(target, TEXT)], DEFINED)
    assert explained == []
    assert codes(remaining) == ["identity_broken", "reason_unused"]
    assert remaining[1].level == NOTICE
    assert TEXT in remaining[1].message


def test_without_reasons_everything_remains():
    assert apply([FIRST], [], DEFINED) == ([], [FIRST])


@pytest.mark.parametrize("text", ["", " ", "-", "——", "。。。", "无", "无。", "……！"])
def test_a_reason_that_says_nothing_does_not_count(text):
    explained, remaining = apply([FIRST], [Reason("D7", text)], DEFINED)
    assert explained == []
    assert codes(remaining) == ["identity_broken", "reason_empty"]
    assert (remaining[1].level, remaining[1].value) == (NOTICE, text.strip())


def test_a_reason_in_the_row_holds_for_the_body_and_year_of_the_row():
    rows = [row(DEFINED, 2, "甲", 2022, a=5, b=2, c=3), row(DEFINED, 3, "乙", 2022, a=1, b=2, c=3)]
    rows.append(row(DEFINED, 4, "甲", 2021, a=1, b=2, c=3))
    explained, remaining = apply(
        check(reading(*rows), DEFINED, {}), [Reason(None, TEXT, "甲", 2022)], DEFINED
    )
    assert [(e.fault.body, e.fault.year, e.fault.detail) for e in explained] == [
        ("甲", 2022, "first"), ("甲", 2022, "second"),
    ]  # fmt: skip
    assert [(f.body, f.year) for f in remaining] == [("乙", 2022), ("甲", 2021)]


def test_a_reason_in_a_row_of_another_sheet_does_not_hold():
    explained, remaining = apply([IN_SHEET], [Reason(None, TEXT, "甲", 2022, "许可")], DEFINED)
    assert explained == []
    assert codes(remaining) == ["identity_broken", "reason_unused"]
    assert len(apply([IN_SHEET], [Reason(None, TEXT, "甲", 2022, "处罚")], DEFINED)[0]) == 1


def test_a_dash_in_the_reasons_column_of_a_sound_row_is_no_matter():
    assert apply([FIRST], [Reason(None, "—", "乙", 2022)], DEFINED) == ([], [FIRST])
    assert codes(apply([FIRST], [Reason(None, "—", "甲", 2022)], DEFINED)[1]) == [
        "identity_broken",
        "reason_empty",
    ]


def test_a_remark_in_a_sound_row_is_said_back():
    remaining = apply([], [Reason(None, TEXT, "乙", 2022)], DEFINED)[1]
    assert codes(remaining) == ["reason_unused"]
    assert "乙局2022年" in remaining[0].message


def test_several_reasons_for_one_fault_are_all_kept_once():
    reasons = [Reason("D7", TEXT), Reason("first", "另有批复"), Reason("identity_broken", TEXT)]
    assert [e.text for e in apply([FIRST], reasons, DEFINED)[0]] == [f"{TEXT}；另有批复"]


@pytest.mark.parametrize("level", [ERROR, NOTICE])
def test_only_what_needs_a_reason_can_be_explained(level):
    other: Fault = replace(FIRST, level=level)
    explained, remaining = apply([other], [Reason("D7", TEXT)], DEFINED)
    assert explained == []
    assert codes(remaining) == ["identity_broken", "reason_unused"]
