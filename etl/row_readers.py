"""Reads rows of a table into cells, one body a row; and what readers of lists have in common with that."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from definitions.model import Column, Definitions
from etl.cells import CellReader, Figure
from etl.columns import ColumnReader, Columns, Figures
from etl.faults import place
from etl.findings import Findings, Spot
from etl.headers import Vocabulary
from etl.layout import Table
from etl.merged import Merged
from etl.model import NOT_REPORTED, Cell, Reading, Reason
from etl.rows import Owned


@dataclass
class File:
    """What all tables of one file share."""

    name: str
    definitions: Definitions
    vocabulary: Vocabulary
    findings: Findings
    reading: Reading
    rows_seen: dict[tuple[str, int, str], str] = field(default_factory=dict)
    """(body, year, dataset) → where its row stands, or its first line."""
    columns_seen: dict[tuple[str, int, str], frozenset[str]] = field(default_factory=dict)
    """(body, year, dataset) → the measures of which it has a column, in this table or another that goes on with it."""
    lines_seen: dict[tuple[str, int, str], str] = field(default_factory=dict)
    """(body, year, measure) → where its line stands."""
    wide: "list[Wide]" = field(default_factory=list)
    sheets: int = 1
    _found: dict[tuple[str, int, str], Cell] = field(default_factory=dict)
    _looked_at: int = 0

    def found(self, cell: Cell) -> Cell | None:
        """The figure that was read before for the same body, year and measure."""
        for other in self.reading.cells[self._looked_at :]:
            self._found.setdefault((other.body, other.year, other.measure), other)
        self._looked_at = len(self.reading.cells)
        return self._found.get((cell.body, cell.year, cell.measure))


@dataclass(frozen=True)
class Wide:
    """A table that was read with a body a row: its columns, its years and whose rows it has."""

    reader: ColumnReader
    columns: Columns
    years: set[int]
    keys: set[tuple[str, int]]


def say_absent(file: File) -> None:
    """Says which columns of its return each table lacks, once for all those that go on with one another."""
    said = set[tuple[str, frozenset[tuple[str, int]]]]()
    for table in file.wide:
        dataset, keys = table.columns.dataset, frozenset(table.keys)
        if keys and (dataset, keys) in said:
            continue
        said.add((dataset, keys))
        seen = {file.columns_seen[(*key, dataset)] for key in keys}
        elsewhere = frozenset.intersection(*seen) if seen else frozenset[str]()
        table.reader.absent(table.columns, table.years, elsewhere)


class RowReader:
    """What readers of either kind of row share."""

    def __init__(self, file: File, table: Table, spot: Spot, columns: Columns, merged: Merged) -> None:
        self._file = file
        self._spot = spot
        self._columns = columns
        self._cells = CellReader(spot, merged, file.definitions, file.vocabulary, file.findings)
        # What is said of a figure is said where it counts.
        unheard = Findings(file.definitions)
        self._silent = CellReader(spot, merged, file.definitions, file.vocabulary, unheard)
        self._key_column = (columns.role("body") or table.headers[0].column) if table.headers else 1

    def read_reasons(self, owned: Owned) -> None:
        """Takes what stands in the row's own reasons columns."""
        for header in self._columns.reasons:
            text = owned.row.text(header.column).strip()
            if text and owned.body and owned.year:
                self._file.reading.reasons.append(
                    Reason(None, text, owned.body.body, owned.year, self._spot.sheet)
                )

    def _key_spot(self, owned: Owned) -> Spot:
        return self._spot.at(owned.row.number, self._key_column)

    def _is_sum_of_others(self, owned: Owned, dataset: str) -> bool:
        """Refuses what is computed from the children's returns; published totals are the exception."""
        body, year = owned.body, owned.year
        rolls_up = self._file.vocabulary.datasets[dataset].rolls_up
        if not (body and year and rolls_up and self._file.vocabulary.bodies.has_children(body, year)):
            return False
        self._file.findings.gather(
            "body_is_total", self._key_spot(owned), (self._spot.order, body.body, dataset),
            value=body.short_name, dataset=dataset, body=body.body, year=year,
            dataset_title=self._file.vocabulary.datasets[dataset].title,
        )  # fmt: skip
        return True

    def _say_duplicate(
        self, spot: Spot, owned: Owned, first: str, what: str, dataset: str, figures: Sequence[Figure]
    ) -> None:
        """An error, unless a summary and the sheet it sums up say the same."""
        assert owned.body is not None
        again = [self._silent.read(figure) for figure in figures]
        before = [self._file.found(cell) if cell else None for cell in again]
        is_same = bool(again) and all(
            one
            and other
            and other.sheet != one.sheet
            and any(map(self._file.vocabulary.is_summary, (one.sheet, other.sheet)))
            and (one.value, one.state) == (other.value, other.state)
            for one, other in zip(again, before, strict=True)
        )
        self._file.findings.add(
            "row_repeated" if is_same else "duplicate_row", spot, value=owned.body.short_name,
            dataset=dataset, body=owned.body.body, year=owned.year, first=first, what=what,
        )  # fmt: skip


