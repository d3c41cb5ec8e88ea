"""Turns the text of one cell into a figure or a state, and says how it was understood."""

from decimal import Decimal
from itertools import islice, product

from definitions.model import Body, Column, Dataset, Definitions
from definitions.normalise import normalise_text
from etl.faults import listed
from etl.findings import Findings, Spot
from etl.headers import Vocabulary
from etl.model import NO_SUCH_FUNCTION, NOT_REPORTED, NUMBER, Cell, Grid
from etl.rows import Owned
from etl.values import BLANK, FIRST_YEAR, Number, parse_number, state_of, to_stored

_MOST_MERGED = 100_000


class CellReader:
    """Reads the cells of figures of one table."""

    def __init__(
        self, spot: Spot, definitions: Definitions, vocabulary: Vocabulary, findings: Findings
    ) -> None:
        grid = spot.grid
        assert grid is not None
        self._spot = spot
        self._grid = grid
        self._definitions = definitions
        self._words = definitions.words
        self._states = vocabulary.states
        self._findings = findings
        self._merged = merged_cells(grid)

    def read(
        self, owned: Owned, at: int, column: Column, factor: int, label: str, whole_row_blank: bool = False
    ) -> Cell | None:
        """The figure in column `at` of a row; None (and a fault) where it is not one."""
        text, number = owned.row.text(at), owned.row.number
        if (number, at) in self._grid.formulas:
            self._say("formula_cell", number, at, label, column, text)
            return None
        if (number, at) in self._merged:
            self._say("merged_cell", number, at, label, column, text, merged=self._merged[number, at])
            return None
        state = state_of(text, self._states)
        if state is None:
            return self._number(owned, at, column, factor, label)
        if owned.body is None or owned.year is None or not column.applies_in(owned.year):
            return None
        if state in self._words.states:
            return self._cell(owned, at, column, None, state)
        return self._unclear(owned, at, column, label, state, whole_row_blank)

    def is_blank(self, owned: Owned, at: int) -> bool:
        return (
            state_of(owned.row.text(at), self._states) == BLANK
            and (owned.row.number, at) not in self._grid.formulas
        )

    def _unclear(
        self, owned: Owned, at: int, column: Column, label: str, state: str, whole_row_blank: bool
    ) -> Cell:
        """A blank or a dash: not reported by whoever owes the return, no such function for the others."""
        understood = NOT_REPORTED if self._owes(owned.body, column) else NO_SUCH_FUNCTION
        if state != BLANK or (understood == NOT_REPORTED and not whole_row_blank):
            code = "cell_blank" if state == BLANK else "state_ambiguous"
            text = owned.row.text(at).strip()
            self._gather(
                code,
                owned,
                at,
                column,
                label,
                f"“{text}”",
                understood,
                state=self._words.state_titles[understood],
            )
        return self._cell(owned, at, column, None, understood)

    def _number(self, owned: Owned, at: int, column: Column, factor: int, label: str) -> Cell | None:
        text, number = owned.row.text(at), owned.row.number
        value = self._value(owned, at, column, factor, label)
        if isinstance(value, str):
            self._say(value, number, at, label, column, text, unit=column.unit)
            return None
        if value is None or owned.body is None or owned.year is None:
            return None
        if not column.applies_in(owned.year):
            self._not_in_year(owned, at, column, label)
            return None
        if self._owes(owned.body, column):
            return self._cell(owned, at, column, value, NUMBER)
        return self._without_function(owned, at, column, label, value)

    def _value(self, owned: Owned, at: int, column: Column, factor: int, label: str) -> Decimal | str | None:
        """The value in the stored unit, the code of a fault to say, or None where it was said already."""
        parsed = parse_number(owned.row.text(at))
        if isinstance(parsed, str):
            return parsed
        if parsed.unit:
            known = self._words.unit_factors.get(column.unit, {})
            own = known.get(normalise_text(parsed.unit))
            if own is None:
                self._say(
                    "cell_unit_unknown", owned.row.number, at, label, column, owned.row.text(at),
                    written=parsed.unit, unit=column.unit, known=listed(list(known), mark=False),
                )  # fmt: skip
                return None
            factor = own
        stored = to_stored(parsed.value, factor, column)
        if not parsed.plain and isinstance(stored, Decimal):
            self._understood(owned, at, column, label, parsed, stored)
        return stored

    def _understood(
        self, owned: Owned, at: int, column: Column, label: str, parsed: Number, stored: Decimal
    ) -> None:
        example = f"“{owned.row.text(at).strip()[:40]}”→{stored:f}"
        self._gather("number_understood", owned, at, column, label, example, unit=column.unit)

    def _without_function(
        self, owned: Owned, at: int, column: Column, label: str, value: Decimal
    ) -> Cell | None:
        assert owned.body is not None
        dataset = self._dataset(column)
        if value == 0:
            self._gather("zero_without_function", owned, at, column, label, name=owned.body.short_name)
            return self._cell(owned, at, column, None, NO_SUCH_FUNCTION)
        spot = self._spot.at(owned.row.number, at)
        self._findings.gather(
            "function_missing", spot, (self._spot.order, owned.body.body, owned.year, dataset.dataset),
            value=owned.row.text(at), column=label, dataset=dataset.dataset, body=owned.body.body,
            year=owned.year, name=owned.body.short_name, dataset_title=dataset.title,
        )  # fmt: skip
        return None

    def _not_in_year(self, owned: Owned, at: int, column: Column, label: str) -> None:
        span = f"{column.first_year or FIRST_YEAR}—{column.last_year or ''}"
        self._gather(
            "measure_not_in_year",
            owned,
            at,
            column,
            label,
            str(owned.year),
            value=owned.row.text(at),
            span=span,
        )

    def _owes(self, body: Body | None, column: Column) -> bool:
        return body is not None and self._definitions.owes(body, self._dataset(column))

    def _dataset(self, column: Column) -> Dataset:
        return self._definitions.datasets[self._definitions.dataset_of[column.measure]]

    def _cell(self, owned: Owned, at: int, column: Column, value: Decimal | None, state: str) -> Cell:
        assert owned.body is not None
        assert owned.year is not None
        return Cell(
            dataset=self._definitions.dataset_of[column.measure],
            body=owned.body.body,
            year=owned.year,
            measure=column.measure,
            value=value,
            state=state,
            unit=column.unit,
            sheet=self._grid.sheet,
            cell=self._grid.address(owned.row.number, at),
            raw=owned.row.text(at),
        )

    def _say(
        self, code: str, number: int, at: int, label: str, column: Column, value: str, **fields: object
    ) -> None:
        self._findings.add(
            code, self._spot.at(number, at), column=label, value=value,
            dataset=self._definitions.dataset_of[column.measure], measures=(column.measure,), **fields,
        )  # fmt: skip

    def _gather(
        self,
        code: str,
        owned: Owned,
        at: int,
        column: Column,
        label: str,
        example: str = "",
        *key: str,
        **fields: object,
    ) -> None:
        known = {
            "column": label,
            "dataset": self._definitions.dataset_of[column.measure],
            "measures": (column.measure,),
            "body": owned.body.body if owned.body else None,
            "year": owned.year,
        }
        spot = self._spot.at(owned.row.number, at)
        self._findings.gather(
            code, spot, (self._spot.order, column.measure, *key), example, **(known | fields)
        )


def merged_cells(grid: Grid) -> dict[tuple[int, int], str]:
    """(row number, column) → address of the filled merged range it is part of."""
    texts = dict(zip(grid.row_numbers, grid.rows, strict=True)) if grid.merged else {}
    found: dict[tuple[int, int], str] = {}
    width = max(map(len, grid.rows), default=0)
    for first_row, first_column, last_row, last_column in grid.merged:
        row = texts.get(first_row, ())
        if len(found) > _MOST_MERGED or first_column > len(row) or not row[first_column - 1].strip():
            continue
        rows = range(first_row, min(last_row, grid.row_numbers[-1]) + 1)
        columns = range(first_column, min(last_column, width) + 1)
        address = f"{grid.address(first_row, first_column)}:{grid.address(last_row, last_column)}"
        found |= dict.fromkeys(islice(product(rows, columns), _MOST_MERGED), address)
    return found
