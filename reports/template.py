"""The office's own Word document with placeholders, filled in.

A placeholder is a name in double braces: {{ 年度 }}, {{ 句.permits }}, {{ 值.permits_granted }}, {{ 图.litigation_2 }};
tables stand in a paragraph of their own: {{p 表.permits }}. What is misspelt is said, never left blank.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from console.spreadsheet import writable
from reports.template_names import NamesOnly, PlaceholderFault
from reports.word import Chapter, Exhibit, comment_text, native_table, register
from reports.word_style import official_document, to_bytes

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
PLAIN = ("年度", "对比年度", "单位", "标题", "发布")
GROUPS = {
    "句": "一节的句子",
    "值": "一个项目或指标的数值",
    "表": "一节的数据表",
    "图": "一节的第几张图",
    "图号": "一节文字所用数据的图号",
}
LIST = "图号一览"
BLOCKS = ("表", LIST)
"""What fills whole paragraphs."""


class TemplateFault(Exception):
    """The template cannot be filled; the text says in Chinese where and what to do."""


@dataclass(frozen=True)
class Filling:
    """What placeholders stand for. Chapters and exhibits are made when a placeholder asks for them."""

    plain: Mapping[str, str]
    """Those of `PLAIN`."""
    sections: tuple[str, ...]
    values: Mapping[str, str]
    """measure or indicator → its value as a sentence writes it, or the word for why there is none"""
    chapter: Callable[[str], Chapter]
    """section → its sentences and the number of their figures"""
    table: Callable[[str], Exhibit | None]
    pictures: Mapping[str, Callable[[], Exhibit | None]]
    """“litigation_2” → the second chart of the section"""


class _Lazy(Mapping[str, Any]):
    """Values made when asked for, each once."""

    def __init__(self, names: tuple[str, ...], make: Callable[[str], Any]) -> None:
        self._names, self._make = names, make
        self.made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _Xml:
    """Ready markup of Word; to Jinja it is safe as it stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __html__(self) -> str:
        return self._text

    def __str__(self) -> str:
        return self._text


