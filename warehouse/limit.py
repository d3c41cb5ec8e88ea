"""A warehouse in which there is nothing but a few bodies' own: for a reader who may see no more.

The limit is drawn once, when the file is opened: views of the same names stand before its tables, so that no query,
today's or tomorrow's, reaches past them. `own/<table>.sql` says what of a table is one's own.
"""

from collections.abc import Collection

import duckdb

from warehouse import sql

FREE = (
    "dataset", "measure_definition", "published_part", "indicator", "rule", "rule_part", "fault_kind", "publish",
)  # fmt: skip
"""Tables that say nothing of any body."""
FIRST = ("part", "coverage", "entirely", "ancestor", "body")
"""What other views read."""


def limit(connection: duckdb.DuckDBPyConnection, own: Collection[str]) -> None:
    """Makes schema `own` beside the attached `served`; codes that are not in the file add nothing."""
    connection.execute("create schema own")
    connection.execute("use memory.own")
    connection.execute("create table mine as select body, seat from served.body where false")
    connection.execute(
        "insert into mine select body, seat from served.body where list_contains($own::varchar[], body)",
        {"own": sorted(own)},
    )
    for table in FREE:
        connection.execute(f"create view {table} as from served.{table}")
    for table in (*FIRST, *(name for name in sql.names("own") if name not in FIRST)):
        connection.execute(f"create view {table} as {sql.text('own', table)}")
