"""The Word pack read back: headings, fonts, native tables, pictures, and a comment behind every figure."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from reports.sentences import Told
from reports.word import NO_PICTURE, column_widths, full_width, ordinal, word_pack
from reports.word_style import TEXT_WIDTH_MM
from tests.reports.conftest import chapter, exhibit

Say = Callable[..., Told]


def drawn() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (1843, 900), "white").save(content, "PNG", dpi=(300, 300))
    return content.getvalue()


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


@pytest.fixture
def pack(say: Say) -> bytes:
    found = say("litigation", "lusong", 2022, 2021)
    pieces = (
        exhibit("100-023", title="应诉情况"),
        exhibit("100-038", title="出庭率：历年", drawn=True, picture=drawn(), alt="折线图：2022年80%"),
        exhibit("100-046", title="缺席：各单位", drawn=True),
    )
    chapters = [chapter(say("permits", "lusong", 2022, 2021)), chapter(found, *pieces)]
    return word_pack("芦淞区2022年数据素材", chapters, "由数据看板生成", True)


def test_it_has_the_shape_of_an_official_document(pack: bytes) -> None:
    word = opened(pack)
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert [round(m.mm) for m in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [37, 35, 28, 26]  # fmt: skip
    headings = [
        (p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Title", "Heading"))
    ]
    assert headings == [
        ("Title", "芦淞区2022年数据素材"), ("Heading 1", "一、行政许可"), ("Heading 1", "二、行政应诉"), ("Heading 1", "图号一览"),
    ]  # fmt: skip
    for name, font in (("Normal", "仿宋_GB2312"), ("Heading 1", "黑体"), ("Title", "方正小标宋简体")):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:ascii")) == "Times New Roman"
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert word.styles["Normal"].font.size.pt == 16
    assert "PAGE" in page.footer._element.xml
    assert "演示数据" in page.header.paragraphs[0].text
    assert word.core_properties.title == "芦淞区2022年数据素材"


def test_every_sentence_with_figures_has_a_comment_that_leads_to_its_number(pack: bytes, say: Say) -> None:
    word = opened(pack)
    sentences = [s for code in ("permits", "litigation") for s in say(code, "lusong", 2022, 2021).sentences]
    figured = [s for s in sentences if any(part.figure for part in s)]
    comments = list(word.comments)
    assert len(comments) == len(figured) > 6
    for comment, sentence in zip(comments, figured, strict=True):
        assert comment.text.startswith("图号100-014：")
        for part in sentence:
            if part.figure:
                assert part.text.lstrip("，") in comment.text
    body = word.element.body
    for comment in comments:
        [start] = body.findall(f".//{qn('w:commentRangeStart')}[@{qn('w:id')}='{comment.comment_id}']")
        between, element = "", start
        while (element := element.getnext()) is not None and element.tag != qn("w:commentRangeEnd"):
            between += "".join(element.itertext())
        assert any(c.isdigit() for c in between)


def test_tables_are_native_and_repeat_their_head(pack: bytes) -> None:
    tables = opened(pack).tables
    data = [[c.text for c in row.cells] for row in tables[0].rows]
    assert data == [["单位", "件"], ["甲", "3"], ["乙", "未报"]]
    for table in tables:
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert tables[0].rows[1].cells[1].paragraphs[0].alignment == 2, "numbers stand at the right"
    assert tables[0].rows[1]._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_pictures_are_as_wide_as_the_text_and_say_what_they_show(pack: bytes) -> None:
    word = opened(pack)
    [picture] = word.inline_shapes
    assert round(picture.width.mm, 1) == 156.0
    assert picture._inline.docPr.get("descr") == "折线图：2022年80%"
    texts = [p.text for p in word.paragraphs]
    assert "图100-038　出庭率：历年" in texts


def test_a_chart_without_a_picture_stands_there_with_its_data(pack: bytes) -> None:
    word = opened(pack)
    assert NO_PICTURE in [p.text for p in word.paragraphs]
    assert "图100-046　缺席：各单位" in [p.text for p in word.paragraphs]
    assert len(word.tables) == 3, "the table, the data of the chart, the list of numbers"


def test_all_numbers_are_listed_at_the_end(pack: bytes) -> None:
    listed = [row.cells[0].text for row in opened(pack).tables[-1].rows]
    assert listed == ["图号", "100-014", "100-014", "100-023", "100-038", "100-046"]


def test_every_part_is_well_formed_and_what_no_office_file_holds_is_seen(say: Say) -> None:
    hostile = exhibit("100-014", title="a\x00b\x0b<w:p>&", rows=[["=1+1", "\ufffe"], ["</w:t>", "3"]])
    content = word_pack("标题\x01<&", [chapter(say("permits", "lusong", 2022, None), hostile)], "来源", False)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(packed.read(name))
    assert "<w:p>&" in "".join(p.text for p in opened(content).paragraphs)


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")]
)
def test_ordinals(number: int, text: str) -> None:
    assert ordinal(number) == text


def test_only_columns_of_sentences_wrap() -> None:
    remark = "合计与各项之和相差一件，报送单位说明为统计口径不同所致，此处照录。" * 2
    columns = ("项目", "单位", "2022年", "2021年", "变化", "报送单位", "说明")
    row = ("审结复议案件", "件", "25", "25", "+9件（+34.6%）", "35/35", remark)
    one = exhibit("100-014", columns=columns, rows=[row], numeric=(False,) * 7)
    widths = column_widths(one, 8.0)
    assert sum(widths) == pytest.approx(TEXT_WIDTH_MM / 10)
    for head, text, width in zip(columns[:-1], row, widths, strict=False):
        assert width > max(full_width(head), full_width(text)) * 8 * 2.54 / 72 + 0.4
