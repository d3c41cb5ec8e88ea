"""Panels that several pages share: headline cards, a trend, a comparison of bodies, a set of measures over years."""

from collections.abc import Sequence

import pandas as pd

from ui import breaks, charts, panel, readings
from ui.cards import card
from ui.context import Context
from ui.frames import main_rows, rows_of
from ui.tables import indicator_table, measure_table
from warehouse import queries


def headline(now: Context, indicators: Sequence[str]) -> None:
    """Cards of the indicators in the order given, with their course over all years."""
    frame = queries.indicator_history(now.warehouse, now.body, indicators)
    this_year = main_rows(frame[frame["year"] == now.year])
    by_indicator = {row["indicator"]: row for row in rows_of(this_year)}
    panel.headline(
        [
            card(by_indicator[code], frame[frame["indicator"] == code], now.compare)
            for code in indicators
            if code in by_indicator
        ]
    )


def trend(now: Context, indicator: str, title: str | None = None, wide: bool = False) -> None:
    """An indicator over the years with target, interval and every counting rule."""
    frame = queries.indicator_series(now.warehouse, now.body, indicator)
    definition = now.definitions.indicators[indicator]
    several = len(definition.rules) > 1
    figure = charts.series(
        frame,
        now.caption(title or f"{definition.title}：历年", frame),
        by="rule_title" if several else None,
        breaks=breaks.indicator_breaks(definition),
    )
    table = indicator_table(frame, "year", "年份")
    panel.chart_panel(figure, table, f"trend-{indicator}", reading=readings.of_series(frame), wide=wide)


def by_body(now: Context, indicator: str, title: str | None = None, wide: bool = True) -> None:
    """An indicator of every body below the chosen one; those without a value are named, never drawn as 0."""
    frame = queries.indicator_by_body(now.warehouse, indicator, now.body, now.year)
    definition = now.definitions.indicators[indicator]
    figure = charts.bars_by_body(frame, now.caption(title or f"{definition.title}：各单位", frame))
    panel.chart_panel(
        figure, indicator_table(frame), f"bodies-{indicator}", reading=readings.of_bodies(frame), wide=wide
    )


def funnel(now: Context, indicator: str, title: str | None = None, around_target: bool = False, wide: bool = True) -> None:
    """A proportion of every body against its denominator, with limits: no league table."""
    frame = queries.indicator_by_body(now.warehouse, indicator, now.body, now.year)
    definition = now.definitions.indicators[indicator]
    caption = now.caption(title or f"{definition.title}：差异是否超出偶然", frame)
    figure = charts.funnel_plot(frame, caption, around_target=around_target)
    panel.chart_panel(
        figure, indicator_table(frame), f"funnel-{indicator}", reading=readings.of_bodies(frame), wide=wide
    )


def rates(now: Context, indicators: Sequence[str], title: str, key: str, wide: bool = True) -> None:
    """Several proportions of one body and year, every rule, with intervals and targets."""
    frame = queries.indicator_values(now.warehouse, now.body, now.year)
    frame = frame[frame["indicator"].isin(indicators)].copy()
    several = frame.groupby("indicator")["rule"].transform("count") > 1
    frame["line"] = frame["title"].where(~several, frame["title"] + "（" + frame["rule_title"] + "）")
    figure = charts.interval_dots(frame, now.caption(title, frame), name="line")
    panel.chart_panel(figure, indicator_table(frame, "line", "指标"), key, wide=wide)


def measures_over_years(now: Context, measures: Sequence[str], title: str, key: str, wide: bool = False) -> None:
    """Measures of one unit over the years; a change of form or of the body is drawn as a break."""
    frame = queries.measure_series(now.warehouse, now.body, measures)
    found = (*breaks.measure_breaks(now.definitions, measures), *breaks.body_breaks(now.definitions, now.body))
    figure = charts.series(frame, now.caption(title, frame), by="label", breaks=found)
    panel.chart_panel(figure, measure_table(frame, "year", "年份"), key, wide=wide)


def parts_over_years(
    now: Context, measures: Sequence[str], title: str, key: str, notes: tuple[str, ...] = (), wide: bool = False
) -> None:
    """What a whole is made of, year by year; years in which the form has no such columns are left out."""
    frame = queries.measure_series(now.warehouse, now.body, measures)
    figure = charts.stacked_parts(frame, now.caption(title, frame, notes=notes))
    reading = readings.of_parts(frame[frame["year"] == now.year]) if (frame["year"] == now.year).any() else ""
    panel.chart_panel(figure, measure_table(frame, "year", "年份"), key, reading=reading, wide=wide)


def measures_now(now: Context, measures: Sequence[str], title: str, key: str) -> None:
    """Measures of this year as a table, with last year's beside where a year is compared."""
    frame = queries.measure_values(now.warehouse, now.body, now.year)
    frame = in_order(frame, measures)
    table = measure_table(frame)
    if now.compare:
        before = in_order(queries.measure_values(now.warehouse, now.body, now.compare), measures)
        said = dict(zip(before["label"], measure_table(before)["数值"], strict=True))
        table.insert(2, f"{now.compare}年", [said.get(label, "–") for label in frame["label"]])
    panel.table_panel(table, now.caption(title, frame, unit=""), key)


def in_order(frame: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """The rows of the measures asked for, in that order."""
    order = {measure: position for position, measure in enumerate(measures)}
    chosen = frame[frame["measure"].isin(order)]
    return chosen.sort_values("measure", key=lambda column: column.map(order)).reset_index(drop=True)


def measure_by_body(now: Context, measure: str, title: str, key: str, wide: bool = True) -> None:
    """One measure of every body below the chosen one."""
    frame = queries.measure_by_body(now.warehouse, now.body, now.year, [measure])
    figure = charts.bars_by_body(frame, now.caption(title, frame))
    panel.chart_panel(
        figure, measure_table(frame, "body_name", "单位"), key, reading=readings.of_bodies(frame), wide=wide
    )
