"""Turns the text of one cell into a figure or a state, and says how it was understood."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from definitions.model import Body, Column, Dataset, Definitions
from definitions.normalise import normalise_text
from etl.faults import listed
from etl.findings import Findings, Spot
from etl.headers import Vocabulary
from etl.merged import Merged
from etl.model import NO_SUCH_FUNCTION, NOT_REPORTED, NUMBER, Cell
from etl.rows import Owned
from etl.values import BLANK, FIRST_YEAR, Number, parse_number, state_of, to_stored


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell to read: column `at` of a row holds `column`, called `label` by its sender, times `factor`."""

    owned: Owned
    at: int
    column: Column
    factor: int
    label: str
    in_blank_row: bool = False

    @property
    def text(self) -> str:
        return self.owned.row.text(self.at)

    @property
    def place(self) -> tuple[int, int]:
        return self.owned.row.number, self.at


class CellReader:
    """Reads the cells of figures of one table."""

    def __init__(
        self,
        spot: Spot,
        merged: Merged,
        definitions: Definitions,
        vocabulary: Vocabulary,
        findings: Findings,
    ) -> None:
        self._spot = spot
        self._formulas = spot.grid.formulas if spot.grid else frozenset()
        self._merged = merged
        self._definitions = definitions
        self._words = definitions.words
        self._states = vocabulary.states
        self._findings = findings

    def read(self, figure: Figure) -> Cell | None:
        """The cell as understood; None (and a fault) where it cannot be."""
        if figure.place in self._formulas:
            self._say("formula_cell", figure)
            return None
        if merged := self._merged.address(*figure.place):
            self._gather("merged_cell", figure, merged, merged=merged)
            return None
        state = state_of(figure.text, self._states)
        if state is None:
            return self._number(figure)
        body, year = figure.owned.body, figure.owned.year
        if body is None or year is None or not figure.column.applies_in(year):
            return None
        if state in self._words.states:
            return self._cell(figure, body, year, None, state)
        return self._cell(figure, body, year, None, self._unclear(figure, body, state))

    def is_blank(self, owned: Owned, at: int) -> bool:
        return (
            state_of(owned.row.text(at), self._states) == BLANK
            and (owned.row.number, at) not in self._formulas
        )

    def _unclear(self, figure: Figure, body: Body, state: str) -> str:
        """A blank or a dash: not reported by whoever owes the return, no such function for the others."""
        understood = NOT_REPORTED if self._owes(body, figure.column) else NO_SUCH_FUNCTION
        if state != BLANK or (understood == NOT_REPORTED and not figure.in_blank_row):
            code = "cell_blank" if state == BLANK else "state_ambiguous"
            example, title = f"“{figure.text.strip()}”", self._words.state_titles[understood]
            self._gather(code, figure, understood, example=example, state=title)
        return understood

    def _number(self, figure: Figure) -> Cell | None:
        value = self._value(figure)
        if isinstance(value, str):
            self._say(value, figure)
            return None
        body, year = figure.owned.body, figure.owned.year
        if value is None or body is None or year is None:
            return None
        if not figure.column.applies_in(year):
            span = f"{figure.column.first_year or FIRST_YEAR}—{figure.column.last_year or '今'}"
            self._gather("measure_not_in_year", figure, example=str(year), value=figure.text, span=span)
            return None
        if self._owes(body, figure.column):
            return self._cell(figure, body, year, value, NUMBER)
        if value == 0:
            self._gather("zero_without_function", figure)
            return self._cell(figure, body, year, None, NO_SUCH_FUNCTION)
        self._say_function_missing(figure, body, year)
        return None

    def _value(self, figure: Figure) -> Decimal | str | None:
        """The value in the stored unit, the code of a fault to say, or None where it was said already."""
        text = figure.text.strip()
        # Only a printed rate may end in a percent sign; it is then the column's own unit.
        printed = figure.column.unit == "%" and text.endswith(("%", "％"))
        parsed = parse_number(text[:-1] if printed else figure.text)
        if isinstance(parsed, str):
            return parsed
        factor = self._own_factor(figure, parsed) if parsed.unit else figure.factor
        if factor is None:
            return None
        stored = to_stored(parsed.value, factor, figure.column)
        if not parsed.plain and isinstance(stored, Decimal):
            example = f"“{figure.text.strip()[:40]}”→{stored:f}"
            self._gather("number_understood", figure, example=example, unit=figure.column.unit)
        return stored

    def _own_factor(self, figure: Figure, parsed: Number) -> int | None:
        """The factor of the unit written behind the number, which goes before the header's."""
        known = self._words.unit_factors.get(figure.column.unit, {})
        factor = known.get(normalise_text(parsed.unit))
        if factor is None:
            units = listed(list(known), mark=False)
            self._say("cell_unit_unknown", figure, written=parsed.unit, known=units)
        return factor

    def _say_function_missing(self, figure: Figure, body: Body, year: int) -> None:
        dataset = self._dataset(figure.column)
        self._findings.gather(
            "function_missing",
            self._spot.at(*figure.place),
            (self._spot.order, body.body, year, dataset.dataset),
            value=figure.text,
            column=figure.label,
            dataset=dataset.dataset,
            body=body.body,
            year=year,
            name=body.short_name,
            dataset_title=dataset.title,
        )

    def _owes(self, body: Body, column: Column) -> bool:
        return self._definitions.owes(body, self._dataset(column))

    def _dataset(self, column: Column) -> Dataset:
        return self._definitions.datasets[self._definitions.dataset_of[column.measure]]

    def _cell(self, figure: Figure, body: Body, year: int, value: Decimal | None, state: str) -> Cell:
        return Cell(
            dataset=self._definitions.dataset_of[figure.column.measure],
            body=body.body,
            year=year,
            measure=figure.column.measure,
            value=value,
            state=state,
            unit=figure.column.unit,
            sheet=self._spot.sheet,
            cell=self._spot.at(*figure.place).cell or "",
            raw=figure.text,
        )

    def _known(self, figure: Figure) -> dict[str, Any]:
        owned = figure.owned
        return {
            "column": figure.label,
            "unit": figure.column.unit,
            "dataset": self._definitions.dataset_of[figure.column.measure],
            "measures": (figure.column.measure,),
            "body": owned.body.body if owned.body else None,
            "year": owned.year,
        }

    def _say(self, code: str, figure: Figure, **fields: Any) -> None:
        """One fault at this cell."""
        known = self._known(figure) | {"value": figure.text}
        self._findings.add(code, self._spot.at(*figure.place), **(known | fields))

    def _gather(self, code: str, figure: Figure, *key: str, example: str = "", **fields: Any) -> None:
        """The same fault told once for all cells of the measure that share `key`."""
        whole_key = (self._spot.order, figure.column.measure, *key)
        spot = self._spot.at(*figure.place)
        self._findings.gather(code, spot, whole_key, example, **(self._known(figure) | fields))
