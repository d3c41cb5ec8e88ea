"""The Excel form a body fills in: one sheet a return it owes, headers as its contract names them."""

import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from console.spreadsheet import inert
from definitions.model import Body, Column, Dataset, Definitions, Words

GUIDE = "填写须知"
_TITLED = "年度报送表"

_HEADER_FILL = PatternFill("solid", fgColor="E8EDF3")
_INPUT_FILL = PatternFill("solid", fgColor="FFFBE6")
_LINE = Border(*[Side(style="thin", color="9AA5B1")] * 4)
_NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]'\x00-\x1f]")
_LONGEST_TITLE = 31
_REASON = "原因"


def write_template(path: Path, body: Body, year: int, definitions: Definitions) -> list[str]:
    """Writes the form for `body` and `year`; returns the titles of its sheets, empty where nothing is owed."""
    owed = [d for d in definitions.datasets.values() if definitions.owes(body, d)]
    if not owed:
        return []
    book = Workbook()
    _guide(book.worksheets[0], owed, body, year, definitions.words)
    titles = []
    for dataset in owed:
        sheet = book.create_sheet(_NOT_IN_A_TITLE.sub(" ", dataset.title)[:_LONGEST_TITLE])
        titles.append(sheet.title)
        form = _wide_form if dataset.rolls_up else _long_form
        form(sheet, dataset, body, year, definitions.words)
    book.active = 1
    try:
        book.save(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return titles


def _columns(dataset: Dataset, year: int) -> list[Column]:
    return [column for column in dataset.columns if column.applies_in(year)]


def _wide_form(sheet: Worksheet, dataset: Dataset, body: Body, year: int, words: Words) -> None:
    columns = _columns(dataset, year)
    headers = ["单位名称", "年度", *(f"{c.label}（{c.unit}）" for c in columns), _REASON]
    _append(sheet, headers)
    _append(sheet, [body.name, year])
    for number, column in enumerate(columns, start=3):
        _ask_for(sheet, sheet.cell(2, number), column, words)
    sheet.freeze_panes = "C2"
    _dress(sheet, headers, rows=1)
    _notes(sheet, dataset, year, words)


def _long_form(sheet: Worksheet, dataset: Dataset, body: Body, year: int, words: Words) -> None:
    columns = _columns(dataset, year)
    headers = ["单位名称", "年度", "指标名称", "数值", "计量单位", _REASON]
    _append(sheet, headers)
    for number, column in enumerate(columns, start=2):
        _append(sheet, [body.name, year, column.label, None, column.unit])
        _ask_for(sheet, sheet.cell(number, 4), column, words)
    sheet.freeze_panes = "D2"
    _dress(sheet, headers, rows=len(columns))
    _notes(sheet, dataset, year, words)


def _ask_for(sheet: Worksheet, cell: Cell, column: Column, words: Words) -> None:
    """Makes Excel say what belongs into `cell`, and refuse what the reader would refuse later."""
    at, said = cell.coordinate, [texts[0] for texts in words.states.values()]
    whole = f",{at}=INT({at})" if column.integer else ""
    spoken = ",".join(f'{at}="{_in_formula(text)}"' for text in said)
    rule = DataValidation(
        "custom", formula1=f"IF(ISNUMBER({at}),AND({at}>=0{whole}),OR({spoken}))", allow_blank=True
    )
    kind = "整数" if column.integer else "数字，可带小数"
    rule.promptTitle, rule.prompt = (
        column.label[:32],
        f"填{kind}，以{column.unit}计。没有发生填 0；没有数字的，填{_either(said)}。",
    )
    rule.errorTitle, rule.error = (
        "填写有误",
        f"这里要填{kind}（以{column.unit}计），或填{_either(said)}，不能写单位和文字。",
    )
    rule.showInputMessage = rule.showErrorMessage = True
    rule.add(cell)
    sheet.add_data_validation(rule)
    cell.fill, cell.border = _INPUT_FILL, _LINE
    cell.number_format = "#,##0" if column.integer else "#,##0.00"
    cell.alignment = Alignment(horizontal="right")


def _in_formula(text: str) -> str:
    """A text between quotes inside a formula, which it cannot end."""
    return text.replace('"', '""')


def _append(sheet: Worksheet, texts: Sequence[str | int | None]) -> None:
    """Adds a row in which a text stays a text, also one that begins with = and after somebody has edited the cell."""
    sheet.append([ILLEGAL_CHARACTERS_RE.sub("", text) if isinstance(text, str) else text for text in texts])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str) and inert(cell.value) != cell.value:
            cell.data_type, cell.quotePrefix = TYPE_STRING, True


def _dress(sheet: Worksheet, headers: list[str], rows: int) -> None:
    for number, header in enumerate(headers, start=1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEADER_FILL, _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(number)].width = _width(header)
    for row in range(2, rows + 2):
        sheet.cell(row, len(headers)).fill = _INPUT_FILL
        sheet.cell(row, len(headers)).border = _LINE
    sheet.column_dimensions["A"].width = 30
    sheet.row_dimensions[1].height = 48
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _width(header: str) -> float:
    """Columns wide enough for the header in three lines; the label column of a long form for its labels."""
    if header in ("指标名称", _REASON):
        return 40
    return max(10, min(24, len(header) * 2 / 3 + 4))


def _notes(sheet: Worksheet, dataset: Dataset, year: int, words: Words) -> None:
    """Below the table, where the reader sets aside what begins with 注."""
    lines = [*_rules(words)[:4], *(f"应当：{i.title}。" for i in dataset.identities if i.applies_in(year))]
    sheet.append([])
    for line in lines:
        _append(sheet, [f"注：{line}"])
        sheet.cell(sheet.max_row, 1).font = Font(color="6B7785")


def is_guide(title: str | None, first_text: str) -> bool:
    """Says whether a sheet is the guide of our own form, which holds no figures and needs no remark."""
    return title == GUIDE and first_text.endswith(_TITLED)


def _guide(sheet: Worksheet, owed: list[Dataset], body: Body, year: int, words: Words) -> None:
    sheet.title = GUIDE
    dues = [f"《{d.title}》：{year + 1}年{int(d.due[:2])}月{int(d.due[3:])}日前报送。" for d in owed]
    lines = [
        f"{body.name}　{year}{_TITLED}",
        "",
        f"本文件有 {len(owed)} 张表，逐张填写浅黄色的格子，填好后原样发回。点一下格子，会显示这一格怎么填。",
        *(f"{number}. {rule}" for number, rule in enumerate(_rules(words), start=1)),
        "",
        *dues,
    ]
    for line in lines:
        _append(sheet, [line])
    for row in range(1, len(lines) + 1):
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 90
    sheet["A1"].font = Font(bold=True, size=14)


def _rules(words: Words) -> list[str]:
    said = {state: f"“{texts[0]}”" for state, texts in words.states.items()}
    return [
        "有此项职能、本年没有发生的，填 0。",
        f"没有此项职能的，填{said['no_such_function']}；有数字但不公开的，填{said['withheld']}。",
        f"暂时没有数字的，填{said['not_reported']}或留空，按未报处理，不会当作 0。",
        f"数字对不上又确实如此的，在“{_REASON}”一列写明原因。",
        "只填数字，不写单位、“约”“余”等字，不写公式；金额按表头的单位填。",
        "表头的文字不要改。整张表都留空的，不会改动以前报过的数据，可以分几次报送。",
    ]


def _either(texts: list[str]) -> str:
    return "或".join(f"“{text}”" for text in texts)
