"""Reads a table, or those side by side under one header: what its columns are, which rows hold data, and whose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from definitions.normalise import normalise_text
from etl.beside import apart
from etl.columns import ColumnReader, Columns
from etl.context import Context
from etl.findings import Spot
from etl.headers import MEASURE
from etl.layout import Table
from etl.list_reader import LongReader
from etl.merged import Merged
from etl.model import SetAside
from etl.months import WHOLE, label_months, said
from etl.own_form import carried_in, without_given
from etl.owners import OwnerReader
from etl.row_readers import File, Wide, WideReader, measure_in
from etl.rows import BLANK, TOTALS, Owned, Row, RowSorter, shown


def read_bands(file: File, bands: Sequence[Sequence[Table]], spot: Spot, merged: Merged) -> None:
    """Adds everything that the tables of a sheet hold to the file's reading and findings.

    `bands` are its tables from top to bottom, for each of its runs of columns.
    """
    read = [one for tables in bands for table in tables for one in _read_table(file, table, spot, merged)]
    data = {row.number for one in read for row in one.rows} if len(read) > 1 else set()
    # What is no data of one table may be data of another beside it.
    found = (other for one in reversed(read) for other in one.set_aside if other.row not in data)
    aside = {other.row: other for other in sorted(found, key=lambda other: other.why != BLANK)}
    rows = zip(spot.grid.row_numbers, spot.grid.rows, strict=True) if spot.grid and aside else ()
    texts = {number: shown(row) for number, row in rows if number in aside}
    file.reading.set_aside += [replace(aside[row], text=texts[row]) for row in sorted(aside)]
    file.reading.rows += len(data) or sum(len(one.rows) for one in read)


def _read_table(file: File, table: Table, spot: Spot, merged: Merged) -> "list[_Read]":
    """What one table, or those side by side under one header, came to; nothing of those nobody could make out."""
    found = [_read_one(file, one, spot, merged) for one in apart(table, file.vocabulary)]
    if found[0] is not None:
        _say_unnamed(file, table, spot, found[0].rows)
    return [one for one in found if one is not None]


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows of data of one table, and those that hold none."""

    rows: list[Row]
    set_aside: list[SetAside]


def _read_one(file: File, table: Table, spot: Spot, merged: Merged) -> _Read | None:
    """None where the headers do not say what they are."""
    column_reader = ColumnReader(table, spot, file.name, file.vocabulary, file.findings, file.reading)
    columns = column_reader.read()
    if columns is None:
        return None
    sorter = RowSorter(table, columns, merged, file.vocabulary, file.findings)
    rows = sorter.data()
    _say_compared(file, table, spot, sorter, rows)
    owners = OwnerReader(table, spot, sorter, file.vocabulary, file.findings, file.sheets > 1)
    if rows:
        owners.take_titles(file.name, rows)
    if owners.is_sum:
        sums = [SetAside(spot.sheet, row.number, TOTALS, shown(row.texts)) for row in rows]
        return _Read([], [*sorter.set_aside, *sums])
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
    if isinstance(reader, WideReader):
        file.wide.append(Wide(column_reader, columns, years, reader.keys))
    return _Read(rows, sorter.set_aside)


def _say_compared(file: File, table: Table, spot: Spot, sorter: RowSorter, rows: list[Row]) -> None:
    """Says which rows are none of the year, and asks where the year's own is missing or of some months only."""
    months: dict[str, frozenset[int]] = {}
    for row, label in sorter.compared:
        column = next((c for c, text in enumerate(row.texts, start=1) if text == label), 1)
        file.findings.gather(
            "row_compared", spot.at(row.number, column), (spot.order, table.start), value=label
        )
        name = sorter.key_text(row, sorter.body_column)
        months[name] = months.get(name, frozenset()) | label_months(normalise_text(label))
    if not sorter.compared:
        return
    first = spot.at(sorter.compared[0][0].number, 1)
    part = next((found for found in months.values() if found and found != WHOLE), None)
    if part:
        file.findings.add("months_incomplete", first, months=said(part), value="")
    elif not rows:
        file.findings.add("year_row_missing", first, value="")


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
