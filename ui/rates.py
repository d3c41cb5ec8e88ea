"""Rates with what is needed to judge them: n, interval, target, every counting rule, and whether chance explains it."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import pandas as pd

from ui import breaks, charts, panel, readings
from ui.by_body import Found
from ui.cards import card
from ui.context import Context
from ui.enforcement import as_indicator, predecessors, since, up_to
from ui.frames import Row, is_small, main_rows, rows_of
from ui.numbers import figure, is_missing, percent, short, value_of
from ui.remarks import coverage_notes, size_notes, years_text
from ui.remembered import remembered
from ui.status import absent_word
from ui.tables import indicator_table
from ui.words import joined
from warehouse import queries


@panel.shown
def headline(now: Context, codes: Sequence[str]) -> panel.Part | None:
    """A card for each indicator or measure; a rate also says what its other counting rules give."""
    indicators = [c for c in codes if c in now.definitions.indicators]
    rates = queries.indicator_history(now.warehouse, now.body, indicators)
    cards = []
    for code in codes:
        if code in indicators:
            frame = rates[rates["indicator"] == code]
        else:
            frame = as_indicator(queries.measure_series(now.warehouse, now.body, [code]))
        this_year = frame[frame["year"] == now.year]
        for row in rows_of(main_rows(this_year)):
            one = card(row, frame, now.compare)
            cards.append(replace(one, detail=(*one.detail, *more_lines(row, rows_of(this_year)))))
    return panel.headline(cards)


def more_lines(row: Row, rows: Sequence[Row]) -> list[str]:
    """“5中缺1” of a duty, and “另一口径 66.7%（4/6）”."""
    lines = []
    if row.get("obligation") and not is_missing(row["value"]) and row["numerator"] < row["denominator"]:
        lines.append(f"{figure(row['denominator'])}中缺{figure(row['denominator'] - row['numerator'])}")
    others = [r for r in rows if r.get("rule") != row.get("rule") and not is_missing(r["value"])]
    return [*lines, *(f"另一口径 {value_of(r)}" for r in others)]


@remembered
@remembered
def known(now: Context, codes: Sequence[str]) -> bool:
    """Says whether any of the rates has a value in any year: a body that never had a case has none to draw."""
    return bool(queries.indicator_history(now.warehouse, now.body, codes)["value"].notna().any())


@panel.shown
def never(now: Context, codes: Sequence[str], what: str) -> panel.Part:
    """One sentence instead of a row of empty charts."""
    frame = main_rows(queries.indicator_history(now.warehouse, now.body, codes[:1])).sort_values("year")
    years: dict[str, list[int]] = {}
    for row in rows_of(frame):
        years.setdefault(absent_word(row) or "", []).append(int(row["year"]))
    words = joined([f"{years_text(found)}{word}" for word, found in years.items()])
    return panel.html(
        f'<p class="state-text">{escape(f"{now.short_name}的{what}历年都没有数值（{words}），不列图。")}</p>'
    )


@panel.shown
def intervals(now: Context, codes: Sequence[str], title: str, key: str, *, wide: bool = False) -> panel.Part:
    """Several rates of one body and year, a line for every counting rule, with intervals and targets."""
    frame = queries.indicator_values(now.warehouse, now.body, now.year)
    frame = frame[frame["indicator"].isin(codes)].sort_values(
        "indicator", key=lambda c: c.map(list(codes).index), kind="stable"
    )
    several = frame.groupby("indicator")["rule"].transform("count") > 1
    frame = frame.assign(line=frame["title"].where(~several, frame["title"] + "\n" + frame["rule_title"]))
    hollow = bool((~frame["main"].astype(bool) & frame["value"].notna()).any())
    notes = ("横线：95%区间", *(("空心：并列的另一口径",) if hollow else ()), *coverage_of(frame))
    figure_ = charts.interval_dots(frame, now.caption(title, frame, notes=notes), name="line")
    table = indicator_table(frame, "title", "指标")
    return panel.chart_panel(figure_, table, key, reading=rules_reading(rows_of(frame)), wide=wide)


def coverage_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """“报送34/35个单位”, the least of the rows; nothing for a body that reports itself."""
    due = frame["coverage_due"].max()
    if is_missing(due) or due <= 1:
        return ()
    return (f"报送{figure(frame['coverage_reported'].min())}/{figure(due)}个单位",)


def rules_reading(rows: Sequence[Row]) -> str:
    """“负责人出庭应诉率按“出庭 ÷ 开庭”为80%（4/5），按“…”为66.7%（4/6）。” for each rate that is counted in several ways."""
    said = []
    for title in dict.fromkeys(str(r["title"]) for r in rows):
        own = [r for r in rows if r["title"] == title and not is_missing(r["value"])]
        if len(own) > 1:
            said.append(title + "，".join(f"按“{r['rule_title']}”为{value_of(r)}" for r in own) + "。")
    return "".join(said)


@panel.shown
def over_years(now: Context, indicator: str, title: str) -> panel.Part:
    """A rate over the years: every counting rule a line, with target, intervals and every year's n."""
    frame = queries.indicator_series(now.warehouse, now.body, indicator)
    definition = now.definitions.indicators[indicator]
    before = predecessors(now)
    notes = (f"{since(now)}年以前由{before}报送，不在本图",) if before else ()
    caption = now.caption(title, frame, notes=(*size_notes(frame), *notes, *coverage_notes(frame)))
    drawn = charts.series(
        frame,
        caption,
        by="rule_title" if len(definition.rules) > 1 else None,
        breaks=breaks.indicator_breaks(definition),
    )
    table = indicator_table(frame, "year", "年份")
    return panel.chart_panel(drawn, table, f"rate-{indicator}", reading=readings.of_series(up_to(now, frame)))


