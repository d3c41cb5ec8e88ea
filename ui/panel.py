"""What pages put on screen: a chart with its table behind a switch, headline cards, tables with a download."""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui import matrix
from ui.caption import Caption
from ui.cards import Card, cards_html
from ui.charts import caption_of, place
from ui.tables import csv_bytes, html_table

CHART, TABLE = "图", "表"


def headline(cards: Sequence[Card]) -> None:
    """A row of headline cards; make them with `ui.cards.card`."""
    if cards:
        st.html(cards_html(cards))


@st.fragment
def chart_panel(
    figure: go.Figure,
    table: pd.DataFrame,
    key: str,
    *,
    reading: str = "",
    alt: str | None = None,
    wide: bool = False,
) -> None:
    """A chart and, behind the switch 图|表, the table of the same figures with a CSV download.

    `table` is a display frame (see ui.tables.indicator_table, measure_table); `reading` is one sentence that says
    what is to be seen; `alt` defaults to title, scope and reading; `wide` for a panel over the whole page.
    Switching reruns this panel only. `key` is unique on the page.
    """
    caption = caption_of(figure)
    with st.container(key=f"panel-{key}", border=True, gap=None):
        view = st.session_state.get(f"view-{key}") or CHART
        if view == TABLE:
            st.html(heading(caption) + html_table(table, caption.title) + source(caption))
        else:
            st.html(f'<h3 class="unseen">{escape(caption.title)}</h3>')
            st.plotly_chart(
                place(figure, wide) if wide else figure,
                theme=None,
                config=config(caption),
                key=f"chart-{key}",
                alt=alt or alt_text(caption, reading),
            )
        foot(table, caption, key, view, reading)


def config(caption: Caption) -> dict[str, Any]:
    """One tool, on hover: the figure as an image, named after what it shows."""
    image = {"format": "png", "scale": 3, "filename": f"{caption.title}_{caption.scope}_{caption.period}"}
    return {
        "displaylogo": False,
        "locale": "zh-CN",
        "locales": {"zh-CN": {"dictionary": {"Download plot as a PNG": "下载图片"}}},
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": image,
    }


def foot(
    table: pd.DataFrame,
    caption: Caption,
    key: str,
    view: str,
    reading: str,
    views: tuple[str, str] = (CHART, TABLE),
) -> None:
    """The reading at the left; the switch and, in the second view, the download at the right."""
    with st.container(key=f"foot-{key}", horizontal=True, wrap=False, gap="small"):
        st.html(said(reading))
        with st.container(key=f"tools-{key}", horizontal=True, width="content", gap="small"):
            if view == views[1]:
                download(table, caption, key)
            st.segmented_control(
                f"{caption.title}：显示{views[0]}或{views[1]}",
                list(views),
                default=views[0],
                required=True,
                key=f"view-{key}",
                label_visibility="collapsed",
                persist_state="session",
            )


def download(table: pd.DataFrame, caption: Caption, key: str) -> None:
    st.download_button(
        "下载CSV",
        data=lambda: csv_bytes(table, caption),
        file_name=f"{caption.title}_{caption.scope}_{caption.period}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def table_panel(
    table: pd.DataFrame,
    caption: Caption,
    key: str,
    *,
    reading: str = "",
    before: str = "",
    group: str | None = None,
) -> None:
    """A table on its own, with caption, source and download; `group` as for `html_table`.

    `before` is ready markup (already escaped) above a table too long for a reading below it.
    """
    with st.container(key=f"panel-{key}", border=True, gap=None):
        body = html_table(table, caption.title, group=group)
        below = said(reading) if reading else ""
        st.html(heading(caption) + before + body + below + source(caption))
        with st.container(key=f"tools-{key}", horizontal=True, horizontal_alignment="right"):
            download(table, caption, key)


def html_panel(html: str, caption: Caption, key: str) -> None:
    """Ready markup (already escaped) with the caption and source of a panel."""
    with st.container(key=f"panel-{key}", border=True, gap=None):
        st.html(heading(caption) + html + source(caption))


def status_matrix_panel(
    frame: pd.DataFrame,
    caption: Caption,
    key: str,
    *,
    reading: str = "",
    layout: matrix.Layout | None = None,
) -> None:
    """`queries.status_matrix` as a coloured table: shape, word and value in every cell."""
    _matrix_panel(matrix.status_matrix_html(frame, caption.title, layout=layout), caption, key, reading)


def coverage_panel(frame: pd.DataFrame, caption: Caption, key: str, *, reading: str = "") -> None:
    """`queries.coverage` as a table of who sent what."""
    _matrix_panel(matrix.coverage_matrix_html(frame, caption.title), caption, key, reading)


def _matrix_panel(html: str, caption: Caption, key: str, reading: str) -> None:
    html_panel(html + said(reading), caption, key)


def heading(caption: Caption) -> str:
    return f'<h3 class="panel-title">{escape(caption.title)}</h3><p class="panel-scope">{escape(caption.subtitle)}</p>'


def said(reading: str) -> str:
    return f'<p class="reading">{escape(reading)}</p>'


def source(caption: Caption) -> str:
    return f'<p class="source">{escape(caption.source_line)}</p>'


def alt_text(caption: Caption, reading: str) -> str:
    """What a screen reader says instead of the chart."""
    return f"{caption.title}。{caption.subtitle}。{reading}{caption.source_line}。同一数据见“表”。"
