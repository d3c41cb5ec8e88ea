"""Kinds of a return over years in which its classification changed: two tables of bars with a break between them."""

import re
from collections.abc import Sequence

import pandas as pd

from reports.numbers import exact
from ui import charts, panel, pivots
from ui.charts.texts import nothing_to_draw
from ui.context import Context
from ui.enforcement import course, course_notes, parts_reading
from ui.frames import Row, rows_of
from ui.numbers import figure, is_missing
from ui.status import absent_word

VINTAGE = re.compile(r"（\d+年[前后起]分类）$")
"""What a label says of its classification, which here the block says for all."""

Classification = tuple[str, Sequence[str]]
"""A title and its measures, in the order of the form."""


@panel.shown
def kinds_by_year(
    now: Context, classifications: Sequence[Classification], total: str, title: str, key: str
) -> panel.Part:
    """A block for each classification, a column a year, all on one scale; `total` is what the kinds must add up to."""
    measures = [m for _, found in classifications for m in found]
    frame, _ = course(now, [*measures, total])
    frame["label"] = frame["label"].str.replace(VINTAGE, "", regex=True)
    rows = pivots.by(rows_of(frame), "measure", "year")
    kinds = frame[frame["measure"].isin(measures)]
    most = float(kinds["value"].max()) if kinds["value"].notna().any() else None
    blocks = [b for one in classifications if (b := block(one, rows, total, most))]
    notes = (*sum_notes(classifications, rows, total), *course_notes(now, kinds))
    figure = charts.bars_in_columns(
        blocks,
        now.caption(title, kinds, notes=notes),
        own=lambda r: bool(r["year"] == now.year),
        row=32,
        nothing=nothing_to_draw(kinds),
    )
    reading = parts_reading(kinds[kinds["year"] == now.year])
    return panel.chart_panel(figure, table(classifications, rows), key, reading=reading, wide=True)


def years_of(measures: Sequence[str], rows: dict[tuple[str, int], Row]) -> list[int]:
    return sorted({year for measure, year in rows if measure in measures})


def block(
    one: Classification, rows: dict[tuple[str, int], Row], total: str, most: float | None
) -> charts.Block | None:
    """The kinds of one classification over its years; None where the body did not exist in them."""
    title, measures = one
    years = years_of(measures, rows)
    if not years:
        return None
    columns = [
        charts.Column(
            f"{year}年",
            [rows.get((m, year)) for m in measures],
            most=most,
            below=whole(rows.get((total, year))),
        )
        for year in years
    ]
    names = [str(next(rows[m, y] for y in years if (m, y) in rows)["label"]) for m in measures]
    return charts.Block(names, columns, title)


def whole(row: Row | None) -> str:
    """“合计1,596”, or why there is none."""
    if row is None:
        return ""
    return f"合计{absent_word(row) if is_missing(row['value']) else figure(row['value'])}"


def sum_notes(
    classifications: Sequence[Classification], rows: dict[tuple[str, int], Row], total: str
) -> tuple[str, ...]:
    """Says in which years the kinds do not add up to the total; silent where one of them is missing."""
    found = []
    for _, measures in classifications:
        for year in years_of(measures, rows):
            cells = [rows.get((m, year)) for m in (*measures, total)]
            values = [exact(r["value"]) for r in cells if r is not None and not is_missing(r["value"])]
            if len(values) == len(cells) and sum(values[:-1]) != values[-1]:
                found.append(f"{year}年各类之和{figure(sum(values[:-1]))}，与合计{figure(values[-1])}不等")
    return tuple(found)


def table(classifications: Sequence[Classification], rows: dict[tuple[str, int], Row]) -> pd.DataFrame:
    """A row a kind; “–” in the years in which its classification was not in use."""
    kinds = [(title, m) for title, measures in classifications for m in measures if years_of([m], rows)]
    years = years_of([m for _, m in kinds], rows)
    columns = {f"{year}年": [rows.get((m, year)) for _, m in kinds] for year in years}
    names = [str(next(r for (k, _), r in rows.items() if k == m)["label"]) for _, m in kinds]
    found = pivots.grid(names, "处罚种类", columns)
    found.insert(1, "分类", [title for title, _ in kinds])
    return found
