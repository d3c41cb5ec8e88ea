"""Composition: a bar a whole, a segment a part."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from reports.numbers import exact
from ui import colours
from ui.breaks import Break
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis
from ui.charts.lettering import safe
from ui.charts.rows import name_room, row_axis
from ui.charts.texts import nothing_to_draw
from ui.frames import Row, rows_of
from ui.numbers import figure, is_missing, short, value_of
from ui.status import absent_word

CUT = 0.5
"""Room for a break between two bars, as a part of a bar's place."""


def stacked_parts(
    frame: pd.DataFrame,
    caption: Caption,
    *,
    over: str = "year",
    part: str = "label",
    share: bool = False,
    breaks: Sequence[Break] = (),
) -> go.Figure:
    """Composition: one bar per value of `over`, one segment per value of `part`, in the frame's order.

    Parts without a value are named under the bars; a whole with such parts is not turned into shares. `breaks`
    separate the years on either side.
    """
    if frame["value"].isna().all():
        return empty(caption, nothing_to_draw(frame) if "year" in frame else "没有可画的数值。")
    wholes = list(dict.fromkeys(frame[over]))
    parts = [p for p, g in frame.groupby(part, sort=False) if g["value"].notna().any()]
    rows = {(r[over], r[part]): r for r in rows_of(frame)}
    totals = {w: sum(float(r["value"]) for (o, _), r in rows.items() if o == w and not is_missing(r["value"]))
              for w in wholes}  # fmt: skip
    lacking = {
        w: [str(p) for (o, p), r in rows.items() if o == w and absent_word(r) == "未报"] for w in wholes
    }
    share = share and not any(lacking.values())
    names = [f"{w}年" if over == "year" else safe(w) for w in wholes]
    cuts = [(b, wholes.index(b.year)) for b in breaks if over == "year" and b.year in wholes[1:]]
    # Bars after a break stand a little lower, to leave room for its words.
    places = [i + CUT * sum(at <= i for _, at in cuts) for i in range(len(wholes))]
    traces = [segment(str(p), i, wholes, places, part, rows, totals, share) for i, p in enumerate(parts)]
    unit = "%" if share else str(frame["unit"].dropna().iloc[0]) if frame["unit"].notna().any() else ""
    return build(
        traces,
        caption,
        Room(int(34 * (places[-1] + 1)) + 6, left=name_room(names), right=72, above=8, below=24, legend=tuple(str(p) for p in parts)),
        xaxis=quantity_axis(100.0 if share else max(totals.values()), unit),
        yaxis={**row_axis(names), "range": [places[-1] + 0.5, -0.5], "tickvals": places},
        annotations=[*whole_labels(wholes, places, totals, lacking, share), *(break_label(b, places[at]) for b, at in cuts)],
        shapes=[break_line(places[at]) for _, at in cuts],
        barmode="stack",
        bargap=0.35,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "xref": "paper", "y": 1, "yanchor": "bottom", "traceorder": "normal",
                "font": {"size": 11}, "itemclick": False, "itemdoubleclick": False},
    )  # fmt: skip


def segment(
    name: str,
    index: int,
    wholes: list[Any],
    places: list[float],
    part: str,
    rows: dict[Any, Row],
    totals: dict[Any, float],
    share: bool,
) -> dict[str, Any]:
    """One part through all bars."""
    found = [rows.get((w, name)) for w in wholes]
    values = [None if r is None or is_missing(r["value"]) else float(r["value"]) for r in found]
    shares = [
        None if v is None or not totals[w] else v / totals[w] * 100
        for v, w in zip(values, wholes, strict=True)
    ]
    drawn = shares if share else values
    fill = colours.PARTS[index % len(colours.PARTS)]
    return {
        "type": "bar",
        "orientation": "h",
        "name": safe(name),
        "x": drawn,
        "y": places,
        "marker": {
            "color": fill,
            "line": {
                "color": colours.EDGES.get(fill, colours.PAPER),
                "width": [1 if v else 0 for v in drawn],
            },
            "pattern": hatch(index),
        },
        "text": [
            figure(r["value"]) if r is not None and (s or 0) >= 6 else ""
            for r, s in zip(found, shares, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 11, "color": part_ink(index)},
        "hovertext": [part_hover(name, r, s) for r, s in zip(found, shares, strict=True)],
        "hoverinfo": "text",
    }


def hatch(index: int) -> dict[str, Any]:
    """The pattern of the n-th part: quiet, so that a number on it can be read."""
    # From the tenth part on the fills repeat; the hatch moves on, so that no two parts look the same.
    shape = colours.HATCHES[(index + index // len(colours.PARTS) * 2) % len(colours.HATCHES)]
    ink = part_ink(index)
    return {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": ink,
        "fgopacity": 0.35,
        "size": 7,
        "solidity": 0.15,
    }


def part_ink(index: int) -> str:
    """White on the dark fills, dark on the pale ones."""
    return colours.PAPER if index % len(colours.PARTS) in colours.DARK_PARTS else colours.TEXT


def part_hover(name: str, row: Row | None, share: float | None) -> str:
    if row is None or share is None:
        return ""
    return f"<b>{safe(name)}</b><br>{safe(value_of(row))}，占{short(share, 1, '%')}%"


def whole_labels(
    wholes: list[Any],
    places: list[float],
    totals: dict[Any, float],
    lacking: dict[Any, list[str]],
    share: bool,
) -> list[dict[str, Any]]:
    """The sum at the end of each bar, and what is not in it."""
    labels = []
    for y, whole in zip(places, wholes, strict=True):
        text = f"合计 {figure(exact(totals[whole]))}" if totals[whole] or not lacking[whole] else ""
        if lacking[whole]:
            text += f"<br>另{len(lacking[whole])}项未报"
        at = 100.0 if share else totals[whole]
        labels.append(
            note(text, x=at, xanchor="left", xshift=6, y=y, yanchor="middle", align="left", name="whole")
        )
    return labels


def break_line(place: float) -> dict[str, Any]:
    """Across the chart, above the bar of the year from which on the parts are not the same."""
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": place - 0.5 - CUT / 2, "y1": place - 0.5 - CUT / 2,
        "line": {"color": colours.TEXT, "width": 1.2, "dash": "dash"}, "name": "break",
    }  # fmt: skip


def break_label(found: Break, place: float) -> dict[str, Any]:
    return note(safe(found.label), x=1, xref="paper", xanchor="right", xshift=6, y=place - 0.5 - CUT / 2, yanchor="middle",
                name="break", bgcolor=colours.PAPER, borderpad=0)  # fmt: skip
