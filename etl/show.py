"""Answers of the command line as JSON objects; `etl/wording.py` has them as text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from etl.judge import Checked
from etl.model import Fault, Reading
from etl.pipeline import Loaded, Outcome
from warehouse import queries
from warehouse.build import Published
from warehouse.connection import Warehouse

Json = dict[str, Any]

EMPTY_STATUS: Json = {
    "publish": None, "published_at": None, "kind": None, "demonstration": None, "submissions": [], "coverage": [],
}  # fmt: skip


def plain(value: Any) -> Any:
    """Exact decimals as JSON numbers: whole ones as integers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def fault_json(fault: Fault) -> Json:
    names = ("level", "code", "sheet", "cell", "column", "value", "message", "remedy", "detail")
    return {name: getattr(fault, name) for name in names}


def reading_json(reading: Reading) -> Json:
    cell = ("dataset", "body", "year", "measure", "value", "state", "unit", "sheet", "cell", "raw")
    return {
        "file": reading.file,
        "rows": reading.rows,
        "cells": [{name: getattr(c, name) for name in cell} for c in reading.cells],
        "set_aside": [
            {"sheet": s.sheet, "row": s.row, "why": s.why, "text": s.text} for s in reading.set_aside
        ],
        "unmapped": [{"sheet": u.sheet, "cell": u.cell, "header": u.header} for u in reading.unmapped],
        "faults": [fault_json(f) for f in reading.faults],
    }


def checked_json(checked: Checked) -> Json:
    reading = checked.reading
    return {
        "file": reading.file,
        "ok": checked.ok,
        "rows": reading.rows,
        "faults": [fault_json(f) for f in checked.faults],
        "explained": [
            {"code": e.fault.code, "cell": e.fault.cell, "text": e.text} for e in checked.explained
        ],
    }


def loaded_json(loaded: Loaded) -> Json:
    answer: Json = {"ok": loaded.ok, "files": [_outcome_json(o) for o in loaded.outcomes]}
    answer["resumed"] = [_outcome_json(o) for o in loaded.resumed]
    return answer | (published_json(loaded.published) if loaded.published else {"publish": None})


def _outcome_json(outcome: Outcome) -> Json:
    names = ("file", "ok", "rows", "submission", "already", "same_as")
    return {n: getattr(outcome, n) for n in names} | {"faults": [fault_json(f) for f in outcome.faults]}


def published_json(published: Published) -> Json:
    return {"publish": published.publish, "published_at": published.published_at, "kind": published.kind}


def status_json(w: Warehouse) -> Json:
    info = queries.publish_info(w)
    listed = w.rows("submissions")
    coverage = [
        row | {"body": root} for root in queries.roots(w) for row in queries.coverage_total_records(w, root)
    ]
    return {**info, "submissions": listed, "coverage": coverage}


def indicator_json(row: Mapping[str, Any], publish: int | None) -> Json:
    names = (
        "body body_name year indicator title numerator denominator value unit n low high target status "
        "coverage_reported coverage_due rule rule_title main notes demonstration"
    )
    answer = {name: row[name] for name in names.split()} | {"publish": publish}
    if row["status"] == "no_such_function":
        # Who inspects but may not punish lends its inspections to the district's rate: its own 0 is no count.
        answer |= dict.fromkeys(("numerator", "denominator", "n"))
    return answer


def measure_json(row: Mapping[str, Any]) -> Json:
    names = ("body", "body_name", "year", "measure", "value", "state")
    return {name: row[name] for name in names} | {
        "source": source(row),
        "submission": row["submission"],
        "dataset": row["dataset"],
        "unit": row["unit"],
        "reported": row["reported"],
        "due": row["due"],
        "explanation": row["explanation"],
        "demonstration": row["demonstration"],
    }


def source(row: Mapping[str, Any]) -> str | None:
    """`行政处罚.xlsx Sheet1!B7` for a cell, the count of bodies for a total, None where nothing was sent."""
    if row["file"]:
        place = "!".join(part for part in (row["sheet"], row["cell"]) if part)
        return f"{row['file']} {place}".strip()
    return f"{row['reported']}/{row['due']} 个单位合计" if row["reported"] else None
