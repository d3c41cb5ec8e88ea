"""The cells of the form: texts that stay texts, and fields that say, offer and check what belongs into them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from console.spreadsheet import inert
from definitions.model import Column, Words

INPUT_FILL = PatternFill("solid", fgColor="FFFBE6")
LINE = Border(*[Side(style="thin", color="9AA5B1")] * 4)
LAST_FONT = Font(color="6B7785", italic=True)
_LAST_FILL = PatternFill("solid", fgColor="EEEEEE")
_WRONG = Font(color="9C0006", bold=True)
_WRONG_FILL = PatternFill(bgColor="FFC7CE")
_MONEY_WIDTH = 16
NOTHING_DONE = "0"
"""What the list offers before the words: whoever has the function and did nothing shall not leave the cell blank."""


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
    """Makes Excel say what belongs into `cell`, offer the words for what is no number, and mark what is neither.

    A cell has one rule, and of the kind that opens a list Excel takes nothing besides the list, unless it says nothing
    of what it was not offered. So the list does not refuse, and a colour says what the reader would refuse later: it
    sees what was pasted, too.
    """
    said = spoken(words)
    rule = DataValidation("list", formula1=_list((NOTHING_DONE, *said)), allow_blank=True)
    rule.promptTitle, rule.prompt = (
        column.label[:32],
        f"{_kind(column)}，以{column.unit}计。没有发生填 {NOTHING_DONE}；没有数字的，点右边的箭头选{_either(said)}。",
    )
    rule.showInputMessage, rule.showErrorMessage = True, False
    rule.add(cell)
    sheet.add_data_validation(rule)
    cell.fill, cell.border = INPUT_FILL, LINE
    like_a_figure(sheet, cell, column)
    at = cell.coordinate
    wrong = FormulaRule(
        [f'IF(ISERROR({at}),TRUE,IF({at}="",FALSE,NOT({acceptable(at, column, said)})))'],
        font=_WRONG,
        fill=_WRONG_FILL,
    )
    sheet.conditional_formatting.add(at, wrong)


def spoken(words: Words) -> list[str]:
    """The words for what is no number, as the form offers them; the reader takes either comma."""
    return [texts[0].replace(",", "，") for texts in words.states.values()]


def acceptable(at: str, column: Column, said: Sequence[str]) -> str:
    """What holds of a cell with a number the reader would take, or one of the words."""
    either = ",".join(f"{at}={quoted(text)}" for text in said)
    return f"IF(ISNUMBER({at}),{number_holds(at, column)},OR({either}))"


def number_holds(at: str, column: Column) -> str:
    """What holds of a cell whose number the reader would take."""
    whole = f",{at}=INT({at})" if column.integer else ""
    return f"AND({at}>=0{whole})"


def _kind(column: Column) -> str:
    return "填整数" if column.integer else "填数字，可带小数"


def _list(texts: Sequence[str]) -> str:
    return quoted(",".join(texts))


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


def quoted(text: str) -> str:
    """A text as a formula says it, which it cannot end."""
    return '"' + text.replace('"', '""') + '"'


def _either(texts: Sequence[str]) -> str:
    return "或".join(f"“{text}”" for text in texts)
