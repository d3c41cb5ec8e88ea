"""One sheet of the form: what is asked for, last year's figures beside it, and below whether it adds up."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from definitions.model import Body, Column, Dataset, Identity, Words
from etl.own_form import carried_in, columns_in, last_header, last_row
from etl.template_cells import INPUT_FILL, LAST_FONT, LINE, append, ask_for, like_a_figure, put, shut, spoken
from etl.template_checks import BROKEN, HOLDS, ILL, WELL, filled_in, formula

REASON = "原因"

Value = tuple[Decimal | None, str]
"""A figure and its state."""

_HEADER_FILL = PatternFill("solid", fgColor="E8EDF3")
_NAME_WIDTH = 30
_LINE_HEIGHT = 15
_GREY = Font(color="6B7785")


@dataclass(frozen=True)
class Asked:
    """Whose figures a form asks for, of which year; `last` are those of the year before, `when` what they are of."""

    body: Body
    year: int
    words: Words
    last: Mapping[str, Value] = field(default_factory=dict)
    when: str = ""

    def last_of(self, columns: Sequence[Column]) -> Mapping[str, Value]:
        """Last year's figures of some columns; none where none of them was asked for then."""
        return {c.measure: self.last[c.measure] for c in columns if c.measure in self.last}


@dataclass
class _Places:
    """The cells in which the measures stand."""

    now: dict[str, Cell] = field(default_factory=dict)
    last: dict[str, Cell] = field(default_factory=dict)


def fill_sheet(sheet: Worksheet, dataset: Dataset, asked: Asked) -> None:
    """Writes the form of one return into an empty sheet."""
    columns = columns_in(dataset, asked.year)
    places = (_wide if dataset.rolls_up else _long)(sheet, columns, asked)
    for column in columns:
        ask_for(sheet, places.now[column.measure], column, asked.words)
    if places.last:
        _show_last(sheet, columns, places, asked)
    if dataset.rolls_up:
        # In a list each line stands for itself: one filled in by us could not be told from one that was meant.
        _carry_in(dataset, places, asked)
    _print_setup(sheet)
    sheet.append([])
    fields = [(places.now[column.measure].coordinate, column) for column in columns]
    _check(sheet, "注：每格填数，或选一种情况。", filled_in(fields, spoken(asked.words)))
    _checks(sheet, [i for i in dataset.identities if i.applies_in(asked.year)], places)
    _notes(sheet, asked.words)


def _wide(sheet: Worksheet, columns: Sequence[Column], asked: Asked) -> _Places:
    """A column a measure: last year's row lies below this year's."""
    headers = ["单位名称", "年度", *(f"{c.label}（{c.unit}）" for c in columns), REASON]
    append(sheet, headers)
    append(sheet, [asked.body.name, asked.year])
    places = _Places({c.measure: sheet.cell(2, at) for at, c in enumerate(columns, start=3)})
    if asked.last_of(columns):
        _label(sheet, last_row(asked.when), LAST_FONT)
        places.last = {c.measure: sheet.cell(3, at) for at, c in enumerate(columns, start=3)}
    sheet.freeze_panes = "C2"
    _dress(sheet, headers, rows=1)
    return places


def _long(sheet: Worksheet, columns: Sequence[Column], asked: Asked) -> _Places:
    """A row a measure: last year's column lies behind this year's."""
    headers = ["单位名称", "年度", "指标名称", "数值", "计量单位"]
    headers += [last_header(asked.when)] if asked.last_of(columns) else []
    headers.append(REASON)
    append(sheet, headers)
    for column in columns:
        append(sheet, [asked.body.name, asked.year, column.label, None, column.unit])
    places = _Places({c.measure: sheet.cell(row, 4) for row, c in enumerate(columns, start=2)})
    if asked.last_of(columns):
        places.last = {c.measure: sheet.cell(row, 6) for row, c in enumerate(columns, start=2)}
    sheet.freeze_panes = "D2"
    _dress(sheet, headers, rows=len(columns))
    return places


def _show_last(sheet: Worksheet, columns: Sequence[Column], places: _Places, asked: Asked) -> None:
    """Puts last year's figures and states beside this year's; what was not asked for then has neither."""
    for column in columns:
        cell = places.last[column.measure]
        put(cell, _content(asked.last[column.measure], asked.words) if column.measure in asked.last else "—")
        like_a_figure(sheet, cell, column)
    shut(sheet, places.last.values(), asked.when)


