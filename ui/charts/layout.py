"""What every chart shares: the frame around it, axes, labels that do not collide, the figure that has no data."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.lettering import text_width, wrap
from ui.charts.medium import EDGE, medium, pixels
from ui.numbers import in_wan, plain

TITLE_SIZE = 15
TEXT_SIZE = 12
SMALL_SIZE = 11
LINES = {False: 40 * SMALL_SIZE, True: 88 * SMALL_SIZE}
"""Widest line of text that fits half a page at 1366 pixels, and the whole."""
LEGENDS = {False: 400, True: 860}
LINE = 20
"""Height of a line of the title and of the subtitle."""
CHECKED = False
"""Whether plotly looks at every property it is given, four fifths of the work of a figure: the tests have it look."""


@dataclass(frozen=True)
class Room:
    """Pixels around the plotting area; `plot` is its height."""

    plot: int
    left: int = 52
    right: int = 24
    above: int = 0
    below: int = 30
    legend: tuple[str, ...] = ()
    """Names in a legend above the plot, for which `place` makes room."""
    least: int = 0
    """Width of the plotting area below which its texts cover each other: a picture is laid out that wide."""


def build(
    traces: Sequence[dict[str, Any]],
    caption: Caption,
    room: Room,
    *,
    xaxis: dict[str, Any] | None = None,
    yaxis: dict[str, Any] | None = None,
    annotations: Sequence[dict[str, Any]] = (),
    shapes: Sequence[dict[str, Any]] = (),
    **layout: Any,
) -> go.Figure:
    """Puts traces into the common frame and captions them."""
    around = framed(caption, room, wide=False)
    return go.Figure(
        {
            "data": list(traces),
            "layout": {
                # An empty template keeps plotly's own (7 kB a figure) and Streamlit's out.
                "template": {},
                "font": {"family": colours.FONT, "size": TEXT_SIZE, "color": colours.TEXT},
                "paper_bgcolor": colours.PAPER,
                "plot_bgcolor": colours.PAPER,
                "hoverlabel": {
                    "align": "left",
                    "bgcolor": colours.PAPER,
                    "bordercolor": colours.FAINT,
                    "font": {"family": colours.FONT, "size": TEXT_SIZE, "color": colours.TEXT},
                },
                "hovermode": "closest",
                "showlegend": False,
                "dragmode": False,
                "xaxis": axis(**(xaxis or {})),
                "yaxis": axis(**(yaxis or {})),
                "shapes": list(shapes),
                # The figure carries what it needs to be captioned again for another place.
                "meta": {"room": asdict(room), "caption": asdict(caption)},
                **around,
                "annotations": [*annotations, *around["annotations"]],
                **layout,
            },
        },
        _validate=CHECKED,
    )


def caption_of(figure: go.Figure) -> Caption:
    """The caption a figure was built with, with the notes the chart added."""
    known = dict(figure.layout.meta["caption"])
    return Caption(**{**known, "notes": tuple(known["notes"])})


def place(figure: go.Figure, wide: bool = False) -> go.Figure:
    """Captions a figure anew for a narrow or a wide place; the plotting area keeps its height."""
    around = framed(caption_of(figure), Room(**figure.layout.meta["room"]), wide)
    kept = [a for a in figure.layout.annotations if a.name not in ("title", "source")]
    figure.layout.annotations = [*kept, *around.pop("annotations")]
    figure.layout.update(around)
    return figure


def framed(caption: Caption, room: Room, wide: bool) -> dict[str, Any]:
    """Title, subtitle and source line as annotations, and the margins and height that hold them."""
    width = pixels(LINES, wide) / SMALL_SIZE
    title = wrap(caption.title, width * SMALL_SIZE / TITLE_SIZE)
    subtitle = wrap(caption.subtitle, width * SMALL_SIZE / TEXT_SIZE)
    source = wrap(caption.source_line, width)
    above = room.above + legend_height(room, wide)
    top = 16 + LINE * (len(title) + len(subtitle)) + above
    bottom = room.below + 8 + 15 * len(source)
    return {
        "annotations": [title_note(title, subtitle, room, above), source_note(source, room)],
        "margin": {"l": room.left, "r": room.right, "t": top, "b": bottom, "pad": 0},
        "height": top + room.plot + bottom,
    } | ({} if medium() is None else sheet(room, top, bottom, wide))


def sheet(room: Room, top: int, bottom: int, wide: bool) -> dict[str, Any]:
    """Size and margins of a picture; one of a given shape grows until everything is in it."""
    found = medium()
    assert found is not None
    width = max(found.width(wide), room.left + room.least + room.right + 2 * EDGE)
    height = top + room.plot + bottom + 2 * EDGE
    if found.ratio is not None:
        width = max(width, math.ceil(height * found.ratio))
        height = round(width / found.ratio)
    margin = {"l": room.left + EDGE, "r": room.right + EDGE, "t": top + EDGE, "b": bottom + EDGE, "pad": 0}
    return {"margin": margin, "width": width, "height": height}


def legend_height(room: Room, wide: bool) -> int:
    """Pixels of a legend in columns as wide as its longest name, the way plotly sets it."""
    if not room.legend:
        return 0
    space = pixels(LEGENDS, wide, room.left + room.right)
    columns = max(1, int(space // (SMALL_SIZE * max(map(text_width, room.legend)) + 44)))
    return 19 * -(-len(room.legend) // columns)


def title_note(title: list[str], subtitle: list[str], room: Room, above: int) -> dict[str, Any]:
    """Title and subtitle at the upper left corner: an annotation, since plotly's own title moves when it wraps."""
    quiet = f'<span style="font-size:{TEXT_SIZE}px;color:{colours.QUIET}">{"<br>".join(subtitle)}</span>'
    return {
        "name": "title", "text": f"<b>{'<br>'.join(title)}</b><br>{quiet}", "align": "left", "showarrow": False,
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": -room.left - 2,
        "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": above + 8,
        "font": {"size": TITLE_SIZE, "color": colours.TEXT},
    }  # fmt: skip


