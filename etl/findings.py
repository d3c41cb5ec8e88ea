"""Collects everything found in a file, in one pass, and puts it in the order a reader meets it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from definitions.model import Definitions
from etl.faults import Refused, fault, listed
from etl.model import EXPLAIN, Fault, Grid

MOST_OF_A_CODE = 1_000
"""Faults of one code that are told one by one; nobody reads more, and a million would fill the memory."""
_EXAMPLES = 3
_CELLS = 10
_SUGGESTIONS = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the file: `order` is the sheet's position, -1 for the file; row and column are 1-based."""

    order: int = -1
    grid: Grid | None = None
    row: int = 0
    column: int = 0

    @property
    def sheet(self) -> str | None:
        return self.grid.sheet if self.grid else None

    @property
    def cell(self) -> str | None:
        return self.grid.address(self.row, self.column) if self.grid and self.column else None

    def at(self, row: int, column: int) -> "Spot":
        return Spot(self.order, self.grid, row, column)


@dataclass
class _Gathered:
    """The same thing found at several cells."""

    code: str
    spot: Spot
    fields: dict[str, Any]
    count: int = 0
    cells: list[str] = field(default_factory=list)
    examples: dict[str, None] = field(default_factory=dict)


class Findings:
    """Adds up faults; `faults()` gives them by sheet, row and column."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._found: list[tuple[tuple[int, int, int, int], Fault]] = []
        self._gathered: dict[Hashable, _Gathered] = {}
        self._told: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._suggestions = _SUGGESTIONS

    def add(self, code: str, spot: Spot, **fields: Any) -> None:
        """Adds one fault at one place; keeps count only of those beyond `MOST_OF_A_CODE`."""
        if self._may_tell(code):
            places = {"sheet": spot.sheet, "cell": spot.cell}
            self._append(spot, fault(self._definitions, code, **(places | fields)))

    def gather(self, code: str, spot: Spot, key: Hashable, example: str = "", **fields: Any) -> None:
        """Adds a fault that is told once for all cells of the same `key`, at the first and naming them."""
        same = self._gathered.get((code, key))
        if same is None:
            if not self._may_tell(code):
                return
            same = self._gathered[code, key] = _Gathered(code, spot, fields)
        same.count += 1
        if same.count <= _CELLS:
            same.cells.append(spot.cell or "")
        if example and len(same.examples) < _EXAMPLES:
            same.examples.setdefault(example)
        for name in ("body", "year"):
            # What is found at several bodies belongs to none of them.
            if same.fields.get(name) != fields.get(name):
                same.fields[name] = None

    def may_suggest(self) -> bool:
        """Says whether to look for similar names: that takes milliseconds, too long for each of a million rows."""
        self._suggestions -= 1
        return self._suggestions >= 0

    def refuse(self, refused: Refused) -> None:
        """Adds what made a reader give up; the place is what the reader knew of it."""
        grid = Grid(refused.sheet, (), ())
        cell = grid.address(refused.row, refused.column) if refused.row and refused.column else None
        if refused.row and not refused.column:
            cell = f"第{refused.row}行"
        spot = Spot(-1, None, refused.row or 0, refused.column or 0)
        self.add(refused.code, spot, sheet=refused.sheet, cell=cell, line=refused.row, **refused.fields)

    def faults(self) -> list[Fault]:
        for same in self._gathered.values():
            fields: dict[str, Any] = {
                "sheet": same.spot.sheet,
                "cell": same.spot.cell,
                "cells": listed(same.cells, mark=False, count=same.count),
                "count": same.count,
                "examples": "、".join(same.examples),
            }
            self._append(same.spot, fault(self._definitions, same.code, **(fields | same.fields)))
        self._gathered.clear()
        for code, count in self._left_out.items():
            kind = self._definitions.faults[code].title
            self._append(Spot(), fault(self._definitions, "more_faults", kind=kind, count=count))
        self._left_out.clear()
        return [found for _, found in sorted(self._found, key=lambda item: item[0])]

    def _may_tell(self, code: str) -> bool:
        """Counts a fault among those that are told, or among those that are left out."""
        counted = self._told if self._told[code] < MOST_OF_A_CODE else self._left_out
        counted[code] += 1
        return counted is self._told

    def _append(self, spot: Spot, found: Fault) -> None:
        self._found.append(((spot.order, spot.row, spot.column, len(self._found)), found))


def bounded(faults: Iterable[Fault], definitions: Definitions) -> Iterator[Fault]:
    """Passes on the first of each kind and says how many more there are, in place of the others.

    Those that need a reason stay in need of one: what stands for them can be explained by code, as they can.
    """
    passed: Counter[tuple[str, str, str | None]] = Counter()
    left_out: dict[tuple[str, str, str | None], Fault] = {}
    for found in faults:
        kind = found.level, found.code, found.detail
        passed[kind] += 1
        if passed[kind] <= MOST_OF_A_CODE:
            yield found
        else:
            left_out.setdefault(kind, found)
    for kind, first in left_out.items():
        title, count = definitions.faults[first.code].title, passed[kind] - MOST_OF_A_CODE
        more = fault(definitions, "more_faults", kind=title, count=count)
        if first.level == EXPLAIN:
            nowhere = replace(first, sheet=None, cell=None, column=None, value=None, body=None, year=None)
            more = replace(nowhere, message=more.message, remedy=more.remedy)
        yield more
