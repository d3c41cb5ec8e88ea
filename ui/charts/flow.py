"""Cases through their stages: one bar a stage on one scale, so that a stage that does not add up is seen, not smoothed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import colours
from ui.caption import Caption
from ui.charts.layout import Room, build, empty, note, quantity_axis
from ui.charts.lettering import safe, text_width, wrap
from ui.charts.medium import pixels
from ui.charts.parts import hatch, part_ink
from ui.charts.rows import (
    name_room,
    row_axis,
)
from ui.frames import Row, rows_of
from ui.numbers import figure, is_missing, value_of
from ui.status import absent_word
from ui.words import joined

ROW = 50
RIGHT = 104
GAP = 0.4
"""The part of a row that no bar fills."""
PIXELS = {False: 420, True: 720}
"""Widths of the plotting area, in a narrow and a wide panel, that every screen has: do labels fit their segments?"""


@dataclass(frozen=True)
class Stage:
    """One bar: the measures it is made of, and the measure their sum should equal (a mismatch is drawn and said)."""

    title: str
    measures: Sequence[str]
    should_equal: str | None = None
    of: str | None = None
    """The part of the stage above that goes on into this one; by default all of it."""
    lacking: Sequence[str] = ()
    """Parts that ought not to be: drawn empty and hatched."""


def flow(
    frame: pd.DataFrame,
    caption: Caption,
    *,
    stages: Sequence[Stage],
    explanation: str | None = None,
    wide: bool = False,
) -> go.Figure:
    """Draws a measure frame (one body, one year) as stages; parts without a value are named, zeros left out.

    What the sender wrote on a mismatch comes from the frame's `explanation`, or is given. `wide` as for its panel.
    """
    rows = {str(r["measure"]): r for r in rows_of(frame)}
    sums = [stage_sum(s, rows) for s in stages]
    if all(s is None for s in sums):
        return empty(
            caption,
            "各阶段均无数值：" + joined(sorted({absent_word(r) or "" for r in rows.values()} - {""})) + "。",
        )
    mismatches = [m for s in stages if (m := mismatch(s, rows))]
    if mismatches:
        said = explanation or explained(mismatches, rows)
        reason = f"说明：{said}" if said else "报送单位未作说明"
        caption = caption.with_notes(*(m.text for m in mismatches), reason)
    most = max(s for s in sums if s is not None)
    names = ["<br>".join(wrap(s.title, 8)) for s in stages]
    per_case = pixels(PIXELS, wide, name_room(names) + RIGHT) / (most or 1)
    caption = caption.with_notes(*(t for s in stages if (t := unnamed(s, rows, per_case))))
    apart = [s.title for s in stages if uneven(s, rows)]
    caption = caption.with_notes(*([f"{joined(apart)}：各项报送单位不一，不核对合计"] if apart else []))
    shapes = [
        *(band for i, s in enumerate(stages) for band in bands(i, s, stages, rows)),
        *(line for m in mismatches for line in mismatch_lines(m, [*stages].index(m.stage))),
    ]
    return build(
        [part for i, s in enumerate(stages) for part in segments(i, s, rows, per_case)],
        caption,
        Room(ROW * len(stages) + 8, left=name_room(names), right=RIGHT, below=24),
        xaxis=quantity_axis(most or 1, ""),
        yaxis=row_axis(names),
        annotations=[stage_label(i, s, rows, sums[i]) for i, s in enumerate(stages)],
        shapes=shapes,
        barmode="stack",
        bargap=GAP,
    )


def stage_sum(stage: Stage, rows: dict[str, Row]) -> float | None:
    """The sum of the parts that are numbers; None where none is."""
    values = [float(r["value"]) for r in drawn_parts(stage, rows)]
    return sum(values) if values else None


@dataclass(frozen=True)
class Mismatch:
    stage: Stage
    total: float
    expected: float
    text: str


def mismatch(stage: Stage, rows: dict[str, Row]) -> Mismatch | None:
    """Compares a stage's sum with the figure it should equal; silent where a part or that figure is missing.

    Silent too where not the same number of bodies stands behind each: such sums need not agree.
    """
    total, expected = stage_sum(stage, rows), rows.get(stage.should_equal or "")
    if total is None or expected is None or is_missing(expected["value"]) or missing_parts(stage, rows):
        return None
    wanted = float(expected["value"])
    if total == wanted or uneven(stage, rows):
        return None
    more = "多" if total > wanted else "少"
    text = f"{stage.title}合计{figure(total)}，比{expected['label']}{figure(wanted)}{more}{figure(abs(total - wanted))}"
    return Mismatch(stage, total, wanted, text)


def uneven(stage: Stage, rows: dict[str, Row]) -> bool:
    """Says whether the parts and what they should add up to come from different numbers of bodies."""
    compared = [rows[m] for m in (*stage.measures, stage.should_equal) if m in rows]
    return stage.should_equal in rows and len({(r.get("reported"), r.get("due")) for r in compared}) > 1


def explained(mismatches: Sequence[Mismatch], rows: dict[str, Row]) -> str:
    """What the senders wrote to the measures concerned, each text once."""
    texts = [rows[m].get("explanation") for found in mismatches for m in found.stage.measures if m in rows]
    said = list(dict.fromkeys(t for t in texts if isinstance(t, str) and t))
    return "；".join(t for t in said if not any(t in other for other in said if other != t))


def missing_parts(stage: Stage, rows: dict[str, Row]) -> list[str]:
    """“撤销（未报）”, …"""
    return [f"{rows[m]['label']}（{absent_word(rows[m])}）" for m in stage.measures
            if m in rows and is_missing(rows[m]["value"])]  # fmt: skip


def drawn_parts(stage: Stage, rows: dict[str, Row]) -> list[Row]:
    """The parts that have a number, in their order."""
    return [rows[m] for m in stage.measures if m in rows and not is_missing(rows[m]["value"])]


def segments(index: int, stage: Stage, rows: dict[str, Row], per_case: float) -> list[dict[str, Any]]:
    """The stage's nonzero parts as stacked bars, each labelled inside where the words fit."""
    single = len(stage.measures) == 1
    parts = drawn_parts(stage, rows)
    last = max((k for k, r in enumerate(parts) if r["value"] > 0), default=0)
    return [
        {
            "type": "bar", "orientation": "h", "name": safe(r["label"]), "x": [float(r["value"])], "y": [index],
            "marker": marker(stage, r, 0 if single else k),
            "text": [segment_text(r, per_case, single)], "textposition": "inside",
            # At its start the text of the last part keeps clear of the frame around what is too much.
            "insidetextanchor": "start" if k == last and mismatch(stage, rows) else "middle",
            "textangle": 0, "constraintext": "none",
            "textfont": {"size": 11, "color": ink(stage, r, 0 if single else k)},
            "hovertext": [f"<b>{safe(r['label'])}</b><br>{safe(value_of(r))}"], "hoverinfo": "text",
        }
        for k, r in enumerate(parts)
        if float(r["value"]) > 0
    ]  # fmt: skip


