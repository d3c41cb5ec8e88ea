"""Bars from zero: bodies ranked, parts of a whole, steps that every decision must take."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis, safe, text_width, wrap
from ui.charts.series import hover, nothing_to_draw
from ui.frames import Row, numbers_of, rows_of
from ui.numbers import exact, figure, is_missing, percent, short, value_of
from ui.status import absent_word, key_to, status

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


def row_values(drawn: list[Row]) -> list[dict[str, Any]]:
    """The value and the status shape, in a column at the right."""
    return [
        note(f"{status(r.get('status')).shape} {safe(value_of(r))}", x=1, xref="paper", xanchor="left", xshift=10,
             y=i, yanchor="middle", font={"size": 12, "color": colours.TEXT}, name="value")
        for i, r in enumerate(drawn)
    ]  # fmt: skip


def shape_notes(drawn: list[Row]) -> list[str]:
    key = key_to(drawn)
    return [f"图例：{key}"] if key else []


def has_target(rows: list[Row]) -> bool:
    return any(not is_missing(r.get("target")) for r in rows)


def target_ticks(drawn: list[Row]) -> list[dict[str, Any]]:
    """One upright tick a row: targets may differ between bodies."""
    rows = [(i, r) for i, r in enumerate(drawn) if not is_missing(r.get("target"))]
    if not rows:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "name": "目标", "hoverinfo": "skip", "cliponaxis": False,
            "x": [float(r["target"]) for _, r in rows], "y": [i for i, _ in rows],
            "marker": {"symbol": "line-ns-open", "size": 17, "color": colours.TEXT, "line": {"width": 2}},
        }
    ]  # fmt: skip


def target_label(drawn: list[Row], unit: str) -> list[dict[str, Any]]:
    """Says the target's value above its ticks where all rows share it, otherwise what a tick means."""
    values = {float(r["target"]) for r in drawn if not is_missing(r.get("target"))}
    if not values:
        return []
    shared = len(values) == 1
    text = f"目标 {short(min(values), 1, unit)}{unit}" if shared else "竖线为各单位目标"
    place = {"x": min(values), "xanchor": "center"} if shared else {"x": 1, "xref": "paper", "xanchor": "right"}
    return [note(text, y=1, yref="paper", yanchor="bottom", name="target", font={"size": 11, "color": colours.TEXT},
                 **place)]  # fmt: skip


def absent_words(absent: list[Row], first: int) -> list[dict[str, Any]]:
    """The word for each row without a value, at the foot of its place."""
    return [
        note(f"{status_shape(r)} {absent_word(r)}", x=0, xanchor="left", xshift=4, y=first + i, yanchor="middle",
             name="missing", font={"size": 11, "color": colours.QUIET})
        for i, r in enumerate(absent)
    ]  # fmt: skip


def status_shape(row: Row) -> str:
    state = row.get("state")
    return status(state if isinstance(state, str) and state != "number" else row.get("status")).shape


def row_axis(names: Sequence[str]) -> dict[str, Any]:
    """Rows from the top down, by number: names may repeat."""
    return {
        "range": [len(names) - 0.5, -0.5], "tickvals": list(range(len(names))), "ticktext": list(names),
        "showgrid": False, "tickfont": {"size": 12, "color": colours.TEXT}, "ticklabelstandoff": 6,
    }  # fmt: skip


def name_room(names: Sequence[str]) -> int:
    widest = max((text_width(line) for n in names for line in n.split("<br>")), default=4)
    return int(12 * widest) + 14


