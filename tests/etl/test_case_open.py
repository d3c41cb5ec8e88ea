"""Cases that are open, turned away or lost, and cases that say one thing and not the other."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from definitions import load_definitions
from definitions.model import Definitions
from etl import pipeline
from etl.model import Reason
from ledger.folder import DataFolder
from tests.etl.case_tools import CASES, ledger, totals, typed
from tests.etl.reading_tools import errors, notices, only, read
from tests.etl.workbooks import Rows, Value, write_csv

REJECTED = (
    5,
    "芦政复〔2024〕5号",
    "钱某",
    "卫生健康局",
    "2024-06-03",
    None,
    None,
    "不予受理",
    None,
    None,
    None,
)

HEAD = ("案号", "被告", "立案日期", "开庭日期", "负责人是否出庭", "裁判结果", "结案日期")
COURT: Rows = (
    ("2023初7号", "卫生健康局", "2023-10-08", "2024-01-20", "是", "判决驳回原告诉讼请求", "2024-02-20"),
    ("2024初1号", "卫生健康局", "2024-03-08", "2024-04-20", "否", "撤销并责令重作", "2024-05-20"),
    ("2024初1号", "卫生健康局", None, "2024-05-02", "否", None, None),
    ("2024初2号", "卫生健康局", "2024-07-08", None, None, "准许撤诉", "2024-08-01"),
    ("2024初3号", "卫生健康局", "2024-12-08", "2024-12-30", "是", "审理中", None),
    ("2023初8号", "卫生健康局", "2023-12-08", None, None, "待判", None),
    ("2024初4号", "卫生健康局", "2024-12-10", "2025-01-08", "是", "确认违法", "2025-02-01"),
)


def court(folder: Path, *rows: Sequence[Value], head: Sequence[Value] = HEAD) -> Path:
    return write_csv(folder / "2024年应诉台账.csv", (head, *rows))


def changed(row: Sequence[Value], **new: Value) -> tuple[Value, ...]:
    names = dict(zip(("key", "body", "filed", "heard", "head", "outcome", "ended"), row, strict=True))
    return tuple((names | new).values())


def test_open_and_rejected_cases_are_counted(tmp_path: Path) -> None:
    """Open at the end of the year: whatever the year of acceptance, and though it ended since."""
    later = (*CASES[2][:6], "2025-02-01", "维持", *CASES[2][8:])
    old = (
        6,
        "芦政复〔2022〕1号",
        "某",
        "卫生健康局",
        "2022-12-01",
        "2022-12-05",
        None,
        None,
        None,
        None,
        None,
    )
    reading = read(ledger(tmp_path, (*CASES[:2], later, CASES[3], REJECTED, old)))
    assert errors(reading) == []
    assert "case_other_year" not in notices(reading)
    found = totals(reading)
    assert (found["reconsideration_pending"], found["reconsideration_rejected"]) == (2, 1)
    assert (found["reconsideration_received"], found["reconsideration_concluded"]) == (4, 3)


@pytest.mark.parametrize(("decided", "counted"), [("2024-06-07", 1), ("2025-01-03", 0)])
def test_an_application_is_turned_away_on_the_day_that_is_written(
    tmp_path: Path, decided: str, counted: int
) -> None:
    reading = read(ledger(tmp_path, (*CASES, (*REJECTED[:6], decided, *REJECTED[7:]))))
    assert totals(reading)["reconsideration_rejected"] == counted
    assert totals(reading)["reconsideration_pending"] == 1


def test_a_list_of_all_cases_in_court_gives_every_measure(tmp_path: Path) -> None:
    reading = read(court(tmp_path, *COURT))
    assert errors(reading) == []
    assert totals(reading) == {
        "litigation_new": 4, "litigation_carried_in": 2, "litigation_concluded": 3, "litigation_pending": 3,
        "litigation_losses": 1, "litigation_hearings": 3, "head_appearances": 2,
    }  # fmt: skip


def test_a_list_of_hearings_does_not_say_how_many_cases_there_are(tmp_path: Path) -> None:
    reading = read(court(tmp_path, *((*row[:2], *row[3:]) for row in COURT[:2]), head=HEAD[:2] + HEAD[3:]))
    assert errors(reading) == []
    assert totals(reading) == {"litigation_hearings": 2, "head_appearances": 1, "litigation_losses": 1}


def test_the_appeal_that_is_dismissed_may_be_either(tmp_path: Path) -> None:
    reading = read(court(tmp_path, changed(COURT[0], outcome="驳回上诉，维持原判")))
    assert "可以写：败诉、胜诉" in only(reading, "case_value_unknown").message


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"ended": None}, "G2 的“结案日期”空着，但这一行的“裁判结果”写着“胜诉”"),
        ({"ended": None, "outcome": "撤销"}, "G2 的“结案日期”空着，但这一行的“裁判结果”写着“败诉”"),
        ({"heard": None}, "D2 的“开庭日期”空着，但这一行的“负责人是否出庭”写着“是”"),
    ],
)
def test_what_has_a_result_and_no_day_is_asked_for(tmp_path: Path, new: dict[str, Value], said: str) -> None:
    place = said.split()[0]
    path = court(tmp_path, changed(COURT[0], **new))
    fault = only(read(path), "case_date_missing")
    assert fault.message.partition(" 的")[2] == said.partition(" 的")[2] + "。"
    assert fault.cell == f"第2行第{'ABCDEFG'.index(place[0]) + 1}列"
    assert [f.code for f in read(path).faults if f.level == "error"] == ["case_date_missing"]


def test_a_day_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    assert errors(read(court(tmp_path, changed(COURT[0], ended="去年底")))) == ["case_date_unreadable"]


def test_open_cases_are_held_against_what_was_typed(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    loaded = pipeline.load([typed(tmp_path, 未结复议案件=2), ledger(tmp_path)], data=data)
    [differs] = [f for o in loaded.outcomes for f in o.faults if f.code == "ledger_differs"]
    assert "“未结复议案件”为1件，填报的总数为2件，相差1件" in differs.message


def test_a_hearing_in_december_of_a_case_that_ends_next_year_needs_a_reason_and_says_which(
    tmp_path: Path,
) -> None:
    """By its own day it is one of this year, of whose cases it is none that has ended."""
    path, data = court(tmp_path, COURT[4]), DataFolder(tmp_path / "data")
    (asked,) = pipeline.check_files([path], data=data)
    [fault] = [f for f in asked.open_faults if f.detail == "hearings_within_concluded"]
    assert fault.level == "explain"
    assert "请在该行“原因”栏写明" in fault.remedy
    assert "次年才审结的案件" in fault.remedy
    assert "台账不用改，在原因中写明案号和开庭日期" in fault.remedy
    reason = Reason("hearings_within_concluded", "2024初3号12月30日开庭，次年审结")
    (explained,) = pipeline.check_files([path], [reason], data=data)
    assert explained.ok
    assert [one.text for one in explained.explained] == [reason.text]


BY_THE_END = ("litigation_hearings", "head_appearances", "principal_appearances")


def counted_by_the_end() -> Definitions:
    """An office counts hearings in the year their case ends."""
    definitions = load_definitions()
    hearings = definitions.ledgers["hearings"]
    counts = tuple(
        replace(one, dated_by="concluded_on", having=("heard_on",)) if one.measure in BY_THE_END else one
        for one in hearings.counts
    )
    return replace(definitions, ledgers={**definitions.ledgers, "hearings": replace(hearings, counts=counts)})


def test_hearings_may_be_counted_in_the_year_their_case_ends(tmp_path: Path) -> None:
    ends = changed(COURT[3], head=None)
    spread = (
        ("2024初9号", "卫生健康局", "2023-11-08", "2023-12-20", "是", None, None),
        ("2024初9号", "卫生健康局", None, "2024-01-05", "否", "判决撤销", "2024-02-01"),
    )
    reading = read(court(tmp_path, *COURT[:3], ends, *COURT[4:], *spread), definitions=counted_by_the_end())
    assert errors(reading) == []
    found = totals(reading)
    # The case of the December hearing, and the one heard and ended in 2025, are none of 2024; one heard in 2023 is.
    assert (found["litigation_hearings"], found["head_appearances"]) == (3, 2)
    assert found["litigation_concluded"] == 4
    assert totals(read(court(tmp_path, *COURT[:3], ends, *COURT[4:], *spread)))["litigation_hearings"] == 4


def test_counted_by_the_end_a_hearing_still_needs_its_day_and_its_answer(tmp_path: Path) -> None:
    definitions = counted_by_the_end()
    said = errors(read(court(tmp_path, changed(COURT[0], heard=None)), definitions=definitions))
    assert said == ["case_date_missing"]
    assert errors(read(court(tmp_path, changed(COURT[0], head=None)), definitions=definitions)) == [
        "case_value_unknown"
    ]
    assert errors(read(court(tmp_path, changed(COURT[3], head=None)), definitions=definitions)) == []
