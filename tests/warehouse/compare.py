"""Holds what a publish serves against the oracle, figure by figure."""

import math
from pathlib import Path

from tests.warehouse.oracle import Oracle
from warehouse import queries
from warehouse.connection import open_served

TABLES = (
    "submission",
    "part",
    "explanation",
    "kept_fault",
    "body_year",
    "measure",
    "coverage",
    "indicator_value",
    "contents",
    "explained",
    "noticed",
    "counting",
    "case_count",
    "case_breakdown",
)


def assert_like_oracle(data: Path, oracle: Oracle) -> int:
    """Every measure and every indicator of every body and year; returns how many figures were compared."""
    warehouse = open_served(data)
    assert warehouse is not None
    measures = {(r["body"], r["year"], r["measure"]): r for r in queries.measure_records(warehouse)}
    indicators = {
        (r["body"], r["year"], r["indicator"], r["rule"]): r for r in queries.indicator_records(warehouse)
    }
    warehouse.close()
    assert {year for _, year, _ in measures} == set(oracle.years)
    compared = 0
    for year in oracle.years:
        for body in oracle.bodies(year):
            compared += _measures(oracle, measures, body.body, year)
            compared += _indicators(oracle, indicators, body.body, year)
    return compared


def _measures(oracle: Oracle, rows: dict, body: str, year: int) -> int:
    columns = [
        c for d in oracle.definitions.datasets.values() if d.rolls_up for c in d.columns if c.applies_in(year)
    ]
    for column in columns:
        row = rows[body, year, column.measure]
        wanted = oracle.measure(body, year, column.measure)
        assert {name: row[name] for name in wanted} == wanted, (body, year, column.measure)
    return len(columns)


def _indicators(oracle: Oracle, rows: dict, body: str, year: int) -> int:
    pairs = [(i, rule) for i in oracle.definitions.indicators for rule in oracle.rules(i, year)]
    for indicator, rule in pairs:
        row = rows[body, year, indicator, rule.rule]
        wanted = oracle.indicator(body, year, indicator, rule)
        found = dict(row, reported=row["coverage_reported"], due=row["coverage_due"])
        for name, value in wanted.items():
            same = found[name] == value
            if isinstance(value, float) and isinstance(found[name], float):
                same = math.isclose(found[name], value, rel_tol=1e-9, abs_tol=1e-9)
            assert same, (body, year, indicator, rule.rule, name, found[name], value)
    return len(pairs)


def served_rows(data: Path) -> dict[str, list[tuple]]:
    """Every row of every table that a publish derives, in an order that does not depend on how it was made."""
    import duckdb

    from warehouse import served

    now = served.current(data)
    assert now is not None
    with duckdb.connect(str(now.path), read_only=True) as connection:
        return {t: sorted(connection.execute(f"from {t}").fetchall(), key=repr) for t in TABLES}
