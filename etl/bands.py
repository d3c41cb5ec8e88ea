"""Finds the tables of a sheet that stand beside each other behind a blank column, each with a header of its own."""

from collections.abc import Iterator, Sequence

from etl.files import MAX_COLUMNS
from etl.headers import BODY, YEAR, Vocabulary
from etl.layout import Table, cut, find_tables
from etl.model import Grid

_LONGEST = 2_000
"""Rows of a sheet that is looked through; longer ones are lists of one kind."""


def tables_in(grid: Grid, vocabulary: Vocabulary) -> list[list[Table]]:
    """The tables from top to bottom, for each run of columns that has its own; mostly there is just the one run.

    Those whose headers share a row are left together: `beside.apart` knows what they have in common.
    """
    whole = find_tables(grid, vocabulary)
    if not whole or len(grid.rows) > _LONGEST:
        return [whole]
    top = whole[0].start
    runs = list(_runs(grid.rows[top:]))
    if len(runs) < 2:
        return [whole]
    found = [_alone(grid, columns, top, vocabulary) for columns in _joined(runs, grid, top, vocabulary)]
    rows = [tuple((table.start, table.first) for table in tables) for tables in found]
    return found if len(set(rows)) > 1 and _are_apart(found, vocabulary) else [whole]


def _runs(rows: Sequence[Sequence[str]]) -> Iterator[range]:
    """Columns without a blank one between them; the blank ones behind belong to those before."""
    filled = sorted({column for row in rows for column, text in enumerate(row, start=1) if text.strip()})
    starts = [column for before, column in zip([None, *filled], filled, strict=False) if before != column - 1]
    for start, following in zip(starts, [*starts[1:], MAX_COLUMNS + 1], strict=True):
        yield range(start, following)


def _joined(runs: Sequence[range], grid: Grid, top: int, vocabulary: Vocabulary) -> list[range]:
    """The runs, each that has no table of its own together with those before it."""
    joined: list[range] = []
    for columns in runs:
        if joined and not _alone(grid, columns, top, vocabulary):
            columns = range(joined.pop().start, columns.stop)
        joined.append(columns)
    return joined


def _alone(grid: Grid, columns: range, top: int, vocabulary: Vocabulary) -> list[Table]:
    return find_tables(cut(grid, columns, top), vocabulary)


def _are_apart(found: Sequence[Sequence[Table]], vocabulary: Vocabulary) -> bool:
    """Each has bodies of its own, or none has: a column of bodies may hold for what stands right of it."""
    keyed = {_has_keys(table, vocabulary) for tables in found for table in tables}
    return len(found) > 1 and all(found) and len(keyed) == 1


def _has_keys(table: Table, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.role(header) in (BODY, YEAR) for header in table.headers)
