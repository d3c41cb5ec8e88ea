"""Every question a page or a command asks, one function each.

A figure is looked for in one table by one file beside this one; what it is called, and where it belongs, is known
already (`warehouse/known.py`). Every frame's figures belong to the publish of the `Warehouse` given. Missing values
are missing (NaN or None), never 0; their `state` or `status` says why.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from warehouse.connection import Warehouse
from warehouse.queries import figures, lists
from warehouse.queries.figures import frame_of


def publish_info(w: Warehouse) -> dict[str, Any]:
    """publish (number), published_at, kind, demonstration (any counted submission is), submissions."""
    return w.rows("publish_info")[0]


def years(w: Warehouse) -> list[int]:
    return list(w.known.years)


def roots(w: Warehouse) -> list[str]:
    """The bodies with nobody above them."""
    return list(w.known.roots)


def bodies(w: Warehouse, year: int) -> pd.DataFrame:
    """body, name, short_name, parent, category, category_title, depth, leaf; parents before children."""
    return w.known.tree(year).copy(deep=False)


def case_breakdown(w: Warehouse, parent: str, year: int, ledger: str) -> pd.DataFrame:
    """What the case ledgers of a body and all below it come to: body …, measure, dimension, group, n, submission, file.

    `dimension` is blank for all cases of a measure; `group` is blank where the ledger says nothing.
    """
    return frame_of(lists.case_breakdown(w, parent, year, ledger), lists.CASE_COLUMNS)


def indicator_records(
    w: Warehouse,
    bodies: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    indicators: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Indicator values as plain records, counts exact, with `notes` as a list; None asks for all."""
    return figures.indicator_records(w, bodies, years, indicators)


def indicator_values(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """All indicators and counting rules of one body in one year."""
    return _indicator_frame(w, [body], [year], None)


def indicator_series(w: Warehouse, body: str, indicator: str) -> pd.DataFrame:
    """All years and rules of one indicator for one body."""
    return _indicator_frame(w, [body], None, [indicator])


def indicator_history(w: Warehouse, body: str, indicators: Sequence[str]) -> pd.DataFrame:
    """All years and rules of several indicators for one body, in one query."""
    return _indicator_frame(w, [body], None, indicators)


def indicator_by_body(w: Warehouse, indicator: str | Sequence[str], parent: str, year: int) -> pd.DataFrame:
    """The main rule's value, of one or several indicators, of each child of `parent` (of itself where it has none)."""
    asked = [indicator] if isinstance(indicator, str) else indicator
    return _indicator_frame(w, children(w, parent, year), [year], asked, _main)


def status_matrix(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Children × indicators with a target that year, long; main rules only."""
    codes = [parent, *children(w, parent, year)]
    targeted = w.known.targeted((w.known.bodies[code] for code in codes if code in w.known.bodies), year)

    def pick(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        main = _main(rows)
        judged = {row["indicator"] for row in main if row["target"] is not None}
        return [row for row in main if row["indicator"] in judged and row["body"] != parent]

    return _indicator_frame(w, codes, [year], targeted, pick)


def attention(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """What needs attention below `body`, ranked, with who must act and by how much it falls short."""
    return frame_of(lists.attention(w, body, year), lists.ATTENTION_COLUMNS)


def measure_records(
    w: Warehouse,
    bodies: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    measures: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Measures as plain records, values exact, with `explanation` as text; None asks for all."""
    return figures.measure_records(w, bodies, years, measures)


def measure_values(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """All measures of one body in one year."""
    return _measure_frame(w, [body], [year], None)


def measure_series(w: Warehouse, body: str, measures: Sequence[str], restated: bool = False) -> pd.DataFrame:
    """Measures of one body over the years, as reported or, `restated`, with its predecessors' added."""
    if restated:
        return frame_of(lists.restated_series(w, body, measures), lists.RESTATED_COLUMNS)
    return _measure_frame(w, [body], None, measures)


def measure_by_body(w: Warehouse, parent: str, year: int, measures: Sequence[str]) -> pd.DataFrame:
    """Measures of each child of `parent` (of the body itself where it has none)."""
    return _measure_frame(w, children(w, parent, year), [year], measures)


def coverage(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Every leaf below × every return: `state` reported, not_reported or no_such_function."""
    return frame_of(lists.coverage(w, parent, year), lists.COVERAGE_COLUMNS)


def coverage_totals(w: Warehouse, parent: str) -> pd.DataFrame:
    """year, dataset, dataset_title, reported, due for one body."""
    return frame_of(coverage_total_records(w, parent), lists.COVERAGE_TOTAL_COLUMNS)


def coverage_total_records(w: Warehouse, parent: str) -> list[dict[str, Any]]:
    """The same as plain records."""
    return lists.coverage_totals(w, parent)


def reconciliation(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """What the body published against the sum of the returns behind it."""
    return frame_of(lists.reconciliation(w, body, year), lists.RECONCILIATION_COLUMNS)


def explanations(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Every explanation that still counts, for a body and all below it."""
    return frame_of(lists.explanations(w, parent, year), lists.EXPLANATION_COLUMNS)


def trace(w: Warehouse, body: str, year: int, measure: str) -> pd.DataFrame:
    """The cells a figure is the sum of, down to file, sheet and address."""
    return frame_of(lists.trace(w, body, year, measure), lists.TRACE_COLUMNS)


def faults_kept(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Notices given at load, for a body and all below it."""
    return frame_of(lists.notices(w, parent, year), lists.NOTICE_COLUMNS)


def submissions(w: Warehouse) -> pd.DataFrame:
    """Every accepted file, newest first, and for how many of its parts it still counts."""
    return w.frame("submissions")


def peers(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """Main-rule indicators of all bodies of the same category, the body itself included."""
    known = w.known
    own = known.bodies.get(body)
    if own is None or not own.exists_in(year):
        return frame_of([], figures.INDICATOR_COLUMNS)
    same = [b.body for b in known.siblings(own, year) if b.category == own.category and known.leaf(b, year)]
    return _indicator_frame(w, same, [year], None, _main)


def lineage(w: Warehouse, body: str) -> pd.DataFrame:
    """The body and all that was merged or renamed into it, with their dates."""
    frame = frame_of(lists.lineage(w, body), lists.LINEAGE_COLUMNS)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("valid_from", "valid_to")})


def children(w: Warehouse, parent: str, year: int) -> list[str]:
    """The bodies directly below `parent` that year; `parent` itself where it has none."""
    top = w.known.bodies.get(parent)
    if top is None or not top.exists_in(year):
        return []
    below = w.known.children(top, year)
    return [body.body for body in below] if below else [parent]


def _indicator_frame(
    w: Warehouse,
    bodies: Sequence[str],
    years: Sequence[int] | None,
    indicators: Sequence[str] | None,
    pick: figures.Pick = list,
) -> pd.DataFrame:
    records = figures.indicator_records(w, bodies, years, indicators, pick)
    for record in records:
        record["notes"] = "；".join(record["notes"])
    return frame_of(records, figures.INDICATOR_COLUMNS)


def _measure_frame(
    w: Warehouse, bodies: Sequence[str], years: Sequence[int] | None, measures: Sequence[str] | None
) -> pd.DataFrame:
    return frame_of(measure_records(w, bodies, years, measures), figures.MEASURE_COLUMNS)


def _main(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the main counting rules."""
    return [row for row in rows if row["main"]]
