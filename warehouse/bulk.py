"""A long CSV file as a table of lines: SQL tells those about which there is nothing to say from the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from definitions.model import Definitions
from warehouse import sql
from warehouse.failures import translated

HEAD = 100
"""Lines at the top that are always left to Python: they show where the table begins and what its columns hold."""
LONGEST_LINE = 32_768
"""Bytes of a line; a longer one may hold more than a cell can."""
BEYOND = 2
"""Columns looked at beyond the headed ones: a thousands comma too many, or several."""
_GLOB = frozenset("*?[")


Owner = tuple[str, str, str, int, int]
"""text for body, text for year; body, year, kind: a number that bodies with the same duties share"""
Meaning = tuple[str, str, int, int, str, bool, bool, bool]
"""text for measure, text for unit, kind, year; measure, is it plainly right, is it owed, is it whole"""


class Unsuited(Exception):
    """The file is none that can be read this way; the ordinary reader will say why, or read it."""


@dataclass(frozen=True)
class Shape:
    """How the file is written, and in which columns (1-based) it holds what."""

    separator: str
    newline: str
    lines: int
    width: int
    body: int
    year: int
    measure: int
    value: int
    unit: int | None
    empty: frozenset[int]
    """Columns in which text is something to say."""


class Lines:
    """The lines of one file in a database in memory, which spills into the folder `scratch`."""

    def __init__(self, path: Path, shape: Shape, scratch: Path, definitions: Definitions) -> None:
        if _GLOB & set(f"{path}{scratch}"):
            raise Unsuited(f"{path} would be taken for a pattern")
        self.shape, self.definitions = shape, definitions
        self._scratch = scratch
        self._connection, self._is_open = connect(scratch), True
        try:
            self._read(path)
            add_types(self._connection, definitions)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> "Lines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_open:
            self._connection.close()

    def owners(self, most: int) -> list[tuple[str, str]]:
        """Every pair of texts for body and year; raises `Unsuited` where there are more than `most`."""
        return self._texts("owners", most)

    def labels(self, most: int) -> list[tuple[str, str]]:
        """Every pair of texts for measure and unit; raises `Unsuited` where there are more than `most`."""
        return self._texts("labels", most)

    def odd_values(self, most: int) -> list[str]:
        """Texts in place of numbers, `most` of them."""
        rows = self._connection.execute(sql.text("bulk", "odd_values"), {"most": most}).fetchall()
        return [text for (text,) in rows]

    def judge(
        self,
        owners: Iterable[Owner],
        meanings: Iterable[Meaning],
        states: Mapping[str, str],
        largest: int,
    ) -> int:
        """Parts the lines by what their texts mean; gives how many of them are left for Python."""
        self._fill("owner", owners)
        self._fill("meaning", meanings)
        self._fill("state_text", states.items())
        self._make("judged", largest=largest)
        self._make("doubled")
        self._make("rest", head=HEAD)
        (count,) = self._connection.execute("select count(*) from rest").fetchall()[0]
        return int(count)

    def rest(self) -> list[tuple[int, list[str]]]:
        """(line, its texts) of the lines left for Python, in the order of the file."""
        rows = self._connection.execute(
            "select raw.rowid + 1, raw.* from raw semi join rest on raw.rowid + 1 = rest.line order by raw.rowid"
        ).fetchall()
        return [(row[0], [text or "" for text in row[1:]]) for row in rows]

    def settle(self) -> duckdb.DuckDBPyConnection:
        """Keeps the cells of all other lines, in the table `judged`; the connection is the caller's from now on."""
        self._connection.execute(
            "drop view line; drop table raw; delete from judged where line in (from rest)"
        )
        self._is_open = False
        return self._connection

    def _read(self, path: Path) -> None:
        shape = self.shape
        names = [f"c{number}" for number in range(1, shape.width + BEYOND + 1)]
        columns = ", ".join(f"{name}: 'varchar'" for name in names)
        try:
            with translated(path):
                self._connection.execute(
                    f"create temp table raw as from read_csv({quoted(path)}, auto_detect = false, header = false, "
                    f"delim = {_text(shape.separator)}, new_line = {_text(shape.newline)}, quote = '\"', escape = '\"', "
                    f"null_padding = true, max_line_size = {LONGEST_LINE}, buffer_size = {_buffer(path)}, "
                    f"compression = 'none', hive_partitioning = false, columns = {{{columns}}})"
                )
        except duckdb.Error as error:
            raise Unsuited(str(error)) from error
        (count,) = self._connection.execute("select count(*) from raw").fetchall()[0]
        if count != shape.lines:
            raise Unsuited("a record is not a line: blank lines or quoted line breaks")
        others = [f"c{n}" for n in range(1, len(names) + 1) if n in shape.empty or n > shape.width]
        self._connection.execute(
            f"create temp view line as select (rowid + 1)::integer as line, {_column('body', shape.body)}, "
            f"{_column('year', shape.year)}, {_column('label', shape.measure)}, {_column('value', shape.value)}, "
            f"{_column('unit', shape.unit)}, coalesce({', '.join(others)}) is null as nothing_else from raw"
        )

    def _texts(self, query: str, most: int) -> list[tuple[str, str]]:
        rows = self._connection.execute(sql.text("bulk", query), {"most": most + 1}).fetchall()
        if len(rows) > most:
            raise Unsuited(f"too many {query}")
        return rows

    def _fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.execute(f"create temp table {table} ({_TABLES[table]})")
        names = [column.split()[0] for column in _TABLES[table].split(", ")]
        columns = zip(*rows, strict=True)
        insert(self._connection, table, pa.table(dict(zip(names, map(list, columns), strict=False))))

    def _make(self, table: str, **parameters: int) -> None:
        with translated(self._scratch):
            self._connection.execute(f"create temp table {table} as {sql.text('bulk', table)}", parameters)


_TABLES = {
    "owner": "body_text varchar, year_text varchar, body body, year smallint, kind smallint",
    "meaning": "label_text varchar, unit_text varchar, kind smallint, year smallint, measure measure, "
    "plain boolean, owed boolean, whole boolean",
    "state_text": "value_text varchar, state state",
}


def connect(scratch: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into `scratch` and asks for nothing over the network."""
    return duckdb.connect(
        ":memory:",
        config={
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )


def add_types(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    """Codes as enumerations: compared, sorted and written as numbers, which is three times as fast as text."""
    codes: dict[str, Sequence[str]] = {
        "body": sorted(definitions.bodies),
        "measure": sorted(definitions.column_of),
        "dataset": sorted(definitions.datasets),
        "state": ["number", *definitions.words.states],
    }
    for name, values in codes.items():
        connection.register("codes", pa.table({"code": list(values)}))
        connection.execute(f"create type {name} as enum (select code from codes)")
        connection.unregister("codes")


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Adds rows by column name."""
    if not rows.num_rows:
        return
    connection.register("incoming", rows)
    connection.execute(f"insert into {table} by name select * from incoming")
    connection.unregister("incoming")


def _buffer(path: Path) -> int:
    """Bytes a thread parses at a time: few large pieces are fastest, but one piece is read by one thread."""
    return 1 << 25 if path.stat().st_size > 1 << 25 else 1 << 22


def quoted(path: Path) -> str:
    return _text(str(path))


def _text(text: str) -> str:
    # read_csv names the ends of lines by their escapes.
    return "'" + text.replace("'", "''").replace("\r", "\\r").replace("\n", "\\n") + "'"


def _column(name: str, number: int | None) -> str:
    return f"coalesce(c{number}, '') as {name}_text" if number else f"'' as {name}_text"
