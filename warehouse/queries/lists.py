"""Lists of bodies and returns: what needs attention, what came, what was said, what a figure is made of."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from warehouse.connection import Warehouse
from warehouse.known import Body
from warehouse.queries.figures import Record, add_files, in_order, measure_records

ATTENTION_COLUMNS = (
    "rank body body_name short_name indicator dataset title unit decimals status value target shortfall "
    "numerator denominator grade"
)
COVERAGE_COLUMNS = (
    "body body_name short_name category dataset dataset_title state submission file received_at"
)
EXPLANATION_COLUMNS = "body body_name short_name year dataset dataset_title measures code message text submission file sheet cell"
NOTICE_COLUMNS = "body body_name short_name dataset dataset_title level code title message remedy submission file sheet cell"
CASE_COLUMNS = "body body_name short_name measure dimension group n submission file"
TRACE_COLUMNS = (
    "body body_name short_name value state unit raw file sheet cell submission received_at demonstration"
)
RECONCILIATION_COLUMNS = "measure label unit published rolled_up difference state missing file sheet cell demonstration explanation"
COVERAGE_TOTAL_COLUMNS = "year dataset dataset_title reported due"
LINEAGE_COLUMNS = "body member member_name short_name valid_from valid_to"
RESTATED_COLUMNS = (
    "body year measure label unit dataset value state reported due demonstration restated members"
)


def attention(w: Warehouse, parent: str, year: int) -> list[Record]:
    """Broken obligations first, then missed targets, then returns not sent.

    Among equals a real target comes before one set for demonstration.
    """
    found = in_order([*_missed(w, parent, year), *_unsent(w, parent, year)])
    for rank, record in enumerate(found, start=1):
        record["rank"] = rank
    return found


def _missed(w: Warehouse, parent: str, year: int) -> Iterator[tuple[tuple[Any, ...], Record]]:
    indicators, leaf = w.known.indicators, w.known.leaf
    for body, row in _below(w, "missed_rows", parent, year=year):
        _, code, status, value, target, demonstration, numerator, denominator = row
        indicator = indicators[code]
        counted = indicator.obligation and numerator is not None and denominator is not None
        short = denominator - numerator if counted else None
        broken = short is not None and short > 0
        if not leaf(body, year) or (status == "too_few" and not broken):
            continue
        grade = 1 if broken else 2 if status in ("missed", "doubtful") else 3
        gap = abs(value - target) / abs(target) if target else None
        rank = (2 if demonstration is None else demonstration), _last(short), _last(gap)
        record = {
            "body": body.body,
            "body_name": body.name,
            "short_name": body.short_name,
            "indicator": code,
            "dataset": None,
            "title": indicator.title,
            "unit": indicator.unit,
            "decimals": indicator.decimals,
            "status": status,
            "value": value,
            "target": target,
            "shortfall": short,
            "numerator": numerator,
            "denominator": denominator,
            "grade": grade,
        }
        yield (grade, *rank, body.position, indicator.position), record


def _last(value: float | Decimal | None) -> float:
    """The largest first, what has no value last."""
    return math.inf if value is None else -float(value)


def _unsent(w: Warehouse, parent: str, year: int) -> Iterator[tuple[tuple[Any, ...], Record]]:
    nothing = dict.fromkeys(
        ("indicator", "unit", "decimals", "value", "target", "shortfall", "numerator", "denominator")
    )
    for body, (_, code) in _below(w, "unsent_rows", parent, year=year):
        if not w.known.leaf(body, year):
            continue
        dataset = w.known.datasets[code]
        said = {"dataset": code, "title": dataset.title, "status": "not_reported", "grade": 4}
        yield (4, 2, math.inf, math.inf, body.position, dataset.position), _named(body) | nothing | said


def coverage(w: Warehouse, parent: str, year: int) -> list[Record]:
    """Every leaf × every return, in the definitions' order."""
    found = []
    for body, (_, code, reported, due, submission) in _below(w, "coverage_rows", parent, year=year):
        dataset = w.known.datasets[code]
        if not w.known.leaf(body, year) and (dataset.rolls_up or not due):
            continue
        record = _named(body) | {
            "category": body.category,
            "dataset": code,
            "dataset_title": dataset.title,
            "state": "no_such_function" if not due else "reported" if reported else "not_reported",
            "submission": submission,
            "file": None,
            "received_at": None,
        }
        found.append(((body.position, dataset.position), record))
    records = in_order(found)
    add_files(w, records, "received_at")
    return records


