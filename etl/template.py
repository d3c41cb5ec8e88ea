"""The Excel form a body fills in: one sheet a return it owes, headers as its contract names them."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from definitions.model import Body, Column, Dataset, Definitions

_HEADER_FILL = PatternFill("solid", fgColor="E8EDF3")


def write_template(path: Path, body: Body, year: int, definitions: Definitions) -> list[str]:
    """Writes the form for `body` and `year`; returns the titles of its sheets, empty where nothing is owed."""
    owed = [d for d in definitions.datasets.values() if definitions.owes(body, d)]
    if not owed:
        return []
    book = Workbook()
    book.remove(book.worksheets[0])
    for dataset in owed:
        sheet = book.create_sheet(dataset.title)
        _long_form(sheet, dataset, body, year) if not dataset.rolls_up else _wide_form(sheet, dataset, body, year)
    _guide(book.create_sheet("填写须知"), definitions)
    book.save(path)
    return [dataset.title for dataset in owed]


def _columns(dataset: Dataset, year: int) -> list[Column]:
    return [column for column in dataset.columns if column.applies_in(year)]


def _heading(column: Column) -> str:
    return f"{column.label}（{column.unit}）"


def _wide_form(sheet: Worksheet, dataset: Dataset, body: Body, year: int) -> None:
    headers = ["单位名称", "年度", *(_heading(c) for c in _columns(dataset, year)), "原因"]
    sheet.append(headers)
    sheet.append([body.name, year])
    sheet.freeze_panes = "C2"
    _dress(sheet, headers)


def _long_form(sheet: Worksheet, dataset: Dataset, body: Body, year: int) -> None:
    headers = ["单位名称", "年度", "指标名称", "数值", "计量单位", "原因"]
    sheet.append(headers)
    for column in _columns(dataset, year):
        sheet.append([body.name, year, column.label, None, column.unit])
    sheet.freeze_panes = "D2"
    _dress(sheet, headers)


def _dress(sheet: Worksheet, headers: list[str]) -> None:
    for number, header in enumerate(headers, start=1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill = Font(bold=True), _HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(number)].width = max(10, min(24, len(header) * 2))
    sheet.row_dimensions[1].height = 42


def _guide(sheet: Worksheet, definitions: Definitions) -> None:
    words = definitions.words
    lines = [
        "有此项职能、本年没有发生的，填 0。",
        f"没有此项职能的，填“{words.states['no_such_function'][0]}”。",
        f"有数字但不公开的，填“{words.states['withheld'][0]}”。",
        "暂时没有数字的，留空，按未报处理，不会当作 0。",
        "数字对不上又确实如此的，在“原因”一列写明原因。",
        "表头的文字不要改；列的次序可以变，行可以增加。",
    ]
    sheet.append(["填写须知"])
    for line in lines:
        sheet.append([line])
    sheet.column_dimensions["A"].width = 60
    sheet["A1"].font = Font(bold=True)
