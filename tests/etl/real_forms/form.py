"""A form as a department sends it: the bytes, the file's name, and what a careful person reads in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]
Make = Callable[[], bytes]
Figures = dict[tuple[str, int, str], Decimal | str]
"""(body, year, measure) → the value in the stored unit, or a state."""


@dataclass(frozen=True)
class Form:
    """`says` are all cells a person reads; where `errors` stop the file, nothing else may have been read."""

    style: str
    file: str
    make: Make
    says: Figures
    errors: frozenset[str] = frozenset()
    """Codes of the errors a person would want, all of them."""
    said: Sequence[str] = ()
    """Codes of notices, or words of a message, that must be there: what the sender has to be asked."""
    fails: str = ""
    """What becomes of it today (WRONG or LOST: loaded so; NOT SAID; REFUSED), and why."""


def of(body: str, year: int, **figures: float | str) -> Figures:
    return {
        (body, year, measure): value if isinstance(value, str) else Decimal(str(value))
        for measure, value in figures.items()
    }


def xlsx(
    sheets: Mapping[str, Rows] | Rows,
    merge: Sequence[str] = (),
    then: Callable[[Worksheet], None] = lambda sheet: None,
) -> Make:
    """`merge` and `then` (whatever else was done by hand) are for the first sheet."""

    def make() -> bytes:
        book, file = openpyxl.Workbook(), BytesIO()
        book.remove(book.worksheets[0])
        for name, rows in _named(sheets).items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        for cells in merge:
            book.worksheets[0].merge_cells(cells)
        then(book.worksheets[0])
        book.save(file)
        return file.getvalue()

    return make


def xls(rows: Rows, merge: Sequence[tuple[int, int, int, int]] = ()) -> Make:
    """`merge` are (first row, last row, first column, last column), from 0."""

    def make() -> bytes:
        book, file = xlwt.Workbook(encoding="gbk"), BytesIO()
        sheet = book.add_sheet("Sheet1")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        for cells in merge:
            sheet.merge(*cells)
        book.save(file)
        return file.getvalue()

    return make


def ods(rows: Rows, spans: Mapping[tuple[int, int], tuple[int, int]]) -> Make:
    """`spans` are (row, column) → (rows, columns) of the merged cells, from 0."""

    def make() -> bytes:
        book, file = OpenDocumentSpreadsheet(), BytesIO()
        table = Table(name="Sheet1")
        covered = {
            (row + down, column + right)
            for (row, column), (height, width) in spans.items()
            for down in range(height)
            for right in range(width)
        } - set(spans)
        for number, row in enumerate(rows):
            line = TableRow()
            for column, value in enumerate(row):
                line.addElement(_ods_cell(value, (number, column) in covered, spans.get((number, column))))
            table.addElement(line)
        book.spreadsheet.addElement(table)
        book.save(file)
        return file.getvalue()

    return make


def _ods_cell(value: Any, is_covered: bool, span: tuple[int, int] | None) -> Any:
    if is_covered:
        return CoveredTableCell()
    kind: dict[str, Any] = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]} if span else {}
    if isinstance(value, str):
        kind |= {"valuetype": "string"}
    elif value is not None:
        kind |= {"valuetype": "float", "value": str(value)}
    cell = TableCell(**kind)
    if value is not None:
        cell.addElement(P(text=str(value)))
    return cell


def text(content: str, encoding: str = "utf-8") -> Make:
    """A CSV file, its line ends as Windows writes them."""
    return lambda: content.replace("\n", "\r\n").encode(encoding)


def _named(sheets: Mapping[str, Rows] | Rows) -> Mapping[str, Rows]:
    return sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
