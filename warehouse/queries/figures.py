"""The rows of the marts with what is known of their bodies, measures and indicators."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from warehouse.connection import Warehouse
from warehouse.known import Body, Run, runs_of
from warehouse.notes import add_notes

Record = dict[str, Any]
Pick = Callable[[list[Record]], list[Record]]

INDICATOR_COLUMNS = (
    "body body_name short_name category leaf year indicator title kind unit decimals direction min_n "
    "obligation section headline rule rule_title main numerator denominator value n low high floor target "
    "excellent target_demonstration status coverage_reported coverage_due demonstration notes"
)
MEASURE_COLUMNS = (
    "body body_name short_name category leaf year dataset measure label unit value state reported due "
    "withheld demonstration submission file sheet cell raw explanation"
)
_NUMBERS = (
    "numerator denominator value n low high floor target excellent shortfall published rolled_up difference"
)
_INDICATOR_FIGURES = INDICATOR_COLUMNS.partition(" rule_title ")[2].split()[:-1]


def indicator_records(
    w: Warehouse,
    bodies: Iterable[str] | None = None,
    years: Sequence[int] | None = None,
    indicators: Sequence[str] | None = None,
    pick: Pick = list,
) -> list[Record]:
    """Indicator values with `notes` as a list; by level, body, year, indicator and rule. None asks for all.

    Only what `pick` leaves is given notes; what it leaves out may still be spoken of in them.
    """
    chosen = _bodies(w, bodies)
    rules = w.known.rules
    found = []
    for body, row in _figures(w, "indicator_rows", chosen, years, indicators):
        _, year, code, name, *figures = row
        rule = rules[code, name]
        record = _place(w, body, year) | rule.said | dict(zip(_INDICATOR_FIGURES, figures, strict=True))
        found.append(((body.depth, body.position, year, rule.position), record))
    records = in_order(found)
    explained = _explained_indicators(w, chosen, years, indicators) if records else []
    return add_notes(records, explained, pick(records))


def measure_records(
    w: Warehouse,
    bodies: Iterable[str] | None = None,
    years: Sequence[int] | None = None,
    measures: Sequence[str] | None = None,
) -> list[Record]:
    """Measures with `explanation` as text or None; by level, body, year and measure. None asks for all."""
    chosen = _bodies(w, bodies)
    found = []
    for body, row in _figures(w, "measure_rows", chosen, years, measures):
        measure = w.known.measures[row[2]]
        record = _place(w, body, row[1]) | {
            "dataset": row[3],
            "measure": row[2],
            "label": measure.label,
            "unit": measure.unit,
            "value": row[4],
            "state": row[5],
            "reported": row[6],
            "due": row[7],
            "withheld": row[8],
            "demonstration": row[9],
            "submission": row[10],
            "file": None,
            "sheet": row[11],
            "cell": row[12],
            "raw": row[13],
        }
        found.append(((body.depth, body.position, row[1], measure.position), record))
    records = in_order(found)
    if records:
        add_files(w, records)
        _add_explanations(records, _explained_measures(w, chosen, years, measures))
    return records


def frame_of(records: Sequence[Record], columns: str) -> pd.DataFrame:
    """Records as a frame whose figures are floats; keeps its columns when there are no rows."""
    values: dict[str, Any] = {name: [record[name] for record in records] for name in columns.split()}
    numbers = set(_NUMBERS.split())
    for name, given in values.items():
        values[name] = np.array(given, dtype="float64") if name in numbers else _column(given)
    return pd.DataFrame(values)


def _column(given: list[Any]) -> Any:
    """Texts stay what they are: pandas would copy them into Arrow's memory, and back for everybody who reads one."""
    if any(isinstance(value, str) for value in given):
        return pd.Series(given, dtype=object)
    return given


def add_files(w: Warehouse, records: Iterable[Record], *more: str) -> None:
    """Writes the name of its file to every record that has a `submission`, and `more` of that file's columns."""
    sent = [record for record in records if record["submission"] is not None]
    files = _files(w, {record["submission"] for record in sent})
    for record in sent:
        found = files[record["submission"]]
        record.update({name: found[name] for name in ("file", *more)})


