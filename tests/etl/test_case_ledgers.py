"""Case ledgers: a row a case, counted, and held against the totals a body typed."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from etl import pipeline
from etl.case_counts import COUNTED
from etl.model import Reading
from ledger import Ledger
from ledger.folder import DataFolder
from tests.etl.reading_tools import errors, only, read, set_aside
from tests.etl.workbooks import Rows, Value, write_csv, write_xlsx
from tests.warehouse.compare import served_rows
from warehouse import queries
from warehouse.connection import open_served

HEAD = (
    "序号",
    "案号",
    "申请人",
    "被申请人",
    "收案日期",
    "受理日期",
    "结案日期",
    "结案方式",
    "行政管理领域",
    "案由",
    "纠错理由",
)
CASES: Rows = (
    (1, "芦政复〔2024〕1号", "张某", "卫生健康局", "2024-01-08", "2024/1/10", "2024年3月1日", "维持", "医疗卫生", "行政处罚", None),
    (2, "芦政复〔2024〕2号", "李某", "卫生健康局", "2024-02-01", "2024-02-05", "2024-04-01", "决定撤销", "医疗卫生", "举报投诉处理", "程序违法"),
    (3, "芦政复〔2024〕3号", "王某", "卫生健康局", "2024-11-20", "2024-11-22", None, None, "公共场所", "行政处罚", None),
    (4, "芦政复〔2023〕9号", "赵某", "卫生健康局", "2023-12-01", "2023-12-04", "2024-01-20", "确认违法", None, "举报投诉处理", "程序违法"),
)  # fmt: skip
TITLE = ("芦淞区2024年行政复议案件台账",)
TYPED = {
    "收到复议申请": 3,
    "受理复议申请": 3,
    "审结复议案件": 3,
    "维持": 1,
    "撤销": 1,
    "变更": 0,
    "确认违法": 1,
}


def ledger(folder: Path, rows: Rows = CASES, name: str = "台账.xlsx", head: Sequence[Value] = HEAD) -> Path:
    return write_xlsx(folder / name, {"Sheet1": (TITLE, head, *rows, ("合计", len(rows)), ("填表人：刘某",))})


def totals(reading: Reading) -> dict[str, int]:
    return {c.measure: c.n for c in reading.cases if not c.dimension}


def split(reading: Reading, measure: str, dimension: str) -> dict[str, int]:
    return {c.value: c.n for c in reading.cases if (c.measure, c.dimension) == (measure, dimension)}


def typed(folder: Path, **changed: int) -> Path:
    said = TYPED | changed
    return write_csv(folder / "复议.csv", [["单位名称", "年度", *said], ["卫生健康局", 2024, *said.values()]])


def test_rows_are_counted_by_their_own_dates(tmp_path: Path) -> None:
    reading = read(ledger(tmp_path))
    assert errors(reading) == []
    found = totals(reading)
    assert {m: n for m, n in found.items() if n} == {
        "reconsideration_received": 3, "reconsideration_accepted": 3, "reconsideration_concluded": 3,
        "outcome_upheld": 1, "outcome_revoked": 1, "outcome_declared_illegal": 1,
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


HEARINGS: Rows = (
    ("案号", "被告", "开庭日期", "负责人是否出庭", "是否正职", "案由"),
    ("（2024）湘0203行初1号", "卫生健康局", "2024-05-06", "是", "否", "行政处罚"),
    ("（2024）湘0203行初1号", "卫生健康局", "2024-06-06", "否", "", "行政处罚"),
    ("（2024）湘0203行初2号", "卫生健康局", "2024-07-01", "是", "是", "行政强制"),
    ("（2024）湘0203行初3号", "卫生健康局", "2024-08-01", "否", "", "行政强制"),
)


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
    assert totals(reading) == {"litigation_hearings": 1}


def test_a_header_of_two_rows_is_read(tmp_path: Path) -> None:
    above = (*HEAD[:5], "办理情况", None, None, *HEAD[8:])
    below = (*[None] * 5, *HEAD[5:8], *[None] * 3)
    reading = read(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": (TITLE, above, below, *CASES)}))
    assert errors(reading) == []
    assert reading.cases[0].cell == "E3"
    assert totals(reading) == totals(read(ledger(tmp_path)))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def figures(folder: DataFolder) -> dict[str, tuple[object, object]]:
    warehouse = open_served(folder.root)
    assert warehouse is not None
    rows = queries.measure_records(warehouse, ["health"], [2024])
    warehouse.close()
    return {
        r["measure"]: (r["value"], r["raw"])
        for r in rows
        if r["submission"] is not None and r["value"] is not None
    }


def breakdown(folder: DataFolder, measure: str, dimension: str) -> dict[str, int]:
    warehouse = open_served(folder.root)
    assert warehouse is not None
    frame = queries.case_breakdown(warehouse, "lusong", 2024, "reconsideration_cases")
    warehouse.close()
    own = frame[(frame["measure"] == measure) & (frame["dimension"] == dimension)]
    return dict(zip(own["group"], own["n"], strict=True))


def test_alone_a_ledger_is_the_return(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([ledger(tmp_path)], data=folder).ok
    assert figures(folder)["reconsideration_concluded"] == (Decimal(3), COUNTED)
    assert breakdown(folder, "reconsideration_concluded", "domain") == {"医疗卫生": 2, "": 1}
    more = (
        5,
        "芦政复〔2024〕5号",
        "孙某",
        "卫生健康局",
        "2024-12-01",
        "2024-12-02",
        "2024-12-20",
        "维持",
        "公共场所",
        None,
        None,
    )
    assert pipeline.load([ledger(tmp_path, (*CASES, more), "台账二.xlsx")], data=folder).ok
    assert figures(folder)["reconsideration_concluded"] == (Decimal(4), COUNTED)
    assert breakdown(folder, "reconsideration_concluded", "domain") == {"医疗卫生": 2, "公共场所": 1, "": 1}
    pipeline.withdraw(2, "重复", data=folder)
    kept = served_rows(folder.root)
    assert pipeline.republish(full=True, data=folder) is not None
    assert served_rows(folder.root) == kept
    assert breakdown(folder, "reconsideration_concluded", "domain") == {"医疗卫生": 2, "": 1}


@pytest.mark.parametrize("together", [True, False])
def test_typed_totals_stand_and_a_difference_needs_a_reason(
    folder: DataFolder, tmp_path: Path, together: bool
) -> None:
    """As in the one real report: 25 concluded, and outcomes that add to 26."""
    returned, cases = typed(tmp_path, 审结复议案件=3, 收到复议申请=4), ledger(tmp_path)
    batches = [[returned, cases]] if together else [[returned], [cases]]
    for batch in batches[:-1]:
        assert pipeline.load(batch, data=folder).ok
    refused = pipeline.load(batches[-1], data=folder)
    assert not refused.ok
    [differs] = [f for o in refused.outcomes for f in o.faults if f.code == "ledger_differs"]
    assert "“收到复议申请”为3件，填报的总数为4件，相差1件" in differs.message
    loaded = pipeline.load(batches[-1], [("ledger_differs", "一件转送外区")], data=folder)
    assert loaded.ok
    assert figures(folder)["reconsideration_received"][0] == Decimal(4)
    assert breakdown(folder, "reconsideration_received", "act_type") == {"行政处罚": 2, "举报投诉处理": 1}
    warehouse = open_served(folder.root)
    assert warehouse is not None
    said = queries.explanations(warehouse, "lusong", 2024)
    warehouse.close()
    assert said["text"].tolist() == ["一件转送外区"]


def test_totals_typed_after_the_ledger_are_held_against_it(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([ledger(tmp_path)], data=folder).ok
    later = typed(tmp_path, 审结复议案件=4, 维持=2)
    refused = pipeline.load([later], data=folder)
    found = [f for o in refused.outcomes for f in o.faults if f.code == "ledger_differs"]
    assert [(f.cell, f.value) for f in found] == [("第2行第5列", "4"), ("第2行第6列", "2")]
    assert not refused.ok
    assert pipeline.load([later], [("ledger_differs", "台账漏登一件")], data=folder).ok
    assert figures(folder)["reconsideration_concluded"] == (Decimal(4), "4")


def test_a_locked_year_takes_no_ledger_either(folder: DataFolder, tmp_path: Path) -> None:
    """Not even one that changes no figure: what the pages show by domain would be another."""
    assert pipeline.load([typed(tmp_path)], data=folder).ok
    with Ledger(folder.ledger) as kept:
        kept.set_lock(2024, True)
    [outcome] = pipeline.load([ledger(tmp_path)], data=folder).outcomes
    assert [f.code for f in outcome.faults if f.level == "error"] == ["year_locked"]


def test_a_ledger_that_agrees_needs_nothing(folder: DataFolder, tmp_path: Path) -> None:
    assert pipeline.load([typed(tmp_path), ledger(tmp_path)], data=folder).ok
    assert figures(folder)["reconsideration_concluded"][1] == "3"
