"""A table drawn as bars: rows share their names, each column has a scale of its own from zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import SMALL_SIZE, Room, axis, build, empty, note, tick_text
from ui.charts.lettering import safe, text_width, wrap
from ui.charts.medium import pixels
from ui.charts.rows import edged, name_room, row_axis, status_shape
from ui.charts.texts import hover
from ui.frames import Row, is_small, numbers_of
from ui.numbers import figure, is_missing, short
from ui.status import absent_word
from ui.words import NOT_REPORTED, joined

ROW = 20
WIDTHS = {True: 980, False: 460}
"""Pixels of a figure in a wide and in a narrow panel at 1366 pixels: what decides whether a text fits."""
NAME_WIDTH = 12
TWO_LINES = 30
"""Height of a row from which on a long name may take two lines."""
GAP = 16
BREAK_GAP = 34
RIGHT = 10
LEAST = 60.0
TITLED = 24
"""Height of the blocks' titles."""
TICK = 46


def plain_value(row: Row) -> str:
    """The number without its unit, which the column's title says; a proportion with n of m, an average with its n."""
    if row.get("kind") not in ("proportion", "ratio"):
        return figure(row["value"])
    of = f"{figure(row['numerator'])}/" if row["kind"] == "proportion" else "n="
    return (
        f"{short(row['value'], int(row['decimals']), str(row['unit']))}（{of}{figure(row['denominator'])}）"
    )


@dataclass(frozen=True)
class Column:
    """One quantity or one year: a bar for each row of its block; None where the row has no such cell."""

    title: str
    rows: Sequence[Row | None]
    most: float | None = None
    """Where the scale ends, where the data do not decide it; longer bars are cut there, and show it."""
    mean: Row | None = None
    """Drawn as an upright line and written below the title."""
    below: str = ""
    """A second line of the title."""
    text: Callable[[Row], str] = plain_value

    @property
    def drawn(self) -> list[Row]:
        return [r for r in self.rows if r is not None and not is_missing(r["value"])]

    @property
    def longest(self) -> float:
        """The end of the longest bar or of the mean, at least a little, so that an axis of zeros has a length."""
        given = (
            [self.most]
            if self.most
            else numbers_of([*self.drawn, *([self.mean] if self.mean else [])], "value")
        )
        return max([*given, 0.0]) or 1.0

    @property
    def below_lines(self) -> list[str]:
        """What stands below the title: the second line, what the upright line is."""
        found = [self.below] if self.below else []
        if self.mean is None or is_missing(self.mean["value"]):
            return found
        number = short(self.mean["value"], int(self.mean["decimals"]), str(self.mean["unit"]))
        return [*found, f"竖线：{self.mean['short_name']}{number}"]


@dataclass(frozen=True)
class Block:
    """Columns over the same rows. Blocks stand side by side with a break between them: they are not comparable.

    `cuts` are the rows above which such a break lies within the block.
    """

    names: Sequence[str]
    columns: Sequence[Column]
    title: str = ""
    cuts: Sequence[int] = ()


def bars_in_columns(
    blocks: Sequence[Block],
    caption: Caption,
    *,
    wide: bool = True,
    own: Callable[[Row], bool] | None = None,
    row: int = ROW,
    nothing: str = "没有可画的数值。",
) -> go.Figure:
    """Draws blocks of columns of bars; a cell without a value holds the word for it.

    `own` says which rows stand out (the chosen body, the chosen year), `row` is the height of one, `nothing` what to
    say where there is no value at all.
    """
    columns = [c for b in blocks for c in b.columns]
    if not any(c.drawn for c in columns):
        return empty(caption, nothing)
    caption = caption.with_notes(*small_notes(columns))
    blocks = [replace(b, names=[name_lines(n, row) for n in b.names]) for b in blocks]
    most_rows = max(len(b.names) for b in blocks)
    left = name_room(blocks[0].names)
    spans = Spans(blocks, pixels(WIDTHS, wide) - left - RIGHT)
    layout: dict[str, Any] = {}
    traces, notes, shapes = [], [], []
    for index, (block, column, span) in enumerate(spans.placed()):
        number = spans.first_of(block)
        place = Place(numbered("x", index), numbered("y", number))
        layout[numbered("xaxis", index)] = column_axis(column, span, spans.width, place.y)
        if index == number:
            names = row_axis(block.names)
            layout[numbered("yaxis", index)] = axis(**names, anchor=place.x) | {
                "range": [most_rows - 0.5, -0.5]
            }
        traces.append({**bars(column, own), "xaxis": place.x, "yaxis": place.y})
        notes += [title_note(column, span, spans.width), *absent_notes(column, place)]
        shapes += [*mean_line(column, place, len(block.names)), *cut_marks(column, place)]
        shapes += [row_cut(place, span, at) for at in block.cuts]
    above = 15 * max(len(title_lines(c, s, spans.width)) for _, c, s in spans.placed())
    plot = row * most_rows + 4
    room = above + (TITLED if any(b.title for b in blocks) else 6)
    return build(
        traces,
        caption,
        Room(plot, left=left, right=RIGHT, above=room, below=24, least=spans.width),
        annotations=[*notes, *spans.block_notes(above)],
        shapes=[*shapes, *spans.break_lines(1 + room / plot)],
        bargap=0.3,
        **{k: layout.pop(k) for k in ("xaxis", "yaxis")},
        **layout,
    )


