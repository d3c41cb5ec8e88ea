"""The sender's own file back, with what is wrong marked at the very cells it stands in, and listed on a sheet of its own.

A workbook stays what it was: formulas, formats, merged cells. A CSV file, an old workbook or one of OpenDocument comes
back as xlsx with the same sheets, rows and columns, since only there a cell can carry a comment.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from console.spreadsheet import inert
from etl.amend import row_and_column
from etl.archive import open_zip, zip_kind
from etl.contents import Contents, open_contents
from etl.files import XLSX, ZIP, rough_kind
from etl.model import Fault, Grid
from etl.verdict_sheet import BEGINS, TITLE, is_verdict

AUTHOR = "数据核对"
LEVELS = {"error": ("错误", "F8CFCB"), "explain": ("对不上", "FDE9C4"), "notice": ("提示", "DCE9F7")}
"""level → its word, and a pale fill: the word tells them apart where colours do not."""
MOST = 2000
"""Marks in the sheets; the list has the rest too."""
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADS = ("序号", "级别", "工作表", "单元格", "填写内容", "问题", "怎么改")
_WIDTHS = (6, 8, 18, 12, 18, 60, 60)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")
_NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]'\x00-\x1f]")


@dataclass(frozen=True)
class Marked:
    """The file to give back; `unplaced` faults stand in the list alone."""

    file: str
    content: bytes
    unplaced: int


def marked(path: Path, name: str, faults: Sequence[Fault]) -> Marked:
    """Marks the faults found in `path`, called `name` by its sender; one that cannot be read gets the list alone."""
    contents = open_contents(path, name)
    book = _workbook(path, contents)
    _unmark(book)
    placed = dict(_placed(book, faults[:MOST]))
    for cell, positions in _by_cell(placed).values():
        _mark(cell, [faults[position] for position in positions])
    _list(book, faults, placed)
    target = io.BytesIO()
    book.save(target)
    return Marked(f"{_stem(name)}（核对）.xlsx", target.getvalue(), len(faults) - len(placed))


def _stem(name: str) -> str:
    plain = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rpartition("/")[2])
    return plain.rpartition(".")[0] or plain or "报表"


def _workbook(path: Path, contents: Contents) -> Workbook:
    """The sender's own where it is an xlsx that the reader took; else one with the same sheets."""
    if contents.grids and rough_kind(path) == ZIP and _is_xlsx(path):
        with path.open("rb") as file:  # kept without its ending, by which openpyxl would judge it
            return load_workbook(file)
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, grid in enumerate(contents.grids, start=1):
        _copy(grid, book.create_sheet(_title(grid, number)))
    return book


def _is_xlsx(path: Path) -> bool:
    with open_zip(path) as archive:
        return zip_kind(archive) == XLSX


def _title(grid: Grid, number: int) -> str:
    return _NOT_IN_A_TITLE.sub(" ", grid.sheet or "")[:31].strip() or f"数据{number}"


def _copy(grid: Grid, sheet: Worksheet) -> None:
    """Every text in its own row and column; numbers as numbers, whatever a formula could be made of as a text."""
    for row, texts in zip(grid.row_numbers, grid.rows, strict=True):
        for column, text in enumerate(texts, start=1):
            if text:
                _write(sheet.cell(row, column), text)
    for first_row, first_column, last_row, last_column in grid.merged:
        sheet.merge_cells(
            start_row=first_row, start_column=first_column, end_row=last_row, end_column=last_column
        )


def _write(cell: Cell | MergedCell, text: str) -> None:
    if isinstance(cell, MergedCell):
        return
    if _NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if inert(text) != text:
        cell.data_type, cell.quotePrefix = TYPE_STRING, True


def _unmark(book: Workbook) -> None:
    """Takes away what an earlier round marked: our comments, our fills, our list; a fill we covered is gone."""
    for sheet in list(book.worksheets):
        if is_verdict(sheet.title, str(sheet.cell(1, 1).value or "")):
            book.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == AUTHOR and isinstance(cell, Cell):
                    cell.comment = None
                    cell.fill = PatternFill()


