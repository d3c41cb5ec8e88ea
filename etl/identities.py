"""What must add up: the identities of the datasets, within a year, across datasets and from year to year."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from definitions.model import Definitions, Identity
from etl.arithmetic import Terms, broken, compare_text, printed_rate, rate_agrees, rate_text
from etl.faults import fault
from etl.figures import Figures
from etl.model import NOTICE, Cell, Fault

Point = tuple[Identity, str, int]
"""An identity to be looked at for one body and year."""


def identity_faults(
    figures: Figures, definitions: Definitions, only: Collection[Identity] | None = None
) -> Iterator[Fault]:
    """Every identity of the file's bodies and years that does not hold; one short of a figure is let be.

    With `only`, just those identities are looked at.
    """
    judge = Judge(figures, definitions)
    for identity, body, year in _points(figures, _touching(definitions, only)):
        found = (judge.rate if identity.relation == "rate" else judge.sums)(identity, body, year)
        if found:
            yield found


def _points(figures: Figures, touching: Mapping[str, Mapping[Identity, None]]) -> Iterator[Point]:
    """What the file's figures can break; a corrected year can break the next year's carry-over too."""
    later: dict[Point, None] = {}
    for (body, year), datasets in figures.datasets.items():
        for identity in {i: None for dataset in datasets for i in touching.get(dataset, ())}:
            if identity.applies_in(year):
                yield identity, body, year
            if identity.previous_year and identity.applies_in(year + 1):
                heir = figures.lineage.after(body, year)
                if heir and not figures.holds(heir, year + 1, identity.left):
                    later[identity, heir, year + 1] = None
    yield from later


def _touching(definitions: Definitions, only: Collection[Identity] | None) -> dict[str, dict[Identity, None]]:
    """dataset → the identities with a measure of it, wherever they are defined."""
    touching: dict[str, dict[Identity, None]] = {}
    for dataset in definitions.datasets.values():
        for identity in (i for i in dataset.identities if only is None or i in only):
            for measure in identity.left + identity.right:
                touching.setdefault(definitions.dataset_of[measure], {})[identity] = None
    return touching


class Judge:
    """Evaluates one identity for one body and year."""

    def __init__(self, figures: Figures, definitions: Definitions):
        self._figures = figures
        self._definitions = definitions

    def sums(self, identity: Identity, body: str, year: int) -> Fault | None:
        """Compares two sums, the right one of last year in a carry-over."""
        past = year - 1 if identity.previous_year else year
        left = self._total(body, year, identity.left, year)
        right = self._total(body, year, identity.right, past) if left is not None else None
        if left is None or right is None or not broken(left, identity.relation, right):
            return None
        cell = self._anchor(identity, body, year)
        if cell is None:  # only figures published earlier are involved: they were judged with their own file
            return None
        of = (self._of(body, year, year), self._of(body, year, past)) if identity.previous_year else ("", "")
        text = compare_text(
            Terms(self._parts(body, year, identity.left, year), of[0]),
            identity.relation,
            Terms(self._parts(body, year, identity.right, past), of[1]),
        )
        return self._fault(identity, cell, year, text)

    def rate(self, identity: Identity, body: str, year: int) -> Fault | None:
        """Holds a printed rate (the first measure on the right) against the counts it is printed from."""
        printed, *whole = identity.right
        cell = self._figures.cell(body, year, printed)
        top = self._total(body, year, identity.left, year)
        bottom = self._total(body, year, tuple(whole), year)
        if cell is None or cell.value is None or top is None or not bottom:
            return None
        rate = printed_rate(cell.raw, cell.value)
        if rate_agrees(rate, top, bottom):
            return None
        return self._fault(identity, cell, year, rate_text(rate, top, bottom))

    def _anchor(self, identity: Identity, body: str, year: int) -> Cell | None:
        """The cell to look at first: the total on the right; for a carry-over, the figure carried in."""
        places = [(body, year, measure) for measure in identity.right + identity.left]
        if identity.previous_year:
            names = self._figures.lineage.before(body, year)
            places = [(body, year, measure) for measure in identity.left]
            places += [(name, year - 1, measure) for measure in identity.right for name in names]
        return next((cell for place in places if (cell := self._figures.cell(*place))), None)

    def _fault(self, identity: Identity, cell: Cell, year: int, arithmetic: str) -> Fault:
        found = fault(
            self._definitions, _code(identity), sheet=cell.sheet, cell=cell.cell,
            column=self._definitions.column_of[cell.measure].label, value=cell.raw, dataset=cell.dataset,
            body=cell.body, year=cell.year, measures=identity.left + identity.right,
            title=identity.title, arithmetic=arithmetic, identity=identity.code,
            where=f"{cell.sheet}!{cell.cell}" if cell.sheet else cell.cell,
        )  # fmt: skip
        # A corrected year cannot answer for the next one's file, which had to give its reason itself.
        level = identity.level if cell.year == year else NOTICE
        return replace(found, level=level, detail=identity.code, remedy=f"{found.remedy}{identity.exception}")

    def _parts(self, body: str, year: int, measures: tuple[str, ...], at: int) -> list[tuple[str, Decimal]]:
        labels = self._definitions.column_of
        return [(labels[m].label, self._value(body, year, m, at) or Decimal(0)) for m in measures]

    def _of(self, body: str, year: int, at: int) -> str:
        """`2020年文旅局、广体局`: the year, and the bodies if they were others then."""
        names = self._figures.lineage.line(body, year, at)
        others = [self._definitions.bodies[n].short_name for n in names] if names != (body,) else []
        return f"{at}年{'、'.join(others)}"

    def _value(self, body: str, year: int, measure: str, at: int) -> Decimal | None:
        if at == year:
            return self._figures.value(body, year, measure)
        return self._figures.earlier(body, year, measure, at)

    def _total(self, body: str, year: int, measures: tuple[str, ...], at: int) -> Decimal | None:
        """The sum of the measures in the year `at`, or None if one of them is no number."""
        total = Decimal(0)
        for measure in measures:
            value = self._value(body, year, measure, at)
            if value is None:
                return None
            total += value
        return total


def _code(identity: Identity) -> str:
    if identity.relation == "rate":
        return "rate_mismatch"
    if identity.level == NOTICE:
        return "identity_unusual"
    return "carry_over_broken" if identity.previous_year else "identity_broken"
