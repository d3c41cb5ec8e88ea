"""Ledgers of parts of a year, and ledgers that take the place of one before: no case goes without a word."""

from pathlib import Path

import pytest

from etl import pipeline
from etl.model import Fault
from etl.months import months_in, said
from ledger.folder import DataFolder
from tests.etl.case_tools import CASES, HEAD, TITLE, ledger, totals
from tests.etl.reading_tools import errors, only, read
from tests.etl.workbooks import Rows, write_xlsx

ROW = ("卫生健康局", "2024-12-01", "2024-12-02", "2024-12-20", "维持", "公共场所", None, None)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def quarters(folder: Path, name: str, **sheets: Rows) -> Path:
    titled = {sheet: ((f"2024年{sheet}行政复议案件台账",), HEAD, *rows) for sheet, rows in sheets.items()}
    return write_xlsx(folder / name, titled)


def load(folder: DataFolder, *paths: Path, **reasons: str) -> list[Fault]:
    """What stops the files or is explained."""
    loaded = pipeline.load(list(paths), list(reasons.items()), data=folder)
    return [f for outcome in loaded.outcomes for f in outcome.faults if f.level != "notice"]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2024年上半年台账", "1—6月"),
        ("下半年", "7—12月"),
        ("2024年第一季度", "1—3月"),
        ("2024年1季度", "1—3月"),
        ("二季度", "4—6月"),
        ("前三季度", "1—9月"),
        ("一至三季度", "1—9月"),
        ("一、三季度", "1—3月、7—9月"),
        ("2024年1-6月", "1—6月"),
        ("2024年10—12月", "10—12月"),
        ("2024年1月至6月", "1—6月"),
        ("2024年1月1日至2024年6月30日", "1—6月"),
        ("2024.1.1-2024.6.30", "1—6月"),
        ("2024年前9个月", "1—9月"),
        ("2024年1-12月", "1—12月"),
        ("3月", "3月"),
        ("2024年度", ""),
        ("填报日期：2025年1月10日", ""),
        ("2024年行政复议案件台账（2025年1月）", ""),
    ],
)
def test_a_name_says_of_which_months_it_is(text: str, months: str) -> None:
    assert said(months_in(text, is_name=True)) == months


def test_a_part_of_a_year_is_not_taken_for_the_year(tmp_path: Path) -> None:
    fault = only(read(quarters(tmp_path, "a.xlsx", 上半年=CASES)), "ledger_part_of_year")
    assert "卫健局的行政复议案件台账写明只含2024年1—6月，缺7—12月" in fault.message
    assert (fault.level, fault.body, fault.year) == ("explain", "health", 2024)


def test_the_parts_in_one_file_make_the_year(tmp_path: Path) -> None:
    """A part without cases counts as sent when its sheet is there."""
    reading = read(quarters(tmp_path, "a.xlsx", 一季度=CASES[:2], 二季度=(), 下半年=CASES[2:]))
    assert errors(reading) == []
    assert totals(reading) == totals(read(ledger(tmp_path)))
    assert "ledger_part_of_year" not in {f.code for f in reading.faults}


def test_the_name_of_a_sheet_or_file_tells_too(tmp_path: Path) -> None:
    sheet = write_xlsx(tmp_path / "a.xlsx", {"三季度": (TITLE, HEAD, *CASES)})
    assert "只含2024年7—9月" in only(read(sheet), "ledger_part_of_year").message
    file = write_xlsx(tmp_path / "2024年1-3月复议台账.xlsx", {"Sheet1": (HEAD, *CASES)})
    assert "只含2024年1—3月" in only(read(file), "ledger_part_of_year").message


def test_two_parts_sent_together_are_not_one(folder: DataFolder, tmp_path: Path) -> None:
    first = quarters(tmp_path, "上.xlsx", 上半年=CASES[:2])
    second = quarters(tmp_path, "下.xlsx", 下半年=CASES[2:])
    found = load(folder, first, second, ledger_part_of_year="分两个文件报")
    assert [f.code for f in found if f.level == "error"] == ["ledger_in_two_files"] * 2
    assert "同批的“下.xlsx”里也有卫健局2024年的行政复议案件台账" in found[1].message
    assert not any(f.code == "reported_twice" for f in found)


def test_a_ledger_that_lacks_cases_of_the_one_before_names_them(folder: DataFolder, tmp_path: Path) -> None:
    assert load(folder, ledger(tmp_path, CASES[:2], "一.xlsx")) == []
    second = ledger(tmp_path, CASES[1:], "二.xlsx")
    [gone] = load(folder, second)
    assert gone.message == (
        "此前报送的“一.xlsx”里有1件案件不在这一份行政复议案件台账里（芦政复〔2024〕1号）；"
        "这一份将取代前一份，卫健局2024年不再计入这1件。"
    )
    assert gone.level == "explain"
    assert [f.code for f in load(folder, second, ledger_cases_gone="转送外区")] == ["ledger_cases_gone"]


def test_a_ledger_that_has_grown_needs_no_word(folder: DataFolder, tmp_path: Path) -> None:
    """However the brackets of a number are written."""
    assert load(folder, ledger(tmp_path, CASES[:3], "一.xlsx")) == []
    again = tuple((n, str(key).replace("〔", "[").replace("〕", "]"), *rest) for n, key, *rest in CASES)
    assert load(folder, ledger(tmp_path, again, "二.xlsx")) == []


def test_of_cases_without_a_number_fewer_is_said(folder: DataFolder, tmp_path: Path) -> None:
    rows = [(n, None, "某", *ROW) for n in range(1, 5)]
    assert load(folder, ledger(tmp_path, rows, "一.xlsx")) == []
    [gone] = load(folder, ledger(tmp_path, rows[:1], "二.xlsx"))
    assert "里有3件案件不在这一份行政复议案件台账里；" in gone.message


def test_a_ledger_that_was_withdrawn_or_is_lost_is_not_missed(folder: DataFolder, tmp_path: Path) -> None:
    assert load(folder, ledger(tmp_path, CASES, "一.xlsx")) == []
    pipeline.withdraw(1, "重报", data=folder)
    assert load(folder, ledger(tmp_path, CASES[:3], "二.xlsx")) == []
    for path in folder.originals.rglob("*"):
        if path.is_file():
            path.unlink()
    assert load(folder, ledger(tmp_path, CASES[:2], "三.xlsx")) == []
