"""Reads the data rows of a table into cells: one body a row, or one figure a row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from definitions.model import Body, Column, Definitions
from definitions.normalise import normalise_header, normalise_text, unit_in_header
from etl.beside import apart
from etl.cells import CellReader, Figure
from etl.columns import ColumnReader, Columns, Figures
from etl.context import Context
from etl.faults import listed, place
from etl.findings import Findings, Spot
from etl.headers import LONGEST_HEADER, MEASURE, UNIT, VALUE, Vocabulary
from etl.layout import Table
from etl.merged import Merged
from etl.model import Reading, Reason, SetAside, Unmapped
from etl.own_form import carried_in, without_given
from etl.owners import OwnerReader
from etl.rows import TOTALS, Owned, Row, RowSorter


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
    at = {_measure(figures, owned.year).measure: figures.header.column for figures in columns.figures}
    carried = carried_in(file.definitions.datasets[columns.dataset], owned.year)
    texts = without_given(owned.row.texts, last.texts, at, carried)
    return replace(owned, row=Row(texts, owned.row.number))


class _Reader:
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


class WideReader(_Reader):
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
            figure = Figure(owned, at, _measure(figures, owned.year), figures.factor, label, blank)
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


def _measure(figures: Figures, year: int | None) -> Column:
    return (figures.measure(year) if year else None) or figures.measures[0]


class LongReader(_Reader):
    """One figure a row: its measure and perhaps its unit stand beside it."""

    def __init__(
        self, file: File, table: Table, spot: Spot, columns: Columns, merged: Merged, context: Context
    ) -> None:
        super().__init__(file, table, spot, columns, merged)
        self._context = context
        self._near: dict[str, list[str]] = {}
        self._answered: set[str] = set()

    def read(self, owned: Owned) -> None:
        at, label_at = self._columns.role(VALUE) or 0, self._columns.role(MEASURE) or 0
        label = owned.row.text(label_at).strip()
        column = self._column(owned, label, self._spot.at(owned.row.number, label_at))
        if column is None:
            return
        dataset = self._file.definitions.dataset_of[column.measure]
        if self._is_sum_of_others(owned, dataset) or self._is_duplicate(owned, column, dataset, at):
            return
        factor = self._factor(owned, label, column, at)
        cell = self._cells.read(Figure(owned, at, column, factor, label)) if factor else None
        if cell:
            self._file.reading.cells.append(cell)

    def _column(self, owned: Owned, label: str, spot: Spot) -> Column | None:
        """The measure a line speaks of; None (and an error) where it is unknown or one of several."""
        words, name = self._file.vocabulary, normalise_header(label[:LONGEST_HEADER])
        if name in words.answered:
            self._say_answered(label, name, spot)
            if words.answered[name] is None:
                return None
        # 行政许可 beside 申请 is 行政许可申请, as in a header of two levels.
        group = self._context.group(owned.row.number)
        named = (words.named(f"{group}{label}") if group else {}) or words.named(label)
        if not named:
            self._say_unknown(label, spot)
            return None
        contexts = self._context.of(owned.row.number)
        if self._is_total(owned, label, named, contexts):
            return None
        found = columns_meant(self._file, named, owned.body, owned.year, contexts)
        # Where body or year are missing, that was said already; any column will do to look at the number.
        if len(found) == 1 or owned.body is None or owned.year is None:
            return found[0]
        titles = [self._file.vocabulary.datasets[dataset].title for dataset in named]
        key = (spot.order, label)
        self._file.findings.gather("measure_ambiguous", spot, key, value=label, datasets=listed(titles))
        return None

    def _is_total(
        self, owned: Owned, label: str, named: Mapping[str, tuple[Column, ...]], contexts: Sequence[str]
    ) -> bool:
        """合计 below the lines of one return is no measure of another that has one of that name."""
        words = self._file.vocabulary
        if normalise_header(label) not in words.totals:
            return False
        nearest = next(filter(None, map(words.named_in, contexts)), None)
        if nearest is None or nearest.keys() & named.keys():
            return False
        text = " ".join(filter(None, (text.strip() for text in owned.row.texts)))
        self._file.reading.set_aside.append(SetAside(self._spot.sheet, owned.row.number, TOTALS, text))
        return True

    def _say_answered(self, label: str, name: str, spot: Spot) -> None:
        column = self._file.vocabulary.answered[name]
        if name not in self._answered:
            self._answered.add(name)
            self._file.reading.answered.append(Unmapped(spot.sheet, spot.cell or "", label, name))
        if column is None:
            self._file.findings.gather(
                "heading_left_out", spot, (spot.order, name), value=label, column=label
            )
        else:
            self._file.findings.gather(
                "heading_answered", spot, (spot.order, name), value=label, column=label, label=column.label,
                measures=(column.measure,),
            )  # fmt: skip

    def _say_unknown(self, label: str, spot: Spot) -> None:
        if not label:
            self._file.findings.gather("measure_blank", spot, spot.order)
            return
        if label not in self._near:
            name = normalise_header(label[:LONGEST_HEADER])
            self._file.reading.unmapped.append(Unmapped(spot.sheet, spot.cell or "", label, name))
            suggest = self._file.findings.may_suggest()
            self._near[label] = self._file.vocabulary.nearest_labels(label) if suggest else []
        near = listed(self._near[label])
        self._file.findings.gather("measure_unknown", spot, (spot.order, label), value=label, near=near)

    def _is_duplicate(self, owned: Owned, column: Column, dataset: str, at: int) -> bool:
        if not owned.body or not owned.year:
            return False
        spot = self._spot.at(owned.row.number, at)
        here = place(spot.sheet, spot.cell)
        key = (owned.body.body, owned.year)
        first = self._file.lines_seen.setdefault((*key, column.measure), here)
        whole = self._file.rows_seen.get((*key, dataset), here) if first == here else first
        if whole == here:
            return False
        self._say_duplicate(spot, owned, whole, column.label, dataset)
        return True

    def _factor(self, owned: Owned, label: str, column: Column, at: int) -> int | None:
        """The factor from the line's, the label's or the header's unit; None (and an error) for a strange one."""
        known = self._file.definitions.words.unit_factors.get(column.unit, {})
        unit_at = self._columns.role(UNIT)
        written = normalise_text(owned.row.text(unit_at))
        header = self._columns.roles[VALUE].unit
        units = [unit for unit in (written, unit_in_header(label), header) if unit]
        units = units or [unit for unit in self._columns.title_units if known.get(unit, 1) != 1][:1]
        factors = {known.get(unit) for unit in units}
        spot = self._spot.at(owned.row.number, unit_at if unit_at and written else at)
        fields: dict[str, Any] = {
            "column": label,
            "value": units[0] if units else "",
            "unit": column.unit,
            "measures": (column.measure,),
        }
        if None in factors or len(factors) > 1:
            self._file.findings.add("unit_unknown", spot, known=listed(list(known), mark=False), **fields)
            return None
        factor = factors.pop() if factors else 1
        if factor is not None and factor != 1:
            self._file.findings.gather(
                "unit_converted", spot, (spot.order, column.measure), factor=factor, **fields
            )
        return factor


