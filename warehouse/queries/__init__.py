"""One question, one file beside this one, one function here that returns a frame.

Every frame's figures belong to the publish of the `Warehouse` given. Missing values are missing (NaN or None),
never 0; their `state` or `status` says why.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd

from warehouse.connection import Warehouse
from warehouse.notes import add_notes

_NUMBERS = ("numerator", "denominator", "value", "n", "low", "high", "floor", "target", "excellent")


def publish_info(w: Warehouse) -> dict[str, Any]:
    """publish (number), published_at, kind, demonstration (any counted submission is), submissions."""
    return w.rows("publish_info")[0]


def years(w: Warehouse) -> list[int]:
    return [row["year"] for row in w.rows("years")]


def bodies(w: Warehouse, year: int) -> pd.DataFrame:
    """body, name, short_name, parent, category, category_title, depth, leaf; parents before children."""
    return w.frame("bodies", year=year)


def indicator_records(
    w: Warehouse,
    bodies: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    indicators: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Indicator values as plain records, counts exact, with `notes` as a list; None asks for all."""
    chosen = {"bodies": _codes(w, "body", bodies), "years": _codes(w, "year", years)}
    rows = w.rows("indicator_rows", **chosen, indicators=_codes(w, "indicator", indicators))
    return add_notes(rows, w.rows("indicator_explanations", **chosen))


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
    return _main(_indicator_frame(w, children(w, parent, year), [year], asked))


def status_matrix(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Children × indicators with a target that year, long; main rules only."""
    frame = _main(_indicator_frame(w, [parent, *children(w, parent, year)], [year], None))
    targeted = frame.loc[frame["target"].notna(), "indicator"].unique()
    return frame[frame["indicator"].isin(targeted) & (frame["body"] != parent)].reset_index(drop=True)


def attention(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """What needs attention below `body`, ranked, with who must act and by how much it falls short."""
    return w.frame("attention", body=body, year=year)


def measure_records(
    w: Warehouse,
    bodies: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    measures: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """Measures as plain records, values exact, with `explanation` as text; None asks for all."""
    chosen = {"bodies": _codes(w, "body", bodies), "years": _codes(w, "year", years)}
    rows = w.rows("measure_rows", **chosen, measures=_codes(w, "measure", measures))
    texts = defaultdict(list)
    for one in w.rows("measure_explanations", **chosen):
        said = f"{one['source_name']}：{one['message'].rstrip('。')}；说明：{one['text']}"
        texts[one["body"], one["year"], one["measure"]].append(said)
    for row in rows:
        row["explanation"] = "；".join(texts[row["body"], row["year"], row["measure"]]) or None
    return rows


def measure_values(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """All measures of one body in one year."""
    return _measure_frame(w, [body], [year], None)


def measure_series(w: Warehouse, body: str, measures: Sequence[str], restated: bool = False) -> pd.DataFrame:
    """Measures of one body over the years, as reported or, `restated`, with its predecessors' added."""
    if restated:
        return w.frame("restated_series", body=body, measures=list(measures))
    return _measure_frame(w, [body], None, measures)


def measure_by_body(w: Warehouse, parent: str, year: int, measures: Sequence[str]) -> pd.DataFrame:
    """Measures of each child of `parent` (of the body itself where it has none)."""
    return _measure_frame(w, children(w, parent, year), [year], measures)


def coverage(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Every leaf below × every return: `state` reported, not_reported or no_such_function."""
    return w.frame("coverage", parent=parent, year=year)


def coverage_totals(w: Warehouse, parent: str) -> pd.DataFrame:
    """year, dataset, dataset_title, reported, due for one body."""
    return w.frame("coverage_totals", parent=parent)


def reconciliation(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """What the body published against the sum of the returns behind it."""
    frame = w.frame("reconciliation", body=body, year=year)
    said = {r["measure"]: r["explanation"] for r in measure_records(w, [body], [year])}
    return frame.assign(explanation=frame["measure"].map(said))


def explanations(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Every explanation that still counts, for a body and all below it."""
    return w.frame("explanations", parent=parent, year=year)


def trace(w: Warehouse, body: str, year: int, measure: str) -> pd.DataFrame:
    """The cells a figure is the sum of, down to file, sheet and address."""
    return w.frame("trace", body=body, year=year, measure=measure)


def faults_kept(w: Warehouse, parent: str, year: int) -> pd.DataFrame:
    """Notices given at load, for a body and all below it."""
    return w.frame("faults_kept", parent=parent, year=year)


def submissions(w: Warehouse) -> pd.DataFrame:
    """Every accepted file, newest first, and for how many of its parts it still counts."""
    return w.frame("submissions")


def peers(w: Warehouse, body: str, year: int) -> pd.DataFrame:
    """Main-rule indicators of all bodies of the same category, the body itself included."""
    same = [row["body"] for row in w.rows("category_bodies", body=body, year=year)]
    return _main(_indicator_frame(w, same, [year], None))


def lineage(w: Warehouse, body: str) -> pd.DataFrame:
    """The body and all that was merged or renamed into it, with their dates."""
    return w.frame("lineage", body=body)


def children(w: Warehouse, parent: str, year: int) -> list[str]:
    """The bodies directly below `parent` that year; `parent` itself where it has none."""
    return [row["body"] for row in w.rows("children", parent=parent, year=year)]


def _codes(w: Warehouse, kind: str, asked: Sequence[Any] | None) -> list[Any]:
    """The codes asked for, or all there are: a list to join with lets the scan skip, `or … is null` does not."""
    return [row["code"] for row in w.rows(f"all_{kind}")] if asked is None else list(asked)


def _indicator_frame(
    w: Warehouse, bodies: Sequence[str], years: Sequence[int] | None, indicators: Sequence[str] | None
) -> pd.DataFrame:
    records = indicator_records(w, bodies, years, indicators)
    for record in records:
        record["notes"] = "；".join(record["notes"])
    return _frame(records, "indicator_rows", ["notes"])


def _measure_frame(
    w: Warehouse, bodies: Sequence[str], years: Sequence[int] | None, measures: Sequence[str] | None
) -> pd.DataFrame:
    return _frame(measure_records(w, bodies, years, measures), "measure_rows", ["explanation"])


def _frame(records: list[dict[str, Any]], query: str, more: list[str]) -> pd.DataFrame:
    """Records as a frame whose figures are floats; keeps its columns when there are no rows."""
    columns = list(records[0]) if records else [*_columns(query), *more]
    frame = pd.DataFrame(records, columns=columns)
    for name in _NUMBERS:
        if name in frame:
            frame[name] = frame[name].astype("float64")
    return frame


def _columns(query: str) -> list[str]:
    known = {
        "indicator_rows": (
            "body body_name short_name category leaf year indicator title kind unit decimals direction min_n "
            "obligation section headline rule rule_title main numerator denominator value n low high floor target "
            "excellent target_demonstration status coverage_reported coverage_due demonstration"
        ),
        "measure_rows": (
            "body body_name short_name category leaf year dataset measure label unit value state reported due "
            "withheld demonstration submission file sheet cell raw"
        ),
    }
    return known[query].split()


def _main(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["main"].astype(bool)].reset_index(drop=True)
