"""Score sheets and the summary as Word, in the columns such forms have: native tables, A4 across."""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from assessment.reasons import reason_text, score_text, unfinished
from assessment.sheets import Sheet
from assessment.words import number
from console.spreadsheet import writable
from definitions.model import Definitions
from definitions.schemes import Item, Scheme
from reports.word_style import add_table, set_font, to_bytes, write

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADS = ("一级指标", "二级指标", "评分标准", "自评", "得分", "扣分原因")
WIDTHS = (2.6, 3.0, 7.2, 1.4, 1.8, 9.0)
BODY_FONT, TITLE_FONT = "仿宋", "黑体"


def sheet_document(sheet: Sheet, definitions: Definitions, origin: str) -> bytes:
    """One body's score sheet; items that do not concern it are listed with the reason."""
    word = _document(f"{definitions.bodies[sheet.body].name}{sheet.scheme.year}年度法治政府建设考核评分表")
    _paragraph(word, _result(sheet), 12)
    table = add_table(word, HEADS, WIDTHS)
    starts: dict[int, list[int]] = {0: [], 1: []}
    above: tuple[str, str] = ("", "")
    for row, line in enumerate(sheet.lines, start=1):
        first, second = _levels(line.item, sheet.scheme)
        standard = f"{line.item.title}（{number(line.item.points)}分）：{line.item.standard}"
        own = number(line.self_score.score) if line.self_score and line.self_score.score is not None else ""
        texts = ("", "", standard, own, score_text(line), reason_text(line, definitions))
        cells = table.add_row().cells
        for column, text in enumerate(texts):
            write(cells[column], text)
        if first != above[0]:
            starts[0].append(row)
            write(cells[0], first)
        if (first, second) != above:
            starts[1].append(row)
            write(cells[1], second)
        above = (first, second)
    for column, rows in starts.items():
        for start, after in zip(rows, [*rows[1:], len(sheet.lines) + 1], strict=True):
            if after - start > 1:
                merged = table.cell(start, column).merge(table.cell(after - 1, column))
                # Every cell leaves its empty paragraph behind.
                for paragraph in merged.paragraphs[1:]:
                    paragraph._element.getparent().remove(paragraph._element)
    _paragraph(word, origin, 9)
    return to_bytes(word)


def _levels(item: Item, scheme: Scheme) -> tuple[str, str]:
    first = scheme.level_1(item)
    if first is None or item.of is None:
        return ("加分项" if item.kind == "bonus" else "一票否决"), ""
    second = scheme.groups[item.of]
    return f"{first.title}（{number(first.points)}分）", f"{second.title}（{number(second.points)}分）"


def _result(sheet: Sheet) -> str:
    if sheet.range is None:
        return "没有适用的项目。"
    if sheet.total is None:
        low, high = sheet.range
        return f"尚有{len(sheet.open)}项未评，总分在{low}至{high}分之间。"
    grade = sheet.grade.title if sheet.grade else ""
    rescaled = sheet.total - sheet.bonus
    return (
        f"适用项目共{number(sheet.base)}分，得{number(sheet.got)}分，折算{number(rescaled)}分；"
        f"加分{number(sheet.bonus)}分；总分{sheet.total}分，评为{grade}。"
    )


def board_document(
    sheets: Sequence[Sheet], ranks: dict[str, int], definitions: Definitions, origin: str
) -> bytes:
    """The summary, a line a body."""
    scheme = sheets[0].scheme
    word = _document(f"{scheme.year}年度法治政府建设考核得分汇总")
    groups = scheme.of_level(1)
    heads = (
        "单位",
        *(f"{g.title}（{number(g.points)}）" for g in groups),
        "得分/基数",
        "加分",
        "总分",
        "等次",
        "同类排名",
    )
    width = (25.0 - 6.5) / (len(heads) - 1)
    table = add_table(word, heads, (6.5, *[width] * (len(heads) - 1)))
    for sheet in sheets:
        lines = [sheet.of_group(group) for group in groups]
        scored = [
            f"{number(Sheet.got_of(f))}/{number(Sheet.base_of(f))}" if Sheet.base_of(f) else "不计"
            for f in lines
        ]
        total = f"{sheet.total}" if sheet.total is not None else unfinished(sheet)
        graded = sheet.grade.title if sheet.grade else "未定"
        texts = (
            definitions.bodies[sheet.body].name, *scored, f"{number(sheet.got)}/{number(sheet.base)}",
            number(sheet.bonus), total, graded, str(ranks.get(sheet.body, "—")),
        )  # fmt: skip
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            write(cell, text)
    _paragraph(word, origin, 9)
    return to_bytes(word)


def _document(title: str) -> Word:
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.0)
    set_font(word.styles["Normal"], BODY_FONT)
    head = word.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(writable(title))
    run.font.size, run.font.bold = Pt(16), True
    set_font(run, TITLE_FONT)
    return word


def _paragraph(word: Word, text: str, size: float) -> None:
    word.add_paragraph().add_run(writable(text)).font.size = Pt(size)
