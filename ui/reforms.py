"""Bodies that were renamed or merged: what each reported, and the same added up as if today's body had always been."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from ui import breaks, charts, panel, pivots
from ui.context import Context
from ui.frames import rows_of
from ui.numbers import is_missing, value_of
from ui.remarks import explained
from ui.status import absent_word
from warehouse import queries


def reformed(now: Context) -> list[str]:
    """The bodies that succeeded others: the chosen one, those below it, or the one it became."""
    found = []
    for code, body in now.definitions.bodies.items():
        if body.predecessors and now.body in (code, body.parent, *body.predecessors):
            found.append(code)
    return found


def reform_panels(now: Context, measures: Sequence[str], what: str) -> None:
    """A panel for each such body, two in a row."""
    bodies = reformed(now)
    if len(bodies) == 1:
        reform_panel(now, bodies[0], measures, what, wide=True)
        return
    for start in range(0, len(bodies), 2):
        for place, body in zip(st.columns(2), bodies[start : start + 2], strict=False):
            with place:
                reform_panel(now, body, measures, what)


@panel.shown
def reform_panel(
    now: Context, body: str, measures: Sequence[str], what: str, wide: bool = False
) -> panel.Part:
    """The first measure drawn: a segment for each body that reported, the whole bar being the restated figure."""
    members = queries.lineage(now.warehouse, body)
    names = dict(zip(members["member"], members["short_name"], strict=True))
    reported = pd.concat(
        [queries.measure_series(now.warehouse, m, measures) for m in names], ignore_index=True
    )
    restated = queries.measure_series(now.warehouse, body, measures, restated=True)
    first = reported[reported["measure"] == measures[0]].sort_values("year", kind="stable")
    short = now.definitions.bodies[body].short_name
    caption = now.caption(
        f"{short}：{what}，按报送与按改革后机构还原",
        first,
        scope=short,
        notes=("色段为当年报送的单位，合计为按改革后机构还原", *explained(first)),
    )
    figure = charts.stacked_parts(
        first, caption, part="short_name", breaks=breaks.body_breaks(now.definitions, body)
    )
    return panel.chart_panel(
        figure,
        table(reported, restated, names),
        f"reform-{body}",
        reading=reading(restated, measures[0]),
        wide=wide,
    )


def table(reported: pd.DataFrame, restated: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """A row a measure and year: what each member reported, and the restated figure."""
    rows = pivots.by(rows_of(reported), "body", "measure", "year")
    whole = rows_of(restated)
    found: dict[str, list[object]] = {
        "年份": [f"{r['year']}年" for r in whole],
        "项目": [f"{r['label']}（{r['unit']}）" for r in whole],
    }
    for member, name in names.items():
        found[f"{name}所报"] = [pivots.cell(rows.get((member, r["measure"], r["year"]))) for r in whole]
    found["还原"] = [pivots.cell(r) for r in whole]
    return pd.DataFrame(found)


def reading(restated: pd.DataFrame, measure: str) -> str:
    """“还原后：2020年12件，2021年15件（改革后首年）。” on either side of the reform."""
    rows = [r for r in rows_of(restated) if r["measure"] == measure]
    before = [r for r in rows if r["restated"]]
    after = [r for r in rows if not r["restated"]]
    if not before or not after:
        return ""
    texts = [
        f"{r['year']}年{absent_word(r) if is_missing(r['value']) else value_of(r)}"
        for r in (before[-1], after[0])
    ]
    return f"还原后可比：改革前{texts[0]}，改革后{texts[1]}。"
