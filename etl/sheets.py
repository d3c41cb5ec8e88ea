"""An xlsx workbook as grids: values as the sender sees them, formulas as text, merged ranges."""

import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from etl.faults import Refused
from etl.files import MAX_COLUMNS
from etl.grids import Budget, GridBuilder, number_text, percent_text
from etl.model import Grid

_TRUE = ("1", "true")
_QUOTED_ONLY = re.compile(r'"[^"]*"|\[[^\]]*\]')
_LITERAL_POINT = re.compile(r"[0#?][!\\]\.([0#?]+)")
_THOUSANDS = re.compile(r"[0#?](,+)(?![0#?.,])")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_xlsx(path: Path) -> tuple[list[Grid], list[str]]:
    """Gives the visible sheets that hold anything, and the names of the hidden ones."""
    budget = Budget()
    # An open file, not its path: originals are stored without an ending, which openpyxl would refuse.
    with path.open("rb") as file, warnings.catch_warnings():
        # openpyxl warns of every drawing, validation and style it leaves out; none of them is a figure.
        warnings.simplefilter("ignore")
        workbook = load_workbook(file, read_only=True, keep_links=False)
        try:
            sheets = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
            if not sheets:
                # Strict Open XML has namespaces openpyxl does not know, and looks empty to it.
                raise Refused("file_unreadable")
            visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
            grids = [_grid(sheet, budget) for sheet in visible]
        finally:
            workbook.close()
    return [grid for grid in grids if grid.rows], [sheet.title for sheet in sheets if sheet not in visible]


def _grid(sheet: ReadOnlyWorksheet, budget: Budget) -> Grid:
    """Streams one sheet.

    The parser below openpyxl's read-only sheet is used directly: it gives only cells that exist, so a sheet
    that claims 1,048,576 x 16,384 empty cells costs nothing, and it also meets the merged ranges at the end.
    """
    builder, formats = GridBuilder(sheet.title, budget), _Formats(sheet.parent)
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        # Translating shared formulas costs time and fails on odd ones; their text is shown, not computed.
        parser.parse_formula = _formula_text
        for number, cells in _by_number(parser, builder.hidden_rows):
            builder.formulas.update((number, cell["column"]) for cell in cells if cell["data_type"] == "f")
            builder.add(number, _texts(cells, formats))
        builder.merged.extend(_merged(parser))
        builder.hidden_columns.extend(_hidden_columns(parser))
    return builder.grid()


def _formula_text(cell: Element) -> str:
    return "=" + (cell.findtext(FORMULA_TAG) or "")


def _hidden_columns(parser: WorkSheetParser) -> Iterator[range]:
    for one in parser.column_dimensions.values():
        if one.get("hidden") in _TRUE:
            yield range(int(one["min"]), min(int(one["max"]), MAX_COLUMNS) + 1)


def _by_number(parser: WorkSheetParser, hidden: set[int]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Rows with a blank one wherever the sheet leaves some out; numbers of hidden ones go to `hidden`."""
    last = 0
    for number, cells in parser.parse():
        if number > last + 1:
            yield last + 1, []
        if parser.row_dimensions.get(str(number), {}).get("hidden") in _TRUE:
            hidden.add(number)
        yield number, cells
        last = number
        # The parser keeps the attributes of every row; a million formatted empty rows would add up.
        parser.row_dimensions.clear()


def _texts(cells: Iterable[dict[str, Any]], formats: "_Formats") -> list[str]:
    filled = [cell for cell in cells if cell["value"] is not None and cell["value"] != ""]
    texts = [""] * max((cell["column"] for cell in filled), default=0)
    for cell in filled:
        texts[cell["column"] - 1] = _text(cell["value"], cell["style_id"], formats)
    return texts


def _text(value: Any, style: int, formats: "_Formats") -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if formats.is_percent(style):
            return percent_text(value)
        divisor = formats.divisor(style)
        return number_text(value) if divisor == 1 else number_text(float(Decimal(repr(value)) / divisor))
    if isinstance(value, date) and formats.is_year(style):
        return str(value.year)
    return date_text(value)


def date_text(value: Any) -> str:
    """ISO text of a date or time."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


def _merged(parser: WorkSheetParser) -> Iterator[tuple[int, int, int, int]]:
    for merged in parser.merged_cells.mergeCell if parser.merged_cells else ():
        yield merged.min_row, merged.min_col, merged.max_row, merged.max_col


class _Formats:
    """What a cell's style makes of its number."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._codes: dict[int, str] = {}
        self._divisors: dict[int, int] = {}

    def divisor(self, style: int) -> int:
        """What the format divides by before it shows: `0!.0000` shows 12345 as 1.2345, `0.0,` as 12.3."""
        if style not in self._divisors:
            code = _QUOTED_ONLY.sub("", self._raw(style)).partition(";")[0]
            point, thousands = _LITERAL_POINT.search(code), _THOUSANDS.search(code)
            digits = len(point[1]) if point else 3 * len(thousands[1]) if thousands else 0
            self._divisors[style] = 10**digits
        return self._divisors[style]

    def is_percent(self, style: int) -> bool:
        return "%" in self._code(style)

    def is_year(self, style: int) -> bool:
        """`yyyy年`: the sender sees a year, not a day."""
        code = self._code(style).lower()
        return "y" in code and not any(mark in code for mark in "mdhs")

    def _code(self, style: int) -> str:
        if style not in self._codes:
            self._codes[style] = _QUOTED.sub("", self._raw(style))
        return self._codes[style]

    def _raw(self, style: int) -> str:
        number = self._workbook._cell_styles[style].numFmtId
        custom = self._workbook._number_formats
        if 164 <= number < 164 + len(custom):
            return str(custom[number - 164])
        return str(BUILTIN_FORMATS.get(number, ""))