def name_lines(name: str, row: int) -> str:
    """A row's name for plotly, on two lines where there is room for two."""
    return "<br>".join(wrap(name, NAME_WIDTH)) if row >= TWO_LINES else safe(name)


@dataclass(frozen=True)
class Place:
    """The axes a column is drawn on, by their names in plotly."""

    x: str
    y: str


def numbered(name: str, index: int) -> str:
    """x, x2, x3, …"""
    return name if index == 0 else f"{name}{index + 1}"


class Spans:
    """Where each column lies, as a fraction of the plotting area, which is at least `width` pixels wide."""

    def __init__(self, blocks: Sequence[Block], width: int):
        self.blocks = blocks
        self.gutters = [BREAK_GAP + name_room(b.names) for b in blocks[1:]]
        count = sum(len(b.columns) for b in blocks)
        inner = GAP * (count - len(blocks))
        self.column = max(LEAST, (width - sum(self.gutters) - inner) / count)
        # More columns than the place has room for: they stay in order and apart, only narrower than they should be.
        self.width = max(width, int(sum(self.gutters) + inner + self.column * count))

    def placed(self) -> list[tuple[Block, Column, tuple[float, float]]]:
        found, at = [], 0.0
        for i, block in enumerate(self.blocks):
            at += self.gutters[i - 1] if i else 0
            for k, column in enumerate(block.columns):
                at += GAP if k else 0
                found.append((block, column, (at / self.width, min(1.0, (at + self.column) / self.width))))
                at += self.column
        return found

    def first_of(self, block: Block) -> int:
        """The number of a block's first column."""
        return next(i for i, (b, _, _) in enumerate(self.placed()) if b is block)

    def starts(self) -> list[float]:
        """Where the names of each block begin; the first ones lie in the margin."""
        first = [self.placed()[self.first_of(b)][2][0] for b in self.blocks]
        return [
            0.0,
            *(f - (g - BREAK_GAP / 2) / self.width for f, g in zip(first[1:], self.gutters, strict=True)),
        ]

    def break_lines(self, reach: float) -> list[dict[str, Any]]:
        """From the foot of the plot to `reach` times its height, where the blocks' titles end."""
        return [
            {"type": "line", "xref": "paper", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": reach,
             "line": {"color": colours.TEXT, "width": 1.4, "dash": "dash"}, "name": "break"}
            for x in self.starts()[1:]
        ]  # fmt: skip

    def block_notes(self, above: int) -> list[dict[str, Any]]:
        """The blocks' titles: the first over its columns, the others right of their break."""
        return [
            note(f"<b>{safe(b.title)}</b>", x=x, xref="paper", xanchor="left", xshift=6 if i else 0, y=1, yref="paper",
                 yanchor="bottom", yshift=above + 4, name="block", font={"size": 12, "color": colours.TEXT})
            for i, (b, x) in enumerate(zip(self.blocks, self.starts(), strict=True))
            if b.title
        ]  # fmt: skip


def label_room(column: Column) -> float:
    """Pixels that the widest text at the end of a bar needs."""
    return 11 * max((text_width(column.text(r)) for r in column.drawn), default=2) + 10


