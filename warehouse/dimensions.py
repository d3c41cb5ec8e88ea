"""The definitions as rows of the warehouse's dimension tables."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from definitions.model import Body, Definitions
from definitions.schemes import Scheme

Rows = list[dict[str, Any]]

_CELL = Decimal("0.0001")


def dimension_tables(definitions: Definitions) -> Mapping[str, Rows]:
    """table → rows, in the column names of `schema/dimensions.sql`."""
    return {
        "body": _bodies(definitions),
        "ancestor": list(_ancestors(definitions)),
        "lineage": list(_lineage(definitions)),
        "dataset": _datasets(definitions),
        "measure_definition": _measures(definitions),
        "published_part": _published_parts(definitions),
        "owes": _owes(definitions),
        "indicator": _indicators(definitions),
        "rule": _rules(definitions),
        "rule_part": _rule_parts(definitions),
        "target": [_target(t) for t in definitions.targets],
        **scheme_tables(definitions.schemes.values()),
        "fault_kind": [
            {"code": f.code, "level": f.level, "title": f.title} for f in definitions.faults.values()
        ],
    }


def _bodies(definitions: Definitions) -> Rows:
    """In the definitions' order, each with its seat: level by level, children of one parent side by side."""
    rows = {b.body: _body(b, definitions) for b in definitions.bodies.values()}
    seats: dict[str | None, int] = {None: 0}
    for _, level in groupby(sorted(rows.values(), key=itemgetter("depth")), key=itemgetter("depth")):
        # Sorting is stable: children of one parent stay in the definitions' order.
        for row in sorted(level, key=lambda row: seats[row["parent"]]):
            row |= {"seat": len(seats), "above": seats[row["parent"]]}
            seats[row["body"]] = row["seat"]
    return list(rows.values())


def _body(body: Body, definitions: Definitions) -> dict[str, Any]:
    fields = ("body", "name", "short_name", "parent", "category", "valid_from", "valid_to")
    row = {name: getattr(body, name) for name in fields}
    return row | {
        "category_title": definitions.categories[body.category],
        "depth": sum(1 for _ in _upwards(body, definitions)),
    }


def _upwards(body: Body, definitions: Definitions) -> Iterator[Body]:
    """The bodies above `body`, nearest first."""
    while body.parent:
        body = definitions.bodies[body.parent]
        yield body


def _ancestors(definitions: Definitions) -> Iterator[dict[str, Any]]:
    for body in definitions.bodies.values():
        yield {"ancestor": body.body, "body": body.body, "distance": 0}
        for distance, above in enumerate(_upwards(body, definitions), start=1):
            yield {"ancestor": above.body, "body": body.body, "distance": distance}


def _lineage(definitions: Definitions) -> Iterator[dict[str, Any]]:
    """A body with all that was merged or renamed into it; a split predecessor belongs to nobody."""
    heirs: dict[str, int] = {}
    for body in definitions.bodies.values():
        for predecessor in body.predecessors:
            heirs[predecessor] = heirs.get(predecessor, 0) + 1
    for body in definitions.bodies.values():
        pending = [body.body]
        while pending:
            member = pending.pop()
            yield {"body": body.body, "member": member}
            pending += [p for p in definitions.bodies[member].predecessors if heirs[p] == 1]


def _datasets(definitions: Definitions) -> Rows:
    fields = ("dataset", "title", "rolls_up", "derived", "due")
    return [
        {"position": position} | {name: getattr(d, name) for name in fields}
        for position, d in enumerate(definitions.datasets.values())
    ]


def _measures(definitions: Definitions) -> Rows:
    fields = ("measure", "label", "unit", "first_year", "last_year")
    columns = [(d.dataset, c) for d in definitions.datasets.values() for c in d.columns]
    return [
        {"dataset": dataset, "position": position} | {f: getattr(column, f) for f in fields}
        for position, (dataset, column) in enumerate(columns)
    ]


def _published_parts(definitions: Definitions) -> Rows:
    columns = definitions.column_of.values()
    return [{"measure": c.measure, "part": part} for c in columns for part in c.equals]


def _owes(definitions: Definitions) -> Rows:
    pairs = [(b, d) for b in definitions.bodies.values() for d in definitions.datasets.values()]
    return [{"body": b.body, "dataset": d.dataset} for b, d in pairs if definitions.owes(b, d)]


def _indicators(definitions: Definitions) -> Rows:
    fields = (
        "indicator",
        "title",
        "kind",
        "unit",
        "scale",
        "decimals",
        "direction",
        "min_n",
        "obligation",
        "section",
        "headline",
    )
    return [
        {"position": position} | {f: getattr(i, f) for f in fields}
        for position, i in enumerate(definitions.indicators.values())
    ]


def _rules(definitions: Definitions) -> Rows:
    fields = ("rule", "title", "main", "first_year", "last_year")
    pairs = [(i, r) for i in definitions.indicators.values() for r in i.rules]
    return [
        {"indicator": i.indicator, "position": position} | {f: getattr(r, f) for f in fields}
        for position, (i, r) in enumerate(pairs)
    ]


def _rule_parts(definitions: Definitions) -> Rows:
    return [
        {"indicator": i.indicator, "rule": r.rule, "side": side, "measure": measure}
        for i in definitions.indicators.values()
        for r in i.rules
        for side, measures in (("numerator", r.numerator), ("denominator", r.denominator))
        for measure in measures
    ]


def _target(target: Any) -> dict[str, Any]:
    fields = ("year", "indicator", "scope", "floor", "target", "excellent", "demonstration")
    return {name: getattr(target, name) for name in fields}


def scheme_tables(schemes: Iterable[Scheme]) -> Mapping[str, Rows]:
    """Schemes item by item, as the tables `scheme_item`, `scheme_band` and `scheme_measure`."""
    fields = (
        "item", "kind", "points", "rule", "indicator", "counting", "full_at", "few", "per", "each", "part",
        "at_most", "more_than",
    )  # fmt: skip
    items, bands, measures = [], [], []
    for scheme in schemes:
        of = {"year": scheme.year, "version": scheme.version}
        for position, item in enumerate(scheme.items.values()):
            row = {name: getattr(item, name) for name in fields}
            # Exact decimals of one width: what a column of an Arrow table must have.
            row = {k: v.quantize(_CELL) if isinstance(v, Decimal) else v for k, v in row.items()}
            items.append(of | row | {"categories": list(item.categories), "position": position})
            bands += [
                of | {"item": item.item, "at_value": at.quantize(_CELL), "points": points.quantize(_CELL)}
                for at, points in item.bands
            ]
            signed = ((1, item.measures), (-1, item.less), (0, item.among))
            measures += [
                of | {"item": item.item, "measure": m, "sign": sign} for sign, named in signed for m in named
            ]
    return {"scheme_item": items, "scheme_band": bands, "scheme_measure": measures}