def source_note(lines: list[str], room: Room) -> dict[str, Any]:
    """The source line as an annotation at the lower left corner."""
    return {
        "name": "source", "text": "<br>".join(lines), "align": "left", "showarrow": False,
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": -room.left - 2,
        "y": 0, "yref": "paper", "yanchor": "top", "yshift": -(room.below + 4),
        "font": {"size": SMALL_SIZE, "color": colours.QUIET},
    }  # fmt: skip


def axis(**given: Any) -> dict[str, Any]:
    """Quiet axes: fine grid, no zero line of its own, fixed range."""
    return {
        "showgrid": True, "gridcolor": colours.GRID, "gridwidth": 1, "zeroline": False, "fixedrange": True,
        "linecolor": colours.FAINT, "ticks": "", "automargin": False, "tickangle": 0,
        "tickfont": {"size": SMALL_SIZE, "color": colours.QUIET}, **given,
    }  # fmt: skip


def quantity_axis(most: float, unit: str, most_range: float | None = None) -> dict[str, Any]:
    """An axis from zero in 万/亿 where large; rates that come near 100 % end there."""
    if unit == "%" and 40 < most <= 100:
        most, ticks = 100.0, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    else:
        ticks = nice_ticks(most)
    end = most_range or max(ticks[-1], most) * 1.04
    return {
        "range": [0, end],
        "tickvals": ticks,
        "ticktext": [tick_text(t, unit) for t in ticks],
        "rangemode": "tozero",
    }


def tick_text(value: float, unit: str) -> str:
    number = Decimal(repr(round(value, 10)))
    return f"{plain(number)}%" if unit == "%" else in_wan(number)


def nice_ticks(most: float) -> list[float]:
    """Zero and three to seven round steps, none above `most`; whole steps for whole numbers."""
    if most <= 0:
        return [0.0, 1.0]
    number = Decimal(repr(float(most)))
    power = Decimal(1).scaleb(number.adjusted())
    step = next(
        power * s
        for s in (Decimal(5), Decimal(2), Decimal(1), Decimal("0.5"), Decimal("0.2"))
        if power * s * 3 <= number
    )
    if most >= 1 and float(most).is_integer():
        step = max(step, Decimal(1))
    return [float(step * i) for i in range(int(number // step) + 1)]


def note(text: str, **given: Any) -> dict[str, Any]:
    """A text without an arrow."""
    return {"text": text, "showarrow": False, "font": {"size": SMALL_SIZE, "color": colours.QUIET}, **given}


def empty(caption: Caption, sentence: str, plot: int = 120) -> go.Figure:
    """The figure for which there is no data: its caption, and a sentence where the marks would be."""
    middle = note(
        "<br>".join(wrap(sentence, 30)), x=0.5, y=0.5, xref="paper", yref="paper",
        font={"size": 13, "color": colours.QUIET},
    )  # fmt: skip
    box = {"type": "rect", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 1,
           "line": {"color": colours.LINE, "width": 1, "dash": "dot"}, "fillcolor": colours.WASH, "layer": "below"}  # fmt: skip
    return build([], caption, Room(plot, left=8, right=8, below=6), xaxis={"visible": False},
                 yaxis={"visible": False}, annotations=[middle], shapes=[box])  # fmt: skip