def _placed(book: Workbook, faults: Sequence[Fault]) -> Iterator[tuple[int, Cell]]:
    """(position of a fault, its cell), for those that have one; within a merged range its first cell."""
    for position, fault in enumerate(faults):
        sheet, at = _sheet(book, fault), row_and_column(fault.cell)
        if sheet is None or at is None:
            continue
        cell = sheet.cell(*at)
        if isinstance(cell, MergedCell):
            cell = next(
                sheet.cell(r.min_row, r.min_col) for r in sheet.merged_cells.ranges if cell.coordinate in r
            )
        if isinstance(cell, Cell):
            yield position, cell


def _sheet(book: Workbook, fault: Fault) -> Worksheet | None:
    if fault.sheet is None:
        return book.worksheets[0] if len(book.worksheets) == 1 else None
    title = _NOT_IN_A_TITLE.sub(" ", fault.sheet)[:31].strip()
    found = [sheet for sheet in book.worksheets if sheet.title in (fault.sheet, title)]
    return found[0] if found else None


def _by_cell(placed: dict[int, Cell]) -> dict[tuple[str, str], tuple[Cell, list[int]]]:
    found: dict[tuple[str, str], tuple[Cell, list[int]]] = {}
    for position, cell in placed.items():
        key = cell.parent.title, cell.coordinate
        found.setdefault(key, (cell, []))[1].append(position)
    return found


def _mark(cell: Cell, faults: Sequence[Fault]) -> None:
    """The worst level's fill, and every fault in the comment; a comment of the sender's stays above ours."""
    worst = next(level for level in LEVELS if any(fault.level == level for fault in faults))
    cell.fill = PatternFill("solid", fgColor=LEVELS[worst][1])
    said = [f"{LEVELS[f.level][0]}：{f.message}{f.remedy}" for f in faults]
    if len(said) > 1:
        said = [f"{number}. {text}" for number, text in enumerate(said, start=1)]
    if cell.comment is not None:
        said = [cell.comment.text, *said]
    text = ILLEGAL_CHARACTERS_RE.sub("", "\n".join(said))
    cell.comment = Comment(text, AUTHOR, width=360, height=40 + 18 * (len(text) // 24 + len(said)))


def _list(book: Workbook, faults: Sequence[Fault], placed: dict[int, Cell]) -> None:
    """All faults on a sheet of their own, the first of the book; each leads to its cell."""
    sheet = book.create_sheet(_free_title(book), 0)
    counts = [
        f"{word}{n}处" for level, (word, _) in LEVELS.items() if (n := sum(f.level == level for f in faults))
    ]
    sheet["A1"] = f"{BEGINS}{'，'.join(counts) or '没有发现问题'}。按下面改正后，直接把本文件重新上传即可。"
    sheet["A1"].font = Font(bold=True, size=12)
    for column, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True), start=1):
        cell = sheet.cell(2, column, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EDF3")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for position, fault in enumerate(faults):
        _line(sheet, position, fault, placed.get(position))
    sheet.freeze_panes = "A3"
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _line(sheet: Worksheet, position: int, fault: Fault, cell: Cell | None) -> None:
    word, fill = LEVELS[fault.level]
    where = fault.sheet or (cell.parent.title if cell is not None else "—")
    texts = (
        position + 1,
        word,
        where,
        fault.cell or "整份文件",
        fault.value or "",
        fault.message,
        fault.remedy,
    )
    for column, text in enumerate(texts, start=1):
        target = sheet.cell(position + 3, column)
        if isinstance(text, str):
            target.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
            target.data_type, target.quotePrefix = TYPE_STRING, inert(text) != text
        else:
            target.value = text
        target.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(position + 3, 2).fill = PatternFill("solid", fgColor=fill)
    if cell is not None:
        quoted = cell.parent.title.replace("'", "''")
        link = sheet.cell(position + 3, 4)
        link.hyperlink = Hyperlink(link.coordinate, location=f"'{quoted}'!{cell.coordinate}")
        link.font = Font(color="1F4E8C", underline="single")


def _free_title(book: Workbook) -> str:
    titles = {sheet.title for sheet in book.worksheets}
    return next(t for n in range(1, 1000) if (t := TITLE if n == 1 else f"{TITLE}{n}") not in titles)
