"""A warehouse in which there is nothing but a few bodies' own: for a reader who may see no more.

The limit is drawn once, when the file is opened: views of the same names stand before its tables, so that no query,
today's or tomorrow's, reaches past them. `own/<table>.sql` says what of a table is one's own.
"""

import threading
from collections.abc import Collection

import duckdb

from warehouse import sql

FREE = (
    "dataset", "measure_definition", "published_part", "indicator", "rule", "rule_part", "fault_kind", "publish",
    "scheme_item", "scheme_band", "scheme_measure",
)  # fmt: skip
"""Tables that say nothing of any body."""
FIRST = ("part", "coverage", "entirely", "ancestor", "body")
"""What other views read."""


_lock = threading.Lock()


def limit(root: duckdb.DuckDBPyConnection, own: Collection[str]) -> str:
    """Makes a schema of views beside the attached `served` and gives its name; codes not in the file add nothing."""
    with _lock, root.cursor() as connection:
        [count] = connection.execute(
            "select count(*) from duckdb_schemas() where starts_with(schema_name, 'own')"
        ).fetchone() or [0]
        schema = f"own{count}"
        connection.execute(f"create schema memory.{schema}")
        connection.execute(f"use memory.{schema}")
        connection.execute("create table mine as select body, seat from served.body where false")
        connection.execute(
            "insert into mine select body, seat from served.body where list_contains($own::varchar[], body)",
            {"own": sorted(own)},
        )
        for table in FREE:
            connection.execute(f"create view {table} as from served.{table}")
        for table in (*FIRST, *(name for name in sql.names("own") if name not in FIRST)):
            connection.execute(f"create view {table} as {sql.text('own', table)}")
    return schema
