"""Dots: rates with their interval, two years side by side."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis
from ui.charts.lettering import balanced, safe, spread
from ui.charts.rows import (
    absent_words,
    has_target,
    name_room,
    row_axis,
    row_values,
    shape_notes,
    target_label,
    target_ticks,
    targets_differ,
)
from ui.charts.texts import error_bars, hover, nothing_to_draw
from ui.frames import Row, numbers_of, rows_of
from ui.numbers import is_missing, value_of
from ui.status import absent_word, status
from ui.words import joined

ROW, WITH_TARGET = 30, 38
"""Height of a row, and of one that says its own target."""
LABEL = 13
NAMED = 14
"""Lines that are named where there are more; the others are told by hover and table."""


def interval_dots(frame: pd.DataFrame, caption: Caption, *, name: str = "rule_title") -> go.Figure:
    """A rate and its 95 % interval per row, in the frame's order: counting rules, bodies or indicators.

    Rows of other than the main rule are hollow. Rows without a value keep their place with the reason. A name may
    have two lines of its own.
    """
    rows = rows_of(frame)
    drawn = [r for r in rows if not is_missing(r["value"])]
    if not drawn:
        return empty(caption, nothing_to_draw(frame))
    caption = caption.with_notes(*shape_notes(drawn))
    ordered = [*drawn, *(r for r in rows if is_missing(r["value"]))]
    names = [
        "<br>".join(line for part in str(r[name]).split("\n") for line in balanced(part, 14)) for r in ordered
    ]
    unit = str(drawn[0].get("unit") or "")
    apart = targets_differ(drawn)
    return build(
        [*target_ticks(drawn), dots(drawn, name)],
        caption,
        Room((WITH_TARGET if apart else ROW) * len(ordered) + 8, left=name_room(names), right=116, above=16 if has_target(drawn) else 0, below=24),
        xaxis=quantity_axis(max(numbers_of(drawn, "value", "high", "target")), unit),
        yaxis=row_axis(names),
        annotations=[*row_values(drawn, apart), *absent_words(list(enumerate(ordered))[len(drawn) :]), *target_label(drawn, unit)],
    )  # fmt: skip


def dots(drawn: list[Row], name: str) -> dict[str, Any]:
    looks = [status(r.get("status")) for r in drawn]
    hollow = [not bool(r.get("main", True)) for r in drawn]
    symbols = [f"{s.symbol}-open" if h and not s.symbol.endswith("-open") else s.symbol
               for s, h in zip(looks, hollow, strict=True)]  # fmt: skip
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "数值",
        "x": [float(r["value"]) for r in drawn],
        "y": list(range(len(drawn))),
        "error_x": {**error_bars(list(drawn)), "color": colours.QUIET, "thickness": 1.4},
        "marker": {"symbol": symbols, "size": 12, "color": [s.mark for s in looks], "line": {"width": 2}},
        "cliponaxis": False,
        "hovertext": [hover(r, str(r[name])) for r in drawn],
        "hoverinfo": "text",
    }


def slope(
    frame: pd.DataFrame,
    caption: Caption,
    *,
    years: tuple[int, int],
    name: str = "short_name",
    comparable: bool = True,
) -> go.Figure:
    """Two years of many rows: a line each; rows that lack one of the years are named below, not drawn.

    With `comparable=False` (a break lies between) the ends are drawn without a line between them.
    """
    rows = rows_of(frame[frame["year"].isin(years)])
    both: dict[str, dict[int, Row]] = {}
    for r in rows:
        both.setdefault(str(r[name]), {})[int(r["year"])] = r
    pairs = {k: (v.get(years[0]), v.get(years[1])) for k, v in both.items()}
    whole = {k: (a, b) for k, (a, b) in pairs.items()
             if a and b and not is_missing(a["value"]) and not is_missing(b["value"])}  # fmt: skip
    lacking = [f"{k}（{lack_word(a, b)}）" for k, (a, b) in pairs.items() if k not in whole]
    if lacking:
        caption = caption.with_notes(f"未列入：{joined(lacking)}")
    caption = caption.with_notes("图例：●实线上升或持平，■虚线下降" if comparable else "两年口径不同，不连线")
    if not whole:
        return empty(caption, f"没有单位在{years[0]}年和{years[1]}年都有数值。")
    ends = [float(r["value"]) for pair in whole.values() for r in pair]
    named = dict(sorted(whole.items(), key=lambda pair: -max(numbers_of(pair[1], "value")))[:NAMED])
    if len(named) < len(whole):
        caption = caption.with_notes(f"其余{len(whole) - len(named)}个未标名，见表")
    plot = max(220, 2 * LABEL * len(named))
    pad = (max(ends) - min(ends) or 1) * 0.12
    # The slopes are what is read here, not heights: the axis may leave zero out, and has no ticks to say otherwise.
    axis = {"range": [min(ends) - pad, max(ends) + pad]}
    traces = [slope_line(k, a, b, comparable) for k, (a, b) in whole.items()]
    widest = max(name_room([safe(f"{k} {value_of(r)}") for k, (_, r) in named.items()]), 60)
    return build(
        traces,
        caption,
        Room(plot, left=110, right=min(widest + 8, 230), below=28),
        xaxis={"range": [0, 1], "tickvals": [0, 1], "ticktext": [f"{y}年" for y in years], "showgrid": True},
        yaxis={**axis, "showticklabels": False, "showgrid": False},
        annotations=[*slope_labels(named, 0, axis, plot), *slope_labels(named, 1, axis, plot)],
    )


def lack_word(before: Row | None, now: Row | None) -> str:
    rows = [r for r in (before, now) if r is not None]
    return next((w for r in rows if (w := absent_word(r))), "只有一年")


def slope_line(name: str, before: Row, now: Row, comparable: bool) -> dict[str, Any]:
    rose = float(now["value"]) > float(before["value"])
    same = float(now["value"]) == float(before["value"])
    colour = colours.FAINT if same else colours.ACCENT if rose else colours.NEAR
    return {
        "type": "scatter", "mode": "lines+markers" if comparable else "markers", "name": safe(name),
        "x": [0, 1], "y": [float(before["value"]), float(now["value"])], "cliponaxis": False,
        "line": {"color": colour, "width": 1.8, "dash": "solid" if rose or same else "dash"},
        "marker": {"size": 7, "color": colour, "symbol": "circle" if rose or same else "square"},
        "hovertext": [hover(before, name), hover(now, name)], "hoverinfo": "text",
    }  # fmt: skip


def slope_labels(
    whole: dict[str, tuple[Row, Row]], end: int, axis: dict[str, Any], plot: int
) -> list[dict[str, Any]]:
    """Values at the left, names with values at the right, kept apart."""
    shown = [(k, pair[end]) for k, pair in whole.items()]
    low, high = axis["range"]
    # In paper coordinates: a label pushed out of the axis' range would not be drawn at all.
    wanted = [(value - low) / (high - low) for value in numbers_of([r for _, r in shown], "value")]
    places = spread(wanted, [LABEL / plot] * len(shown), lowest=0)
    return [
        note(safe(f"{k} {value_of(r)}" if end else value_of(r)), x=end, y=y, yref="paper", yanchor="middle",
             xanchor="left" if end else "right", xshift=8 if end else -8, font={"size": 11, "color": colours.TEXT})
        for y, (k, r) in zip(places, shown, strict=True)
    ]  # fmt: skip
