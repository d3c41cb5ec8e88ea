"""Checks the cells of a large file, few of which ever become Python objects."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from definitions.model import Body, Definitions, Identity
from etl.figures import Figures, History
from etl.identities import identity_faults
from etl.lineage import Lineage
from etl.model import Cell, Fault, Grid
from etl.values import FIRST_YEAR
from warehouse.kept import Around, Kept, Passed, Row

_AT_ONCE = 100
"""Families of bodies whose cells are in memory together; each has some hundred cells a year."""


class Large:
    """The cells of a large file, wherever they are."""

    def __init__(self, kept: Kept, definitions: Definitions) -> None:
        self.kept = kept
        self._definitions = definitions
        self._grid = Grid(None, (), ())

    def cells(self, bodies: Iterable[str], datasets: Iterable[str] | None = None) -> list[Cell]:
        """All cells of some bodies (and datasets), in the order of the file."""
        wanted = self._definitions.datasets if datasets is None else datasets
        return [self._cell(row) for row in self.kept.cells(bodies, wanted)]

    def identity_faults(
        self, around: Around, families: "Families", history: Callable[[set[str]], History]
    ) -> Iterator[Fault]:
        """The identities that do not hold, each judged as in a small file; `history` is asked for some bodies."""
        wanted: dict[frozenset[str], set[Identity]] = {}
        for body, identities in self.kept.suspicious(around):
            wanted.setdefault(families.of(body), set()).update(identities)
        listed = list(wanted)
        for chunk in (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE)):
            bodies = {body for family in chunk for body in family}
            only = {identity for family in chunk for identity in wanted[family]}
            measures = (measure for identity in only for measure in identity.left + identity.right)
            datasets = {self._definitions.dataset_of[measure] for measure in measures}
            figures = Figures(self.cells(bodies, datasets), self._definitions, history(bodies))
            yield from identity_faults(figures, self._definitions, only)

    def _cell(self, row: Row) -> Cell:
        line, body, year, measure, value, state, raw = row
        return Cell(
            dataset=self._definitions.dataset_of[measure],
            body=body,
            year=year,
            measure=measure,
            value=_shortest(value),
            state=state,
            unit=self._definitions.column_of[measure].unit,
            sheet=None,
            cell=self._grid.address(line, self.kept.column),
            raw=raw,
        )


def _shortest(value: Decimal | None) -> Decimal | None:
    """The same number as a reader writes it: 12 and 12.5, not 12.0000."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()


class Families:
    """Bodies that followed each other in reforms: their figures can only be judged together."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._of: dict[str, frozenset[str]] = {}
        for body in bodies:
            if body.predecessors:
                together = frozenset().union(*(self.of(code) for code in (body.body, *body.predecessors)))
                self._of.update(dict.fromkeys(together, together))

    @property
    def reformed(self) -> list[str]:
        return list(self._of)

    def of(self, body: str) -> frozenset[str]:
        """The body and all it came from or became."""
        return self._of.get(body, frozenset((body,)))

    def passed(self, lineage: Lineage) -> list[Passed]:
        """Whose figures go on in whose next year, where that is not simply the body itself."""
        found = []
        for heir in self._of:
            for year in range(FIRST_YEAR, date.today().year + 1):
                before = lineage.before(heir, year)
                found += [Passed(member, year - 1, heir, len(before)) for member in before]
        return found