def marker(stage: Stage, row: Row, part: int) -> dict[str, Any]:
    """The fill of a part; one that ought not to be is an empty frame."""
    if row["measure"] in stage.lacking:
        return {
            "color": colours.PAPER,
            "line": {"color": colours.TEXT, "width": 1.2},
            "pattern": {"shape": "/", "fgcolor": colours.FAINT, "size": 7, "solidity": 0.15},
        }
    fill = colours.PARTS[part % len(colours.PARTS)]
    return {
        "color": fill,
        "line": {"color": colours.EDGES.get(fill, colours.PAPER), "width": 1},
        "pattern": hatch(part),
    }


def ink(stage: Stage, row: Row, part: int) -> str:
    return colours.TEXT if row["measure"] in stage.lacking else part_ink(part)


def bands(index: int, stage: Stage, stages: Sequence[Stage], rows: dict[str, Row]) -> list[dict[str, Any]]:
    """A pale band from the part above down to this bar: what became of it."""
    source = span_of(stages[index - 1], stage.of, rows) if index else None
    # A stage that has the same part lets others join it; otherwise the part is divided anew.
    goal = span_of(stage, stage.of if stage.of in stage.measures else None, rows)
    if source is None or goal is None:
        return []
    half = (1 - GAP) / 2
    top, bottom = index - 1 + half, index - half
    path = f"M{source[0]} {top}L{source[1]} {top}L{goal[1]} {bottom}L{goal[0]} {bottom}Z"
    return [
        {"type": "path", "path": path, "fillcolor": colours.GRID, "line": {"width": 0}, "layer": "below", "name": "band"}
    ]  # fmt: skip