class WideReader(RowReader):
    """One body a row, one measure a column."""

    def __init__(self, file: File, table: Table, spot: Spot, columns: Columns, merged: Merged) -> None:
        super().__init__(file, table, spot, columns, merged)
        self.keys: set[tuple[str, int]] = set()
        """(body, year) of the rows read."""
        self._measures_of: dict[int, frozenset[str]] = {}

    def read(self, owned: Owned) -> None:
        dataset = self._columns.dataset
        if self._is_sum_of_others(owned, dataset) or self._is_duplicate(owned, dataset):
            return
        columns = [column for figures in self._columns.figures for column in figures.columns]
        blank = all(self._cells.is_blank(owned, column) for column in columns)
        if blank:
            self._say_blank(owned, dataset)
        for figures in self._columns.figures:
            cell = (
                self._summed(owned, figures, blank) if figures.others else self._cell(owned, figures, blank)
            )
            if cell:
                self._file.reading.cells.append(cell)

    def _cell(self, owned: Owned, figures: Figures, blank: bool) -> Cell | None:
        return self._cells.read(self._figure(owned, figures, blank))

    @staticmethod
    def _figure(owned: Owned, figures: Figures, blank: bool) -> Figure:
        at, label = figures.header.column, figures.header.text
        return Figure(owned, at, measure_in(figures, owned.year), figures.factor, label, blank)

    def _summed(self, owned: Owned, figures: Figures, blank: bool) -> Cell | None:
        """The sum of several columns, at the first of them; None (and an error) where one of them has no figure."""
        parts = (figures, *figures.others)
        cells = [self._cell(owned, part, blank) for part in parts]
        read = [cell for cell in cells if cell is not None]
        values = [cell.value for cell in read if cell.value is not None]
        if len(read) < len(parts) or not values:
            # Without a figure the whole is in the state of its parts; unreported before no such function.
            return min(read, key=lambda cell: cell.state != NOT_REPORTED) if len(read) == len(parts) else None
        if len(values) < len(parts):
            self._say_part_missing(owned, parts, read)
            return None
        raw = "＋".join(
            f"{cell.raw.strip()}{'' if part.factor == 1 else part.header.unit or ''}（{cell.cell}）"
            for part, cell in zip(parts, read, strict=True)
        )
        self._say_summed(owned, figures, raw)
        return replace(read[0], value=sum(values, Decimal(0)), raw=raw)

    def _say_part_missing(self, owned: Owned, parts: Sequence[Figures], cells: Sequence[Cell]) -> None:
        first = next(cell for cell in cells if cell.value is not None)
        for part, cell in zip(parts, cells, strict=True):
            if cell.value is None:
                spot = self._spot.at(owned.row.number, part.header.column)
                self._file.findings.add(
                    "part_missing", spot, value=cell.raw, column=part.header.text, first=first.cell,
                    **self._of_part(owned, part),
                )  # fmt: skip

    def _say_summed(self, owned: Owned, figures: Figures, example: str) -> None:
        spot = self._spot.at(owned.row.number, figures.header.column)
        known = self._of_part(owned, figures)
        key = (spot.order, figures.header.column)
        self._file.findings.gather("columns_summed", spot, key, example, column=figures.header.text, **known)

    def _of_part(self, owned: Owned, figures: Figures) -> dict[str, Any]:
        measure = measure_in(figures, owned.year)
        return {
            "label": measure.label,
            "measures": (measure.measure,),
            "dataset": self._columns.dataset,
            "body": owned.body.body if owned.body else None,
            "year": owned.year,
        }

    def _is_duplicate(self, owned: Owned, dataset: str) -> bool:
        if not owned.body or not owned.year:
            return False
        spot, key = self._key_spot(owned), (owned.body.body, owned.year, dataset)
        here = place(spot.sheet, spot.cell)
        first = self._file.rows_seen.setdefault(key, here)
        own, before = self._measures(owned.year), self._file.columns_seen.get(key, frozenset())
        if first == here or (before and before.isdisjoint(own)):
            # Without a column in common it is the rest of a table too wide for one page.
            self._file.columns_seen[key] = before | own if before else own
            line = self._line_before(owned.body.body, owned.year, own)
            if line is None:
                self.keys.add((owned.body.body, owned.year))
                return False
            first = line
        title = self._file.vocabulary.datasets[dataset].title
        figures = [self._figure(owned, figures, False) for figures in self._columns.figures]
        self._say_duplicate(spot, owned, first, title, dataset, figures)
        return True

    def _line_before(self, body: str, year: int, measures: frozenset[str]) -> str | None:
        """Where one of the figures stood already, in a list."""
        lines = self._file.lines_seen
        return (
            next((lines[body, year, m] for m in measures if (body, year, m) in lines), None)
            if lines
            else None
        )

    def _measures(self, year: int) -> frozenset[str]:
        if year not in self._measures_of:
            found = (measure_in(figures, year).measure for figures in self._columns.figures)
            self._measures_of[year] = frozenset(found)
        return self._measures_of[year]

    def _say_blank(self, owned: Owned, dataset: str) -> None:
        contract = self._file.vocabulary.datasets[dataset]
        if owned.body and owned.year and self._file.definitions.owes(owned.body, contract):
            self._file.findings.add(
                "row_blank", self._key_spot(owned), value=owned.body.short_name, dataset=dataset,
                body=owned.body.body, year=owned.year, dataset_title=contract.title,
            )  # fmt: skip


def measure_in(figures: Figures, year: int | None) -> Column:
    return (figures.measure(year) if year else None) or figures.measures[0]
