"""Writes the same table in every format a sender may use, and workbooks that no spreadsheet program would write."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

Value = str | int | float | date | None
Rows = Sequence[Sequence[Value]]

PENALTIES: Rows = (
    ("单位名称", "年度", "简易程序", "普通程序", "合计", "罚没金额"),
    ("市场监管局", 2022, 10, 20, 30, 1234.5),
    ("水利局", 2022, "-", 3, 3, None),
    ("教育局", 2022, "不公开", 0, 0, 0),
)


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", separator: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(
    path: Path, sheets: Mapping[str, Rows], hidden: Sequence[str] = (), merge: Sequence[str] = ()
) -> Path:
    """`merge` are ranges of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for cells in merge:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def write_xls(path: Path, sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> Path:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write(number, column, xlwt.Formula(value[1:]))
                elif value is not None:
                    sheet.write(number, column, value)
        sheet.visibility = int(name in hidden)
    book.save(str(path))
    return path


def write_ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def _ods_cell(value: Value) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, str) and value.startswith("="):
        return TableCell(valuetype="float", value="3", formula=f"of:{value}")
    kind = {"valuetype": "string"} if isinstance(value, str) else {"valuetype": "float", "value": str(value)}
    cell = TableCell(**kind)
    cell.addElement(P(text=str(value)))
    return cell


def repack(path: Path, target: Path, parts: Mapping[str, bytes]) -> Path:
    """Copies a zip, with `parts` replaced or added."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for part in source.infolist():
            if part.filename not in parts:
                out.writestr(part, source.read(part))
        for name, content in parts.items():
            # A fixed date: the same workbook made twice is the same file.
            out.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target


def sheet_xml(rows: str, dimension: str = "A1:B2", after: str = "") -> bytes:
    """A worksheet part around the XML of its rows."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData>{after}</worksheet>'
    ).encode()
