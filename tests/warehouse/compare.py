"""Holds what a publish serves against the oracle, figure by figure."""

import math
from pathlib import Path

from tests.warehouse.oracle import Oracle
from tests.warehouse.score_oracle import all_scores
from warehouse import queries
from warehouse.connection import open_served
from warehouse.queries import assessment

TABLES = (
    "submission",
    "part",
    "explanation",
    "kept_fault",
    "body_year",
    "measure",
    "coverage",
    "indicator_value",
    "score",
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
    scores = {
        (s.scheme, r["body"], r["item"]): r
        for s in oracle.definitions.schemes.values()
        for r in assessment.scores(warehouse, s.year, s.version)
    }
    warehouse.close()
    assert {year for _, year, _ in measures} == set(oracle.years)
    compared = 0
    for year in oracle.years:
        for body in oracle.bodies(year):
            compared += _measures(oracle, measures, body.body, year)
            compared += _indicators(oracle, indicators, body.body, year)
    compared += _scores(oracle, scores)
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


def _scores(oracle: Oracle, rows: dict) -> int:
    wanted = all_scores(oracle)
    assert rows.keys() == wanted.keys()
    for key, (state, why, score, reached) in wanted.items():
        row = rows[key]
        assert (row["state"], row["why"], row["score"], row["reached"]) == (state, why, score, reached), key
    return len(wanted)


def served_rows(data: Path) -> dict[str, list[tuple]]:
    """Every row of every table that a publish derives, in an order that does not depend on how it was made."""
    import duckdb

    from warehouse import served

    now = served.current(data)
    assert now is not None
    with duckdb.connect(str(now.path), read_only=True) as connection:
        return {t: sorted(connection.execute(f"from {t}").fetchall(), key=repr) for t in TABLES}
