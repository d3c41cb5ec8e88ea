"""One body among its peers: a strip of dots per indicator."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis
from ui.charts.lettering import balanced, safe
from ui.charts.rows import marked_value, name_room, row_axis, target_ticks
from ui.charts.texts import hover, nothing_to_draw
from ui.frames import Row, is_small, numbers_of, rows_of
from ui.numbers import is_missing, value_of
from ui.status import absent_word, key_to

ROW, TWO_LINES = 30, 37
"""Height of a row, and of one whose label also says where its scale ends."""
NEAR = 0.015
"""Dots closer than this part of the axis would hide each other: they are stacked."""
STACK = (0.0, 0.11, -0.11, 0.22, -0.22, 0.33, -0.33)
"""Where dots of one spot stand, in rows."""


def dot_strip(
    frame: pd.DataFrame,
    caption: Caption,
    *,
    highlight: str,
    name: str = "title",
    own_scale: bool = False,
) -> go.Figure:
    """Draws a strip per indicator, all in one unit; rows are indicators, dots are bodies.

    With `own_scale` every strip runs from zero to its own largest value, which is written beside it: for counts
    of one unit that differ a thousandfold. Dots whose n is too small to compare are hollow and grey.
    """
    if frame["unit"].nunique() > 1:
        raise ValueError("dot_strip draws one unit at a time")
    rows = rows_of(frame)
    drawn = [r for r in rows if not is_missing(r["value"])]
    if not drawn:
        return empty(caption, nothing_to_draw(frame))
    caption = caption.with_notes(*legend(drawn, [r for r in drawn if r["body"] == highlight], own_scale))
    keys = list(dict.fromkeys(str(r[name]) for r in rows))
    names = ["<br>".join(balanced(k, 12)) for k in keys]
    strips = [Strip([r for r in rows if r[name] == k], highlight, own_scale) for k in keys]
    unit = str(drawn[0].get("unit") or "")
    axis = quantity_axis(max(numbers_of(drawn, "value", "target")), unit)
    if own_scale:
        axis = {"range": [0, 1.04], "tickvals": [0, 1], "ticktext": ["0", "同类最高"]}
    end = axis["range"][1]
    return build(
        [*peer_dots(strips, end), *strip_targets(strips), own_dots(strips)],
        caption,
        Room((TWO_LINES if own_scale else ROW) * len(keys) + 8, left=name_room(names), right=150, below=24),
        xaxis=axis,
        yaxis={**row_axis(names), "showgrid": True},
        annotations=[n for i, s in enumerate(strips) for n in s.labels(i, own_scale)],
    )


def legend(drawn: list[Row], own: list[Row], own_scale: bool) -> list[str]:
    """What the dots and the shapes beside the values are, of those that occur."""
    said = ["菱形为本单位", "圆点为同类单位"]
    said += ["灰色空心为分母不足、不作比较"] if any(is_small(r) for r in drawn) else []
    said += ["短竖线为本单位目标"] if any(not is_missing(r.get("target")) for r in drawn) else []
    said += [key] if (key := key_to(own)) else []
    return [f"图例：{'，'.join(said)}", *(["各行刻度不同，均从0到同类最高"] if own_scale else [])]


class Strip:
    """One indicator's rows: the chosen body's, the others' and the scale."""

    def __init__(self, rows: list[Row], highlight: str, own_scale: bool):
        self.own = next((r for r in rows if r["body"] == highlight), None)
        self.others = [r for r in rows if r["body"] != highlight and not is_missing(r["value"])]
        self.largest = max(rows, key=lambda r: -1.0 if is_missing(r["value"]) else float(r["value"]))
        values = numbers_of(rows, "value")
        self.scale = (max(values, default=0.0) or 1.0) if own_scale else 1.0

    def at(self, value: Any) -> float:
        return float(value) / self.scale

    def placed(self, end: float) -> Iterable[tuple[Row, float, float]]:
        """The others with their place along the axis and their height in the row, stacked where they would collide."""
        last, level = -end, 0
        for row in sorted(self.others, key=lambda r: float(r["value"])):
            x = self.at(row["value"])
            level = level + 1 if x - last < NEAR * end else 0
            last = x
            yield row, x, STACK[level % len(STACK)]

    def labels(self, index: int, own_scale: bool) -> list[dict[str, Any]]:
        """The body's own value at the right; on a scale of its own, also where the scale ends."""
        own = self.own
        text = "无记录" if own is None else marked_value(own)
        if own_scale and not is_missing(self.largest["value"]):
            text += f'<br><span style="color:{colours.QUIET};font-size:11px">最高 {safe(value_of(self.largest))}</span>'
        quiet = own is None or bool(absent_word(own))
        colour = colours.QUIET if quiet else colours.TEXT
        return [
            note(text, x=1, xref="paper", xanchor="left", xshift=10, y=index, yanchor="middle", align="left",
                 font={"size": 12, "color": colour}, name="value")
        ]  # fmt: skip


def peer_dots(strips: list[Strip], end: float) -> list[dict[str, Any]]:
    """The other bodies' dots, those with enough n and those without."""
    placed = [(r, x, i + dy) for i, s in enumerate(strips) for r, x, dy in s.placed(end)]
    looks = (
        ("同类单位", False, {"symbol": "circle", "size": 8, "color": colours.ACCENT_PALE,
                             "line": {"width": 1, "color": colours.ACCENT}}),
        ("同类单位（分母不足）", True, {"symbol": "circle-open", "size": 7, "color": colours.FAINT, "line": {"width": 1.2}}),
    )  # fmt: skip
    traces = []
    for name, small, marker in looks:
        here = [p for p in placed if is_small(p[0]) is small]
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": name, "x": [x for _, x, _ in here],
                "y": [y for _, _, y in here], "cliponaxis": False, "hoverinfo": "text", "marker": marker,
                "hovertext": [hover(r, str(r.get("body_name", ""))) for r, _, _ in here],
            }
        )  # fmt: skip
    return traces


def own_dots(strips: list[Strip]) -> dict[str, Any]:
    """The chosen body's dots, largest and on top; hollow and grey where n is too small."""
    shown = [
        (i, s, s.own) for i, s in enumerate(strips) if s.own is not None and not is_missing(s.own["value"])
    ]
    small = [is_small(r) for _, _, r in shown]
    return {
        "type": "scatter", "mode": "markers", "name": "本单位", "x": [s.at(r["value"]) for _, s, r in shown],
        "y": [i for i, _, _ in shown], "cliponaxis": False, "hoverinfo": "text",
        "hovertext": [hover(r, str(r.get("body_name", ""))) for _, _, r in shown],
        "marker": {"symbol": ["diamond-open" if s else "diamond" for s in small], "size": 13,
                   "color": [colours.QUIET if s else colours.ACCENT for s in small], "line": {"width": 2}},
    }  # fmt: skip


def strip_targets(strips: list[Strip]) -> list[dict[str, Any]]:
    """The body's own targets, each in its indicator's row."""
    found = [
        (i, s) for i, s in enumerate(strips) if s.own is not None and not is_missing(s.own.get("target"))
    ]
    ticks = target_ticks([s.own for _, s in found if s.own is not None])
    for tick in ticks:
        tick["y"] = [i for i, _ in found]
        tick["x"] = [s.at(x) for (_, s), x in zip(found, tick["x"], strict=True)]
    return ticks
