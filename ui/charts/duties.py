"""Duties side by side: rows are bodies or years, a column is a duty, a cell is n of m with what lacks hatched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from reports.numbers import exact
from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, axis, build, empty, note
from ui.charts.lettering import safe, text_width, wrap
from ui.charts.medium import pixels
from ui.charts.rows import edged, name_room, row_axis, status_shape
from ui.charts.texts import hover
from ui.frames import Row, is_small, numbers_of
from ui.numbers import figure, is_missing
from ui.status import absent_word
from ui.words import NO_VALUE, NOT_REPORTED

ROW, THICK = 25, 0.64
"""Height of a row in pixels, and the part of it that a bar fills."""
WIDTHS = {True: 940, False: 440}
"""Pixels of a figure in a wide and in a narrow panel at 1366 pixels: what decides whether a text fits."""
GAP = 18
RIGHT = 8
LETTER = 11.5
LEAST = 40.0
"""Pixels a column has at least, however long the names beside it."""


def lacking(row: Row) -> float:
    """How many cases lack the duty; more with than there are cases lack nothing."""
    return max(0.0, float(exact(row["denominator"]) - exact(row["numerator"])))


def n_of_m(row: Row) -> str:
    """“4/5，缺1”, “5/5”, or why there is none."""
    if is_missing(row["value"]):
        return absent_word(row) or NO_VALUE
    gap = f"，缺{figure(lacking(row))}" if lacking(row) else ""
    doubt = "，存疑" if row["numerator"] > row["denominator"] else ""
    return f"{figure(row['numerator'])}/{figure(row['denominator'])}{gap}{doubt}"


@dataclass(frozen=True)
class Duty:
    """A column: a proportion for each row, None where the row has no such cell."""

    title: str
    rows: Sequence[Row | None]
    say: Callable[[Row], str] = n_of_m
    """What is written at the end of a bar, or where there is none."""

    @property
    def given(self) -> list[tuple[int, Row]]:
        return [(i, r) for i, r in enumerate(self.rows) if r is not None]

    @property
    def drawn(self) -> list[tuple[int, Row]]:
        return [(i, r) for i, r in self.given if not is_missing(r["value"])]


def duties_grid(
    names: Sequence[str],
    duties: Sequence[Duty],
    caption: Caption,
    *,
    wide: bool = True,
    own: Callable[[Row], bool] | None = None,
    counted: str = "件",
    row: int = ROW,
    nothing: str = "没有可画的数值。",
) -> go.Figure:
    """Draws every cell's cases on one scale: those that met the duty solid, those that did not hatched and counted.

    What lacks is red only where there are enough cases to judge. `own` says which rows stand out.
    """
    caption = replace(caption, unit=counted)
    drawn = [r for d in duties for _, r in d.drawn]
    if not drawn:
        return empty(caption, nothing)
    most = max([*numbers_of(drawn, "numerator", "denominator"), 1.0])
    bold = [
        own is not None and any(own(r) for d in duties for k, r in d.given if k == i)
        for i in range(len(names))
    ]
    labels = [f"<b>{safe(n)}</b>" if b else safe(n) for n, b in zip(names, bold, strict=True)]
    left = name_room([safe(n) for n in names])
    places = columns(len(duties), pixels(WIDTHS, wide) - left - RIGHT)
    titles = [wrap(d.title, places[0].pixels / LETTER) for d in duties]
    rows = row_axis(labels)
    layout: dict[str, Any] = {}
    traces, notes = [], []
    for index, (duty, place, title) in enumerate(zip(duties, places, titles, strict=True)):
        room = LETTER * max(text_width(f"　{duty.say(r)}") for _, r in duty.given) if duty.given else 0
        bars = max(0.3 * place.pixels, place.pixels - room)
        layout[numbered("xaxis", index)] = axis(
            domain=list(place.span), anchor="y", range=[0, most * place.pixels / bars], showticklabels=False,
            showgrid=False,
        )  # fmt: skip
        traces += [{**bar, "xaxis": numbered("x", index)} for bar in cell_bars(duty, own)]
        notes += [column_title(title, place), *cell_texts(duty, numbered("x", index))]
    return build(
        traces,
        caption,
        Room(row * len(names) + 4, left=left, right=RIGHT, above=8 + 15 * max(map(len, titles)), below=2),
        yaxis={**rows, "anchor": "x"},
        annotations=notes,
        shapes=lines(len(names), places),
        barmode="stack",
        **{k: layout.pop(k) for k in ("xaxis",)},
        **layout,
    )


@dataclass(frozen=True)
class Place:
    """Where a column lies: as fractions of the plotting area, and how many pixels it has."""

    span: tuple[float, float]
    pixels: float


def columns(count: int, width: int) -> list[Place]:
    # Names may leave no room: the columns then stay in order and apart, only narrower than they should be.
    each = max(LEAST, (width - GAP * (count - 1)) / count)
    width = max(width, int(count * each + GAP * (count - 1)))
    starts = [i * (each + GAP) / width for i in range(count)]
    return [Place((s, min(1.0, s + each / width)), each) for s in starts]


def numbered(name: str, index: int) -> str:
    """x, x2, x3, …"""
    return name if index == 0 else f"{name}{index + 1}"


def cell_bars(duty: Duty, own: Callable[[Row], bool] | None) -> list[dict[str, Any]]:
    """The cases that met the duty, and behind them those that did not."""
    common = {"type": "bar", "orientation": "h", "width": THICK, "y": [i for i, _ in duty.drawn], "hoverinfo": "text",
              "hovertext": [hover(r) for _, r in duty.drawn]}  # fmt: skip
    edges = [colours.QUIET if is_small(r) else colours.BAD for _, r in duty.drawn]
    fills = [colours.ACCENT if own is None or own(r) else colours.ACCENT_PALE for _, r in duty.drawn]
    done = {
        **common,
        "name": "已履行",
        "x": [float(r["numerator"]) for _, r in duty.drawn],
        "marker": edged(fills, [r["numerator"] for _, r in duty.drawn]),
    }
    gaps = [lacking(r) for _, r in duty.drawn]
    if not any(gaps):
        return [done]
    frame = {
        "color": colours.PAPER,
        "line": {"color": edges, "width": [1.2 if g else 0 for g in gaps]},
        "pattern": {"shape": "/", "fgcolor": edges, "size": 6},
    }
    return [done, {**common, "name": "缺", "x": gaps, "marker": frame}]


def cell_texts(duty: Duty, xaxis: str) -> list[dict[str, Any]]:
    """“4/5，缺1” at the end of each bar, or the word for why there is none."""
    texts = []
    for i, r in duty.given:
        absent = is_missing(r["value"])
        at = 0.0 if absent else max(numbers_of([r], "numerator", "denominator"))
        text = f"{status_shape(r)} {duty.say(r)}" if absent else duty.say(r)
        texts.append(
            note(safe(text), x=at, xref=xaxis, xanchor="left", xshift=3 if absent else 6, y=i, yanchor="middle",
                 name="missing" if absent else "duty", font={"size": 11, "color": text_colour(r)})
        )  # fmt: skip
    return texts


def text_colour(row: Row) -> str:
    """Red where somebody owes a number, or a duty that can be judged; grey where there is nothing to say."""
    if is_missing(row["value"]):
        return colours.BAD if absent_word(row) == NOT_REPORTED else colours.QUIET
    return colours.BAD if lacking(row) and not is_small(row) else colours.TEXT


def column_title(lines: list[str], place: Place) -> dict[str, Any]:
    return note(
        f"<b>{'<br>'.join(lines)}</b>", x=place.span[0], xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom",
        yshift=3, align="left", name="column", font={"size": 11, "color": colours.TEXT},
    )  # fmt: skip


def lines(count: int, places: Sequence[Place]) -> list[dict[str, Any]]:
    """A hairline below each row leads the eye across; an upright at each column is its zero."""
    rows = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": i + 0.5, "y1": i + 0.5, "layer": "below",
         "line": {"color": colours.GRID, "width": 1}, "name": "row"}
        for i in range(count)
    ]  # fmt: skip
    zeros = [
        {"type": "line", "xref": "paper", "x0": p.span[0], "x1": p.span[0], "yref": "paper", "y0": 0, "y1": 1,
         "line": {"color": colours.FAINT, "width": 1}, "name": "zero"}
        for p in places
    ]  # fmt: skip
    return [*rows, *zeros]
