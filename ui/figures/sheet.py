"""A figure's data as an Excel workbook: the table, and beside it everything that says what it is."""

import io

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from console.spreadsheet import inert, writable
from ui.caption import Caption
from ui.charts.lettering import text_width

WIDEST = 48


def workbook(frame: pd.DataFrame, caption: Caption, more: list[tuple[str, str]]) -> bytes:
    """`frame` is a plain frame (see ui.tables.plain_frame); `more` are headings and texts for the second sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "数据"
    sheet.append([text(caption.title)])
    sheet.append([text(caption.subtitle)])
    sheet.append([])
    sheet.append([text(c) for c in frame.columns])
    for row in frame.itertuples(index=False):
        sheet.append([None if pd.isna(v) else text(v) for v in row])
    sheet.append([])
    sheet.append([text(caption.source_line)])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[4]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for i, name in enumerate(frame.columns, start=1):
        longest = max([text_width(str(name)), *(text_width(str(v)) for v in frame.iloc[:, i - 1])])
        sheet.column_dimensions[get_column_letter(i)].width = min(WIDEST, 2 * longest + 3)
    sheet.freeze_panes = "B5"
    about = book.create_sheet("说明")
    for head, said in more:
        about.append([text(head), text(said)])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 16, 90
    for cell in about["B"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def text(found: object) -> object:
    """Numbers as they are; texts such that no program takes them for a formula."""
    if isinstance(found, str):
        return inert(writable(found))
    return found.item() if hasattr(found, "item") else found
