"""The office's own template: what it may say, what comes of it, and how every mistake is told."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definitions import load_definitions
from reports.sentences import Told, View, values
from reports.template import MOST_BYTES, Filling, TemplateFault, fill, sample_template
from tests.reports.conftest import chapter, exhibit
from tests.reports.test_word import drawn

Say = Callable[..., Told]


@pytest.fixture
def filling(view: Callable[..., View], say: Say) -> Filling:
    return Filling(
        plain={"年度": "2022", "对比年度": "2021", "单位": "芦淞区<&>", "标题": "素材", "发布": "第1次发布"},
        sections=tuple(load_definitions().sentences),
        values=values(view()),
        chapter=lambda code: chapter(say(code, "lusong", 2022, 2021)),
        table=lambda code: None if code == "reporting" else exhibit("100-023", title=f"{code}的表"),
        pictures={
            "litigation_1": lambda: exhibit("100-038", drawn=True, picture=drawn()),
            "litigation_2": lambda: exhibit("100-046", drawn=True),
            "permits_1": lambda: None,
        },
    )


def template(*paragraphs: str) -> bytes:
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def filled(filling: Filling, *paragraphs: str) -> Document:
    return docx.Document(io.BytesIO(fill(template(*paragraphs), filling)))


def texts(word: Document) -> list[str]:
    return [p.text for p in word.paragraphs]


def test_names_are_filled_in(filling: Filling) -> None:
    word = filled(
        filling,
        "{{ 单位 }}{{ 年度 }}年",
        "{{ 句.litigation }}",
        "{{ 值.permits_granted }}，{{ 值.court_appearance_rate }}",
        "见图号{{ 图号.permits }}",
    )
    first, told, quoted, number = texts(word)
    assert first == "芦淞区<&>2022年"
    assert "80%（4/5），未达到100%的目标，缺1件" in told
    assert quoted == "41673件，80%（4/5）"
    assert number == "见图号100-014"


def test_sentences_carry_a_comment_with_their_number(filling: Filling) -> None:
    word = filled(filling, "前言", "一、{{ 句.litigation }}完")
    [comment] = word.comments
    assert comment.text.startswith("图号100-014")


def test_tables_become_native_and_pictures_are_drawn(filling: Filling) -> None:
    word = filled(
        filling, "{{p 表.permits }}", "{{ 图.litigation_1 }}", "{{ 图.litigation_2 }}", "{{ 图.permits_1 }}"
    )
    assert [c.text for c in word.tables[0].rows[1].cells] == ["甲", "3"]
    assert round(word.inline_shapes[0].width.mm) == 156
    assert any("见图号100-046" in text for text in texts(word))
    assert any("没有可画的图" in text for text in texts(word))


def test_the_list_holds_what_was_used(filling: Filling) -> None:
    word = filled(filling, "{{ 句.litigation }}", "{{p 表.permits }}", "{{p 图号一览 }}")
    assert [row.cells[0].text for row in word.tables[-1].rows] == ["图号", "100-014", "100-023"]


def test_the_sample_template_can_be_filled_as_it_is(filling: Filling) -> None:
    sections = {code: section.title for code, section in load_definitions().sentences.items()}
    content = sample_template(sections, tuple(filling.pictures), ("permits_granted",))
    word = docx.Document(io.BytesIO(fill(content, filling)))
    whole = "\n".join(texts(word))
    assert "{{" not in whole
    assert "41673件" in whole
    assert len(word.tables) == 2
    assert len(list(word.comments)) == len(sections)


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{ 年渡 }}", "“年渡”不是可用的名称。可用的有：年度"),
        ("{{ 句.permit }}", "“permit”不是可用的名称。是否应为 permits"),
        ("{{ 值.permit_granted }}", "是否应为 permits_granted"),
        ("{{ 年度 ", "不完整"),
        ("{% for x in 句 %}", "不完整"),
        ("{% for x in 句 %}{% endfor %}", "不允许"),
        ("{% if 年渡 is defined %}有{% endif %}", "不允许"),
        ("{{ 年渡 | default('') }}", "不允许"),
        ("{{ 1 / 0 }}", "不允许"),
        ("{{ '长' * 10 ** 9 }}", "不允许"),
        ("{{ lipsum() }}", "不允许"),
        ("{{ cycler }}", "“cycler”不是可用的名称"),
        ("{{ 句 }}", "请写明是哪一个，如 {{ 句.permits }}"),
        ("{{ 句.made }}", "“made”不是可用的名称"),
        ("{{ 值.values }}", "“values”不是可用的名称"),
        ("{{ 年度.upper }}", "没有下一级"),
        ("{{ 表.permits }}", "请写成 {{p 表.permits }}"),
        ("{{ 图号一览 }}", "请写成 {{p 图号一览 }}"),
        ("{{p 句.permits }}", "写成 {{ 句.permits }}"),
        ("{{p 图.litigation_1 }}", "写成 {{ 图.litigation_1 }}"),
        ("{{ 年度.__class__.__mro__ }}", "不允许"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "不允许"),
        ("{{ 年度 + 1 }}", "不允许"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(filling: Filling, paragraph: str, said: str) -> None:
    with pytest.raises(TemplateFault) as told:
        fill(template(paragraph), filling)
    assert said in str(told.value)


def test_no_placeholder_reaches_into_what_it_is_given(filling: Filling, tmp_path: Path) -> None:
    """A picture knows its document, which can write files and take them in."""
    secret, written = tmp_path / "secret.xml", tmp_path / "written.docx"
    secret.write_text("<secret/>", encoding="utf-8")
    for call in (f"save('{written}')", f"replace_zipname('word/settings.xml', '{secret}')"):
        with pytest.raises(TemplateFault, match="不允许"):
            fill(template(f"{{{{ 图.litigation_1.tpl.{call} }}}}"), filling)
    assert not written.exists()


def test_where_there_is_no_table_a_paragraph_says_so(filling: Filling) -> None:
    word = filled(filling, "{{p 表.reporting }}")
    assert texts(word) == ["（没有可列的数据）"]


def test_a_name_in_the_files_properties_is_filled_in_too(filling: Filling) -> None:
    word = docx.Document()
    word.core_properties.title = "{{ 单位 }}素材"
    content = io.BytesIO()
    word.save(content)
    assert docx.Document(io.BytesIO(fill(content.getvalue(), filling))).core_properties.title.startswith(
        "芦淞区"
    )


def packed(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("types", "[Content_Types].xml"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是 Word 的 docx"),
        (b"%PDF-1.7", "不是 Word 的 docx"),
        (b"x" * (MOST_BYTES + 1), "超过10MB"),
        (packed(word=b"x"), "不是 Word 的 docx"),
        (packed(types=b"<Types/>", word__document=b"x"), "不是 Word 的 docx"),
        (packed(types=b'<Types a="macroEnabled"/>'), "带有宏"),
        (packed(types=b"<Types/>", bomb=b"\0" * (101 * 1024 * 1024)), "展开后太大"),
    ],
    ids=["empty", "pdf", "large", "no types", "no document", "macro", "bomb"],
)
def test_what_is_no_template_is_refused(filling: Filling, content: bytes, said: str) -> None:
    with pytest.raises(TemplateFault) as told:
        fill(content, filling)
    assert said in str(told.value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("{}%| .句值表图年度permits_'\"[]()+", max_size=24))
def test_whatever_is_written_is_filled_or_told(filling: Filling, text: str) -> None:
    """Nothing but a document or a fault comes of it; a text without braces stays as it is."""
    try:
        [found] = texts(docx.Document(io.BytesIO(fill(template(text), filling))))
    except TemplateFault:
        assert "{" in text
        return
    if "{" not in text:
        assert found == text
