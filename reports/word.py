"""The Word pack: chapters of sentences, native tables and pictures, each number of which leads to a figure number."""

import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm
from docx.text.run import Run

from console.spreadsheet import writable
from reports.sentences import Sentence
from reports.word_style import (
    SMALL,
    TEXT_WIDTH_MM,
    add_row,
    add_table,
    indented,
    official_document,
    small,
    to_bytes,
)

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AUTHOR = "数据看板"
DEMONSTRATION = "演示数据，不得作为工作依据引用"
NO_PICTURE = "（服务器上没有浏览器，未能画图，以下是图中的数据。）"
ORDINALS = "一二三四五六七八九十"
NARROWEST = 2.0
"""Characters a column of a table has room for at least."""
CENTIMETRES, PADDING = 2.54 / 72, 0.42
"""Of a point; of both margins of a cell."""
DENSE = 6
"""Columns from which on a table is set in smaller type."""


@dataclass(frozen=True)
class Exhibit:
    """A registered figure as it goes into a document. `rows` are texts as they read on screen."""

    number: str
    title: str
    subtitle: str
    source_line: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    """Which columns stand at the right."""
    drawn: bool = False
    """It is a chart; without a `picture` its data stand in its place."""
    picture: bytes | None = None
    width_mm: float = TEXT_WIDTH_MM
    alt: str = ""


@dataclass(frozen=True)
class Chapter:
    """A section of the report. `figures` is the registered table of every figure the sentences speak of."""

    code: str
    title: str
    sentences: Sequence[Sentence]
    figures: Exhibit
    exhibits: Sequence[Exhibit] = ()

    @property
    def text(self) -> str:
        return "".join(part.text for sentence in self.sentences for part in sentence)


def word_pack(
    title: str,
    chapters: Sequence[Chapter],
    origin: str,
    demonstration: bool,
    told: Callable[[int, int], None] | None = None,
) -> bytes:
    """The document; `origin` is a line that says what it was made from, `told` hears of every chapter done (of how many)."""
    word = official_document()
    word.core_properties.title = writable(title)
    word.core_properties.author = AUTHOR
    word.core_properties.comments = writable(origin)
    word.core_properties.created = datetime.now()
    word.add_paragraph(writable(title), style="Title")
    if demonstration:
        small(word.sections[0].header.paragraphs[0], f"【{DEMONSTRATION}】", bold=True, centred=True)
    for i, chapter in enumerate(chapters):
        word.add_heading(f"{ordinal(i + 1)}、{chapter.title}", 1)
        tell(word, chapter)
        for exhibit in chapter.exhibits:
            put(word, exhibit)
        if told:
            told(i + 1, len(chapters))
    register(word, [e for c in chapters for e in (c.figures, *c.exhibits)])
    small(word.add_paragraph(), origin)
    return to_bytes(word)


def ordinal(number: int) -> str:
    """1 → 一, 10 → 十, 11 → 十一, 20 → 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return ORDINALS[ones - 1]
    return ("" if tens == 1 else ORDINALS[tens - 1]) + "十" + (ORDINALS[ones - 1] if ones else "")


def tell(word: Word, chapter: Chapter) -> None:
    """The sentences in one paragraph; each that holds figures has a comment with the number they are found under."""
    paragraph = indented(word.add_paragraph())
    for sentence in chapter.sentences:
        runs = [(part, paragraph.add_run(writable(part.text))) for part in sentence]
        figures = [(part, run) for part, run in runs if part.figure]
        if figures:
            comment(word, chapter.figures, [run for _, run in figures], [part.text for part, _ in figures])


def comment(word: Word, of: Exhibit, runs: Sequence[Run], texts: Sequence[str]) -> None:
    """From the first figure of a sentence to its last."""
    word.add_comment([runs[0], runs[-1]], text=comment_text(of, texts), author=AUTHOR, initials="图号")


def comment_text(of: Exhibit, texts: Sequence[str]) -> str:
    """“图号100-023：41673件、24件。来源：…。”"""
    said = f"{'、'.join(text.lstrip('，') for text in texts)}。" if texts else ""
    return writable(f"图号{of.number}：{said}{of.source_line.removeprefix(f'图号{of.number}；')}。")


def put(word: Word, exhibit: Exhibit) -> None:
    """A picture with its caption, or a table under its own."""
    if exhibit.drawn and exhibit.picture is not None:
        picture(word, exhibit, exhibit.picture)
        return
    caption(word, exhibit, "表" if not exhibit.drawn else "图", keep=True)
    if exhibit.drawn:
        small(word.add_paragraph(), NO_PICTURE, centred=True).italic = True
    if exhibit.subtitle:
        line = word.add_paragraph()
        small(line, exhibit.subtitle, centred=True)
        line.paragraph_format.keep_with_next = True
    native_table(word, exhibit)
    small(word.add_paragraph(), exhibit.source_line)


def picture(word: Word, exhibit: Exhibit, content: bytes) -> None:
    """The picture says all of itself; below it stands what the text refers to."""
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # In lines of a fixed height a picture would be cut to one line.
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(exhibit.width_mm))
    properties = shape._inline.docPr
    properties.set("descr", writable(exhibit.alt))
    properties.set("title", writable(f"图{exhibit.number} {exhibit.title}"))
    caption(word, exhibit, "图", keep=False)


def caption(word: Word, exhibit: Exhibit, kind: str, keep: bool) -> None:
    paragraph = word.add_paragraph()
    small(paragraph, f"{kind}{exhibit.number}　{exhibit.title}", bold=True, centred=True)
    paragraph.paragraph_format.keep_with_next = keep


def native_table(word: Word, exhibit: Exhibit) -> None:
    """The rows as Word's own table, as wide as the text."""
    size = SMALL if len(exhibit.columns) < DENSE else 8.0
    widths = column_widths(exhibit, size)
    table = add_table(word, list(exhibit.columns), widths, size)
    for row in exhibit.rows:
        add_row(table, row, exhibit.numeric, widths, size)
    if not exhibit.rows:
        add_row(table, ["没有记录", *[""] * (len(exhibit.columns) - 1)], exhibit.numeric, widths, size)


def column_widths(exhibit: Exhibit, size: float) -> list[float]:
    """Centimetres, together the width of the text; where it is not enough, the widest columns wrap, never a number."""
    longest = [
        max(full_width(text) for text in (head, *(row[i] for row in exhibit.rows)))
        for i, head in enumerate(exhibit.columns)
    ]
    # Word sets Latin letters and Chinese characters a little apart: a character more.
    wanted = [(max(NARROWEST, one) + 1) * size * CENTIMETRES + PADDING for one in longest]
    total, most = TEXT_WIDTH_MM / 10, max(wanted)
    while sum(min(one, most) for one in wanted) > total:
        most *= 0.98
    found = [min(one, most) for one in wanted]
    return [one * total / sum(found) for one in found]


def full_width(text: str) -> float:
    """Width in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def register(word: Word, exhibits: Sequence[Exhibit], heading: bool = True) -> None:
    """At the end: where each number of the document is found."""
    if heading:
        word.add_heading("图号一览", 1)
    heads = ("图号", "标题", "范围、期间、单位", "来源与口径")
    widths = (2.2, 4.4, 3.6, 5.4)
    table = add_table(word, heads, widths, 8.0)
    for one in exhibits:
        texts = (one.number, one.title, one.subtitle, one.source_line)
        add_row(table, texts, (False,) * 4, widths, 8.0)
