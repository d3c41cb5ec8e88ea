"""Bars from zero: bodies, ranked."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, quantity_axis
from ui.charts.lettering import safe
from ui.charts.rows import (
    absent_words,
    edged,
    has_target,
    name_room,
    row_axis,
    row_values,
    shape_notes,
    target_label,
    target_ticks,
)
from ui.charts.texts import hover, nothing_to_draw
from ui.frames import Row, is_small, numbers_of, rows_of
from ui.numbers import is_missing, value_of

ROW, LOW_ROW, MANY = 25, 19, 18
"""Height of a row, and of one among many."""


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
        Room(
            (LOW_ROW if len(ordered) > MANY else ROW) * len(ordered) + 6,
            left=name_room(names),
            right=118,
            above=16 if aside else 0,
            below=24,
        ),
        xaxis=axis,
        yaxis=row_axis(names),
        annotations=[
            *absent_words(list(enumerate(absent, start=len(drawn)))),
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
            **edged(
                [colours.ACCENT if c else colours.ACCENT_PALE for c in chosen], [r["value"] for r in drawn]
            ),
            "pattern": {"shape": ["/" if is_small(r) else "" for r in drawn], "size": 6},
        },
        "text": [" " + safe(value_of(r)) for r in drawn],
        "textposition": "none" if aside else "outside",
        "textfont": {"size": 11, "color": colours.TEXT},
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": [hover(r, r.get("body_name")) for r in drawn],
        "hoverinfo": "text",
    }
