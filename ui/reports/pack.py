"""The Word pack: choosing what goes in, giving every piece its number, drawing, and putting it together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from reports.template import TemplateFault, fill
from reports.word import MEDIA as WORD
from reports.word import Chapter, Exhibit, word_pack
from ui.access import here
from ui.charts.medium import MEDIA
from ui.context import Context
from ui.exhibits import Exhibit as Shown
from ui.exhibits import Origin, made_again
from ui.figures import freezing, issuing
from ui.figures.printer import NoPrinter, printer
from ui.figures.registered import FORMS
from ui.markdown import literal
from ui.reports import filling, text
from ui.reports.contents import CHARTS, TABLES, Item
from ui.tables import is_numeric, plain_frame, reads_as_number
from ui.words import TITLE

FORM = "word"
MADE = "_pack"
assert FORM in FORMS
Told = Callable[[float, str], object]


@dataclass(frozen=True)
class Wanted:
    """What somebody wants in his document."""

    title: str
    sections: tuple[str, ...]
    charts: bool
    tables: bool
    template: bytes | None = None
    """The office's own document to be filled in; what is in it then decides."""


def shown(now: Context) -> None:
    """The choices, the button, and the sentences as they will read."""
    wanted = choices(now)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pack-made"):
        if st.button(
            "生成 Word", type="primary", icon=":material/description:", disabled=not wanted.sections
        ):
            make(now, wanted)
        offer(now, wanted)
    if missing := printer().missing():
        st.html(f'<p class="reading">{missing}文档里会以数据表代替图片。</p>')
    for code in wanted.sections:
        text.section_text(now, code)


def choices(now: Context) -> Wanted:
    """Title, sections, whether charts and tables go in, or the office's own template."""
    sections = now.definitions.sentences
    title = st.text_input(
        "标题", f"{now.body_name}{now.year}年法治政府建设数据素材", key=f"pack-title-{now.body}-{now.year}", max_chars=80,
    )  # fmt: skip
    chosen = st.multiselect(
        "章节", list(sections), default=list(sections), format_func=lambda code: sections[code].title, key="pack-sections",
        placeholder="请选择章节",
    )  # fmt: skip
    with st.container(horizontal=True, gap="medium"):
        charts = st.checkbox("附图（A4整栏，300 dpi）", value=True, key="pack-charts")
        tables = st.checkbox("附数据表", value=True, key="pack-tables")
    with st.expander("用本单位的 Word 模板"):
        template = own_template(now)
    ordered = tuple(code for code in sections if code in chosen)
    return Wanted(title.strip() or TITLE, ordered, charts, tables, template)


def own_template(now: Context) -> bytes | None:
    """A document with placeholders, and a sample of one."""
    st.html(
        '<p class="state-text">模板是普通的 docx 文档，写上 {{ 年度 }}、{{ 句.permits }} 这样的占位，'
        "生成时换成数据；内容、次序、格式都由模板决定。先下载样板，在 Word 里照着改最省事。</p>"
    )
    st.download_button(
        "下载样板",
        data=lambda: filling.sample(now),
        file_name="Word素材样板.docx",
        mime=WORD,
        on_click="ignore",
        icon=":material/download:",
    )
    sent = st.file_uploader("上传模板（docx）", type=["docx"], key="pack-template", max_upload_size=10)
    return None if sent is None else sent.getvalue()


def make(now: Context, wanted: Wanted) -> None:
    """Makes the document and keeps it for the download; who loses the right meanwhile gets none."""
    reader = here.reader()
    if reader is None or not here.may("download"):
        st.html('<p class="reading">登录已失效，或没有下载的权限。请刷新页面。</p>')
        return
    progress = st.progress(0.0, "正在登记图号……")
    try:
        with reader.acting():
            content = packed(now, wanted, lambda share, said: progress.progress(share, said))
    except TemplateFault as fault:
        st.error(literal(str(fault)))
        return
    finally:
        progress.empty()
    st.session_state[MADE] = (now.view, wanted, content)


