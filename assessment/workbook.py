"""Score sheets and the summary as Excel: real numbers, frozen heads, ready to print on A4."""

import io
from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessment.reasons import SOURCES, brief_text, reason_text, score_text, unfinished, unsent
from assessment.sheets import Line, Sheet
from assessment.words import number
from console.spreadsheet import inert, writable
from definitions.model import Definitions
from definitions.schemes import POINTS

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "评分标准",
    "自评",
    "自动得分",
    "得分",
    "失分",
    "得分来源",
    "扣分原因",
)
SHEET_WIDTHS = (12, 14, 14, 7, 40, 7, 9, 8, 7, 9, 60)
_THIN = Side(style="thin", color="828E9C")
_EDGE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FIRST_ROW = 4
_UNSENT = '0.00"（未报送）"'
"""Still a number to add up, and not like any other 0."""
_HEAD = PatternFill("solid", fgColor="EEF1F5")


def sheet_workbook(sheet: Sheet, definitions: Definitions, origin: str) -> bytes:
    """One body's score sheet; `origin` says from which publish and in which state it was taken."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "评分表"
    name = definitions.bodies[sheet.body].name
    _titled(page, f"{name}{sheet.scheme.year}年度法治政府建设考核评分表", origin, len(SHEET_HEADS))
    _heads(page, SHEET_HEADS)
    for line in sheet.lines:
        page.append([_cell(value) for value in _sheet_row(sheet, line, definitions)])
    for title, value in _totals(sheet):
        page.append([title, *[None] * 6, value])
    _finish(page, SHEET_WIDTHS, len(SHEET_HEADS), freeze="D4")
    for row, line in enumerate(sheet.lines, start=_FIRST_ROW):
        if unsent(line):
            page.cell(row, SHEET_HEADS.index("得分") + 1).number_format = _UNSENT
    return _bytes(book)


def _sheet_row(sheet: Sheet, line: Line, definitions: Definitions) -> list[object]:
    item = line.item
    first = sheet.scheme.level_1(item)
    second = sheet.scheme.groups[item.of] if item.of else None
    kind = {"bonus": "加分项", "veto": "一票否决"}.get(item.kind, "")
    return [
        first.title if first else kind,
        second.title if second else "",
        item.title,
        item.points if item.kind != "veto" else None,
        item.standard,
        line.self_score.score if line.self_score else None,
        line.automatic,
        line.score if line.score is not None else score_text(line),
        line.lost,
        SOURCES.get(line.source, ""),
        reason_text(line, definitions),
    ]


def _totals(sheet: Sheet) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [("基数", sheet.base), ("得分合计", sheet.got), ("加分", sheet.bonus)]
    if sheet.range is None:
        return [*found, ("总分", "没有适用的项目")]
    if sheet.total is None:
        low, high = sheet.range
        return [*found, ("总分（尚未评完）", f"{low}～{high}")]
    return [*found, ("总分", sheet.total), ("等次", sheet.grade.title if sheet.grade else "")]


def board_workbook(
    sheets: Sequence[Sheet], ranks: dict[str, int], definitions: Definitions, origin: str
) -> bytes:
    """The summary: a line a body, level-1 items, total, grade, rank; a second sheet with every item of every body."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "汇总"
    scheme = sheets[0].scheme
    groups = scheme.of_level(1)
    heads = (
        "单位",
        "类别",
        *(f"{group.title}（{number(group.points)}）" for group in groups),
        "基数",
        "得分合计",
        "加分",
        "总分",
        "等次",
        "同类排名",
    )
    _titled(page, f"{scheme.year}年度法治政府建设考核得分汇总", origin, len(heads))
    _heads(page, heads)
    for sheet in sheets:
        body = definitions.bodies[sheet.body]
        lines = [sheet.of_group(group) for group in groups]
        scored = [Sheet.got_of(found) if Sheet.base_of(found) else "不计" for found in lines]
        total = sheet.total if sheet.total is not None else unfinished(sheet)
        end = [sheet.base, sheet.got, sheet.bonus, total]
        graded = sheet.grade.title if sheet.grade else "未定"
        row = [body.name, definitions.categories[body.category], *scored, *end, graded, ranks.get(sheet.body)]
        page.append([_cell(value) for value in row])
    _finish(page, (30, 14, *[13] * len(groups), 8, 10, 8, 9, 9, 9), len(heads), freeze="B4")
    _every_item(book.create_sheet("逐项得分"), sheets, definitions, origin)
    return _bytes(book)


def _every_item(page: Worksheet, sheets: Sequence[Sheet], definitions: Definitions, origin: str) -> None:
    items = [item for item in sheets[0].scheme.items.values() if item.kind == POINTS]
    heads = ("单位", *(f"{item.title}（{number(item.points)}）" for item in items))
    _titled(page, "逐项得分", origin, len(heads))
    _heads(page, heads)
    for sheet in sheets:
        lines = [sheet.of_item[item.item] for item in items]
        row = [line.score if line.score is not None else brief_text(line) for line in lines]
        page.append([_cell(value) for value in (definitions.bodies[sheet.body].name, *row)])
    _finish(page, (30, *[10] * len(items)), len(heads), freeze="B4")
    for at, sheet in enumerate(sheets, start=_FIRST_ROW):
        for column, item in enumerate(items, start=2):
            if unsent(sheet.of_item[item.item]):
                page.cell(at, column).number_format = _UNSENT


def _titled(page: Worksheet, title: str, origin: str, columns: int) -> None:
    page.append([writable(inert(title))])
    page.append([writable(inert(origin))])
    for row, font in ((1, Font(bold=True, size=14)), (2, Font(size=9, color="55606E"))):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        page.cell(row, 1).font = font
        page.cell(row, 1).alignment = Alignment(horizontal="center" if row == 1 else "left", wrap_text=True)


def _heads(page: Worksheet, heads: Sequence[str]) -> None:
    page.append(list(heads))
    for cell in page[3]:
        cell.font, cell.fill = Font(bold=True), _HEAD


def _cell(value: object) -> object:
    return (
        writable(inert(value))
        if isinstance(value, str)
        else float(value)
        if isinstance(value, Decimal)
        else value
    )


def _finish(page: Worksheet, widths: Sequence[float], columns: int, freeze: str) -> None:
    for number_, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number_)].width = width
    for row in page.iter_rows(min_row=3, max_col=columns):
        for cell in row:
            cell.border = _EDGE
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            if isinstance(cell.value, float):
                cell.number_format = "0.00"
    page.freeze_panes = freeze
    page.print_title_rows = "3:3"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "第 &P 页，共 &N 页"


def _bytes(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
