"""Reads a table, or those side by side under one header: what its columns are, which rows hold data, and whose."""

from dataclasses import replace

from etl.beside import apart
from etl.columns import ColumnReader, Columns
from etl.context import Context
from etl.findings import Spot
from etl.headers import MEASURE
from etl.layout import Table
from etl.list_reader import LongReader
from etl.merged import Merged
from etl.own_form import carried_in, without_given
from etl.owners import OwnerReader
from etl.row_readers import File, WideReader, measure_in
from etl.rows import Owned, Row, RowSorter


def read_table(file: File, table: Table, spot: Spot, merged: Merged) -> None:
    """Adds everything that one table, or those side by side under one header, hold to the file's reading and findings."""
    tables = apart(table, file.vocabulary)
    rows = [_read_one(file, one, spot, merged) for one in tables]
    if rows[0] is not None:
        _say_unnamed(file, table, spot, rows[0])


def _read_one(file: File, table: Table, spot: Spot, merged: Merged) -> list[Row] | None:
    """The rows of data; None where the headers do not say what they are."""
    column_reader = ColumnReader(table, spot, file.name, file.vocabulary, file.findings, file.reading)
    columns = column_reader.read()
    if columns is None:
        return None
    sorter = RowSorter(table, columns, merged, file.vocabulary, file.findings)
    rows = sorter.data()
    if table.is_first:
        file.reading.set_aside += sorter.set_aside
        file.reading.rows += len(rows)
    owners = OwnerReader(table, spot, sorter, file.vocabulary, file.findings)
    if rows:
        owners.take_titles(file.name, rows)
    reader: LongReader | WideReader
    if table.is_long:
        label = columns.role(MEASURE) or 1
        names = (table.grid.sheet or "", file.name)
        context = Context(table, label, sorter.set_aside, merged, file.vocabulary, names)
        reader = LongReader(file, table, spot, columns, merged, context)
    else:
        reader = WideReader(file, table, spot, columns, merged)
    years: set[int] = set()
    for row in rows:
        owned = owners.owned(row)
        if row.number in sorter.last_year:
            owned = _without_given(file, columns, owned, sorter.last_year[row.number])
        years |= {owned.year} if owned.year else set()
        reader.read(owned)
        reader.read_reasons(owned)
    if not table.is_long:
        column_reader.absent(columns, years)
    return rows


def _without_given(file: File, columns: Columns, owned: Owned, last: Row) -> Owned:
    """The row of our own form, left blank where nobody has filled in more than the form itself."""
    if not owned.year or not columns.figures:
        return owned
    at = {measure_in(figures, owned.year).measure: figures.header.column for figures in columns.figures}
    carried = carried_in(file.definitions.datasets[columns.dataset], owned.year)
    texts = without_given(owned.row.texts, last.texts, at, carried)
    return replace(owned, row=Row(texts, owned.row.number))


def _say_unnamed(file: File, table: Table, spot: Spot, rows: list[Row]) -> None:
    """Says where something stands below a blank header: in a CSV file beyond the last, a comma too many."""
    named = {header.column for header in table.headers}
    width = max(named)
    inside = [column for column in range(1, width) if column not in named]
    for row in rows:
        beyond = range(width + 1, len(row.texts) + 1)
        if beyond and table.grid.sheet is None:
            at = spot.at(row.number, beyond[0])
            file.findings.add(
                "row_too_long", at, value=row.text(beyond[0]), width=width, found=len(row.texts)
            )
            beyond = range(0)
        for column in (*inside, *beyond):
            if row.text(column).strip():
                file.findings.gather("column_unnamed", spot.at(row.number, column), (spot.order, column))
