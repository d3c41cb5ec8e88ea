"""Lines over the years: gaps where nothing was reported, breaks where years cannot be compared, the target."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.breaks import Break
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis
from ui.charts.lettering import safe, spread, text_width, wrap
from ui.charts.texts import bare_text, error_bars, hover, nothing_to_draw, point_text
from ui.frames import Row, is_small, main_rows, numbers_of, rows_of
from ui.numbers import is_missing, short
from ui.status import absent_word
from ui.words import NO_VALUE, NOT_REPORTED

PLOT = 210
LINE_GAP = 14
UNSAID = " "
"""The text of a point that has none. An empty one makes plotly.js lose the number of another point when it draws a
line with a gap again, which it does at every change of width."""
BETWEEN = 350
"""Pixels between the first year and the last in the narrowest place."""


def series(
    frame: pd.DataFrame,
    caption: Caption,
    *,
    by: str | None = None,
    breaks: Sequence[Break] = (),
    target: bool = True,
) -> go.Figure:
    """Draws `value` over `year`, one line per value of the column `by` (e.g. rule_title, label, body_name).

    Without `by`, an indicator frame is reduced to its main rule. Years without a value are gaps with the reason
    written below; `breaks` cut the line. Proportions carry their interval, the target its value.
    """
    if by is None:
        frame = main_rows(frame)
    frame = frame.sort_values("year", kind="stable")
    lines: list[tuple[str | None, pd.DataFrame]] = [(None, frame)]
    if by is not None:
        lines = [(str(k), g) for k, g in frame.groupby(by, sort=False)]
    if frame["value"].isna().all():
        return empty(caption, nothing_to_draw(frame))
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    return Series(lines, years, list(breaks), caption, target).figure()


class Series:
    """The parts of one chart of lines, which need to know of each other to keep their labels apart."""

    def __init__(
        self,
        lines: list[tuple[str | None, pd.DataFrame]],
        years: list[int],
        breaks: list[Break],
        caption: Caption,
        target: bool,
    ):
        self.lines = [(name, {int(r["year"]): r for r in rows_of(g)}) for name, g in lines]
        self.years, self.caption = years, caption
        self.breaks = [b for b in breaks if years[0] < b.year <= years[-1]]
        self.unit = next(
            (str(r["unit"]) for _, rows in self.lines for r in rows.values() if r.get("unit")), ""
        )
        self.targets = self.lines[0][1] if target else {}
        # Room over the highest point for its number; a rate that may reach 100 % has it beside the point.
        near_top = self.unit == "%" and self.most() > 40
        self.axis = quantity_axis(self.most(), self.unit, None if near_top else self.most() * 1.12)

    def most(self) -> float:
        """The largest number the axis must hold."""
        rows = [r for _, rows in self.lines for r in rows.values()]
        drawn = [r for r in rows if self.is_main(r)]
        return max(
            numbers_of(rows, "value")
            + numbers_of(drawn, "high")
            + numbers_of(self.targets.values(), "target")
        )

    @staticmethod
    def is_main(row: Row) -> bool:
        return row.get("kind") == "proportion" and bool(row.get("main", True))

    def figure(self) -> go.Figure:
        ends = self.end_labels()
        right = (
            int(12 * max((text_width(line) for e in ends for line in e["text"].split("<br>")), default=2))
            + 16
        )
        above = self.break_height() + self.label_height()
        room = Room(PLOT, left=52, right=min(right, 150), above=above, below=46 if self.gaps() else 28)
        traces = [t for i, (name, rows) in enumerate(self.lines) for t in self.line(i, name, rows)]
        return build(
            [*traces, *self.target_line()],
            self.caption,
            room,
            xaxis=self.year_axis(),
            yaxis=self.axis,
            annotations=[*ends, *self.gaps(), *self.break_labels()],
            shapes=[break_line(b) for b in self.breaks],
        )

    def year_axis(self) -> dict[str, Any]:
        pad = 0.35 if len(self.years) > 1 else 1
        return {
            "range": [self.years[0] - pad, self.years[-1] + 0.25 * (pad + 0.1)],
            "tickvals": self.years,
            "ticktext": [f"{y}年" if len(self.years) <= 8 else f"{y % 100:02d}" for y in self.years],
            "showgrid": False,
            "showline": True,
        }

    def line(self, index: int, name: str | None, rows: dict[int, Row]) -> list[dict[str, Any]]:
        """One line, cut at missing years and at breaks."""
        cuts = {b.year for b in self.breaks}
        x: list[float] = []
        shown: list[Row | None] = []
        for year in self.years:
            if year in cuts:
                x.append(year - 0.5)
                shown.append(None)
            x.append(year)
            row = rows.get(year)
            shown.append(row if row is not None and not is_missing(row["value"]) else None)
        colour = colours.SERIES[index % len(colours.SERIES)]
        values = [None if r is None else float(r["value"]) for r in shown]
        trace: dict[str, Any] = {
            "type": "scatter",
            "name": safe(name or self.caption.title),
            "mode": "lines+markers+text" if name is None else "lines+markers",
            "x": x,
            "y": values,
            "connectgaps": False,
            "line": {"color": colour, "width": 2.2 if index == 0 else 1.8, "dash": colours.DASHES[index % 8]},
            "marker": {
                "symbol": self.symbols(index, shown),
                "size": 8,
                "color": colour,
                "line": {"width": 1.5},
            },
            "text": self.numbers([None if r is self.last_shown(rows) else r for r in shown]),
            "textposition": over(values),
            "textfont": {"size": 11, "color": colours.TEXT},
            "cliponaxis": False,
            "hovertext": ["" if r is None else hover(r, name) for r in shown],
            "hoverinfo": "text",
        }
        if any(r is not None and self.is_main(r) and not is_missing(r.get("low")) for r in shown):
            trace["error_y"] = error_bars(shown)
            trace["textposition"] = beside(values, self.axis["range"][1] * 0.08)
        return [trace]

    def numbers(self, shown: list[Row | None]) -> list[str]:
        """What stands at the points: rates with n, without it where neighbours would run into each other."""
        texts = [UNSAID if r is None else point_text(r) for r in shown]
        if 11 * max(map(text_width, texts)) <= BETWEEN / max(1, len(self.years) - 0.5):
            return texts
        return [UNSAID if r is None else bare_text(r) for r in shown]

    def last_shown(self, rows: dict[int, Row]) -> Row | None:
        """The last year's row, whose value stands at the right end instead of over its point."""
        row = rows.get(self.years[-1])
        return None if len(self.years) == 1 or row is None or is_missing(row["value"]) else row

    def symbols(self, index: int, shown: list[Row | None]) -> list[str]:
        """Hollow where the sample is too small to judge."""
        symbol = colours.SYMBOLS[index % len(colours.SYMBOLS)]
        small = [r is not None and is_small(r) for r in shown]
        return [f"{symbol}-open" if s else symbol for s in small]

    def target_line(self) -> list[dict[str, Any]]:
        """The target of each year as a step line; years without a target are gaps."""
        values = [self.targets.get(y, {}).get("target") for y in self.years]
        if all(is_missing(v) for v in values):
            return []
        xs = [x for y in self.years for x in (y - 0.5, y + 0.5)]
        ys = [None if v is None or is_missing(v) else float(v) for v in values for _ in range(2)]
        return [
            {
                "type": "scatter", "name": "目标", "mode": "lines", "x": xs, "y": ys, "connectgaps": False,
                "line": {"color": colours.TEXT, "width": 1.3, "dash": "dot"}, "hoverinfo": "skip",
            }
        ]  # fmt: skip

    def end_labels(self) -> list[dict[str, Any]]:
        """Names the lines and the target at their right end, apart from each other."""
        wanted = [label for i, (name, rows) in enumerate(self.lines) for label in self.end_of(i, name, rows)]
        wanted += self.end_of_target()
        per_pixel = self.axis["range"][1] / PLOT
        heights = [LINE_GAP * per_pixel * (1 + text.count("<br>")) for _, text, _ in wanted]
        places = spread([value for value, _, _ in wanted], heights, lowest=0.0)
        # In paper coordinates: a label pushed out of the axis' range would not be drawn at all.
        return [
            note(text, x=1, xref="paper", xanchor="left", xshift=8, yref="paper",
                 y=max(y, LINE_GAP / 2 * per_pixel) / self.axis["range"][1],
                 yanchor="middle", align="left", name="end", font={"size": 11, "color": colour})
            for y, (_, text, colour) in zip(places, wanted, strict=True)
        ]  # fmt: skip

    def end_of(self, index: int, name: str | None, rows: dict[int, Row]) -> list[tuple[float, str, str]]:
        drawn = [r for y, r in sorted(rows.items()) if not is_missing(r["value"])]
        if not drawn or (name is None and self.last_shown(rows) is None):
            return []
        lines = wrap(name, 10) if name else []
        year = "" if drawn[-1]["year"] == self.years[-1] else f"{drawn[-1]['year']}年 "
        text = "<br>".join([*lines, f"<b>{year}{point_text(drawn[-1])}</b>"])
        return [(float(drawn[-1]["value"]), text, colours.SERIES_INK[index % len(colours.SERIES_INK)])]

    def end_of_target(self) -> list[tuple[float, str, str]]:
        years = [y for y in self.years if not is_missing(self.targets.get(y, {}).get("target"))]
        if not years:
            return []
        row = self.targets[years[-1]]
        decimals = int(row["decimals"]) if not is_missing(row.get("decimals")) else 1
        text = f"目标 {short(row['target'], decimals, self.unit)}{self.unit}"
        return [
            (
                float(row["target"]),
                text + ("<br>（演示）" if row.get("target_demonstration") else ""),
                colours.TEXT,
            )
        ]

    def gaps(self) -> list[dict[str, Any]]:
        """Writes below the axis which years have no value, and why; red only where somebody owes it."""
        return [
            note(f"<b>×</b> {word}", x=year, y=0, yref="paper", yanchor="top", yshift=-18, name="missing",
                 font={"size": 11, "color": colours.BAD if NOT_REPORTED in word else colours.QUIET})
            for year in self.years
            if (word := self.gap_word(year))
        ]  # fmt: skip

    def gap_word(self, year: int) -> str:
        """The reason, with “部分” where only some of the lines lack the year; a line may start or end within the years."""
        rows = [rows[year] for _, rows in self.lines if year in rows]
        words = [absent_word(row) or "" for row in rows] if rows else ["无记录"]
        found = [w for w in dict.fromkeys(words) if w]
        if not found:
            return ""
        return ("" if all(words) else "部分") + (found[0] if len(found) == 1 else NO_VALUE)

    def label_height(self) -> int:
        """Room over the plot for the numbers of points at its upper edge."""
        values = numbers_of([r for _, rows in self.lines for r in rows.values()], "value")
        return 14 if max(values) > 0.94 * self.axis["range"][1] else 0

    def break_height(self) -> int:
        return 15 * max((len(wrap(b.label, 16)) for b in self.breaks), default=0)

    def break_labels(self) -> list[dict[str, Any]]:
        """Above the plot, beside its line; the first half of the years reads to the right, the other to the left."""
        middle = (self.years[0] + self.years[-1]) / 2
        return [
            note("<br>".join(wrap(b.label, 16)), x=b.year - 0.5, y=1, yref="paper", yanchor="bottom",
                 yshift=self.label_height(), name="break",
                 xanchor="left" if b.year <= middle else "right", align="left" if b.year <= middle else "right")
            for b in self.breaks
        ]  # fmt: skip


