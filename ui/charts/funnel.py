"""The funnel: a rate against its n, with the limits within which chance alone would keep nearly everybody."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis, tick_text
from ui.charts.lettering import spread
from ui.charts.limits import Numbers, binomial_limits, tail_chances
from ui.charts.medium import pixels
from ui.charts.naming import Scale, names
from ui.charts.rows import shape_notes
from ui.charts.texts import hover, nothing_to_draw
from ui.frames import Row, numbers_of, rows_of
from ui.numbers import is_missing, short
from ui.status import absent_word, status
from ui.words import joined

PLOT = 300
LEFT, RIGHT = 52, 92
WIDTHS = {False: 350, True: 740}
"""Widths of the plotting area, in a narrow and a wide panel, that every screen has."""
LIMITS = ((0.025, "95%", "dash"), (0.975, "95%", "dash"), (0.001, "99.8%", "dot"), (0.999, "99.8%", "dot"))
ONE_SIDE = 0.025
"""What lies beyond a 95 % limit on one side."""
WIDELY = 40
"""Largest n over smallest, from which on the axis is logarithmic."""


def funnel_plot(
    frame: pd.DataFrame,
    caption: Caption,
    *,
    around_target: bool = False,
    highlight: str | None = None,
    wide: bool = False,
) -> go.Figure:
    """Draws each row's proportion over its denominator; the line is the overall rate, or the target.

    Points outside the limits differ by more than chance; names are written for them and for `highlight`, and
    for all where there is room. Small n is hollow and grey. Rows without a value are named in the source line.
    """
    rows = rows_of(frame)
    drawn = [r for r in rows if is_share(r)]
    absent = absent_text([r for r in rows if not is_share(r)])
    caption = caption.with_notes(*([f"未列入：{absent}"] if absent else []))
    if not drawn:
        return empty(caption, nothing_to_draw(frame))
    caption = caption.with_notes(*shape_notes(drawn), *([] if around_target else target_notes(rows)))
    centre = centre_line(drawn, around_target)
    target = None if around_target else common_target(rows)
    sizes = numbers_of(drawn, "denominator")
    grid = np.unique(np.geomspace(1, max(sizes) * 1.1, 60).round())
    curves = limit_curves(centre, grid) if 0 < centre < 1 else []
    xaxis = size_axis(sizes)
    reach = [100 * float(c.limits.max()) for c in curves] + numbers_of(drawn, "value")
    yaxis = rate_axis(drawn, max([*reach, *([target] if target is not None else [])]))
    return build(
        [*(curve_line(grid, c) for c in curves), points(spots(drawn), highlight)],
        caption,
        Room(PLOT, left=LEFT, right=RIGHT, below=46),
        xaxis=xaxis,
        yaxis=yaxis,
        annotations=[
            *names(
                spots(drawn),
                beyond(drawn, centre),
                highlight,
                Scale(xaxis, yaxis, pixels(WIDTHS, wide, LEFT + RIGHT), PLOT),
            ),
            *line_names(centre, curves, around_target, yaxis["range"], target),
        ],
        shapes=[centre_shape(centre), *([target_shape(target)] if target is not None else [])],
    )


def outliers(frame: pd.DataFrame, *, around_target: bool = False) -> list[Row]:
    """The rows that differ from the line by more than chance: what the funnel shows, for the sentence beside it."""
    drawn = [r for r in rows_of(frame) if is_share(r)]
    unusual = beyond(drawn, centre_line(drawn, around_target)) if drawn else set()
    return [r for r in drawn if str(r.get("body")) in unusual]


def is_share(row: Row) -> bool:
    """Says whether the row is a true part of something: a value, a denominator, and no more of it than there is."""
    if is_missing(row["value"]) or is_missing(row["denominator"]) or row["denominator"] <= 0:
        return False
    return bool(0 <= row["numerator"] <= row["denominator"])


def absent_text(rows: list[Row]) -> str:
    """“甲局、乙局等29个（无分母）、丙局（未报）”."""
    found: dict[str, list[str]] = {}
    for r in rows:
        word = absent_word(r) or status("doubtful").word
        found.setdefault(word, []).append(str(r.get("short_name") or r.get("body_name")))
    return "、".join(f"{joined(names)}（{word}）" for word, names in found.items())


@dataclass(frozen=True)
class Curve:
    """One limit over the grid of sizes, as fractions."""

    name: str
    dash: str
    limits: Numbers


def limit_curves(centre: float, grid: Numbers) -> list[Curve]:
    found = binomial_limits(centre, grid, [q for q, _, _ in LIMITS])
    return [Curve(name, dash, limits) for (_, name, dash), limits in zip(LIMITS, found, strict=True)]


def size_axis(sizes: list[float]) -> dict[str, Any]:
    """The axis of n: logarithmic where sizes differ so much that the small ones would lie on one spot."""
    title = {"text": "n（分母）", "font": {"size": 11, "color": colours.QUIET}, "standoff": 6}
    common = {"showgrid": False, "showline": True, "title": title}
    if max(sizes) < WIDELY * min(sizes):
        return {**quantity_axis(max(sizes), "", most_range=max(sizes) * 1.08), **common, "type": "linear"}
    ends = [np.log10(min(sizes)) - 0.1, np.log10(max(sizes)) + 0.1]
    ticks = [m * 10.0**k for k in range(int(np.log10(max(sizes))) + 1) for m in (1, 2, 5)]
    shown = [t for t in ticks if ends[0] <= np.log10(t) <= ends[1]]
    return {
        **common,
        "type": "log",
        "range": ends,
        "tickvals": shown,
        "ticktext": [tick_text(t, "") for t in shown],
    }


def beyond(drawn: list[Row], centre: float) -> set[str]:
    """The bodies whose count chance alone would give in less than 2.5 % of cases, on either side; exact, not read off."""
    if not 0 < centre < 1:
        return set()
    found = [(r, tail_chances(centre, round(r["numerator"]), round(r["denominator"]))) for r in drawn]
    return {str(r.get("body")) for r, tails in found if min(tails) < ONE_SIDE}


def common_target(rows: list[Row]) -> float | None:
    """The target most rows have."""
    targets = numbers_of(rows, "target")
    return max(dict.fromkeys(targets), key=targets.count) if targets else None


def target_notes(rows: list[Row]) -> list[str]:
    """The target by its value, and who has another one: “目标15%（演示），市场监管局18%”."""
    common = common_target(rows)
    if common is None:
        return []
    others: dict[float, list[str]] = {}
    for r in rows:
        if not is_missing(r.get("target")) and float(r["target"]) != common:
            others.setdefault(float(r["target"]), []).append(str(r.get("short_name") or r.get("body_name")))
    demo = "（演示）" if any(r.get("target_demonstration") for r in rows) else ""
    apart = "".join(f"，{joined(who, 3)}{short(value, 1, '%')}%" for value, who in others.items())
    return [f"目标{short(common, 1, '%')}%{apart}{demo}"]


def centre_shape(centre: float) -> dict[str, Any]:
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": centre * 100, "y1": centre * 100,
        "line": {"color": colours.TEXT, "width": 1.3}, "name": "centre",
    }  # fmt: skip


def rate_axis(drawn: list[Row], most: float) -> dict[str, Any]:
    """From a step below the lowest rate: no bars here, so the axis need not begin at zero. Marks do not touch the frame."""
    axis = quantity_axis(min(most, 100.0), "%")
    lowest = min(float(r["value"]) for r in drawn)
    start, end = max((t for t in axis["tickvals"] if t < lowest), default=0.0), axis["range"][1]
    margin = (end - start) * 0.04
    return {**axis, "range": [start if lowest > start else start - margin, end + margin]}


def centre_line(drawn: list[Row], around_target: bool) -> float:
    """The overall rate (sums first), or the rows' common target, as a fraction."""
    targets = [float(r["target"]) for r in drawn if not is_missing(r.get("target"))]
    if around_target and targets:
        return max(set(targets), key=targets.count) / 100
    return sum(float(r["numerator"]) for r in drawn) / sum(float(r["denominator"]) for r in drawn)


