"""A rebuild's work follows its rows: no join meets everything with everything, however little DuckDB knows of sizes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks import world
from etl import pipeline
from warehouse import build

MOST = 3
"""Times the rows of the largest table that any step of a statement may give. Bodies are 32: a product gives more."""
LOOPS = {"BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN", "CROSS_PRODUCT", "IE_JOIN", "PIECEWISE_MERGE_JOIN"}


class Watched:
    """A connection that keeps what each statement's operators were and how many rows they gave."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.steps: list[tuple[str, int, str]] = []

    def execute(self, statement: str, *given: Any) -> duckdb.DuckDBPyConnection:
        self._connection.execute("set enable_profiling = 'no_output'")
        try:
            answer = self._connection.execute(statement, *given)
            profile = self._connection.get_profiling_information()
        finally:
            self._connection.execute("pragma disable_profiling")
        for operator, rows in _operators(json.loads(profile)):
            self.steps.append((operator, rows, statement))
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _operators(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    if "operator_type" in node:
        yield node["operator_type"], node["operator_cardinality"]
    for child in node["children"]:
        yield from _operators(child)


def test_no_step_of_a_rebuild_outgrows_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = world.make(tmp_path / "world", 20_000)
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(made.definitions_folder))
    watched: list[Watched] = []
    derive = build._derive

    def derive_watched(connection: duckdb.DuckDBPyConnection) -> None:
        watched.append(Watched(connection))
        derive(watched[0])  # type: ignore[arg-type]

    monkeypatch.setattr(build, "_derive", derive_watched)
    pipeline.republish(data=made.data)
    steps = watched[0].steps
    assert not [(operator, statement) for operator, _, statement in steps if operator in LOOPS]
    assert "HASH_JOIN" in {operator for operator, _, _ in steps}
    assert max(steps, key=lambda step: step[1])[1] <= MOST * made.cells