def columns_meant(
    file: File,
    named: Mapping[str, tuple[Column, ...]],
    body: Body | None,
    year: int | None,
    contexts: Sequence[str],
) -> list[Column]:
    """Those of the columns a label names (dataset → columns) that it can mean for a body and year.

    `contexts` are texts that may name the return, the nearest first.
    """
    fitting = _fitting(file, named, body, contexts) if body and len(named) > 1 else named.values()
    found = [column for columns in fitting for column in columns]
    return [column for column in found if year and column.applies_in(year)] or found[:1]


def _fitting(
    file: File, named: Mapping[str, tuple[Column, ...]], body: Body, contexts: Sequence[str]
) -> Iterable[tuple[Column, ...]]:
    """Published totals for a body that owes nothing else, else ordinary returns, best those it owes."""
    datasets, rolls_up = file.vocabulary.datasets, file.vocabulary.owes_ordinary(body)
    kind = {dataset: columns for dataset, columns in named.items() if datasets[dataset].rolls_up == rolls_up}
    owed = {d: columns for d, columns in kind.items() if file.definitions.owes(body, datasets[d])}
    fitting = owed or kind or named
    for text in contexts if len(fitting) > 1 else ():
        titled = {d: n for d, n in file.vocabulary.named_in(text).items() if d in fitting}
        if titled:
            longest = max(titled.values())
            return [fitting[dataset] for dataset, length in titled.items() if length == longest]
    return fitting.values()


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
