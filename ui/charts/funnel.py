"""The funnel: a rate against its n, with the limits within which chance alone would keep nearly everybody."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis
from ui.charts.lettering import safe, spread, text_width
from ui.charts.rows import (
    shape_notes,
)
from ui.charts.texts import hover, nothing_to_draw
from ui.frames import Row, rows_of
from ui.numbers import is_missing, short
from ui.status import absent_word, status
from ui.words import joined

PLOT = 300
WIDTH = 350
"""Width of the plotting area in the narrowest place."""
LIMITS = ((0.025, 0.975, "95%", "dash"), (0.001, 0.999, "99.8%", "dot"))
LABELLED = 12


def funnel_plot(
    frame: pd.DataFrame, caption: Caption, *, around_target: bool = False, highlight: str | None = None
) -> go.Figure:
    """Draws each row's proportion over its denominator; the line is the overall rate, or the target.

    Points outside the limits differ by more than chance; names are written for them and for `highlight`, and
    for all where there is room. Small n is hollow and grey. Rows without a value are named in the source line.
    """
    rows = rows_of(frame)
    drawn = [
        r
        for r in rows
        if not is_missing(r["value"]) and not is_missing(r["denominator"]) and r["denominator"] > 0
    ]
    absent = [
        f"{r.get('short_name') or r.get('body_name')}（{absent_word(r)}）"
        for r in rows
        if is_missing(r["value"])
    ]
    if absent:
        caption = caption.with_notes(f"未列入：{joined(absent)}")
    if not drawn:
        return empty(caption, nothing_to_draw(frame))
    caption = caption.with_notes(*shape_notes(drawn))
    centre = centre_line(drawn, around_target)
    most_n = max(float(r["denominator"]) for r in drawn)
    grid = np.unique(np.linspace(1, most_n * 1.06, 120).round())
    curves = [
        (binomial_limit(centre, grid, q), name, dash) for low, high, name, dash in LIMITS for q in (low, high)
    ]
    top = max(100.0 * float(curve.max()) for curve, _, _ in curves) if 0 < centre < 1 else 100.0
    most = max(top, *(float(r["value"]) for r in drawn))
    yaxis = rate_axis(drawn, min(most, 100.0))
    scale = (WIDTH / (most_n * 1.08), PLOT / (yaxis["range"][1] - yaxis["range"][0]))
    return build(
        [*(limit(grid, curve, name, dash) for curve, name, dash in curves if 0 < centre < 1), points(drawn, highlight)],
        caption,
        Room(PLOT, left=52, right=92, below=46),
        xaxis={**quantity_axis(most_n, "", most_range=most_n * 1.08), "showgrid": False, "showline": True,
               "title": {"text": "n（分母）", "font": {"size": 11, "color": colours.QUIET}, "standoff": 6}},
        yaxis=yaxis,
        annotations=[
            *names(drawn, grid, curves, highlight, scale),
            *line_names(centre, curves, around_target, 13 / scale[1]),
        ],
        shapes=[{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": centre * 100, "y1": centre * 100,
                 "line": {"color": colours.TEXT, "width": 1.3}, "name": "centre"}],
    )  # fmt: skip


def rate_axis(drawn: list[Row], most: float) -> dict[str, Any]:
    """From a step below the lowest rate: no bars here, so the axis need not begin at zero."""
    axis = quantity_axis(most, "%")
    lowest = min(float(r["value"]) for r in drawn)
    start = max((t for t in axis["tickvals"] if t < lowest), default=0.0)
    return {**axis, "range": [start, axis["range"][1] + (axis["range"][1] - start) * 0.04]}


def centre_line(drawn: list[Row], around_target: bool) -> float:
    """The overall rate (sums first), or the rows' common target, as a fraction."""
    targets = [float(r["target"]) for r in drawn if not is_missing(r.get("target"))]
    if around_target and targets:
        return max(set(targets), key=targets.count) / 100
    return sum(float(r["numerator"]) for r in drawn) / sum(float(r["denominator"]) for r in drawn)


def binomial_limit(rate: float, sizes: npt.NDArray[np.float64], quantile: float) -> npt.NDArray[np.float64]:
    """The quantile of the observed proportion at each size, interpolated between whole counts (Spiegelhalter 2005)."""
    if not 0 < rate < 1:
        return np.full(len(sizes), rate)
    return np.array([one_limit(rate, int(n), quantile) for n in sizes])