def offer(now: Context, wanted: Wanted) -> None:
    """The document that was made for exactly this view and these choices."""
    view, made_for, content = st.session_state.get(MADE, (None, None, b""))
    if (view, made_for) != (now.view, wanted):
        return
    st.download_button(
        f"下载 Word（{len(content) / 1024 / 1024:.1f} MB）",
        data=content,
        file_name=f"{file_title(wanted.title)}.docx",
        mime=WORD,
        on_click="ignore",
        icon=":material/download:",
    )


def file_title(title: str) -> str:
    """What any system takes as a file's name, without its ending; it is never empty and never hidden."""
    plain = "".join(c for c in title if c.isprintable() and c not in '\\/:*?"<>|').strip(" .")
    return plain or TITLE


def packed(now: Context, wanted: Wanted, told: Told) -> bytes:
    """Every piece is registered by its number, then drawn; `told` hears how far it is. The caller acts for the reader.

    Raises `TemplateFault`.
    """
    if wanted.template is not None:
        told(0.1, "正在填写模板……")
        return fill(wanted.template, filling.of(now, wanted.title, lambda item: exhibit_of(now, item)))
    pieces = {code: pieces_of(code, wanted) for code in wanted.sections}
    total, done = sum(map(len, pieces.values())) or 1, 0
    chapters = []
    for code, items in pieces.items():
        found = text.told_of(now, code)
        exhibits: list[Exhibit] = []
        for item in items:
            told(done / total, f"正在整理“{found.title}”……{done}/{total}")
            exhibits += exhibit_of(now, item)
            done += 1
        chapters.append(Chapter(code, found.title, found.sentences, exhibits[0], exhibits[1:]))
    told(1.0, "正在生成文档……")
    return word_pack(wanted.title, chapters, filling.origin_line(now), now.publish.demonstration)


def pieces_of(code: str, wanted: Wanted) -> Sequence[Item]:
    """The figures of the sentences first: the text refers to them."""
    tables = [TABLES[code]] if wanted.tables and code in TABLES else []
    return [Item(text.section_text, (code,)), *tables, *(CHARTS.get(code, ()) if wanted.charts else ())]


def exhibit_of(now: Context, item: Item) -> list[Exhibit]:
    """A piece, registered and drawn; nothing where there is nothing to show of this body."""
    origin = Origin(item.name, item.args, {}, now.page, now.year, now.body, now.compare)
    one = made_again(origin, now)
    if one is None:
        return []
    figure = issuing.issue(one, origin, now, FORM)
    assert figure.frozen is not None
    caption = freezing.caption_of(figure.frozen, figure.number)
    frame = plain_frame(one.table)
    return [
        Exhibit(
            number=figure.number,
            title=caption.title,
            subtitle=caption.subtitle,
            source_line=caption.source_line,
            columns=[str(c) for c in frame.columns],
            rows=[[shown_cell(v) for v in row] for row in frame.itertuples(index=False)],
            numeric=[i > 0 and (is_numeric(frame.iloc[:, i]) or reads_as_number(frame.iloc[:, i].tolist())) for i in range(len(frame.columns))],
            drawn=one.figure is not None,
            picture=picture_of(one, figure.frozen, figure.number),
            alt=figure.frozen["alt"],
        )
    ]  # fmt: skip


def picture_of(one: Shown, kept: freezing.Frozen, number: str) -> bytes | None:
    """None where it is a table, or no picture can be drawn: then its data stand in its place."""
    if one.figure is None:
        return None
    medium = MEDIA["column"]
    try:
        return printer().png(freezing.drawing(kept, medium, number), medium)
    except NoPrinter:
        return None


def shown_cell(found: object) -> str:
    return freezing.shown(None if pd.isna(found) else freezing.value(found))  # type: ignore[call-overload]
