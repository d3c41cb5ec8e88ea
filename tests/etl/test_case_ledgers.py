"""Case ledgers: a row a case, counted."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.etl.case_tools import CASES, HEAD, HEARINGS, TITLE, TYPED, ledger, split, totals, typed
from tests.etl.reading_tools import errors, only, read, set_aside
from tests.etl.workbooks import Value, write_csv, write_xlsx


def test_rows_are_counted_by_their_own_dates(tmp_path: Path) -> None:
    reading = read(ledger(tmp_path))
    assert errors(reading) == []
    found = totals(reading)
    assert {m: n for m, n in found.items() if n} == {
        "reconsideration_received": 3, "reconsideration_accepted": 3, "reconsideration_concluded": 3,
        "outcome_upheld": 1, "outcome_revoked": 1, "outcome_declared_illegal": 1, "reconsideration_pending": 1,
    }  # fmt: skip
    assert found["outcome_mediated"] == 0
    assert split(reading, "reconsideration_concluded", "domain") == {"医疗卫生": 2, "": 1}
    assert split(reading, "reconsideration_concluded", "act_type") == {"行政处罚": 1, "举报投诉处理": 2}
    assert split(reading, "outcome_revoked", "reason") == {"程序违法": 1}
    assert {(c.body, c.year, c.dataset) for c in reading.cases} == {("health", 2024, "reconsideration")}
    assert (7, "totals") in set_aside(reading)
    assert (8, "note") in set_aside(reading)


def test_no_person_leaves_the_file(tmp_path: Path) -> None:
    reading = read(ledger(tmp_path))
    assert "张某" not in repr(reading)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (5, "2024年春", "case_date_unreadable"),
        (7, "不了了之", "case_value_unknown"),
        (7, None, "case_result_missing"),
        (6, "2024-01-01", "case_dates_reversed"),
        (1, "芦政复〔2024〕2号", "case_duplicate"),
        (3, "卫生建康局", "body_unknown"),
        (3, None, "body_blank"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_its_cell(
    tmp_path: Path, column: int, text: str | None, code: str
) -> None:
    row = list(CASES[0])
    row[column] = text
    reading = read(ledger(tmp_path, (row, *CASES[1:])))
    assert code in errors(reading)
    found = next(fault for fault in reading.faults if fault.code == code)
    expected = 4 if code == "case_duplicate" else 3
    assert found.cell == f"{'ABCDEFGHIJK'[column]}{expected}"
    assert "{" not in found.message


def test_several_hearings_of_a_case_are_one(tmp_path: Path) -> None:
    """And the year is the one all hearings lie in: no title says it."""
    reading = read(write_csv(tmp_path / "应诉台账.csv", HEARINGS))
    assert errors(reading) == []
    assert totals(reading) == {"litigation_hearings": 3, "head_appearances": 2, "principal_appearances": 1}
    assert split(reading, "litigation_hearings", "act_type") == {"行政处罚": 1, "行政强制": 2}


def test_whether_the_head_came_is_asked_never_guessed(tmp_path: Path) -> None:
    rows = [list(row) for row in HEARINGS]
    rows[4][3] = ""
    assert errors(read(write_csv(tmp_path / "应诉台账.csv", rows))) == ["case_value_unknown"]


def test_rows_of_another_year_are_not_counted_and_that_is_said(tmp_path: Path) -> None:
    old = (
        5,
        "芦政复〔2022〕1号",
        "某",
        "卫生健康局",
        "2022-01-08",
        "2022-01-10",
        "2022-03-01",
        "维持",
        None,
        None,
        None,
    )
    reading = read(ledger(tmp_path, (*CASES, old)))
    assert totals(reading)["outcome_upheld"] == 1
    assert "A7" in only(reading, "case_other_year").message


def test_an_ordinary_form_is_not_taken_for_a_ledger(tmp_path: Path) -> None:
    reading = read(typed(tmp_path))
    assert reading.cases == []
    assert len(reading.cells) == len(TYPED)


@pytest.mark.parametrize(
    ("title", "head", "row"),
    [
        (
            "2024年行政处罚案件台账",
            ("案号", "单位", "当事人", "案由", "立案日期", "结案日期"),
            ("罚1号", "卫生健康局", "某", "无证行医", "2024-02-01", "2024-03-01"),
        ),
        (
            "2024年规范性文件登记表",
            ("文号", "单位", "文件名称", "登记日期"),
            ("卫发1号", "卫生健康局", "办法", "2024-02-01"),
        ),
        (
            "2024年信访登记",
            ("案号", "单位", "收到日期", "办结日期"),
            ("1号", "卫生健康局", "2024-02-01", "2024-03-01"),
        ),
    ],
)
def test_a_list_of_something_else_is_not_counted(
    tmp_path: Path, title: str, head: Sequence[Value], row: Sequence[Value]
) -> None:
    reading = read(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": ((title,), head, row)}))
    assert (reading.cases, reading.cells) == ([], [])
    assert errors(reading) != []


def test_a_case_that_was_not_heard_is_not_concluded(tmp_path: Path) -> None:
    """Neither one that was turned away on a day, nor one of which it is written that it is still open."""
    rejected, waiting = list(CASES[0]), list(CASES[2])
    rejected[5:8] = [None, "2024-01-12", "不予受理"]
    waiting[6:8] = ["—", "审理中"]
    reading = read(ledger(tmp_path, (rejected, CASES[1], waiting, CASES[3])))
    assert errors(reading) == []
    found = totals(reading)
    assert (found["reconsideration_received"], found["reconsideration_concluded"]) == (3, 2)
    assert sum(n for measure, n in found.items() if measure.startswith("outcome_")) == 2


def test_a_ledger_on_several_sheets_is_one(tmp_path: Path) -> None:
    halves = {"上半年": (TITLE, HEAD, *CASES[:2]), "下半年": (TITLE, HEAD, *CASES[2:])}
    reading = read(write_xlsx(tmp_path / "a.xlsx", halves))
    assert totals(reading) == totals(read(ledger(tmp_path)))
    twice = {"上半年": (TITLE, HEAD, *CASES[:2]), "下半年": (TITLE, HEAD, *CASES[1:])}
    fault = only(read(write_xlsx(tmp_path / "b.xlsx", twice)), "case_duplicate")
    assert (fault.sheet, fault.cell) == ("下半年", "B3")
    assert "“上半年”表 B4" in fault.message


def test_the_story_of_a_case_is_no_class_of_cases(tmp_path: Path) -> None:
    told = list(CASES[0])
    told[9] = "钱某某不服卫生健康局对其举报某诊所无证行医一事不予立案"
    reading = read(ledger(tmp_path, (told, *CASES[1:])))
    assert "钱某某" not in repr(reading)
    assert split(reading, "reconsideration_concluded", "act_type") == {"": 1, "举报投诉处理": 2}


def test_cases_in_court_are_no_reconsideration(tmp_path: Path) -> None:
    """Though the ledger has more columns that the other kind knows."""
    head = ("案号", "原告", "被告", "案由", "领域", "立案日期", "开庭日期", "裁判结果", "结案日期")
    row = ("初1号", "某", "卫生健康局", "处罚", "卫生", "2024-02-01", "2024-03-01", "驳回", "2024-05-01")
    reading = read(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": (("2024年行政应诉案件台账",), head, row)}))
    assert {m for m, n in totals(reading).items() if n} == {
        "litigation_hearings",
        "litigation_new",
        "litigation_concluded",
    }


def test_a_header_of_two_rows_is_read(tmp_path: Path) -> None:
    above = (*HEAD[:5], "办理情况", None, None, *HEAD[8:])
    below = (*[None] * 5, *HEAD[5:8], *[None] * 3)
    reading = read(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": (TITLE, above, below, *CASES)}))
    assert errors(reading) == []
    assert reading.cases[0].cell == "E3"
    assert totals(reading) == totals(read(ledger(tmp_path)))
