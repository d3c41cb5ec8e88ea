"""Small things are done by one thread, large ones by all there are, and both come to the same."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from definitions import load_definitions
from etl.model import Cell
from tests.warehouse.compare import served_rows
from tests.warehouse.test_incremental import SMALL, World, places
from warehouse import build, connection, served


def threads_of(connected: duckdb.DuckDBPyConnection) -> int:
    row = connected.execute("select current_setting('threads')").fetchone()
    assert row
    return int(row[0])


@pytest.fixture
def all_there_are() -> int:
    with duckdb.connect() as plain:
        return threads_of(plain)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """One return of every place there is."""
    found = World(tmp_path, load_definitions(SMALL))
    columns = {code: dataset.columns for code, dataset in found.definitions.datasets.items()}
    found.send(
        [
            Cell(dataset, body, year, c.measure, Decimal(n % 7), "number", c.unit, None, f"B{n}", "")
            for n, (body, year, dataset) in enumerate(places(found.definitions))
            for c in columns[dataset]
            if c.applies_in(year)
        ]
    )
    return found


@pytest.mark.parametrize(("many", "alone"), [(0, False), (1, False), (1_000_000, True)])
def test_a_publish(
    world: World, all_there_are: int, monkeypatch: pytest.MonkeyPatch, many: int, alone: bool
) -> None:
    world.publish()
    rows = served_rows(world.root)
    seen, plain = [], build._verify

    def verify(connected: duckdb.DuckDBPyConnection) -> None:
        seen.append(threads_of(connected))
        plain(connected)

    monkeypatch.setattr(build, "_verify", verify)
    monkeypatch.setattr(build, "MANY_CELLS", many)
    assert world.publish(full=True).kind == "full"
    assert seen == [1 if alone else all_there_are]
    assert served_rows(world.root) == rows


@pytest.mark.parametrize(("large", "alone"), [(0, False), (2**40, True)])
def test_a_question(
    world: World, all_there_are: int, monkeypatch: pytest.MonkeyPatch, large: int, alone: bool
) -> None:
    world.publish()
    monkeypatch.setattr(connection, "LARGE", large)
    source = served.current(world.root)
    assert source is not None
    opened = connection.attached(source)
    assert threads_of(opened) == (1 if alone else all_there_are)
    opened.close()
