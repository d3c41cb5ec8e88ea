"""What our Word documents share: fonts for Chinese, native tables whose head is repeated, an official document's page."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from console.spreadsheet import writable

LATIN = "Times New Roman"
TITLE, HEADING, SUBHEADING, TEXT = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
"""The fonts of GB/T 9704; a computer without one of them shows its own song or fangsong."""
SIZE, LINE, SMALL = 16.0, 28.0, 10.5
"""三号, its lines, and 五号 for tables and captions."""
TEXT_WIDTH_MM = 156.0
TABLE = "Table Grid"


def set_font(what: Any, font: str, latin: str | None = None) -> None:
    """Of a style or a run: Word keeps the font of Chinese apart from that of Latin letters."""
    what.font.name = latin or font
    what.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def official_document() -> Word:
    """An empty A4 document in the style of an official one, with headings the navigation pane knows and page numbers."""
    word = Document()
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    body = word.styles["Normal"]
    set_font(body, TEXT, LATIN)
    body.font.size = Pt(SIZE)
    _lines(body)
    for name, font, size in (
        ("Title", TITLE, 22.0),
        ("Heading 1", HEADING, SIZE),
        ("Heading 2", SUBHEADING, SIZE),
    ):
        style = word.styles[name]
        set_font(style, font, LATIN)
        # The theme's fonts would win over those named here.
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.size, style.font.bold = Pt(size), False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _lines(style)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        if (border := style.element.pPr.find(qn("w:pBdr"))) is not None:
            style.element.pPr.remove(border)
    word.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.styles["Title"].paragraph_format.space_after = Pt(LINE)
    _page_number(page.footer.paragraphs[0])
    return word


def _lines(style: ParagraphStyle) -> None:
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(LINE)


def _page_number(paragraph: Paragraph) -> None:
    """“– 1 –”, as Word's own field."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("– ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)
    paragraph.add_run(" –")
    for run in paragraph.runs:
        run.font.size = Pt(14)


def indented(paragraph: Paragraph) -> Paragraph:
    """The first line begins two characters in, whatever the size of the letters."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(int(2 * SIZE * 20)))
    return paragraph


def small(paragraph: Paragraph, text: str, bold: bool = False, centred: bool = False) -> Run:
    """A line of small print, as captions and sources are."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.line_spacing = 1.0
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(writable(text))
    run.font.size, run.font.bold = Pt(SMALL), bold
    return run


def add_table(word: Word, heads: Sequence[str], widths: Sequence[float], size: float = 9.0) -> Table:
    """A native table with its head, which is repeated on every page the table runs over; `widths` in centimetres."""
    table = word.add_table(rows=1, cols=len(heads))
    table.style = TABLE
    table.autofit = False
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        table.columns[column].width = Cm(width)
        table.rows[0].cells[column].width = Cm(width)
        write(table.rows[0].cells[column], head, bold=True, size=size)
        table.rows[0].cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def add_row(
    table: Table, texts: Sequence[str], right: Sequence[bool], widths: Sequence[float], size: float
) -> None:
    """A row that is not torn apart at the end of a page; numbers stand at the right."""
    row = table.add_row()
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)
    for cell, text, at_right, width in zip(row.cells, texts, right, widths, strict=True):
        cell.width = Cm(width)
        write(cell, text, size=size)
        if at_right:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def write(cell: _Cell, text: str, bold: bool = False, size: float = 9.0) -> None:
    """Puts a text into a cell in the place of what was there."""
    paragraph = cell.paragraphs[0]
    for run in list(paragraph.runs):
        run._element.getparent().remove(run._element)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = paragraph.add_run(writable(text))
    run.font.size, run.font.bold = Pt(size), bold


def to_bytes(word: Word) -> bytes:
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()
