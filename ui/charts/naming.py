"""Names at the points of a scatter that cover neither each other nor other points."""

from typing import Any

import numpy as np

from ui import colours
from ui.charts.layout import SMALL_SIZE, note
from ui.charts.lettering import safe, text_width
from ui.frames import Row
from ui.words import joined

LABELLED = 12
"""Up to so many points all are named."""
TOGETHER = 3
"""Names written at one point."""
STEP, ASIDE = 13, 9
"""Pixels: up to the line of text above a point, and to the side of it."""
Side = tuple[float, int, str]
SIDES: tuple[Side, ...] = (
    (0, 1, "center"), (0, -1, "center"), (1, 0, "left"), (-1, 0, "right"), (-0.6, 1, "left"),
    (0, 3, "center"), (-0.6, 3, "left"), (0, 5, "center"), (-0.6, 5, "left"),
)  # fmt: skip
"""Where a name may stand: aside and up in steps, and which end of it stands there."""


class Scale:
    """Turns places on the axes into pixels from the left end and from zero."""

    def __init__(self, xaxis: dict[str, Any], yaxis: dict[str, Any], width: int, height: int):
        self.log = xaxis["type"] == "log"
        self.start, self.end = xaxis["range"]
        self.floor = yaxis["range"][0]
        self.across = width / (self.end - self.start)
        self.up = height / (yaxis["range"][1] - yaxis["range"][0])

    def x(self, size: float) -> float:
        """The place of a size on the axis, as plotly's annotations want it."""
        return float(np.log10(size)) if self.log else size

    def pixels(self, row: Row) -> tuple[float, float]:
        return self.x(float(row["denominator"])) * self.across, float(row["value"]) * self.up

    @property
    def outside(self) -> list[tuple[float, float, float, float]]:
        """Where no name may stand: beyond the ends of the axis of n, and below it."""
        left, right, floor = self.start * self.across, self.end * self.across, self.floor * self.up
        return [
            (right, right + 500, -1e9, 1e9),
            (left - 500, left, -1e9, 1e9),
            (-1e9, 1e9, floor - 500, floor - 2),
        ]


def names(
    places: list[list[Row]], striking: set[str], highlight: str | None, scale: Scale
) -> list[dict[str, Any]]:
    """Names the points outside the limits and the chosen one; everybody where few enough.

    Each name takes the first free side of its point, or a place above with a line to it, or is left to the table.
    """
    spot = [scale.pixels(rows[0]) for rows in places]
    taken = [(x - 6, x + 6, y - 6, y + 6) for x, y in spot] + scale.outside
    labels = []
    # The largest first: they weigh most, and the crowd of small ones must not take their place.
    for i in sorted(range(len(places)), key=lambda i: -spot[i][0]):
        rows = places[i]
        chosen = any(r.get("body") == highlight for r in rows)
        if not (chosen or len(places) <= LABELLED or any(str(r.get("body")) in striking for r in rows)):
            continue
        name = joined([str(r.get("short_name") or r.get("body_name")) for r in rows], TOGETHER)
        width = SMALL_SIZE * text_width(name)
        free_sides = [s for s in SIDES if free(box(*spot[i], width, s), taken)]
        if not free_sides and not chosen:
            continue
        side = (free_sides or SIDES)[0]
        taken.append(box(*spot[i], width, side))
        labels.append(name_note(name, chosen, rows[0], scale, side))
    return labels


def name_note(name: str, chosen: bool, row: Row, scale: Scale, side: Side) -> dict[str, Any]:
    """A name beside its point; further off, with a line to it."""
    text = f"<b>{safe(name)}</b>" if chosen else safe(name)
    x, y = scale.x(float(row["denominator"])), float(row["value"])
    found = note(text, x=x, y=y, name="point", xanchor=side[2], bgcolor="rgba(255,255,255,.8)", borderpad=0,
                 font={"size": SMALL_SIZE, "color": colours.TEXT})  # fmt: skip
    if side[1] > 1:
        line = {
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 0.8,
            "arrowcolor": colours.QUIET,
            "standoff": 6,
        }
        return {**found, **line, "ax": 0, "ay": -STEP * side[1]}
    return {**found, "xshift": side[0] * 9, "yshift": side[1] * STEP}


def box(x: float, y: float, width: float, side: Side) -> tuple[float, float, float, float]:
    """The pixels a name covers on one side of its point."""
    left = x + ASIDE * side[0] - {"center": width / 2, "left": 0, "right": width}[side[2]]
    middle = y + STEP * side[1]
    return left, left + width, middle - 7, middle + 7


def free(wanted: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]) -> bool:
    return all(
        wanted[1] <= t[0] or t[1] <= wanted[0] or wanted[3] <= t[2] or t[3] <= wanted[2] for t in taken
    )
