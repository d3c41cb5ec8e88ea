"""Reading the served warehouse: read-only, never blocked by a publish, never seeing half of one."""

import threading
import time
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from warehouse import served, sql
from warehouse.failures import number_of, translated


class WarehouseDamaged(OSError):
    """The served file cannot be opened; `python -m etl rebuild` makes it anew."""


class Warehouse:
    """One publish, open for reading from any number of threads."""

    def __init__(self, source: served.Served) -> None:
        self.publish = source.publish
        self.path = source.path
        self._local = threading.local()
        # ATTACH from memory: a direct connect to a path may answer from a file this process had open before.
        self._root = duckdb.connect(":memory:")
        quoted = str(source.path).replace("'", "''")
        try:
            self._root.execute(f"attach '{quoted}' as served (read_only)")
            self._root.execute("set enable_external_access = false")
            self._root.execute("select publish from served.publish")
        except duckdb.Error as error:
            self._root.close()
            raise WarehouseDamaged(number_of(error), str(error), str(source.path)) from error

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """Runs `queries/<query>.sql` and returns its rows; decimals become floats, nulls stay missing."""
        text = sql.text("queries", query)
        with translated(self.path):
            return self._cursor().execute(text, parameters).df()

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The same as plain dicts, decimals kept exact and nulls as None."""
        text = sql.text("queries", query)
        with translated(self.path):
            return self._cursor().execute(text, parameters).to_arrow_table().to_pylist()

    def close(self) -> None:
        self._root.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """One cursor a thread: a DuckDB connection answers one query at a time."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._root.cursor()
            cursor.execute("use served")
            self._local.cursor = cursor
        return cursor


def open_served(data: Path) -> Warehouse | None:
    """Opens what CURRENT names; None where nothing is published yet."""
    for _ in range(20):
        source = served.current(data)
        if source is None:
            return None
        try:
            return Warehouse(source)
        except WarehouseDamaged:
            # Two publishes may pass between reading CURRENT and opening the file; then CURRENT has moved on.
            if served.current(data) == source:
                raise
            time.sleep(0.01)
    raise WarehouseDamaged(None, "CURRENT does not come to rest", str(served.folder(data)))