def _content(known: Value, words: Words) -> int | Decimal | str:
    value, state = known
    if value is None:
        return words.state_titles[state]
    return int(value) if value == value.to_integral_value() else value.normalize()


def _carry_in(dataset: Dataset, places: _Places, asked: Asked) -> None:
    """Fills in what the year begins with, where last year says it; it may be changed like any other figure."""
    for measure, ended in carried_in(dataset, asked.year).items():
        values = [asked.last[one][0] if one in asked.last else None for one in ended]
        known = [value for value in values if value is not None]
        if len(known) == len(ended):
            put(places.now[measure], _content((sum(known, Decimal(0)), "number"), asked.words))


def _dress(sheet: Worksheet, headers: Sequence[str], rows: int) -> None:
    for number, header in enumerate(headers, start=1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEADER_FILL, LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(number)].width = _width(header)
    for row in range(2, rows + 2):
        sheet.cell(row, len(headers)).fill = INPUT_FILL
        sheet.cell(row, len(headers)).border = LINE
    sheet.column_dimensions["A"].width = _NAME_WIDTH
    sheet.row_dimensions[1].height = 48


def _width(header: str) -> float:
    """Columns wide enough for a short header in one line, a long one in three; the label column for its labels."""
    if header in ("指标名称", REASON):
        return 40
    if len(header) <= 8:
        return max(10, 2 * len(header) + 1)
    return max(10, min(24, len(header) * 2 / 3 + 4))


def _print_setup(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _checks(sheet: Worksheet, identities: Sequence[Identity], places: _Places) -> None:
    """A line an identity, which the reader sets aside as a note; beside it Excel says whether it holds."""
    now = {measure: cell.coordinate for measure, cell in places.now.items()}
    last = {measure: cell.coordinate for measure, cell in places.last.items()}
    for identity in identities:
        _check(sheet, f"注：应当：{identity.title}。", formula(identity, now, last))


def _check(sheet: Worksheet, label: str, told: str | None) -> None:
    _label(sheet, label, _GREY)
    verdict = sheet.cell(sheet.max_row, 2)
    verdict.value, verdict.alignment = told, Alignment(vertical="top")
    _colour(sheet, verdict.coordinate)


def _label(sheet: Worksheet, text: str, font: Font) -> None:
    """Adds a row that begins with a text as long as it may be; not every program finds its height by itself."""
    append(sheet, [text])
    cell = sheet.cell(sheet.max_row, 1)
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
    width = sum(1 if letter.isascii() else 2 for letter in text)
    sheet.row_dimensions[sheet.max_row].height = _LINE_HEIGHT * math.ceil(width / (_NAME_WIDTH - 2))


def _colour(sheet: Worksheet, at: str) -> None:
    red, green = Font(color="B42318", bold=True), Font(color="1E7B4B")
    for broken in (BROKEN, ILL):
        sheet.conditional_formatting.add(at, FormulaRule([f'LEFT({at},{len(broken)})="{broken}"'], font=red))
    for holds in (HOLDS, WELL):
        sheet.conditional_formatting.add(at, FormulaRule([f'{at}="{holds}"'], font=green))


def _notes(sheet: Worksheet, words: Words) -> None:
    """Below the table, where the reader sets aside what begins with 注."""
    for line in rules(words)[:4]:
        append(sheet, [f"注：{line}"])
        sheet.cell(sheet.max_row, 1).font = _GREY


def rules(words: Words) -> list[str]:
    """How to fill in a form, in sentences; the first four hold for every sheet."""
    said = {state: f"“{texts[0]}”" for state, texts in words.states.items()}
    return [
        "有此项职能、本年没有发生的，填 0。",
        f"没有此项职能的，选{said['no_such_function']}；有数字但不公开的，选{said['withheld']}。",
        f"暂时没有数字的，选{said['not_reported']}或留空，按未报处理，不会当作 0。",
        f"数字对不上又确实如此的，在“{REASON}”一列写明原因。",
        "只填数字，不写单位、“约”“余”等字，不写公式；金额按表头的单位填。",
        "表头的文字不要改。整张表都留空的，不会改动以前报过的数据，可以分几次报送。",
    ]
