"""Duties that every case must meet: how many did, and how many did not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import SMALL_SIZE, Room, build, empty, note, quantity_axis
from ui.charts.lettering import balanced, safe, text_width
from ui.charts.rows import absent_words, name_room, row_axis
from ui.charts.texts import hover, nothing_to_draw
from ui.frames import Row, numbers_of, rows_of
from ui.numbers import figure, is_missing, value_of

ROW, NAMED_ROW = 32, 42
"""Height of a row, and of one that names who lacks the step."""
THICK = 0.65
"""The part of a row that a bar fills, also where its neighbours have none."""
NAME_WIDTH = 12


def steps_bars(
    frame: pd.DataFrame,
    caption: Caption,
    *,
    name: str = "title",
    counted: str = "件",
    who: Callable[[Row], str] | None = None,
) -> go.Figure:
    """A step a row: n of m as a bar, the shortfall hatched and counted (“缺1”). `counted` is the unit of n and m.

    `who` says in a second line who lacks it, if anybody; meant for a wide panel.
    """
    rows = rows_of(frame)
    drawn = [(i, r) for i, r in enumerate(rows) if not is_missing(r["value"])]
    if not drawn:
        return empty(caption, nothing_to_draw(frame))
    names = ["<br>".join(balanced(str(r[name]), NAME_WIDTH)) for r in rows]
    lacking = [(i, r) for i, r in drawn if gap(r) > 0]
    most = max(numbers_of((r for _, r in drawn), "numerator", "denominator"))
    return build(
        [done(drawn, name), *([shortfall(lacking)] if lacking else [])],
        replace(caption, unit=counted),
        Room(
            (NAMED_ROW if who else ROW) * len(rows) + 6,
            left=name_room(names),
            right=label_room([r for _, r in drawn], who),
            below=24,
        ),
        xaxis=quantity_axis(most, "", most_range=most),
        yaxis=row_axis(names),
        annotations=[
            *(step_label(i, r, who) for i, r in drawn),
            *absent_words([(i, r) for i, r in enumerate(rows) if is_missing(r["value"])]),
        ],
        barmode="stack",
    )


def gap(row: Row) -> float:
    return float(row["denominator"]) - float(row["numerator"])


def done(drawn: list[tuple[int, Row]], name: str) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "width": THICK, "name": "已履行", "x": [float(r["numerator"]) for _, r in drawn],
        "y": [i for i, _ in drawn], "marker": {"color": colours.ACCENT}, "hoverinfo": "text",
        "hovertext": [hover(r, str(r[name])) for _, r in drawn],
    }  # fmt: skip


def shortfall(lacking: list[tuple[int, Row]]) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "width": THICK, "name": "未履行", "x": [gap(r) for _, r in lacking],
        "y": [i for i, _ in lacking], "hoverinfo": "skip",
        "marker": {"color": colours.PAPER, "line": {"color": colours.BAD, "width": 1.2},
                   "pattern": {"shape": "/", "fgcolor": colours.BAD, "size": 6}},
    }  # fmt: skip


def label_room(drawn: list[Row], who: Callable[[Row], str] | None) -> int:
    named = [text_width(who(r)) for r in drawn] if who else []
    return max(140, 20 + int(SMALL_SIZE * max(named, default=0)))


def step_label(index: int, row: Row, who: Callable[[Row], str] | None) -> dict[str, Any]:
    """“90%（9/10），缺1” at the end of the bar, and below it who lacks it."""
    short = gap(row) > 0
    text = safe(f"{value_of(row)}，缺{figure(gap(row))}" if short else value_of(row))
    if who is not None and (names := who(row)):
        text += f'<br><span style="font-size:{SMALL_SIZE}px;color:{colours.TEXT}">{safe(names)}</span>'
    return note(
        text,
        x=max(numbers_of([row], "numerator", "denominator")),
        y=index,
        xanchor="left",
        xshift=8,
        yanchor="middle",
        align="left",
        name="step",
        font={"size": 12, "color": colours.BAD if short else colours.TEXT},
    )
