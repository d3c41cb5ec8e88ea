"""Reading the served warehouse: read-only, never blocked by a publish, never seeing half of one."""

import threading
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from warehouse import served, sql
from warehouse.failures import number_of, translated
from warehouse.known import Known
from warehouse.limit import limit

LARGE = 256 * 2**20
"""Bytes of a file below which a second thread is not worth its CPU: it helps only who asks for a thousand bodies."""


class WarehouseDamaged(OSError):
    """The served file cannot be opened; `python -m etl rebuild` makes it anew."""


class Warehouse:
    """One publish, open for reading from any number of threads; limited to `own`, as if there were no other bodies."""

    def __init__(
        self, source: served.Served, root: duckdb.DuckDBPyConnection, own: frozenset[str] | None = None
    ) -> None:
        self.publish = source.publish
        self.path = source.path
        self.own = own
        self._source = source
        self._root = root
        self._schema = "served" if own is None else f"memory.{limit(root, own)}"
        self._local = threading.local()
        self._reading = threading.Lock()
        self._known: Known | None = None

    def limited_to(self, own: Collection[str]) -> "Warehouse":
        """The same open file, seen through a limit; it closes with this one."""
        return Warehouse(self._source, self._root, frozenset(own))

    @property
    def known(self) -> Known:
        """The small tables; the first to ask reads them (a fifth of a second with 60,000 bodies)."""
        if self._known is None:
            with self._reading:
                self._known = self._known or Known(self.tuples, self.own is not None)
        return self._known

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """Runs `queries/<query>.sql` and returns its rows; decimals become floats, nulls stay missing."""
        with translated(self.path):
            return self._run(query, parameters).df()

    def tuples(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The same as plain tuples, decimals kept exact and nulls as None."""
        with translated(self.path):
            return self._run(query, parameters).fetchall()

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The same as plain dicts."""
        return self.rows_of(sql.text("queries", query), **parameters)

    def rows_of(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query given as its text."""
        with translated(self.path):
            answer = self._cursor().execute(text, parameters)
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def close(self) -> None:
        self._root.close()

    def _run(self, query: str, parameters: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        return self._cursor().execute(sql.text("queries", query), parameters)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """One cursor a thread: a DuckDB connection answers one query at a time."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._root.cursor()
            cursor.execute(f"use {self._schema}")
            self._local.cursor = cursor
        return cursor


def attached(source: served.Served) -> duckdb.DuckDBPyConnection:
    """The file as schema `served` of a connection that can reach no other; raises `WarehouseDamaged`."""
    # ATTACH from memory: a direct connect to a path may answer from a file this process had open before.
    root = duckdb.connect(":memory:")
    quoted = str(source.path).replace("'", "''")
    try:
        root.execute(f"attach '{quoted}' as served (read_only)")
        root.execute("set enable_external_access = false")
        if source.path.stat().st_size < LARGE:
            root.execute("set threads = 1")
        # The newest of the tables: a file that an older version of the product wrote is made anew as well.
        root.execute("from served.counting limit 0")
    except (duckdb.Error, OSError) as error:
        root.close()
        raise WarehouseDamaged(number_of(error), str(error), str(source.path)) from error
    return root


def open_served(data: Path) -> Warehouse | None:
    """Opens what CURRENT names; None where nothing is published yet."""
    for _ in range(20):
        source = served.current(data)
        if source is None:
            return None
        try:
            return Warehouse(source, attached(source))
        except WarehouseDamaged:
            # Two publishes may pass between reading CURRENT and opening the file; then CURRENT has moved on.
            if served.current(data) == source:
                raise
            time.sleep(0.01)
    raise WarehouseDamaged(None, "CURRENT does not come to rest", str(served.folder(data)))
