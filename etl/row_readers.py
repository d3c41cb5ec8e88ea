"""Reads rows of a table into cells, one body a row; and what readers of lists have in common with that."""

from dataclasses import dataclass, field

from definitions.model import Column, Definitions
from etl.cells import CellReader, Figure
from etl.columns import Columns, Figures
from etl.faults import place
from etl.findings import Findings, Spot
from etl.headers import Vocabulary
from etl.layout import Table
from etl.merged import Merged
from etl.model import Reading, Reason
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
    lines_seen: dict[tuple[str, int, str], str] = field(default_factory=dict)
    """(body, year, measure) → where its line stands."""


class RowReader:
    """What readers of either kind of row share."""

    def __init__(self, file: File, table: Table, spot: Spot, columns: Columns, merged: Merged) -> None:
        self._file = file
        self._spot = spot
        self._columns = columns
        self._cells = CellReader(spot, merged, file.definitions, file.vocabulary, file.findings)
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

    def _say_duplicate(self, spot: Spot, owned: Owned, first: str, what: str, dataset: str) -> None:
        assert owned.body is not None
        self._file.findings.add(
            "duplicate_row", spot, value=owned.body.short_name, dataset=dataset, body=owned.body.body,
            year=owned.year, first=first, what=what,
        )  # fmt: skip


class WideReader(RowReader):
    """One body a row, one measure a column."""

    def read(self, owned: Owned) -> None:
        dataset = self._columns.dataset
        if self._is_sum_of_others(owned, dataset) or self._is_duplicate(owned, dataset):
            return
        blank = all(self._cells.is_blank(owned, figures.header.column) for figures in self._columns.figures)
        if blank:
            self._say_blank(owned, dataset)
        for figures in self._columns.figures:
            at, label = figures.header.column, figures.header.text
            figure = Figure(owned, at, measure_in(figures, owned.year), figures.factor, label, blank)
            if cell := self._cells.read(figure):
                self._file.reading.cells.append(cell)

    def _is_duplicate(self, owned: Owned, dataset: str) -> bool:
        if not owned.body or not owned.year:
            return False
        spot, key = self._key_spot(owned), (owned.body.body, owned.year, dataset)
        here = place(spot.sheet, spot.cell)
        first = self._file.rows_seen.setdefault(key, here)
        if first == here:
            return False
        self._say_duplicate(spot, owned, first, self._file.vocabulary.datasets[dataset].title, dataset)
        return True

    def _say_blank(self, owned: Owned, dataset: str) -> None:
        contract = self._file.vocabulary.datasets[dataset]
        if owned.body and owned.year and self._file.definitions.owes(owned.body, contract):
            self._file.findings.add(
                "row_blank", self._key_spot(owned), value=owned.body.short_name, dataset=dataset,
                body=owned.body.body, year=owned.year, dataset_title=contract.title,
            )  # fmt: skip


def measure_in(figures: Figures, year: int | None) -> Column:
    return (figures.measure(year) if year else None) or figures.measures[0]