def _files(w: Warehouse, numbers: set[int]) -> dict[int, Record]:
    if not numbers:
        return {}
    rows = w.rows("files", first=min(numbers), last=max(numbers), numbers=sorted(numbers))
    return {row["submission"]: row for row in rows}


def _bodies(w: Warehouse, codes: Iterable[str] | None) -> list[Body]:
    """The bodies asked for, or all; codes that the publish does not know are left out."""
    known = w.known.bodies
    return w.known.seated if codes is None else [known[code] for code in codes if code in known]


def _figures(
    w: Warehouse,
    query: str,
    bodies: Sequence[Body],
    years: Sequence[int] | None,
    codes: Sequence[str] | None,
) -> Iterator[tuple[Body, tuple[Any, ...]]]:
    """The rows of a mart, whose first columns are seat and year, each with its body."""
    asked = None if codes is None else list(codes)
    wanted = {body.seat for body in bodies}
    at = w.known.at
    for row in _rows(w, query, runs_of(bodies), years, codes=asked):
        if row[0] in wanted:
            yield at(row[0]), row


def _rows(
    w: Warehouse, query: str, runs: Iterable[Run], years: Sequence[int] | None, **more: Any
) -> Iterator[tuple[Any, ...]]:
    """The rows of runs of seats whose second column is one of the years."""
    wanted = set(w.known.years if years is None else years)
    if not wanted:
        return
    span = {"from_year": min(wanted), "to_year": max(wanted)}
    for first, last in runs:
        for row in w.tuples(query, first=first, last=last, **span, **more):
            if row[1] in wanted:
                yield row


def _place(w: Warehouse, body: Body, year: int) -> Record:
    return {
        "body": body.body,
        "body_name": body.name,
        "short_name": body.short_name,
        "category": body.category,
        "leaf": w.known.leaf(body, year),
        "year": year,
    }


def in_order(found: Iterable[tuple[tuple[Any, ...], Record]]) -> list[Record]:
    """The records of (key to sort by, record)."""
    return [record for _, record in sorted(found, key=itemgetter(0))]


def _said(
    w: Warehouse, bodies: Sequence[Body], years: Sequence[int] | None, about: Sequence[str] | None
) -> Iterator[tuple[Body, Body, int, list[str], str, str]]:
    """(body asked for, body at or below it that said something, year, measures, message, text)."""
    wanted = {body.seat for body in bodies}
    asked = None if about is None else list(about)
    runs = w.known.below(runs_of(bodies))
    for seat, year, measures, message, text in _rows(w, "said_rows", runs, years, about=asked):
        source = w.known.at(seat)
        for body in w.known.upwards(source):
            if body.seat in wanted:
                yield body, source, year, measures, message, text


def _explained_indicators(
    w: Warehouse, bodies: Sequence[Body], years: Sequence[int] | None, indicators: Sequence[str] | None
) -> list[Record]:
    """What was said of the indicators' measures, each once."""
    names = ("body", "year", "indicator", "rule", "source_name", "message", "text")
    parts = w.known.rules_of
    about = None if indicators is None else [m for m in parts if any(i in indicators for i, _ in parts[m])]
    found = {
        (body.body, year, *rule, source.short_name, message, text)
        for body, source, year, measures, message, text in _said(w, bodies, years, about)
        for measure in measures
        for rule in parts.get(measure, ())
    }
    return [dict(zip(names, one, strict=True)) for one in sorted(found)]


def _explained_measures(
    w: Warehouse, bodies: Sequence[Body], years: Sequence[int] | None, about: Sequence[str] | None
) -> dict[tuple[str, int, str], list[str]]:
    """(body, year, measure) → what was said of it."""
    found = {
        (body.body, year, measure, source.short_name, message, text)
        for body, source, year, measures, message, text in _said(w, bodies, years, about)
        for measure in measures
    }
    texts = defaultdict(list)
    for code, year, measure, name, message, text in sorted(found):
        texts[code, year, measure].append(f"{name}：{message.rstrip('。')}；说明：{text}")
    return texts


def _add_explanations(records: Iterable[Record], texts: dict[tuple[str, int, str], list[str]]) -> None:
    for record in records:
        said = texts.get((record["body"], record["year"], record["measure"]))
        record["explanation"] = "；".join(said) if said else None
