"""Headline figures: a row of cards, each with value, target, status, change, course, n and interval."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from ui import colours
from ui.frames import Row, rows_of
from ui.links import anchor
from ui.numbers import change, figure, in_wan, interval, is_missing, short, value_of
from ui.status import absent_word, chip, status
from ui.words import NO_VALUE

SPARK = (56, 22)
LONG = 9
COLUMNS = {1: 4, 2: 4, 3: 3, 4: 4, 5: 5, 6: 3, 9: 3}
"""Cards → columns, so that no row is left with one card."""


@dataclass(frozen=True)
class Card:
    """Texts ready to show; `course` is (year, value or None) for the little line."""

    title: str
    value: str
    exact: str
    status: str
    detail: tuple[str, ...]
    change: str
    course: tuple[tuple[int, float | None], ...]
    demonstration: bool
    address: str = ""
    year: int | None = None


def card(
    row: Mapping[str, Any], history: pd.DataFrame | None = None, compare: int | None = None, address: str = ""
) -> Card:
    """Makes a card of one main-rule indicator row, its `indicator_series` and the year to compare with.

    `address` is where the title leads.
    """
    course = [] if history is None else sorted_main(history)
    before = next((r for r in course if r["year"] == compare), None)
    return Card(
        title=str(row["title"]),
        value=large_text(row),
        exact=value_of(row),
        status=str(row.get("status") or ""),
        detail=tuple(detail_lines(row)),
        change=change_text(row, before, compare),
        course=tuple((int(r["year"]), None if is_missing(r["value"]) else float(r["value"])) for r in course),
        demonstration=bool(row.get("demonstration")),
        address=address,
        year=int(row["year"]),
    )


def sorted_main(history: pd.DataFrame) -> list[Row]:
    """The main rule's rows, by year."""
    return sorted((r for r in rows_of(history) if r.get("main", True)), key=lambda r: int(r["year"]))


def large_text(row: Mapping[str, Any]) -> str:
    """The big figure: rates short, large counts in 万, the reason where there is none."""
    if is_missing(row["value"]):
        return absent_word(row) or NO_VALUE
    unit = str(row.get("unit") or "")
    if row.get("kind") in ("proportion", "ratio"):
        return short(row["value"], int(row["decimals"]), unit) + unit
    exact = figure(row["value"], unit)
    return exact if len(exact) <= LONG else in_wan(row["value"], unit)


def detail_lines(row: Mapping[str, Any]) -> list[str]:
    """n, the interval, the target, the coverage: whatever applies."""
    lines = []
    if row.get("kind") in ("proportion", "ratio") and not is_missing(row.get("denominator")):
        lines.append(f"{figure(row['numerator'])}/{figure(row['denominator'])}")
    elif not is_missing(row["value"]) and large_text(row) != value_of(row):
        lines.append(value_of(row))
    if span := interval(row.get("low"), row.get("high")):
        lines.append(f"95%区间 {span}")
    if not is_missing(row.get("target")):
        demo = "（演示）" if row.get("target_demonstration") else ""
        lines.append(f"目标 {figure(row['target'], str(row.get('unit') or ''))}{demo}")
    if not is_missing(row.get("coverage_due")) and row["coverage_reported"] != row["coverage_due"]:
        lines.append(f"报送 {figure(row['coverage_reported'])}/{figure(row['coverage_due'])} 个单位")
    return lines


def change_text(row: Mapping[str, Any], before: Row | None, compare: int | None) -> str:
    """The change to the compared year; none across a change of rule."""
    if compare is None or compare == row["year"]:
        return ""
    if before is None:
        return f"{compare}年无数据，不可比"
    if before.get("rule") != row.get("rule"):
        return f"{compare}年口径不同，不可比"
    decimals = int(row["decimals"]) if row.get("kind") in ("proportion", "ratio") else None
    return change(row["value"], before["value"], compare, str(row.get("unit") or ""), decimals)


def cards_html(cards: Sequence[Card]) -> str:
    """All cards as one grid that wraps; a list for those who listen."""
    columns = COLUMNS.get(len(cards), 5 if len(cards) % 5 == 0 else 4)
    return f'<ul class="cards" style="--columns:{columns}">{"".join(card_html(c) for c in cards)}</ul>'


def card_html(one: Card) -> str:
    found = status(one.status)
    mark = chip(one.status) if found.marked else ""
    demo = '<span class="demo">演示</span>' if one.demonstration else ""
    title = anchor(one.address, one.title) if one.address else escape(one.title)
    details = "".join(f"<span>{escape(d)}</span>" for d in one.detail)
    return (
        f'<li class="card"><div class="card-title">{title}{demo}</div>'
        f'<div class="card-line"><span class="card-value" title="{escape(one.exact)}">{escape(one.value)}</span>{mark}</div>'
        f'<div class="card-change"><span>{escape(one.change)}</span>{sparkline(one.course, one.year)}</div>'
        f'<div class="card-detail">{details}</div></li>'
    )


def sparkline(course: Sequence[tuple[int, float | None]], year: int | None = None) -> str:
    """A small line with gaps for missing years, from zero, a dot on `year`; a text for those who cannot see it."""
    numbers = [v for _, v in course if v is not None]
    if len(numbers) < 2:
        return ""
    text = "，".join(f"{y}年{NO_VALUE if v is None else figure(v)}" for y, v in course)
    drawn = spark_svg(course, max(numbers), course[-1][0] if year is None else year)
    source = base64.b64encode(drawn.encode()).decode()
    return f'<img class="spark" alt="历年：{escape(text)}" src="data:image/svg+xml;base64,{source}">'


def spark_svg(course: Sequence[tuple[int, float | None]], most: float, marked: int) -> str:
    width, height = SPARK
    first, last = course[0][0], course[-1][0]
    paths, pen, dot = "", "M", ""
    for year, value in course:
        if value is None:
            pen = "M"
            continue
        x = 4 + (width - 8) * (year - first) / max(1, last - first)
        y = height - 4 - (height - 8) * value / (most or 1)
        # A lone year between gaps is a line of no length: round caps make it a dot.
        paths += f"{pen}{x:.1f} {y:.1f}" + (f"L{x:.1f} {y:.1f}" if pen == "M" else "")
        pen = "L"
        if year == marked:
            dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colours.ACCENT}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<path d="M0 {height - 4}H{width}" stroke="{colours.LINE}"/><path d="{paths}" fill="none" stroke-linecap="round" '
        f'stroke-linejoin="round" stroke="{colours.ACCENT}" stroke-width="1.8"/>'
        f"{dot}</svg>"
    )
