"""What pages put on screen: a chart with its table behind a switch, headline cards, tables with a download.

The functions here make a `Part`, ready to be put on screen; sections of pages are decorated with `shown`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from html import escape
from typing import Concatenate, ParamSpec

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui import matrix
from ui.access import here
from ui.caption import Caption
from ui.cards import Card, cards_html
from ui.charts import Finished, caption_of
from ui.context import Context
from ui.exhibits import Exhibit, Origin, register
from ui.figures.taking import taking
from ui.markdown import literal
from ui.markup import show_html
from ui.remembered import remembered
from ui.tables import csv_bytes, html_table

CHART, TABLE = "图", "表"

Part = Callable[[], object] | Exhibit
"""Puts something finished on screen, as often as it is called."""
P = ParamSpec("P")


def shown(section: Callable[Concatenate[Context, P], Part | None]) -> Callable[Concatenate[Context, P], None]:
    """Makes a section's part once a view, and puts it on screen where and whenever the section is called."""
    made, name = remembered(section), register(section)

    @wraps(section)
    def show(now: Context, /, *args: P.args, **named: P.kwargs) -> None:
        part = made(now, *args, **named)
        if isinstance(part, Exhibit):
            part.show(Origin(name, args, named, now.page, now.year, now.body, now.compare))
        elif part is not None:
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
    return partial(show_html, text)


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
    return ChartPanel(caption, table, key, Finished(figure, wide), wide, reading, alt)


@dataclass(frozen=True, eq=False)
class ChartPanel(Exhibit):
    """A chart and its table; see `chart_panel`."""

    alt: str = ""

    def show(self, origin: Origin) -> None:
        with st.container(key=f"panel-{self.key}", border=True, gap=None):
            if st.session_state.get(f"view-{self.key}") == TABLE:
                table = html_table(self.table, self.caption.title)
                show_html(heading(self.caption) + table + source(self.caption))
            else:
                show_html(f'<h3 class="unseen">{escape(self.caption.title)}</h3>')
                st.plotly_chart(self.figure, theme=None, config=CONFIG, key=f"chart-{self.key}", alt=self.alt)
            foot(self, origin)


CONFIG = {"displayModeBar": False, "locale": "zh-CN"}
"""No tool of plotly's own: its picture would have neither number nor exact width."""


def foot(one: Exhibit, origin: Origin, views: tuple[str, str] = (CHART, TABLE)) -> None:
    """The reading at the left; the way to take it along and the switch at the right."""
    key = one.key
    with st.container(key=f"foot-{key}", horizontal=True, wrap=False, gap="small"):
        show_html(said(one.reading))
        taking(one, origin)
        st.segmented_control(
            literal(f"{one.caption.title}：显示{views[0]}或{views[1]}"),
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
    return TablePanel(caption, table, key, text=heading(caption) + before + body + below + source(caption))


@dataclass(frozen=True, eq=False)
class TablePanel(Exhibit):
    """A table on its own; see `table_panel`."""

    text: str = ""

    def show(self, origin: Origin) -> None:
        with st.container(key=f"panel-{self.key}", border=True, gap=None, horizontal_alignment="right"):
            show_html(self.text)
            taking(self, origin)


def html_panel(text: str, caption: Caption, key: str) -> Part:
    """Ready markup (already escaped) with the caption and source of a panel."""
    return plain_panel(heading(caption) + text + source(caption), key)


def plain_panel(text: str, key: str) -> Part:
    """Ready markup (already escaped) in the frame of a panel."""
    return partial(_plain_panel, text, key)


def _plain_panel(text: str, key: str) -> None:
    with st.container(key=f"panel-{key}", border=True, gap=None):
        show_html(text)


def status_matrix_panel(
    frame: pd.DataFrame,
    caption: Caption,
    key: str,
    *,
    reading: str = "",
    layout: matrix.Layout | None = None,
) -> Part:
    """`queries.status_matrix` as a coloured table: shape, word and value in every cell."""
    text = heading(caption) + matrix.status_matrix_html(frame, caption.title, layout=layout)
    return TablePanel(caption, matrix.plain(frame), key, text=text + said(reading) + source(caption))


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
