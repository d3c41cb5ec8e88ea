"""The cells of the form: texts that stay texts, and fields that say and check what belongs into them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from console.spreadsheet import inert
from definitions.model import Column, Words

INPUT_FILL = PatternFill("solid", fgColor="FFFBE6")
LINE = Border(*[Side(style="thin", color="9AA5B1")] * 4)
LAST_FONT = Font(color="6B7785", italic=True)
_LAST_FILL = PatternFill("solid", fgColor="EEEEEE")
_MONEY_WIDTH = 16


def append(sheet: Worksheet, texts: Sequence[str | int | None]) -> None:
    """Adds a row of texts and numbers."""
    sheet.append([None] * len(texts))
    for number, text in enumerate(texts, start=1):
        put(sheet.cell(sheet.max_row, number), text)


def put(cell: Cell, content: str | int | Decimal | None) -> None:
    """Writes a text that stays a text, also one that begins with = and after somebody has edited the cell."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", content) if isinstance(content, str) else content
    if isinstance(cell.value, str) and inert(cell.value) != cell.value:
        cell.data_type, cell.quotePrefix = TYPE_STRING, True


def ask_for(sheet: Worksheet, cell: Cell, column: Column, words: Words) -> None:
    """Makes Excel say what belongs into `cell`, and refuse what the reader would refuse later."""
    said = [texts[0] for texts in words.states.values()]
    kind = "整数" if column.integer else "数字，可带小数"
    rule = DataValidation("custom", formula1=_acceptable(cell.coordinate, column, said), allow_blank=True)
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
    cell.fill, cell.border = INPUT_FILL, LINE
    like_a_figure(sheet, cell, column)


def _acceptable(at: str, column: Column, said: Sequence[str]) -> str:
    """The rule of a cell: a number the reader would take, or one of the words.

    A cell has one rule, and one of the kind that opens a list takes nothing besides its list. A list that a formula
    makes (`IF(ISNUMBER(C2),C2,words)`) LibreOffice works out while the cell is still empty, and so would refuse every
    number. Hence the words are not offered in a list, but said beside the cell.
    """
    whole = f",{at}=INT({at})" if column.integer else ""
    spoken = ",".join(f'{at}="{_in_formula(text)}"' for text in said)
    return f"IF(ISNUMBER({at}),AND({at}>=0{whole}),OR({spoken}))"


def shut(sheet: Worksheet, cells: Iterable[Cell], when: str) -> None:
    """Greys cells that hold last year's figures, says what they are, and lets nobody type into them."""
    rule = DataValidation("custom", formula1="FALSE", allow_blank=False)
    rule.promptTitle, rule.prompt = (
        "上年数",
        f"这是上年（{when[:100]}）填报的数，只供对照，不会当作本年数据。",
    )
    rule.errorTitle, rule.error = "不用填", "灰色的格子是上年数，请填在浅黄色的格子里。"
    rule.showInputMessage = rule.showErrorMessage = True
    for cell in cells:
        cell.fill, cell.border, cell.font = _LAST_FILL, LINE, LAST_FONT
        rule.add(cell)
    sheet.add_data_validation(rule)


def like_a_figure(sheet: Worksheet, cell: Cell, column: Column) -> None:
    if not column.integer:
        drawn = sheet.column_dimensions[cell.column_letter]
        drawn.width = max(drawn.width, _MONEY_WIDTH)
    cell.number_format = "#,##0" if column.integer else "#,##0.00"
    cell.alignment = Alignment(horizontal="right")


def _in_formula(text: str) -> str:
    """A text between quotes inside a formula, which it cannot end."""
    return text.replace('"', '""')


def _either(texts: Sequence[str]) -> str:
    return "或".join(f"“{text}”" for text in texts)
