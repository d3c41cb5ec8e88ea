"""Panels that the pages on licensing, penalties, inspection and coercion share; those over bodies are in ui/by_body.py."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from ui import breaks, charts, panel, pivots, readings
from ui.cards import Card, card
from ui.charts.texts import nothing_to_draw
from ui.context import Context
from ui.frames import Row, main_rows, rows_of
from ui.numbers import is_missing, value_of
from ui.remarks import coverage_notes, explained, size_notes, withheld_notes
from ui.remembered import remembered
from ui.tables import indicator_table, measure_table
from warehouse import queries

STEP = 38
"""Height of a row where there are few."""


@remembered
def owes(now: Context, *datasets: str) -> bool:
    """Says whether the chosen body, or any below it, owes one of these returns in the chosen year."""
    totals = queries.coverage_totals(now.warehouse, now.body)
    due = totals[(totals["year"] == now.year) & totals["dataset"].isin(datasets)]["due"]
    return bool(due.sum() > 0)


def no_function(now: Context, what: str, key: str = "up") -> None:
    """Instead of panels without any number: says once that the body has no such function, and leads to those that have."""
    st.html(
        f'<p class="state-text no-function">∅ <b>{escape(now.body_name)}无{escape(what)}职能</b>，{now.year}年不需报送，'
        "因此没有数值可看。这与“未报”（应报而没有报）和“0”（有职能而没有办理）都不同。</p>"
    )
    parent = now.row["parent"]
    if isinstance(parent, str) and parent in set(now.bodies["body"]):
        name = str(now.bodies.set_index("body")["short_name"][parent])
        st.button(
            f"查看{name}",
            key=f"go-{key}",
            on_click=choose_body,
            args=(parent,),
            icon=":material/arrow_upward:",
        )


def choose_body(body: str) -> None:
    """Turns the global filter to another body, the way a changed address does."""
    st.query_params["body"] = body


def section(title: str, remark: str = "") -> None:
    """A heading between panels, with what holds for all of them."""
    said = f'<p class="panel-scope">{escape(remark)}</p>' if remark else ""
    st.html(f'<h2 class="state-sub">{escape(title)}</h2>{said}')


@panel.shown
def headline(now: Context, codes: Sequence[str]) -> panel.Part | None:
    """A card for each code: an indicator, or a measure that no indicator shows."""
    indicators = [c for c in codes if c in now.definitions.indicators]
    others = [c for c in codes if c not in indicators]
    history = queries.indicator_history(now.warehouse, now.body, indicators)
    found = dict(list(history.groupby("indicator")))
    if others:
        measures = as_indicator(queries.measure_series(now.warehouse, now.body, others))
        found |= dict(list(measures.groupby("measure")))
    return panel.headline([one for code in codes if code in found for one in cards_of(now, found[code])])


def cards_of(now: Context, history: pd.DataFrame) -> list[Card]:
    """The card of the chosen year; none where the quantity did not exist in it."""
    this_year = main_rows(history[history["year"] == now.year])
    return [card(row, history, now.compare) for row in rows_of(this_year)]


def as_indicator(frame: pd.DataFrame) -> pd.DataFrame:
    """A measure frame with what a card reads from an indicator's."""
    found = frame.rename(columns={"reported": "coverage_reported", "due": "coverage_due"})
    return found.assign(title=frame["label"], kind="count", decimals=0, status=frame["state"])


@panel.shown
def rate_over_years(now: Context, indicator: str, title: str) -> panel.Part:
    """A rate or an average over the years, with every year's n; the sentence speaks of the chosen year."""
    frame = queries.indicator_series(now.warehouse, now.body, indicator)
    definition = now.definitions.indicators[indicator]
    before = predecessors(now)
    notes = (f"{since(now)}年以前由{before}报送，不在本图",) if before else ()
    caption = now.caption(title, frame, notes=(*size_notes(frame), *notes, *coverage_notes(frame)))
    figure = charts.series(frame, caption, breaks=breaks.indicator_breaks(definition))
    table = indicator_table(frame, "year", "年份")
    return panel.chart_panel(
        figure, table, f"rate-{indicator}", reading=readings.of_series(up_to(now, frame))
    )


@panel.shown
def measure_over_years(now: Context, measure: str, title: str) -> panel.Part:
    """A measure over the years; where the body succeeded others, with their numbers before the break."""
    frame, notes = course(now, [measure])
    found = (
        *breaks.measure_breaks(now.definitions, [measure]),
        *breaks.body_breaks(now.definitions, now.body),
    )
    figure = charts.series(frame, now.caption(title, frame, notes=notes), breaks=found)
    table = measure_table(frame, "year", "年份")
    reading = readings.of_series(up_to(now, frame)) + extremes(frame)
    return panel.chart_panel(figure, table, f"years-{measure}", reading=reading)


