"""The figures a file is checked with: its own and, where it says nothing, those already published."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from definitions.model import Definitions
from etl.lineage import Lineage
from etl.model import NUMBER, Cell

History = Mapping[tuple[str, int, str], Decimal]
"""(body, year, measure) → the value already published."""


class Figures:
    """Looks figures up by body, year and measure. Only numbers count: every other state gives None."""

    def __init__(self, cells: Iterable[Cell], definitions: Definitions, history: History):
        self.rows: dict[tuple[str, int], dict[str, Cell]] = {}
        self.parts: dict[tuple[str, int, str], list[Cell]] = {}
        for cell in cells:
            self.rows.setdefault((cell.body, cell.year), {})[cell.measure] = cell
            self.parts.setdefault((cell.body, cell.year, cell.dataset), []).append(cell)
        self.datasets: dict[tuple[str, int], list[str]] = {}
        for body, year, dataset in self.parts:
            self.datasets.setdefault((body, year), []).append(dataset)
        self.lineage = Lineage(definitions.bodies)
        self._dataset_of = definitions.dataset_of
        self._history = history

    def cell(self, body: str, year: int, measure: str) -> Cell | None:
        row = self.rows.get((body, year))
        return row.get(measure) if row else None

    def holds(self, body: str, year: int, measures: Iterable[str]) -> bool:
        """Says whether the file itself gives one of the measures."""
        return not self.rows.get((body, year), {}).keys().isdisjoint(measures)

    def value(self, body: str, year: int, measure: str) -> Decimal | None:
        """The figure as it will stand once this file is loaded.

        A file replaces a body's whole dataset of the year, so what was published of that dataset no longer
        counts, not even for a measure the file leaves out.
        """
        row = self.rows.get((body, year))
        cell = row.get(measure) if row else None
        if cell is not None:
            return cell.value if cell.state == NUMBER else None
        if row and (body, year, self._dataset_of.get(measure)) in self.parts:
            return None
        return self._history.get((body, year, measure))

    def earlier(self, body: str, year: int, measure: str, past: int) -> Decimal | None:
        """The figure of the year `past`, summed over the bodies this one was then; None if one lacks it."""
        total = None
        for name in self.lineage.line(body, year, past):
            value = self.value(name, past, measure)
            if value is None:
                return None
            total = value if total is None else total + value
        return total