def span_of(stage: Stage, part: str | None, rows: dict[str, Row]) -> tuple[float, float] | None:
    """Where a part of a bar begins and ends; the whole bar where no part is named."""
    start = 0.0
    for row in drawn_parts(stage, rows):
        end = start + float(row["value"])
        if part == row["measure"]:
            return start, end
        start = end
    return (0.0, start) if part is None and start else None


def segment_text(row: Row, per_case: float, single: bool) -> str:
    """“维持 8” where it fits, on two lines or the number alone where not."""
    if single:
        return ""
    room = float(row["value"]) * per_case
    name, number = part_name(row), figure(row["value"])
    if room >= 11 * text_width(f"{name} {number}") + 8:
        return safe(f"{name} {number}")
    if room >= 11 * text_width(name) + 6:
        return f"{safe(name)}<br>{number}"
    return number if room >= 11 * text_width(number) + 4 else ""


def unnamed(stage: Stage, rows: dict[str, Row], per_case: float) -> str:
    """Names for the source line the segments that were too narrow for their name."""
    found = drawn_parts(stage, rows)
    narrow = [
        f"{part_name(r)}{figure(r['value'])}"
        for r in found
        if len(found) > 1
        and float(r["value"]) > 0
        and part_name(r) not in segment_text(r, per_case, single=False)
    ]
    return f"{stage.title}中未标名的依次为{'、'.join(narrow)}" if narrow else ""


def part_name(row: Row) -> str:
    return str(row["label"]).split("：")[-1]


def stage_label(index: int, stage: Stage, rows: dict[str, Row], total: float | None) -> dict[str, Any]:
    """The sum at the end of the bar and, in a second line, what is missing or does not add up."""
    lines = [figure(total) if total is not None else "×"]
    missing = missing_parts(stage, rows)
    found = mismatch(stage, rows)
    if missing:
        lines = [joined(missing, 1)] if total is None else [*lines, lacking_text(stage, rows)]
    if found:
        sign = "+" if found.total > found.expected else "−"
        lines[0] = (
            f"<b>{figure(found.total)} ≠ {figure(found.expected)}</b>（{sign}{figure(abs(found.total - found.expected))}）"
        )
    at = max(total or 0, found.expected if found else 0)
    return note("<br>".join(lines), x=at, xanchor="left", xshift=8, y=index, yanchor="middle", align="left", name="stage",
                font={"size": 12, "color": colours.BAD if found or missing else colours.TEXT})  # fmt: skip


def lacking_text(stage: Stage, rows: dict[str, Row]) -> str:
    """“缺1项未报”."""
    words = [absent_word(rows[m]) for m in stage.measures if m in rows and is_missing(rows[m]["value"])]
    return "，".join(f"缺{words.count(w)}项{w}" for w in dict.fromkeys(words))


def mismatch_lines(found: Mismatch, index: int) -> list[dict[str, Any]]:
    """A line from the stage above down to this one, where the sum should end, and a frame around what differs."""
    half, (low, high) = (1 - GAP) / 2, sorted((found.expected, found.total))
    ink = {"color": colours.BAD, "width": 2, "dash": "dot"}
    return [
        {"type": "line", "x0": found.expected, "x1": found.expected, "y0": index - 1 - half, "y1": index + half,
         "line": ink, "name": "mismatch"},
        {"type": "rect", "x0": low, "x1": high, "y0": index - half, "y1": index + half,
         "line": {"color": colours.BAD, "width": 2}, "name": "difference"},
    ]  # fmt: skip
