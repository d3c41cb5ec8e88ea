"""A body's indicators over the years: two of them drawn, all of them as tables; across a reform too."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ui import address, breaks, charts, panel, pivots, readings
from ui.context import Context
from ui.enforcement import measure_over_years
from ui.frames import Row, is_small, main_rows, rows_of
from ui.numbers import figure, is_missing, over
from ui.remarks import coverage_notes, size_notes
from ui.remembered import remembered
from ui.status import absent_word, key_to, status
from ui.tables import indicator_table
from warehouse import queries

COUNTED = ("count", "amount")
RATES = ("proportion", "ratio")


def headline_codes(now: Context) -> list[str]:
    """The overview's headline indicators that the body has a function for."""
    headline = sorted(
        (i for i in now.definitions.indicators.values() if i.headline), key=lambda i: i.headline or 0
    )
    due = {str(r["indicator"]) for r in due_rows(now)}
    return [i.indicator for i in headline if i.indicator in due]


@remembered
def due_rows(now: Context) -> list[Row]:
    """This year's indicators that the body has a function for."""
    frame = main_rows(queries.indicator_values(now.warehouse, now.body, now.year))
    return rows_of(frame[frame["status"] != "no_such_function"])


def trend_panels(now: Context) -> None:
    """A quantity and a rate over the years, chosen from those the body has a function for."""
    due = due_rows(now)
    counts = choices(now, [r for r in due if r["kind"] in COUNTED])
    rates = choices(now, [r for r in due if r["kind"] in RATES])
    left, right = st.columns(2)
    for place, name, label, found in (
        (left, "profile_count", "数量走势", counts),
        (right, "profile_rate", "比率与均值走势", rates),
    ):
        if found:
            with place:
                chosen = address.choice(
                    name, label, found, next(iter(found)), missing="不适用于本单位", quiet=True
                )
                trend_panel(now, chosen)


def choices(now: Context, rows: list[Row]) -> dict[str, str]:
    """Indicators to choose from: those with a value this year first, then by their place among the headlines."""
    last = len(now.definitions.indicators)
    place = {code: i.headline or last for code, i in now.definitions.indicators.items()}
    ordered = sorted(rows, key=lambda r: (is_missing(r["value"]), place[str(r["indicator"])]))
    return {str(r["indicator"]): str(r["title"]) for r in ordered}


def trend_panel(now: Context, indicator: str) -> None:
    """An indicator over the years. Across a reform: a count restated, a rate of each body as it reported."""
    definition = now.definitions.indicators[indicator]
    title = f"{definition.title}：历年"
    measures = definition.rules[0].numerator
    if definition.kind in COUNTED and len(measures) == 1:
        measure_over_years(now, measures[0], title)
    elif len(queries.lineage(now.warehouse, now.body)) > 1:
        rate_across_reform(now, indicator, title)
    else:
        rate(now, indicator, title)


@panel.shown
def rate(now: Context, indicator: str, title: str) -> panel.Part:
    """Every counting rule of one body, with n and target."""
    definition = now.definitions.indicators[indicator]
    frame = queries.indicator_series(now.warehouse, now.body, indicator)
    caption = now.caption(title, frame, notes=(*size_notes(frame), *coverage_notes(frame)))
    by = "rule_title" if len(definition.rules) > 1 else None
    figure = charts.series(frame, caption, by=by, breaks=breaks.indicator_breaks(definition))
    reading = readings.of_series(frame[frame["year"] <= now.year])
    return panel.chart_panel(
        figure, indicator_table(frame, "year", "年份"), f"trend-{indicator}", reading=reading
    )


@panel.shown
def rate_across_reform(now: Context, indicator: str, title: str) -> panel.Part:
    """The rates of the body and of those it came from, each as reported: one rate cannot be made of two."""
    members = list(queries.lineage(now.warehouse, now.body)["member"])
    found = [queries.indicator_series(now.warehouse, member, indicator) for member in members]
    frame = main_rows(pd.concat([f for f in found if len(f)], ignore_index=True))
    caption = now.caption(
        title, frame, notes=("改革前后各单位分别列示，比率不合并", *size_notes(own(now, frame)))
    )
    cuts = (
        *breaks.indicator_breaks(now.definitions.indicators[indicator]),
        *breaks.body_breaks(now.definitions, now.body),
    )
    figure = charts.series(frame, caption, by="short_name", breaks=cuts, target=False)
    table = indicator_table(frame, "short_name", "单位")
    reading = readings.of_series(own(now, frame))
    return panel.chart_panel(figure, table, f"trend-{indicator}", reading=reading)