def target_shape(target: float) -> dict[str, Any]:
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target,
        "line": {"color": colours.TEXT, "width": 1.3, "dash": "dot"}, "name": "target",
    }  # fmt: skip


def curve_line(grid: Numbers, curve: Curve) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "name": f"{curve.name}界限", "x": grid.tolist(),
        "y": (curve.limits * 100).tolist(), "hoverinfo": "skip",
        "line": {"color": colours.QUIET, "width": 1, "dash": curve.dash},
    }  # fmt: skip


def spots(drawn: list[Row]) -> list[list[Row]]:
    """Rows that share one place: small bodies often have the same n and the same rate."""
    found: dict[tuple[float, float], list[Row]] = {}
    for r in drawn:
        found.setdefault((float(r["denominator"]), float(r["value"])), []).append(r)
    return list(found.values())


def points(places: list[list[Row]], highlight: str | None) -> dict[str, Any]:
    """A mark for each place; on hover everybody who stands there."""
    small = [rows[0].get("status") == "too_few" for rows in places]
    looks = [status(rows[0].get("status")) for rows in places]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "单位",
        "x": [float(rows[0]["denominator"]) for rows in places],
        "y": [float(rows[0]["value"]) for rows in places],
        "marker": {
            "symbol": ["circle-open" if s else look.symbol for s, look in zip(small, looks, strict=True)],
            "size": [14 if any(r.get("body") == highlight for r in rows) else 10 for rows in places],
            "color": [colours.FAINT if s else colours.ACCENT for s in small],
            "line": {"width": 1.5},
        },
        "cliponaxis": False,
        "hovertext": ["<br>".join(hover(r, str(r.get("body_name", ""))) for r in rows) for rows in places],
        "hoverinfo": "text",
    }


def line_names(
    centre: float, curves: list[Curve], around_target: bool, ends: list[float], target: float | None = None
) -> list[dict[str, Any]]:
    """Says at the right end what each line is."""
    word = "目标" if around_target else "总体"
    found = [(centre * 100, f"{word} {short(centre * 100, 1, '%')}%", colours.TEXT)]
    found += [] if target is None else [(target, f"目标 {short(target, 1, '%')}%", colours.TEXT)]
    found += [(float(c.limits[-1]) * 100, f"{c.name}界限", colours.QUIET) for c in curves]
    wanted = [(value - ends[0]) / (ends[1] - ends[0]) for value, _, _ in found]
    return [
        note(text, x=1, xref="paper", xanchor="left", xshift=6, y=y, yref="paper", yanchor="middle", name="line",
             font={"size": 11, "color": colour})
        for y, (_, text, colour) in zip(spread(wanted, [13 / PLOT] * len(found)), found, strict=True)
    ]  # fmt: skip
