"""A disclosure table as Excel, Word and a web page: the same heads, rows and notes in each."""

import io
from collections.abc import Iterator
from html import escape
from itertools import groupby

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.table import Table
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from console.spreadsheet import inert, writable
from reports.disclosure_model import Disclosed, Head, in_unit, text_of
from reports.word import DEMONSTRATION, full_width
from reports.word_style import add_row, add_table, official_document, small, to_bytes, write

FIRST = "单位"
UNCLEAN = "导出前核对，有下列情况："


def spans(table: Disclosed) -> Iterator[tuple[str, int, int]]:
    """The headings above, with the first and last column each stands over (from 0)."""
    at = 0
    for title, heads in groupby(table.heads, key=lambda head: head.group):
        count = len(list(heads))
        yield title, at, at + count - 1
        at += count


def head_text(head: Head) -> str:
    """“罚没金额（万元）”; the unit only where the heading above does not say it."""
    return head.label if f"（{head.unit}）" in head.group else f"{head.label}（{head.unit}）"


def below(table: Disclosed) -> list[str]:
    """Everything said under the table: notes, what the checks found, where it is from."""
    found = [f"{i}．{note}" for i, note in enumerate(table.notes, start=1)]
    if not table.clean:
        found += [UNCLEAN, *(f"· {check.text}" for check in table.checks if not check.ok)]
    mark = [f"【{DEMONSTRATION}】"] if table.demonstration else []
    return [*found, *([table.source] if table.source else []), *mark]


def to_xlsx(table: Disclosed) -> bytes:
    """Numbers as numbers, except those a mark belongs to; printed on one page's width of A4 across."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "统计表"
    last = len(table.heads) + 1
    sheet.append([inert(writable(table.title))])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=16), Alignment(horizontal="center")
    sheet.append([])
    _xlsx_heads(sheet, table)
    for line in table.rows:
        cells = [
            float(in_unit(cell.value, head))
            if cell.value is not None and not cell.mark
            else text_of(cell, head)
            for cell, head in zip(line.cells, table.heads, strict=True)
        ]
        sheet.append(
            [
                inert(writable(line.name)),
                *(int(c) if isinstance(c, float) and c.is_integer() else c for c in cells),
            ]
        )
    line = Side(style="thin", color="888888")
    for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row, max_col=last):
        for cell in row:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            if cell.row > 4 and cell.column > 1:
                cell.alignment = Alignment(horizontal="right")
    for text in below(table):
        sheet.append([inert(writable(text))])
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=last)
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        # Merged cells do not grow with their text by themselves.
        sheet.row_dimensions[sheet.max_row].height = 15 * (1 + int(full_width(text) // (6 * last + 10)))
    sheet.freeze_panes = "B5"
    sheet.column_dimensions["A"].width = 22
    for i in range(2, last + 1):
        sheet.column_dimensions[get_column_letter(i)].width = 12
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:4"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xlsx_heads(sheet: Worksheet, table: Disclosed) -> None:
    sheet.cell(3, 1, FIRST)
    sheet.merge_cells(start_row=3, start_column=1, end_row=4, end_column=1)
    for title, first, last in spans(table):
        sheet.cell(3, first + 2, inert(writable(title)))
        sheet.merge_cells(start_row=3, start_column=first + 2, end_row=3, end_column=last + 2)
    for i, head in enumerate(table.heads, start=2):
        sheet.cell(4, i, inert(writable(head_text(head))))
    for row in (3, 4):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def to_docx(table: Disclosed) -> bytes:
    """A native table on A4 across; both rows of heads are repeated on every page."""
    word = official_document()
    page = word.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(20)
    word.core_properties.title = writable(table.title)
    word.add_paragraph(writable(table.title), style="Title")
    if table.demonstration:
        small(page.header.paragraphs[0], f"【{DEMONSTRATION}】", bold=True, centred=True)
    width = (26.1 - 3.2) / len(table.heads)
    widths = (3.2, *[width] * len(table.heads))
    drawn = add_table(word, ["", *[""] * len(table.heads)], widths, 8.0)
    _docx_heads(drawn, table, widths)
    right = (False, *[True] * len(table.heads))
    for line in table.rows:
        texts = [
            line.name,
            *(text_of(cell, head) for cell, head in zip(line.cells, table.heads, strict=True)),
        ]
        add_row(drawn, texts, right, widths, 8.0)
    for text in below(table):
        small(word.add_paragraph(), text)
    return to_bytes(word)


def _docx_heads(drawn: Table, table: Disclosed, widths: tuple[float, ...]) -> None:
    add_row(drawn, [""] * len(widths), (False,) * len(widths), widths, 8.0)
    upper, lower = drawn.rows[0], drawn.rows[1]
    for cell, head in zip(lower.cells[1:], table.heads, strict=True):
        write(cell, head_text(head), bold=True, size=8.0)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    lower._tr.get_or_add_trPr().append(upper._tr.trPr[0].__copy__())  # type: ignore[index]
    for title, first, last in spans(table):
        cell = upper.cells[first + 1].merge(upper.cells[last + 1])
        write(cell, title, bold=True, size=8.0)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        for paragraph in cell.paragraphs[1:]:
            paragraph._element.getparent().remove(paragraph._element)
    first_column = upper.cells[0].merge(lower.cells[0])
    write(first_column, FIRST, bold=True, size=8.0)
    for paragraph in first_column.paragraphs[1:]:
        paragraph._element.getparent().remove(paragraph._element)


STYLE = """
  body { font: 14px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1f2933; margin: 1.5rem; }
  h1 { font-size: 1.3rem; text-align: center; } .box { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font-size: .85rem; } caption { position: absolute; left: -999em; }
  th, td { border: 1px solid #828e9c; padding: .3rem .45rem; } thead th { background: #f4f6f9; } tbody th { text-align: left; font-weight: 400; white-space: nowrap; }
  td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } tr.total th, tr.total td { font-weight: 700; }
  .below { font-size: .85rem; } .below p { margin: .15rem 0; }
  @media print { @page { size: A4 landscape; margin: 12mm; } body { margin: 0; font-size: 10px; } .box { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""


def to_html(table: Disclosed) -> str:
    """A page that needs nothing else, for the office's own site."""
    title = escape(table.title)
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1>{table_html(table)}</body></html>\n"
    )


def table_html(table: Disclosed) -> str:
    """The table and what is said below it."""
    groups = "".join(
        f'<th scope="colgroup" colspan="{last - first + 1}">{escape(title)}</th>'
        for title, first, last in spans(table)
    )
    heads = "".join(f'<th scope="col">{escape(head_text(head))}</th>' for head in table.heads)
    rows = "".join(
        f'<tr{" class=total" if line is table.total else ""}><th scope="row">{escape(line.name)}</th>'
        + "".join(f"<td>{escape(text_of(c, h))}</td>" for c, h in zip(line.cells, table.heads, strict=True))
        + "</tr>"
        for line in table.rows
    )
    notes = "".join(f"<p>{escape(text)}</p>" for text in below(table))
    return (
        f'<div class="box" role="region" tabindex="0" aria-label="{escape(table.title)}"><table>'
        f'<caption>{escape(table.title)}</caption><thead><tr><th scope="col" rowspan="2">{FIRST}</th>{groups}</tr>'
        f'<tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div><div class="below">{notes}</div>'
    )
