"""The merged ranges of a sheet: which of its cells share one text."""

from itertools import islice, product

from etl.model import Grid

# Far more than any return merges; a range over the whole sheet must not become a million entries.
_MOST_CELLS = 200_000


class Merged:
    """Looks up what a cell is merged with; blank ranges are as if they were not merged."""

    def __init__(self, grid: Grid) -> None:
        self._found: dict[tuple[int, int], tuple[str, str]] = {}
        if not grid.merged:
            return
        texts = dict(zip(grid.row_numbers, grid.rows, strict=True))
        width = max(map(len, grid.rows), default=0)
        for first_row, first_column, last_row, last_column in grid.merged:
            row = texts.get(first_row, ())
            text = row[first_column - 1].strip() if first_column <= len(row) else ""
            if text and len(self._found) < _MOST_CELLS:
                rows = range(first_row, min(last_row, grid.row_numbers[-1]) + 1)
                columns = range(first_column, min(last_column, width) + 1)
                address = f"{grid.address(first_row, first_column)}:{grid.address(last_row, last_column)}"
                cells = islice(product(rows, columns), _MOST_CELLS)
                self._found |= dict.fromkeys(cells, (address, text))

    def address(self, row: int, column: int) -> str | None:
        """`B3:B5` where the cell is part of it."""
        found = self._found.get((row, column))
        return found[0] if found else None

    def text(self, row: int, column: int | None) -> str:
        """The text of the range, which holds for every cell of it."""
        return self._found[row, column][1] if column and (row, column) in self._found else ""
