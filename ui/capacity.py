"""Who enforces without a certificate: the shortfall in persons, body by body."""

from typing import Any

import pandas as pd

from ui import breaks, charts, panel, readings
from ui.context import Context
from ui.enforcement import course, up_to
from ui.frames import Row, rows_of
from ui.numbers import figure, is_missing
from ui.tables import STATUS_COLUMN, measure_table, target_text, value_only
from ui.words import NOT_REPORTED, joined
from warehouse import queries

RATE = "certification_rate"
PERSONS = "人"
OFFICERS = ("certified_officers", "officers_due")


@panel.shown
def shortfall_panel(now: Context) -> panel.Part | None:
    """How many officers each body lacks; a leaf is shown among its siblings. Bodies that lack nobody are counted, not drawn."""
    if now.alone:
        return None
    parent = among(now)
    frame = queries.indicator_by_body(now.warehouse, RATE, parent, now.year)
    frame = frame[frame["status"] != "no_such_function"].reset_index(drop=True)
    gaps = with_gaps(frame)
    shown = gaps[gaps["value"].isna() | (gaps["value"] > 0)]
    complete = len(gaps) - len(shown)
    caption = now.caption(
        "执法人员持证缺口：各单位",
        shown,
        scope=str(now.bodies.set_index("body")["short_name"][parent]),
        unit=PERSONS,
        rule=None,
        reported=int(frame["coverage_reported"].sum()),
        due=int(frame["coverage_due"].sum()),
        demonstration=bool(frame["demonstration"].any()),
        notes=("缺口 = 应持证 − 持证", *([f"其余{complete}个单位无缺口"] if complete else [])),
    )
    drawn = bool((shown["value"] > 0).any())
    highlight = now.body if parent != now.body else None
    drawing = (
        charts.bars_by_body(shown, caption, highlight=highlight) if drawn else nothing_lacking(shown, caption)
    )
    return panel.chart_panel(drawing, table(frame), "shortfall", reading=reading(now, gaps))


def among(now: Context) -> str:
    """The body whose children are compared: the chosen one, or the parent of a leaf."""
    parent = now.row["parent"]
    known = isinstance(parent, str) and parent in set(now.bodies["body"])
    return str(parent) if now.leaf and known else now.body


def with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with the persons lacking as their value; missing where either number is."""
    gap = frame["denominator"] - frame["numerator"]
    return frame.assign(
        value=gap.where(frame["value"].notna()), kind="ratio", unit=PERSONS, decimals=0, low=None, high=None,
        target=float("nan"), status=frame["status"].where(frame["value"].isna(), "no_target"),
    )  # fmt: skip


def nothing_lacking(shown: pd.DataFrame, caption: Any) -> Any:
    late = joined([str(n) for n in shown["short_name"]])
    return charts.empty(
        caption, f"已报单位没有缺口；{NOT_REPORTED}：{late}。" if late else "应持证人员全部持证。"
    )


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """Every body: certified, due, lacking, the rate with target and status."""
    rows = rows_of(frame)
    return pd.DataFrame(
        {
            "单位": [r["body_name"] for r in rows],
            "持证": [r["numerator"] for r in rows],
            "应持证": [r["denominator"] for r in rows],
            "缺口": [gap_text(r) for r in rows],
            "持证率": [value_only(r) for r in rows],
            "目标": [target_text(r) for r in rows],
            STATUS_COLUMN: [r["status"] for r in rows],
        }
    )


def gap_text(row: Row) -> str:
    if is_missing(row["numerator"]) or is_missing(row["denominator"]):
        return "–"
    return figure(row["denominator"] - row["numerator"], PERSONS)


def reading(now: Context, gaps: pd.DataFrame) -> str:
    """“2022年共缺36人，城管和综合执法局11人最多；退役军人局未报。” For a leaf, its own number first."""
    rows = sorted((r for r in rows_of(gaps) if not is_missing(r["value"])), key=lambda r: -float(r["value"]))
    late = [str(r["short_name"]) for r in rows_of(gaps) if r["status"] == "not_reported"]
    if not rows:
        return f"{joined(late)}{NOT_REPORTED}。" if late else ""
    total = sum(float(r["value"]) for r in rows)
    own = next((r for r in rows if r["body"] == now.body), None)
    parts = [f"{now.short_name}缺{figure(own['value'], PERSONS)}"] if own else []
    if total:
        most = [r for r in rows if r["value"] == rows[0]["value"]]
        names = joined([str(r["short_name"]) for r in most], 3)
        parts.append(
            f"已报{len(rows)}个单位共缺{figure(total, PERSONS)}，最多的是{names}，{figure(rows[0]['value'], PERSONS)}"
        )
    else:
        parts.append(f"已报{len(rows)}个单位应持证人员全部持证")
    return f"{now.year}年{'；'.join(parts)}{f'；{joined(late)}{NOT_REPORTED}' if late else ''}。"


@panel.shown
def officers_panel(now: Context) -> panel.Part:
    """Officers certified and officers due over the years: what the rate is made of."""
    frame, notes = course(now, OFFICERS)
    cuts = breaks.body_breaks(now.definitions, now.body)
    drawing = charts.series(
        frame, now.caption("持证与应持证人数：历年", frame, notes=notes), by="label", breaks=cuts
    )
    own = up_to(now, frame[frame["measure"] == OFFICERS[0]])
    return panel.chart_panel(
        drawing, measure_table(frame, "year", "年份"), "officers", reading=readings.of_series(own)
    )
