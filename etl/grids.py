"""Fills a grid row by row and stops as soon as it becomes larger than a return can be."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from etl.faults import Refused
from etl.files import MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from etl.model import Grid


@dataclass
class Budget:
    """Cells still allowed in the file; shared by its sheets."""

    cells: int = MAX_CELLS


@dataclass
class GridBuilder:
    """Takes rows in the sender's order; a run of blank rows is kept as its first row only."""

    sheet: str | None
    budget: Budget
    rows: list[list[str]] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)

    def add(self, number: int, row: list[str]) -> None:
        """Adds sheet row `number`; raises `Refused` where a limit is passed."""
        while row and not row[-1].strip():
            row.pop()
        if not row and self.rows and not self.rows[-1]:
            return
        if number > MAX_ROWS or len(self.rows) >= MAX_ROWS:
            raise Refused("too_many_rows", sheet=self.sheet, limit=MAX_ROWS)
        if len(row) > MAX_COLUMNS:
            raise Refused("too_many_columns", sheet=self.sheet, row=number, limit=MAX_COLUMNS)
        self._check_length(number, row)
        self.budget.cells -= len(row)
        if self.budget.cells < 0:
            raise Refused("too_many_cells", sheet=self.sheet, row=number, limit=MAX_CELLS)
        self.rows.append(row)
        self.row_numbers.append(number)

    def grid(self) -> Grid:
        """The grid without the blank rows at its end."""
        while self.rows and not self.rows[-1]:
            self.rows.pop()
            self.row_numbers.pop()
        hidden = tuple(self._hidden())
        return Grid(
            self.sheet, self.rows, self.row_numbers, frozenset(self.formulas), tuple(self.merged), hidden
        )

    def _hidden(self) -> Iterator[tuple[int, int]]:
        """Of the hidden rows and columns those that are not blank."""
        for row, number in zip(self.rows, self.row_numbers, strict=True):
            if number in self.hidden_rows and any(map(str.strip, row)):
                yield number, 0
        widest = max(map(len, self.rows), default=0)
        for column in (c for span in self.hidden_columns for c in span if c <= widest):
            if any(column <= len(row) and row[column - 1].strip() for row in self.rows):
                yield 0, column

    def _check_length(self, number: int, row: list[str]) -> None:
        if row and max(map(len, row)) > MAX_CELL_CHARACTERS:
            column = next(c for c, text in enumerate(row, 1) if len(text) > MAX_CELL_CHARACTERS)
            raise cell_too_long(self.sheet, number, column, row[column - 1])


def cell_too_long(sheet: str | None, row: int, column: int | None, text: str) -> Refused:
    return Refused(
        "cell_too_long", sheet=sheet, row=row, column=column, value=text[:100], limit=MAX_CELL_CHARACTERS
    )


def number_text(number: float | int) -> str:
    """Writes a stored number as Excel shows it: 15 significant digits, no exponent, no `.0`."""
    if isinstance(number, int):
        return str(number)
    # A double holds 0.1 + 0.2 as 0.30000000000000004; nobody typed that.
    text = format(Decimal(format(number, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_text(number: float | int) -> str:
    """0.45 in a cell formatted as per cent is `45%` to its sender."""
    return number_text(float(Decimal(repr(number)) * 100)) + "%"
