"""One body among those of its category: strips of dots, one unit at a time."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from ui import address, charts, panel
from ui.context import Context
from ui.frames import Row, is_small, rows_of
from ui.numbers import is_missing, value_of
from ui.remembered import remembered
from ui.tables import STATUS_COLUMN, target_text
from ui.words import joined
from warehouse import queries


@remembered
def peer_rows(now: Context) -> pd.DataFrame:
    """All indicators of the category's bodies, without those the chosen body has no function for."""
    frame = queries.peers(now.warehouse, now.body, now.year)
    own = frame[frame["body"] == now.body]
    due = own.loc[own["status"] != "no_such_function", "indicator"]
    return frame[frame["indicator"].isin(due)].reset_index(drop=True)


def units_of(frame: pd.DataFrame) -> list[str]:
    """The units there are to compare in, percentages first, then by how many indicators have them."""
    counts = (
        frame.groupby("unit", sort=False)["indicator"].nunique().sort_values(ascending=False, kind="stable")
    )
    return sorted((str(u) for u in counts.index), key=lambda u: u != "%")


def peer_panels(now: Context) -> None:
    """Rates at the left; at the right the quantities of one unit, which the reader chooses."""
    if now.alone:
        return
    rows = peer_rows(now)
    units = units_of(rows)
    rates = [u for u in units if u == "%"]
    others = [u for u in units if u != "%"]
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        title = f"{now.row['category_title']}{rows['body'].nunique()}个单位，{now.year}年"
        st.html(f'<h2 class="definition-section">与同类单位比较<small>{escape(title)}</small></h2>')
    unit = ""
    if others:
        with right:
            unit = address.choice(
                "peer_unit", "数量的计量单位", others, others[0], missing="不适用于本单位", quiet=True
            )
    left, right = st.columns(2)
    for place, chosen, title, key in (
        (left, "%" if rates else "", "与同类单位比较：比率", "peers-rates"),
        (right, unit, f"与同类单位比较：以“{unit}”计", "peers-counts"),
    ):
        if chosen:
            with place:
                peer_panel(now, chosen, title, key)


@panel.shown
def peer_panel(now: Context, unit: str, title: str, key: str) -> panel.Part:
    """The chosen body's indicators of one unit against its peers'; strips on one scale for rates, each on its own else.

    Indicators that set nobody apart (no value or 0 everywhere) are named below the chart and kept in the table.
    """
    rows = peer_rows(now)
    frame = rows[rows["unit"] == unit]
    own_scale = not set(frame["kind"]) <= {"proportion"}
    empty, zero = without_value(frame), all_zero(frame) if own_scale else []
    shown = frame[~frame["title"].isin([*empty, *zero])]
    notes = [f"同类均无数值：{joined(empty, 12)}"] if empty else []
    notes += [f"同类均为0：{joined(zero, 12)}"] if zero else []
    caption = now.caption(
        title,
        frame,
        scope=f"{now.short_name} · {now.row['category_title']}{frame['body'].nunique()}个单位",
        rule=None,
        notes=(*notes, *absent_notes(frame, now.body)),
    )
    drawn = frame if shown.empty else shown
    figure = charts.dot_strip(drawn, caption, highlight=now.body, own_scale=own_scale)
    return panel.chart_panel(figure, peer_table(frame, now.body), key, reading=peer_reading(frame, now.body))


def without_value(frame: pd.DataFrame) -> list[str]:
    """Indicators of which no body has a value."""
    values = frame.groupby("title", sort=False)["value"].count()
    return [str(title) for title in values.index[values == 0]]


def all_zero(frame: pd.DataFrame) -> list[str]:
    """Indicators whose every value is 0."""
    values = frame.groupby("title", sort=False)["value"]
    zero = (values.count() > 0) & (values.max() == 0)
    return [str(title) for title in zero.index[zero]]


def absent_notes(frame: pd.DataFrame, body: str) -> tuple[str, ...]:
    """Which peers gave nothing to compare with."""
    found = frame[frame["status"] == "not_reported"]
    names = [str(n) for n in found.loc[found["body"] != body, "short_name"].unique()]
    return (f"部分指标未报：{joined(names)}",) if names else ()


def by_indicator(frame: pd.DataFrame, body: str) -> list[tuple[Row, list[Row]]]:
    """(own row, all rows with a value) per indicator, in the definitions' order."""
    rows = rows_of(frame)
    return [
        (own, [r for r in rows if r["indicator"] == own["indicator"] and not is_missing(r["value"])])
        for own in rows
        if own["body"] == body
    ]


def peer_table(frame: pd.DataFrame, body: str) -> pd.DataFrame:
    """Per indicator: the body's value, target and status, the peers' range, how many have a value."""
    pairs = by_indicator(frame, body)
    table: dict[str, list[Any]] = {
        "指标": [own["title"] for own, _ in pairs],
        "本单位": [value_of(own) for own, _ in pairs],
        "目标": [target_text(own) for own, _ in pairs],
        STATUS_COLUMN: [own["status"] for own, _ in pairs],
        "同类最低": [extreme(rows, min) for _, rows in pairs],
        "同类最高": [extreme(rows, max) for _, rows in pairs],
        "有数单位": [len(rows) for _, rows in pairs],
    }
    return pd.DataFrame(table)


def extreme(rows: list[Row], pick: Any) -> str:
    """“93.3%（14/15） 住建局”: a value and whose it is."""
    if not rows:
        return "–"
    found = pick(rows, key=lambda r: float(r["value"]))
    same = sum(float(r["value"]) == float(found["value"]) for r in rows)
    who = str(found["short_name"]) if same == 1 else f"{same}个单位"
    return f"{value_of(found)} {who}"


def peer_reading(frame: pd.DataFrame, body: str) -> str:
    """Where the body is the highest or lowest of those that can be compared; ranks below a small n are not given."""
    highest, lowest = [], []
    for own, rows in by_indicator(frame, body):
        fair = [float(r["value"]) for r in rows if not is_small(r)]
        if is_missing(own["value"]) or is_small(own) or len(fair) < 3 or min(fair) == max(fair):
            continue
        if own["value"] == max(fair) and fair.count(max(fair)) == 1:
            highest.append(str(own["title"]))
        if own["value"] == min(fair) and fair.count(min(fair)) == 1:
            lowest.append(str(own["title"]))
    parts = [f"同类中最高：{joined(highest)}"] if highest else []
    parts += [f"同类中最低：{joined(lowest)}"] if lowest else []
    return "；".join(parts) + "。" if parts else ""
