"""Bars from zero: bodies ranked, and steps that every case must take."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis
from ui.charts.lettering import safe, wrap
from ui.charts.rows import (
    absent_words,
    has_target,
    name_room,
    row_axis,
    row_values,
    shape_notes,
    status_shape,
    target_label,
    target_ticks,
)
from ui.charts.texts import hover, nothing_to_draw
from ui.frames import Row, numbers_of, rows_of
from ui.numbers import figure, is_missing, percent, value_of
from ui.status import absent_word

ROW = 25
NAME_WIDTH = 12


def bars_by_body(
    frame: pd.DataFrame, caption: Caption, *, highlight: str | None = None, name: str = "short_name"
) -> go.Figure:
    """Ranks rows by `value`; rows without one follow as words (未报 …), never as bars. Targets are ticks.

    `highlight` is a body code; `name` the column that names a row (short_name, body_name, label …).
    """
    rows = rows_of(frame)
    drawn = sorted((r for r in rows if not is_missing(r["value"])), key=lambda r: -float(r["value"]))
    absent = [r for r in rows if is_missing(r["value"])]
    if not drawn:
        return empty(caption, nothing_to_draw(frame))
    caption = caption.with_notes(*shape_notes(drawn))
    ordered = [*drawn, *absent]
    names = [safe(r.get(name) or r.get("body_name") or "") for r in ordered]
    unit = str(drawn[0].get("unit") or "")
    most = max(numbers_of(drawn, "value", "target"))
    axis = quantity_axis(most, unit)
    aside = has_target(drawn)  # then the values stand in a column: beside the bars they would cross the ticks
    return build(
        [bar(drawn, highlight, aside), *target_ticks(drawn)],
        caption,
        Room(ROW * len(ordered) + 6, left=name_room(names), right=118, above=16 if aside else 0, below=24),
        xaxis=axis,
        yaxis=row_axis(names),
        annotations=[
            *absent_words(absent, len(drawn)),
            *target_label(drawn, unit),
            *(row_values(drawn) if aside else ()),
        ],
        bargap=0.3,
    )


def bar(drawn: list[Row], highlight: str | None, aside: bool) -> dict[str, Any]:
    """The bars; hatched where the sample is too small to judge."""
    chosen = [highlight is None or r.get("body") == highlight for r in drawn]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "数值",
        "x": [float(r["value"]) for r in drawn],
        "y": list(range(len(drawn))),
        "marker": {
            "color": [colours.ACCENT if c else colours.ACCENT_PALE for c in chosen],
            "pattern": {"shape": ["/" if r.get("status") == "too_few" else "" for r in drawn], "size": 6},
        },
        "text": [" " + safe(value_of(r)) for r in drawn],
        "textposition": "none" if aside else "outside",
        "textfont": {"size": 11, "color": colours.TEXT},
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": [hover(r, r.get("body_name")) for r in drawn],
        "hoverinfo": "text",
    }


def steps_bars(frame: pd.DataFrame, caption: Caption, *, name: str = "title") -> go.Figure:
    """For duties every case must meet: n of m as a full bar with the shortfall hatched and counted (“缺1”)."""
    rows = rows_of(frame)
    drawn = [(i, r) for i, r in enumerate(rows) if not is_missing(r["value"])]
    if not drawn:
        return empty(caption, nothing_to_draw(frame))
    names = ["<br>".join(wrap(str(r[name]), NAME_WIDTH)) for r in rows]
    short_by = [(i, r, float(r["denominator"]) - float(r["numerator"])) for i, r in drawn]
    done = {
        "type": "bar", "orientation": "h", "name": "已履行", "y": [i for i, _ in drawn],
        "x": [float(r["numerator"]) for _, r in drawn], "marker": {"color": colours.ACCENT},
        "hovertext": [hover(r, str(r[name])) for _, r in drawn], "hoverinfo": "text",
    }  # fmt: skip
    lacking = {
        "type": "bar", "orientation": "h", "name": "未履行", "y": [i for i, _, gap in short_by if gap > 0],
        "x": [gap for _, _, gap in short_by if gap > 0], "hoverinfo": "skip",
        "marker": {"color": colours.PAPER, "line": {"color": colours.BAD, "width": 1.2},
                   "pattern": {"shape": "/", "fgcolor": colours.BAD, "size": 6}},
    }  # fmt: skip
    labels = [
        note(step_text(r, gap), x=float(r["denominator"]), xanchor="left", xshift=8, y=i, yanchor="middle",
             font={"size": 12, "color": colours.BAD if gap > 0 else colours.TEXT}, name="step")
        for i, r, gap in short_by
    ]  # fmt: skip
    absent = [
        note(
            f"{status_shape(r)} {absent_word(r)}",
            x=0,
            xanchor="left",
            xshift=4,
            y=i,
            yanchor="middle",
            name="missing",
        )
        for i, r in enumerate(rows)
        if is_missing(r["value"])
    ]
    most = max(float(r["denominator"]) for _, r in drawn)
    return build(
        [done, lacking] if any(gap > 0 for _, _, gap in short_by) else [done],
        caption,
        Room(32 * len(rows) + 6, left=name_room(names), right=140, below=24),
        xaxis=quantity_axis(most, "", most_range=most),
        yaxis=row_axis(names),
        annotations=[*labels, *absent],
        barmode="stack",
        bargap=0.35,
    )


def step_text(row: Row, gap: float) -> str:
    text = percent(row["value"], row["numerator"], row["denominator"], int(row["decimals"]))
    return safe(f"{text}，缺{figure(gap)}" if gap > 0 else text)