def coverage_totals(w: Warehouse, parent: str) -> list[Record]:
    """year, dataset, dataset_title, reported, due."""
    body = w.known.bodies.get(parent)
    rows = w.tuples("coverage_totals", seat=body.seat) if body else []
    rows.sort(key=lambda row: (row[0], w.known.datasets[row[1]].position))
    return [
        {
            "year": year,
            "dataset": code,
            "dataset_title": w.known.datasets[code].title,
            "reported": reported,
            "due": due,
        }
        for year, code, reported, due in rows
    ]


def explanations(w: Warehouse, parent: str, year: int) -> list[Record]:
    """Every explanation that counts, in the definitions' order."""
    found = []
    for body, row in _below(w, "explained_rows", parent, year=year):
        _, code, measures, fault, message, text, submission, sheet, cell = row
        dataset = w.known.datasets[code]
        record = _named(body) | {
            "year": year,
            "dataset": code,
            "dataset_title": dataset.title,
            "measures": measures,
            "code": fault,
            "message": message,
            "text": text,
            "submission": submission,
            "sheet": sheet,
            "cell": cell,
        }
        found.append(((body.position, dataset.position, cell or ""), record))
    records = in_order(found)
    add_files(w, records)
    return records


def notices(w: Warehouse, parent: str, year: int) -> list[Record]:
    """What was noticed at load, of bodies in the definitions' order and then of whole files."""
    found = []
    whole_files = ((None, row) for row in w.tuples("noticed_rows", first=0, last=0, year=year))
    for body, row in [*_below(w, "noticed_rows", parent, year=year), *whole_files]:
        _, code, level, fault, message, remedy, submission, sheet, cell = row
        dataset = w.known.datasets.get(code)
        record = (_named(body) if body else dict.fromkeys(("body", "body_name", "short_name"))) | {
            "dataset": code,
            "dataset_title": dataset.title if dataset else None,
            "level": level,
            "code": fault,
            "title": w.known.faults.get(fault),
            "message": message,
            "remedy": remedy,
            "submission": submission,
            "sheet": sheet,
            "cell": cell,
        }
        found.append(((body is None, body.position if body else 0, submission, cell or ""), record))
    records = in_order(found)
    add_files(w, records)
    return records


def trace(w: Warehouse, parent: str, year: int, code: str) -> list[Record]:
    """The cells a figure is the sum of: numbers first, the largest first."""
    measure = w.known.measures.get(code)
    if measure is None:
        return []
    beside = not w.known.datasets[measure.dataset].rolls_up
    found = []
    for body, row in _below(w, "trace_rows", parent, year=year, measure=code):
        _, value, state, raw, sheet, cell, submission, demonstration = row
        if not w.known.leaf(body, year) and not (beside and submission is not None):
            continue
        record = _named(body) | {
            "value": value,
            "state": state,
            "unit": measure.unit,
            "raw": raw,
            "file": None,
            "sheet": sheet,
            "cell": cell,
            "submission": submission,
            "received_at": None,
            "demonstration": demonstration,
        }
        found.append(((state != "number", _last(value), body.position), record))
    records = in_order(found)
    add_files(w, records, "received_at")
    return records


def reconciliation(w: Warehouse, body: str, year: int) -> list[Record]:
    """What the body published, in the definitions' order, against the sum of the returns behind it."""
    own = {record["measure"]: record for record in measure_records(w, [body], [year])}
    beside = {d.dataset for d in w.known.datasets.values() if not d.rolls_up}
    return [
        _reconciled(record, [own[p] for p in w.known.published_parts.get(code, ()) if p in own])
        for code, record in own.items()
        if record["dataset"] in beside
        and record["submission"] is not None
        and record["state"] != "not_reported"
    ]