@panel.shown
def together(now: Context, codes: Sequence[str], title: str, key: str) -> panel.Part:
    """Several rates in one chart over the years; the target drawn is the first one's."""
    frame = main_rows(queries.indicator_history(now.warehouse, now.body, list(codes)))
    frame = frame.sort_values("indicator", key=lambda c: c.map(list(codes).index), kind="stable")
    first = now.definitions.indicators[codes[0]].title
    size = size_notes(frame[frame["indicator"] == codes[0]])
    own = frame[frame["indicator"] == codes[0]]
    notes = ("目标线、区间：" if own["target"].notna().any() else "区间：") + first
    caption = now.caption(title, frame, notes=(notes, *size, *coverage_notes(own)))
    # Intervals of several lines on one spot could not be told apart: only the first one's are drawn.
    drawn = charts.series(frame.assign(main=frame["indicator"] == codes[0]), caption, by="title")
    table = indicator_table(frame.sort_values("year", kind="stable"), "year", "年份")
    table.insert(1, "指标", frame.sort_values("year", kind="stable")["title"].tolist())
    said = dict.fromkeys(readings.of_series(up_to(now, frame[frame["indicator"] == c])) for c in codes)
    return panel.chart_panel(drawn, table, key, reading="".join(said))


@panel.shown
def funnel(now: Context, indicator: str, title: str, counted: str) -> panel.Part | None:
    """A rate of every body against its n, with limits: who differs by more than chance, not who is first.

    A leaf is shown among its siblings. `counted` names the cases of the denominator.
    """
    if now.alone:
        return None
    found = Found(now, [indicator])
    frame = found.frame
    caption = now.caption(title, frame, scope=found.scope, notes=coverage_of_bodies(frame))
    drawn = charts.funnel_plot(frame, caption, highlight=found.chosen, wide=True)
    reading = funnel_reading(frame, counted) + not_there(frame, found.chosen)
    return panel.chart_panel(drawn, indicator_table(frame), f"funnel-{indicator}", reading=reading, wide=True)


def coverage_of_bodies(frame: pd.DataFrame) -> tuple[str, ...]:
    """How many of the bodies that owe the numbers gave them."""
    reported, due = frame["coverage_reported"].sum(), frame["coverage_due"].sum()
    return (f"报送{figure(reported)}/{figure(due)}个单位",) if due > 1 else ()


def funnel_reading(frame: pd.DataFrame, counted: str) -> str:
    """Who can be judged, and whether it differs from all together by more than chance; nobody is ranked."""
    rows = [r for r in rows_of(frame) if not is_missing(r["value"])]
    if not rows:
        return ""
    part, whole = (sum(float(r[c]) for r in rows) for c in ("numerator", "denominator"))
    overall = percent(100 * part / whole, part, whole)
    unusual = {r["body"] for r in charts.outliers(frame)}
    judged = [r for r in rows if not is_small(r)]
    said = [against_chance(r, r["body"] in unusual, 100 * part / whole) for r in judged]
    small = [r for r in rows if is_small(r)]
    if small:
        said.append(
            f"{counted}不足{int(small[0]['min_n'])}件的{len(small)}个单位（灰色空心）只列数，不评价、不排名"
        )
    return f"总体{overall}。{'；'.join(said)}。"


def not_there(frame: pd.DataFrame, chosen: str | None) -> str:
    """Says of the chosen body that it is not in the chart, and why."""
    rows = [r for r in rows_of(frame) if r["body"] == chosen and is_missing(r["value"])]
    return "".join(f"{r['short_name']}{absent_word(r)}，未列入。" for r in rows)


def against_chance(row: Row, unusual: bool, overall: float) -> str:
    """“市场监管局42.9%（6/14）在95%界限之内，高出总体可能只是偶然”."""
    name, value = f"{row['short_name']}{value_of(row)}", float(row["value"])
    if unusual:
        return f"{name}超出95%界限，{'高' if value > overall else '低'}于总体，不像只是偶然"
    if value == overall:
        return f"{name}与总体相同"
    return f"{name}在95%界限之内，{'高' if value > overall else '低'}于总体{points(value - overall)}个百分点，可能只是偶然"


def points(difference: float) -> str:
    return short(abs(round(difference, 4)), 1)
