"""下载: gives what is on screen a figure number, and offers it in every form one can take along."""

from html import escape

import streamlit as st

from ledger.figures import Figure
from ui import context
from ui.access import here
from ui.charts.layout import SMALL_SIZE
from ui.charts.medium import MEDIA, Medium
from ui.context import Context
from ui.exhibits import Exhibit, Origin
from ui.figures import issuing, ways
from ui.figures.printer import printer
from ui.served import tree_order
from warehouse import queries


def taking(one: Exhibit, origin: Origin) -> None:
    """The button, for who may take figures along."""
    if not here.may("download"):
        return
    if st.button("下载", key=f"take-{one.key}", type="tertiary", icon=":material/download:"):
        offered(one, origin)


@st.dialog("下载图表", width="medium")
def offered(one: Exhibit, origin: Origin) -> None:
    """Issues the number, or finds the one that was issued for the very same, and lists the forms."""
    reader = here.reader()
    if reader is None or not here.may("download"):
        st.html('<p class="state-text">登录已失效，或没有下载的权限。请刷新页面。</p>')
        return
    with st.spinner("正在登记图号……"), reader.acting():
        now = view(context.current(), origin)
        figure = issuing.issue(one, origin, now, "number")
    st.html(offer_html(one, figure))


def view(now: Context, origin: Origin) -> Context:
    return issuing.view_of(now, origin, lambda year: tree_order(queries.bodies(now.warehouse, year)))


def offer_html(one: Exhibit, figure: Figure) -> str:
    """The number, the address it opens at, and a link for every form."""
    number = figure.number
    parts = [
        f'<p class="figure-number">图号 <b>{number}</b>'
        f' <button type="button" class="copy" data-copy-text="{number}">复制图号</button></p>',
        f'<p class="state-text">{escape(one.caption.title)}（{escape(one.caption.subtitle)}）已按现在的样子登记。'
        f"以后数据怎样更新，"
        f'<a href="{ways.page(number)}" target="_blank">图号 {number} 的页面</a>都能打开这一份，并列出变化。</p>',
    ]
    if one.figure is not None:
        parts.append(pictures_html(figure))
    data = "".join(f"<li>{link(number, form)}</li>" for form in ways.DATA)
    parts.append(f'<h3 class="take">数据</h3><ul class="takes">{data}</ul>')
    return f'<div class="taking">{"".join(parts)}</div>'


def pictures_html(figure: Figure) -> str:
    """The pictures, or why there are none."""
    if missing := printer().missing():
        return f'<h3 class="take">图片</h3><p class="state-text">{escape(missing)}</p>'
    number = figure.number
    items = "".join(
        f"<li>{link(number, form)}<small>{escape(form.said)}{small_print(figure, MEDIA[form.size])}</small></li>"
        for form in ways.PICTURES
    )
    vector = f"<li>{link(number, ways.VECTOR)}<small>{escape(ways.VECTOR.said)}</small></li>"
    picture = escape(ways.file(number, ways.PICTURES[0], take="copy"))
    copy = f'<li><button type="button" class="copy" data-copy-picture="{picture}">复制图片</button><small>A4整栏，可直接粘贴到 Word</small></li>'
    return f'<h3 class="take">图片</h3><ul class="takes">{items}{vector}{copy}</ul>'


def small_print(figure: Figure, medium: Medium) -> str:
    """Warns where the letters of a large chart come out small."""
    assert figure.frozen is not None
    size = medium.points(SMALL_SIZE, figure.frozen["drawings"][medium.code]["layout"]["width"])
    return f"；最小的字约{size:.1f}磅，偏小" if size < medium.readable else ""


def link(number: str, form: ways.Form) -> str:
    return f'<a href="{escape(ways.file(number, form, take="file"))}">{escape(form.title)}</a>'
