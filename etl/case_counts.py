"""Holds what case ledgers come to against the totals a body typed, or lets them be its return where it typed none."""

from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from definitions.model import Definitions
from etl.batch import Part, said
from etl.case_again import Whose
from etl.faults import fault
from etl.model import NUMBER, CaseCount, Cell, Fault, Reading

Standing = Mapping[tuple[str, int, str], tuple[str, int]]
"""(body, year, measure) → the ledger that is published and counts, and what it comes to."""

COUNTED = "由案件台账逐件统计"
"""The text of a figure nobody typed."""

Figures = Mapping[tuple[str, int, str], Decimal]


def reconcile(
    readings: Sequence[Reading],
    definitions: Definitions,
    published: Figures,
    from_ledgers: AbstractSet[Part],
    contested: Container[Whose] = (),
) -> list[list[Fault]]:
    """One list of faults for each reading. Adds to a reading the cells of a return nobody typed.

    What is `contested` comes to nothing yet.

    Typed is what stands in a file of the batch, else what is published unless that came from a ledger itself
    (`from_ledgers`): a ledger that has grown takes the place of the one before.
    """
    typed = {(c.body, c.year, c.dataset) for reading in readings for c in said(reading.cells)}
    values = dict(published) | {
        (c.body, c.year, c.measure): c.value for r in readings for c in said(r.cells) if c.value is not None
    }
    datasets = definitions.dataset_of
    known = {(body, year, datasets[m]) for body, year, m in published if m in datasets} - from_ledgers
    faults: list[list[Fault]] = []
    for reading in readings:
        found: list[Fault] = []
        counted: dict[tuple[str, str, int], list[CaseCount]] = {}
        for count in [one for one in reading.cases if not one.dimension]:
            if (count.ledger, count.body, count.year) in contested:
                continue
            if (count.body, count.year, count.dataset) in typed | known:
                found += _differs(count, values, definitions)
            else:
                counted.setdefault((count.ledger, count.body, count.year), []).append(count)
        for own in counted.values():
            reading.cells += [_cell(count, definitions) for count in own]
            found.append(_counted(own, definitions))
        faults.append(found)
    return faults


def bodies_of(readings: Iterable[Reading]) -> set[str]:
    """The bodies whose published figures the ledgers have to be held against."""
    return {count.body for reading in readings for count in reading.cases}


def typed_after(
    readings: Sequence[Reading], definitions: Definitions, standing: Standing
) -> list[list[Fault]]:
    """One list of faults for each reading: what was typed after a ledger that it does not come to, at its own cell.

    A ledger in the batch itself takes the place of the one before and is held against it by `reconcile`.
    """
    renewed = {(c.body, c.year, c.measure) for reading in readings for c in reading.cases}
    return [
        [
            _differing(definitions, cell, standing[key][0], standing[key][1], cell.value)
            for cell in said(reading.cells)
            if (key := (cell.body, cell.year, cell.measure)) in standing and key not in renewed
            if cell.value is not None and cell.value != standing[key][1]
        ]
        for reading in readings
    ]


def _differs(count: CaseCount, values: Figures, definitions: Definitions) -> Iterable[Fault]:
    typed = values.get((count.body, count.year, count.measure))
    if typed is None or typed == count.n:
        return
    yield _differing(definitions, count, count.ledger, count.n, typed)


def _differing(
    definitions: Definitions, at: CaseCount | Cell, ledger: str, counted: int, typed: Decimal
) -> Fault:
    return fault(
        definitions, "ledger_differs", sheet=at.sheet, cell=at.cell, dataset=at.dataset, body=at.body,
        year=at.year, measures=(at.measure,), column=definitions.column_of[at.measure].label,
        title=definitions.ledgers[ledger].title, counted=counted, typed=f"{typed.normalize():f}",
        off=f"{abs(typed - counted).normalize():f}", value=f"{counted if isinstance(at, CaseCount) else typed}",
    )  # fmt: skip


def _counted(counts: Sequence[CaseCount], definitions: Definitions) -> Fault:
    """Says that, and what, was counted for want of typed totals."""
    first, columns = counts[0], definitions.column_of
    said = "，".join(f"{columns[one.measure].label}{one.n}" for one in counts if one.n) or "各项均为0"
    return fault(
        definitions, "ledger_counted", sheet=first.sheet, cell=first.cell, dataset=first.dataset, body=first.body,
        year=first.year, title=definitions.ledgers[first.ledger].title, counts=said,
        name=definitions.bodies[first.body].short_name,
    )  # fmt: skip


def _cell(count: CaseCount, definitions: Definitions) -> Cell:
    unit = definitions.column_of[count.measure].unit
    return Cell(
        count.dataset, count.body, count.year, count.measure, Decimal(count.n), NUMBER, unit, count.sheet,
        count.cell, COUNTED,
    )  # fmt: skip