def _reconciled(published: Record, parts: Sequence[Record]) -> Record:
    names = ("measure", "label", "unit", "file", "sheet", "cell", "explanation")
    complete = bool(parts) and all(part["state"] == "number" for part in parts)
    total = sum(part["value"] for part in parts) if complete else None
    off = total - published["value"] if total is not None and published["value"] is not None else None
    return {name: published[name] for name in names} | {
        "published": published["value"],
        "rolled_up": total,
        "difference": off,
        "state": _agreement(published["state"], parts, complete, off),
        "missing": sum(part["due"] - part["reported"] for part in parts),
        "demonstration": any(part["demonstration"] for part in parts),
    }


def _agreement(state: str, parts: Sequence[Record], complete: bool, off: Decimal | None) -> str:
    if state != "number":
        return state
    if not parts:
        return "nothing_to_compare"
    if not complete:
        return "parts_not_reported"
    return "differs" if off else "agrees"


def restated_series(w: Warehouse, body: str, measures: Sequence[str]) -> list[Record]:
    """A body's measures with those of the bodies merged or renamed into it, by measure and year."""
    if body not in w.known.bodies:
        return []
    found: dict[tuple[int, int], list[Record]] = {}
    for record in measure_records(w, [body, *w.known.members.get(body, ())], None, measures):
        key = w.known.measures[record["measure"]].position, record["year"]
        found.setdefault(key, []).append(record)
    return [_restated(body, parts) for _, parts in sorted(found.items())]


def _restated(body: str, parts: Sequence[Record]) -> Record:
    """One measure in one year, of a body and its predecessors together."""
    values = [part["value"] for part in parts if part["value"] is not None]
    reported, due, withheld = (sum(part[name] for part in parts) for name in ("reported", "due", "withheld"))
    state = "withheld" if withheld == due else "not_reported"
    others = list(dict.fromkeys(part["short_name"] for part in parts if part["body"] != body))
    return {name: parts[0][name] for name in ("year", "measure", "label", "unit", "dataset")} | {
        "body": body,
        "value": sum(values) if values else None,
        "state": "number" if reported else "no_such_function" if not due else state,
        "reported": reported,
        "due": due,
        "demonstration": any(part["demonstration"] for part in parts),
        "restated": bool(others),
        "members": "、".join(others) or None,
    }


def lineage(w: Warehouse, code: str) -> list[Record]:
    """The body and all that was merged or renamed into it, the oldest first."""
    if code not in w.known.bodies:
        return []
    members = [w.known.bodies[member] for member in (code, *w.known.members.get(code, ()))]
    return [
        {
            "body": code,
            "member": member.body,
            "member_name": member.name,
            "short_name": member.short_name,
            "valid_from": member.valid_from,
            "valid_to": member.valid_to,
        }
        for member in sorted(members, key=lambda member: (member.valid_from, member.position))
    ]


def case_breakdown(w: Warehouse, parent: str, year: int, ledger: str) -> list[Record]:
    """The counts of every ledger that stands, a record a body, measure, dimension and value."""
    names = ("measure", "dimension", "group", "n", "submission")
    found = [
        ((body.position,), _named(body) | dict(zip(names, row[1:], strict=True)))
        for body, row in _below(w, "case_breakdown", parent, year=year, ledger=ledger)
    ]
    records = in_order(found)
    add_files(w, records)
    return records


def _below(w: Warehouse, query: str, parent: str, **asked: Any) -> Iterator[tuple[Body, tuple[Any, ...]]]:
    """The rows, whose first column is the seat, of a body and all below it, each with its body."""
    top = w.known.bodies.get(parent)
    if top is None:
        return
    for first, last in w.known.below([(top.seat, top.seat)]):
        for row in w.tuples(query, first=first, last=last, **asked):
            yield w.known.at(row[0]), row


def _named(body: Body) -> Record:
    return {"body": body.body, "body_name": body.name, "short_name": body.short_name}