def column_axis(column: Column, span: tuple[float, float], width: int, anchor: str) -> dict[str, Any]:
    """From zero, with room for the numbers at the ends of the bars, and as few ticks as fit."""
    pixels = (span[1] - span[0]) * width
    for_bars = max(0.3 * pixels, pixels - label_room(column))
    unit = next((str(r.get("unit") or "") for r in column.drawn), "")
    ticks = few_ticks(column.longest, max(1, int(for_bars // TICK)))
    return axis(
        domain=list(span), anchor=anchor, range=[0, column.longest * pixels / for_bars],
        tickvals=ticks, ticktext=[tick_text(t, unit if unit == "%" else "") for t in ticks], showline=False,
    )  # fmt: skip


def few_ticks(most: float, count: int) -> list[float]:
    """Zero and at most `count` round steps up to `most`."""
    number = Decimal(repr(float(most)))
    power = Decimal(1).scaleb(number.adjusted() - 1)
    step = next(power * s for s in (1, 2, 5, 10, 20, 50, 100) if power * s * (count + 1) > number)
    step = max(step, Decimal(1)) if number == number.to_integral_value() else step
    return [float(step * i) for i in range(int(number // step) + 1)]


def bars(column: Column, own: Callable[[Row], bool] | None) -> dict[str, Any]:
    """The bars of a column; grey and hatched where n is too small to compare."""
    shown = [(i, r) for i, r in enumerate(column.rows) if r is not None and not is_missing(r["value"])]
    chosen = [own is None or own(r) for _, r in shown]
    small = [is_small(r) for _, r in shown]
    fills = [
        colours.FAINT if s else colours.ACCENT if o else colours.ACCENT_PALE
        for s, o in zip(small, chosen, strict=True)
    ]
    return {
        "type": "bar", "orientation": "h", "width": 0.7, "name": safe(column.title), "cliponaxis": False,
        "x": [min(float(r["value"]), column.most or float(r["value"])) for _, r in shown],
        "y": [i for i, _ in shown],
        "marker": {**edged(fills, [r["value"] for _, r in shown]),
                   "pattern": {"shape": ["/" if s else "" for s in small], "size": 6}},
        "text": [" " + safe(column.text(r)) for _, r in shown], "textposition": "outside", "constraintext": "none",
        "textfont": {"size": 11, "color": [colours.QUIET if s else colours.TEXT for s in small]},
        "hovertext": [hover(r, str(r.get("body_name") or r.get("label"))) for _, r in shown], "hoverinfo": "text",
    }  # fmt: skip


def title_lines(column: Column, span: tuple[float, float], width: int) -> list[str]:
    """The title, its unit on a line of its own where both do not fit, and what stands below."""
    fit = (span[1] - span[0]) * width / SMALL_SIZE
    name, mark, unit = column.title.partition("（")
    fits = text_width(column.title) <= fit
    whole = [safe(column.title)] if fits else [*wrap(name, fit), safe(f"{mark}{unit}")]
    return [
        *(f"<b>{line}</b>" for line in whole),
        *(part for line in column.below_lines for part in wrap(line, fit)),
    ]


def title_note(column: Column, span: tuple[float, float], width: int) -> dict[str, Any]:
    return note(
        "<br>".join(title_lines(column, span, width)), x=span[0], xref="paper", xanchor="left", y=1, yref="paper",
        yanchor="bottom", align="left", name="column", font={"size": SMALL_SIZE, "color": colours.TEXT},
    )  # fmt: skip


def absent_notes(column: Column, place: Place) -> list[dict[str, Any]]:
    """The word for each cell without a value; red only where somebody owes it."""
    return [
        note(f"{status_shape(r)} {word}", x=0, xref=place.x, xanchor="left", xshift=3, y=i, yref=place.y,
             yanchor="middle", name="missing",
             font={"size": 11, "color": colours.BAD if word == NOT_REPORTED else colours.QUIET})
        for i, r in enumerate(column.rows)
        if r is not None and (word := absent_word(r))
    ]  # fmt: skip


def mean_line(column: Column, place: Place, rows: int) -> list[dict[str, Any]]:
    if column.mean is None or is_missing(column.mean["value"]):
        return []
    at = float(column.mean["value"])
    return [{**line(place, at, at, -0.5, rows - 0.5, colours.FAINT, 1.2, "mean"), "layer": "below"}]


def row_cut(place: Place, span: tuple[float, float], at: int) -> dict[str, Any]:
    """A break across a column, above a row."""
    return {
        "type": "line", "xref": "paper", "yref": place.y, "x0": span[0], "x1": span[1], "y0": at - 0.5, "y1": at - 0.5,
        "line": {"color": colours.TEXT, "width": 1.2, "dash": "dash"}, "name": "break",
    }  # fmt: skip


def cut_marks(column: Column, place: Place) -> list[dict[str, Any]]:
    """Two white strokes through each bar that is longer than the scale."""
    most = column.most
    if most is None:
        return []
    cut = [
        i
        for i, r in enumerate(column.rows)
        if r is not None and not is_missing(r["value"]) and r["value"] > most
    ]
    return [
        line(place, most * at, most * (at + 0.02), i + 0.5, i - 0.5, colours.PAPER, 3, "cut")
        for i in cut
        for at in (0.86, 0.91)
    ]


def line(
    place: Place, x0: float, x1: float, y0: float, y1: float, colour: str, width: float, name: str
) -> dict[str, Any]:
    return {
        "type": "line", "xref": place.x, "yref": place.y, "x0": x0, "x1": x1, "y0": y0, "y1": y1,
        "line": {"color": colour, "width": width}, "name": name,
    }  # fmt: skip


def small_notes(columns: Sequence[Column]) -> list[str]:
    """Says from which n on a bar is compared, where some fall short of it."""
    least = {int(r["min_n"]) for c in columns for r in c.drawn if is_small(r)}
    return [f"灰色斜线：分母不足{joined([str(n) for n in sorted(least)])}，不作比较"] if least else []