def course(now: Context, measures: Sequence[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Measures over all years, before a reform those of the bodies merged or renamed, and their notes."""
    frame = queries.measure_series(now.warehouse, now.body, measures, restated=bool(predecessors(now)))
    frame = frame.assign(short_name=now.short_name, body_name=now.body_name)
    return frame, course_notes(now, frame)


def course_notes(now: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """Whose numbers they are before a reform, who is missing, what was explained."""
    before = predecessors(now)
    notes = (f"{since(now)}年以前为{before}所报之和",) if before else ()
    return (*notes, *coverage_notes(frame), *explained(frame))


def predecessors(now: Context) -> str:
    """“文旅局、广体局”, or nothing."""
    return "、".join(breaks.predecessor_names(now.definitions, now.definitions.bodies[now.body]))


def since(now: Context) -> int:
    return now.definitions.bodies[now.body].valid_from.year


def up_to(now: Context, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["year"] <= now.year]


def extremes(frame: pd.DataFrame) -> str:
    """The lowest and the highest year, where there are enough years with a number to say so."""
    rows = [r for r in rows_of(frame) if not is_missing(r["value"])]
    if len(rows) < 4:
        return ""
    low, high = min(rows, key=value), max(rows, key=value)
    if value(low) == value(high):
        return ""
    return f"历年最低{low['year']}年{value_of(low)}，最高{high['year']}年{value_of(high)}。"


def value(row: Row) -> float:
    return float(row["value"])


@panel.shown
def parts_over_years(now: Context, measures: Sequence[str], title: str, key: str) -> panel.Part:
    """What a whole is made of, a bar a year."""
    frame, notes = course(now, measures)
    frame = frame.sort_values("year", kind="stable")
    cuts = breaks.body_breaks(now.definitions, now.body)
    figure = charts.stacked_parts(frame, now.caption(title, frame, notes=notes), breaks=cuts)
    table = measure_table(frame, "year", "年份")
    return panel.chart_panel(figure, table, key, reading=parts_reading(frame[frame["year"] == now.year]))


def parts_reading(frame: pd.DataFrame) -> str:
    """The largest parts of one year's whole; that all are 0, where they are; nothing where none is known."""
    if frame["value"].isna().all():
        return ""
    year = int(frame["year"].iloc[0])
    return f"{year}年各项均为0。" if (frame["value"] == 0).all() else f"{year}年{readings.of_parts(frame)}"


@panel.shown
def acts_by_year(now: Context, measures: Sequence[str], title: str, key: str) -> panel.Part:
    """Quantities that share no scale: a column each over the same years. The chosen year stands out."""
    frame, notes = course(now, measures)
    years = sorted({int(y) for y in frame["year"]})
    rows = pivots.by(rows_of(frame), "measure", "year")
    columns = {
        pivots.heading(cells): cells for m in measures if any(cells := [rows.get((m, y)) for y in years])
    }
    names = [f"{y}年" for y in years]
    cuts = [years.index(b.year) for b in breaks.body_breaks(now.definitions, now.body) if b.year in years[1:]]
    drawn = [charts.Column(head, cells) for head, cells in columns.items()]
    figure = charts.bars_in_columns(
        [charts.Block(names, drawn, cuts=cuts)],
        now.caption(title, frame, unit="", notes=notes),
        own=lambda r: bool(r["year"] == now.year),
        row=24,
        nothing=nothing_to_draw(frame),
    )
    this_year = [r for cells in columns.values() for r in cells if r is not None and r["year"] == now.year]
    reading = f"{now.year}年：" + "、".join(f"{r['label']}{value_of(r)}" for r in this_year) + "。"
    return panel.chart_panel(figure, pivots.grid(names, "年份", columns), key, reading=reading, wide=True)


@panel.shown
def steps_of_two_years(
    now: Context,
    measures: Sequence[str],
    title: str,
    key: str,
    *,
    notes: tuple[str, ...] = (),
    reading: str = "",
) -> panel.Part:
    """Measures of one unit, a row each on one scale, in the chosen year and beside it in the compared one."""
    frame = queries.measure_series(now.warehouse, now.body, measures)
    rows = pivots.by(rows_of(frame), "measure", "year")
    years = [y for y in (now.year, now.compare) if y is not None and any((m, y) in rows for m in measures)]
    shown = frame[frame["year"].isin(years)]
    columns = {f"{y}年": [rows.get((m, y)) for m in measures] for y in years}
    names = [str(rows[m, now.year]["label"]) for m in measures]
    most = float(shown["value"].max()) if shown["value"].notna().any() else None
    figure = charts.bars_in_columns(
        [charts.Block(names, [charts.Column(head, cells, most=most) for head, cells in columns.items()])],
        now.caption(title, shown, notes=(*notes, *coverage_notes(shown), *explained(shown))),
        wide=False,
        own=lambda r: bool(r["year"] == now.year),
        row=STEP,
        nothing=nothing_to_draw(frame[frame["year"] == now.year]),
    )
    return panel.chart_panel(figure, pivots.grid(names, "项目", columns), key, reading=reading)


@panel.shown
def year_table(now: Context, measures: Sequence[str], title: str, key: str) -> panel.Part:
    """Every measure of a return in the chosen year, exact, beside the compared year."""
    frame = chosen(queries.measure_values(now.warehouse, now.body, now.year), measures)
    before = None
    if now.compare is not None:
        before = chosen(queries.measure_values(now.warehouse, now.body, now.compare), measures)
    notes = withheld_below(now, frame)
    table = pivots.two_years(frame, before, now.year, now.compare)
    return panel.table_panel(table, now.caption(title, frame, unit="", notes=notes), key)


def chosen(frame: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """The rows of these measures, in this order; measures the year's form does not have are left out."""
    found = frame[frame["measure"].isin(measures)]
    return found.sort_values("measure", key=lambda c: c.map(list(measures).index)).reset_index(drop=True)


def withheld_below(now: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """Names the bodies whose withheld numbers a sum is without."""
    hidden = [str(m) for m, w in zip(frame["measure"], frame["withheld"], strict=True) if w]
    if not hidden or now.leaf:
        return ()
    return withheld_notes(queries.measure_by_body(now.warehouse, now.body, now.year, hidden))


@remembered
def rate_sentence(now: Context, indicator: str) -> str:
    """“2022年芦淞区不予许可率为0.058%（24/41,697）。”"""
    frame = queries.indicator_values(now.warehouse, now.body, now.year)
    rows = rows_of(main_rows(frame[frame["indicator"] == indicator]))
    return "".join(readings.of_row(r) for r in rows)