def over(values: list[float | None]) -> list[str]:
    """Where a point's text is clear of its line: above, at a low point below; the first one also clear of the axis."""
    around = list(zip([None, *values[:-1]], values, [*values[1:], None], strict=True))
    # A low point at zero has the axis below it.
    lows = [
        v is not None
        and v > 0
        and all(n is None or n > v for n in (before, after))
        and (before, after) != (None, None)
        for before, v, after in around
    ]
    return [
        f"{'bottom' if low else 'top'} {clear_side(*three)}" for low, three in zip(lows, around, strict=True)
    ]


def clear_side(before: float | None, value: float | None, after: float | None) -> str:
    """Right of a point on a falling line, left of one on a rising line; the first stays clear of the axis."""
    if value is None or before is None:
        return "right" if after is not None else "center"
    if after is None:
        return "center"
    return "right" if before > value > after else "left" if before < value < after else "center"


def beside(values: list[float | None], floor: float) -> list[str]:
    """Where a point's text is clear of its error bar, of the line to the next point and of the years below the axis."""
    following = [*values[1:], None]
    return [
        "bottom right" if v is not None and n is not None and n > v > floor else "top right"
        for v, n in zip(values, following, strict=True)
    ]


def break_line(found: Break) -> dict[str, Any]:
    return {
        "type": "line", "x0": found.year - 0.5, "x1": found.year - 0.5, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"color": colours.QUIET, "width": 1, "dash": "dot"}, "name": "break",
    }  # fmt: skip