def fill(template: bytes, filling: Filling) -> bytes:
    """The template with every placeholder filled in. Raises `TemplateFault`."""
    check(template)
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
    except Exception as error:  # whatever is inside: python-docx trusts it in many ways
        raise TemplateFault(
            "打不开这份文件：不是 Word 的 docx 文档，或者已损坏、加了密码。请在 Word 里另存为 docx 后再传。"
        ) from error
    asked: list[Exhibit] = []
    names = _names(document, filling, asked)
    environment = NamesOnly(names, GROUPS, BLOCKS)
    try:
        document.render(names, environment, autoescape=True)
    except PlaceholderFault as error:
        raise TemplateFault(str(error)) from error
    except TemplateSyntaxError as error:
        raise TemplateFault(
            f"占位符写得不完整{_around(error)}。请检查双花括号是否成对，如 {{{{ 年度 }}}}。"
        ) from error
    except (TemplateError, TypeError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateFault(
            f"占位符不能这样用{_around(error)}。占位只写名称；表格用 {{{{p 表.章节 }}}}，单独占一段。"
        ) from error
    content = io.BytesIO()
    document.save(content)
    # Opened anew: the document at hand still thinks of the text it had before it was filled in.
    word = Document(io.BytesIO(content.getvalue()))
    for code in names["句"].made:
        _comment(word, filling.chapter(code))
    return to_bytes(word)


def check(template: bytes) -> None:
    """What is too large, holds macros, or is no such document is refused before anything in it is read."""
    if len(template) > MOST_BYTES:
        raise TemplateFault(f"模板超过{MOST_BYTES // 1024 // 1024}MB。请删去其中的大图后再传。")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
            types = packed.read("[Content_Types].xml") if unpacked <= MOST_UNPACKED else b""
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise TemplateFault(
            "这不是 Word 的 docx 文档，或者加了密码。请在 Word 里另存为 docx 后再传。"
        ) from error
    if unpacked > MOST_UNPACKED:
        raise TemplateFault("模板展开后太大，没有打开。请另存一份再传。")
    if b"macroEnabled" in types:
        raise TemplateFault("模板里带有宏。请在 Word 里另存为不带宏的 docx 后再传。")


def _names(document: DocxTemplate, filling: Filling, asked: list[Exhibit]) -> dict[str, Any]:
    """All names a placeholder may use."""

    def noted(exhibit: Exhibit) -> Exhibit:
        if exhibit.number not in {one.number for one in asked}:
            asked.append(exhibit)
        return exhibit

    def told(code: str) -> str:
        chapter = filling.chapter(code)
        noted(chapter.figures)
        return writable(chapter.text)

    def table(code: str) -> _Xml:
        exhibit = filling.table(code)
        return (
            _line(document.docx, "（没有可列的数据）")
            if exhibit is None
            else _table(document.docx, noted(exhibit))
        )

    def picture(name: str) -> Any:
        exhibit = filling.pictures[name]()
        if exhibit is None or exhibit.picture is None:
            return (
                "（没有可画的图）"
                if exhibit is None
                else f"（服务器未能画图，见图号{noted(exhibit).number}）"
            )
        return InlineImage(document, io.BytesIO(noted(exhibit).picture or b""), width=Mm(exhibit.width_mm))

    def number(code: str) -> str:
        return noted(filling.chapter(code).figures).number

    return {
        **filling.plain,
        "句": _Lazy(filling.sections, told),
        "值": _Lazy(tuple(filling.values), lambda code: writable(filling.values[code])),
        "表": _Lazy(filling.sections, table),
        "图": _Lazy(tuple(filling.pictures), picture),
        "图号": _Lazy(filling.sections, number),
        LIST: _Listed(document.docx, asked),
    }


class _Listed:
    """The list of the numbers used so far; put it at the end of the template."""

    def __init__(self, word: Word, asked: list[Exhibit]) -> None:
        self._word, self._asked = word, asked

    def __html__(self) -> str:
        return str(_xml_of(self._word, lambda: register(self._word, self._asked, heading=False)))

    __str__ = __html__


def _table(word: Word, exhibit: Exhibit) -> _Xml:
    return _xml_of(word, lambda: native_table(word, exhibit))


def _line(word: Word, text: str) -> _Xml:
    """A paragraph in the place of a table: bare text between paragraphs would damage the file."""
    return _xml_of(word, lambda: word.add_paragraph(text))


def _xml_of(word: Word, add: Callable[[], Any]) -> _Xml:
    """What is added to the end of the document, taken out of it again as markup."""
    body = word.element.body
    before = set(body)
    add()
    added = [element for element in body if element not in before]
    text = "".join(etree.tostring(element, encoding="unicode") for element in added)
    for element in added:
        body.remove(element)
    return _Xml(text)


def _around(error: Exception) -> str:
    """The text of the template near the mistake."""
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    near = next((line for line in lines if "{" in line), "")
    return f"（“{near[:60]}”附近）" if near else ""


def _comment(word: Word, chapter: Chapter) -> None:
    """Where the sentences of a chapter stand, a comment leads to the number of their figures."""
    text = writable(chapter.text)
    for paragraph in paragraphs(word):
        for run in paragraph.runs:
            if text and text in run.text:
                word.add_comment(
                    run, text=comment_text(chapter.figures, []), author="数据看板", initials="图号"
                )


def paragraphs(word: Word) -> Iterator[Paragraph]:
    """Those of the text and of its tables."""
    yield from word.paragraphs
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def sample_template(sections: Mapping[str, str], pictures: tuple[str, ...], values: tuple[str, ...]) -> bytes:
    """A template that shows each kind of placeholder; `sections`: code → title, with one picture and value of each as given."""
    word = official_document()
    word.add_paragraph("{{ 单位 }}{{ 年度 }}年法治政府建设数据素材", style="Title")
    word.add_paragraph("（{{ 发布 }}。下面的文字可以随意改动、增删，双花括号里的名称会换成数据。）")
    for code, title in sections.items():
        word.add_heading(title, 1)
        word.add_paragraph(f"{{{{ 句.{code} }}}}")
        word.add_paragraph(f"（以上数据见图号 {{{{ 图号.{code} }}}}）")
        if picture := next((name for name in pictures if name.startswith(f"{code}_")), ""):
            word.add_paragraph(f"{{{{ 图.{picture} }}}}")
    first = next(iter(sections), "")
    if first:
        word.add_heading("附表", 1)
        word.add_paragraph(f"{{{{p 表.{first} }}}}")
    for value in values:
        word.add_paragraph(f"单独引用一个数：{{{{ 值.{value} }}}}")
    word.add_heading(LIST, 1)
    word.add_paragraph(f"{{{{p {LIST} }}}}")
    return to_bytes(word)
