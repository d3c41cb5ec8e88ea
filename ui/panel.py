"""What pages put on screen: a chart with its table behind a switch, headline cards, tables with a download.

The functions here make a `Part`, ready to be put on screen; sections of pages are decorated with `shown`.
"""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from html import escape
from typing import Any, Concatenate, ParamSpec

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui import matrix
from ui.access import here
from ui.caption import Caption
from ui.cards import Card, cards_html
from ui.charts import Finished, caption_of
from ui.context import Context
from ui.markdown import literal
from ui.remembered import remembered
from ui.tables import csv_bytes, html_table

CHART, TABLE = "图", "表"

Part = Callable[[], object]
"""Puts something finished on screen, as often as it is called."""
P = ParamSpec("P")


def shown(section: Callable[Concatenate[Context, P], Part | None]) -> Callable[Concatenate[Context, P], None]:
    """Makes a section's part once a view, and puts it on screen where and whenever the section is called."""
    made = remembered(section)

    @wraps(section)
    def show(now: Context, /, *args: P.args, **named: P.kwargs) -> None:
        if (part := made(now, *args, **named)) is not None:
            part()

    return show


def in_pairs(*sections: Callable[[], None]) -> None:
    """Two panels a row, in order: no gap where one of them is left out."""
    for i in range(0, len(sections), 2):
        for place, section in zip(st.columns(2), sections[i : i + 2], strict=False):
            with place:
                section()


def html(text: str) -> Part:
    """Ready markup (already escaped)."""
    return partial(_html, text)


def _html(text: str) -> None:
    st.html(text)


def headline(cards: Sequence[Card]) -> Part | None:
    """A row of headline cards; make them with `ui.cards.card`."""
    return html(cards_html(cards)) if cards else None


def chart_panel(
    figure: go.Figure,
    table: pd.DataFrame,
    key: str,
    *,
    reading: str = "",
    alt: str | None = None,
    wide: bool = False,
) -> Part:
    """A chart and, behind the switch 图|表, the table of the same figures with a CSV download.

    `table` is a display frame (see ui.tables.indicator_table, measure_table); `reading` is one sentence that says
    what is to be seen; `alt` defaults to title, scope and reading; `wide` for a panel over the whole page.
    Switching reruns this panel only. `key` is unique on the page.
    """
    caption = caption_of(figure)
    alt = alt or alt_text(caption, reading)
    return partial(_chart_panel, Finished(figure, wide), caption, table, key, reading, alt)


@st.fragment
def _chart_panel(
    figure: Finished, caption: Caption, table: pd.DataFrame, key: str, reading: str, alt: str
) -> None:
    with st.container(key=f"panel-{key}", border=True, gap=None):
        view = st.session_state.get(f"view-{key}") or CHART
        if view == TABLE:
            st.html(heading(caption))
            st.html(html_table(table, caption.title) + source(caption))
        else:
            st.html(f'<h3 class="unseen">{escape(caption.title)}</h3>')
            st.plotly_chart(figure, theme=None, config=config(caption), key=f"chart-{key}", alt=alt)
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
            # Always there: the switch keeps its place, or Streamlit may draw it anew and the keyboard's focus is lost.
            with st.container(width="content"):
                if view == views[1]:
                    download(table, caption, key)
            st.segmented_control(
                literal(f"{caption.title}：显示{views[0]}或{views[1]}"),
                list(views),
                default=views[0],
                required=True,
                key=f"view-{key}",
                label_visibility="collapsed",
                persist_state="session",
            )


def download(table: pd.DataFrame, caption: Caption, key: str) -> None:
    """For who may take figures with him."""
    if not here.may("download"):
        return
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
) -> Part:
    """A table on its own, with caption, source and download; `group` as for `html_table`.

    `before` is ready markup (already escaped) above a table too long for a reading below it.
    """
    body = html_table(table, caption.title, group=group)
    below = said(reading) if reading else ""
    return partial(
        _table_panel, heading(caption) + before + body + below + source(caption), table, caption, key
    )


def _table_panel(text: str, table: pd.DataFrame, caption: Caption, key: str) -> None:
    with st.container(key=f"panel-{key}", border=True, gap=None):
        st.html(text)
        with st.container(key=f"tools-{key}", horizontal=True, horizontal_alignment="right"):
            download(table, caption, key)


def html_panel(text: str, caption: Caption, key: str) -> Part:
    """Ready markup (already escaped) with the caption and source of a panel."""
    return plain_panel(heading(caption) + text + source(caption), key)


def plain_panel(text: str, key: str) -> Part:
    """Ready markup (already escaped) in the frame of a panel."""
    return partial(_plain_panel, text, key)


def _plain_panel(text: str, key: str) -> None:
    with st.container(key=f"panel-{key}", border=True, gap=None):
        st.html(text)


def status_matrix_panel(
    frame: pd.DataFrame,
    caption: Caption,
    key: str,
    *,
    reading: str = "",
    layout: matrix.Layout | None = None,
) -> Part:
    """`queries.status_matrix` as a coloured table: shape, word and value in every cell."""
    return html_panel(
        matrix.status_matrix_html(frame, caption.title, layout=layout) + said(reading), caption, key
    )


def coverage_panel(frame: pd.DataFrame, caption: Caption, key: str, *, reading: str = "") -> Part:
    """`queries.coverage` as a table of who sent what."""
    return html_panel(matrix.coverage_matrix_html(frame, caption.title) + said(reading), caption, key)


def heading(caption: Caption) -> str:
    return f'<h3 class="panel-title">{escape(caption.title)}</h3><p class="panel-scope">{escape(caption.subtitle)}</p>'


def said(reading: str) -> str:
    return f'<p class="reading">{escape(reading)}</p>'


def source(caption: Caption) -> str:
    return f'<p class="source">{escape(caption.source_line)}</p>'


def alt_text(caption: Caption, reading: str) -> str:
    """What a screen reader says instead of the chart."""
    return f"{caption.title}。{caption.subtitle}。{reading}{caption.source_line}。同一数据见“表”。"
