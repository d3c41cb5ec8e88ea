"""Reads the lines of a list into cells: a measure and its figure a line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from definitions.model import Body, Column
from definitions.normalise import normalise_header, normalise_text, unit_in_header
from etl.cells import Figure
from etl.columns import Columns
from etl.context import Context
from etl.faults import listed, place
from etl.findings import Spot
from etl.headers import LONGEST_HEADER, MEASURE, UNIT, VALUE
from etl.layout import Table
from etl.merged import Merged
from etl.model import SetAside, Unmapped
from etl.row_readers import File, RowReader
from etl.rows import TOTALS, Owned


class LongReader(RowReader):
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
        above = (self._context.group(owned.row.number), self._context.heading(owned.row.number))
        named = next(filter(None, (words.joined(text, label) for text in above)), {}) or words.named(label)
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
        if first == here and column.measure in self._file.columns_seen.get((*key, dataset), ()):
            first = self._file.rows_seen[*key, dataset]
        if first == here:
            return False
        label = owned.row.text(self._columns.role(MEASURE))
        figure = Figure(owned, at, column, self._factor(owned, label, column, at) or 0, label)
        self._say_duplicate(spot, owned, first, column.label, dataset, [figure])
        return True

    def _factor(self, owned: Owned, label: str, column: Column, at: int) -> int | None:
        """The factor from the line's, the label's or the header's unit; None (and an error) for a strange one."""
        known = self._file.definitions.words.unit_factors.get(column.unit, {})
        unit_at = self._columns.role(UNIT)
        written = normalise_text(owned.row.text(unit_at))
        header = self._columns.roles[VALUE].unit
        units = [unit for unit in (written, unit_in_header(label), header) if unit]
        units = units or [unit for unit in self._columns.title_units if unit in known][:1]
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
