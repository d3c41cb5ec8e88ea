"""Score sheets and the summary as files: real numbers, heads that stay, the form's columns, the origin on every file."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from assessment.document import HEADS, board_document, sheet_document
from assessment.reasons import score_text
from assessment.sheets import Sheet, ranked
from assessment.workbook import SHEET_HEADS, board_workbook, sheet_workbook
from definitions import load_definitions
from etl import frozen
from ledger.assessments import Assessments
from ledger.folder import DataFolder
from tests.assessment.built import steps
from warehouse.connection import open_served

ORIGIN = "演示。依据《方案》第1版"


@pytest.fixture(scope="module")
def year(sample_data: Path) -> dict[int, list[Sheet]]:
    """Both years of the sample: 2022 is scored to the end, 2023 is not."""
    warehouse = open_served(sample_data)
    assert warehouse is not None
    with Assessments(DataFolder(sample_data).ledger) as assessments:
        found = {
            y: frozen.standing(warehouse, load_definitions(), assessments.course(y)) for y in (2022, 2023)
        }
    warehouse.close()
    return {y: standing[1] for y, standing in found.items() if standing}


def of(sheets: list[Sheet], body: str) -> Sheet:
    return next(sheet for sheet in sheets if sheet.body == body)


def workbook(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_sheet_as_excel_has_numbers_that_add_up(year):
    sheet = of(year[2022], "market_supervision")
    page = workbook(sheet_workbook(sheet, load_definitions(), ORIGIN)).active
    assert sheet.total is not None
    assert sheet.grade is not None
    rows = list(page.iter_rows(min_row=3, values_only=True))
    assert rows[0] == SHEET_HEADS
    scores = [row[7] for row in rows[1 : 1 + len(sheet.lines)] if row[0] not in ("加分项", "一票否决")]
    assert sum(score for score in scores if isinstance(score, int | float)) == pytest.approx(float(sheet.got))
    assert {row[0]: row[7] for row in rows[-5:]} == {
        "基数": float(sheet.base), "得分合计": float(sheet.got), "加分": float(sheet.bonus), "总分": float(sheet.total),
        "等次": sheet.grade.title,
    }  # fmt: skip
    assert page["A2"].value == ORIGIN
    assert (page.freeze_panes, page.print_title_rows, page.page_setup.orientation) == (
        "D4",
        "$3:$3",
        "landscape",
    )
    assert page.page_setup.paperSize == int(page.PAPERSIZE_A4)
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_a_sheet_that_is_not_finished_says_so(year):
    sheet = of(year[2023], "market_supervision")
    page = workbook(sheet_workbook(sheet, load_definitions(), ORIGIN)).active
    last = [row[7] for row in page.iter_rows(values_only=True) if row[0] == "总分（尚未评完）"]
    assert last == ["～".join(str(end) for end in sheet.range or ())]
    word = Document(io.BytesIO(sheet_document(sheet, load_definitions(), ORIGIN)))
    assert any("项未评，总分在" in paragraph.text for paragraph in word.paragraphs)


def test_a_sheet_as_word_is_a_table_in_the_forms_columns(year):
    sheet = of(year[2022], "urban_management")
    word = Document(io.BytesIO(sheet_document(sheet, load_definitions(), ORIGIN)))
    [table] = word.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert tuple(cells[0]) == HEADS
    assert len(cells) == 1 + len(sheet.lines)
    assert [row[4] for row in cells if "负责人出庭应诉" in row[2]] == ["不计"]
    # A level-1 item stands once beside all below it.
    assert [row[0] for row in cells[1:7]] == ["依法决策（25分）"] * 6
    assert word.paragraphs[-1].text == ORIGIN
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE


def test_the_summary_has_every_body_and_only_meaningful_ranks(year):
    sheets, ranks = year[2022], ranked(year[2022])
    book = workbook(board_workbook(sheets, ranks, load_definitions(), ORIGIN))
    page = book["汇总"]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(sheets) == 35
    assert [row[-3] for row in rows] == [float(sheet.total) for sheet in sheets]
    assert [row[-1] for row in rows] == [ranks.get(sheet.body) for sheet in sheets]
    assert None in [row[-1] for row in rows]
    items = book["逐项得分"]
    assert items.freeze_panes == "B4"
    assert items.max_row == 3 + len(sheets)
    word = Document(io.BytesIO(board_document(sheets, ranks, load_definitions(), ORIGIN)))
    assert len(word.tables[0].rows) == 1 + len(sheets)


def test_no_text_becomes_a_formula(year):
    sheet = of(year[2022], "market_supervision")
    page = workbook(sheet_workbook(sheet, load_definitions(), "=1+1")).active
    assert page["A2"].data_type == "s"
    assert page["A2"].value == "'=1+1"


def test_what_no_office_file_can_hold_spoils_none(year):
    sheet = of(year[2022], "market_supervision")
    word = steps(
        {"body": sheet.body, "item": "disclosure", "score": Decimal(3), "reason": "甲\x0b乙\x00\ud800"}
    )
    told = [
        replace(line, judged=word, settled=None, ruling=None) if line.item.item == "disclosure" else line
        for line in sheet.lines
    ]
    told_of = replace(sheet, lines=told)
    page = workbook(sheet_workbook(told_of, load_definitions(), ORIGIN)).active
    assert any("甲\ufffd乙" in str(row[10]) for row in page.iter_rows(min_row=4, values_only=True))
    assert sheet_document(told_of, load_definitions(), ORIGIN)


def test_0_for_want_of_a_return_is_like_no_other_0(year):
    """青山镇 did not send all: a number still, and told apart; what is out says why."""
    sheet = next(s for s in year[2022] if any(line.row["state"] == "not_reported" for line in s.lines))
    line = next(line for line in sheet.lines if line.row["state"] == "not_reported" and line.score == 0)
    assert score_text(line) == "0（未报送）"
    book = workbook(board_workbook(year[2022], {}, load_definitions(), ORIGIN))
    page = book["逐项得分"]
    formats = {cell.number_format for row in page.iter_rows(min_row=4) for cell in row if cell.value == 0}
    assert any("未报送" in one for one in formats)
    texts = {str(cell.value) for row in page.iter_rows(min_row=4) for cell in row}
    assert {"不计（无此职能）", "不计（没有发生）", "不计（不适用）"} <= texts