def own(now: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The chosen body's rows up to the chosen year."""
    return frame[(frame["body"] == now.body) & (frame["year"] <= now.year)]


def history_panels(now: Context) -> None:
    """Every indicator the body has a function for, over all its years: quantities, then rates with their status."""
    history_panel(now, COUNTED, "数量指标：历年", "history-counts")
    history_panel(now, RATES, "比率与均值：历年", "history-rates")


@panel.shown
def history_panel(now: Context, kinds: Sequence[str], title: str, key: str) -> panel.Part | None:
    """The indicators of some kinds; nothing where the body has a function for none."""
    frame = main_rows(queries.indicator_history(now.warehouse, now.body, list(now.definitions.indicators)))
    here = frame[(frame["status"] != "no_such_function") & frame["kind"].isin(kinds)]
    if here.empty:
        return None
    notes = (
        *reform_note(now, kinds == COUNTED),
        *coverage_notes(here.assign(label=here["title"])),
        *shapes(here),
    )
    caption = now.caption(title, here, unit="", rule=None, notes=notes)
    earlier = before_reform(now, here) if kinds == COUNTED else {}
    return panel.table_panel(history_table(now, here, earlier), caption, key)


def before_reform(now: Context, frame: pd.DataFrame) -> dict[tuple[str, int], Row]:
    """(indicator, year) → the predecessors' sum, for counts of one measure and years before the body was."""
    body = now.definitions.bodies[now.body]
    if not body.predecessors:
        return {}
    rules = {code: now.definitions.indicators[code].rules[0].numerator for code in set(frame["indicator"])}
    measure = {measures[0]: code for code, measures in rules.items() if len(measures) == 1}
    restated = queries.measure_series(now.warehouse, now.body, list(measure), restated=True)
    restated = restated.assign(kind="count", status=restated["state"])
    return {
        (measure[str(r["measure"])], int(r["year"])): r
        for r in rows_of(restated)
        if not body.exists_in(int(r["year"]))
    }


def history_table(now: Context, frame: pd.DataFrame, earlier: dict[tuple[str, int], Row]) -> pd.DataFrame:
    """A row an indicator, a column a year; years before a reform say so."""
    cells = {**earlier, **pivots.by(rows_of(frame), "indicator", "year")}
    shown = [i for code, i in now.definitions.indicators.items() if code in set(frame["indicator"])]
    table: dict[str, list[Any]] = {"指标": [i.title for i in shown], "单位": [i.unit for i in shown]}
    before = {year for _, year in earlier}
    for year in sorted({*before, *(int(y) for y in frame["year"])}):
        table[f"{year}年{'（改革前）' if year in before else ''}"] = [
            marked(cells.get((i.indicator, year))) for i in shown
        ]
    return pd.DataFrame(table)


def marked(row: Row | None) -> str:
    """“▲ 80（4/5）”: shape, value and, for a proportion, n; the word where there is no value."""
    if row is None:
        return "–"
    if is_missing(row["value"]):
        return absent_word(row) or "–"
    found = status("too_few" if is_small(row) else row["status"])
    shape = f"{found.shape} " if found.marked else ""
    text = str(pivots.cell(row)) if row["kind"] in RATES else figure(row["value"])
    share = over(row["numerator"], row["denominator"]) if row["kind"] == "proportion" else ""
    return f"{shape}{text}{share}"


def shapes(frame: pd.DataFrame) -> tuple[str, ...]:
    """What the shapes mean, of those that occur."""
    key = key_to([{"status": "too_few" if is_small(r) else r["status"]} for r in rows_of(frame)])
    return (f"图例：{key}",) if key else ()


def reform_note(now: Context, added: bool) -> tuple[str, ...]:
    """What the years before a reform are made of, or where they are to be found."""
    body = now.definitions.bodies[now.body]
    if not body.predecessors:
        return ()
    before = "、".join(breaks.predecessor_names(now.definitions, body))
    said = f"为{before}所报之和" if added else f"由{before}报送，比率不合并，见走势图"
    return (f"{body.valid_from.year}年以前{said}",)
