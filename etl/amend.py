"""What a sender says of a file on the page: a cell typed anew, or what a header means. The file itself stays as it came."""

import json
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.utils.cell import column_index_from_string

from definitions.model import Column, Definitions
from etl.findings import Findings, Spot
from etl.model import Cell, Corrected, Grid

NO_MEASURE = "-"
"""What stands for “not a figure to report” where a header's measure is said."""
LONGEST = 200
EMPTY = "（空）"
NOT_REPEATED = "（姓名，不重复）"
_A1 = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ROW_COLUMN = re.compile(r"第(\d{1,7})行第(\d{1,5})列")


@dataclass(frozen=True, slots=True)
class Correction:
    """The text that counts instead of what stands in a cell."""

    sheet: str | None
    cell: str
    text: str


@dataclass(frozen=True)
class Amendments:
    """All that is said of one file."""

    corrections: tuple[Correction, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    """(normalised header, measure or `NO_MEASURE`)"""

    def text(self) -> str:
        """As JSON, the same for the same amendments; nothing for none."""
        if not self.corrections and not self.headings:
            return ""
        corrections = sorted([c.sheet or "", c.cell, c.text] for c in self.corrections)
        said = {"corrections": corrections, "headings": sorted(self.headings)}
        return json.dumps(said, ensure_ascii=False)

    @staticmethod
    def of(text: str) -> "Amendments":
        """The amendments that `text` is the JSON of."""
        if not text:
            return NONE
        said = json.loads(text)
        corrections = (Correction(sheet or None, cell, new) for sheet, cell, new in said["corrections"])
        return Amendments(tuple(corrections), tuple((name, m) for name, m in said["headings"]))


NONE = Amendments()


def row_and_column(cell: str | None) -> tuple[int, int] | None:
    """Row and column of `C7` or `第7行第3列`, from 1; None for what is no address."""
    if cell is None:
        return None
    if place := _ROW_COLUMN.fullmatch(cell):
        return int(place[1]), int(place[2])
    if place := _A1.fullmatch(cell):
        return int(place[2]), column_index_from_string(place[1])
    return None


def corrected(
    grids: Sequence[Grid], corrections: Sequence[Correction]
) -> tuple[list[Grid], dict[tuple[int, int, int], Corrected]]:
    """The grids with the new texts in place, and what was changed by (grid, row, column).

    What a correction names and no grid has is left alone: the page offers only cells that are there.
    """
    found, changed = list(grids), dict[tuple[int, int, int], Corrected]()
    for correction in corrections:
        at = row_and_column(correction.cell)
        order = next((n for n, grid in enumerate(found) if grid.sheet == correction.sheet), None)
        if at is None or order is None or at[0] not in found[order].row_numbers:
            continue
        grid, (row, column) = found[order], at
        index = grid.row_numbers.index(row)
        texts = [*grid.rows[index], *[""] * (column - len(grid.rows[index]))]
        before = texts[column - 1]
        if before == correction.text:
            continue
        texts[column - 1] = correction.text
        rows = [*grid.rows[:index], texts, *grid.rows[index + 1 :]]
        found[order] = replace(grid, rows=rows, formulas=grid.formulas - {at})
        changed[order, row, column] = Corrected(correction.sheet, correction.cell, before, correction.text)
    return found, changed


def say_corrected(
    findings: Findings,
    grids: Sequence[Grid],
    changed: Mapping[tuple[int, int, int], Corrected],
    cells: Sequence[Cell],
    private: AbstractSet[tuple[str | None, str]] = frozenset(),
) -> None:
    """Says what stands in the file and what counts instead, so that it is seen wherever the figure is.

    Of the cells of `private` it is only said that they were changed.
    """
    of = {(cell.sheet, cell.cell): cell for cell in cells}
    for (order, row, column), one in changed.items():
        figure = of.get((one.sheet, one.cell))
        known: dict[str, Any] = (
            {"dataset": figure.dataset, "body": figure.body, "year": figure.year} if figure else {}
        )
        hidden = (one.sheet, one.cell) in private
        before, after = (NOT_REPEATED,) * 2 if hidden else (one.before.strip(), one.after)
        findings.gather(
            "cell_corrected",
            Spot(order, grids[order]).at(row, column),
            (order, before, after, *known.values()),
            value=after,
            before=before or EMPTY,
            **known,
        )


def with_originals(cells: Sequence[Cell], changed: Sequence[Corrected]) -> list[Cell]:
    """The cells with, as their text, what stands in the file beside what was typed: whoever opens it finds it there."""
    of = {(one.sheet, one.cell): one for one in changed}
    return [
        replace(cell, raw=f"{one.before.strip() or EMPTY} → {one.after}（网页改正）")
        if (one := of.get((cell.sheet, cell.cell)))
        else cell
        for cell in cells
    ]


def columns_answered(
    definitions: Definitions, headings: Sequence[tuple[str, str]]
) -> dict[str, Column | None]:
    """Normalised header → the column it means, None for none; what the definitions do not know any more is left out."""
    known = definitions.column_of
    return {
        name: known.get(measure) for name, measure in headings if measure == NO_MEASURE or measure in known
    }