def one_limit(rate: float, size: int, quantile: float) -> float:
    counts = np.arange(size + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, size + 1)))])
    chances = np.exp(
        logs[size] - logs - logs[::-1] + counts * np.log(rate) + (size - counts) * np.log1p(-rate)
    )
    sums = np.cumsum(chances)
    reached = min(int(np.searchsorted(sums, quantile)), size)
    part = (sums[reached] - quantile) / chances[reached] if chances[reached] > 0 else 0.0
    return float(np.clip((reached - part) / size, 0, 1))


def limit(
    grid: npt.NDArray[np.float64], curve: npt.NDArray[np.float64], name: str, dash: str
) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "name": f"{name}界限", "x": grid.tolist(), "y": (curve * 100).tolist(),
        "line": {"color": colours.QUIET, "width": 1, "dash": dash}, "hoverinfo": "skip",
    }  # fmt: skip


def points(drawn: list[Row], highlight: str | None) -> dict[str, Any]:
    small = [r.get("status") == "too_few" for r in drawn]
    looks = [status(r.get("status")) for r in drawn]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "单位",
        "x": [float(r["denominator"]) for r in drawn],
        "y": [float(r["value"]) for r in drawn],
        "marker": {
            "symbol": ["circle-open" if s else look.symbol for s, look in zip(small, looks, strict=True)],
            "size": [14 if r.get("body") == highlight else 10 for r in drawn],
            "color": [colours.FAINT if s else colours.ACCENT for s in small],
            "line": {"width": 1.5},
        },
        "cliponaxis": False,
        "hovertext": [hover(r, str(r.get("body_name", ""))) for r in drawn],
        "hoverinfo": "text",
    }


def names(
    drawn: list[Row],
    grid: npt.NDArray[np.float64],
    curves: list[Any],
    highlight: str | None,
    scale: tuple[float, float],
) -> list[dict[str, Any]]:
    """Names the points outside the 95 % limits and the chosen one; everybody where few enough.

    `scale` is pixels per unit of n and of percent: each name takes the first free side of its point.
    """
    low, high = curves[0][0], curves[1][0]
    places = [(float(r["denominator"]) * scale[0], float(r["value"]) * scale[1]) for r in drawn]
    taken = [(x - 6, x + 6, y - 6, y + 6) for x, y in places]
    labels = []
    for r, (x, y) in sorted(zip(drawn, places, strict=True), key=lambda pair: pair[1]):
        n, value = float(r["denominator"]), float(r["value"])
        outside = not np.interp(n, grid, low) <= value / 100 <= np.interp(n, grid, high)
        if not (outside or r.get("body") == highlight or len(drawn) <= LABELLED):
            continue
        name = str(r.get("short_name") or r.get("body_name"))
        width = 11 * text_width(name)
        side = next((s for s in SIDES if free(box(x, y, width, s), taken)), SIDES[0])
        taken.append(box(x, y, width, side))
        labels.append(note(safe(name), x=n, y=value, name="point", xanchor=side[2], xshift=side[0] * 9,
                           yshift=side[1] * 13, font={"size": 11, "color": colours.TEXT}))  # fmt: skip
    return labels


SIDES = ((0, 1, "center"), (0, -1, "center"), (1, 0, "left"), (-1, 0, "right"))


def box(x: float, y: float, width: float, side: tuple[int, int, str]) -> tuple[float, float, float, float]:
    """The pixels a name covers on one side of its point."""
    left = {"center": x - width / 2, "left": x + 9, "right": x - 9 - width}[side[2]]
    middle = y + 13 * side[1]
    return left, left + width, middle - 7, middle + 7


def free(wanted: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]) -> bool:
    return all(
        wanted[1] <= t[0] or t[1] <= wanted[0] or wanted[3] <= t[2] or t[3] <= wanted[2] for t in taken
    )


def line_names(centre: float, curves: list[Any], around_target: bool, gap: float) -> list[dict[str, Any]]:
    """Says at the right end what each line is."""
    word = "目标" if around_target else "总体"
    found = [(centre * 100, f"{word} {short(centre * 100, 1, '%')}%", colours.TEXT)]
    if 0 < centre < 1:
        found += [(float(curve[-1]) * 100, f"{name}界限", colours.QUIET) for curve, name, _ in curves]
    return [
        note(text, x=1, xref="paper", xanchor="left", xshift=6, y=y, yanchor="middle", name="line",
             font={"size": 11, "color": colour})
        for y, (_, text, colour) in zip(spread([f[0] for f in found], gap), found, strict=True)
    ]  # fmt: skip