def stacked_parts(
    frame: pd.DataFrame, caption: Caption, *, over: str = "year", part: str = "label", share: bool = False
) -> go.Figure:
    """Composition: one bar per value of `over`, one segment per value of `part`, in the frame's order.

    Parts without a value are named under the bars; a whole with such parts is not turned into shares.
    """
    if frame["value"].isna().all():
        return empty(caption, nothing_to_draw(frame) if "year" in frame else "没有可画的数值。")
    wholes = list(dict.fromkeys(frame[over]))
    parts = [p for p, g in frame.groupby(part, sort=False) if g["value"].notna().any()]
    rows = {(r[over], r[part]): r for r in rows_of(frame)}
    totals = {w: sum(float(r["value"]) for (o, _), r in rows.items() if o == w and not is_missing(r["value"]))
              for w in wholes}  # fmt: skip
    lacking = {w: [str(p) for (o, p), r in rows.items() if o == w and absent_word(r) == "未报"] for w in wholes}
    share = share and not any(lacking.values())
    names = [f"{w}年" if over == "year" else safe(w) for w in wholes]
    traces = [segment(str(p), i, wholes, part, rows, totals, share) for i, p in enumerate(parts)]
    unit = "%" if share else str(frame["unit"].dropna().iloc[0]) if frame["unit"].notna().any() else ""
    return build(
        traces,
        caption,
        Room(34 * len(wholes) + 6, left=name_room(names), right=72, above=8, below=24, legend=tuple(str(p) for p in parts)),
        xaxis=quantity_axis(100.0 if share else max(totals.values()), unit),
        yaxis=row_axis(names),
        annotations=whole_labels(wholes, totals, lacking, share, unit),
        barmode="stack",
        bargap=0.35,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "xref": "paper", "y": 1, "yanchor": "bottom", "traceorder": "normal",
                "font": {"size": 11}, "itemclick": False, "itemdoubleclick": False},
    )  # fmt: skip


def segment(
    name: str, index: int, wholes: list[Any], part: str, rows: dict[Any, Row], totals: dict[Any, float], share: bool
) -> dict[str, Any]:
    """One part through all bars."""
    found = [rows.get((w, name)) for w in wholes]
    values = [None if r is None or is_missing(r["value"]) else float(r["value"]) for r in found]
    shares = [None if v is None or not totals[w] else v / totals[w] * 100 for v, w in zip(values, wholes, strict=True)]
    drawn = shares if share else values
    fill = colours.PARTS[index % len(colours.PARTS)]
    return {
        "type": "bar",
        "orientation": "h",
        "name": safe(name),
        "x": drawn,
        "y": list(range(len(wholes))),
        "marker": {
            "color": fill,
            "line": {"color": colours.PAPER, "width": 1},
            "pattern": hatch(index),
        },
        "text": [figure(r["value"]) if r is not None and (s or 0) >= 6 else "" for r, s in zip(found, shares, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 11, "color": part_ink(index)},
        "hovertext": [part_hover(name, r, s) for r, s in zip(found, shares, strict=True)],
        "hoverinfo": "text",
    }


def hatch(index: int) -> dict[str, Any]:
    """The pattern of the n-th part: quiet, so that a number on it can be read."""
    shape = colours.HATCHES[index % len(colours.HATCHES)]
    ink = part_ink(index)
    return {"shape": shape, "fillmode": "overlay", "fgcolor": ink, "fgopacity": 0.35, "size": 7, "solidity": 0.15}


def part_ink(index: int) -> str:
    """White on the dark fills, dark on the pale ones."""
    return colours.PAPER if index % len(colours.PARTS) in colours.DARK_PARTS else colours.TEXT


def part_hover(name: str, row: Row | None, share: float | None) -> str:
    if row is None or share is None:
        return ""
    return f"<b>{safe(name)}</b><br>{safe(value_of(row))}，占{short(share, 1, '%')}%"


def whole_labels(wholes: list[Any], totals: dict[Any, float], lacking: dict[Any, list[str]], share: bool, unit: str):  # type: ignore[no-untyped-def]
    """The sum at the end of each bar, and what is not in it."""
    labels = []
    for i, whole in enumerate(wholes):
        text = f"合计 {figure(exact(totals[whole]))}" if totals[whole] or not lacking[whole] else ""
        if lacking[whole]:
            text += f"<br>另{len(lacking[whole])}项未报"
        at = 100.0 if share else totals[whole]
        labels.append(note(text, x=at, xanchor="left", xshift=6, y=i, yanchor="middle", align="left", name="whole"))
    return labels


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
        note(f"{status_shape(r)} {absent_word(r)}", x=0, xanchor="left", xshift=4, y=i, yanchor="middle", name="missing")
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
